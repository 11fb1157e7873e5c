"""The table of a schedule, in and out, also after a spreadsheet has saved it again in its own ways."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule, Session
from scheduler.tables import cells
from scheduler.tables.book import read_table
from scheduler.tables.row import Row, Unreadable, columns_of
from scheduler.tables.rows import Date, Id, Ids, ModeOfGroup, OneOrMore
from scheduler.tables.sources import sheet_of
from scheduler.tables.writing import table_csv
from scheduler.times import clock

SCHEDULE = "schedule"

_AM_PM = re.compile(r"(0?[1-9]|1[0-2]):([0-5][0-9])(?::00)?\s?([ap])m", re.IGNORECASE)
# What a column of numbers becomes where a program keeps blank cells as a kind of decimal number.
_NUMBER_AS_DECIMAL = re.compile(r"([0-9]+)\.0+")
_NUMBERS = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})")


def _clock_of_24(cell: str) -> str:
    found = _AM_PM.fullmatch(cell)
    if not found:
        return cell
    is_afternoon = found[3].lower() == "p"
    return f"{int(found[1]) % 12 + 12 * is_afternoon}:{found[2]}"


Start = Annotated[int, PlainValidator(lambda cell: cells.start(_clock_of_24(cell)))]
End = Annotated[int, PlainValidator(lambda cell: cells.end(_clock_of_24(cell)))]


class SessionRow(Row):
    """One session of a schedule."""

    table: ClassVar[str] = SCHEDULE

    session: Id
    on: Date = Field(alias="date")
    start: Start
    end: End
    session_type: Id
    group: Id | None = None
    meeting: OneOrMore | None = None
    therapists: Ids = ()
    resources: Ids = ()
    mode: ModeOfGroup
    patients: Ids = ()


def schedule_csv(schedule: Schedule) -> bytes:
    """The schedule as the table ``schedule``, one row a session."""
    return table_csv(tuple(columns_of(SessionRow)), (_written(session) for session in schedule.sessions))


def _written(session: Session) -> dict[str, str]:
    return {
        "session": session.session,
        "date": session.on.isoformat(),
        "start": clock(session.start),
        "end": clock(session.end),
        "session_type": session.session_type,
        "group": session.group or "",
        "meeting": "" if session.meeting is None else str(session.meeting),
        "therapists": ";".join(session.therapists),
        "resources": ";".join(session.resources),
        "mode": session.mode,
        "patients": ";".join(session.patients),
    }


def read_schedule(source: Path, caseload: Caseload | None = None) -> Schedule:
    """The schedule of a CSV file, a workbook, or a folder that holds ``schedule.csv``.

    Whether it fits a caseload is not asked here. Unlike a caseload's, its times may have ``AM`` and ``PM`` and its
    dates be as ``3/9/2026`` or ``09.03.2026``, where only one reading puts all of them in one week; and an id may be
    as ``101.0``, which is ``101`` unless the caseload knows it as it stands.

    Args:
        source: the file or folder.
        caseload: whose schedule it is said to be.

    Raises:
        BadInput: with every cell that cannot be read.
    """
    sheet = sheet_of(source, SCHEDULE)
    if sheet.problem:
        raise BadInput([sheet.problem])
    table, problems = read_table(SessionRow, _with_iso_dates(sheet.lines))
    for row in table.rows:
        with suppress(Unreadable):
            problems.extend(_ends_before_it_starts(row))
    if problems:
        raise BadInput(problems)
    known = frozenset() if caseload is None else _ids_of(caseload)
    return Schedule.of(_session(row, known) for row in table.rows)


def read_week(source: Path, caseload: Caseload | None = None) -> Schedule:
    """The schedule of one week, read as ``read_schedule`` does; problems tell the file instead of the table.

    Raises:
        BadInput: with every cell that cannot be read, or where its dates are of several weeks.
    """
    try:
        schedule = read_schedule(source, caseload)
    except BadInput as bad:
        raise BadInput([replace(problem, table=str(source)) for problem in bad.problems]) from None
    sessions = schedule.sessions
    mondays = [session.on - timedelta(days=session.on.weekday()) for session in sessions]
    others = [session for session, monday in zip(sessions, mondays, strict=True) if monday != mondays[0]]
    if others:
        says, fix = f"this is another week than that of {mondays[0]}", "Give a schedule of one week"
        raise BadInput([Problem(str(source), others[0].row, "date", others[0].on.isoformat(), says, fix)])
    return schedule


def _ends_before_it_starts(row: SessionRow) -> Iterable[Problem]:
    if row.end <= row.start:
        yield row.fault("end", f"the session does not end after its start, {clock(row.start)}", "Give a later end")


def _ids_of(caseload: Caseload) -> frozenset[str]:
    return frozenset().union(
        caseload.session_types, caseload.groups, caseload.therapists, caseload.resources, caseload.patients
    )


def _session(row: SessionRow, known: Collection[str]) -> Session:
    def as_id(cell: str) -> str:
        number = _NUMBER_AS_DECIMAL.fullmatch(cell)
        return number[1] if number and cell not in known else cell

    return Session(
        session=row.session,
        on=row.on,
        start=row.start,
        end=row.end,
        session_type=as_id(row.session_type),
        group=row.group and as_id(row.group),
        meeting=row.meeting,
        therapists=tuple(sorted(map(as_id, row.therapists))),
        resources=tuple(sorted(map(as_id, row.resources))),
        mode=row.mode,
        patients=tuple(sorted(map(as_id, row.patients))),
        row=row.row,
    )


def _with_iso_dates(lines: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The same lines, dates in a spreadsheet's own order of day and month written as a caseload's are."""
    if not lines or "date" not in lines[0]:
        return lines
    place = lines[0].index("date")
    written = {line[place] for line in lines[1:] if len(line) > place and line[place]}
    iso = _iso_dates(written)
    return tuple(
        (*line[:place], iso.get(line[place], line[place]), *line[place + 1 :]) if len(line) > place else line
        for line in lines
    )


def _iso_dates(written: set[str]) -> dict[str, str]:
    """The dates in the one reading that puts all of them in one week; none where more readings or no reading do."""
    readings: list[dict[str, str]] = []
    for order in ("dmy", "mdy"):
        days = {cell: day for cell in written if (day := _day(cell, order))}
        mondays = {day - timedelta(days=day.weekday()) for day in days.values()}
        reading = {cell: day.isoformat() for cell, day in days.items()}
        if len(days) == len(written) and len(mondays) == 1 and reading not in readings:
            readings.append(reading)
    return readings[0] if len(readings) == 1 else {}


def _day(cell: str, order: str) -> date | None:
    found = _NUMBERS.fullmatch(cell)
    if not found:
        return None
    numbers, between = (found[1], found[3], found[4]), found[2]
    if len(found[1]) == 4:
        order = "ymd"
    elif between == ".":
        order = "dmy"
    by_letter = {letter: int(number) for letter, number in zip(order, numbers, strict=True)}
    year = by_letter["y"] + (2000 if by_letter["y"] < 100 else 0)
    try:
        return date(year, by_letter["m"], by_letter["d"])
    except ValueError:
        return None
