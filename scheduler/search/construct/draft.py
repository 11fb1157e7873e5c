"""A draft: meetings only, so cheap to change that thousands of timetables can be tried.

It keeps to the time and hours of patients and therapists, to rooms, to the sizes of groups and to how often they meet.
One-to-one sessions that are not agreed, and pairs kept apart, are left out (with one-to-one sessions: 24,600 minutes
after 10 s, and no better timetable).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.model.candidates import Candidate, row_classes
from scheduler.model.domains import Starts, each, minutes_covered, only, union
from scheduler.model.problem import WeekProblem
from scheduler.search.construct.draft_state import Attendee, FreeTime, Leader
from scheduler.search.policy import POLICY
from scheduler.times import DAYS_A_WEEK

Comer = tuple[int, str, Starts, Starts]
"""Gain in minutes, patient, possible starts, and starts that split no free time."""


@dataclass(frozen=True, slots=True)
class DraftMeeting:
    """A meeting that is held in the draft, or could be.

    Args:
        things: pools, and the number of the thing of each.
        gain: minutes of care that it meets, less what it costs.
    """

    candidate: Candidate
    start: int
    patients: frozenset[str]
    leaders: tuple[str, ...]
    things: tuple[tuple[int, int], ...]
    gain: int


class Draft:
    """Meetings that are held, by candidate, with what of people and rooms is free; undone as easily as done.

    Args:
        lacking: minutes of care that patients lack, a day with too few hours counting for the part that is missing.
    """

    def __init__(self, problem: WeekProblem) -> None:
        self.held: dict[str, DraftMeeting] = {}
        self.candidates = {
            candidate.name: candidate for candidate in problem.candidates if candidate.group and candidate.starts
        }
        self.candidates_of: dict[str, list[str]] = defaultdict(list)
        open_minutes = {who: dict.fromkeys(range(DAYS_A_WEEK), 0) for who in problem.patients}
        for candidate in problem.candidates:
            for who, starts in candidate.patients.items():
                open_minutes[who][candidate.day] |= minutes_covered(starts, candidate.minutes)
                if candidate.name in self.candidates:
                    self.candidates_of[who].append(candidate.name)
        self._attendees = {who: Attendee(problem, who, minutes) for who, minutes in open_minutes.items()}
        self._leaders = {who: Leader(problem, who) for who in problem.caseload.therapists}
        self._things = [[FreeTime() for _ in pool.resources] for pool in problem.pools]
        self._invited = problem.invited
        self._met: Counter[object] = Counter()
        self._members: dict[str | None, frozenset[str]] = {}
        self._rows: dict[tuple[str, object], int] = {
            (group.group, row): count
            for group in problem.caseload.groups.values()
            for row, count in row_classes(problem.caseload, group)
        }
        self._promise([candidate for candidate in problem.candidates if candidate.agreed])
        self.lacking = sum(attendee.lacking for attendee in self._attendees.values())

    def _promise(self, agreed: Iterable[Candidate]) -> None:
        for candidate in agreed:
            start = only(candidate.starts)
            if start is not None:
                for who in candidate.patients:
                    self._attendees[who].promise(candidate, start)
                for who in candidate.leaders if len(candidate.leaders) == 1 else ():
                    self._leaders[who].promise(candidate, start)

    def best(self, name: str) -> DraftMeeting | None:
        """The best start, patients, leaders and rooms of a candidate by gain; None where it would gain nothing."""
        candidate = self.candidates[name]
        if name in self.held or self._meets_often_enough(candidate):
            return None
        leads = {
            who: possible
            for who, starts in candidate.leaders.items()
            if self._leaders[who].may_lead(candidate) and (possible := starts & self._leaders[who].starts(candidate))
        }
        possible = union(leads.values()) & self._starts_with_things(candidate) & self._starts_of_invited(candidate)
        coming = list(self._coming(candidate, possible)) if possible else []
        if len(coming) < candidate.min_size:
            return None
        best, at, patients = 0, -1, frozenset[str]()
        for start in each(union(comer[2] for comer in coming)):
            gain, those = _who_come(candidate, coming, start)
            if gain > best and sum(starts >> start & 1 for starts in leads.values()) >= candidate.needed_leaders:
                best, at, patients = gain, start, those
        if not patients:
            return None
        free = sorted((who for who in leads if leads[who] >> at & 1), key=lambda who: (self._leaders[who].load, who))
        return DraftMeeting(
            candidate, at, patients, tuple(free[: candidate.needed_leaders]), self._things_at(candidate, at), best
        )

    def hold(self, one: DraftMeeting) -> None:
        """Insert a meeting."""
        self.held[one.candidate.name] = one
        self._turn(one, 1)
        if one.candidate.group and one.candidate.group.same_members:
            self._members.setdefault(one.candidate.group.group, one.patients)

    def cancel(self, name: str) -> DraftMeeting:
        """Remove a meeting; gives it."""
        one = self.held.pop(name)
        self._turn(one, -1)
        group = one.candidate.held_for
        if group and not self._met[group]:
            self._members.pop(group, None)
        return one

    def _turn(self, one: DraftMeeting, sign: int) -> None:
        candidate = one.candidate
        for key in _counted_for(candidate):
            self._met[key] += sign
        for pool, number in one.things:
            self._things[pool][number].turn(one.start, candidate.minutes)
        for who in one.leaders:
            self._leaders[who].turn(candidate, one.start, sign)
        for who in one.patients:
            attendee = self._attendees[who]
            self.lacking -= attendee.lacking
            attendee.turn(candidate, one.start, sign)
            self.lacking += attendee.lacking

    def _meets_often_enough(self, candidate: Candidate) -> bool:
        group = candidate.group
        if group is None:
            return False
        most = (group.meetings_per_week, group.meetings_per_day, self._rows[group.group, candidate.row])
        return any(self._met[key] >= count for key, count in zip(_counted_for(candidate), most, strict=True))

    def _coming(self, candidate: Candidate, possible: Starts) -> Iterator[Comer]:
        """Who could come at these starts and gains; where a closed group meets already, its members alone."""
        members = self._members.get(candidate.held_for, candidate.patients)
        invited = self._invited[candidate.held_for or ""]
        for who, starts in candidate.patients.items():
            attendee = self._attendees[who]
            if who in members:
                gain = attendee.gain(candidate)
                if who in invited and attendee.may_attend(candidate):
                    gain += POLICY.draft.agreed_gain
                if gain:
                    free, close = attendee.starts(candidate)
                    if free & starts & possible:
                        yield gain, who, free & starts & possible, close

    def _starts_of_invited(self, candidate: Candidate) -> Starts:
        """Starts at which no agreed member attends something else, without which no week follows."""
        possible = candidate.starts
        for who in self._invited[candidate.held_for or ""]:
            if who in candidate.patients:
                possible &= self._attendees[who].starts(candidate)[0] | ~candidate.patients[who]
        return possible

    def _starts_with_things(self, candidate: Candidate) -> Starts:
        possible = candidate.starts
        for pools in candidate.pools.values():
            possible &= union(
                starts & thing.starts(candidate.minutes)
                for pool, starts in pools.items()
                for thing in self._things[pool]
            )
        return possible

    def _things_at(self, candidate: Candidate, start: int) -> tuple[tuple[int, int], ...]:
        chosen: dict[tuple[int, int], None] = {}
        for pools in candidate.pools.values():
            free = (
                (pool, number)
                for pool, starts in pools.items()
                for number, thing in enumerate(self._things[pool])
                if (starts & thing.starts(candidate.minutes)) >> start & 1
            )
            chosen.update(dict.fromkeys([one for one in free if one not in chosen][:1]))
        return tuple(chosen)


def _who_come(candidate: Candidate, coming: Iterable[Comer], start: int) -> tuple[int, frozenset[str]]:
    """Those who gain most at a start, as many as there are seats, and what they gain."""
    fragmentation = POLICY.draft.fragmentation
    gains = [
        (gain if close >> start & 1 else gain - fragmentation, who)
        for gain, who, starts, close in coming
        if starts >> start & 1
    ]
    if len(gains) < candidate.min_size:
        return 0, frozenset()
    gains.sort(reverse=True)
    gains = gains[: candidate.group.max_size if candidate.group else 1]
    return sum([gain for gain, _ in gains]), frozenset([who for _, who in gains])


def _counted_for(candidate: Candidate) -> tuple[object, ...]:
    """What a meeting counts for: the group's week, its day and its row."""
    group = candidate.held_for
    return (group, (group, candidate.day), (group, candidate.row)) if group else ()
