"""Reads a caseload from a folder of CSV files or from a workbook."""

from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.tables.book import Book, book_of
from scheduler.tables.checks import problems, warnings
from scheduler.tables.facts import caseload_of
from scheduler.tables.rows import MODELS
from scheduler.tables.sources import sheets_of

_NAMES = frozenset(model.table for model in MODELS)


def read_caseload(source: Path) -> Caseload:
    """The caseload of a folder or workbook, the same whatever the order of rows and columns.

    Raises:
        BadInput: with every problem of all tables.
    """
    book, found = _book(source)
    found.extend(problems(book))
    if found:
        raise BadInput(found)
    return caseload_of(book)


def read_warnings(source: Path) -> tuple[Problem, ...]:
    """What tables without problems allow but surely do not mean, as far as it can be seen without a week.

    Raises:
        BadInput: where the source cannot be read.
    """
    return tuple(sorted(warnings(_book(source)[0])))


def _book(source: Path) -> tuple[Book, list[Problem]]:
    """The book of a source, and the problems of its cells and headers."""
    others: list[str] = []

    def is_table(name: str) -> bool:
        if name not in _NAMES:
            others.append(name)
        return name in _NAMES

    sheets, found = sheets_of(source, is_table)
    if found:
        raise BadInput(found)
    return book_of(sheets, others)
