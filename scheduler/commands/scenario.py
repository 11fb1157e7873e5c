"""The command ``iop scenario``: caseloads for what-if questions."""

from datetime import date
from pathlib import Path

import click

from scheduler.commands.options import FILE, WeekParam, example
from scheduler.commands.output import tell

# As the profiles are called; a test holds the two equal, for loading them takes time that help does not have.
PROGRAM_NAMES = ("balanced", "hybrid", "multiservice", "taper", "tiers")


@click.group(
    epilog=example(
        "iop scenario new --program balanced --patients 60 --out what-if",
        "iop scenario new --like week.xlsx --patients 80 --out grown",
    )
)
def scenario() -> None:
    """Make caseloads for what-if questions, without anybody's data."""


@scenario.command(
    epilog=example(
        "iop scenario new --program balanced --patients 60 --therapists 6 --seed 7 --out what-if",
        "iop scenario new --like week.xlsx --patients 80 --out grown",
    )
)
@click.option("--program", type=click.Choice(PROGRAM_NAMES), help="Draw a clinic of this kind from its profile.")
@click.option("--like", "source", type=FILE, help="Grow or shrink this caseload by its own patterns.")
@click.option("--patients", type=click.IntRange(10, 2000), help="How many. [default with --like: as many as there]")
@click.option("--therapists", type=click.IntRange(1, 2000), help="How many. [default: as many as the patients need]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Start of chance.")
@click.option("--week", type=WeekParam(), help="With --program: the week it is made for. [default: 2026-11-30]")
@click.option("--out", type=FILE, required=True, help="New folder, or new workbook whose name ends in .xlsx.")
def new(  # an argument for each option
    *,
    program: str | None,
    source: Path | None,
    patients: int | None,
    therapists: int | None,
    seed: int,
    week: date | None,
    out: Path,
) -> None:
    """Write a caseload of any size, drawn from a program's profile or grown from a caseload by its own patterns.

    Nobody of a caseload is recognisable in one that is grown from it: ids are new, names and reasons are not copied.
    The same options give the same caseload. Nothing is ever overwritten.
    """
    if (program is None) == (source is None):
        raise click.UsageError("Say what to start from: either --program or --like.")
    if program is not None and patients is None:
        raise click.UsageError("Say how many --patients there are.")
    if source is not None and week is not None:
        raise click.UsageError("--week goes with --program; a caseload that is grown keeps its own weeks.")
    from scheduler.planning.starter import check_free
    from scheduler.report.scenario import drawn_lines
    from scheduler.scenarios import FIRST_WEEK, like_caseload, new_caseload
    from scheduler.tables import caseload_of_text, read_caseload, read_text, write_tables

    check_free(out)
    monday = week or FIRST_WEEK
    if source is not None:
        # One with problems is no pattern.
        read_caseload(source)
        tables = like_caseload(read_text(source), patients=patients, therapists=therapists, seed=seed)
        attendance = []
    else:
        drawn = new_caseload(program or "", patients or 0, therapists=therapists, seed=seed, monday=monday)
        tables, attendance = drawn.tables, drawn.attendance
    facts = caseload_of_text(tables)
    write_tables({**tables, **({"attendance": attendance} if attendance else {})}, out)
    tell(drawn_lines(facts, out, None if source else monday))
