"""The search: lexicographic optimisation of a week by CP-SAT, a linear relaxation and large neighbourhood search.

`docs/algorithm.md` has the whole in pseudo-code, and who proves what.
"""

from scheduler.search.lexicographic import best_week
from scheduler.search.limits import Budget, Limits
from scheduler.search.result import Progress, Result, Tier
from scheduler.search.solve import solve
from scheduler.search.statistics import Statistics

__all__ = ["Budget", "Limits", "Progress", "Result", "Statistics", "Tier", "best_week", "solve"]
