"""The command that plans: ``iop solve``."""

import time
from collections.abc import Callable

import click

from scheduler.commands.options import (
    FILE,
    FOLDER,
    SecondsParam,
    attendance_option,
    calendar_options,
    caseload_argument,
    changes_option,
    example,
    freeze_option,
    previous_option,
    week_option,
)
from scheduler.commands.solve_request import Asked
from scheduler.errors import NoScheduleInTime

MOST_WEEKS = 52

# click has seen to the type of every value.
_asked: Callable[..., Asked] = Asked


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
@click.option(
    "--time-limit", type=SecondsParam(), default=60.0, show_default=True, help="Seconds that all of it may take."
)
@click.option(
    "--until", type=click.Choice(("care",)), help="End once no week can have more care, however comfortable it is."
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Searches side by side. [default: all cores]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Start of chance.")
@click.option("--deterministic", is_flag=True, help="Same input and seed give the same schedule, byte for byte.")
@click.option(
    "--page/--no-page", "has_page", default=True, help="Write week.html, the week to look at. [default: --page]"
)
@click.option("--xlsx", type=FILE, help="File for the week as a workbook, whose name ends in .xlsx.")
@click.option("--log", "has_log", is_flag=True, help="Say on standard error what each second is spent on.")
@calendar_options
@click.pass_context
def solve(ctx: click.Context, /, **options: object) -> None:
    """Plan the week of CASELOAD: schedule.csv, unmet.csv, summary.json, week.html and calendars in OUT.

    The best week found is checked independently before anything is written, and OUT gets all of its files or none; then
    the causes of what it lacks are looked into. Ctrl-C acts like the time limit: what is known so far is kept. Of
    several weeks, those for which nothing has changed since they were planned into OUT stay as they are.
    """
    begun = time.monotonic()
    asked = _asked(**options, begun=begun)
    asked.check()
    from scheduler.interrupt import interrupt_stops

    with interrupt_stops() as stop:
        # Ctrl-C already counts while the solver is loaded, which takes a moment.
        if asked.weeks is None:
            from scheduler.commands.solve_week import solve_one

            solve_one(asked, stop)
            return
        from scheduler.commands.solve_weeks import solve_several

        is_whole = solve_several(asked, asked.weeks, stop)
        ctx.exit(0 if is_whole else NoScheduleInTime.exit_code)
