"""Why care is unmet, why agreements clash, and what in a caseload is surely not meant."""

from scheduler.explain.advice import advice
from scheduler.explain.unmet import Cause, Shortfall, shortfalls

__all__ = ["Cause", "Shortfall", "advice", "shortfalls"]
