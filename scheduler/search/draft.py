"""A rough week, so quick to change that thousands of timetables can be tried.

It keeps to the time and hours of patients and therapists, to rooms, to the sizes of groups and to how often they meet.
What is agreed about groups, whom to keep apart and a few limits are left out: a model has to make a week of it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.caseload import Group, MeetingRow
from scheduler.model.placed import Placed
from scheduler.model.places import Places, Unit, row_classes
from scheduler.model.starts import NONE, Starts, each, minutes_covered, only
from scheduler.search.drafted import Attendee, FreeTime, Leader
from scheduler.times import DAYS_A_WEEK

TORN_COST = 20
"""Minutes of care that a start counts less for each patient whose free time it tears apart."""

Comer = tuple[int, str, Starts, Starts]
"""Minutes that a patient gains, who it is, the possible starts and those of any starts that tear no free time."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A session that takes place, or could.

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
    """Sessions that take place, by unit; ``lacking`` is what patients lack then, in minutes.

    Args:
        places: of a week that has not begun.
        meetings_only: whether one-to-one sessions are left out, and days count in part: a draft of a timetable.
    """

    def __init__(self, places: Places, *, meetings_only: bool) -> None:
        self.held: dict[str, Drafted] = {}
        self._meetings_only = meetings_only
        self.units = {unit.name: unit for unit in _open_ones(places, meetings_only=meetings_only)}
        self.units_of: dict[str, list[str]] = defaultdict(list)
        open_minutes = {who: dict.fromkeys(range(DAYS_A_WEEK), 0) for who in places.patients}
        for unit in places.units:
            for who, starts in unit.patients.items():
                open_minutes[who][unit.day] |= minutes_covered(starts, unit.minutes)
                if unit.name in self.units:
                    self.units_of[who].append(unit.name)
        self._attendees = {
            who: Attendee(places, who, minutes, parts_count=meetings_only) for who, minutes in open_minutes.items()
        }
        self._leaders = {who: Leader(places, who) for who in places.caseload.therapists}
        self._things = [[FreeTime() for _ in pool.resources] for pool in places.pools]
        self._met: Counter[object] = Counter()
        self._members: dict[str, frozenset[str]] = {}
        self._rows: dict[tuple[str, MeetingRow | None], int] = {
            (group.group, row): count
            for group in places.caseload.groups.values()
            for row, count in row_classes(places.caseload, group)
        }
        self._promise([unit for unit in places.units if unit.agreed])
        self.lacking = sum(attendee.lacking for attendee in self._attendees.values())

    def _promise(self, agreed: Iterable[Unit]) -> None:
        for unit in agreed:
            start = only(unit.starts)
            if start is not None:
                for who in unit.patients:
                    self._attendees[who].promise(unit, start)
                for who in unit.leaders if len(unit.leaders) == 1 else ():
                    self._leaders[who].promise(unit, start)

    def best(self, name: str) -> Drafted | None:
        """The unit at the start at which it meets most of what patients lack; None where that is nothing."""
        unit = self.units[name]
        if name in self.held or self._meets_often_enough(unit):
            return None
        leads = {
            who: possible
            for who, starts in unit.leaders.items()
            if self._leaders[who].may_lead(unit) and (possible := starts & self._leaders[who].starts(unit))
        }
        possible = _union(leads.values()) & self._starts_with_things(unit)
        fewest = len(self._all_of(unit)) or unit.min_size
        coming = list(self._coming(unit, possible)) if possible else []
        if len(coming) < fewest:
            return None
        best, at, patients = 0, -1, frozenset[str]()
        for start in each(_union(comer[2] for comer in coming)):
            gain, those = _who_come(unit, coming, start)
            if gain > best and len(those) >= fewest and _count(leads, start) >= unit.needed_leaders:
                best, at, patients = gain, start, those
        if not patients:
            return None
        free = sorted((who for who in leads if leads[who] >> at & 1), key=lambda who: (self._leaders[who].load, who))
        return Drafted(unit, at, patients, tuple(free[: unit.needed_leaders]), self._things_at(unit, at), best)

    def hold(self, one: Drafted) -> None:
        """Let a session take place."""
        self.held[one.unit.name] = one
        self._turn(one, 1)
        if one.unit.group and one.unit.group.same_members:
            self._members.setdefault(one.unit.group.group, one.patients)

    def cancel(self, name: str) -> Drafted:
        """Let a session take place no more; tells which it was."""
        one = self.held.pop(name)
        self._turn(one, -1)
        group = one.unit.held_for
        if group and not self._met[group]:
            self._members.pop(group, None)
        return one

    def begin_with(self, week: Iterable[Placed]) -> None:
        """Hold the sessions of a week that keeps every rule."""
        for one in week:
            if one.unit.name in self.units:
                unit = self.units[one.unit.name]
                things = self._things_at(unit, one.start)
                self.hold(Drafted(unit, one.start, frozenset(one.patients), one.leaders, things, 0))

    def _turn(self, one: Drafted, sign: int) -> None:
        unit = one.unit
        for key in _counted_for(unit):
            self._met[key] += sign
        for pool, number in one.things:
            self._things[pool][number].turn(one.start, unit.minutes)
        for who in one.leaders:
            self._leaders[who].turn(unit, one.start, sign)
        for who in one.patients:
            attendee = self._attendees[who]
            self.lacking -= attendee.lacking
            attendee.turn(unit, one.start, sign)
            self.lacking += attendee.lacking

    def _meets_often_enough(self, unit: Unit) -> bool:
        group = unit.group
        if group is None:
            return False
        most = (group.meetings_per_week, group.meetings_per_day, self._rows[group.group, unit.row])
        return any(self._met[key] >= count for key, count in zip(_counted_for(unit), most, strict=True))

    def _members_of(self, unit: Unit) -> Collection[str]:
        """Who alone may come, because the closed group meets with them already."""
        return self._members.get(unit.held_for, ()) if unit.held_for else ()

    def _all_of(self, unit: Unit) -> Collection[str]:
        """Members who have to come; nobody has to where seats are shared out later."""
        return () if self._meetings_only else self._members_of(unit)

    def _coming(self, unit: Unit, possible: Starts) -> Iterator[Comer]:
        """Who could come at these starts and gains by it; of a closed group that meets already, its members."""
        have_to = self._all_of(unit)
        for who in self._members_of(unit) or unit.patients:
            attendee = self._attendees[who]
            gain = attendee.gain(unit)
            if gain or (have_to and gain is not None):
                free, close = attendee.starts(unit)
                if starts := unit.patients.get(who, NONE) & free & possible:
                    yield gain, who, starts, close

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


def _open_ones(places: Places, *, meetings_only: bool) -> Iterator[Unit]:
    for unit in places.units:
        if unit.starts and not unit.agreed and (unit.group or not meetings_only):
            yield unit


def _who_come(unit: Unit, coming: Iterable[Comer], start: int) -> tuple[int, frozenset[str]]:
    """Those who gain most at a start, as many as there are seats, and what they gain."""
    gains = [
        (gain if close >> start & 1 else gain - TORN_COST, who)
        for gain, who, starts, close in coming
        if starts >> start & 1
    ]
    if len(gains) < unit.min_size:
        return 0, frozenset()
    gains.sort(reverse=True)
    gains = gains[: unit.group.max_size if unit.group else 1]
    return sum([gain for gain, _ in gains]), frozenset([who for _, who in gains])


def _counted_for(unit: Unit) -> tuple[object, ...]:
    """What a meeting counts for: the group's week, its day and its row."""
    group = unit.held_for
    return (group, (group, unit.day), (group, unit.row)) if group else ()


def _count(choices: Mapping[str, Starts], start: int) -> int:
    return sum(starts >> start & 1 for starts in choices.values())


def _union(choices: Iterable[Starts]) -> Starts:
    union = NONE
    for starts in choices:
        union |= starts
    return union
