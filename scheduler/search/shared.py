"""The incumbent that workers share, with the bound of each tier, and a worker's private copy of it."""

import threading
from collections.abc import Callable, Mapping

from scheduler.model.cost import NO_COST, TIERS, Cost
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Solution
from scheduler.search.incumbent import Incumbent


class SharedIncumbent:
    """The best week that any worker has found, by lexicographic cost, and the best bound of each tier; thread-safe.

    Args:
        placed: a feasible week.
        cost: its cost.
        tell: called after each improvement or better bound with the name of the part that made it.

    The bound of a tier holds for every week that is no worse in the tiers before it than the incumbent. No search lets
    a tier grow for the sake of a later one, so a bound stays true as the incumbent improves. ``settled`` has an event
    for each tier, set once cost and bound meet in it and in all before it.
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
        """Accept a week if it is strictly better; gives it as it is kept, None where it is rejected.

        With ``since``, only where that is still the incumbent, so that what another worker found meanwhile is not lost.
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
        """Raise bounds, by tier; lower ones change nothing."""
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


class WorkerIncumbent:
    """LNS worker's private copy of the shared incumbent: `sync` adopts a better one, `publish` hands an improvement on.

    Args:
        problem: of the whole week.
        best: shared with other workers.
    """

    def __init__(self, problem: WeekProblem, best: SharedIncumbent) -> None:
        self._best = best
        self.seen = best.placed
        self.incumbent = Incumbent(problem, self.seen)

    def sync(self) -> bool:
        """Adopt the shared incumbent; tells whether it is another one than was seen last."""
        now = self._best.placed
        if now is self.seen:
            return False
        self.seen = now
        self.incumbent.sync(now)
        return True

    def publish(self, says: str) -> bool:
        """Offer the copy, unless another worker was faster since the last sync; tells whether it was accepted."""
        kept = self._best.offer(self.incumbent.placed, self.incumbent.cost, says, since=self.seen)
        if kept is not None:
            self.seen = kept
        return kept is not None
