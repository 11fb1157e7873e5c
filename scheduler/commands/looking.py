"""Commands that look and change nothing: ``iop check``, ``verify``, ``explain`` and ``compare``."""

import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.arguments import (
    FILE,
    Seconds,
    Week,
    attendance_option,
    caseload_argument,
    check_moment,
    example,
    freeze_option,
    previous_option,
    schedule_argument,
    week_option,
)
from scheduler.commands.speaking import complain, tell
from scheduler.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.errors import Problem


@click.command(epilog=example("iop check week.xlsx --week 2026-11-23", "iop check week.xlsx --mark marked.xlsx"))
@caseload_argument
@click.option("--week", type=Week(), help="Also look at the week of this date, as YYYY-MM-DD.")
@click.option("--mark", "copy", type=FILE, help="Write a copy of the workbook with each problem's cell marked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")
@click.pass_context
def check(ctx: click.Context, *, caseload: Path, week: date | None, copy: Path | None, as_json: bool) -> None:
    """List every problem of CASELOAD by table, row and column.

    Errors keep a week from being solved (exit code 1); warnings point at what is allowed but surely not meant.
    """
    from scheduler.report.problems import print_problem_table, problem_json, problem_lines, verdict

    if copy:
        from scheduler.tables import check_marked

        check_marked(caseload, copy)
    problems = problems_of(caseload, week)
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


def problems_of(caseload: Path, monday: date | None) -> "tuple[Problem, ...]":
    """Every problem of the input; what can be seen only where there is no error is told then."""
    from scheduler.tables import examine

    try:
        facts, warnings = examine(caseload)
    except BadInput as bad:
        return bad.problems
    from scheduler.explain import advice

    return tuple(sorted((*warnings, *advice(facts, monday))))


@click.command(epilog=example("iop verify week.xlsx plan/schedule.csv --week 2026-11-23"))
@caseload_argument
@schedule_argument
@week_option
@previous_option
@freeze_option
@attendance_option
@click.pass_context
def verify(  # an argument for each option
    ctx: click.Context,
    *,
    caseload: Path,
    schedule: Path,
    week: date,
    previous: Path | None,
    frozen_before: datetime | None,
    attendance: Path | None,
) -> None:
    """Check SCHEDULE, a schedule.csv from wherever, against every rule, and score it.

    Exit code 0 where every rule holds, 1 where one is broken. The check shares nothing with the solver.
    """
    check_moment(week, previous, frozen_before)
    from scheduler.given import read_given
    from scheduler.report.verdict import score_lines, violation_lines
    from scheduler.verify import score, violations

    given = read_given(
        caseload,
        schedule=schedule,
        monday=week,
        attendance=attendance,
        previous=previous,
        frozen_before=frozen_before,
    )
    for warning in given.warnings:
        complain(f"warning: {warning}")
    broken = violations(given.caseload, week, given.schedule, earlier=given.earlier)
    tell((*violation_lines(broken), *score_lines(score(given.caseload, week, given.schedule, given.earlier))))
    ctx.exit(int(bool(broken)))


@click.command(epilog=example("iop explain week.xlsx plan/schedule.csv --week 2026-11-23"))
@caseload_argument
@schedule_argument
@week_option
@previous_option
@freeze_option
@click.option("--time-limit", type=Seconds(), default=60.0, show_default=True, help="Seconds that all of it may take.")
def explain(  # an argument for each option
    *,
    caseload: Path,
    schedule: Path,
    week: date,
    previous: Path | None,
    frozen_before: datetime | None,
    time_limit: float,
) -> None:
    """Say in sentences whose care SCHEDULE leaves unmet, and why.

    What is not settled when the time is over, or at Ctrl-C, is called open.
    """
    check_moment(week, previous, frozen_before)
    begun = time.monotonic()
    from scheduler.stopping import interrupt_stops

    with interrupt_stops() as stop:
        from scheduler.allotting import Allotted
        from scheduler.commands.watching import Watch
        from scheduler.explain import shortfalls
        from scheduler.given import read_given
        from scheduler.report.shortfalls import explained_lines, received
        from scheduler.search import Limits
        from scheduler.verify import score
        from scheduler.weekly import is_care_proven

        given = read_given(
            caseload, schedule=schedule, monday=week, previous=previous, frozen_before=frozen_before, all_known=True
        )
        is_proven = is_care_proven(given.caseload, week, given.schedule, schedule.parent, given.earlier)
        watch = Watch(stop, has_log=False)
        budget = Allotted(Limits(seconds=time_limit), begun).explaining(stop, watch.diary)
        found = watch.over(
            lambda: shortfalls(
                given.caseload,
                week,
                given.schedule,
                is_proven,
                given.earlier,
                budget=budget,
                tell=watch.explaining,
            )
        )
        gets = received(given.caseload, week, score(given.caseload, week, given.schedule))
        tell(explained_lines(found, gets))


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
    from scheduler.files import write_files
    from scheduler.recognised import check_own, is_table_with
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
