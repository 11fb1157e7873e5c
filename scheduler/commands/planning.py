"""The command that plans: ``iop solve``."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.arguments import (
    FOLDER,
    Seconds,
    attendance_option,
    calendar_options,
    caseload_argument,
    example,
    previous_option,
    week_option,
)
from scheduler.commands.speaking import complain, tell
from scheduler.errors import NoScheduleInTime

if TYPE_CHECKING:
    from scheduler.destination import CalendarLook


MOST_WEEKS = 52


@click.command(
    epilog=example(
        "iop solve week.xlsx --week 2026-11-23 --out plan",
        "iop solve week.xlsx --week 2026-11-23 --weeks 4 --out stay",
    )
)
@caseload_argument
@week_option
@click.option(
    "--weeks", type=click.IntRange(1, MOST_WEEKS), help="Plan so many weeks in order, each into OUT/<its Monday>."
)
@click.option("--out", type=FOLDER, required=True, help="Folder for the schedule and all that belongs to it.")
@click.option("--calendars", type=FOLDER, help="Folder of calendars kept from week to week. [default: OUT/calendars]")
@previous_option
@attendance_option
@click.option("--time-limit", type=Seconds(), default=60.0, show_default=True, help="Seconds to search for at most.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Searches side by side. [default: all cores]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Start of chance.")
@click.option("--deterministic", is_flag=True, help="Same input and seed give the same schedule, byte for byte.")
@calendar_options
@click.pass_context
def solve(  # noqa: PLR0913  # an argument for each option
    ctx: click.Context,
    *,
    caseload: Path,
    week: date,
    weeks: int | None,
    out: Path,
    calendars: Path | None,
    previous: Path | None,
    attendance: Path | None,
    time_limit: float,
    workers: int | None,
    seed: int,
    deterministic: bool,
    look: "CalendarLook",
) -> None:
    """Plan the week of CASELOAD: schedule.csv, unmet.csv, summary.json and calendars in OUT.

    The best week found is checked independently before anything is written, and OUT gets all of its files or none.
    Ctrl-C acts like the time limit: the best week so far is kept. Of several weeks, those for which nothing has
    changed since they were planned into OUT stay as they are.
    """
    from scheduler.stopping import in_background, interrupt_stops, uninterrupted

    with interrupt_stops() as stop:
        # Ctrl-C already counts while the solver is loaded, which takes a moment.
        from scheduler.calendars import installation_secret
        from scheduler.destination import Destination
        from scheduler.report.progress import ProgressLine
        from scheduler.report.solved import solved_lines
        from scheduler.search import Limits
        from scheduler.weekly import WEEK_FILES, plan_from, write_week

        limits = Limits(seconds=time_limit, workers=workers, seed=seed, deterministic=deterministic)
        if weeks is not None:
            from scheduler.commands.several import solve_several

            folders = {"out": out, "calendars": calendars or out / "calendars"}
            is_whole = solve_several(
                caseload, week, weeks, **folders, attendance=attendance, limits=limits, look=look, stop=stop
            )
            ctx.exit(0 if is_whole else NoScheduleInTime.exit_code)
        destination = Destination(out, calendars or out / "calendars")
        destination.check(WEEK_FILES)
        secret = installation_secret(look.secret_file)
        line = ProgressLine(sys.stderr, stop)
        try:
            planned = in_background(
                lambda: plan_from(caseload, week, limits, line.heard, stop, attendance=attendance, previous=previous),
                line.draw,
            )
        finally:
            line.clear()
        with uninterrupted():
            exported = write_week(planned, destination, look, secret, datetime.now(UTC))
    for warning in planned.summary.warnings:
        complain(f"warning: {warning}")
    tell(solved_lines(planned, out, exported))
