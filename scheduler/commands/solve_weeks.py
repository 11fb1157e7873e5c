"""What ``iop solve --weeks`` does: week after week is planned, written and told."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

from scheduler.calendars import Export, installation_secret
from scheduler.commands.output import complain, tell
from scheduler.commands.solve_request import Asked
from scheduler.commands.solve_week import explain_written
from scheduler.commands.watch import Watch
from scheduler.errors import IopError
from scheduler.files.outputs import Destination
from scheduler.files.write import Contents, held, write_files
from scheduler.interrupt import uninterrupted
from scheduler.planning.horizon import Ahead, DoneWeek, NextWeek, folder_of, in_order, read_ahead, week_before
from scheduler.planning.inputs import read_given
from scheduler.planning.plan import PlannedWeek, calendars_of, check_places, plan_week, write_week
from scheduler.report.horizon import broken_off, failed_in, kept_lines, planned_lines
from scheduler.report.summary import withdrawn_words


def solve_several(asked: Asked, weeks: int, stop: Event, heard: Callable[[Export], None] = lambda _: None) -> bool:
    """Plans so many weeks in order; tells whether Ctrl-C left none of them out.

    OUT gets a folder for each week. What else is named is about the first one, which follows ``previous`` or else the
    week before it where that lies there too. Whatever can be wrong in the files, also in those of weeks planned before,
    is told before the first search. ``heard`` is given what became of the calendars after each week.

    Raises:
        BadInput, CannotWrite: before anything is planned.
        IopError: what went wrong in one week, after telling which; weeks before it are written.
    """
    places = asked.destination
    ahead = _read(asked, weeks)
    seen = check_places({monday: replace(places, out=folder_of(places.out, monday)) for monday in ahead.mondays})
    secret = installation_secret(asked.look.secret_file)
    for warning in ahead.given.warnings:
        complain(f"warning: {warning}")
    turns = _Turns(ahead, asked, stop)
    for done in in_order(ahead, turns.plan):
        destination = replace(places, out=done.week.folder)
        with uninterrupted():
            exported = turns.write(done, destination, secret, seen)
        _tell(replace(done, planned=turns.explain(done, destination, exported)), destination, exported)
        heard(exported)
        left = [monday for monday in ahead.mondays if monday > done.week.monday]
        if stop.is_set() and left:
            complain(broken_off(done.week.monday, left))
            return False
    return True


def _read(asked: Asked, weeks: int) -> Ahead:
    given = read_given(
        asked.caseload,
        monday=asked.week,
        previous=asked.previous or week_before(asked.out, asked.week),
        attendance=asked.attendance,
        frozen_before=asked.frozen_before,
    )
    return read_ahead(given, asked.out, asked.week, weeks)


class _Turns:
    """Week after week, each with its own time limit; the first one's counts from the beginning of the command."""

    def __init__(self, ahead: Ahead, asked: Asked, stop: Event) -> None:
        self._ahead = ahead
        self._asked = asked
        self._stop = stop
        self._begun = asked.begun
        self._writing = 0.0
        self._watch: Watch | None = None

    def plan(self, week: NextWeek) -> PlannedWeek:
        number = self._ahead.mondays.index(week.monday) + 1
        title = f"week {number} of {len(self._ahead.mondays)} ({week.monday})"
        watch = self._watch = Watch(self._stop, has_log=self._asked.has_log, title=title)
        allotted = self._asked.allotted(self._begun)
        try:
            return watch.over(
                lambda: plan_week(
                    week.caseload,
                    week.monday,
                    allotted,
                    watch.heard,
                    self._stop,
                    earlier=week.base,
                    statistics=watch.statistics,
                )
            )
        except IopError:
            watch.close()
            complain(failed_in(week.monday))
            raise

    def write(self, done: DoneWeek, destination: Destination, secret: bytes, seen: Contents) -> Export:
        """Writes the week and its calendars, or only these where it stays as it is."""
        now, week, look, begun = datetime.now(UTC), done.week, self._asked.look, time.monotonic()
        if done.planned:
            exported = write_week(done.planned, destination, look, secret, now, seen=seen, page="to come")
            self._writing = time.monotonic() - begun
            return exported
        with held(destination.calendars):
            prepared = calendars_of(week.caseload, week.monday, done.schedule, destination.calendars, look, secret, now)
            write_files(prepared.files, seen=prepared.seen)
        return prepared.export

    def explain(self, done: DoneWeek, destination: Destination, exported: Export) -> PlannedWeek | None:
        """The week that was written with its causes, where it was planned anew; the next one's time begins then."""
        watch, week = self._watch, done.planned
        if watch and week:
            allotted = replace(self._asked.allotted(self._begun), writing=self._writing)
            week = explain_written(week, destination, exported, allotted, self._stop, watch)
            watch.close()
        self._begun = time.monotonic()
        return week


def _tell(done: DoneWeek, destination: Destination, exported: Export) -> None:
    week = done.week
    if done.planned is None:
        tell(kept_lines(week.monday, week.folder, exported))
        return
    for warning in done.planned.summary.warnings:
        complain(f"warning, week of {week.monday}: {warning}")
    if done.planned.summary.withdrawn:
        complain(f"week of {week.monday}: {withdrawn_words(done.planned.summary)}")
    tell(planned_lines(done.planned, destination, exported))
