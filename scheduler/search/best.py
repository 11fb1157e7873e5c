"""The best week that several searches side by side have found, and what is proven of it."""

import threading
from collections.abc import Callable, Mapping

from scheduler.model.measure import Worth
from scheduler.model.placed import Placed


class Best:
    """What is kept is always the best by the order of the tiers; safe to use from several threads.

    Args:
        placed: a week that keeps every rule.
        worth: its worth.
        tell: called after each step forward with what it was about.
    """

    def __init__(self, placed: Mapping[str, Placed], worth: Worth, tell: Callable[["Best", str], None]) -> None:
        self.placed = placed
        self.worth = worth
        self.bound = Worth(0, 0)
        self.care_is_settled = threading.Event()
        self.comfort_is_settled = threading.Event()
        self._tell = tell
        self._lock = threading.Lock()
        self._settle()

    def offer(self, placed: Mapping[str, Placed], worth: Worth, says: str) -> None:
        """Keep this week if it is better than the one so far."""
        with self._lock:
            if worth >= self.worth:
                return
            self.placed, self.worth = dict(placed), worth
            self._settle()
        self._tell(self, says)

    def prove(self, says: str, *, care: int = 0, comfort: int = 0) -> None:
        """Note that no week has less unmet care, or that none with as little unmet care has less discomfort."""
        with self._lock:
            known = self.bound
            self.bound = Worth(max(known.care, care), max(known.comfort, comfort))
            if self.bound == known:
                return
            self._settle()
        self._tell(self, says)

    def _settle(self) -> None:
        if self.worth.care <= self.bound.care:
            self.care_is_settled.set()
            if self.worth.comfort <= self.bound.comfort:
                self.comfort_is_settled.set()
