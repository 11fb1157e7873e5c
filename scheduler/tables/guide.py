"""The first sheet of a workbook: what to fill in, in which order, and what the colours say."""

from collections.abc import Sequence

from xlsxwriter import Workbook

from scheduler.tables.columns import GUIDE, SHEETS
from scheduler.tables.schema import MODELS

NEEDED, OPTIONAL, LEAVE_ALONE = "#FFD966", "#DDEBF7", "#D9D9D9"

_REQUIRED = frozenset(model.table for model in MODELS if model.required)
_BEGINNING = (
    "Go through the sheets from left to right. They hold an example: type over it, and delete what you do not need.",
    "Point at the heading of a column to read what it is for. Click a cell to choose from its list, where it has one.",
    "Choose short ids that name nobody, such as p01 and th1. Use the same id wherever the same person is meant.",
    "No id has a blank in it, also of groups, rooms and levels: am-process or am_process, not am process.",
    "Several things in one cell have ; between them, such as mon;wed or anna;bob.",
)
_COLOURS = (
    (NEEDED, "needed", "Fill in every cell of such a column, in each row that you use."),
    (OPTIONAL, "optional", "May stay blank. The note of the heading says what a blank cell means."),
    (
        LEAVE_ALONE,
        "leave alone",
        "Not read, such as a column called notes, which you may add to any sheet. Keep the other headings as they are.",
    ),
)
_END = (
    "When you are done: save, close the workbook, and let iop check it. It says which cell is wrong and what to write.",
    "With --mark it gives you a copy in which those cells are coloured and have a comment.",
)


def colour_of(table: str) -> str:
    """The colour of a sheet: whether the caseload needs it."""
    return NEEDED if table in _REQUIRED else OPTIONAL


def write_guide(workbook: Workbook, tables: Sequence[str]) -> None:
    """Adds the sheet, which tells of these tables in this order."""
    page = workbook.add_worksheet(GUIDE)
    title = workbook.add_format({"bold": True, "font_size": 16})
    heading = workbook.add_format({"bold": True, "bottom": 1})
    words = workbook.add_format({"text_wrap": True, "valign": "top"})
    link = workbook.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 16)
    page.set_column(2, 2, 96, words)
    page.set_column(3, 3, 11)
    page.write_string(0, 0, "Your clinic's week", title)
    at = 2
    for line in _BEGINNING:
        page.write_string(at, 0, line)
        at += 1
    at += 1
    for colour, name, meaning in _COLOURS:
        page.write_string(at, 1, name, workbook.add_format({"bg_color": colour, "border": 1}))
        page.write_string(at, 2, meaning, words)
        at += 1
    at += 1
    for place, text in enumerate(("", "sheet", "what to fill in", "")):
        page.write_string(at, place, text, heading)
    for number, table in enumerate(tables, 1):
        colour = workbook.add_format({"bg_color": colour_of(table), "border": 1, "valign": "top"})
        page.write_number(at + number, 0, number, words)
        page.write_url(at + number, 1, f"internal:'{table}'!A2", link, table)
        page.write_string(at + number, 2, SHEETS[table], words)
        page.write_string(at + number, 3, "needed" if table in _REQUIRED else "optional", colour)
    at += len(tables) + 2
    for line in _END:
        page.write_string(at, 0, line)
        at += 1
    page.set_tab_color(LEAVE_ALONE)
    page.set_landscape()
    page.hide_gridlines(2)
    page.fit_to_pages(1, 0)
