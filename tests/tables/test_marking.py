"""A marked copy differs from its workbook in the looks of cells and in comments, and in nothing else."""

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font

from scheduler.errors import Problem
from scheduler.tables import Marked, NotMarked, check_marked, mark
from scheduler.tables.marking import COLOURS, PROBLEMS
from tests.tables.edit.test_write_workbooks import cells, parts, sheet_part, with_part

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LEVEL = Problem("patients", 2, "level", "x", "no level has this name", "Add it")
BLANK = Problem("members", 9, "status", "", "the cell is blank", "Fill it in")
UNMEANT = Problem("patients", 2, "level", "x", "it is odd", "Look again", severity="warning")
ROW = Problem("groups", 3, "", "", "the row is odd", "Look at it", severity="warning")
GONE = Problem("levels", 0, "", "", "the table is missing", "Add it")
HEADING = Problem("closures", 1, "reason", "", "there is no such column", "Take it out")


def marked(workbook: Path, *problems: Problem) -> Path:
    copy = workbook.with_name(f"marked{workbook.suffix}")
    mark(workbook, problems, copy)
    return copy


def without_looks(sheet: bytes) -> bytes:
    """A sheet without its cells' formats, blank cells, and the place of its comments."""
    plain = re.sub(rb'<((?:\w+:)?c) r="[A-Z]+[0-9]+"(?: s="[0-9]+")?\s*(?:/>|></\1>)', b"", sheet)
    plain = re.sub(rb'\s(?:s|spans)="[^"]*"|<(?:\w+:)?legacyDrawing [^>]*>', b"", plain)
    return re.sub(rb'<row r="[0-9]+"\s*(?:/>|></row>)', b"", plain)


def test_a_problem_s_cell_is_coloured_and_has_a_comment(workbook: Path) -> None:
    copy = load_workbook(marked(workbook, LEVEL, UNMEANT, BLANK, ROW, HEADING))
    cell = copy["patients"]["C2"]
    assert cell.comment
    assert cell.comment.text == "no level has this name. Add it.\n\nit is odd. Look again."
    assert cell.fill.start_color.rgb == f"FF{COLOURS['error']}"
    missing = copy["members"]["C9"]
    assert (missing.value, missing.fill.start_color.rgb) == (None, f"FF{COLOURS['error']}")
    assert copy["groups"]["A3"].fill.start_color.rgb == f"FF{COLOURS['warning']}"
    heading = copy["closures"]["D1"]
    assert heading.comment
    assert heading.comment.text.startswith("there is no such column. Take it out.\n\nFor yourself")
    assert heading.font.b


def test_all_problems_stand_on_a_sheet_that_leads_to_their_cells(workbook: Path) -> None:
    book = load_workbook(workbook)
    del book["levels"]
    book.save(workbook)
    assert mark(workbook, [GONE, LEVEL], workbook.with_name("marked.xlsx")) == Marked(1, 1)
    sheet = load_workbook(workbook.with_name("marked.xlsx"))[PROBLEMS]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["sheet", "cell", "column", "what is there", "what is wrong", "what to do", "kind"],
        ["levels", None, None, None, "the table is missing.", "Add it.", "error"],
        ["patients", "C2", "level", "x", "no level has this name.", "Add it.", "error"],
    ]
    assert sheet["A3"].hyperlink
    assert sheet["A3"].hyperlink.location == "'patients'!C2"
    assert sheet["A2"].hyperlink is None


