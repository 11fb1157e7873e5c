"""The command ``iop check``: every problem of a caseload by table, row and column."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    FILE,
    WeekParam,
    caseload_argument,
    example,
)
from scheduler.commands.output import complain, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.errors import Problem


@click.command(epilog=example("iop check week.xlsx --week 2026-11-23", "iop check week.xlsx --mark marked.xlsx"))
@caseload_argument
@click.option("--week", type=WeekParam(), help="Also look at the week of this date, as YYYY-MM-DD.")
@click.option("--mark", "copy", type=FILE, help="Write a copy of the workbook with each problem's cell marked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")
@click.pass_context
def check(ctx: click.Context, *, caseload: Path, week: date | None, copy: Path | None, as_json: bool) -> None:
    """List every problem of CASELOAD by table, row and column.

    Errors keep a week from being solved (exit code 1); warnings point at what is allowed but surely not meant.
    """
    from scheduler.api.caseloads import check_caseload
    from scheduler.report.problems import print_problem_table, problem_json, problem_lines, verdict

    if copy:
        from scheduler.tables import check_marked

        check_marked(caseload, copy)
    problems = check_caseload(caseload, week)
    if as_json:
        click.echo(problem_json(problems))
    else:
        if problems and sys.stdout.isatty():
            print_problem_table(problems)
        else:
            tell(problem_lines(problems))
        tell((verdict(problems, week),))
    if copy:
        _mark(caseload, problems, copy)
    ctx.exit(int(any(problem.severity == "error" for problem in problems)))


def _mark(caseload: Path, problems: "Sequence[Problem]", copy: Path) -> None:
    """Writes the marked copy, and tells it on standard error, as the list is what was asked for."""
    if not problems:
        complain(f"There is nothing to mark, so {copy} was not written.")
        return
    from scheduler.report.problems import marked_words
    from scheduler.tables import mark

    complain(marked_words(mark(caseload, problems, copy), copy))
