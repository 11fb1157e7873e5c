"""The command that plans: ``iop solve``."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.arguments import (
    FOLDER,
    Seconds,
    attendance_option,
    calendar_options,
    caseload_argument,
    changes_option,
    check_moment,
    example,
    freeze_option,
    previous_option,
    week_option,
)
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
@freeze_option
@changes_option
@attendance_option
@click.option("--time-limit", type=Seconds(), default=60.0, show_default=True, help="Seconds to search for at most.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Searches side by side. [default: all cores]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Start of chance.")
@click.option("--deterministic", is_flag=True, help="Same input and seed give the same schedule, byte for byte.")
@click.option("--log", "has_log", is_flag=True, help="Say on standard error what each second is spent on.")
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
    frozen_before: datetime | None,
    max_changes: int | None,
    attendance: Path | None,
    time_limit: float,
    workers: int | None,
    seed: int,
    deterministic: bool,
    has_log: bool,
    look: "CalendarLook",
) -> None:
    """Plan the week of CASELOAD: schedule.csv, unmet.csv, summary.json and calendars in OUT.

    The best week found is checked independently before anything is written, and OUT gets all of its files or none.
    Ctrl-C acts like the time limit: the best week so far is kept. Of several weeks, those for which nothing has
    changed since they were planned into OUT stay as they are.
    """
    check_moment(week, previous, frozen_before)
    if max_changes is not None and (previous is None or weeks is not None):
        raise click.UsageError("--max-changes needs --previous, the schedule to be kept, and is of one week.")
    if weeks is not None and date.max - week < timedelta(weeks=weeks + 1):
        raise click.UsageError("--weeks goes beyond the last date that there is.")
    from scheduler.stopping import interrupt_stops

    with interrupt_stops() as stop:
        # Ctrl-C already counts while the solver is loaded, which takes a moment.
        from scheduler.commands.several import solve_several
        from scheduler.commands.single import solve_one
        from scheduler.destination import Destination
        from scheduler.search import Limits

        limits = Limits(seconds=time_limit, workers=workers, seed=seed, deterministic=deterministic)
        places = Destination(out, calendars or out / "calendars")
        if weeks is None:
            solve_one(
                caseload,
                week,
                places,
                previous=previous,
                frozen_before=frozen_before,
                max_changes=max_changes,
                attendance=attendance,
                limits=limits,
                look=look,
                stop=stop,
                has_log=has_log,
            )
            return
        is_whole = solve_several(
            caseload,
            week,
            weeks,
            places,
            previous=previous,
            frozen_before=frozen_before,
            attendance=attendance,
            limits=limits,
            look=look,
            stop=stop,
            has_log=has_log,
        )
        ctx.exit(0 if is_whole else NoScheduleInTime.exit_code)
