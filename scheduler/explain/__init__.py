"""Why care is unmet, why agreements clash, and what in a caseload is surely not meant."""

from scheduler.causes import NOBODY_COULD_GIVE, Cause
from scheduler.explain.advice import advice
from scheduler.explain.conflict import rows_that_clash
from scheduler.explain.unmet import Shortfall, open_shortfalls, shortfalls

__all__ = ["NOBODY_COULD_GIVE", "Cause", "Shortfall", "advice", "open_shortfalls", "rows_that_clash", "shortfalls"]
