"""A rough week of meetings alone, so quick to change that thousands of timetables can be tried.

It keeps to the time of patients, therapists and rooms, to the sizes of groups and to how often they meet. Agreements,
whom to keep apart and one-to-one sessions are left out: a draft is good for its times alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.caseload import Group, MeetingRow
from scheduler.model.places import Places, Unit, row_classes
from scheduler.model.starts import NONE, Starts, each, minutes_covered, only
from scheduler.search.drafted import Attendee, FreeTime, Leader
from scheduler.times import DAYS_A_WEEK

TORN_COST = 20
"""Minutes of care that a start counts less for each patient whose free time it tears apart."""

Comer = tuple[int, str, Starts, Starts]
"""Minutes that a patient gains, who it is, the possible starts and those of any starts that tear no free time."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is held, or could be.

    Args:
        things: pools, and the number of the thing of each.
        gain: minutes of care that it meets, less what it costs.
    """

    unit: Unit
    start: int
    patients: frozenset[str]
    leaders: tuple[str, ...]
    things: tuple[tuple[int, int], ...]
    gain: int


class Draft:
    """Meetings that are held, by unit; ``lacking`` is what patients lack then, in minutes."""

    def __init__(self, places: Places) -> None:
        self.held: dict[str, Meeting] = {}
        self.units = {unit.name: unit for unit in places.units if unit.group and unit.starts}
        self.units_of: dict[str, list[str]] = defaultdict(list)
        open_minutes = {who: dict.fromkeys(range(DAYS_A_WEEK), 0) for who in places.patients}
        for unit in places.units:
            for who, starts in unit.patients.items():
                open_minutes[who][unit.day] |= minutes_covered(starts, unit.minutes)
                if unit.name in self.units:
                    self.units_of[who].append(unit.name)
        self._attendees = {who: Attendee(places, who, minutes) for who, minutes in open_minutes.items()}
        self._leaders = {who: Leader(places, who) for who in places.caseload.therapists}
        for unit in places.units:
            start = only(unit.starts) if unit.agreed else None
            if start is not None:
                for who in unit.patients:
                    self._attendees[who].promise(unit, start)
                if len(unit.leaders) == 1:
                    for who in unit.leaders:
                        self._leaders[who].promise(unit, start)
        self._things = [[FreeTime() for _ in pool.resources] for pool in places.pools]
        self._met: Counter[object] = Counter()
        self._members: dict[str, frozenset[str]] = {}
        groups = {unit.group.group: unit.group for unit in self.units.values() if unit.group}
        self._rows: dict[tuple[str, MeetingRow | None], int] = {
            (name, row): count for name, group in groups.items() for row, count in row_classes(places.caseload, group)
        }
        self.lacking = sum(attendee.lacking for attendee in self._attendees.values())

    def best(self, name: str) -> Meeting | None:
        """The unit at the start at which it meets most of what patients lack; None where that is nothing."""
        unit = self.units[name]
        if unit.group is None or name in self.held or self._meets_often_enough(unit, unit.group):
            return None
        leads = {
            who: possible
            for who, starts in unit.leaders.items()
            if self._leaders[who].may_lead(unit) and (possible := starts & self._leaders[who].starts(unit))
        }
        possible = _union(leads.values()) & self._starts_with_things(unit)
        coming = list(self._coming(unit, unit.group, possible)) if possible else []
        if len(coming) < unit.min_size:
            return None
        best, at, patients = 0, -1, frozenset[str]()
        for start in each(_union(comer[2] for comer in coming)):
            gain, those = _who_come(unit, unit.group, coming, start)
            if gain > best and sum(starts >> start & 1 for starts in leads.values()) >= unit.needed_leaders:
                best, at, patients = gain, start, those
        if at < 0:
            return None
        free = sorted((who for who in leads if leads[who] >> at & 1), key=lambda who: (self._leaders[who].load, who))
        leaders = tuple(free[: unit.needed_leaders])
        return Meeting(unit, at, patients, leaders, self._things_at(unit, at), best)

    def hold(self, meeting: Meeting) -> None:
        """Let a meeting be held."""
        unit = meeting.unit
        self.held[unit.name] = meeting
        self._count(meeting, 1)
        if unit.group and unit.group.same_members:
            self._members.setdefault(unit.group.group, meeting.patients)

    def cancel(self, name: str) -> Meeting:
        """Let a meeting be held no more; tells which it was."""
        meeting = self.held.pop(name)
        self._count(meeting, -1)
        group = meeting.unit.held_for
        if group and not self._met[group]:
            self._members.pop(group, None)
        return meeting

    def _count(self, meeting: Meeting, sign: int) -> None:
        unit = meeting.unit
        for key in _counted_for(unit):
            self._met[key] += sign
        for pool, number in meeting.things:
            self._things[pool][number].turn(meeting.start, unit.minutes)
        for who in meeting.leaders:
            self._leaders[who].turn(unit, meeting.start, sign)
        for who in meeting.patients:
            attendee = self._attendees[who]
            self.lacking -= attendee.lacking
            attendee.turn(unit, meeting.start, sign)
            self.lacking += attendee.lacking

    def _meets_often_enough(self, unit: Unit, group: Group) -> bool:
        most = (group.meetings_per_week, group.meetings_per_day, self._rows[group.group, unit.row])
        return any(self._met[key] >= count for key, count in zip(_counted_for(unit), most, strict=True))

    def _coming(self, unit: Unit, group: Group, possible: Starts) -> Iterator[Comer]:
        """Who could come at these starts and would gain by it; members alone, where a closed group has met."""
        members = self._members.get(group.group, unit.patients)
        for who, starts in unit.patients.items():
            attendee = self._attendees[who]
            if who in members and (gain := attendee.gain(unit)):
                free, close = attendee.starts(unit)
                if free & starts & possible:
                    yield gain, who, free & starts & possible, close

    def _starts_with_things(self, unit: Unit) -> Starts:
        possible = unit.starts
        for pools in unit.pools.values():
            possible &= _union(
                starts & thing.starts(unit.minutes) for pool, starts in pools.items() for thing in self._things[pool]
            )
        return possible

    def _things_at(self, unit: Unit, start: int) -> tuple[tuple[int, int], ...]:
        chosen: dict[tuple[int, int], None] = {}
        for pools in unit.pools.values():
            free = (
                (pool, number)
                for pool, starts in pools.items()
                for number, thing in enumerate(self._things[pool])
                if (starts & thing.starts(unit.minutes)) >> start & 1
            )
            chosen.update(dict.fromkeys([one for one in free if one not in chosen][:1]))
        return tuple(chosen)


def _who_come(unit: Unit, group: Group, coming: Iterable[Comer], start: int) -> tuple[int, frozenset[str]]:
    """Those who gain most of a start, as many as there are seats, and what they gain; nobody, where they are too few."""
    gains = [
        (gain if close >> start & 1 else gain - TORN_COST, who)
        for gain, who, starts, close in coming
        if starts >> start & 1
    ]
    if len(gains) < unit.min_size:
        return 0, frozenset()
    gains.sort(reverse=True)
    gains = gains[: group.max_size]
    return sum([gain for gain, _ in gains]), frozenset([who for _, who in gains])


def _counted_for(unit: Unit) -> tuple[object, object, object]:
    """What a meeting counts for: the group's week, its day and its row."""
    return unit.held_for, (unit.held_for, unit.day), (unit.held_for, unit.row)


def _union(choices: Iterable[Starts]) -> Starts:
    union = NONE
    for starts in choices:
        union |= starts
    return union
