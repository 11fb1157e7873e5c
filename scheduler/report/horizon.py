"""What `iop solve --weeks` says of each week."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.report.exported import calendar_count
from scheduler.report.summary import short_summary_lines
from scheduler.report.words import long_date

if TYPE_CHECKING:
    from scheduler.calendars import Export
    from scheduler.files.outputs import Destination
    from scheduler.planning.plan import PlannedWeek


def planned_lines(week: "PlannedWeek", destination: "Destination", exported: "Export") -> list[str]:
    """A new plan in short, and where it was written."""
    page = ", week.html" if destination.has_page else ""
    return [
        *short_summary_lines(week.summary),
        f"Written to {destination.out}: schedule.csv, unmet.csv, summary.json{page}. {calendar_count(exported)}.",
        "",
    ]


def kept_lines(monday: date, folder: Path, exported: "Export") -> list[str]:
    """A week that stays as it is."""
    return [
        f"Week of {long_date(monday)}: nothing that it depends on has changed, so it stays as it is.",
        f"In {folder}. {calendar_count(exported)}.",
        "",
    ]


def broken_off(done: date, left: Sequence[date]) -> str:
    """What is said where Ctrl-C ended the week of ``done`` and these weeks are left."""
    weeks = ", ".join(monday.isoformat() for monday in left)
    return (
        f"Stopped in the week of {done}, whose best plan so far was written. "
        f"Not planned, and left as they were: {weeks}. Give the same command again to go on."
    )


def failed_in(monday: date) -> str:
    """What is said before the words of a failure in one of several weeks."""
    return (
        f"The week of {long_date(monday)} was not planned. Weeks before it are written, later ones were not begun. Why:"
    )
