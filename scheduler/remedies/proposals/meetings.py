"""Remedies of the timetable: one more meeting, another time, leader or room for one that is not held, more seats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.caseload import Group, TimetableRow
from scheduler.model.domains import Starts, each, starts_at
from scheduler.remedies.proposals.proposal import Proposal, short_of
from scheduler.remedies.remedy import FactChange, Kind, Remedy
from scheduler.remedies.standing import Standing
from scheduler.times import WEEKDAYS, Window, clock

SLOTS_OF_A_GROUP = 3
"""Times that are proposed for one more meeting of a group, those at which most of the short are free."""

SLOTS_OF_A_MEETING = 2
"""Times that are proposed for a meeting that is not held."""


def meeting_proposals(standing: Standing, patient: str | None) -> Iterator[Proposal]:
    """What could change about the meetings of each group that somebody short could join."""
    short = short_of(standing, patient)
    for group in standing.caseload.groups.values():
        comers = [who for who in short if standing.may_join(who, group)]
        if comers and len(group.therapists) >= group.leaders:
            yield from _more_meetings(standing, group, comers)
            yield from _more_seats(standing, group, comers)
            not_held = list(_not_held(standing, group))
            for row in not_held:
                yield from _led_by_others(standing, group, row, comers)
                yield from _in_other_rooms(standing, group, row, comers)
            # Which of them moves makes no difference to the week.
            for row in not_held[:1]:
                yield from _moved(standing, group, row, comers)
        elif comers:
            for row in _not_held(standing, group):
                yield from _led_by_others(standing, group, row, comers)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A time with what a meeting then promises, and whom it could help."""

    day: int
    start: int
    promise: int
    comers: frozenset[str]

    @property
    def words(self) -> str:
        return f"{WEEKDAYS[self.day]} {clock(self.start)}"


def _slots(standing: Standing, group: Group, comers: Sequence[str], within: "dict[int, Starts] | None") -> list[_Slot]:
    """Times at which somebody short is free, the best first; those of ``within`` where that is given."""
    kind, found = standing.caseload.session_types[group.session_type], []
    for day in standing.open_days():
        allowed = standing.meeting_starts(group, day) if within is None else within.get(day, 0)
        if not allowed:
            continue
        free = {who: standing.patient_starts(who, kind, group.minutes, day, group.group) for who in comers}
        for start in each(allowed):
            there = [who for who in comers if free[who] >> start & 1]
            gains = sorted((standing.worth(who, kind, group.minutes) for who in there), reverse=True)
            if promise := sum(gains[: group.max_size]):
                found.append(_Slot(day, start, promise, frozenset(there)))
    return sorted(found, key=lambda slot: (-slot.promise, slot.day, slot.start))


def _apart(slots: Sequence[_Slot], minutes: int, most: int) -> list[_Slot]:
    """The best of them that do not overlap one another."""
    kept: list[_Slot] = []
    for slot in slots:
        if len(kept) < most and all(
            slot.day != other.day or abs(slot.start - other.start) >= minutes for other in kept
        ):
            kept.append(slot)
    return kept


def _more_meetings(standing: Standing, group: Group, comers: Sequence[str]) -> Iterator[Proposal]:
    rows = standing.caseload.meetings.get(group.group, ())
    full_days = {
        day
        for day in standing.open_days()
        if sum(row.days == (day,) for row in rows) >= group.meetings_per_day
        or sum(one.on.weekday() == day for one in standing.meetings_of(group.group)) >= group.meetings_per_day
    }
    slots = [slot for slot in _slots(standing, group, comers, None) if slot.day not in full_days]
    more = replace(group, meetings_per_week=group.meetings_per_week + 1)
    counted = FactChange(group, more, is_counted=bool(rows) and group.meetings_per_week == len(rows))
    for slot in _apart(slots, group.minutes, SLOTS_OF_A_GROUP):
        row = TimetableRow(group.group, (slot.day,), (slot.start,))
        says = f"one more meeting of {group.group} on {slot.words}"
        yield _proposal("meeting", says, (FactChange(None, row), counted), slot)


def _more_seats(standing: Standing, group: Group, comers: Sequence[str]) -> Iterator[Proposal]:
    kind = standing.caseload.session_types[group.session_type]
    helped: set[str] = set()
    promise = 0
    for one in standing.meetings_of(group.group):
        if len(one.patients) >= group.max_size:
            day = one.on.weekday()
            free = [
                who
                for who in comers
                if standing.patient_starts(who, kind, group.minutes, day, group.group) >> one.start & 1
            ]
            promise += sum(standing.worth(who, kind, group.minutes) for who in free)
            helped |= set(free)
    largest = standing.largest_room(group)
    most = group.max_size + len(helped) if largest is None else min(group.max_size + len(helped), largest)
    if most > group.max_size:
        says = f"{group.group} takes {most} patients instead of {group.max_size}"
        change = FactChange(group, replace(group, max_size=most))
        yield Proposal(Remedy("seats", says, (change,), frozenset(helped)), promise)


