"""How the model is solved: budget, runs of the solver, and the sequence of runs that makes the week better."""

from scheduler.search.budget import Budget, Limits
from scheduler.search.diary import Diary
from scheduler.search.result import Progress, Result, Tier
from scheduler.search.solve import solve

__all__ = ["Budget", "Diary", "Limits", "Progress", "Result", "Tier", "solve"]
