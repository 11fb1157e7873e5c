"""What is given beside a caseload: a week by one of its dates, and schedules from files, frames or values."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.api.frames import counted_frame, rows_of
from scheduler.caseload import Caseload
from scheduler.errors import BadInput
from scheduler.planning.inputs import from_later
from scheduler.report.shortfalls import UNMET_COLUMNS
from scheduler.schedule import Earlier, Schedule
from scheduler.tables import read_week, schedule_of, sheet_of_rows
from scheduler.times import monday_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from scheduler.explain import Shortfall

    Sessions = str | Path | DataFrame | Schedule
    """A schedule: the path of a ``schedule.csv``, a frame with its columns, or one that is read already."""

    Previous = Sessions | Earlier
    """A schedule to be kept, or one with what of it is frozen and how much may change."""

    WeekDate = str | date
    """Any date of a week, or its text as ``YYYY-MM-DD``."""

LACK_COLUMNS = {column: "int64" if column == "minutes" else "str" for column in UNMET_COLUMNS}


def first_day(week: "WeekDate") -> date:
    """The Monday of the week; raises ValueError where the text is no date."""
    return monday_of(date.fromisoformat(week) if isinstance(week, str) else week)


def schedule_from(sessions: "Sessions", caseload: Caseload, monday: date) -> Schedule:
    """The schedule that is given; raises BadInput with every cell that cannot be read."""
    if isinstance(sessions, Schedule):
        return sessions
    if isinstance(sessions, str | Path):
        return read_week(Path(sessions), caseload, monday)
    return schedule_of(sheet_of_rows("schedule", map(str, sessions.columns), rows_of(sessions)), caseload, monday)


def earlier_of(sessions: "Previous", caseload: Caseload, monday: date) -> Earlier:
    """The earlier week that is to be kept; raises BadInput where it is a later one too."""
    if isinstance(sessions, Earlier):
        return sessions
    schedule = schedule_from(sessions, caseload, monday)
    name = str(sessions) if isinstance(sessions, str | Path) else "previous"
    if later := [*from_later(name, monday, schedule)]:
        raise BadInput(later)
    return Earlier(schedule)


def unmet_frame(lacks: "Iterable[Shortfall]") -> "DataFrame":
    """A row for each part of a need that is unmet, as in ``unmet.csv``."""
    return counted_frame(LACK_COLUMNS, [[getattr(lack, column) for column in LACK_COLUMNS] for lack in lacks])
