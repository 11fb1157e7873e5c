"""Checks of agreements: appointments that apply, and who attends a group as a member, stays away or is excused."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from scheduler.caseload import Caseload, Member, Patient
from scheduler.rules import RuleId
from scheduler.schedule import Schedule, Session
from scheduler.times import DAYS_A_WEEK
from scheduler.verify.appointments import Agreed, has_start, keeps
from scheduler.verify.facts import Facts
from scheduler.verify.matching import matching
from scheduler.verify.presence import missed, missed_by_patient
from scheduler.verify.stay import in_stay, level_row, max_minutes_week, sessions_allowed
from scheduler.verify.violation import (
    Violation,
    listed,
    row_words,
    session_words,
    witness,
)
from scheduler.words import count


class Load(NamedTuple):
    """One thing that a limit is put on: a figure of the week, of a session type or of a date."""

    what: str
    session_type: str = ""
    on: date | None = None


def member_kept(facts: Facts) -> Iterator[Violation]:
    """Agreed group places are kept; the amount is meetings missed or, for ``out``, attended."""
    for member in facts.caseload.members:
        held = facts.by_group.get(member.group, ())
        meetings = facts.open(held)
        if member.status == "out":
            yield from _came_all_the_same(member, meetings)
        elif facts.caseload.groups[member.group].same_members:
            if not _came_to_none(member, facts.frozen(held)):
                yield from _missed_as_a_whole(facts, member, meetings)
        else:
            yield from _missed_one_by_one(facts, member, meetings)


def _came_to_none(member: Member, frozen: Sequence[Session]) -> bool:
    """Whether the group has met this week without the patient, who can join it no more."""
    return bool(frozen) and not any(member.patient in meeting.patients for meeting in frozen)


def excused_members(caseload: Caseload, day: date, schedule: Schedule) -> tuple[str, ...]:
    """Sentences about those who have a place in a group that keeps its members and who may attend none of it.

    Args:
        caseload: the facts.
        day: any day of the week.
        schedule: a week that keeps every rule.
    """
    facts = Facts.of(caseload, day, schedule)
    return tuple(
        f"members, row {member.row}: {member.patient} attends no meeting of {member.group} this week, because "
        f"{_why_excused(facts, member)}; its members attend all of its meetings or none"
        for member in caseload.members
        if member.status == "in" and caseload.groups[member.group].same_members and _is_excused(facts, member)
    )


def _is_excused(facts: Facts, member: Member) -> bool:
    """Whether the group meets in the week of a patient in care who is not there."""
    meetings = facts.by_group.get(member.group, ())
    week = (facts.monday + timedelta(days=day) for day in range(DAYS_A_WEEK))
    is_in_care = any(in_stay(facts.caseload.patients[member.patient], on) for on in week)
    return bool(meetings) and is_in_care and not any(member.patient in meeting.patients for meeting in meetings)


def _why_excused(facts: Facts, member: Member) -> str:
    patient = facts.caseload.patients[member.patient]
    meetings = facts.by_group[member.group]
    impossible = [meeting for meeting in meetings if not _can_come(facts, patient, meeting)]
    if impossible:
        return f"{listed(session.when for session in impossible)} is not possible"
    return "with all of them and what else is agreed, the patient's own limits would be exceeded"


def _came_all_the_same(member: Member, meetings: Iterable[Session]) -> Iterator[Violation]:
    attended = [meeting for meeting in meetings if member.patient in meeting.patients]
    if attended:
        says = (
            f"{member.patient} is out of {member.group}{row_words('members', member.row)} and attends "
            f"{listed(map(session_words, attended))}"
        )
        yield witness(RuleId.MEMBER_KEPT, len(attended), says, attended)


def _missed_one_by_one(facts: Facts, member: Member, meetings: Iterable[Session]) -> Iterator[Violation]:
    """Meetings that the patient could attend beside all that is agreed, and does not."""
    patient = facts.caseload.patients[member.patient]
    agreed = _agreed_sessions(facts, member.patient)
    for meeting in meetings:
        if member.patient in meeting.patients or not _can_come(facts, patient, meeting):
            continue
        if not _breaks_a_limit(facts, patient, agreed, [meeting]):
            says = (
                f"{member.patient} is in {member.group}{row_words('members', member.row)} and misses "
                f"{session_words(meeting)}, which lies in the patient's windows and limits"
            )
            yield witness(RuleId.MEMBER_KEPT, 1, says, [meeting])


def _missed_as_a_whole(facts: Facts, member: Member, meetings: Sequence[Session]) -> Iterator[Violation]:
    """Meetings missed in a group that the patient could attend as a whole."""
    patient = facts.caseload.patients[member.patient]
    absent = [meeting for meeting in meetings if member.patient not in meeting.patients]
    if not absent or not all(_can_come(facts, patient, meeting) for meeting in meetings):
        return
    agreed = _agreed_sessions(facts, member.patient)
    others = [session for session in agreed if session.group != member.group or facts.is_frozen(session)]
    if not _breaks_a_limit(facts, patient, others, meetings):
        says = (
            f"{member.patient} is in {member.group}{row_words('members', member.row)}, could attend "
            f"all of its {count(len(meetings), 'meeting')} and misses {listed(map(session_words, absent))}"
        )
        yield witness(RuleId.MEMBER_KEPT, len(absent), says, absent)


def _can_come(facts: Facts, patient: Patient, meeting: Session) -> bool:
    """Whether the meeting lies in the stay and the windows, also of a needed family."""
    busy = facts.frozen(facts.by_patient.get(patient.patient, ()))
    if any(session.on == meeting.on and session.window.overlaps(meeting.window) for session in busy):
        return False
    in_person = facts.comes_in_person(patient, meeting)
    if missed_by_patient(facts.caseload, patient, meeting, in_person=in_person).minutes:
        return False
    session_type = facts.type_of(meeting)
    needs_family = session_type is not None and session_type.needs_family
    return not (needs_family and missed(facts.caseload, patient.patient, "family", meeting).minutes)


def _agreed_sessions(facts: Facts, who: str) -> list[Session]:
    """Sessions that the patient attends because a group place or an appointment says so, or that stay as they were."""
    places = {row.group for row in facts.caseload.members if row.patient == who and row.status == "in"}
    appointments = [agreed for agreed in facts.agreed if agreed.appointment.patient == who]
    return [
        session
        for session in facts.by_patient.get(who, ())
        if session.group in places or facts.is_frozen(session) or any(keeps(session, agreed) for agreed in appointments)
    ]


def _breaks_a_limit(facts: Facts, patient: Patient, agreed: Sequence[Session], added: Sequence[Session]) -> bool:
    """Whether the added sessions bring some load above its limit, or further above."""
    before, after = _loads(facts, agreed), _loads(facts, [*agreed, *added])
    for load, figure in after.items():
        limit = _limit(facts, patient, load)
        if limit is not None and figure > limit and figure > before.get(load, 0):
            return True
    return False


def _loads(facts: Facts, sessions: Sequence[Session]) -> Mapping[Load, int]:
    loads: Counter[Load] = Counter()
    for session in sessions:
        minutes = facts.counted_minutes([session])
        loads[Load("minutes", on=session.on)] += minutes
        loads[Load("minutes")] += minutes
        loads[Load("sessions", session.session_type, session.on)] += 1
        loads[Load("sessions", session.session_type)] += 1
    loads[Load("days")] = len({session.on for session in sessions})
    return loads


def _limit(facts: Facts, patient: Patient, load: Load) -> int | None:
    level = level_row(facts.caseload, patient, facts.monday)
    if load.what == "days":
        return level.max_days_week
    if load.what == "minutes":
        return max_minutes_week(facts.caseload, patient, facts.monday) if load.on is None else level.max_minutes_day
    session_type = facts.caseload.session_types.get(load.session_type)
    if load.on is not None:
        return session_type.max_per_day if session_type else None
    plan = facts.caseload.plans.get(patient.patient, {}).get(load.session_type)
    return sessions_allowed(facts.caseload, plan, facts.monday) if plan else 0


def appointment_kept(facts: Facts) -> Iterator[Violation]:
    """Each appointment that applies this week has a session of its own; the amount is 1."""
    choices = [
        [place for place, session in enumerate(facts.sessions) if keeps(session, agreed)] for agreed in facts.agreed
    ]
    kept = matching(choices)
    for number, agreed in enumerate(facts.agreed):
        if number not in kept:
            there = [session for session in facts.sessions if has_start(session, agreed)]
            says = f"the agreed session {agreed.words} {_why_unkept(agreed, there)}"
            yield witness(RuleId.APPOINTMENT_KEPT, 1, says, there)
    yield from _missed_before(facts)


def _missed_before(facts: Facts) -> Iterator[Violation]:
    """Appointments with a date that is over at which nothing took place; who led it, and where, is no longer asked."""
    held = facts.frozen(facts.sessions)
    kept = matching([[place for place, session in enumerate(held) if has_start(session, over)] for over in facts.over])
    for number, over in enumerate(facts.over):
        if number not in kept:
            says = f"the agreed session {over.words} is missing from what is frozen, and nothing new can start then"
            yield witness(RuleId.APPOINTMENT_KEPT, 1, says, ())


def _why_unkept(agreed: Agreed, there: list[Session]) -> str:
    if not there:
        return "does not take place"
    if any(keeps(session, agreed) for session in there):
        return "has no session of its own: another appointment has it"
    return "takes place with another therapist or resource"
