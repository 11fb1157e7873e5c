"""Appointments in one week: which apply, and why others are dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.caseload import Appointment, Caseload, Party, Patient, Plan
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, WEEKDAYS, Window, clock, weeks_between
from scheduler.week.availability import away_windows, usual
from scheduler.week.frozen import Frozen, FrozenSession


@dataclass(frozen=True, slots=True)
class AgreedSession:
    """An appointment that applies this week, on ``day``; ``therapists`` are those who may lead it."""

    appointment: Appointment
    day: int
    therapists: tuple[str, ...]


def plan_therapists(caseload: Caseload, plan: Plan) -> tuple[str, ...]:
    """Those who may lead the one-to-one sessions of a plan row, where no appointment names another."""
    if plan.therapist is not None:
        return (plan.therapist,)
    return tuple(who for who, therapist in caseload.therapists.items() if plan.session_type in therapist.leads)


def agreed_sessions(
    caseload: Caseload, monday: date, stays: Mapping[str, tuple[int, ...]], frozen: Frozen
) -> tuple[tuple[AgreedSession, ...], tuple[str, ...]]:
    """The appointments that apply in the week, and sentences about those that are dropped."""
    agreed, warnings = [], []
    held = list(frozen.sessions)
    for appointment in caseload.appointments:
        day = appointment.weekday if appointment.on is None else (appointment.on - monday).days
        if day is None or not 0 <= day < DAYS_A_WEEK:
            continue
        plan = caseload.plans[appointment.patient][appointment.session_type]
        therapists = (appointment.therapist,) if appointment.therapist else plan_therapists(caseload, plan)
        session = AgreedSession(appointment, day, therapists)
        kept_by = next((one for one in held if _keeps(one, session)), None)
        if kept_by is not None:
            held.remove(kept_by)
            continue
        is_over = day * MINUTES_A_DAY + appointment.start < frozen.until
        reasons = ["it did not take place"] if is_over else _reasons_to_drop(caseload, monday, session, stays)
        reason = None if appointment.on else next(iter(reasons), None)
        if reason is None:
            agreed.append(session)
        else:
            warnings.append(
                f"appointments, row {appointment.row}: {appointment.session_type} of {appointment.patient} on "
                f"{WEEKDAYS[day]} at {clock(appointment.start)} is dropped this week, because {reason}"
            )
    return tuple(agreed), tuple(warnings)


def _keeps(frozen: FrozenSession, agreed: AgreedSession) -> bool:
    """Whether a session that has happened is what was agreed, whoever led it."""
    held, row = frozen.session, agreed.appointment
    return (
        held.group is None
        and row.patient in held.patients
        and (held.session_type, frozen.day, held.start) == (row.session_type, agreed.day, row.start)
    )


def _reasons_to_drop(
    caseload: Caseload, monday: date, session: AgreedSession, stays: Mapping[str, tuple[int, ...]]
) -> Iterator[str]:
    appointment, on = session.appointment, monday + timedelta(days=session.day)
    patient = caseload.patients[appointment.patient]
    session_type = caseload.session_types[appointment.session_type]
    window = Window(appointment.start, appointment.start + session_type.minutes)

    def is_away(who: str, party: Party = "self") -> bool:
        rows = [row for row in caseload.absences.get(who, ()) if row.party == party]
        return any(away.overlaps(window) for away in away_windows(rows, on))

    if not is_due(caseload.plans[patient.patient][session_type.session_type], patient, monday):
        yield "its plan is not due"
    if session.day not in stays.get(patient.patient, ()):
        yield "the patient's stay does not hold the day"
    if any(closure.on == on and closure.window.overlaps(window) for closure in caseload.closures):
        yield "the clinic is closed"
    if is_away(patient.patient):
        yield "the patient is away"
    if session_type.needs_family and is_away(patient.patient, "family"):
        yield "the family is away"
    if all(is_away(who) for who in _usually_there(caseload, session.therapists, on, window)):
        yield "everybody who could lead it then is away"
    for kind in session_type.resources if patient.mode != "virtual" else ():
        if all(is_away(what) for what in _usually_there(caseload, _able(caseload, kind, appointment), on, window)):
            yield f"every {kind} is out of use then"


def _usually_there(caseload: Caseload, able: Sequence[str], on: date, window: Window) -> Sequence[str]:
    """Those of the able whose weekly windows hold the session; all of them where nobody's do."""
    return [
        who for who in able if any(usual.covers(window) for usual in usual(caseload.availability.get(who, ()), on))
    ] or able


def _able(caseload: Caseload, kind: str, appointment: Appointment) -> list[str]:
    able = [resource.resource for resource in caseload.resources.values() if kind in resource.kinds]
    return [appointment.resource] if appointment.resource in able else able


def is_due(plan: Plan, patient: Patient, monday: date) -> bool:
    """Whether a plan row asks for its sessions this week."""
    return patient.admitted is None or weeks_between(patient.admitted, monday) % plan.every_weeks == 0
