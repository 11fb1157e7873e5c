"""Several weeks ahead, one after the other: each follows the one before, and one with nothing new stays as it is."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from scheduler import tables
from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.files.outputs import SCHEDULE_FILE, SUMMARY_FILE
from scheduler.planning.inputs import Given
from scheduler.planning.plan import WEEK_FILES, PlannedWeek
from scheduler.schedule import Earlier, Schedule
from scheduler.times import monday_of
from scheduler.verify import violations
from scheduler.week.fingerprint import fingerprint, following
from scheduler.week.week import week_of

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What several weeks are planned from.

    Args:
        given: the facts, and what the first week follows.
        out: the folder that holds one for each week, named after its Monday.
        mondays: of the weeks, in order.
        plans: the schedules that lie there already, by Monday.
    """

    given: Given
    out: Path
    mondays: tuple[date, ...]
    plans: Mapping[date, Schedule]


@dataclass(frozen=True, slots=True)
class NextWeek:
    """One of several weeks, when its turn has come.

    Args:
        caseload: the facts; what was missed is told of the first week alone.
        monday: its first day.
        folder: where its files go.
        follows: the week before it, or what was named for the first one; None where neither is there.
        own: its schedule as it lies in the folder; None where there is none.
    """

    caseload: Caseload
    monday: date
    folder: Path
    follows: Earlier | None
    own: Schedule | None

    @property
    def base(self) -> Earlier | None:
        """What it is planned from: itself as it was planned so far, else what it follows.

        A schedule of this very week that was named comes before the one that lies in the folder.
        """
        if self.follows is None or self.own is None:
            return self.follows or (Earlier(self.own) if self.own else None)
        is_named = any(monday_of(session.on) == self.monday for session in self.follows.schedule.sessions)
        return self.follows if is_named else replace(self.follows, schedule=self.own)

    @property
    def digest(self) -> str:
        """The digest of what it follows."""
        return following(self.follows, self.caseload.missed or ())


@dataclass(frozen=True, slots=True)
class DoneWeek:
    """A week whose turn is over; ``planned`` is None where it stays as it lies in its folder."""

    week: NextWeek
    schedule: Schedule
    planned: PlannedWeek | None


def read_ahead(given: Given, out: Path, first: date, weeks: int) -> Ahead:
    """The weeks from ``first`` on, with the plans that lie in ``out`` already.

    Raises:
        BadInput: with every problem of these plans.
    """
    mondays = tuple(first + number * A_WEEK for number in range(weeks))
    problems: list[Problem] = []
    plans = {}
    for monday in mondays:
        file = folder_of(out, monday) / SCHEDULE_FILE
        if file.exists():
            try:
                plans[monday] = _plan(file, monday, given.caseload)
            except BadInput as bad:
                problems.extend(bad.problems)
    if problems:
        raise BadInput(problems)
    return Ahead(given, out, mondays, plans)


def folder_of(out: Path, monday: date) -> Path:
    """The folder of a week's files."""
    return out / monday.isoformat()


def week_before(out: Path, first: date) -> Path | None:
    """The schedule of the week before the first one, where it lies among the weeks."""
    file = folder_of(out, first - A_WEEK) / SCHEDULE_FILE
    return file if file.exists() else None


def in_order(ahead: Ahead, plan: Callable[[NextWeek], PlannedWeek]) -> Iterator[DoneWeek]:
    """Each week as its turn comes, planned unless it stays as it lies in its folder."""
    follows = ahead.given.earlier
    caseload = ahead.given.caseload
    for monday in ahead.mondays:
        week = NextWeek(caseload, monday, folder_of(ahead.out, monday), follows, ahead.plans.get(monday))
        if week.own is not None and stays(week, week.own):
            done = DoneWeek(week, week.own, None)
        else:
            planned = replace(plan(week), follows=week.digest)
            done = DoneWeek(week, planned.schedule, planned)
        yield done
        follows = Earlier(done.schedule)
        caseload = replace(caseload, missed=None)


def stays(week: NextWeek, own: Schedule) -> bool:
    """Whether a week's own plan was made of what is still in force, is whole, and keeps every rule."""
    if not all((week.folder / name).is_file() for name in WEEK_FILES):
        return False
    try:
        told = json.loads((week.folder / SUMMARY_FILE).read_bytes())
        facts = week_of(week.caseload, week.monday, week.base)
        is_known = told["fingerprint"] == fingerprint(facts, own)
        is_known = is_known and told["follows"] == week.digest
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return is_known and not violations(week.caseload, week.monday, own, earlier=week.base)


def _plan(file: Path, monday: date, caseload: Caseload) -> Schedule:
    schedule = tables.read_week(file, caseload)
    for session in schedule.sessions:
        if monday_of(session.on) != monday:
            says, fix = f"this folder is of the week of {monday}", "Move the file away, or correct the dates"
            raise BadInput([Problem(str(file), session.row, "date", session.on.isoformat(), says, fix)])
    return schedule
