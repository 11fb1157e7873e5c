"""Sheets become a workbook that is for reading and filling in; its cells are text and numbers, never a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scheduler.tables.writing import is_dangerous

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float
NARROW, WIDE = 6, 60
A4 = 9
LINE_POINTS = 15
RAGGED = 8
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How cells look."""

    head: "Format"
    text: "Format"
    wrapped: "Format"
    lit: "Format"
    quoted: "Format"


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet: its columns and rows, whose numbers stay numbers.

    Args:
        name: at most 31 letters.
        rows: as many cells each as there are columns.
        choices: for a column, what may be filled in.
        lit: words that a cell is shown bold and filled for.
        wrapped: columns whose text is long.
        is_wide: whether it is printed on its side.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lit: frozenset[str] = frozenset()
    wrapped: frozenset[str] = field(default_factory=frozenset)
    is_wide: bool = True


def book_bytes(sheets: Sequence[BookSheet], title: str) -> bytes:
    """The workbook as the bytes of a file, the same for the same sheets."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # slow to load, and asked for seldom

    content = io.BytesIO()
    book = Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    # The moment of writing would make two workbooks of the same week differ.
    book.set_properties({"title": title, "created": LONG_AGO})
    looks = _Looks(
        head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7EDF4", "text_wrap": True, "valign": "top"}),
        text=book.add_format({"valign": "top"}),
        wrapped=book.add_format({"valign": "top", "text_wrap": True}),
        lit=book.add_format({"valign": "top", "bold": True, "bg_color": "#FDE9B5"}),
        # With it a spreadsheet keeps the text a text, also where somebody edits the cell.
        quoted=book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True}),
    )
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, looks)
    book.close()
    return content.getvalue()


def _write(page: "Worksheet", sheet: BookSheet, looks: _Looks) -> None:
    widths = [_width(column, [row[place] for row in sheet.rows]) for place, column in enumerate(sheet.columns)]
    page.write_row(0, 0, sheet.columns, looks.head)
    for number, row in enumerate(sheet.rows, 1):
        # Not every program finds the height of a text that goes on below itself.
        page.set_row(number, LINE_POINTS * max(map(_lines, row, widths)))
        for place, cell in enumerate(row):
            if cell == "":
                continue
            if isinstance(cell, str):
                page.write_string(number, place, cell, _look(sheet, looks, place, cell))
            else:
                page.write_number(number, place, cell, looks.text)
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    last = len(sheet.rows)
    page.freeze_panes(1, 1)
    if last:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)
    for column, choices in sheet.choices:
        place = sheet.columns.index(column)
        page.data_validation(1, place, max(1, last), place, {"validate": "list", "source": list(choices)})
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_paper(A4)
    if sheet.is_wide:
        page.set_landscape()
    page.set_footer("&L&A&RPage &P of &N")


def _look(sheet: BookSheet, looks: _Looks, place: int, cell: str) -> "Format":
    if is_dangerous(cell):
        return looks.quoted
    if cell in sheet.lit:
        return looks.lit
    return looks.wrapped if sheet.columns[place] in sheet.wrapped else looks.text


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell takes; words do not fill every line to its end."""
    letters = len(str(cell))
    return 1 if letters + 2 <= width else -(-letters // (WIDE - RAGGED))


def _width(column: str, cells: Sequence[Cell]) -> float:
    longest = max((len(line) for cell in cells for line in str(cell).split("\n")), default=0)
    return min(WIDE, max(NARROW, longest + 2, len(column) + 4))
