"""How the model is solved: budget, runs of the solver, and the sequence of runs that makes the week better."""

from scheduler.search.limits import Budget, Limits
from scheduler.search.result import Progress, Result, Tier
from scheduler.search.solve import solve
from scheduler.search.statistics import Statistics

__all__ = ["Budget", "Limits", "Progress", "Result", "Statistics", "Tier", "solve"]
