"""What every command needs: words for people, and the caseload together with a schedule."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.errors import BadInput

if TYPE_CHECKING:
    from scheduler.caseload import Caseload
    from scheduler.errors import Problem
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


def read_both(caseload: Path, schedule: Path) -> "tuple[Caseload, Schedule]":
    """The caseload and the schedule; raises BadInput with the problems of both at once."""
    from scheduler.tables import read_caseload, read_schedule

    problems: list[Problem] = []
    facts: Caseload | None = None
    try:
        facts = read_caseload(caseload)
    except BadInput as bad:
        problems.extend(bad.problems)
    try:
        sessions = read_schedule(schedule, facts)
    except BadInput as bad:
        problems.extend(bad.problems)
    if problems or facts is None:
        raise BadInput(problems)
    return facts, sessions
