"""What every command needs: words for people, and the caseload together with a schedule."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scheduler.caseload import Caseload
    from scheduler.schedule import Schedule


def tell(lines: Iterable[str]) -> None:
    """Prints results on standard output."""
    from scheduler.report.words import printable

    for line in lines:
        click.echo(printable(line))


def complain(words: str) -> None:
    """Prints a message on standard error."""
    from scheduler.report.words import printable

    click.echo(printable(words), err=True)


def terminal_width() -> int:
    """Columns of the terminal; of a page where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def read_both(caseload: Path, schedule: Path) -> "tuple[Caseload, Schedule]":
    """The caseload and a schedule of its own ids; raises BadInput with the problems of both at once."""
    from scheduler.planning.inputs import read_given

    given = read_given(caseload, schedule=schedule, all_known=True)
    return given.caseload, given.schedule