def office(workbook: Path) -> None:
    """Makes the workbook one with a chart, a comment, fonts and a macro."""
    book = load_workbook(workbook)
    book["patients"]["C2"].font = Font(italic=True, color="FF112233")
    book["patients"]["B2"].comment = Comment("Call first", "office")
    levels = cast("Worksheet", book["levels"])
    chart = BarChart()
    chart.add_data(Reference(levels, min_col=3, min_row=1, max_row=3))
    levels.add_chart(chart, "K2")
    book.save(workbook)
    with zipfile.ZipFile(workbook, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf macros")


def may_differ(name: str, touched: set[str]) -> bool:
    """Whether a part lists others, holds looks or comments, or says what a touched sheet is related to."""
    lists = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", *touched}
    is_relation = name.startswith("xl/worksheets/_rels") and Path(name).stem in {Path(one).name for one in touched}
    return name in lists or is_relation or any(word in name for word in ("comment", "vmlDrawing", "legacy"))


def filled(book: dict[str, dict[str, tuple[object, str, bool]]], table: str) -> dict[str, tuple[object, str, bool]]:
    return {place: cell for place, cell in book[table].items() if cell[0] is not None}


def assert_comments_are_kept(workbook: Path, copy: Path) -> None:
    before, after = load_workbook(workbook), load_workbook(copy)
    for table in before.sheetnames:
        rules = [[str(rule.sqref) for rule in book[table].data_validations.dataValidation] for book in (before, after)]
        assert rules[0] == rules[1]
        for cell in (cell for row in before[table].iter_rows() for cell in row):
            twin = after[table][cell.coordinate].comment
            assert not cell.comment or (twin and cell.comment.text in twin.text)


@pytest.mark.parametrize("is_plain", [True, False])
def test_everything_else_stays_as_it_is(is_plain: bool, workbook: Path) -> None:
    if not is_plain:
        office(workbook)
    before = parts(workbook)
    odd = Problem("patients", 2, "name", "", "odd", "Look", severity="warning")
    copy = marked(workbook, LEVEL, BLANK, ROW, HEADING, odd)
    after = parts(copy)
    touched = {sheet_part(workbook, table) for table in ("patients", "members", "groups", "closures")}
    same = {name for name in before if not may_differ(name, touched)}
    assert len(same) > len(before) / 3
    assert [name for name in sorted(same) if after[name] != before[name]] == []
    for name in touched:
        assert without_looks(after[name]) == without_looks(before[name]), name
    assert sheet_part(copy, PROBLEMS) in after
    old, new = cells(workbook), cells(copy)
    for table in old:
        assert filled(new, table) == filled(old, table)
    assert_comments_are_kept(workbook, copy)


def test_a_workbook_with_macros_stays_one(workbook: Path) -> None:
    office(workbook)
    place = workbook.rename(workbook.with_suffix(".xlsm"))
    check_marked(place, place.with_name("marked.xlsm"))
    assert parts(marked(place, LEVEL))["xl/vbaProject.bin"] == b"\xd0\xcf macros"


def test_a_sheet_without_rows_and_rows_without_cells_get_them(workbook: Path) -> None:
    name = sheet_part(workbook, "members")
    rows = parts(workbook)[name]
    data = re.search(rb"<sheetData>.*</sheetData>", rows, re.DOTALL)
    assert data
    with_part(workbook, name, (data[0], b"<sheetData/>"))
    assert load_workbook(marked(workbook, BLANK))["members"]["A9"].comment
    row = b'<sheetData><row r="9" spans="1:3" s="1" customFormat="1"/><row r="11"><c r="A11"/></row></sheetData>'
    with_part(workbook, name, (b"<sheetData/>", row))
    book = load_workbook(marked(workbook, BLANK, Problem("members", 11, "", "", "odd", "Look")))
    assert book["members"]["A9"].comment
    assert book["members"]["A11"].fill.start_color.rgb == f"FF{COLOURS['error']}"


def test_a_comment_in_plain_words_and_odd_letters_are_kept(workbook: Path) -> None:
    sheet = Path(sheet_part(workbook, "patients")).name
    relations = parts(workbook)[f"xl/worksheets/_rels/{sheet}.rels"]
    found = re.search(rb'Target="[^"]*(comments[0-9]+\.xml)"', relations)
    assert found
    name = next(name for name in parts(workbook) if name.endswith(f"/{found[1].decode()}"))
    text = re.search(rb'<comment ref="A1".*?<text>(.*?)</text>', parts(workbook)[name], re.DOTALL)
    assert text
    with_part(workbook, name, (text[1], b"<t>mine</t>"))
    problem = Problem("patients", 1, "patient", "\x01<&>", "\x02 is odd", "Take it out")
    copy = load_workbook(marked(workbook, problem))
    comment = copy["patients"]["A1"].comment
    assert comment
    assert comment.text == "mine\n\n? is odd. Take it out."
    assert copy[PROBLEMS]["D2"].value == "?<&>"


def test_a_marked_copy_is_replaced_and_nothing_else(workbook: Path, folder: Path) -> None:
    copy = marked(workbook, LEVEL)
    check_marked(workbook, copy)
    marked(workbook, BLANK)
    assert load_workbook(copy)["patients"]["C2"].comment is None
    mark(copy, [LEVEL], workbook.with_name("twice.xlsx"))
    assert load_workbook(workbook.with_name("twice.xlsx")).sheetnames[-2:] == [PROBLEMS, f"{PROBLEMS}_"]
    for source, target in (
        (workbook, workbook),
        (folder, copy),
        (workbook, copy.with_suffix(".xlsm")),
        (workbook, workbook.with_name("other.xlsx")),
    ):
        (workbook.with_name("other.xlsx")).write_text("not a workbook")
        with pytest.raises(NotMarked):
            check_marked(source, target)


def test_a_workbook_that_cannot_be_marked_is_told(workbook: Path) -> None:
    with_part(workbook, "xl/styles.xml", (b"<cellXfs", b"<cellYfs"))
    with pytest.raises(NotMarked, match="nothing can be marked"):
        marked(workbook, LEVEL)
    assert not workbook.with_name("marked.xlsx").exists()
