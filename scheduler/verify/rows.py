"""The check of each row of the schedule as such, whatever the other rows are."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from scheduler.caseload import Group, SessionType
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.times import clock, day_words
from scheduler.verify.facts import Facts, has_sound_times
from scheduler.verify.violation import Violation, session_words, witness
from scheduler.words import count

Fault = tuple[int, str]


def schedule_row(facts: Facts) -> Iterator[Violation]:
    """Each row is a session of this caseload and week; the amount is minutes of length off, repetitions, or 1."""
    for session in facts.schedule.sessions:
        kind = () if facts.is_frozen(session) else _faults_of_kind(facts, session)
        for amount, fault in chain(_faults_of_time(facts, session), _faults_of_ids(facts, session), kind):
            yield witness(RuleId.SCHEDULE_ROW, amount, f"{session_words(session)}: {fault}", [session])
    for session, number in _wrong_numbers(facts):
        has = "blank" if session.meeting is None else str(session.meeting)
        says = f"{session_words(session)}: the meeting is {has} but in order of time it is {number}"
        yield witness(RuleId.SCHEDULE_ROW, 1, says, [session])
    for name, uses in Counter(session.session for session in facts.schedule.sessions).items():
        if uses > 1:
            says = f"the session id {name} stands in {uses} rows"
            yield Violation(RuleId.SCHEDULE_ROW, uses - 1, says, (name,))


def _faults_of_time(facts: Facts, session: Session) -> Iterator[Fault]:
    if not facts.is_this_week(session):
        yield 1, f"it is not in the week of {day_words(facts.monday)}"
    if not has_sound_times(session):
        yield 1, f"{clock(session.start)} to {clock(session.end)} is no time of one day"


def _faults_of_ids(facts: Facts, session: Session) -> Iterator[Fault]:
    if not session.session:
        yield 1, "it has no session id"
    caseload = facts.caseload
    for what, names, known in (
        ("therapist", session.therapists, caseload.therapists),
        ("resource", session.resources, caseload.resources),
        ("patient", session.patients, caseload.patients),
    ):
        for name, uses in Counter(names).items():
            if name not in known:
                yield 1, f"there is no {what} {name}"
            if uses > 1:
                yield uses - 1, f"{what} {name} is listed {count(uses, 'time')}"


def _faults_of_kind(facts: Facts, session: Session) -> Iterator[Fault]:
    session_type, group = facts.type_of(session), facts.group_of(session)
    if session_type is None:
        yield 1, f"there is no session type {session.session_type}"
    if session.group is not None and group is None:
        yield 1, f"there is no group {session.group}"
    if group is not None:
        yield from _faults_of_meeting(session, group)
    elif session_type is not None and session_type.is_group:
        if session.group is None:
            yield 1, f"{session_type.session_type} takes place in groups, but the group is blank"
    elif session_type is not None and session.group is None:
        yield from _faults_of_one_to_one(facts, session, session_type)


def _faults_of_meeting(session: Session, group: Group) -> Iterator[Fault]:
    if session.session_type != group.session_type:
        yield 1, f"the type is {session.session_type} but {group.group} is of type {group.session_type}"
    if session.mode != group.mode:
        yield 1, f"the mode is {session.mode} but that of {group.group} is {group.mode}"
    yield from _fault_of_length(session, group.minutes)


def _faults_of_one_to_one(facts: Facts, session: Session, session_type: SessionType) -> Iterator[Fault]:
    patients = len(set(session.patients))
    if patients != 1:
        yield abs(patients - 1), f"it is one to one but has {count(patients, 'patient')}"
    mode = "virtual" if facts.is_virtual(session) else "in_person"
    if session.mode != mode:
        yield 1, f"the mode is {session.mode} but the patient's mode makes it {mode}"
    if session.meeting is not None:
        yield 1, f"the meeting is {session.meeting} but a one-to-one session has none"
    yield from _fault_of_length(session, session_type.minutes)


def _fault_of_length(session: Session, minutes: int) -> Iterator[Fault]:
    if has_sound_times(session) and session.minutes != minutes:
        yield abs(session.minutes - minutes), f"it takes {session.minutes} min but should take {minutes} min"


def _wrong_numbers(facts: Facts) -> Iterator[tuple[Session, int]]:
    """Meetings that are not numbered from 1 in order of time within their group, with the right number."""
    for meetings in facts.by_group.values():
        # Where two meetings start at once either may be the first.
        in_order = sorted(meetings, key=lambda meeting: (meeting.on, meeting.start, meeting.meeting or 0))
        for number, meeting in enumerate(in_order, start=1):
            if meeting.meeting != number and not facts.is_frozen(meeting):
                yield meeting, number
