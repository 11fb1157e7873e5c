"""The command ``iop explain``: whose care a schedule leaves unmet, and why."""

import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    SecondsParam,
    caseload_argument,
    check_moment,
    example,
    freeze_option,
    previous_option,
    schedule_argument,
    week_option,
)
from scheduler.commands.output import tell
from scheduler.commands.remedies import RemediesAsked, remedy_options, tell_moves, tell_remedies

if TYPE_CHECKING:
    from threading import Event

    from scheduler.planning.inputs import Given
    from scheduler.planning.time_shares import Allotted


@click.command(epilog=example("iop explain week.xlsx plan/schedule.csv --week 2026-11-23"))
@caseload_argument
@schedule_argument
@week_option
@previous_option
@freeze_option
@remedy_options
@click.option("--moves", is_flag=True, help="Say instead what the week breaks and misses, and which moves help most.")
@click.option(
    "--time-limit", type=SecondsParam(), default=60.0, show_default=True, help="Seconds that all of it may take."
)
def explain(  # noqa: PLR0913 - an argument for each option
    *,
    caseload: Path,
    schedule: Path,
    week: date,
    previous: Path | None,
    frozen_before: datetime | None,
    time_limit: float,
    moves: bool,
    asked: RemediesAsked,
) -> None:
    """Say in sentences whose care SCHEDULE leaves unmet, and why; with --remedies, what would help.

    What is not settled when the time is over, or at Ctrl-C, is called open.
    """
    check_moment(week, previous, frozen_before)
    asked.check(moves=moves)
    begun = time.monotonic()
    from scheduler.interrupt import interrupt_stops

    with interrupt_stops() as stop:
        from scheduler.planning.inputs import read_given
        from scheduler.planning.time_shares import Allotted
        from scheduler.search import Limits

        given = read_given(
            caseload, schedule=schedule, monday=week, previous=previous, frozen_before=frozen_before, all_known=True
        )
        allotted = Allotted(Limits(seconds=time_limit), begun)
        if moves:
            tell_moves(given, week, allotted, stop)
        elif asked.remedies:
            tell_remedies(caseload, schedule, given, week, asked, allotted, stop)
        else:
            _tell_causes(given, week, schedule, allotted, stop)


def _tell_causes(given: "Given", week: date, schedule: Path, allotted: "Allotted", stop: "Event") -> None:
    """Looks for the causes within the time limit and tells them."""
    from scheduler.commands.watch import Watch
    from scheduler.explain import shortfalls
    from scheduler.planning.plan import is_care_proven
    from scheduler.report.shortfalls import explained_lines, received
    from scheduler.verify import score
    from scheduler.week.week import week_of

    facts = week_of(given.caseload, week, given.earlier)
    is_proven = is_care_proven(facts, given.schedule, schedule.parent)
    watch = Watch(stop, has_log=False)
    budget = allotted.explaining(stop, watch.statistics)
    found = watch.over(lambda: shortfalls(facts, given.schedule, is_proven, budget=budget, tell=watch.explaining))
    gets = received(given.caseload, week, score(given.caseload, week, given.schedule))
    tell(explained_lines(found, gets))
