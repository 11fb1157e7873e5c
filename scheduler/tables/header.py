"""Row 1 of a table: which columns it names, and which cells of a row then have a name."""

from collections.abc import Iterator, Mapping

from scheduler.errors import Problem
from scheduler.tables import cells
from scheduler.tables.meant import closest, meant
from scheduler.tables.sheet import Unknown

# A column of every table, for whatever somebody wants to remember; it is never read.
NOTES = "notes"


def headings(line: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a header in small letters, which are read in any case."""
    return tuple(cell if isinstance(cell, Unknown) else cells.word(cell) for cell in line)


def is_header(columns: Mapping[str, bool], header: tuple[str, ...]) -> bool:
    """Whether at least half of the cells are columns or nearly so; other rows may hold names, which nobody is shown."""
    words = [word for word in header if word and word != NOTES and not isinstance(word, Unknown)]
    return bool(words) and 2 * sum(1 for word in words if closest(word, columns)) >= len(words)


def header_problems(table: str, columns: Mapping[str, bool], header: tuple[str, ...]) -> Iterator[Problem]:
    """Unknown, repeated and missing columns; one that is misspelt is not told to be missing too."""
    missing = _missing(columns, header)
    for place, word in enumerate(header):
        if isinstance(word, Unknown):
            yield Problem(table, 1, "", "", word.says, word.fix)
        elif word == NOTES:
            continue
        elif word in header[:place] and word:
            yield Problem(table, 1, word, "", "the column is there twice", "Keep one of the two columns")
        elif word and word not in columns:
            says = f"there is no column of this name{meant(word, missing) or meant(word, columns)}"
            yield Problem(table, 1, cells.shortened(word), "", says, f"The columns are {', '.join(columns)}")
    misspelt = _misspelt(columns, header)
    for column in missing:
        if columns[column] and column not in misspelt:
            yield Problem(table, 1, column, "", "the column is missing", "Add the column, and fill it in")


def unreadable_columns(columns: Mapping[str, bool], header: tuple[str, ...]) -> frozenset[str]:
    """Columns whose cells nobody knows: needed ones that are missing, misspelt ones, and those that are there twice."""
    needed = {column for column in _missing(columns, header) if columns[column]}
    twice = {column for column in columns if header.count(column) > 1}
    return frozenset(needed | twice | _misspelt(columns, header))


def _missing(columns: Mapping[str, bool], header: tuple[str, ...]) -> list[str]:
    return [column for column in columns if column not in header]


def _misspelt(columns: Mapping[str, bool], header: tuple[str, ...]) -> set[str]:
    missing = _missing(columns, header)
    return {column for word in header if word not in columns and (column := closest(word, missing))}


def is_shifted(header: tuple[str, ...], line: tuple[str, ...]) -> bool:
    """Whether a row has cells without a header; then nobody can tell which cell belongs under which."""
    return len(line) > len(header) or any(cell and not word for word, cell in zip(header, line, strict=False))


def shifted(table: str, row: int) -> Problem:
    """What is wrong with such a row; none of its cells is shown, as each may be a name."""
    return Problem(
        table,
        row,
        "",
        "",
        "the row has more cells than the header, so its cells may stand under the wrong names",
        "Put a cell that has a separator in it in quotation marks, or take the additional cell away",
    )
