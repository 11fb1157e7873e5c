"""Agreements that a fact of the day touches: what can no longer be kept, what falls out, and who is excused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.caseload import Absence, Appointment, Caseload, TimetableRow
from scheduler.times import MINUTES_A_DAY, WEEKDAYS, Window, clock, day_words
from scheduler.verify import dropped_appointments
from scheduler.verify.stay import in_stay

# Agreements are for the weeks to come; nobody plans a stay further ahead.
FURTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that a fact touches.

    Args:
        table: its table.
        row: its number.
        says: what it is and what becomes of it, in a sentence without a full stop.
        appointment: where no week can be planned as long as it stands beside the fact.
        on: the date on which it cannot be kept, where other dates are as they were; None for every date.
    """

    table: str
    row: int
    says: str
    appointment: Appointment | None = None
    on: date | None = None


def window_of(caseload: Caseload, appointment: Appointment) -> Window:
    """The minutes of its day that an appointment takes."""
    minutes = caseload.session_types[appointment.session_type].minutes
    return Window(appointment.start, min(appointment.start + minutes, MINUTES_A_DAY))


def leader_of(caseload: Caseload, appointment: Appointment) -> str | None:
    """The therapist whom the appointment or else the plan names; None where any who lead the type may."""
    return appointment.therapist or caseload.plans[appointment.patient][appointment.session_type].therapist


def appointment_words(appointment: Appointment) -> str:
    """Who, what and when: ``individual of p1 every Tue at 10:00``, ``... on Tue 2026-11-24 at 10:00``."""
    if appointment.on is not None:
        when = f"on {day_words(appointment.on)}"
    else:
        when = f"every {WEEKDAYS[appointment.weekday or 0].capitalize()}"
    return f"{appointment.session_type} of {appointment.patient} {when} at {clock(appointment.start)}"


def why_impossible(caseload: Caseload, appointment: Appointment, on: date) -> str:
    """What makes an appointment impossible on a date, whether it is weekly or not; "" where nothing does."""
    weekly = replace(appointment, weekday=on.weekday(), on=None)
    alone = replace(caseload, appointments=(weekly,))
    return next((why for _, why in dropped_appointments(alone, on)), "")


def touched_by_absence(caseload: Caseload, absence: Absence) -> tuple[Touched, ...]:
    """The agreements and given meetings that an absence of the caseload touches, by table and row."""
    found = (*_appointments(caseload, absence), *_members(caseload, absence), *_meetings(caseload, absence))
    return tuple(sorted(found, key=lambda each: (each.table, each.row)))


def dates_of(absence: Absence, first: date | None = None, last: date | None = None) -> Iterator[date]:
    """The dates of an absence that lie in a stay, a year of them at most."""
    begin = max(absence.first, first or absence.first)
    end = min(absence.last, last or absence.last)
    for later in range(min((end - begin).days + 1, FURTHEST_DAYS)):
        yield begin + timedelta(days=later)


def _appointments(caseload: Caseload, absence: Absence) -> Iterator[Touched]:
    for appointment in caseload.appointments:
        window = window_of(caseload, appointment)
        if not _concerns(caseload, absence, appointment) or not window.overlaps(absence.window):
            continue
        patient = caseload.patients[appointment.patient]
        dates = [
            on
            for on in dates_of(absence, patient.admitted, patient.discharged)
            if on == appointment.on or on.weekday() == appointment.weekday
        ]
        lost = [(on, why) for on in dates if (why := why_impossible(caseload, appointment, on))]
        if lost:
            yield _lost(appointment, lost)


def _concerns(caseload: Caseload, absence: Absence, appointment: Appointment) -> bool:
    """Whether the appointment may need who is away."""
    if absence.who == appointment.patient:
        return absence.party == "self" or caseload.session_types[appointment.session_type].needs_family
    if absence.who in caseload.therapists:
        named = leader_of(caseload, appointment)
        return absence.who == named if named else appointment.session_type in caseload.therapists[absence.who].leads
    if absence.who in caseload.resources:
        needed = caseload.session_types[appointment.session_type].resources
        return not caseload.resources[absence.who].kinds.isdisjoint(needed)
    return False


def _lost(appointment: Appointment, lost: Sequence[tuple[date, str]]) -> Touched:
    (on, why), words = lost[0], appointment_words(appointment)
    if appointment.on is not None:
        says = f"{words} can no longer be kept, because {why}"
        return Touched("appointments", appointment.row, says, appointment)
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    says = f"{words} falls out on {day_words(on)}{more}, because {why}, and is as agreed on other dates"
    return Touched("appointments", appointment.row, says)


def _members(caseload: Caseload, absence: Absence) -> Iterator[Touched]:
    if absence.who not in caseload.patients:
        return
    patient = caseload.patients[absence.who]
    for member in caseload.members:
        if member.patient != absence.who or member.status != "in":
            continue
        group = caseload.groups[member.group]
        if absence.party == "family" and not caseload.session_types[group.session_type].needs_family:
            continue
        rows = caseload.meetings[member.group] or (TimetableRow(member.group),)
        dates = [on for on in dates_of(absence) if in_stay(patient, on)]
        if any(_may_fall_into(row, group.minutes, absence.window, dates) for row in rows):
            whole = ", and from all meetings of such a week, as its members are the same" if group.same_members else ""
            says = f"{absence.who} is excused from the meetings of {member.group} that fall into the absence{whole}"
            yield Touched("members", member.row, says)


def _meetings(caseload: Caseload, absence: Absence) -> Iterator[Touched]:
    """Meetings whose row gives the therapist or the resource that is away, so that no other can be taken."""
    dates = [*dates_of(absence)]
    for name, rows in caseload.meetings.items():
        for row in rows:
            is_given = absence.who in (*(row.therapists or ()), *(row.resources or ()))
            if is_given and _may_fall_into(row, caseload.groups[name].minutes, absence.window, dates):
                says = f"a meeting of {name} needs {absence.who} and does not run while it falls into the absence"
                yield Touched("meetings", row.row, f"{says}; blank the cell to let others be taken")


def _may_fall_into(row: TimetableRow, minutes: int, away: Window, dates: Sequence[date]) -> bool:
    """Whether a meeting of the row may share a minute with the absence on one of the dates."""
    on_a_day = any(row.days is None or on.weekday() in row.days for on in dates)
    starts = row.starts
    return on_a_day and (starts is None or any(start < away.end and away.start < start + minutes for start in starts))
