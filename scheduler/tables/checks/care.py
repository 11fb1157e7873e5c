"""Levels of care, types of session, patients, and what is planned for them."""

from collections.abc import Iterator
from functools import partial

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked, repeated
from scheduler.tables.cells import has_comma, is_like_an_id, shortened
from scheduler.tables.meant import meant
from scheduler.tables.row import Row
from scheduler.tables.schema import (
    LevelPlanRow,
    LevelRow,
    PatientRow,
    Planned,
    PlanRow,
    ResourceRow,
    SessionTypeRow,
    TherapistRow,
)


def problems(book: Book) -> Iterator[Problem]:
    """Limits that leave nothing between them, and care that nobody could give."""
    yield from checked(
        book,
        LevelRow,
        partial(_room_between, low="min_hours_week", high="max_hours_week"),
        partial(_room_between, low="min_days_week", high="max_days_week"),
        partial(_room_between, low="min_hours_day", high="max_hours_day"),
        _level_has_first_week,
    )
    yield from checked(book, SessionTypeRow, _size_of_one, _size_of_group, _sizes_in_order, _kinds_exist)
    yield from checked(book, PatientRow, _stay_in_order, _hours_in_order)
    yield from repeated(book, PlanRow, "patient", "session_type", what="this type of this patient")
    yield from checked(book, PlanRow, _sessions_in_order, _somebody_leads, _own_leader)
    yield from repeated(book, LevelPlanRow, "level", "session_type", what="this type of this level")
    yield from checked(book, LevelPlanRow, _sessions_in_order, _somebody_leads, _leaders_of_level)


def _room_between(row: Row, _: Book, *, low: str, high: str) -> Iterator[Problem]:
    least, most = getattr(row, low), getattr(row, high)
    if least is not None and most is not None and least > most:
        says = f"the minimum is more than the maximum in {high}, {row.written(high)}"
        yield row.fault(low, says, "Lower the minimum or raise the maximum")


def _hours_in_order(row: PatientRow, book: Book) -> Iterator[Problem]:
    yield from _room_between(row, book, low="min_hours_week", high="max_hours_week")


def _sessions_in_order(row: Planned, book: Book) -> Iterator[Problem]:
    yield from _room_between(row, book, low="sessions_min", high="sessions_max")


def _level_has_first_week(row: LevelRow, book: Book) -> Iterator[Problem]:
    rows = [other for other in book.all_rows(LevelRow) if other.level == row.level]
    if row is rows[0] and all(other.from_week > 1 for other in rows):
        says = "no row of this level holds from the first week on"
        yield row.fault("from_week", says, "Add a row of this level with from_week 1")


def _size_of_one(row: SessionTypeRow, _: Book) -> Iterator[Problem]:
    if row.format == "one_to_one":
        for column, size in (("min_size", row.min_size), ("max_size", row.max_size)):
            if size not in {1, None}:
                yield row.fault(column, "a one_to_one session has one patient", "Write 1 or leave the cell blank")


def _size_of_group(row: SessionTypeRow, _: Book) -> Iterator[Problem]:
    if row.format == "group" and row.max_size is None:
        yield row.fault("max_size", "a group type must say how many patients at most", "Give the largest size")


def _sizes_in_order(row: SessionTypeRow, book: Book) -> Iterator[Problem]:
    if row.format == "group":
        yield from _room_between(row, book, low="min_size", high="max_size")


def _kinds_exist(row: SessionTypeRow, book: Book) -> Iterator[Problem]:
    kinds = frozenset[str]().union(*(resource.kind for resource in book.all_rows(ResourceRow)))
    for kind in sorted(row.resources - kinds):
        hint = meant(kind, kinds)
        is_alike = bool(hint) or is_like_an_id(kind)
        comma = "; several kinds are separated by ';'" if has_comma(kind) else ""
        says = f"no resource is of {f'the kind {shortened(kind)!r}' if is_alike else 'this kind'}{hint}{comma}"
        fix = "Correct the kind, or add a resource of it to table resources"
        yield row.fault("resources", says, fix, is_alike=is_alike)


def _stay_in_order(row: PatientRow, _: Book) -> Iterator[Problem]:
    if row.admitted and row.discharged and row.discharged < row.admitted:
        says = f"the last day of the stay is before the first, {row.admitted}"
        yield row.fault("discharged", says, "Give the date of admission or a later one")


def _somebody_leads(row: Planned, book: Book) -> Iterator[Problem]:
    if not book.register(SessionTypeRow).knows(row.session_type):
        return
    if not any(book.leads(therapist, row.session_type) for therapist in book.all_rows(TherapistRow)):
        says = "no therapist leads sessions of this type"
        yield row.fault("session_type", says, "Add the type to leads in table therapists, or take it off the plan")


def _own_leader(row: PlanRow, book: Book) -> Iterator[Problem]:
    yield from _leader(row, book.register(PatientRow)[row.patient], book, "the patient")


def _leaders_of_level(row: LevelPlanRow, book: Book) -> Iterator[Problem]:
    """The first fault of those who lead for the patients of the level; the others are told once it is mended."""
    patients = sorted(patient for patient, _ in (key for key, plan in book.plans.items() if plan is row))
    for patient in patients:
        found = [*_leader(row, book.register(PatientRow)[patient], book, f"patient {patient}")]
        if found:
            yield found[0]
            return


def _leader(row: Planned, patient: PatientRow, book: Book, whose: str) -> Iterator[Problem]:
    """Whoever is to lead a patient's sessions exists and leads their type."""
    named = book.planned_leader(row)
    if book.register(SessionTypeRow)[row.session_type].format == "group" or named == "any":
        return
    if named == "primary" and not patient.primary_therapist:
        yield row.fault(
            "therapist",
            f"{whose} has no primary therapist",
            "Give the patient's primary_therapist in table patients, or write any or a therapist's id here",
        )
    is_primary = named in {None, "primary"}
    therapist = patient.primary_therapist if is_primary else named
    if therapist and not book.leads(book.register(TherapistRow)[therapist], row.session_type):
        of_whom = "" if whose == "the patient" else f" of {whose}"
        who = f"the primary therapist{of_whom}" if is_primary else "the therapist"
        says = f"{who}, {therapist!r}, does not lead sessions of the type {row.session_type!r}"
        yield row.fault("therapist", says, "Write any or another therapist's id, or add the type to the leads")
