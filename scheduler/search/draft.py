"""A rough week of meetings, so quick to change that thousands of timetables can be tried.

It keeps to the time and hours of patients and therapists, to rooms, to the sizes of groups and to how often they meet.
One-to-one sessions that are not agreed, and whom to keep apart, are left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.model.places import Places, Unit, row_classes
from scheduler.model.starts import NONE, Starts, each, minutes_covered, only
from scheduler.search.drafted import Attendee, FreeTime, Leader
from scheduler.times import DAYS_A_WEEK

TORN_COST = 20
"""Minutes of care that a start counts less for each patient whose free time it tears apart."""

SURE = 1000
"""Minutes that an agreed member gains beside what care gains, so that nobody else has that seat."""

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
    """Meetings that are held, by unit, in a week that has not begun.

    Args:
        lacking: minutes of care that patients lack then, and parts of days.
    """

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
        self._things = [[FreeTime() for _ in pool.resources] for pool in places.pools]
        self._invited = _invited(places)
        self._met: Counter[object] = Counter()
        self._members: dict[str | None, frozenset[str]] = {}
        self._rows: dict[tuple[str, object], int] = {
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

    def best(self, name: str) -> Meeting | None:
        """The meeting of a unit that meets most of what patients lack; None where that is nothing."""
        unit = self.units[name]
        if name in self.held or self._meets_often_enough(unit):
            return None
        leads = {
            who: possible
            for who, starts in unit.leaders.items()
            if self._leaders[who].may_lead(unit) and (possible := starts & self._leaders[who].starts(unit))
        }
        possible = _union(leads.values()) & self._starts_with_things(unit) & self._starts_of_invited(unit)
        coming = list(self._coming(unit, possible)) if possible else []
        if len(coming) < unit.min_size:
            return None
        best, at, patients = 0, -1, frozenset[str]()
        for start in each(_union(comer[2] for comer in coming)):
            gain, those = _who_come(unit, coming, start)
            if gain > best and _count(leads, start) >= unit.needed_leaders:
                best, at, patients = gain, start, those
        if not patients:
            return None
        free = sorted((who for who in leads if leads[who] >> at & 1), key=lambda who: (self._leaders[who].load, who))
        return Meeting(unit, at, patients, tuple(free[: unit.needed_leaders]), self._things_at(unit, at), best)

    def hold(self, one: Meeting) -> None:
        """Let a meeting be held."""
        self.held[one.unit.name] = one
        self._turn(one, 1)
        if one.unit.group and one.unit.group.same_members:
            self._members.setdefault(one.unit.group.group, one.patients)

    def cancel(self, name: str) -> Meeting:
        """Let a meeting be held no more; tells which it was."""
        one = self.held.pop(name)
        self._turn(one, -1)
        group = one.unit.held_for
        if group and not self._met[group]:
            self._members.pop(group, None)
        return one

    def _turn(self, one: Meeting, sign: int) -> None:
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

    def _coming(self, unit: Unit, possible: Starts) -> Iterator[Comer]:
        """Who could come at these starts and gains by it; where a closed group meets already, its members alone."""
        members = self._members.get(unit.held_for, unit.patients)
        invited = self._invited[unit.held_for]
        for who, starts in unit.patients.items():
            attendee = self._attendees[who]
            if who in members:
                gain = attendee.gain(unit)
                if who in invited and attendee.may_attend(unit):
                    gain += SURE
                if gain:
                    free, close = attendee.starts(unit)
                    if free & starts & possible:
                        yield gain, who, free & starts & possible, close

    def _starts_of_invited(self, unit: Unit) -> Starts:
        """Starts at which no agreed member, who has to come where that is possible, attends something else."""
        possible = unit.starts
        for who in self._invited[unit.held_for]:
            if who in unit.patients:
                possible &= self._attendees[who].starts(unit)[0] | ~unit.patients[who]
        return possible

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


def _invited(places: Places) -> dict[str | None, set[str]]:
    """By group, who is agreed to be a member."""
    invited: dict[str | None, set[str]] = defaultdict(set)
    for member in places.caseload.members:
        if member.status == "in" and member.patient in places.week.stays:
            invited[member.group].add(member.patient)
    return invited


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
