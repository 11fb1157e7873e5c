"""Timetable of a draft, by greedy insertion and destroy and repair, where times are open.

A linear relaxation tells little of open times: it lets a meeting begin a little at each of them (all open 120: 179 of
211 meetings fractional, nobody settled). At drafted times it takes 0.3 s and tells what the timetable costs.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from heapq import heapify, heappop, heappush

from scheduler.model.candidates import Candidate
from scheduler.model.domains import only, starts_at
from scheduler.model.problem import WeekProblem
from scheduler.search.construct.draft import Draft, DraftMeeting
from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.aggregation import Seat

SECONDS_PER_TRY = 1.2e-4
"""Counted for each candidate that is evaluated, about what a machine of today takes."""


def is_open(problem: WeekProblem) -> bool:
    """Whether so many groups have open times that a draft is needed, in a week that has not begun."""
    groups = {candidate.held_for for candidate in problem.candidates if candidate.group}
    open_ones = {candidate.held_for for candidate in problem.candidates if _is_open(candidate)}
    return not problem.week.frozen.sessions and len(open_ones) > POLICY.draft.open_share * len(groups)


def _is_open(candidate: Candidate) -> bool:
    return candidate.group is not None and only(candidate.starts) is None


class Timetable:
    """A draft that gives each meeting one start, and seats at these times.

    Args:
        problem: of the whole week.
        budget: of the first draft; meetings are left out where it ends before.
        rng: what to try next.
    """

    def __init__(self, problem: WeekProblem, budget: Budget, rng: random.Random) -> None:
        self._problem = problem
        self._rng = rng
        self._draft = Draft(problem)
        _fill(self._draft, self._draft.candidates, budget, rng)

    def improve(self, budget: Budget) -> None:
        """Destroy and repair until the budget ends, or nothing was gained for long; worse drafts are never accepted."""
        draft = self._draft
        in_vain = 0
        while budget.left and draft.held and in_vain < POLICY.draft.patience:
            before = draft.lacking
            _destroy_and_repair(draft, budget, self._rng)
            in_vain = 0 if draft.lacking < before else in_vain + 1

    @property
    def problem(self) -> WeekProblem:
        """The problem at these times; meetings with open times that are not held are no candidates."""
        held = _in_order(self._draft.held)
        candidates = [
            candidate.only_at(starts_at([held[candidate.name].start])) if _is_open(candidate) else candidate
            for candidate in self._problem.candidates
            if not _is_open(candidate) or candidate.name in held
        ]
        return replace(self._problem, candidates=candidates)

    @property
    def seats(self) -> frozenset[Seat]:
        """Seats of the draft."""
        return frozenset((name, who) for name, one in _in_order(self._draft.held).items() for who in one.patients)


def _fill(draft: Draft, names: Iterable[str], budget: Budget, rng: random.Random) -> list[str]:
    """Greedy insertion by gain, lazily re-evaluated (Minoux 1978), until nothing gains; gives what was inserted."""
    seems = {name: 1 + POLICY.draft.greedy_chance * rng.random() for name in names}
    queue = [
        (-meeting.gain * better, name)
        for name, better in seems.items()
        if (meeting := _looked_for(draft, name, budget))
    ]
    heapify(queue)
    held = []
    while queue:
        _, name = heappop(queue)
        if meeting := _looked_for(draft, name, budget):
            now = -meeting.gain * seems[name]
            if queue and now > queue[0][0]:
                heappush(queue, (now, name))
            else:
                draft.hold(meeting)
                held.append(name)
    return held


def _looked_for(draft: Draft, name: str, budget: Budget) -> DraftMeeting | None:
    budget.work(SECONDS_PER_TRY)
    return draft.best(name) if budget.left else None


def _destroy_and_repair(draft: Draft, budget: Budget, rng: random.Random) -> None:
    """Remove a few related meetings, repair greedily, and undo it if more care is lacking then."""
    before = draft.lacking
    gone = [draft.cancel(name) for name in _some_near(draft, rng)]
    patients = sorted({who for meeting in gone for who in meeting.patients})
    held = _fill(draft, dict.fromkeys(name for who in patients for name in draft.candidates_of[who]), budget, rng)
    if draft.lacking > before:
        for name in held:
            draft.cancel(name)
        for meeting in gone:
            draft.hold(meeting)


def _some_near(draft: Draft, rng: random.Random) -> Collection[str]:
    """A random meeting and the most related ones; of closed groups all meetings."""
    here, policy = draft.held[rng.choice(list(draft.held))], POLICY.draft

    def nearness(there: DraftMeeting) -> float:
        patients = len(here.patients & there.patients)
        if here.candidate.day != there.candidate.day:
            return patients + policy.chance * rng.random()
        leaders = sum(who in there.leaders for who in here.leaders)
        return policy.same_day * patients + policy.same_leader * leaders + policy.chance * rng.random()

    others = {name: nearness(there) for name, there in draft.held.items() if there is not here}
    near = [here.candidate.name, *sorted(others, key=lambda name: -others[name])[: rng.choice(policy.removed) - 1]]
    closed = {
        candidate.held_for
        for name in near
        if (candidate := draft.candidates[name]).group and candidate.group.same_members
    }
    return [*near, *(name for name in others if name not in near and draft.candidates[name].held_for in closed)]


def _in_order(held: Mapping[str, DraftMeeting]) -> dict[str, DraftMeeting]:
    """Meetings by candidate, equal candidates of a day in order of time."""
    equal: dict[object, list[DraftMeeting]] = defaultdict(list)
    for meeting in held.values():
        equal[meeting.candidate.held_for, meeting.candidate.row, meeting.candidate.day].append(meeting)
    ordered: dict[str, DraftMeeting] = {}
    for same in equal.values():
        candidates = sorted((meeting.candidate for meeting in same), key=lambda candidate: candidate.order)
        ordered.update(
            zip((candidate.name for candidate in candidates), sorted(same, key=lambda one: one.start), strict=True)
        )
    return ordered
