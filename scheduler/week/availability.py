"""When somebody or something is there in one week, by rows of availability and absences."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from scheduler.caseload import Absence, Availability, Caseload, Party
from scheduler.times import ALL_DAY, DAYS_A_WEEK, Window, Windows, grown, merged, without

WeekWindows = tuple[Windows, ...]
"""Seven entries from Monday."""


def weekly_windows(caseload: Caseload, who: str, party: Party, monday: date, travel_minutes: int = 0) -> WeekWindows:
    """When somebody, or a patient's family, is there in the week that begins on ``monday``."""
    rows = [row for row in caseload.availability.get(who, ()) if row.party == party]
    absences = [row for row in caseload.absences.get(who, ()) if row.party == party]
    if not rows and not absences:
        return ((ALL_DAY,),) * DAYS_A_WEEK
    dates = (monday + timedelta(days=day) for day in range(DAYS_A_WEEK))
    return tuple(without(usual(rows, on, travel_minutes), away_windows(absences, on)) for on in dates)


def usual(rows: Sequence[Availability], on: date, travel_minutes: int = 0) -> Windows:
    """The windows of a date by weekly rows alone, absences not taken away."""
    always = not any(row.status == "available" for row in rows)
    windows = (ALL_DAY,) if always else merged(_on(rows, "available", on))
    return without(windows, [grown(window, travel_minutes) for window in _on(rows, "busy", on)])


def wishes(caseload: Caseload, who: str, status: str, monday: date) -> WeekWindows | None:
    """Windows of a patient's own rows of that status in the week; None where there is no such row at all."""
    rows = [row for row in caseload.availability.get(who, ()) if row.party == "self" and row.status == status]
    if not rows:
        return None
    return tuple(merged(_on(rows, status, monday + timedelta(days=day))) for day in range(DAYS_A_WEEK))


def _on(rows: Iterable[Availability], status: str, on: date) -> list[Window]:
    return [
        row.window
        for row in rows
        if row.status == status
        and on.weekday() in row.days
        and (row.first is None or row.first <= on)
        and (row.last is None or on <= row.last)
    ]


def away_windows(absences: Iterable[Absence], on: date) -> list[Window]:
    """What the absences take away on a date."""
    return [row.window for row in absences if row.first <= on <= row.last]
