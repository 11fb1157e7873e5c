"""One week of a study, solved from the tables of its scenario; what a child process does."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.planning.plan import PlannedWeek, explained, plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.search import Limits
from scheduler.studies.figures import Figures, figures_of
from scheduler.tables import TextTables, caseload_of_text, schedule_rows

Status = Literal["optimal", "feasible", "contradiction", "none"]


@dataclass(frozen=True, slots=True)
class WeekJob:
    """What a child process needs to know to solve a week.

    Args:
        key: of the week in its study.
        tables: the caseload, as text.
        size: how long it takes, in a measure of one's own, to begin with the longest.
    """

    key: str
    tables: TextTables
    monday: date
    limits: Limits
    size: int = 0


@dataclass(frozen=True, slots=True)
class SolvedWeek:
    """What became of a week.

    Args:
        status: ``contradiction`` where agreements exclude each other, ``none`` where no schedule came in time.
        says: what is to be said of it, in sentences without names.
        figures: see ``figures_of``; none where there is no schedule.
        schedule: its rows as text.
        page: the week to look at.
        seconds: of the search, and of all that the child did.
    """

    key: str
    status: Status
    says: tuple[str, ...]
    figures: Figures
    schedule: Sequence[Mapping[str, str]]
    page: bytes
    seconds: tuple[float, float]


def solved_week(job: WeekJob) -> SolvedWeek:
    """Solves, verifies and explains the week, and draws its page, without plots, which take longer than small weeks.

    Raises:
        BadInput: the tables are no caseload.
        SolverDisagrees: the week breaks a rule.
    """
    begun = time.monotonic()
    allotted = Allotted(job.limits, begun)
    caseload = caseload_of_text(job.tables)
    try:
        week = plan_week(caseload, job.monday, allotted)
    except Contradiction as clash:
        return _without(job, "contradiction", clash.rows, begun)
    except NoScheduleInTime:
        return _without(job, "none", ("no schedule was found in time",), begun)
    week = explained(week, allotted)
    searched = time.monotonic() - begun
    said = (*week.summary.warnings, *week.summary.withdrawn)
    figures, rows, page = figures_of(week), schedule_rows(week.schedule), page_of(week)
    return SolvedWeek(job.key, week.summary.status, said, figures, rows, page, (searched, time.monotonic() - begun))


def _without(job: WeekJob, status: Status, says: Sequence[str], begun: float) -> SolvedWeek:
    spent = time.monotonic() - begun
    return SolvedWeek(job.key, status, tuple(says), {}, (), b"", (spent, spent))


def page_of(week: PlannedWeek) -> bytes:
    """The page of a week, without calendars and plots."""
    from scheduler.calendars import Export  # noqa: PLC0415  # what draws is slow to load
    from scheduler.report.page.html import page_html  # noqa: PLC0415
    from scheduler.report.page.known import planned_week  # noqa: PLC0415
    from scheduler.report.page.seeing import week_view  # noqa: PLC0415

    return page_html(week_view(planned_week(week, Export(Path(), (), (), ()))), is_drawn=False)
