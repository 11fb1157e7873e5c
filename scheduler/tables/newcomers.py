"""Patients who are not in the caseload yet: a row of their own, or a waiting list."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.tables.book import read_table
from scheduler.tables.cells import CellFault, days
from scheduler.tables.meant import meant
from scheduler.tables.row import Unreadable
from scheduler.tables.schema import Id, OneOrMore, PatientRow, Text
from scheduler.tables.sources import sheet_of
from scheduler.times import MINUTES_A_DAY, Window


class NewcomerRow(PatientRow):
    """A patient as in table ``patients``, with a rank, whose plan is like that of a patient, and busy hours."""

    table: ClassVar[str] = "waitlist"

    rank: OneOrMore | None = None
    like: Id | None = None
    busy: Text = ""


def read_newcomers(source: Path, caseload: Caseload | None) -> tuple[NewcomerRow, ...]:
    """The rows of a CSV file or workbook, by rank; those without one come last.

    Args:
        source: the file.
        caseload: whose new patients they are; None to have the cells looked at alone.

    Raises:
        BadInput: with every problem of the table.
    """
    sheet = sheet_of(source, NewcomerRow.table)
    if sheet.problem:
        raise BadInput([sheet.problem])
    table, problems = read_table(NewcomerRow, sheet.lines)
    for row in table.rows:
        with suppress(Unreadable):
            problems.extend(_is_busy(row))
        with suppress(Unreadable):
            problems.extend(_refers(row, caseload) if caseload else ())
    problems.extend(_repeated(table.rows))
    if not table.rows and not problems:
        problems.append(Problem(NewcomerRow.table, 0, "", "", "it has no rows", "Write a row for each patient"))
    if problems:
        raise BadInput(problems)
    return tuple(sorted(table.rows, key=lambda row: (row.rank is None, row.rank or 0, row.patient)))


def busy_hours(text: str) -> tuple[tuple[tuple[int, ...], Window], ...]:
    """Weekdays and hours of ``mon-fri 08:00-17:00; sat 09:00-12:00``.

    Raises:
        ValueError: it is not written so.
    """
    found = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        day, _, hours = part.rpartition(" ")
        start, _, end = hours.partition("-")
        try:
            found.append((days(day), Window(_minute(start), _minute(end))))
        except (CellFault, ValueError) as fault:
            raise ValueError(part) from fault
    return tuple(found)


def _minute(clock: str) -> int:
    hour, minute = (int(part) for part in clock.strip().split(":"))
    if not 0 <= minute < 60 or not 0 <= 60 * hour + minute <= MINUTES_A_DAY:
        raise ValueError(clock)
    return 60 * hour + minute


def _refers(row: NewcomerRow, caseload: Caseload) -> Iterator[Problem]:
    """That what the row names is in the caseload, and the patient is not."""
    if row.patient in {*caseload.patients, *caseload.therapists, *caseload.resources}:
        yield row.fault("patient", "the caseload has this id already", "Give the new patient another one")
    if row.level not in caseload.levels:
        says = f"there is no level of this name{meant(row.level, caseload.levels)}"
        yield row.fault("level", says, "Name a level of the table levels")
    if row.primary_therapist is not None and row.primary_therapist not in caseload.therapists:
        says = f"there is no therapist of this id{meant(row.primary_therapist, caseload.therapists)}"
        yield row.fault("primary_therapist", says, "Name a therapist of the caseload, or leave the cell blank")
    if row.like is not None and row.like not in caseload.patients:
        says = f"there is no patient of this id{meant(row.like, caseload.patients)}"
        yield row.fault("like", says, "Name a patient of the caseload whose plan is meant")
    if row.admitted and row.discharged and row.discharged < row.admitted:
        yield row.fault("discharged", "the stay ends before it begins", "Correct one of the two dates")


def _is_busy(row: NewcomerRow) -> Iterator[Problem]:
    try:
        busy_hours(row.busy)
    except ValueError:
        says = "these are no busy hours"
        yield row.fault("busy", says, "Write days and hours, such as mon-fri 08:00-17:00; several with ;")


def _repeated(rows: Iterable[NewcomerRow]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        with suppress(Unreadable):
            if row.patient in first:
                says = f"this patient has a row already, row {first[row.patient]}"
                yield row.fault("patient", says, "Keep one of the two rows")
            first.setdefault(row.patient, row.row)
