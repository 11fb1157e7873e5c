"""What the rows of a caseload must be true of together, beyond what each cell says by itself."""

from collections.abc import Iterator

from scheduler.errors import Problem
from scheduler.tables.book import Book
from scheduler.tables.checks import agreements, care, clinic, groups, references, timetable
from scheduler.tables.checks.warnings import warnings

__all__ = ["problems", "warnings"]


def problems(book: Book) -> Iterator[Problem]:
    """Every problem between cells, rows and tables."""
    for checks in (clinic, references, care, groups, timetable, agreements):
        yield from checks.problems(book)
