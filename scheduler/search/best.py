"""The best week that several searches side by side have found, and what is proven of it."""

import threading
from collections.abc import Callable, Mapping

from scheduler.model.measure import NOTHING, TIERS, Worth
from scheduler.model.placed import PlacedWeek


class Best:
    """What is kept is always the best by the order of the tiers; safe to use from several threads.

    Args:
        placed: a week that keeps every rule.
        worth: its worth.
        tell: called after each step forward with what it was about.

    The bound of a tier holds for every week that is no worse in the tiers before it than the best one. No search lets a
    tier grow for the sake of a later one, so a bound stays true as the week gets better. ``settled`` has an event for
    each tier, set once the week is proven to be the best in it and in all before it.
    """

    def __init__(self, placed: PlacedWeek, worth: Worth, tell: Callable[["Best", str], None]) -> None:
        self.placed = placed
        self.worth = worth
        self.bound = NOTHING
        self.settled: Mapping[str, threading.Event] = {tier: threading.Event() for tier in TIERS}
        self._tell = tell
        self._lock = threading.Lock()
        self._settle()

    def offer(self, placed: PlacedWeek, worth: Worth, says: str, since: PlacedWeek | None = None) -> PlacedWeek | None:
        """Keep this week if it is better than the one so far; gives it as it is kept, None where it is not.

        With ``since``, only where that is still the best week: what another search found meanwhile is not lost.
        """
        with self._lock:
            if worth >= self.worth or (since is not None and self.placed is not since):
                return None
            kept = self.placed = dict(placed)
            self.worth = worth
            self._settle()
        self._tell(self, says)
        return kept

    def prove(self, says: str, **bounds: int) -> None:
        """Note, by tier, that no week which is as good in the tiers before it has less."""
        with self._lock:
            known = self.bound
            self.bound = Worth(**{tier: max(known[tier], bounds.get(tier, 0)) for tier in TIERS})
            if self.bound == known:
                return
            self._settle()
        self._tell(self, says)

    def _settle(self) -> None:
        for tier, event in self.settled.items():
            if self.worth[tier] > self.bound[tier]:
                return
            event.set()
