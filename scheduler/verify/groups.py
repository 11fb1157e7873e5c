"""Checks of what the week asks of each group."""

from collections.abc import Iterator, Sequence

from scheduler.caseload import Group, TimetableRow
from scheduler.rules import RuleId
from scheduler.schedule import Session
from scheduler.times import day_words, hours
from scheduler.verify.facts import Facts, by_day
from scheduler.verify.matching import matching
from scheduler.verify.patients import overlaps
from scheduler.verify.violation import Violation, listed, row_words, session_words, witness
from scheduler.words import count


def group_size(facts: Facts) -> Iterator[Violation]:
    """A meeting has ``min_size`` to ``max_size`` patients, one to one exactly one; the amount is people off."""
    for session in facts.open(facts.sessions):
        group = facts.group_of(session)
        if group is not None:
            least, most = group.min_size, group.max_size
        elif facts.is_one_to_one(session):
            least = most = 1
        else:
            continue
        size = len(set(session.patients))
        if size < least:
            says = f"{session_words(session)} has {count(size, 'patient')}, at least {least} are needed"
            yield witness(RuleId.GROUP_SIZE, least - size, says, [session])
        if size > most:
            says = f"{session_words(session)} has {count(size, 'patient')}, at most {most} may attend"
            yield witness(RuleId.GROUP_SIZE, size - most, says, [session])


def group_meetings(facts: Facts) -> Iterator[Violation]:
    """A group meets as often and as its timetable says; the amount is meetings too many or minutes overlapped."""
    for name, meetings in facts.by_group.items():
        group = facts.caseload.groups[name]
        frozen = facts.frozen(meetings)
        yield from _too_often(group, meetings, frozen)
        for first, second, minutes in overlaps(facts, meetings):
            says = f"{name} overlaps itself for {hours(minutes)}: {session_words(first)} and {session_words(second)}"
            yield witness(RuleId.GROUP_MEETINGS, minutes, says, [first, second])
        yield from _beside_timetable(group, facts.caseload.meetings.get(name, ()), meetings, frozen)


def _too_often(group: Group, meetings: Sequence[Session], frozen: Sequence[Session]) -> Iterator[Violation]:
    limit = max(group.meetings_per_week, len(frozen))
    over = len(meetings) - limit
    if over > 0:
        met = count(len(meetings), "time")
        says = f"{group.group} meets {met} in the week, at most {limit} allowed"
        yield witness(RuleId.GROUP_MEETINGS, over, says, meetings)
    for on, of_day in by_day(meetings):
        most = max(group.meetings_per_day, sum(meeting.on == on for meeting in frozen))
        over = len(of_day) - most
        if over > 0:
            says = f"{group.group} meets {count(len(of_day), 'time')} on {day_words(on)}, at most {most} allowed"
            yield witness(RuleId.GROUP_MEETINGS, over, says, of_day)


def free_meetings(group: Group, rows: Sequence[TimetableRow], frozen: Sequence[Session]) -> int:
    """How many meetings may have no row of their own; at least as many as there are among those that stay."""
    matched = matching([[number for number, row in enumerate(rows) if fits(row, meeting)] for meeting in frozen])
    return max(0, group.meetings_per_week - len(rows), len(frozen) - len(matched))


def _beside_timetable(
    group: Group, rows: Sequence[TimetableRow], meetings: Sequence[Session], frozen: Sequence[Session]
) -> Iterator[Violation]:
    """Meetings without a row of their own, beyond those that the group may place freely."""
    matched = matching([[number for number, row in enumerate(rows) if fits(row, meeting)] for meeting in meetings])
    alone = [meeting for number, meeting in enumerate(meetings) if number not in matched]
    # A meeting above the weekly number has no row either, and is told once.
    above = max(0, len(meetings) - max(group.meetings_per_week, len(frozen)))
    beyond = len(alone) - free_meetings(group, rows, frozen) - above
    if beyond > 0:
        taken = {number: meetings[position] for position, number in matched.items()}
        why = "; ".join(f"{session_words(meeting)}: {_why_alone(rows, meeting, taken)}" for meeting in alone)
        says = f"{group.group} has {count(beyond, 'meeting')} more than its timetable has room for: {why}"
        yield witness(RuleId.GROUP_MEETINGS, beyond, says, alone)


def fits(row: TimetableRow, meeting: Session) -> bool:
    """Whether a meeting is as the row says, wherever it says something."""
    return not misfits(row, meeting)


def misfits(row: TimetableRow, meeting: Session) -> tuple[str, ...]:
    """Columns of the row that the meeting differs from."""
    differs = {
        "day": row.days is not None and meeting.on.weekday() not in row.days,
        "start": row.starts is not None and meeting.start not in row.starts,
        "therapists": row.therapists is not None and set(row.therapists) != set(meeting.therapists),
        "resources": row.resources is not None and not set(row.resources) <= set(meeting.resources),
    }
    return tuple(column for column, is_other in differs.items() if is_other)


def _why_alone(rows: Sequence[TimetableRow], meeting: Session, taken: dict[int, Session]) -> str:
    """What keeps a meeting from the row that it is nearest to."""
    nearest = min(range(len(rows)), key=lambda number: (len(misfits(rows[number], meeting)), number))
    columns = misfits(rows[nearest], meeting)
    place = row_words("meetings", rows[nearest].row)
    if columns:
        return f"the nearest row{place} has another {listed(columns)}"
    # As many meetings as possible are matched, so a row that one without a partner fits is never free.
    return f"the row that it fits{place} is used by session {taken[nearest].session}"


def group_same_members(facts: Facts) -> Iterator[Violation]:
    """In a group that keeps its members each patient attends all meetings or none; the amount is meetings missed.

    Of a week that has begun, all or none of those to come, and none where the patient came to none before.
    """
    for name, held in facts.by_group.items():
        if not facts.caseload.groups[name].same_members:
            continue
        meetings, frozen = facts.open(held), facts.frozen(held)
        yield from _joined_late(facts, name, meetings, frozen)
        for who in sorted({who for meeting in meetings for who in meeting.patients} & facts.caseload.patients.keys()):
            absent = [meeting for meeting in meetings if who not in meeting.patients]
            if absent:
                says = (
                    f"{who} attends {len(meetings) - len(absent)} of {count(len(meetings), 'meeting')} of {name}, "
                    f"all or none are allowed; missing: {listed(map(session_words, absent))}"
                )
                yield witness(RuleId.GROUP_SAME_MEMBERS, len(absent), says, absent)


def _joined_late(
    facts: Facts, name: str, meetings: Sequence[Session], frozen: Sequence[Session]
) -> Iterator[Violation]:
    members = {who for meeting in frozen for who in meeting.patients}
    attending = {who for meeting in meetings for who in meeting.patients} & facts.caseload.patients.keys()
    for who in sorted(attending - members if frozen else ()):
        attended = [meeting for meeting in meetings if who in meeting.patients]
        says = (
            f"{who} attends {count(len(attended), 'meeting')} of {name} and none of those before, "
            f"all or none are allowed; missing: {listed(map(session_words, frozen))}"
        )
        yield witness(RuleId.GROUP_SAME_MEMBERS, len(frozen), says, frozen)
