"""Windows and dates: each begins before it ends, and families are only asked of patients."""

from collections.abc import Iterator

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked
from scheduler.tables.schema import (
    AbsenceRow,
    AvailabilityRow,
    ClosureRow,
    OpeningRow,
    ResourceRow,
    TherapistRow,
)


def problems(book: Book) -> Iterator[Problem]:
    """Windows and stretches of dates that hold nothing, and families of those who have none."""
    yield from checked(book, OpeningRow, _ends_later)
    yield from checked(book, ClosureRow, _both_or_neither, _ends_later)
    yield from checked(book, AvailabilityRow, _both_or_neither, _ends_later, _dates_in_order, _family_of_a_patient)
    yield from checked(book, AbsenceRow, _both_or_neither, _ends_later, _dates_in_order, _family_of_a_patient)


def _both_or_neither(row: ClosureRow | AvailabilityRow | AbsenceRow, _: Book) -> Iterator[Problem]:
    if (row.start is None) != (row.end is None):
        given, blank = ("start", "end") if row.end is None else ("end", "start")
        yield row.fault(blank, f"{given} is given and {blank} is not", "Give both, or neither for the whole day")


def _ends_later(row: OpeningRow | ClosureRow | AvailabilityRow | AbsenceRow, _: Book) -> Iterator[Problem]:
    if row.start is None or row.end is None or row.start < row.end:
        return
    if row.end == 0:
        yield row.fault("end", "00:00 is the start of the day, before the start", "Write 24:00 for midnight as an end")
    elif row.start == row.end:
        yield row.fault("end", "the end is the start, which leaves no time", "Give a later end")
    else:
        yield row.fault(
            "end",
            f"the end is before the start, {row.written('start')}",
            "Give a later end, or write a night shift as two rows: one to 24:00, and one from 00:00 on the next day",
        )


def _dates_in_order(row: AvailabilityRow | AbsenceRow, _: Book) -> Iterator[Problem]:
    if row.first is not None and row.until is not None and row.until < row.first:
        yield row.fault(
            "until", f"the last date is before the first, {row.first}", "Give the first date or a later one"
        )


def _family_of_a_patient(row: AvailabilityRow | AbsenceRow, book: Book) -> Iterator[Problem]:
    others = (book.register(TherapistRow), book.register(ResourceRow))
    if row.party == "family" and any(row.who in other.by_id for other in others):
        yield row.fault("party", "only patients have a family here", "Write self, or the id of a patient in who")
