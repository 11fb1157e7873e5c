"""The command ``iop verify``: a schedule against every rule, and its score."""

from datetime import date, datetime
from pathlib import Path

import click

from scheduler.commands.options import (
    attendance_option,
    caseload_argument,
    check_moment,
    example,
    freeze_option,
    previous_option,
    schedule_argument,
    week_option,
)
from scheduler.commands.output import complain, tell


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
    from scheduler.api.checking import verify_week
    from scheduler.planning.inputs import read_given
    from scheduler.report.verdict import score_lines, violation_lines

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
    found = verify_week(given.caseload, given.schedule, week, previous=given.earlier)
    tell((*violation_lines(found.broken), *score_lines(found.score)))
    ctx.exit(int(not found.is_clean))
