"""The command that takes in what a clinic already has: ``iop import``."""

from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import FILE, DayParam, NameParam, example
from scheduler.commands.output import tell
from scheduler.times import monday_of

if TYPE_CHECKING:
    from scheduler.caseload import Caseload
    from scheduler.imports import RosterMapping, Target

WEEKS_AHEAD = 12


@click.command(
    "import",
    epilog=example(
        "iop import roster.xlsx                       what would be added?",
        "iop import roster.xlsx --write               add it",
        "iop import calendar.ics --who th1 --write    when th1 is busy",
    ),
)
@click.argument("file", type=FILE)
@click.option("--into", type=FILE, help="Workbook or folder of tables. [default: as iop.toml here says]")
@click.option(
    "--table",
    type=click.Choice(("patients", "therapists", "resources")),
    default="patients",
    show_default=True,
    help="Whom a roster lists, as long as nothing is kept of it.",
)
@click.option("--who", type=NameParam(), help="Whose calendar it is: id of a patient, therapist or resource.")
@click.option("--from", "first", type=DayParam(), help="First date of a calendar. [default: Monday of this week]")
@click.option("--until", type=DayParam(), help="Last date of a calendar. [default: 12 weeks after the first]")
@click.option("--write", is_flag=True, help="Put it into the caseload, instead of only saying what would be put there.")
def import_(  # an argument for each option
    *,
    file: Path,
    into: Path | None,
    table: "Target",
    who: str | None,
    first: date | None,
    until: date | None,
    write: bool,
) -> None:
    """Take FILE, a roster (.xlsx, .csv) or a calendar (.ics), into the caseload.

    Rows that are in the caseload stay as they are. How the columns of a roster are taken over is guessed the first time
    and kept in a file beside it, for you to look at and change; nothing is written before that.
    """
    from scheduler.imports import kind_of
    from scheduler.planning.settings import read_remembered
    from scheduler.tables import held_for_edit, read_caseload

    kind = kind_of(file)
    if kind == "calendar" and not who:
        raise click.UsageError("Give --who, the id of the patient, therapist or resource whose calendar it is.")
    if first and until and until < first:
        raise click.UsageError("--until is before --from.")
    source = into or read_remembered(Path()).caseload
    with held_for_edit(source) if write else nullcontext():
        facts = read_caseload(source)
        if who and kind == "calendar":
            today = date.today()  # noqa: DTZ011 - by the computer's clock
            start = first or monday_of(today)
            _calendar(file, source, facts, who, (start, until or start + timedelta(weeks=WEEKS_AHEAD)), write=write)
        else:
            _roster(file, source, facts, table, write=write)


def _calendar(file: Path, source: Path, facts: "Caseload", who: str, dates: tuple[date, date], *, write: bool) -> None:
    from scheduler.imports import busy_import
    from scheduler.report.imported import busy_lines

    found = busy_import(file, source, facts, who, *dates)
    if write:
        found.write(source, facts)
    tell(busy_lines(found, source, dates, is_written=write))


def _roster(file: Path, source: Path, facts: "Caseload", table: "Target", *, write: bool) -> None:
    from scheduler.imports import NotTaken, roster_import
    from scheduler.report.imported import mapping_lines, roster_lines

    try:
        found = roster_import(file, facts, table)
    except NotTaken as bad:
        if bad.is_guessed:
            _keep(file, bad.mapping, bad.place)
            tell(mapping_lines(bad.mapping, bad.place, is_guessed=True))
        raise
    if found.is_guessed:
        _keep(file, found.mapping, found.place)
    if write and not found.is_guessed:
        found.write(source, facts)
    tell(mapping_lines(found.mapping, found.place, is_guessed=found.is_guessed))
    tell(roster_lines(found, source, is_written=write and not found.is_guessed))


def _keep(file: Path, mapping: "RosterMapping", place: Path) -> None:
    from scheduler.files.write import write_files

    content = mapping.page(file.name).encode()
    write_files({place: content}, seen={place: None})
