"""What `iop solve` says in the end: the summary, and which files were written."""

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.report.exported import calendar_count
from scheduler.report.summary import summary_lines

if TYPE_CHECKING:
    from scheduler.calendars import Export
    from scheduler.weekly import PlannedWeek


def solved_lines(week: "PlannedWeek", out: Path, exported: "Export") -> list[str]:
    """The summary of the week and, below it, the files written."""
    return [
        *summary_lines(week.summary, week.shortfalls),
        "",
        f"Written to {out}: schedule.csv, unmet.csv, summary.json.",
        f"{calendar_count(exported)}.",
    ]
