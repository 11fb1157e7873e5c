"""Budgets for parts of a search that are tried alone."""

import threading

from scheduler.search.budget import Budget, Limits


def seconds(most: float = 30) -> Budget:
    """So many seconds by the clock."""
    return Budget.of(Limits(seconds=most), threading.Event())


def stopped() -> Budget:
    """A long one that somebody has ended."""
    budget = seconds(60)
    budget.stops[0].set()
    return budget