@dataclass(frozen=True, slots=True)
class Lost:
    """A meeting that is not held, with what it would promise at the best of its times, and to whom."""

    group: Group
    therapists: tuple[str, ...]
    day: int
    window: Window
    promise: int
    comers: frozenset[str]


def lost_meetings(standing: Standing, patient: str | None) -> Iterator[Lost]:
    """The meetings of the timetable that are not held although somebody short could come."""
    short = short_of(standing, patient)
    for group in standing.caseload.groups.values():
        comers = [who for who in short if standing.may_join(who, group)]
        for row in _not_held(standing, group) if comers else ():
            slot = _own_slot(standing, group, row, comers)
            if slot and len(slot.comers) >= group.min_size:
                window = Window(slot.start, slot.start + group.minutes)
                yield Lost(group, row.therapists or group.therapists, slot.day, window, slot.promise, slot.comers)


def _not_held(standing: Standing, group: Group) -> Iterator[TimetableRow]:
    """Rows with a day and a start of their own that no meeting of the week has."""
    held = [(one.on.weekday(), one.start) for one in standing.meetings_of(group.group)]
    for row in standing.caseload.meetings.get(group.group, ()):
        if row.days is None or row.starts is None:
            continue
        taken = next((place for place in held if place[0] in row.days and place[1] in row.starts), None)
        if taken:
            held.remove(taken)
        else:
            yield row


def _own_slot(standing: Standing, group: Group, row: TimetableRow, comers: Sequence[str]) -> _Slot | None:
    starts = {day: starts_at(row.starts or ()) for day in row.days or ()}
    return next(iter(_slots(standing, group, comers, starts)), None)


def _led_by_others(standing: Standing, group: Group, row: TimetableRow, comers: Sequence[str]) -> Iterator[Proposal]:
    """Whoever may lead the group in the place of who is named; where nobody else may, another who leads its type."""
    slot = _own_slot(standing, group, row, comers)
    if slot is None:
        return
    others = set(group.therapists) - set(row.therapists or ())
    if row.therapists is not None and len(others) >= group.leaders:
        says = f"{group.group} on {slot.words} is led by {' or '.join(sorted(others))}"
        yield _proposal("other_leader", says, (FactChange(row, replace(row, therapists=None)),), slot)
    for who, facts in standing.caseload.therapists.items():
        if who in group.therapists or group.session_type not in facts.leads:
            continue
        if any(standing.is_there(who, day, start, group.minutes) for day, start in [(slot.day, slot.start)]):
            changes = [FactChange(group, replace(group, therapists=tuple(sorted((*group.therapists, who)))))]
            if row.therapists is not None:
                changes.append(FactChange(row, replace(row, therapists=None)))
            says = f"{who} may lead {group.group}, as on {slot.words}"
            yield _proposal("other_leader", says, tuple(changes), slot)


def _in_other_rooms(standing: Standing, group: Group, row: TimetableRow, comers: Sequence[str]) -> Iterator[Proposal]:
    slot = _own_slot(standing, group, row, comers)
    if row.resources and slot and not standing.are_free(row.resources, slot.day, slot.start, group.minutes):
        says = f"{group.group} on {slot.words} is in another room than {' and '.join(row.resources)}"
        yield _proposal("other_room", says, (FactChange(row, replace(row, resources=None)),), slot)


def _moved(standing: Standing, group: Group, row: TimetableRow, comers: Sequence[str]) -> Iterator[Proposal]:
    slots = _apart(_slots(standing, group, comers, None), group.minutes, SLOTS_OF_A_MEETING)
    days = "/".join(WEEKDAYS[day] for day in row.days or ())
    starts = "/".join(map(clock, row.starts or ()))
    for slot in slots:
        there = replace(row, days=(slot.day,), starts=(slot.start,), therapists=None, resources=None)
        says = f"the meeting of {group.group} on {days} {starts} moves to {slot.words}"
        yield _proposal("moved_meeting", says, (FactChange(row, there),), slot)


def _proposal(kind: Kind, says: str, changes: tuple[FactChange, ...], slot: _Slot) -> Proposal:
    return Proposal(Remedy(kind, says, changes, slot.comers), slot.promise)
