"""Reads a caseload from a folder of CSV files or from a workbook."""

from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.errors import BadInput
from scheduler.tables.book import book_of
from scheduler.tables.checks import problems
from scheduler.tables.facts import caseload_of
from scheduler.tables.rows import MODELS
from scheduler.tables.sources import sheets_of

_NAMES = frozenset(model.table for model in MODELS)


def read_caseload(source: Path) -> Caseload:
    """The caseload of a folder or workbook, the same whatever the order of rows and columns.

    Raises:
        BadInput: with every problem of all tables.
    """
    others: list[str] = []

    def is_table(name: str) -> bool:
        if name not in _NAMES:
            others.append(name)
        return name in _NAMES

    sheets, found = sheets_of(source, is_table)
    if found:
        raise BadInput(found)
    book, found = book_of(sheets, others)
    found.extend(problems(book))
    if found:
        raise BadInput(found)
    return caseload_of(book)
