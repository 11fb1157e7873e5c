"""Ids: nobody has two, nobody shares one, and every id that is named is somebody's."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import chain

from scheduler.errors import Problem
from scheduler.tables.book import NOT_IDS_OF_THERAPISTS, Book, Register, checked
from scheduler.tables.cells import is_like_an_id, listed, shortened
from scheduler.tables.meant import closest, meant
from scheduler.tables.row import Row, Unreadable, column_of
from scheduler.tables.schema import (
    AbsenceRow,
    AppointmentRow,
    AvailabilityRow,
    GroupRow,
    KeepApartRow,
    LevelPlanRow,
    LevelRow,
    MeetingRow,
    MemberRow,
    PatientRow,
    Planned,
    PlanRow,
    ResourceRow,
    SessionTypeRow,
    TherapistRow,
)

_ANYBODY = (PatientRow, TherapistRow, ResourceRow)

# A field, and the tables that its ids may be from.
_NAMED: tuple[tuple[type[Row], str, tuple[type[Row], ...]], ...] = (
    (TherapistRow, "leads", (SessionTypeRow,)),
    (PatientRow, "level", (LevelRow,)),
    (PatientRow, "primary_therapist", (TherapistRow,)),
    (PlanRow, "patient", (PatientRow,)),
    (PlanRow, "session_type", (SessionTypeRow,)),
    (LevelPlanRow, "level", (LevelRow,)),
    (LevelPlanRow, "session_type", (SessionTypeRow,)),
    (GroupRow, "session_type", (SessionTypeRow,)),
    (GroupRow, "therapists", (TherapistRow,)),
    (MeetingRow, "group", (GroupRow,)),
    (MeetingRow, "therapists", (TherapistRow,)),
    (MeetingRow, "resources", (ResourceRow,)),
    (AvailabilityRow, "who", _ANYBODY),
    (KeepApartRow, "patient_a", (PatientRow,)),
    (KeepApartRow, "patient_b", (PatientRow,)),
    (AbsenceRow, "who", _ANYBODY),
    (AppointmentRow, "patient", (PatientRow,)),
    (AppointmentRow, "session_type", (SessionTypeRow,)),
    (AppointmentRow, "therapist", (TherapistRow,)),
    (AppointmentRow, "resource", (ResourceRow,)),
    (MemberRow, "group", (GroupRow,)),
    (MemberRow, "patient", (PatientRow,)),
)


def problems(book: Book) -> Iterator[Problem]:
    """Unknown, shared and reserved ids."""
    yield from _shared_ids(book)
    yield from checked(book, TherapistRow, _reserved_id)
    yield from checked(book, PlanRow, _unknown_plan_therapist)
    yield from checked(book, LevelPlanRow, _unknown_plan_therapist)
    for model, field, targets in _NAMED:
        yield from checked(book, model, partial(_unknown_ids, field=field, targets=targets))


def _shared_ids(book: Book) -> Iterator[Problem]:
    """Patients, therapists and resources share no id, and within any table an id is given once."""
    for models in ((LevelRow,), _ANYBODY, (SessionTypeRow,), (GroupRow,)):
        first: dict[tuple[object, ...], Row] = {}
        for row in chain.from_iterable(book.rows(model) for model in models):
            with suppress(Unreadable):
                # A level has a row for each week from which its limits change.
                key = (row.level, row.from_week) if isinstance(row, LevelRow) else (getattr(row, row.id_column),)
                if key in first:
                    yield _shared(row, first[key])
                first.setdefault(key, row)


def _shared(row: Row, first: Row) -> Problem:
    if isinstance(row, LevelRow):
        says = f"row {first.row} is of this level and from_week already"
        return row.fault("from_week", says, "Keep one of the two rows, or let one start in another week")
    where = f"row {first.row}" if first.table == row.table else f"row {first.row} of table {first.table}"
    return row.fault(row.id_column, f"{where} has this id already", "Give each its own id")


def _reserved_id(row: TherapistRow, _: Book) -> Iterator[Problem]:
    if row.therapist in NOT_IDS_OF_THERAPISTS:
        yield row.fault("therapist", "this word has a meaning of its own in plans", "Choose another id")


def _unknown_plan_therapist(row: Planned, book: Book) -> Iterator[Problem]:
    if book.planned_leader(row) in {None, *NOT_IDS_OF_THERAPISTS}:
        return
    if book.register(SessionTypeRow)[row.session_type].format == "one_to_one":
        yield from _unknown_ids(row, book, field="therapist", targets=(TherapistRow,))


def _unknown_ids(row: Row, book: Book, *, field: str, targets: tuple[type[Row], ...]) -> Iterator[Problem]:
    named: str | tuple[str, ...] | None = getattr(row, field)
    registers = [book.register(target) for target in targets]
    for key in (named,) if isinstance(named, str) else named or ():
        if not any(register.knows(key) for register in registers):
            yield _unknown(row, field, key, registers)


def _unknown(row: Row, field: str, key: str, registers: list[Register[Row]]) -> Problem:
    tables = [register.name for register in registers]
    known = list(chain.from_iterable(register.by_id for register in registers))
    is_alike = is_like_an_id(key) or bool(closest(key, known))
    if owner := next(filter(None, (register.id_of(key) for register in registers)), ""):
        says, fix = "this is a name, and not an id", f"Write the id, {owner!r}"
        return row.fault(column_of(type(row), field), says, fix, is_alike=False)
    return row.fault(
        column_of(type(row), field),
        f"{repr(shortened(key)) if is_alike else 'this id'} is not in table {listed(tables)}{meant(key, known)}",
        f"Correct the id, or add a row for it to {listed(tables)}",
        is_alike=is_alike,
    )
