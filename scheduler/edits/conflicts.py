"""What stands in the way of an agreed session: other agreements, and the times at which somebody cannot come."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from scheduler.caseload import Appointment, Caseload
from scheduler.edits.affected import Touched, appointment_words, leader_of, why_impossible, window_of
from scheduler.schedule import Session
from scheduler.times import WEEKDAYS, clock
from scheduler.verify import monday_of
from scheduler.verify.presence import missed, missed_by_patient

# A week without closures, absences and dated agreements, in which only what holds every week is compared.
_ANY_MONDAY = date(2001, 1, 1)

DatedAppointment = tuple[Appointment, date]


def rivals_of(caseload: Caseload, agreed: Appointment) -> tuple[Touched, ...]:
    """The other agreements that cannot be kept beside an appointment of the caseload, by table and row.

    Appointments that take the same minutes of a patient, therapist or resource, or that are more than the plan allows
    (of these the nearest, as many as are too many); and group places whose meeting is given at the same time.
    """
    found: dict[int, Touched] = {}
    for monday in _weeks(caseload, agreed):
        for rival in _in_week(caseload, agreed, monday):
            found.setdefault(rival.row, rival)
    return (*(found[row] for row in sorted(found)), *_group_places(caseload, agreed))


def obstacles_of(caseload: Caseload, agreed: Appointment) -> tuple[str, ...]:
    """What else makes an appointment impossible, in words without a full stop; times of a weekly one are not asked."""
    window = window_of(caseload, agreed)
    weekday = agreed.on.weekday() if agreed.on else agreed.weekday or 0
    found = []
    if not any(opening.covers(window) for opening in caseload.opening[weekday]):
        found.append(f"{window} on {WEEKDAYS[weekday]} is outside the opening hours")
    if agreed.on is None:
        return tuple(found)
    why = why_impossible(caseload, agreed, agreed.on)
    return (*found, why) if why else (*found, *_not_there(caseload, agreed, agreed.on))


def _not_there(caseload: Caseload, agreed: Appointment, on: date) -> Iterator[str]:
    patient = caseload.patients[agreed.patient]
    leader, window = leader_of(caseload, agreed), window_of(caseload, agreed)
    session = Session(
        session="",
        on=on,
        start=window.start,
        end=window.end,
        session_type=agreed.session_type,
        group=None,
        meeting=None,
        therapists=(),
        resources=(),
        mode="in_person",
        patients=(agreed.patient,),
    )
    lost = missed_by_patient(caseload, patient, session, in_person=patient.mode != "virtual")
    if lost.minutes:
        yield f"{agreed.patient} cannot come then: {lost.why}"
    if caseload.session_types[agreed.session_type].needs_family:
        lost = missed(caseload, agreed.patient, "family", session)
        if lost.minutes:
            yield f"the family of {agreed.patient} cannot come then: {lost.why}"
    for who in filter(None, (leader, agreed.resource)):
        lost = missed(caseload, who, "self", session)
        if lost.minutes:
            yield f"{who} is not free then: {lost.why}"


def _weeks(caseload: Caseload, agreed: Appointment) -> Iterator[date]:
    """Mondays of weeks that have to be looked at: that of its date or, for a weekly one, any and those of others."""
    if agreed.on is not None:
        yield monday_of(agreed.on)
        return
    yield _ANY_MONDAY
    yield from sorted({monday_of(other.on) for other in caseload.appointments if other.on is not None})


def _in_week(caseload: Caseload, agreed: Appointment, monday: date) -> Iterator[Touched]:
    on = _date_in(caseload, agreed, monday)
    if on is None:
        return
    others = [
        (other, at)
        for other in caseload.appointments
        if other is not agreed and (at := _date_in(caseload, other, monday)) is not None
    ]
    told: set[int] = set()
    for other, at in others:
        shared = _shared(caseload, agreed, other) if at == on else ""
        if shared:
            told.add(other.row)
            yield _rival(agreed, (other, at), f"both take time of {shared}")
    yield from _too_many(caseload, (agreed, on), [each for each in others if each[0].row not in told])


def _date_in(caseload: Caseload, appointment: Appointment, monday: date) -> date | None:
    """The date of an appointment in the week; None where it has none there or falls out."""
    if appointment.on is not None:
        return appointment.on if monday_of(appointment.on) == monday else None
    on = monday + timedelta(days=appointment.weekday or 0)
    return None if monday != _ANY_MONDAY and why_impossible(caseload, appointment, on) else on


def _shared(caseload: Caseload, one: Appointment, other: Appointment) -> str:
    """Who or what both would take at the same minutes, buffers of therapists included; "" where nothing is."""
    first, second = window_of(caseload, one), window_of(caseload, other)
    buffers = [caseload.session_types[each.session_type].buffer_minutes for each in (one, other)]
    leader = leader_of(caseload, one)
    if first.overlaps(second):
        if one.patient == other.patient:
            return one.patient
        if one.resource is not None and one.resource == other.resource:
            return one.resource
    is_near = first.start < second.end + buffers[1] and second.start < first.end + buffers[0]
    return leader if is_near and leader is not None and leader == leader_of(caseload, other) else ""


def _too_many(caseload: Caseload, agreed: DatedAppointment, left: Sequence[DatedAppointment]) -> Iterator[Touched]:
    """The nearest of those that are above what the type allows a day and the plan a week."""
    new, on = agreed
    plan = caseload.plans[new.patient][new.session_type]
    same = [each for each in left if (each[0].patient, each[0].session_type) == (new.patient, new.session_type)]
    nearest = sorted(same, key=lambda each: (abs((each[1] - on).days), abs(each[0].start - new.start), each[0].row))
    per_day = caseload.session_types[new.session_type].max_per_day
    of_day = [each for each in nearest if each[1] == on]
    for limit, found, span in ((per_day, of_day, "day"), (plan.sessions_max, nearest, "week")):
        surplus = 0 if limit is None else 1 + len(found) - limit
        for each in found[: max(0, surplus)]:
            yield _rival(new, each, f"at most {limit} a {span} of {new.session_type} may be agreed")


def _rival(agreed: Appointment, rival: DatedAppointment, why: str) -> Touched:
    other, on = rival
    is_excusable = other.on is None and agreed.on is not None
    when = f" on {on}" if is_excusable else ""
    says = f"{appointment_words(other)} cannot be kept{when} beside it: {why}"
    return Touched("appointments", other.row, says, other, on if is_excusable else None)


def _group_places(caseload: Caseload, agreed: Appointment) -> Iterator[Touched]:
    window = window_of(caseload, agreed)
    weekday = agreed.on.weekday() if agreed.on else agreed.weekday
    for member in caseload.members:
        if member.patient != agreed.patient or member.status != "in":
            continue
        minutes = caseload.groups[member.group].minutes
        for row in caseload.meetings[member.group]:
            if row.days != (weekday,) or row.starts is None or len(row.starts) != 1:
                continue
            start = row.starts[0]
            if start < window.end and window.start < start + minutes:
                meets = f"{member.group} meets on {WEEKDAYS[weekday or 0]} at {clock(start)}"
                says = f"{agreed.patient} is in a group at that time: {meets}, so no week in which it does keeps both"
                yield Touched("members", member.row, says)
                break
