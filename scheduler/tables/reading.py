"""Reads a caseload from a folder of CSV files or from a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.tables.book import Book, book_of
from scheduler.tables.checks import problems, warnings
from scheduler.tables.resolve import caseload_of
from scheduler.tables.schema import MODELS
from scheduler.tables.sheet import Sheet
from scheduler.tables.sources import WORKBOOK, of_source, sheets_of
from scheduler.tables.unread import nearly, unread_files, unread_sheets

_NAMES = frozenset(model.table for model in MODELS)


@dataclass(frozen=True, slots=True)
class _Found:
    """What lies in a folder or workbook.

    Args:
        tables: the sheets that are tables.
        near: those whose names are nearly a table's.
        others: names of all that are none.
    """

    source: Path
    tables: list[Sheet]
    near: list[Sheet]
    others: list[str]


def read_caseload(source: Path) -> Caseload:
    """The caseload of a folder or workbook, the same whatever the order of rows and columns.

    Raises:
        BadInput: with every problem of all tables.
    """
    book, found = _book(_found(source))
    found.extend(problems(book))
    if found:
        raise BadInput(found)
    return caseload_of(book)


def examine(source: Path) -> tuple[Caseload, tuple[Problem, ...]]:
    """The caseload, and warnings of what its tables allow but surely do not mean, as far as can be seen without a week.

    Raises:
        BadInput: with every problem of all tables, and with warnings of what is not read or not seen in the files.
    """
    files = _found(source)
    book, found = _book(files)
    found.extend(problems(book))
    unseen = [*_of_sheets(files)]
    if found:
        raise BadInput([*found, *unseen])
    return caseload_of(book), tuple(sorted((*warnings(book), *unseen)))


def read_unread(source: Path) -> tuple[Problem, ...]:
    """Warnings of what is not read though it looks like a table; none where the source cannot be read."""
    is_folder = source.is_dir()
    sheets, _ = sheets_of(source, lambda name: bool(nearly(name)))
    return tuple(sorted((*unread_sheets(sheets, are_files=is_folder), *(unread_files(source) if is_folder else ()))))


def _of_sheets(found: _Found) -> Iterator[Problem]:
    is_folder = found.source.is_dir()
    yield from unread_sheets(found.near, are_files=is_folder)
    if is_folder:
        yield from unread_files(found.source)
    for sheet in found.tables:
        yield from sheet.notes


def _found(source: Path) -> _Found:
    others: list[str] = []

    def is_wanted(name: str) -> bool:
        if name not in _NAMES:
            others.append(name)
        return name in _NAMES or bool(nearly(name))

    sheets, faults = sheets_of(source, is_wanted)
    if faults:
        raise BadInput(faults)
    tables = [sheet for sheet in sheets if sheet.name in _NAMES]
    return _Found(source, tables, [sheet for sheet in sheets if sheet.name not in _NAMES], others)


def _book(found: _Found) -> tuple[Book, list[Problem]]:
    """The book of a source, and the problems of its cells and headers.

    Raises:
        BadInput: where it holds no table, but a workbook that may do.
    """
    workbooks = [] if found.tables or not found.source.is_dir() else _workbooks_in(found.source)
    if workbooks:
        says = f"there is no table in this folder, but a workbook, {workbooks[0].name}"
        raise BadInput([of_source(found.source, says, "Name the workbook instead of the folder")])
    return book_of(found.tables, found.others)


def _workbooks_in(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() == WORKBOOK and path.is_file() and not path.name.startswith("~")
    ]
