"""Agreed one-to-one sessions: which of them apply this week, which are dropped and why, and what keeps one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.caseload import Appointment, Caseload, Party, Plan
from scheduler.schedule import Session
from scheduler.times import MINUTES_A_DAY, Window, clock, day_words, merged, monday_of
from scheduler.verify.presence import covers_date, is_in_force
from scheduler.verify.stay import in_stay, is_due, stay_words
from scheduler.verify.violation import row_words


@dataclass(frozen=True, slots=True)
class Agreed:
    """An appointment on its date of this week."""

    appointment: Appointment
    on: date

    @property
    def words(self) -> str:
        """Who, what, when and, where given, with whom and where."""
        row = self.appointment
        leader = f" with {row.therapist}" if row.therapist else ""
        place = f" in {row.resource}" if row.resource else ""
        return (
            f"{row.session_type} of {row.patient} on {day_words(self.on)} at {clock(row.start)}"
            f"{leader}{place}{row_words('appointments', row.row)}"
        )


def agreed_this_week(caseload: Caseload, monday: date) -> Iterator[Agreed]:
    """Every appointment that names a day of the week, possible or not."""
    for appointment in caseload.appointments:
        if appointment.weekday is not None:
            yield Agreed(appointment, monday + timedelta(days=appointment.weekday))
        elif appointment.on is not None and monday_of(appointment.on) == monday:
            yield Agreed(appointment, appointment.on)


def appointments_in_force(caseload: Caseload, monday: date) -> tuple[Agreed, ...]:
    """Appointments that this week must keep: those with a date in it, and the weekly ones that are possible."""
    return tuple(agreed for agreed in agreed_this_week(caseload, monday) if not _why_dropped(caseload, monday, agreed))


def dropped_appointments(caseload: Caseload, monday: date) -> tuple[tuple[Appointment, str], ...]:
    """Weekly appointments that need no session this week, each with the reason in words without a full stop.

    Args:
        caseload: the facts.
        monday: the week; any day of it will do.
    """
    week = monday_of(monday)
    found = ((agreed, _why_dropped(caseload, week, agreed)) for agreed in agreed_this_week(caseload, week))
    return tuple((agreed.appointment, why) for agreed, why in found if why)


def has_start(session: Session, agreed: Agreed) -> bool:
    """Whether a one-to-one session is of the patient and type of the appointment, on its day at its start."""
    row = agreed.appointment
    return (
        session.group is None
        and row.patient in session.patients
        and session.session_type == row.session_type
        and session.on == agreed.on
        and session.start == row.start
    )


def keeps(session: Session, agreed: Agreed) -> bool:
    """Whether the session is what was agreed, therapist and resource included where they are given."""
    row = agreed.appointment
    return (
        has_start(session, agreed)
        and (row.therapist is None or row.therapist in session.therapists)
        and (row.resource is None or row.resource in session.resources)
    )


def _why_dropped(caseload: Caseload, monday: date, agreed: Agreed) -> str:
    """Why a weekly appointment needs no session this week; empty where it needs one."""
    if agreed.appointment.on is not None:
        return ""
    return next(_obstacles(caseload, monday, agreed), "")


def _obstacles(caseload: Caseload, monday: date, agreed: Agreed) -> Iterator[str]:
    row = agreed.appointment
    patient, plan = caseload.patients[row.patient], caseload.plans.get(row.patient, {}).get(row.session_type)
    if plan is not None and not is_due(patient, plan, monday):
        yield f"{row.session_type} is not due in this week of the stay"
    if not in_stay(patient, agreed.on):
        yield f"{day_words(agreed.on)} is outside the stay, which is {stay_words(patient)}"
    window = _minutes_of(caseload, row)
    if any(closure.on == agreed.on and closure.window.overlaps(window) for closure in caseload.closures):
        yield "the clinic is closed then"
    if _is_away(caseload, row.patient, agreed.on, window):
        yield "the patient is absent then"
    needs_family = caseload.session_types[row.session_type].needs_family
    if needs_family and _is_away(caseload, row.patient, agreed.on, window, "family"):
        yield "the family is absent then"
    if _all_away(caseload, _possible_therapists(caseload, row, plan), agreed.on, window):
        yield "every therapist who could lead it then is absent"
    for kind in _needed_kinds(caseload, row):
        if _all_away(caseload, _serving(caseload, row, kind), agreed.on, window):
            yield f"everything that could serve as {kind} then is away"


def _all_away(caseload: Caseload, able: Sequence[str], on: date, window: Window) -> bool:
    """Whether all are absent who could be there; where the weekly hours hold the minutes for none, all of the able."""
    # Whoever never works at that hour could not have kept the appointment, present or absent.
    at_work = [who for who in able if _works_then(caseload, who, on, window)]
    return all(_is_away(caseload, who, on, window) for who in at_work or able)


def _is_away(caseload: Caseload, who: str, on: date, window: Window, party: Party = "self") -> bool:
    return any(
        absence.party == party and covers_date(absence, on) and absence.window.overlaps(window)
        for absence in caseload.absences.get(who, ())
    )


def _works_then(caseload: Caseload, who: str, on: date, window: Window) -> bool:
    """Whether the weekly hours of a therapist or a resource hold all of the minutes, absences aside."""
    rows = [row for row in caseload.availability.get(who, ()) if row.party == "self"]
    in_force = [row for row in rows if is_in_force(row, on)]
    if any(row.status == "busy" and row.window.overlaps(window) for row in in_force):
        return False
    stated = any(row.status == "available" for row in rows)
    there = merged(row.window for row in in_force if row.status == "available")
    return not stated or any(span.covers(window) for span in there)


def _minutes_of(caseload: Caseload, row: Appointment) -> Window:
    minutes = caseload.session_types[row.session_type].minutes
    return Window(row.start, min(row.start + minutes, MINUTES_A_DAY))


def _possible_therapists(caseload: Caseload, row: Appointment, plan: Plan | None) -> Sequence[str]:
    named = row.therapist or (plan and plan.therapist)
    if named:
        return (named,)
    return [who for who, therapist in caseload.therapists.items() if row.session_type in therapist.leads]


def _needed_kinds(caseload: Caseload, row: Appointment) -> Sequence[str]:
    is_virtual = caseload.patients[row.patient].mode == "virtual"
    return () if is_virtual else caseload.session_types[row.session_type].resources


def _serving(caseload: Caseload, row: Appointment, kind: str) -> Sequence[str]:
    """Resources that could serve the appointment as that kind: the named one alone, where it can."""
    able = [name for name, resource in caseload.resources.items() if kind in resource.kinds]
    return [row.resource] if row.resource in able else able
