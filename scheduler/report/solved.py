"""What `iop solve` says in the end: the summary, and which files were written."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.report.comfort import comfort_words
from scheduler.report.exported import calendar_count, per_day_hint, send_lines
from scheduler.report.show import wrapped
from scheduler.report.summary import summary_lines

if TYPE_CHECKING:
    from scheduler.calendars import Export, Per
    from scheduler.files.outputs import Destination
    from scheduler.planning.plan import PlannedWeek

COMMAND = ": iop "


def solved_lines(
    week: "PlannedWeek", caseload: Path, destination: "Destination", exported: "Export", per: "Per", width: int
) -> list[str]:
    """The summary of the week and, below it, what it is like for patients, the files written and what to do next.

    Sentences go on below themselves where they are wider than ``width``; what is to be typed stays on its line.
    """
    page = ", week.html" if destination.has_page else ""
    return [
        *summary_lines(week.summary, week.shortfalls, width),
        "",
        "What the week is like for patients",
        *wrapped((f"  {sentence}" for sentence in comfort_words(week.score.patients)), width),
        "",
        f"Written to {destination.out}: schedule.csv, unmet.csv, summary.json{page}.",
        *([f"Written to {destination.book}."] if destination.book else []),
        f"{calendar_count(exported)}.",
        "",
        "What to do now",
        *_numbered(_steps(week, caseload, destination, exported, per), width),
    ]


def _numbered(steps: Iterable[str], width: int) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        line = f"  {number}. {step}"
        yield from [line] if COMMAND in step else wrapped([line], width)


def _steps(
    week: "PlannedWeek", caseload: Path, destination: "Destination", exported: "Export", per: "Per"
) -> Iterator[str]:
    schedule = destination.out / "schedule.csv"
    care = week.summary.tiers["care"]
    if care.value > care.bound:
        yield "A better week may exist: the same command with a longer --time-limit looks for it."
    if destination.has_page:
        yield f"Look at the week: open {destination.out / 'week.html'} in a browser."
    if week.shortfalls:
        dated = f"--week {week.monday.isoformat()}"
        yield f"See what would help those who fall short: iop explain {caseload} {schedule} {dated} --remedies"
    yield from send_lines(exported)
    yield f"Print it: iop print {caseload} {schedule} --out {destination.out / 'paper'}"
    if per == "session" and exported.written:
        yield from per_day_hint(week.schedule)
