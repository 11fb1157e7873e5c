"""Budgets for parts of a search that are tried alone, and searches that end where what they found is enough."""

import threading
from collections.abc import Callable

from benchmarks.planted import Planted, facts
from scheduler.search import Limits, Progress, Result, solve
from scheduler.search.limits import Budget


def seconds(most: float = 30, workers: int | None = None) -> Budget:
    """So many seconds by the clock."""
    return Budget.of(Limits(seconds=most, workers=workers), threading.Event())


def stopped() -> Budget:
    """A long one that somebody has ended."""
    budget = seconds(60)
    budget.stops[0].set()
    return budget


def a_while_after(
    is_begun: Callable[[Progress], bool], seconds: float
) -> tuple[Callable[[Progress], None], threading.Event]:
    """What hears of the progress of a search, and its stop: so many seconds after the search has come so far."""
    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)
    timer.daemon = True
    begins = threading.Lock()

    def heard(progress: Progress) -> None:
        # Both sides of a search tell of progress; the lock is never let go, so that one of them starts it, once.
        if is_begun(progress) and begins.acquire(blocking=False):
            timer.start()

    return heard, stop


def solved_until(is_enough: Callable[[Progress], bool], planted: Planted, limits: Limits | None = None) -> Result:
    """A planted week as it is where the search has found enough; a slow machine takes longer and finds the same."""
    enough = threading.Event()

    def stop_where_enough(progress: Progress) -> None:
        if is_enough(progress):
            enough.set()

    return solve(facts(planted), planted.monday, limits or Limits(seconds=60, workers=2), stop_where_enough, enough)


def is_care_proven(progress: Progress) -> bool:
    """Whether no week leaves less care unmet."""
    return progress.tiers["care"].is_proven
