"""The table of a schedule, in and out, also after a spreadsheet has saved it again in its own ways."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule, Session
from scheduler.tables.book import read_table
from scheduler.tables.dates import Reading, Tells, are_in_one_week
from scheduler.tables.header import headings
from scheduler.tables.row import Row, Unreadable, columns_of
from scheduler.tables.schema import Date, End, Id, Ids, ModeOfGroup, OneOrMore, Start
from scheduler.tables.sheet import Sheet
from scheduler.tables.sources import sheet_of
from scheduler.tables.writing import table_csv
from scheduler.times import clock, monday_of

SCHEDULE = "schedule"

# What a column of numbers becomes where a program keeps blank cells as a kind of decimal number.
_NUMBER_AS_DECIMAL = re.compile(r"([0-9]+)\.0+")


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


SCHEDULE_COLUMNS = tuple(columns_of(SessionRow))


def schedule_csv(schedule: Schedule) -> bytes:
    """The schedule as the table ``schedule``, one row a session."""
    return table_csv(SCHEDULE_COLUMNS, schedule_rows(schedule))


def schedule_rows(schedule: Schedule) -> list[dict[str, str]]:
    """The rows of the table ``schedule``, one a session, as text by column."""
    return [_written(session) for session in schedule.sessions]


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


def read_schedule(source: Path, caseload: Caseload | None = None, monday: date | None = None) -> Schedule:
    """The schedule of a CSV file, a workbook, or a folder that holds ``schedule.csv``.

    Whether it fits a caseload is not asked here. Of two readings of its dates, such as ``3/9/2026``, that one is meant
    which puts all of them into one week, or which the ids of its sessions tell, or which lies in the week in question.
    An id may be as ``101.0``, which is ``101`` unless the caseload knows it as it stands.

    Args:
        source: the file or folder.
        caseload: whose schedule it is said to be.
        monday: first day of the week in question, where there is one.

    Raises:
        BadInput: with every cell that cannot be read.
    """
    return schedule_of(sheet_of(source, SCHEDULE), caseload, monday)


def schedule_of(sheet: Sheet, caseload: Caseload | None = None, monday: date | None = None) -> Schedule:
    """The schedule of these cells, as ``read_schedule`` reads them; raises BadInput too."""
    if sheet.problem:
        raise BadInput([sheet.problem])
    tells = (are_in_one_week, dates_as_in_ids(sheet.lines), in_week_of(monday))
    table, problems = read_table(SessionRow, sheet.lines, *tells)
    for row in table.rows:
        with suppress(Unreadable):
            problems.extend(_ends_before_it_starts(row))
    if problems:
        raise BadInput(problems)
    known = frozenset() if caseload is None else _ids_of(caseload)
    return Schedule.of(_session(row, known) for row in table.rows)


def read_week(source: Path, caseload: Caseload | None = None, monday: date | None = None) -> Schedule:
    """The schedule of one week, read as ``read_schedule`` does; problems tell the file instead of the table.

    Raises:
        BadInput: with every cell that cannot be read, or where its dates are of several weeks.
    """
    try:
        schedule = read_schedule(source, caseload, monday)
    except BadInput as bad:
        raise BadInput([replace(problem, table=str(source)) for problem in bad.problems]) from None
    sessions = schedule.sessions
    mondays = [monday_of(session.on) for session in sessions]
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


def dates_as_in_ids(lines: Iterable[tuple[str, ...]]) -> Tells:
    """Whether a reading of the dates of a table is that of the ids of its sessions, which begin with their date."""
    header, *rows = [*lines] or [()]
    names = headings(header)
    places = [names.index(column) for column in ("date", "session") if column in names]

    def tells(reading: Reading) -> bool:
        pairs = [[line[place] for place in places] for line in rows if max(places) < len(line)]
        return any(day in reading and name.startswith(f"{reading[day]:%Y%m%d}.") for day, name in pairs)

    return tells if len(places) == 2 else lambda _: True


def in_week_of(monday: date | None) -> Tells:
    """Whether a reading of dates puts one of them into this week; any reading does where it is None."""

    def tells(reading: Reading) -> bool:
        return monday is None or any(monday <= day < monday + timedelta(weeks=1) for day in reading.values())

    return tells
