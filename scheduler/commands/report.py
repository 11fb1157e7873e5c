"""Commands that show a week: ``iop report``, ``print`` and ``show``."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    FILE,
    FOLDER,
    DayParam,
    NameParam,
    WeekParam,
    caseload_argument,
    check_moment,
    example,
    freeze_option,
    previous_option,
    schedule_argument,
)
from scheduler.commands.output import complain, tell, terminal_width
from scheduler.errors import BadInput

if TYPE_CHECKING:
    from scheduler.report.page.seen import SeenWeek

week_of_schedule = click.option(
    "--week", type=WeekParam(), help="Any date of the week, as YYYY-MM-DD. [default: the schedule's week]"
)
names_option = click.option("--names", is_flag=True, help="Show names beside ids: a staff copy, marked as one.")


@click.command(
    epilog=example(
        "iop report week.xlsx plan/schedule.csv --out plan/week.html",
        "iop report week.xlsx plan/schedule.csv --out staff.html --xlsx staff.xlsx --names",
    )
)
@caseload_argument
@schedule_argument
@week_of_schedule
@click.option("--out", type=FILE, help="File for the page, whose name ends in .html.")
@click.option("--xlsx", type=FILE, help="File for the week as a workbook, whose name ends in .xlsx.")
@click.option("--json", "json_file", type=FILE, help="File for what the page shows, as JSON.")
@click.option("--calendars", type=FOLDER, help="Folder of the calendars. [default: calendars beside SCHEDULE]")
@previous_option
@freeze_option
@names_option
def report(  # noqa: PLR0913  # an argument for each option
    *,
    caseload: Path,
    schedule: Path,
    week: date | None,
    out: Path | None,
    xlsx: Path | None,
    json_file: Path | None,
    calendars: Path | None,
    previous: Path | None,
    frozen_before: datetime | None,
    names: bool,
) -> None:
    """Write SCHEDULE as a page to look at: the answers, the board, everybody's week, who is short and why.

    The page is one file that needs nothing from anywhere. It shows ids; --names makes a copy for staff, marked as one.
    """
    places = {".html": out, ".xlsx": xlsx, ".json": json_file}
    if not any(places.values()):
        raise click.UsageError("Say what to write: --out week.html, --xlsx week.xlsx or --json week.json.")
    for ending, place in places.items():
        if place is not None and place.suffix.lower() != ending:
            raise click.UsageError(f"{place}: the name has to end in {ending}.")
    seen = _seen(caseload, schedule, week, calendars, previous, frozen_before)
    from scheduler.files.recognised import check_own, is_made_page, is_page_with
    from scheduler.files.write import write_files
    from scheduler.report.page.known import book_of
    from scheduler.report.page.seeing import week_view
    from scheduler.report.page.view import KEYS, view_json
    from scheduler.tables import check_not_filled_in, is_week_book

    recognised = {out: is_made_page, xlsx: is_week_book, json_file: is_page_with(KEYS)}
    there = check_own({place: is_own for place, is_own in recognised.items() if place})
    check_not_filled_in([xlsx] if xlsx else [])
    view = week_view(seen, names=names)
    files = {}
    if out is not None:
        from scheduler.report.page.html import page_html

        files[out] = page_html(view)
    if xlsx is not None:
        files[xlsx] = book_of(view)
    if json_file is not None:
        files[json_file] = f"{view_json(view)}\n".encode()
    write_files(files, seen=there)
    tell(f"{question.question} {question.answer}" for question in view.questions[:2])
    tell(f"Written to {place}." for place in files)


@click.command(
    name="print",
    epilog=example(
        "iop print week.xlsx plan/schedule.csv --out monday",
        "iop print week.xlsx plan/schedule.csv --out tuesday --day 2026-11-24 --names",
    ),
)
@caseload_argument
@schedule_argument
@week_of_schedule
@click.option("--out", type=FOLDER, required=True, help="Folder for the sheets.")
@click.option("--day", type=DayParam(), help="Only the board and the sign-in sheets of this date.")
@click.option("--pdf/--no-pdf", "has_pdf", default=True, help="Make PDF too, by an installed browser. [default: --pdf]")
@names_option
def print_week(
    *, caseload: Path, schedule: Path, week: date | None, out: Path, day: date | None, has_pdf: bool, names: bool
) -> None:
    """Write SCHEDULE for paper: boards, sign-in sheets, therapists' weeks, door sheets, hand-outs, attendance.

    Each is a file to print from any browser, and a PDF where Chromium, Chrome or Edge is installed. Hand-outs and door
    sheets never show a name, whatever is asked.
    """
    seen = _seen(caseload, schedule, week or (WeekParam().convert(day.isoformat(), None, None) if day else None))
    if day is not None and not 0 <= (day - seen.monday).days < 7:
        raise click.UsageError(f"--day {day} is not in the week of {seen.monday}.")
    tell(_on_paper(seen, out, day=day, has_pdf=has_pdf, names=names))


def print_planned(caseload: Path, schedule: Path, week: date, out: Path, *, names: bool) -> list[str]:
    """Writes the sheets of a planned week, and tells which they are.

    Raises:
        IopError: where they cannot be written, or the attendance sheet says already who came.
    """
    seen = _seen(caseload, schedule, week, has_warnings=False)
    return _on_paper(seen, out, day=None, has_pdf=True, names=names)


def _on_paper(seen: "SeenWeek", out: Path, *, day: date | None, has_pdf: bool, names: bool) -> list[str]:
    """Writes the sheets of the week, or of a day of it, in place of earlier ones, and tells which they are."""
    from scheduler.files.write import write_files
    from scheduler.report.page.seeing import week_view
    from scheduler.report.paper.files import check_paper, paper_files, paper_lines

    there = check_paper(out)
    view = week_view(seen, names=names)
    files = paper_files(view, seen.caseload, out, day=None if day is None else day.weekday(), has_pdf=has_pdf)
    # A sheet that is not made this time would be of another week.
    write_files(files, [place for place in there if place not in files], seen=there)
    return paper_lines(out, files, has_pdf=has_pdf)


@click.command(
    epilog=example(
        "iop show week.xlsx plan/schedule.csv",
        "iop show week.xlsx plan/schedule.csv p07",
        "iop show week.xlsx plan/schedule.csv room-a --day 2026-11-24",
    )
)
@caseload_argument
@schedule_argument
@click.argument("who", type=NameParam(), required=False)
@week_of_schedule
@click.option("--day", type=DayParam(), help="Only this date.")
@names_option
def show(*, caseload: Path, schedule: Path, who: str | None, week: date | None, day: date | None, names: bool) -> None:
    """Show SCHEDULE on the terminal: the board, or the own week of WHO, a patient, therapist, room or group."""
    seen = _seen(caseload, schedule, week or (WeekParam().convert(day.isoformat(), None, None) if day else None))
    from scheduler.report.page.seeing import week_view
    from scheduler.report.show import show_lines
    from scheduler.report.words import printable

    width = terminal_width()
    if names:
        complain("Staff copy with names: do not leave it on the screen.")
    for line in show_lines(week_view(seen, names=names), who, None if day is None else day.weekday(), width):
        # Bold on a terminal; plain where it goes to a file or another program.
        click.echo(printable(line) if line.startswith(" ") else click.style(printable(line), bold=True))


def _seen(
    caseload: Path,
    schedule: Path,
    week: date | None,
    calendars: Path | None = None,
    previous: Path | None = None,
    frozen_before: datetime | None = None,
    *,
    has_warnings: bool = True,
) -> "SeenWeek":
    """The week of a schedule with what lies beside it; ``has_warnings`` tells whether those of its files are told.

    Raises:
        BadInput: with every problem of the files.
    """
    from scheduler.planning.inputs import read_given
    from scheduler.report.page.known import beside
    from scheduler.report.page.seen import SeenWeek

    monday = week or _week_of(schedule)
    if monday is not None:
        check_moment(monday, previous, frozen_before)
    given = read_given(caseload, schedule=schedule, monday=monday, previous=previous, frozen_before=frozen_before)
    if monday is None:
        raise click.UsageError("The schedule has no session, so nothing tells its week. Name it with --week.")
    seen = SeenWeek(caseload=given.caseload, monday=monday, schedule=given.schedule, lacks=(), earlier=given.earlier)
    for warning in given.warnings if has_warnings else ():
        complain(f"warning: {warning}")
    return beside(seen, schedule, calendars)


def _week_of(schedule: Path) -> date | None:
    """Monday of the first session; None where there is none, or the file cannot be read, which is told later."""
    from scheduler.tables import read_schedule

    try:
        sessions = read_schedule(schedule).sessions
    except BadInput:
        return None
    return WeekParam().convert(sessions[0].on.isoformat(), None, None) if sessions else None
