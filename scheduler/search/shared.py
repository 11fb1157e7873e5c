"""The incumbent that searches side by side share, and each worker's own copy of it."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from scheduler.model.cost import NO_COST, TIERS, Cost
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Solution
from scheduler.search.incumbent import Incumbent


class SharedIncumbent:
    """What is kept is always the best by the order of the tiers; safe to use from several threads.

    Args:
        placed: a week that keeps every rule.
        cost: its worth.
        tell: called after each step forward with what it was about.

    The bound of a tier holds for every week that is no worse in the tiers before it than the best one. No search lets a
    tier grow for the sake of a later one, so a bound stays true as the week gets better. ``settled`` has an event for
    each tier, set once the week is proven to be the best in it and in all before it.
    """

    def __init__(self, placed: Solution, cost: Cost, tell: Callable[["SharedIncumbent", str], None]) -> None:
        self.placed = placed
        self.cost = cost
        self.bound = NO_COST
        self.settled: Mapping[str, threading.Event] = {tier: threading.Event() for tier in TIERS}
        self._tell = tell
        self._lock = threading.Lock()
        self._settle()

    def offer(self, placed: Solution, cost: Cost, says: str, since: Solution | None = None) -> Solution | None:
        """Keep this week if it is better than the one so far; gives it as it is kept, None where it is not.

        With ``since``, only where that is still the best week: what another search found meanwhile is not lost.
        """
        with self._lock:
            if cost >= self.cost or (since is not None and self.placed is not since):
                return None
            kept = self.placed = dict(placed)
            self.cost = cost
            self._settle()
        self._tell(self, says)
        return kept

    def prove(self, says: str, **bounds: int) -> None:
        """Note, by tier, that no week which is as good in the tiers before it has less."""
        with self._lock:
            known = self.bound
            self.bound = Cost(**{tier: max(known[tier], bounds.get(tier, 0)) for tier in TIERS})
            if self.bound == known:
                return
            self._settle()
        self._tell(self, says)

    def _settle(self) -> None:
        for tier, event in self.settled.items():
            if self.cost[tier] > self.bound[tier]:
                return
            event.set()


def side_by_side(here: Callable[[], None], there: Callable[[], None]) -> None:
    """Run both at the same time; what fails in either is raised here."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        other = beside.submit(there)
        here()
        other.result()


class WorkerIncumbent:
    """A week to change, begun from the best so far and handed on where it became better.

    Args:
        problem: of the whole week.
        best: shared with other searches.
    """

    def __init__(self, problem: WeekProblem, best: SharedIncumbent) -> None:
        self._best = best
        self.seen = best.placed
        self.incumbent = Incumbent(problem, self.seen)

    def sync(self) -> bool:
        """Go on from the best week that any search has found; tells whether that is another one than was seen last."""
        now = self._best.placed
        if now is self.seen:
            return False
        self.seen = now
        self.incumbent.sync(now)
        return True

    def publish(self, says: str) -> bool:
        """Hand the week on if it is better than the best, and no other search got further meanwhile; tells whether."""
        kept = self._best.offer(self.incumbent.placed, self.incumbent.cost, says, since=self.seen)
        if kept is not None:
            self.seen = kept
        return kept is not None
