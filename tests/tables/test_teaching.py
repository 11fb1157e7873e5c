"""The workbook that is written says itself how it is filled in."""

import io
import re
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.planning.starter import put_starter
from scheduler.tables import OPTIONAL_TABLES, TABLES, read_caseload
from scheduler.tables.choices import SPARE_ROWS
from scheduler.tables.columns import CHOICES, GUIDE, SHEETS
from scheduler.tables.guide import LEAVE_ALONE, NEEDED, OPTIONAL
from scheduler.tables.notes import NOTES
from scheduler.tables.teaching import WIDEST, workbook_bytes

# Letters of a date and a time that the cell shows.
LONG_AS_SHOWN = {datetime: 10, time: 5}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("init") / "clinic.xlsx"
    put_starter(target)
    return target


@pytest.fixture(scope="module")
def book(place: Path) -> Workbook:
    return load_workbook(place)


def rules(book: Workbook, table: str, column: str) -> list[DataValidation]:
    """What is asked of the cells of a column, as its third row has it."""
    letter = next(cell.column_letter for cell in book[table][1] if cell.value == column)
    return [rule for rule in book[table].data_validations.dataValidation if f"{letter}3" in rule.sqref]


def shown(book: Workbook, rule: DataValidation) -> list[str]:
    """What the list of a rule shows, by the values that are stored."""
    assert rule.formula1
    if rule.formula1.startswith('"'):
        return rule.formula1.strip('"').split(",")
    found = re.fullmatch(r"OFFSET\((\w+)!\$([A-Z]+)\$2,0,0,MAX\(1,(.+)\),1\)", rule.formula1)
    assert found, rule.formula1
    length = 0
    for part in found[3].split("+"):
        span = re.fullmatch(r"COUNTA\((\w+)!(\$[A-Z]+\$2:\$[A-Z]+\$1001)\)", part)
        cells = book[span[1]][span[2].replace("$", "")] if span else ()
        length += len([cell for (cell,) in cells if cell.value is not None]) if span else int(part)
    return [str(book[found[1]][f"{found[2]}{row}"].value) for row in range(2, 2 + length)]


@pytest.fixture(scope="module")
def values(place: Path) -> Workbook:
    return load_workbook(place, data_only=True)


def tab_colour(sheet: Worksheet) -> str:
    colour = sheet.sheet_properties.tabColor
    return f"#{colour.rgb[2:]}" if colour else ""


def width_of(sheet: Worksheet, column: int) -> float:
    """How wide a column is; neighbours of one width are stored together."""
    widths = sheet.column_dimensions.values()
    return next(each.width for each in widths if each.min and each.max and each.min <= column <= each.max)


def test_sheets_stand_in_the_order_of_work_behind_the_guide(book: Workbook) -> None:
    tables = [table for table in SHEETS if table in TABLES]
    assert book.sheetnames == [GUIDE, *tables, CHOICES]
    assert book[CHOICES].sheet_state == "hidden"
    words = [[cell.value for cell in row] for row in book[GUIDE].iter_rows()]
    steps = [row[1:] for row in words if isinstance(row[0], int)]
    needed = ["optional" if table in OPTIONAL_TABLES else "needed" for table in tables]
    assert steps == [[table, SHEETS[table], is_needed] for table, is_needed in zip(tables, needed, strict=True)]
    links = [cell.hyperlink.location for cell in book[GUIDE]["B"] if cell.hyperlink]
    assert links == [f"'{table}'!A2" for table in tables]


def test_colours_say_what_is_needed(book: Workbook) -> None:
    for table, columns in TABLES.items():
        sheet = book[table]
        colours = {cell.value: f"#{cell.fill.start_color.rgb[2:]}" for cell in sheet[1]}
        assert colours == {column: NEEDED if is_needed else OPTIONAL for column, is_needed in columns.items()}
        assert tab_colour(sheet) == (OPTIONAL if table in OPTIONAL_TABLES else NEEDED)
        rules = [rule.formula[0] for each in sheet.conditional_formatting for rule in each.rules]
        assert len(rules) == sum(columns.values())
    assert tab_colour(book[GUIDE]) == LEAVE_ALONE


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in TABLES for column in TABLES[table]])
def test_each_column_has_a_note_and_what_it_takes(table: str, column: str, book: Workbook, values: Workbook) -> None:
    note = NOTES[table][column]
    header = next(cell for cell in book[table][1] if cell.value == column)
    assert header.comment
    assert header.comment.text == note.sentences
    (rule,) = rules(book, table, column)
    assert (rule.promptTitle, rule.prompt) == (column, note.sentences)
    assert (rule.type == "list") == bool(note.words or note.ids_of)
    if note.kind in {"date", "number"}:
        assert rule.type in {"date", "decimal"}
        assert rule.errorStyle in {None, "stop"}
    if rule.type is None:
        return
    assert rule.showErrorMessage
    assert rule.error
    if note.is_list:
        assert rule.errorStyle == "information", "several with ; between them are let in"
        assert "several with ;" in rule.error
    if rule.type == "list" and note.example in (offered := shown(values, rule)):
        assert set(note.words) <= set(offered)
        assert "" not in offered
        assert "None" not in offered


