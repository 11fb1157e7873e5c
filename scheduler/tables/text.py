"""The tables of a caseload as rows of text cells by column, before anything is asked of what they say."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.tables.book import book_of
from scheduler.tables.checks import problems, warnings
from scheduler.tables.header import NOTES, header_problems, headings, is_header, is_shifted, shifted
from scheduler.tables.meant import meant
from scheduler.tables.resolve import caseload_of
from scheduler.tables.row import columns_of
from scheduler.tables.schema import MODELS
from scheduler.tables.sheet import Sheet, Unknown, tidied
from scheduler.tables.sources import of_source, sheets_of

TextRows = Sequence[Mapping[str, str]]
TextTables = Mapping[str, TextRows]
"""Rows by table; a row has the text of each filled cell by column."""

_COLUMNS: Mapping[str, Mapping[str, bool]] = {model.table: columns_of(model) for model in MODELS}


def read_text(source: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of the tables that lie in a folder or workbook, blank ones left out; cells of all columns are there.

    Raises:
        BadInput: with every table that cannot be read as rows under a header; what cells say is not asked.
    """
    sheets, found = sheets_of(source, _COLUMNS.__contains__)
    names = [sheet.name for sheet in sheets]
    for sheet in sheets:
        found.extend(_unreadable(sheet))
        if names.count(sheet.name) > 1:
            says = "the table is there twice, in names that differ in capital letters only"
            found.append(Problem(sheet.name, 0, "", "", says, "Keep one of them"))
    if not sheets and not found:
        found.append(of_source(source, "there is no table of a caseload in it", "Name a folder or workbook of tables"))
    if found:
        raise BadInput(found)
    return {sheet.name: _rows(sheet) for sheet in sheets}


def caseload_of_text(tables: TextTables) -> Caseload:
    """The caseload that such rows say; row 2 of a message is the first one, as in a file.

    Raises:
        BadInput: with every problem of all tables.
    """
    book, found = book_of(_sheets(tables))
    found = [*found, *_unknown(tables), *problems(book)]
    if found:
        raise BadInput(found)
    return caseload_of(book)


def examine_text(tables: TextTables) -> tuple[Caseload, tuple[Problem, ...]]:
    """The caseload, and warnings of what its tables allow but surely do not mean.

    Raises:
        BadInput: with every problem of all tables.
    """
    caseload = caseload_of_text(tables)
    book, _ = book_of(_sheets(tables))
    return caseload, tuple(sorted(warnings(book)))


def sheet_of_rows(name: str, columns: Iterable[str], rows: TextRows) -> Sheet:
    """The sheet of a table with these columns."""
    header = tuple(columns)
    return Sheet(name, (header, *(tuple(tidied(row.get(column, "")) for column in header) for row in rows)))


def _sheets(tables: TextTables) -> list[Sheet]:
    return [
        sheet_of_rows(
            name, dict.fromkeys((*columns, *(column for row in tables[name] for column in row))), tables[name]
        )
        for name, columns in _COLUMNS.items()
        if name in tables
    ]


def _unknown(tables: TextTables) -> list[Problem]:
    fix = f"The tables are {', '.join(_COLUMNS)}"
    return [
        Problem(name, 0, "", "", f"there is no table of this name{meant(name, _COLUMNS)}", fix)
        for name in tables
        if name not in _COLUMNS
    ]


def _unreadable(sheet: Sheet) -> list[Problem]:
    if sheet.problem:
        return [sheet.problem]
    columns = _COLUMNS[sheet.name]
    header = headings(sheet.lines[0]) if sheet.lines else ()
    if not is_header(columns, header):
        fix = f"Write the names of the columns in row 1: {', '.join(columns)}"
        return [Problem(sheet.name, 1, "", "", "row 1 is not the header", fix)]
    found = list(header_problems(sheet.name, columns, header))
    for number, line in enumerate(sheet.lines[1:], start=2):
        if is_shifted(header, line):
            found.append(shifted(sheet.name, number))
        for column, cell in zip(header, line, strict=False):
            if isinstance(cell, Unknown) and column != NOTES:
                found.append(Problem(sheet.name, number, column, "", cell.says, cell.fix))
    return found


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    header = headings(sheet.lines[0])
    named = [*_COLUMNS[sheet.name], *([NOTES] if NOTES in header else [])]
    cells = [dict(zip(header, line, strict=False)) for line in sheet.lines[1:] if any(line)]
    return [{column: str(row.get(column, "")) for column in named} for row in cells]
