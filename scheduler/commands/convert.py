"""The command that turns a folder of tables into a workbook and back: ``iop convert``."""

from pathlib import Path

import click

from scheduler.commands.options import FILE, caseload_argument, example
from scheduler.commands.output import tell


@click.command(epilog=example("iop convert tables clinic.xlsx", "iop convert clinic.xlsx tables"))
@caseload_argument
@click.argument("target", type=FILE)
def convert(caseload: Path, target: Path) -> None:
    """Put the tables of CASELOAD, a folder or a workbook, at TARGET as the other of the two.

    TARGET is a new workbook whose name ends in .xlsx, or a new folder. Every cell comes out as it was; a workbook gets
    notes, drop-down lists and formats. Nothing is ever overwritten.
    """
    from scheduler import tables
    from scheduler.planning.starter import check_free

    check_free(target)
    converted = tables.convert(caseload, target)
    tell((f"Wrote {target}: {', '.join(converted.tables)}.",))
    if converted.left:
        tell((f"Not a table of a caseload, and left out: {', '.join(converted.left)}.",))
