"""Whether somebody is there during given minutes and, if not, which rows take the minutes away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.caseload import Absence, Availability, Caseload, Party, Patient
from scheduler.schedule import Session
from scheduler.times import Window, grown, intersected, merged, total_minutes, without
from scheduler.verify.stay import in_stay, stay_words
from scheduler.verify.violation import row_words


@dataclass(frozen=True, slots=True)
class TimeMissed:
    """Minutes during which somebody is not there (0 where there are none), and why, in words."""

    minutes: int
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return "; ".join(self.reasons)


def missed(caseload: Caseload, who: str, party: Party, session: Session, travel_minutes: int = 0) -> TimeMissed:
    """What the party misses of the session, each busy row counted as longer by the travel time on both sides."""
    rows = [row for row in caseload.availability.get(who, ()) if row.party == party]
    absences = [row for row in caseload.absences.get(who, ()) if row.party == party]
    lost: list[Window] = []
    reasons: list[str] = []
    for taken, why in (
        *_outside_available(rows, session),
        *_busy(rows, session, travel_minutes),
        *_away(absences, session),
    ):
        lost.extend(intersected((session.window,), taken))
        reasons.append(why)
    return TimeMissed(total_minutes(merged(lost)), tuple(reasons))


def missed_by_patient(caseload: Caseload, patient: Patient, session: Session, *, in_person: bool) -> TimeMissed:
    """What the patient misses of the session: all of it outside the stay, else minutes outside the windows."""
    if not in_stay(patient, session.on):
        return TimeMissed(session.minutes, (f"the stay is {stay_words(patient)}",))
    return missed(caseload, patient.patient, "self", session, patient.travel_minutes if in_person else 0)


def is_in_force(row: Availability, on: date) -> bool:
    """Whether the row says something about the date."""
    return on.weekday() in row.days and (row.first is None or row.first <= on) and (row.last is None or on <= row.last)


def covers_date(absence: Absence, on: date) -> bool:
    """Whether the absence takes minutes away from the date."""
    return absence.first <= on <= absence.last


LostTime = tuple[tuple[Window, ...], str]


def _outside_available(rows: Iterable[Availability], session: Session) -> Iterable[LostTime]:
    stated = [row for row in rows if row.status == "available"]
    if not stated:
        return
    there = merged(row.window for row in stated if is_in_force(row, session.on))
    outside = without((session.window,), there)
    if outside:
        yield outside, f"available {', '.join(map(str, there)) or 'at no time'} on that day"


def _busy(rows: Iterable[Availability], session: Session, travel_minutes: int) -> Iterable[LostTime]:
    for row in rows:
        if row.status != "busy" or not is_in_force(row, session.on):
            continue
        taken = grown(row.window, travel_minutes)
        if taken.overlaps(session.window):
            travel = f" and {travel_minutes} min of travel before and after" if travel_minutes else ""
            yield (taken,), f"busy {row.window}{travel}{row_words('availability', row.row)}"


def _away(absences: Iterable[Absence], session: Session) -> Iterable[LostTime]:
    for absence in absences:
        if covers_date(absence, session.on) and absence.window.overlaps(session.window):
            yield (absence.window,), f"absent {absence.window}{row_words('absences', absence.row)}"
