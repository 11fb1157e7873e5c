"""The command ``iop fit``: where a new patient would fit into a week that is planned."""

import time
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    FILE,
    NameParam,
    SecondsParam,
    caseload_argument,
    example,
    schedule_argument,
    week_option,
)
from scheduler.commands.output import tell
from scheduler.commands.remedies import check_patient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.caseload import Caseload
    from scheduler.errors import Problem
    from scheduler.fitting import Newcomer, Served
    from scheduler.schedule import Schedule
    from scheduler.search import Budget
    from scheduler.tables.newcomers import NewcomerRow

NEW = "new"
"""Id of a patient who is described in options alone."""

CHAIR_WEEKS = 8
MOST_WEEKS = 52


@click.command(
    epilog=example(
        'iop fit week.xlsx plan/schedule.csv --week 2026-11-23 --level iop --busy "mon-fri 08:00-17:00" --like p02',
        "iop fit week.xlsx plan/schedule.csv --week 2026-11-23 --patient row.csv --moves 3",
        "iop fit week.xlsx plan/schedule.csv --week 2026-11-23 --waitlist waitlist.csv",
    )
)
@caseload_argument
@schedule_argument
@week_option
@click.option("--patient", "row", type=FILE, help="A table with the new patient's row, as in table patients.")
@click.option("--level", type=NameParam(), help="Level of the new patient, instead of a row.")
@click.option("--busy", default="", help='With --level: hours when the patient cannot come, "mon-fri 08:00-17:00".')
@click.option("--like", type=NameParam(), help="A patient whose plan the new one has. [default: the level's plan]")
@click.option("--waitlist", type=FILE, help="A table of patients with a rank, served in order.")
@click.option(
    "--moves", type=click.IntRange(0), default=0, show_default=True, help="How many appointments of others may change."
)
@click.option(
    "--weeks",
    type=click.IntRange(1, MOST_WEEKS),
    default=1,
    show_default=True,
    help="Weeks of the stay to look at, the first of them --week.",
)
@click.option(
    "--time-limit", type=SecondsParam(), default=30.0, show_default=True, help="Seconds that all of it may take."
)
def fit(  # noqa: PLR0913 - an argument for each option
    *,
    caseload: Path,
    schedule: Path,
    week: date,
    row: Path | None,
    level: str | None,
    busy: str,
    like: str | None,
    waitlist: Path | None,
    moves: int,
    weeks: int,
    time_limit: float,
) -> None:
    """Say where a new patient would fit into SCHEDULE, and what would be missing; without one, the open chairs.

    Nothing is written. Who is planned already stays as they are; with --moves some of their appointments may change,
    at no cost of their care.
    """
    new = _New(row or waitlist, level, busy, like)
    new.check(is_one=row is None or waitlist is None)
    if date.max - week < timedelta(weeks=weeks + 1):
        raise click.UsageError("--weeks goes beyond the last date that there is.")
    begun = time.monotonic()
    from scheduler.interrupt import interrupt_stops
    from scheduler.planning.time_shares import Allotted
    from scheduler.report.fitted import waitlist_lines
    from scheduler.search import Limits, Statistics

    facts, planned, people = new.read(caseload, schedule, week)
    with interrupt_stops() as stop:
        budget = Allotted(Limits(seconds=time_limit), begun).explaining(stop, Statistics())
        asked = _Asked(week, weeks, moves, schedule, budget)
        if waitlist is not None:
            tell(waitlist_lines(_in_order(facts, planned, people, asked)))
        elif people:
            for each in people:
                tell(_told(facts, planned, each, asked))
        else:
            tell(_chairs(facts, planned, None, asked))


