"""Minutes opened to a person in the tables: rows of availability added, shortened or taken out, and no more of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scheduler.caseload import Availability, Caseload, Party
from scheduler.remedies.remedy import FactChange, Kind, Opened, Remedy
from scheduler.times import WEEKDAYS, Window, Windows, grown, without
from scheduler.week.week import Week


def opened(caseload: Caseload, on: date, kind: Kind, opens: Opened) -> Remedy | None:
    """The remedy that opens these minutes on every such weekday; None where an absence is in the way.

    ``on`` is the date in question, on which the rows are in force that stand in the way.
    """
    absences = caseload.absences.get(opens.who, ())
    if any(
        row.party == opens.party and row.first <= on <= row.last and row.window.overlaps(opens.window)
        for row in absences
    ):
        return None
    changes = tuple(_changes(caseload, on, opens))
    if not changes:
        return None
    is_patient = opens.who in caseload.patients
    return Remedy(
        kind,
        _says(caseload, opens),
        changes,
        frozenset({opens.who} if is_patient else ()),
        opens,
    )


def hours_of(week: Week, opens: Opened) -> Windows:
    """When somebody, or a patient's family, is there on the weekday in question."""
    if opens.who in week.caseload.therapists:
        return week.therapists[opens.who][opens.day]
    if opens.party == "family":
        return week.families[opens.who][opens.day]
    is_remote = week.caseload.patients[opens.who].mode == "virtual"
    return (week.remote if is_remote else week.on_site)[opens.who][opens.day]


def _says(caseload: Caseload, opens: Opened) -> str:
    when = f"{WEEKDAYS[opens.day]} {opens.window}"
    if opens.party == "family":
        return f"the family of {opens.who} can come on {when}"
    return f"{opens.who} {'is free' if opens.who in caseload.patients else 'works'} on {when} too"


def _changes(caseload: Caseload, on: date, opens: Opened) -> Iterator[FactChange]:
    rows = [row for row in caseload.availability.get(opens.who, ()) if row.party == opens.party]
    if any(row.status == "available" for row in rows):
        hours = [row.window for row in rows if row.status == "available" and _is_then(row, on)]
        if without((opens.window,), hours):
            yield FactChange(None, Availability(opens.who, opens.party, (opens.day,), opens.window, "available"))
    cut = grown(opens.window, _travel_minutes(caseload, opens.who, opens.party))
    for row in rows:
        if row.status == "busy" and _is_then(row, on) and row.window.overlaps(cut):
            yield from _shortened(row, opens.day, cut)


def _shortened(row: Availability, day: int, cut: Window) -> Iterator[FactChange]:
    """The row without these minutes of the weekday; its other days stay as they are."""
    left = [replace(row, days=(day,), window=window, row=0) for window in without((row.window,), [cut])]
    others = tuple(each for each in row.days if each != day)
    if others:
        yield FactChange(row, replace(row, days=others))
        yield from (FactChange(None, each) for each in left)
        return
    yield FactChange(row, replace(left[0], row=row.row) if left else None)
    yield from (FactChange(None, each) for each in left[1:])


def _is_then(row: Availability, on: date) -> bool:
    return on.weekday() in row.days and (row.first is None or row.first <= on) and (row.last is None or on <= row.last)


def _travel_minutes(caseload: Caseload, who: str, party: Party) -> int:
    """How much a patient's busy hours grow on both sides; by video they would not, which is left out here."""
    patient = caseload.patients.get(who)
    return patient.travel_minutes if patient and party == "self" and patient.mode != "virtual" else 0