def test_lists_show_ids_of_other_sheets(book: Workbook, values: Workbook) -> None:
    def offered(table: str, column: str) -> list[str]:
        return shown(values, rules(book, table, column)[0])

    patients = [f"p0{number}" for number in range(1, 7)]
    assert offered("plans", "patient") == patients
    assert offered("absences", "who") == [*patients, "th1", "th2", "room-a", "room-b", "office-1"]
    assert offered("plans", "therapist") == ["primary", "any", "th1", "th2"]
    assert offered("session_types", "resources") == ["group_room", "group_room;office", "office"]
    assert offered("session_types", "format") == ["group", "one_to_one"]
    assert rules(book, "session_types", "format")[0].errorStyle in {None, "stop"}
    assert rules(book, "session_types", "counts")[0].errorStyle == "warning"
    (zone,) = [rule for rule in book["clinic"].data_validations.dataValidation if "B2" in rule.sqref and rule.formula1]
    assert "America/New_York" in shown(values, zone)


def test_lists_of_several_sheets_grow_with_them(book: Workbook) -> None:
    formulas = [[cell.value for cell in column[1:] if cell.value] for column in book[CHOICES].iter_cols()]
    who = next(column for column in formulas if str(column[0]).startswith("=") and "resources!" in str(column[0]))
    people = [f"{table}!$A$2:$A$1001" for table in ("patients", "therapists", "resources")]
    assert len(who) == 11 + SPARE_ROWS
    assert who[0] == (
        f'=IF(ROW()-1<=COUNTA({people[0]}),INDEX({people[0]},ROW()-1)&"",'
        f'IF(ROW()-1-COUNTA({people[0]})<=COUNTA({people[1]}),INDEX({people[1]},ROW()-1-COUNTA({people[0]}))&"",'
        f"IF(ROW()-1-COUNTA({people[0]})-COUNTA({people[1]})<=COUNTA({people[2]}),"
        f'INDEX({people[2]},ROW()-1-COUNTA({people[0]})-COUNTA({people[1]}))&"","")))'
    )


def test_cells_have_their_formats_and_are_seen(book: Workbook) -> None:
    assert book["patients"]["D2"].number_format == "yyyy-mm-dd"
    assert book["patients"]["D2"].is_date
    assert book["opening_hours"]["B2"].number_format == "hh:mm"
    assert book["opening_hours"]["B2"].is_date
    assert book["levels"]["C2"].value == 9
    assert book["patients"]["A2"].number_format == "@"
    for table in TABLES:
        sheet = book[table]
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        for place, column in enumerate(sheet.iter_cols(), 1):
            filled = [cell.value for cell in column if cell.value is not None]
            texts = [str(value)[: LONG_AS_SHOWN.get(type(value))] for value in filled]
            assert width_of(sheet, place) > min(WIDEST - 1, max(map(len, texts)))


def test_cells_that_would_come_back_otherwise_stay_text() -> None:
    cells = ["007", "1.50", "1e3", "9:00", "24:00", "00:00", "1900-01-01", "2026-02-30", "0.1234567", "1234567890"]
    lines = [["level", "from_week", "extra"], *([["iop", cell, cell] for cell in cells])]
    closures = [["date", "start", "end"], *([cell, cell, cell] for cell in cells)]
    kept = opened(workbook_bytes({"levels": lines, "closures": closures}))
    for sheet in ("levels", "closures"):
        for row in kept[sheet].iter_rows(min_row=2):
            assert all(cell.data_type == "s" for cell in row)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_a_workbook_of_other_tables_has_no_guide() -> None:
    book = opened(workbook_bytes({"attendance": [["date", "patient"], ["2026-11-23", "p01"]]}))
    assert book.sheetnames == ["attendance"]


def test_the_starter_is_the_same_as_workbook_and_as_folder(place: Path, tmp_path: Path) -> None:
    put_starter(tmp_path / "folder")
    assert read_caseload(place) == read_caseload(tmp_path / "folder")


def test_blanks_in_ids_are_told_when_they_are_typed(book: Workbook) -> None:
    for table, column in (("patients", "patient"), ("groups", "group"), ("levels", "level"), ("resources", "resource")):
        (rule,) = rules(book, table, column)
        assert (rule.type, rule.formula1) == ("custom", 'ISERROR(FIND(" ",TRIM(A2)))')
        assert rule.errorStyle in {None, "stop"}
        assert "No id has a blank" in str(rule.error)
    assert any("No id has a blank" in str(cell.value) for cell in book[GUIDE]["A"])
    assert {rule.type for rule in rules(book, "plans", "patient")} == {"list"}


def test_times_that_a_spreadsheet_does_not_know_may_be_typed_all_the_same(book: Workbook) -> None:
    (rule,) = rules(book, "opening_hours", "start")
    assert (rule.type, rule.errorStyle) == ("decimal", "warning")
    assert "5:30 PM" in str(rule.error)


def test_zones_of_most_clinics_come_first(book: Workbook, values: Workbook) -> None:
    (zone,) = [rule for rule in book["clinic"].data_validations.dataValidation if "B2" in rule.sqref and rule.formula1]
    offered = shown(values, zone)
    assert offered[:2] == ["America/New_York", "America/Chicago"]
    assert len(offered) == len(set(offered))
    assert offered[7:] == sorted(offered[7:])
