"""What levels and plans ask for, and the timetable and the plans themselves can never give."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from scheduler.errors import Problem
from scheduler.tables.book import Book
from scheduler.tables.checks.groups import minutes_of
from scheduler.tables.row import Unreadable
from scheduler.tables.schema import (
    GroupRow,
    LevelPlanRow,
    LevelRow,
    MeetingRow,
    PatientRow,
    Planned,
    PlanRow,
    SessionTypeRow,
)
from scheduler.times import hours


@dataclass(frozen=True, slots=True)
class _Type:
    """What a week can hold of a session type: how many meetings (None: any number of sessions), each how long."""

    meetings: int | None
    minutes: int


def warnings(book: Book) -> Iterator[Problem]:
    """Meetings that were surely meant for several days, sessions without meetings, hours beyond the plans."""
    for check in (_one_of_several_days, _fewer_meetings, _hours_beyond_plans):
        with suppress(Unreadable):
            yield from check(book, _Types(book))


class _Types:
    """What a week can hold of each session type; raises Unreadable for one that no table has."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[str, _Type] = {}

    def __getitem__(self, session_type: str) -> _Type:
        if session_type not in self._known:
            self._known[session_type] = _type(self._book.register(SessionTypeRow)[session_type], self._book)
        return self._known[session_type]


def _type(row: SessionTypeRow, book: Book) -> _Type:
    if row.format != "group":
        return _Type(None, row.minutes if row.counts else 0)
    groups = [group for group in book.all_rows(GroupRow) if group.session_type == row.session_type]
    longest = max((minutes_of(group, book) for group in groups), default=0)
    return _Type(sum(_meetings(group, book) for group in groups), longest if row.counts else 0)


def _rows_of(group: GroupRow, book: Book) -> list[MeetingRow]:
    return [row for row in book.all_rows(MeetingRow) if row.group == group.group]


def _meetings(group: GroupRow, book: Book) -> int:
    """How many meetings the group has in a week at most."""
    return len(_rows_of(group, book)) or 1 if group.meetings_per_week is None else group.meetings_per_week


def _most_planned(book: Book) -> Mapping[str, int]:
    """The most sessions of each type that anybody needs in a week."""
    most: dict[str, int] = {}
    for (_, session_type), plan in book.plans.items():
        most[session_type] = max(plan.sessions_min, most.get(session_type, 0))
    return most


def _one_of_several_days(book: Book, types: _Types) -> Iterator[Problem]:
    """A row of several days is one meeting; where more are wanted than there are rows, each day was meant."""
    most = _most_planned(book)
    for group in book.all_rows(GroupRow):
        rows = _rows_of(group, book)
        of_type = types[group.session_type]
        free = _meetings(group, book) - len(rows)
        is_short = of_type.meetings is not None and most.get(group.session_type, 0) > of_type.meetings
        if free <= 0 and not is_short:
            continue
        more = f"; {group.group!r} may have {free} more a week, at any time" if free > 0 else ""
        for row in rows:
            if row.day is not None and len(row.day) > 1:
                says = f"this row is one meeting only, on one of these days{more}"
                yield row.fault("day", says, "To meet on each of the days, write a row for each")


def _fewer_meetings(book: Book, types: _Types) -> Iterator[Problem]:
    """A plan that needs more sessions of a group type than there are meetings of it."""
    rows: tuple[Planned, ...] = (*book.all_rows(LevelPlanRow), *book.all_rows(PlanRow))
    for row in rows:
        meetings = types[row.session_type].meetings
        if meetings is not None and row.sessions_min > meetings:
            says = f"a week has {meetings} meetings of groups of this type at most, and so somebody falls short"
            fix = "Add rows to table meetings, raise meetings_per_week in table groups, or lower this"
            yield row.fault("sessions_min", says, fix)


def _hours_beyond_plans(book: Book, types: _Types) -> Iterator[Problem]:
    """A minimum of hours that a patient's plan does not hold, even in a week in which all of it is due."""
    planned = _planned_minutes(book, types)
    told: set[str] = set()
    for patient in sorted(book.all_rows(PatientRow), key=lambda row: row.patient):
        limit = patient if patient.min_hours_week is not None else _lowest(patient.level, book)
        most = planned.get(patient.patient, 0)
        is_told = isinstance(limit, LevelRow) and limit.level in told
        if most is None or most >= (limit.min_hours_week or 0) or is_told:
            continue
        if isinstance(limit, LevelRow):
            told.add(limit.level)
        says = f"the plan of patient {patient.patient!r} has {hours(most)} of sessions that count a week at most"
        fix = "Raise sessions_max or add session types in table level_plans or plans, or lower the hours"
        yield limit.fault("min_hours_week", says, fix)


def _planned_minutes(book: Book, types: _Types) -> Mapping[str, int | None]:
    """The most counted minutes of each patient's plan in a week; None where the plan sets no limit."""
    planned: dict[str, int | None] = {}
    for (patient, session_type), plan in book.plans.items():
        found, before = types[session_type], planned.get(patient, 0)
        most = plan.sessions_max
        if most is None and found.meetings is None:
            most = plan.sessions_min
        is_open = before is None or (most is None and found.minutes)
        planned[patient] = None if is_open else (before or 0) + (most or 0) * found.minutes
    return planned


def _lowest(level: str, book: Book) -> LevelRow:
    """The row of a level with the fewest hours."""
    known = book.register(LevelRow)[level].level
    rows = [row for row in book.all_rows(LevelRow) if row.level == known]
    return min(rows, key=lambda row: row.min_hours_week)
