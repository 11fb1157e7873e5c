"""What ``iop solve --weeks`` does: week after week is planned, written and told."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

from scheduler.ahead import Ahead, DoneWeek, NextWeek, folder_of, in_order, read_ahead, week_before
from scheduler.calendars import Export, installation_secret
from scheduler.commands.asked import Asked
from scheduler.commands.speaking import complain, tell
from scheduler.commands.watching import watched
from scheduler.destination import CalendarLook, Destination
from scheduler.errors import IopError
from scheduler.files import write_files
from scheduler.given import read_given
from scheduler.report.ahead import broken_off, failed_in, kept_lines, planned_lines
from scheduler.stopping import uninterrupted
from scheduler.weekly import WEEK_FILES, PlannedWeek, calendars_of, plan_week, write_week


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
    for monday in ahead.mondays:
        Destination(folder_of(places.out, monday), places.calendars).check(WEEK_FILES)
    secret = installation_secret(asked.look.secret_file)
    for warning in ahead.given.warnings:
        complain(f"warning: {warning}")
    for done in in_order(ahead, lambda week: _plan(week, ahead, asked, stop)):
        with uninterrupted():
            exported = _write(done, Destination(done.week.folder, places.calendars), asked.look, secret)
        _tell(done, exported)
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


def _plan(week: NextWeek, ahead: Ahead, asked: Asked, stop: Event) -> PlannedWeek:
    number = ahead.mondays.index(week.monday) + 1
    try:
        return watched(
            lambda tell_progress, diary: plan_week(
                week.caseload, week.monday, asked.limits, tell_progress, stop, earlier=week.base, diary=diary
            ),
            stop,
            has_log=asked.has_log,
            title=f"week {number} of {len(ahead.mondays)} ({week.monday})",
        )
    except IopError:
        complain(failed_in(week.monday))
        raise


def _write(done: DoneWeek, destination: Destination, look: CalendarLook, secret: bytes) -> Export:
    now = datetime.now(UTC)
    if done.planned:
        return write_week(done.planned, destination, look, secret, now)
    week = done.week
    prepared = calendars_of(week.caseload, week.monday, done.schedule, destination.calendars, look, secret, now)
    write_files(prepared.files)
    return prepared.export


def _tell(done: DoneWeek, exported: Export) -> None:
    week = done.week
    if done.planned is None:
        tell(kept_lines(week.monday, week.folder, exported))
        return
    for warning in done.planned.summary.warnings:
        complain(f"warning, week of {week.monday}: {warning}")
    tell(planned_lines(done.planned, week.folder, exported))
