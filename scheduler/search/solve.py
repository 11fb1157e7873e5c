"""Entry of the search: from a caseload to the best week that the limits allow."""

import threading
from collections.abc import Callable
from datetime import date

from scheduler.caseload import Caseload
from scheduler.schedule import Earlier
from scheduler.search.lexicographic import best_week
from scheduler.search.limits import Budget, Limits
from scheduler.search.result import Progress, Result
from scheduler.search.statistics import Statistics
from scheduler.times import monday_of
from scheduler.week.week import week_of


def solve(
    caseload: Caseload,
    day: date,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    earlier: Earlier | None = None,
    statistics: Statistics | None = None,
) -> Result:
    """The best schedule found for the week that holds ``day``.

    Args:
        caseload: what to plan with.
        day: any date of the week.
        limits: what may be spent; by default 60 s on all cores.
        on_progress: told of every step forward, from any thread.
        stop: set by somebody else to end the search and keep what was found.
        earlier: a schedule of which as much as possible is kept.
        statistics: gets what the seconds are spent on.

    Raises:
        Contradiction: where no schedule can keep all agreements, without rows: which ones clash is asked elsewhere; or
            within a limit on changes, with what is known of it.
        NoScheduleInTime: where the limits end before the first schedule.
    """
    budget = Budget.of(limits or Limits(), stop or threading.Event(), statistics)
    return best_week(week_of(caseload, monday_of(day), earlier), budget, on_progress or (lambda _: None))
