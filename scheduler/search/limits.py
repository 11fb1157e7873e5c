"""Limits of a search and the budget that is passed down: seconds by the clock or, if deterministic, counted work."""

import os
import random
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Literal

from scheduler.search.statistics import Statistics

SECONDS_PER_UNIT = 4.0
"""Seconds for one of CP-SAT's deterministic units of work, about, on a machine of today."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search may spend.

    Args:
        seconds: wall-clock limit of everything, building included. A deterministic search counts work instead, so
            much for a second; its real time varies with the machine.
        workers: parallel workers; None for one per core. A deterministic search has one.
        seed: of every random choice.
        deterministic: whether the same input and seed must give the same schedule.
        kept_back: what of ``seconds`` is used only where all care is met, since nothing has to be explained then.
        until: the tier after which the search ends; None for all of them.
    """

    seconds: float = 60
    workers: int | None = None
    seed: int = 0
    deterministic: bool = False
    kept_back: float = 0
    until: Literal["care"] | None = None

    @property
    def workers_at_once(self) -> int:
        """How many workers there are."""
        return 1 if self.deterministic else self.workers or os.cpu_count() or 1


@dataclass(slots=True)
class Budget:
    """What is left of the limits, or of a share of them; shared counters, so that a share counts as spent in the whole.

    Args:
        limits: of the whole search.
        stops: the search ends at once, keeping its incumbent, where any of them is set.
        until: seconds from the beginning, by the clock or as counted, at which this share ends.
        statistics: what the seconds are spent on.
    """

    limits: Limits
    stops: tuple[threading.Event, ...]
    until: float
    begun: float = field(default_factory=time.monotonic)
    _worked: list[float] = field(default_factory=lambda: [0.0])
    statistics: Statistics = field(default_factory=Statistics)

    @classmethod
    def of(cls, limits: Limits, stop: threading.Event, statistics: Statistics | None = None) -> "Budget":
        """All that the limits allow, from now on, but for what is kept back."""
        return cls(limits, (stop,), limits.seconds - limits.kept_back, statistics=statistics or Statistics())

    @property
    def elapsed(self) -> float:
        """Seconds since the search began, by the clock."""
        return time.monotonic() - self.begun

    @property
    def spent(self) -> float:
        """Seconds used up: counted work in a deterministic search, else by the clock."""
        return self._worked[0] if self.limits.deterministic else self.elapsed

    @property
    def is_stopped(self) -> bool:
        """Whether any stop is set."""
        return any(stop.is_set() for stop in self.stops)

    @property
    def is_interrupted(self) -> bool:
        """Whether a running solver is to be ended now.

        In a deterministic search only by the user: a bound that is met meanwhile ends it where it is met, not by a
        poll.
        """
        return self.stops[0].is_set() if self.limits.deterministic else self.is_stopped

    @property
    def left(self) -> float:
        """Seconds left, 0 where the search was stopped."""
        return 0 if self.is_stopped else max(0, self.until - self.spent)

    @property
    def is_over(self) -> bool:
        """Whether what takes long is to be left undone; in a deterministic search that is for those outside alone."""
        return self.is_interrupted or (not self.limits.deterministic and not self.left)

    def release(self) -> None:
        """What was kept back is there to be used too; nothing was of a share."""
        self.until += self.limits.kept_back
        self.limits = replace(self.limits, kept_back=0)

    def rng(self, number: int = 0) -> random.Random:
        """Chance from the seed, another for each number."""
        return random.Random(self.limits.seed + number)  # noqa: S311 - chance, no secret

    def work(self, seconds: float) -> None:
        """Count work as so many seconds; everything that CP-SAT does not count must be counted so."""
        self._worked[0] += seconds

    def share(self, part: float, *stops: threading.Event) -> "Budget":
        """A part, 0 to 1, of what is left, which these events end too; what it spends counts here as well."""
        until = self.spent + part * self.left
        return Budget(
            replace(self.limits, kept_back=0), (*self.stops, *stops), until, self.begun, self._worked, self.statistics
        )
