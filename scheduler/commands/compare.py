"""The command ``iop compare``: what changed between two schedules, and whom to tell."""

from pathlib import Path

import click

from scheduler.commands.options import (
    FILE,
    caseload_argument,
    example,
)
from scheduler.commands.output import tell


@click.command(
    epilog=example(
        "iop compare week.xlsx plan/schedule.csv new/schedule.csv",
        "iop compare week.xlsx plan/schedule.csv new/schedule.csv --out changes.csv --names",
    )
)
@caseload_argument
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--out", type=FILE, help="File for the table of changes, or a folder that gets changes.csv.")
@click.option("--names", is_flag=True, help="Show names beside ids, here and in the table.")
def compare(caseload: Path, old: Path, new: Path, out: Path | None, names: bool) -> None:
    """Say what changed from OLD to NEW, two schedules, and whom to tell, soonest first.

    Both are of one week, the same or not; where they are not, OLD is carried over by weekday.
    """
    place = out / "changes.csv" if out is not None and out.is_dir() else out
    if place is not None and (place.suffix.lower() != ".csv" or place.resolve() in {old.resolve(), new.resolve()}):
        raise click.UsageError("--out is a file of its own whose name ends in .csv, or a folder.")
    from scheduler.changes import compare as changes_between
    from scheduler.files.recognised import check_own, is_table_with
    from scheduler.files.write import write_files
    from scheduler.report.changes import Naming, change_columns, change_lines, change_rows
    from scheduler.tables import read_caseload, read_week, table_csv

    seen = {} if place is None else check_own({place: is_table_with(("role", "who", "change"))})
    facts = read_caseload(caseload)
    comparison = changes_between(facts, read_week(old, facts), read_week(new, facts))
    naming = Naming(facts, names=names)
    if place is not None:
        write_files({place: table_csv(change_columns(names=names), change_rows(comparison, naming))}, seen=seen)
    tell(change_lines(comparison, naming))
    if place is not None:
        tell((f"Written to {place}.",))
