"""Tables as CSV and as workbooks.

CSV is UTF-8 without a byte order mark, its lines end in a line feed, and a cell that a spreadsheet would take for a
formula begins with an apostrophe, which reading takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.files import inside, write_files
from scheduler.tables.row import columns_of
from scheduler.tables.rows import MODELS

WORKBOOK = ".xlsx"
HEADER_MARGIN = 4

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
    if target.suffix.lower() == WORKBOOK:
        write_files({target: _workbook(tables)})
        return
    files = {f"{name}.csv": table_csv(_columns(name, rows), rows) for name, rows in tables.items()}
    write_files(inside(target, files))


def _columns(table: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    known = {model.table: list(columns_of(model)) for model in MODELS}
    return list(dict.fromkeys(column for row in rows for column in row)) or known.get(table, [])


def _workbook(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    workbook = Workbook()
    for sheet in workbook.worksheets:
        workbook.remove(sheet)
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        columns = _columns(name, rows)
        for number, line in enumerate([columns, *([row.get(column, "") for column in columns] for row in rows)], 1):
            _put_line(sheet, number, line)
        _dress(sheet, columns)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _put_line(sheet: Worksheet, number: int, line: Sequence[str]) -> None:
    for place, text in enumerate(line, 1):
        if text:
            cell = sheet.cell(number, place, text)
            # Text, even where it begins as a formula does.
            cell.data_type = "s"


def _dress(sheet: Worksheet, columns: Sequence[str]) -> None:
    """Headers stay in sight, in bold, and fit their columns."""
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = len(column) + HEADER_MARGIN
