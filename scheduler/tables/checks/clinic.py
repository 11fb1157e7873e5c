"""The clinic's settings, and when it is open."""

from collections.abc import Callable, Iterator, Mapping

from scheduler.errors import Problem
from scheduler.tables import cells
from scheduler.tables.book import Book, checked, repeated
from scheduler.tables.meant import closest, meant
from scheduler.tables.row import Unreadable
from scheduler.tables.schema import ClinicRow

SETTINGS: Mapping[str, Callable[[str], object]] = {
    "timezone": cells.timezone,
    "grid_minutes": cells.whole(1, 1440),
    "calendar_title": cells.text,
    "calendar_title_remote": cells.text,
}


def problems(book: Book) -> Iterator[Problem]:
    """Unknown, repeated, missing and bad settings."""
    yield from repeated(book, ClinicRow, "setting", what="the setting")
    yield from checked(book, ClinicRow, _known_setting, _readable_setting)
    yield from _timezone_missing(book)


def _known_setting(row: ClinicRow, _: Book) -> Iterator[Problem]:
    if row.setting not in SETTINGS:
        says = f"there is no setting of this name{meant(row.setting, SETTINGS)}"
        is_alike = bool(closest(row.setting, SETTINGS))
        yield row.fault("setting", says, f"The settings are {', '.join(SETTINGS)}", is_alike=is_alike)


def _readable_setting(row: ClinicRow, _: Book) -> Iterator[Problem]:
    if row.setting not in SETTINGS or not row.value:
        return
    try:
        SETTINGS[row.setting](row.value)
    except cells.CellFault as fault:
        yield row.fault("value", f"{row.setting}: {fault.says}", fault.fix, is_alike=fault.is_alike)


def _timezone_missing(book: Book) -> Iterator[Problem]:
    try:
        rows = [row for row in book.all_rows(ClinicRow) if row.setting == "timezone"]
        is_given = any(row.value for row in rows)
    except Unreadable:
        return
    misspelt = any(closest(row.setting, SETTINGS) == "timezone" for row in book.rows(ClinicRow))
    fix = "Give the name of the clinic's time zone, such as America/Chicago"
    if rows and not is_given:
        yield rows[0].fault("value", "the time zone is blank, and there is no default", fix)
    elif not rows and not misspelt:
        yield Problem("clinic", 0, "setting", "", "the setting timezone is missing", fix)
