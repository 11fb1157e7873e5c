"""Where somebody fits into a week that is planned: a new patient, a waiting list, a time that several have free."""

from scheduler.fitting.chairs import Chair, open_chairs
from scheduler.fitting.common import common_time
from scheduler.fitting.fit import Fit, Served, fit_in
from scheduler.fitting.newcomer import Newcomer, NoPlan, newcomer_like, newcomer_of, with_newcomer

__all__ = [
    "Chair",
    "Fit",
    "Newcomer",
    "NoPlan",
    "Served",
    "common_time",
    "fit_in",
    "newcomer_like",
    "newcomer_of",
    "open_chairs",
    "with_newcomer",
]
