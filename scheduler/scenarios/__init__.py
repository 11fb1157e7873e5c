"""Caseloads for what-if questions: drawn from a program's profile, or grown from a real one by its own patterns."""

from scheduler.scenarios.asked import NotDrawn
from scheduler.scenarios.like import like_caseload
from scheduler.scenarios.new import FIRST_WEEK, new_caseload
from scheduler.scenarios.programs import PROGRAMS

__all__ = ["FIRST_WEEK", "PROGRAMS", "NotDrawn", "like_caseload", "new_caseload"]
