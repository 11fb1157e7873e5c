"""The weekly job in one word: ``iop week``."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import FOLDER, WeekParam, attendance_option, example
from scheduler.commands.output import complain, tell
from scheduler.commands.solve_request import Asked
from scheduler.errors import IopError, NoScheduleInTime

if TYPE_CHECKING:
    from scheduler.calendars import Export
    from scheduler.caseload import Caseload
    from scheduler.planning.settings import Remembered
    from scheduler.report.changes import Naming
    from scheduler.schedule import Schedule


PAPER_FOLDER = "paper"


def now() -> datetime:
    """This moment by the computer's clock, whole minutes, without a zone."""
    return datetime.now(UTC).astimezone().replace(second=0, microsecond=0, tzinfo=None)


@click.command(epilog=example("iop week", "iop week clinic --week 2026-11-23"))
@click.argument("folder", type=FOLDER, default=Path())
@click.option("--week", type=WeekParam(), help="Any date of the week, as YYYY-MM-DD. [default: as iop.toml says]")
@attendance_option
@click.pass_context
def week(ctx: click.Context, folder: Path, week: date | None, attendance: Path | None) -> None:
    """Check, plan and export the week as iop.toml in FOLDER says, and tell whom to send what.

    FOLDER is where you are unless it is given. The week is planned from the week before it in the folder of plans or,
    where it was planned already, from itself, and then it is told what changed for whom and why; of the running week
    what has begun stays as it is.
    """
    from scheduler.planning.settings import read_remembered

    chosen = read_remembered(folder)
    moment = now()
    asked = replace(_asked(chosen, week or chosen.monday(moment.date()), moment), attendance=attendance)
    if not _checked(asked):
        ctx.exit(1)
    from scheduler.commands.solve_weeks import solve_several
    from scheduler.interrupt import interrupt_stops
    from scheduler.planning.horizon import folder_of
    from scheduler.report.changes import Naming
    from scheduler.report.sending import looking_lines, sending_lines
    from scheduler.tables import read_caseload

    facts = read_caseload(chosen.caseload)
    naming = Naming(facts, names=chosen.names)
    before = _plans(asked, facts)
    exports: list[Export] = []
    with interrupt_stops() as stop:
        # The time limit is for searching, writing and explaining; what was looked at before does not count.
        is_whole = solve_several(replace(asked, begun=time.monotonic()), chosen.weeks, stop, exports.append)
    planned = {monday: plan for monday, plan in _plans(asked, facts).items() if plan != before.get(monday)}
    for monday, plan in planned.items():
        if monday in before:
            tell((*_change_lines(facts, before[monday], plan, naming), ""))
    tell(sending_lines(exports, naming))
    folders = {monday: folder_of(chosen.plans, monday) for monday in planned}
    tell(looking_lines(folders.values()))
    if chosen.paper:
        for monday, place in folders.items():
            _print(chosen, monday, place)
    ctx.exit(0 if is_whole else NoScheduleInTime.exit_code)


def _print(chosen: "Remembered", monday: date, folder: Path) -> None:
    """Writes the sheets of a planned week into its folder; where that cannot be, the week is planned all the same."""
    from scheduler.commands.report import print_planned
    from scheduler.files.outputs import SCHEDULE_FILE

    out = folder / PAPER_FOLDER
    try:
        lines = print_planned(chosen.caseload, folder / SCHEDULE_FILE, monday, out, names=chosen.names)
    except IopError as failure:
        complain(f"warning: the week is planned, but what is in {out} stays as it is. {failure}")
        return
    tell(lines)


def _asked(chosen: "Remembered", monday: date, moment: datetime) -> Asked:
    """What ``iop solve`` would be asked for; of a week that is running, what has begun is frozen."""
    from scheduler.files.outputs import SCHEDULE_FILE
    from scheduler.planning.horizon import folder_of

    own = folder_of(chosen.plans, monday) / SCHEDULE_FILE
    is_running = own.exists() and monday <= moment.date() < monday + timedelta(weeks=1)
    return Asked(
        caseload=chosen.caseload,
        week=monday,
        weeks=chosen.weeks,
        out=chosen.plans,
        calendars=chosen.calendars,
        previous=own if is_running else None,
        frozen_before=moment if is_running else None,
        max_changes=None,
        attendance=None,
        time_limit=chosen.time_limit,
        until=None,
        workers=None,
        seed=0,
        deterministic=False,
        has_log=False,
        has_page=True,
        xlsx=None,
        look=chosen.look,
        begun=time.monotonic(),
    )


def _plans(asked: Asked, facts: "Caseload") -> "dict[date, Schedule]":
    """The schedules of the weeks that lie in the folder of plans, by Monday."""
    from scheduler.files.outputs import SCHEDULE_FILE
    from scheduler.planning.horizon import folder_of
    from scheduler.tables import read_week

    mondays = [asked.week + timedelta(weeks=number) for number in range(asked.weeks or 1)]
    places = {monday: folder_of(asked.out, monday) / SCHEDULE_FILE for monday in mondays}
    return {monday: read_week(place, facts) for monday, place in places.items() if place.exists()}


def _change_lines(facts: "Caseload", old: "Schedule", new: "Schedule", naming: "Naming") -> list[str]:
    """What changed in a week that was planned before."""
    from scheduler.changes import compare
    from scheduler.report.changes import change_lines

    return change_lines(compare(facts, old, new), naming)


def _checked(asked: Asked) -> bool:
    """Tells every problem of the caseload; whether a week can be planned with it."""
    from scheduler.api.caseloads import check_caseload
    from scheduler.report.problems import problem_lines, verdict
    from scheduler.tables.sources import WORKBOOKS

    problems = check_caseload(asked.caseload, asked.week)
    is_good = all(problem.severity == "warning" for problem in problems)
    for line in problem_lines(problems):
        complain(line)
    if not is_good:
        complain(verdict(problems))
        if asked.caseload.suffix.lower() in WORKBOOKS:
            copy = asked.caseload.with_stem("marked")
            complain(f"To see them in their cells: iop check {asked.caseload} --mark {copy}")
    return is_good
