"""The workbook of a caseload, which says itself how it is filled in.

Sheets stand in the order of work behind a first one that explains them; every column has a note with an example, a
drop-down list where its words or ids are known, and the format of its kind.
"""

import io
import re
from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from scheduler.tables.choices import LAST_ROW, Choices
from scheduler.tables.columns import SHEETS, ColumnNote
from scheduler.tables.edit.xlsx_cells import figure
from scheduler.tables.guide import LEAVE_ALONE, NEEDED, OPTIONAL, colour_of, write_guide
from scheduler.tables.notes import NOTES
from scheduler.tables.sheet import Lines

NARROWEST, WIDEST = 9, 44
_FORMATS: Mapping[str, str] = {"text": "@", "number": "General", "date": "yyyy-mm-dd", "time": "hh:mm"}
# Numbers that come back as the same text.
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}|(?:0|[1-9][0-9]{0,5})\.[0-9]{0,5}[1-9]")
_PLAIN = ColumnNote("", "", "")


def workbook_bytes(sheets: Mapping[str, Lines]) -> bytes:
    """The file of a workbook with these sheets, each of them lines of cells under a header.

    A cell becomes a number, a date or a time only where its column is of that kind and it comes back as it was.
    """
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        tables = [table for table in SHEETS if table in sheets]
        if tables:
            write_guide(workbook, tables)
        others = [name for name in sheets if name not in SHEETS]
        pages = {name: workbook.add_worksheet(name) for name in (*tables, *others)}
        choices = Choices(sheets)
        look = _Look(workbook)
        for name, page in pages.items():
            _fill(page, name, sheets[name], look, choices)
            if name in SHEETS:
                page.set_tab_color(colour_of(name))
        if tables:
            choices.write(workbook)
    return content.getvalue()


class _Look:
    """The formats of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.kinds: Mapping[str, Format] = {
            kind: workbook.add_format({"num_format": code, "align": "left", "valign": "top"})
            for kind, code in _FORMATS.items()
        }
        header = {"bold": True, "border": 1, "valign": "top", "num_format": "@"}
        self.needed = workbook.add_format({**header, "bg_color": NEEDED})
        self.optional = workbook.add_format({**header, "bg_color": OPTIONAL})
        self.other = workbook.add_format({**header, "bg_color": LEAVE_ALONE})
        self.lacking = workbook.add_format({"bg_color": NEEDED})

    def header(self, note: ColumnNote) -> Format:
        """How the name of a column looks."""
        if note is _PLAIN:
            return self.other
        return self.needed if note.is_required else self.optional


def _fill(page: Worksheet, name: str, lines: Lines, look: _Look, choices: Choices) -> None:
    header = lines[0] if lines else ()
    notes = [NOTES.get(name, {}).get(column.casefold(), _PLAIN) for column in header]
    for place, (column, note) in enumerate(zip(header, notes, strict=True)):
        page.set_column(place, place, _width(place, lines, note), look.kinds[note.kind])
        page.write_string(0, place, column, look.header(note))
        if note is _PLAIN:
            continue
        page.write_comment(0, place, note.sentences, _room(note.sentences))
        choices.put(page, name, column, note, place)
        if note.is_required:
            _warn_of_blank(page, place, len(header), look)
    for number, line in enumerate(lines[1:], 1):
        for place, cell in enumerate(line):
            note = notes[place] if place < len(notes) else _PLAIN
            _put(page, number, place, cell, note, look)
    _dress(page)


def _put(page: Worksheet, number: int, place: int, cell: str, note: ColumnNote, look: _Look) -> None:
    form = look.kinds[note.kind]
    if note.kind == "number" and _NUMBER.fullmatch(cell):
        page.write_number(number, place, float(cell), form)
    elif note.kind == ("time" if ":" in cell else "date") and cell != "00:00" and (value := figure(cell)):
        # As an end midnight would come back as 24:00.
        page.write_number(number, place, float(value), form)
    elif cell:
        page.write_string(number, place, cell, form)


def _width(place: int, lines: Lines, note: ColumnNote) -> int:
    """A width that shows the heading, the example and what is there, within bounds."""
    cells = [line[place] for line in lines if place < len(line)]
    longest = max(len(part) for cell in (*cells, note.example) for part in cell.split("\n"))
    return min(WIDEST, max(NARROWEST, longest + 3))


def _room(words: str) -> dict[str, int]:
    """Size of a note that shows all its words, in pixels."""
    return {"width": 320, "height": 24 + 20 * (1 + len(words) // 42)}


def _warn_of_blank(page: Worksheet, place: int, columns: int, look: _Look) -> None:
    """A needed cell of a row that somebody began has the colour of what is needed until it is filled."""
    column, last = xl_col_to_name(place), xl_col_to_name(columns - 1)
    rule = {
        "type": "formula",
        "criteria": f"=AND(LEN(${column}2)=0,COUNTA($A2:${last}2)>0)",
        "format": look.lacking,
    }
    page.conditional_format(1, place, LAST_ROW, place, rule)


def _dress(page: Worksheet) -> None:
    """The header stays in sight and stands on each printed page, and all columns fit on one."""
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")
