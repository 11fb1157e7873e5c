"""Tables as CSV and as workbooks.

CSV is UTF-8 without a byte order mark, its lines end in a line feed, and a cell that a spreadsheet would take for a
formula begins with an apostrophe, which reading takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scheduler.files.write import inside, write_files
from scheduler.tables.row import columns_of
from scheduler.tables.schema import MODELS
from scheduler.tables.sheet import Lines
from scheduler.tables.sources import WORKBOOK

# The apostrophes of a cell that has some already are told from the one that is put before it.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The table as CSV; a cell that a row lacks is blank, and one without a column is left out."""
    lines = [columns, *([disarmed(row.get(column, "")) for column in columns] for row in rows)]
    return "".join(f"{csv_line(cells)}\n" for cells in lines).encode()


def csv_line(cells: Sequence[str], separator: str = ",", *, is_quoted: bool = False) -> str:
    """A line of CSV without its end; ``is_quoted`` puts every cell in quotation marks, also where none are needed."""
    # The writer puts only those line breaks in quotation marks that are part of its own line end.
    end = "\r\n"
    line = io.StringIO()
    csv.writer(
        line, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    ).writerow(cells)
    return line.getvalue().removesuffix(end)


def disarmed(cell: str) -> str:
    """The cell so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if is_dangerous(cell) else cell


def is_dangerous(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula where it reads it as it stands."""
    return _DANGEROUS.match(cell) is not None


def write_tables(tables: Mapping[str, Sequence[Mapping[str, str]]], target: Path) -> None:
    """Writes tables to a folder of CSV files or, where the target ends in ``.xlsx``, to a workbook.

    A table without rows gets the header of all its columns.

    Raises:
        NotWritten: a file or folder cannot be written; nothing was.
    """
    write_files(files_of({name: _lines(name, rows) for name, rows in tables.items()}, target))


def files_of(sheets: Mapping[str, Lines], target: Path) -> dict[Path, bytes]:
    """The files of a folder or workbook, as the target's name says, for sheets of cells under a header."""
    if target.suffix.lower() == WORKBOOK:
        from scheduler.tables.teaching import workbook_bytes  # noqa: PLC0415  # what writes workbooks is slow to load

        return {target: workbook_bytes(sheets)}
    return inside(target, {f"{name}.csv": _csv(lines) for name, lines in sheets.items()})


def _csv(lines: Lines) -> bytes:
    """The lines as CSV, none of them shorter than the header; a blank one is a blank line."""
    width = len(lines[0]) if lines else 0
    filled = ([*line, *[""] * (width - len(line))] if any(line) else [] for line in lines)
    return "".join(f"{csv_line([disarmed(cell) for cell in line])}\n" for line in filled).encode()


def _columns(table: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    known = {model.table: list(columns_of(model)) for model in MODELS}
    return list(dict.fromkeys(column for row in rows for column in row)) or known.get(table, [])


def _lines(table: str, rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    columns = _columns(table, rows)
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]