@dataclass(frozen=True, slots=True)
class _New:
    """Who is new: the rows of a table, or what the options say of one patient."""

    table: Path | None
    level: str | None
    busy: str
    like: str | None

    def check(self, *, is_one: bool) -> None:
        """Raises UsageError where options do not go together; ``is_one`` tells that no more than one table is given."""
        if not is_one or (self.table is not None and self.level is not None):
            raise click.UsageError("Give one of --patient, --level and --waitlist.")
        if self.level is None and self.busy:
            raise click.UsageError("--busy needs --level; the row of --patient has a column busy.")
        if self.level is None and self.like is not None:
            raise click.UsageError("--like needs --level; a row of --patient or --waitlist has a column like.")

    def read(self, caseload: Path, schedule: Path, week: date) -> "tuple[Caseload, Schedule, Sequence[Newcomer]]":
        """The caseload, the schedule and who is new; raises BadInput with the problems of all files at once."""
        from scheduler.errors import BadInput
        from scheduler.fitting import newcomer_of
        from scheduler.planning.inputs import read_given
        from scheduler.tables import read_newcomers

        problems: list[Problem] = []
        given = None
        try:
            given = read_given(caseload, schedule=schedule, monday=week, all_known=True)
        except BadInput as bad:
            problems += bad.problems
        rows: Sequence[NewcomerRow] = ()
        try:
            rows = read_newcomers(self.table, given.caseload if given else None) if self.table else ()
        except BadInput as bad:
            problems += bad.problems
        if given is None or problems:
            raise BadInput(problems)
        facts = given.caseload
        described = [] if self.level is None else [_described(facts, week, self.level, self.like, self.busy)]
        return facts, given.schedule, [*described, *(newcomer_of(facts, each, week) for each in rows)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which weeks are looked at, how many may move, and where the schedule of the first one lies."""

    week: date
    weeks: int
    moves: int
    schedule: Path
    budget: "Budget"


def _described(caseload: "Caseload", week: date, level: str, like: str | None, busy: str) -> "Newcomer":
    from scheduler.fitting import newcomer_like
    from scheduler.tables import busy_hours, meant

    check_patient(caseload, like)
    if level not in caseload.levels:
        raise click.UsageError(f"There is no level {level!r}{meant(level, caseload.levels)}.")
    try:
        hours = busy_hours(busy)
    except ValueError as part:
        raise click.UsageError(
            f"--busy {str(part)!r} is not understood; write it as mon-fri 08:00-17:00, several with ;"
        ) from None
    name = next(each for each in chain([NEW], map(f"{NEW}-{{}}".format, count(2))) if each not in caseload.patients)
    return newcomer_like(caseload, name, level, like, hours, week)


def _told(caseload: "Caseload", schedule: "Schedule", new: "Newcomer", asked: _Asked) -> list[str]:
    """Each week of the patient, and the open chairs."""
    from scheduler.fitting import fit_in, with_newcomer
    from scheduler.report.fitted import served_lines

    who, facts = new.patient.patient, with_newcomer(caseload, new)
    lines: list[str] = []
    for number in range(asked.weeks):
        monday = asked.week + timedelta(weeks=number)
        known = _schedule_of(asked, monday, facts) if number else schedule
        lines += served_lines(
            facts, who, fit_in(facts, monday, known or schedule, who, asked.budget, moves=asked.moves)
        )
    return [*lines, "", *_chairs(facts, schedule, who, asked)]


def _chairs(caseload: "Caseload", schedule: "Schedule", who: str | None, asked: _Asked) -> list[str]:
    """The next open chairs, of the groups that one patient may join or of all."""
    from scheduler.fitting import open_chairs
    from scheduler.report.fitted import chair_lines

    span = max(asked.weeks, CHAIR_WEEKS)
    return chair_lines(open_chairs(caseload, asked.week, schedule, span, who), span)


def _in_order(
    caseload: "Caseload", schedule: "Schedule", people: "Sequence[Newcomer]", asked: _Asked
) -> "list[tuple[str, Served]]":
    """Each of the waiting list beside all who fitted before."""
    from scheduler.fitting import fit_in, with_newcomer

    served = []
    for new in people:
        facts = with_newcomer(caseload, new)
        found = fit_in(facts, asked.week, schedule, new.patient.patient, asked.budget, moves=asked.moves)
        served.append((new.patient.patient, found))
        best = found.with_moves or found.unmoved
        if not best.unmet:
            caseload, schedule = facts, best.schedule
    return served


def _schedule_of(asked: _Asked, monday: date, caseload: "Caseload") -> "Schedule | None":
    """The plan of a later week, where it lies beside that of the first as `iop solve --weeks` writes it."""
    from scheduler.tables import read_week

    place = asked.schedule.parent.parent / monday.isoformat() / asked.schedule.name
    if asked.schedule.parent.name != asked.week.isoformat() or not place.exists():
        return None
    return read_week(place, caseload, monday)
