"""The files of a planned week: whether they can be written, and writing all of them or none."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from scheduler.calendars import Export, PreparedExport, check_calendars, prepare_export
from scheduler.caseload import Caseload
from scheduler.errors import BadInput
from scheduler.files.outputs import (
    PAGE_FILE,
    SCHEDULE_FILE,
    SUMMARY_FILE,
    UNMET_FILE,
    CalendarLook,
    Destination,
    PageMade,
)
from scheduler.files.recognised import Recognise, is_made_page, is_page_with, is_table_with
from scheduler.files.rescue import rescued
from scheduler.files.write import Contents, NotWritten, held, inside, write_files
from scheduler.planning.plan import PlannedWeek
from scheduler.report.shortfalls import UNMET_COLUMNS, unmet_rows
from scheduler.report.summary import summary_json
from scheduler.schedule import Schedule
from scheduler.tables import check_not_filled_in, is_week_book, schedule_csv, table_csv

# How each of them is told from a file of somebody else in its place.
OWN_FILES: Mapping[str, Recognise] = {
    SCHEDULE_FILE: is_table_with(("session", "date", "start", "end", "session_type", "patients")),
    UNMET_FILE: is_table_with(("patient", "need", "minutes", "cause")),
    SUMMARY_FILE: is_page_with(("status", "week")),
}
WEEK_FILES = tuple(OWN_FILES)


def week_files(week: PlannedWeek) -> Mapping[str, bytes]:
    """The files of the week by name, without calendars."""
    return {
        SCHEDULE_FILE: schedule_csv(week.schedule),
        UNMET_FILE: table_csv(UNMET_COLUMNS, unmet_rows(week.shortfalls)),
        SUMMARY_FILE: summary_json(week.summary, week.digest, week.follows),
    }


def check_places(weeks: Mapping[date, Destination]) -> Contents:
    """Tries all that could keep weeks, by their Mondays, from being written; tells what lies where their files go.

    Raises:
        BadInput: calendars kept from earlier weeks are damaged.
        CannotWrite, FilledIn, Foreign, NotWritten: a place does not take the files.
    """
    seen: dict[Path, bytes | None] = {}
    for destination in weeks.values():
        seen |= destination.check(own_files(destination))
        check_not_filled_in([destination.book] if destination.book else [])
    for folder in {destination.calendars for destination in weeks.values()}:
        check_calendars(folder, weeks)
    return seen


def own_files(destination: Destination) -> Mapping[Path, Recognise]:
    """Where the week's files go, without calendars, and how each is told from a file of somebody else there."""
    own = {destination.out / name: recognise for name, recognise in OWN_FILES.items()}
    if destination.has_page:
        own[destination.out / PAGE_FILE] = is_made_page
    if destination.book:
        own[destination.book] = is_week_book
    return own


def write_week(
    week: PlannedWeek,
    destination: Destination,
    look: CalendarLook,
    secret: bytes,
    now: datetime,
    *,
    seen: Contents | None = None,
    page: PageMade = "drawn",
) -> Export:
    """Writes the week's files and calendars, all of them or none; tells what became of each calendar.

    ``seen`` is what lay where files go when planning began, as far as that matters. What there is to look at comes with
    the causes where they are not known yet; ``page`` tells how the page is made.

    Raises:
        Rescued: they could not be written there; the week's files without calendars lie where it says.
        BadInput: calendars kept from earlier weeks are damaged, and there is no other place either.
        NotWritten: a folder does not take the files, or they are not as they were ``seen``, and the same.
    """
    files = week_files(week)
    try:
        with held(*destination.folders):
            prepared = calendars_of(week.caseload, week.monday, week.schedule, destination.calendars, look, secret, now)
            places = {
                **inside(destination.out, files),
                **files_to_look_at(week, destination, prepared.export, page=page),
            }
            before = {place: content for place, content in (seen or {}).items() if place in places}
            write_files({**prepared.files, **places}, seen={**prepared.seen, **before})
    except (BadInput, NotWritten) as failure:
        raise rescued(failure, files, destination.out) from failure
    return prepared.export


def write_causes(week: PlannedWeek, destination: Destination, export: Export, *, page: PageMade = "drawn") -> None:
    """Writes what the week lacks and why, wherever that is told, in place of what was there, all of it or none.

    ``export`` is what became of its calendars; ``page`` tells how the page is made.

    Raises:
        NotWritten: the folder does not take the files, or has another schedule by now.
    """
    files = inside(destination.out, week_files(week))
    schedule = destination.out / SCHEDULE_FILE
    planned = files.pop(schedule)
    with held(*destination.folders):
        shown = files_to_look_at(week, destination, export, page=page)
        write_files({**files, **shown}, seen={schedule: planned})


def files_to_look_at(
    week: PlannedWeek, destination: Destination, export: Export, *, page: PageMade
) -> Mapping[Path, bytes]:
    """The page and the workbook of the week, those that are asked for, by where they go."""
    if not (destination.has_page or destination.book):
        return {}
    from scheduler.report.page.known import planned_week_files  # noqa: PLC0415  # only where it is asked for

    return planned_week_files(week, destination, export, page=page)


def calendars_of(
    caseload: Caseload, monday: date, schedule: Schedule, folder: Path, look: CalendarLook, secret: bytes, now: datetime
) -> PreparedExport:
    """The calendars of a week in a folder that may hold those of other weeks, not written yet; raises BadInput."""
    return prepare_export(
        caseload,
        schedule,
        folder,
        secret=secret,
        now=now,
        alarm_minutes=look.alarm_minutes,
        location=look.location,
        week=monday,
        per=look.per,
        pause_minutes=look.pause_minutes,
        remind=look.remind,
    )
