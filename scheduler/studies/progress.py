"""How far many solves are, and how long the rest takes, about."""

import time
from dataclasses import dataclass

from scheduler.times import hours

LONG_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is.

    Args:
        left_seconds: how long it takes yet, about; None before anything is known.
    """

    done: int
    of: int
    what: str
    left_seconds: float | None

    def __str__(self) -> str:
        if self.left_seconds is None:
            return f"{self.done} of {self.of} {self.what}"
        return f"{self.done} of {self.of} {self.what}, about {_span(self.left_seconds)} left"


def _span(seconds: float) -> str:
    return f"{round(seconds)} s" if seconds < LONG_SECONDS else hours(round(seconds / 60))


class Clock:
    """Counts what is done, and estimates by how large that was how long the rest takes."""

    def __init__(self, size: int, done: int, of: int, what: str = "weeks") -> None:
        self._size, self._passed, self._begun = size, 0, time.monotonic()
        self._done, self._of, self._what = done, of, what

    def passed(self, size: int) -> None:
        """One more is done."""
        self._passed += size
        self._done += 1

    @property
    def progress(self) -> Progress:
        """How far it is by now."""
        spent = time.monotonic() - self._begun
        left = spent * (self._size - self._passed) / self._passed if self._passed else None
        return Progress(self._done, self._of, self._what, left)
