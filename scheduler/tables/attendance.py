"""Table ``attendance``: who came to which session, and so what may be made up in the week after."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from scheduler.caseload import Caseload, Missed
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule, Session, session_id
from scheduler.tables.book import read_table
from scheduler.tables.meant import meant
from scheduler.tables.row import Row, Unreadable
from scheduler.tables.schedules import dates_as_in_ids, in_week_of
from scheduler.tables.schema import Date, Id, Margin, YesNo
from scheduler.tables.sources import sheet_of

# More sessions of one type than anybody has on a day.
MOST_A_DAY = 24


class AttendanceRow(Row):
    """Whether a patient came to a session."""

    table: ClassVar[str] = "attendance"
    required: ClassVar[bool] = False

    on: Date = Field(alias="date")
    session: Id
    patient: Id
    attended: YesNo
    minutes: Margin | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was missed in a week, by patient and date, and what is to be said about it, in sentences without names."""

    missed: tuple[Missed, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Week:
    """The week that attendance is told of; ``sessions`` are those of its schedule by id, None where it is not known."""

    caseload: Caseload
    monday: date
    sessions: dict[str, Session] | None


def read_attendance(
    source: Path, monday: date, caseload: Caseload | None, previous: Schedule | None = None
) -> Attendance:
    """What was missed in the week before, by a CSV file, a workbook, or a folder that holds ``attendance.csv``.

    Rows of other weeks are left out.

    Args:
        source: the file or folder.
        monday: first day of the week that is to be planned.
        caseload: whose patients they are; None to have the cells looked at alone.
        previous: a schedule of one week; of use where it is the week before.

    Raises:
        BadInput: with every problem of the table.
    """
    sheet = sheet_of(source, AttendanceRow.table)
    if sheet.problem:
        raise BadInput([sheet.problem])
    since = monday - timedelta(weeks=1)
    table, problems = read_table(AttendanceRow, sheet.lines, dates_as_in_ids(sheet.lines), in_week_of(since))
    if caseload is None:
        if problems:
            raise BadInput(problems)
        return Attendance((), ())
    week = _Week(caseload, since, _sessions(since, previous))
    rows = list(_rows_of(week, table.rows))
    for row in rows:
        with suppress(Unreadable):
            problems.extend(_problems(row, week))
    problems.extend(_repeated(rows))
    if problems:
        raise BadInput(problems)
    missed = [found for row in rows if (found := _missed(row, week))]
    return Attendance(tuple(sorted(missed)), tuple(_warnings(rows, week)))


def _sessions(monday: date, previous: Schedule | None) -> dict[str, Session] | None:
    """The sessions of the week, where the schedule is of that week."""
    held = [session for session in previous.sessions if _is_in_week(session.on, monday)] if previous else []
    return {session.session: session for session in held} or None


def _is_in_week(day: date, monday: date) -> bool:
    return monday <= day < monday + timedelta(weeks=1)


def _rows_of(week: _Week, rows: Iterable[AttendanceRow]) -> Iterator[AttendanceRow]:
    """The rows of the week, and those of which nobody knows the week."""
    for row in rows:
        try:
            if _is_in_week(row.on, week.monday):
                yield row
        except Unreadable:
            yield row


def _problems(row: AttendanceRow, week: _Week) -> Iterator[Problem]:
    if row.patient not in week.caseload.patients:
        says = f"there is no patient of this id{meant(row.patient, week.caseload.patients)}"
        yield row.fault("patient", says, "Correct the id, or take the row out if the patient has left")
        return
    session = _session(row, week)
    if session:
        yield from _against(row, session)
    elif not row.attended and row.minutes is None:
        yield row.fault("minutes", "the cell is blank, and nobody knows how long the session was", _way_out(row, week))


def _way_out(row: AttendanceRow, week: _Week) -> str:
    if week.sessions is None:
        return "Fill in the minutes that were missed, or give the schedule of that week with --previous"
    hint = meant(row.session, week.sessions)
    return f"Fill in the minutes that were missed, or take the session's id from the earlier schedule{hint}"


def _against(row: AttendanceRow, session: Session) -> Iterator[Problem]:
    """What the row says otherwise than the earlier schedule."""
    if row.on != session.on:
        yield row.fault("date", f"the earlier schedule has this session on {session.on}", "Correct the date or the id")
    elif row.patient not in session.patients:
        says = "the patient is not in this session of the earlier schedule"
        yield row.fault("patient", says, "Correct the patient or the session")
    if row.minutes is not None and row.minutes > session.minutes:
        says = f"these are more minutes than the {session.minutes} of the session"
        yield row.fault("minutes", says, "Correct them, or leave the cell blank for all of the session")


def _repeated(rows: Iterable[AttendanceRow]) -> Iterator[Problem]:
    first: dict[tuple[date, str, str], int] = {}
    for row in rows:
        with suppress(Unreadable):
            key = row.on, row.session, row.patient
            if key in first:
                says = f"the patient has a row for this session already, row {first[key]}"
                yield row.fault("patient", says, "Keep one of the two rows")
            first.setdefault(key, row.row)


def _missed(row: AttendanceRow, week: _Week) -> Missed | None:
    """What the row says was missed of care that counts; None where that is nothing."""
    session = _session(row, week)
    kind = week.caseload.session_types.get(_session_type(row, week) or "")
    minutes = session.minutes if session and row.minutes is None else row.minutes
    if row.attended or not minutes or (kind and not kind.counts):
        return None
    return Missed(row.patient, row.on, minutes, row=row.row)


def _session(row: AttendanceRow, week: _Week) -> Session | None:
    return week.sessions.get(row.session) if week.sessions else None


def _session_type(row: AttendanceRow, week: _Week) -> str | None:
    """The type of the row's session: as the earlier schedule says, else as the id says."""
    session = _session(row, week)
    if session:
        return session.session_type
    tail = row.session.rpartition(".")[2]
    orders = [int(tail)] if tail.isdecimal() else range(1, MOST_A_DAY + 1)
    for order in orders:
        for group in week.caseload.groups.values():
            if row.session == session_id(row.on, group.session_type, group.group, order, is_group=True):
                return group.session_type
        for name in week.caseload.session_types:
            if row.session == session_id(row.on, name, row.patient, order, is_group=False):
                return name
    return None


def _warnings(rows: Iterable[AttendanceRow], week: _Week) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        yield f"attendance: no row is of the week of {week.monday}, the week before, so nothing is made up"
    for row in rows:
        if not row.attended and row.minutes and _session_type(row, week) is None:
            yield (
                f"attendance, row {row.row}: the type of this session is not known, so its minutes are taken for care "
                "that counts; the schedule of that week, given with --previous, would tell"
            )
