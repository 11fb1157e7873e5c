"""Facts put into workbooks and taken out: every other part and cell is as it was."""

import zipfile
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from scheduler.tables import Edit, NotEdited, read_caseload
from scheduler.times import Window
from tests.tables.edits import AGREED, AWAY, HEADER, dropped, put_in

NAMESPACE = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def parts(place: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(place) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def cells(place: Path) -> dict[str, dict[str, tuple[object, str, bool]]]:
    """Value, number format and boldness of each cell of each sheet."""
    book = load_workbook(place)
    return {
        sheet.title: {
            cell.coordinate: (cell.value, cell.number_format, bool(cell.font.b))
            for row in sheet.iter_rows()
            for cell in row
        }
        for sheet in book.worksheets
    }


def test_other_parts_of_a_workbook_stay_as_they_are(workbook: Path) -> None:
    before = parts(workbook)
    put_in(workbook, Edit((AWAY,)))
    after = parts(workbook)
    assert list(before) == list(after)
    assert len([name for name in after if after[name] != before[name]]) == 1


def office_book(workbook: Path) -> Path:
    """The workbook as people make them: formats, real dates, rows prepared below, and a sheet of their own."""
    book = load_workbook(workbook)
    sheet = book["absences"]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.value = None
    for place, value in enumerate(("bob", None, datetime(2026, 3, 13), None, time(9, 0), time(12, 30)), 1):  # noqa: DTZ001
        sheet.cell(2, place, value)
    for number in range(2, 9):
        sheet.cell(number, 3).number_format = "dd.mm.yyyy"
        sheet.cell(number, 1).fill = PatternFill("solid", start_color="FFEE99")
        sheet.cell(number, 1).font = Font(bold=True)
    sheet["I1"] = None
    check = DataValidation(type="list", formula1='"self,family"')
    check.add("B2:B99")
    sheet.add_data_validation(check)
    notes = book.create_sheet("Notes & plans")
    notes["A1"] = "=COUNTA(absences!A:A)"
    notes.merge_cells("B1:C2")
    book.save(workbook)
    return workbook


def test_cells_of_a_workbook_stay_as_they_are(workbook: Path) -> None:
    before_count = load_workbook(workbook)["absences"].data_validations.count
    office_book(workbook)
    before = cells(workbook)
    put_in(workbook, Edit((AWAY, replace(AWAY, who="bob", window=Window(9 * 60 + 10, 10 * 60)))))
    after = cells(workbook)
    added = {name: cell for name, cell in after["absences"].items() if cell != before["absences"].get(name)}
    assert {name: cell[0] for name, cell in added.items()} == {
        "A3": "ann",
        "C3": datetime(2026, 3, 10),  # noqa: DTZ001
        "D3": "2026-03-11",
        "E3": time(12, 0),
        "F3": "24:00",
        "A4": "bob",
        "C4": datetime(2026, 3, 10),  # noqa: DTZ001
        "D4": "2026-03-11",
        "E4": time(9, 10),
        "F4": time(10, 0),
    }
    assert added["C3"][1] == "dd.mm.yyyy"
    assert added["A4"][2]
    assert {name: sheet for name, sheet in after.items() if name != "absences"} == {
        name: sheet for name, sheet in before.items() if name != "absences"
    }
    assert load_workbook(workbook)["absences"].data_validations.count == before_count + 1
    assert AWAY in read_caseload(workbook).absences["ann"]


def with_part(place: Path, name: str, change: tuple[bytes, bytes]) -> None:
    """Replaces bytes within one part of a workbook."""
    found = parts(place)
    assert change[0] in found[name]
    found[name] = found[name].replace(*change, 1)
    with zipfile.ZipFile(place, "w") as packed:
        for each, content in found.items():
            packed.writestr(each, content)


def sheet_part(place: Path, table: str) -> str:
    """Name of the part that holds the table, sheets being numbered in their order."""
    return f"xl/worksheets/sheet{load_workbook(place).sheetnames.index(table) + 1}.xml"


def test_values_of_formulas_are_kept(workbook: Path) -> None:
    name = sheet_part(workbook, "absences")
    first = parts(workbook)[name].split(b'<c r="C2"', 1)[1].split(b"</c>", 1)[0]
    formula = b' t="str"><f>TEXT(DATE(2026,3,10),"yyyy-mm-dd")</f><v>2026-03-10</v>'
    with_part(workbook, name, (b'<c r="C2"' + first, b'<c r="C2"' + formula))
    before = read_caseload(workbook)
    put_in(workbook, Edit((AWAY,)))
    assert formula in parts(workbook)[name]
    assert read_caseload(workbook).absences["p3"] == before.absences["p3"]


def test_a_row_with_a_formula_is_not_taken_out(workbook: Path) -> None:
    name = sheet_part(workbook, "appointments")
    first = parts(workbook)[name].split(b'<c r="A2"', 1)[1].split(b"</c>", 1)[0]
    with_part(workbook, name, (b'<c r="A2"' + first, b'<c r="A2" t="str"><f>"p"&amp;1</f><v>p1</v>'))
    before = workbook.read_bytes()
    with pytest.raises(NotEdited, match="formula"):
        put_in(workbook, dropped(workbook, 2))
    assert workbook.read_bytes() == before


def test_a_row_taken_out_of_a_workbook_is_blank_and_used_again(workbook: Path) -> None:
    before = cells(workbook)["appointments"]
    put_in(workbook, dropped(workbook, 3))
    after = cells(workbook)["appointments"]
    assert {name for name in before if after[name] != before[name]} == {"A3", "B3", "D3", "E3", "F3"}
    put_in(workbook, Edit(appointments=(AGREED,)))
    assert cells(workbook)["appointments"]["A3"][0] == "p3"


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_rows_without_numbers_and_names_with_prefixes_are_understood(prefix: str, workbook: Path) -> None:
    name = sheet_part(workbook, "absences")
    cell = "<x:c t='inlineStr'><x:is><x:t>{}</x:t></x:is></x:c>"
    rows = "".join(
        f"<x:row>{''.join(map(cell.format, texts))}</x:row>" for texts in (("who", "date"), ("bob", "2026-03-13"))
    )
    head = f'<x:worksheet {NAMESPACE}><x:dimension ref="A1:B2"/><x:sheetData>'
    book = f'{head}{rows}<x:row r="3" spans="1:2"/></x:sheetData></x:worksheet>'
    if not prefix:
        book = book.replace("xmlns:x", "xmlns").replace("x:", "")
    found = parts(workbook)
    found[name] = book.encode()
    with zipfile.ZipFile(workbook, "w") as packed:
        for each, content in found.items():
            packed.writestr(each, content)
    put_in(workbook, Edit((AWAY,)))
    assert AWAY in read_caseload(workbook).absences["ann"]
    assert b'ref="A1:E3"' in parts(workbook)[name]
    assert b"spans" not in parts(workbook)[name]


def test_a_missing_sheet_is_put_after_the_others(workbook: Path) -> None:
    book = load_workbook(workbook)
    del book["absences"]
    book.save(workbook)
    before = cells(workbook)
    put_in(workbook, Edit((AWAY,)))
    after = cells(workbook)
    assert list(after) == [*before, "absences"]
    assert {name: sheet for name, sheet in after.items() if name != "absences"} == before
    assert [after["absences"][f"{letter}1"][0] for letter in "ABCDEFG"] == HEADER.split(",")
    assert AWAY in read_caseload(workbook).absences["ann"]


def test_old_numbers_of_dates_are_not_mixed_with_new_ones(workbook: Path) -> None:
    office_book(workbook)
    with_part(workbook, "xl/workbook.xml", (b"<workbookPr", b'<workbookPr date1904="1"'))
    put_in(workbook, Edit((AWAY,)))
    assert cells(workbook)["absences"]["C3"][0] == "2026-03-10"


def with_table(place: Path, ref: str, *, totals: int = 0, beside: str = "") -> None:
    """Makes a range of the sheet of absences a table of the spreadsheet, and another range one if asked for."""
    book = load_workbook(place)
    sheet = book["absences"]
    sheet.add_table(Table(displayName="Away", ref=ref, totalsRowCount=totals or None))
    if beside:
        sheet.add_table(Table(displayName="Other", ref=beside, headerRowCount=0))
    book.save(place)


def table_of(place: Path, name: str = "Away") -> tuple[str, str, list[str]]:
    """The range of a table, that of its filter, and its columns."""
    table = load_workbook(place)["absences"].tables[name]
    assert table.autoFilter is not None
    return table.ref, table.autoFilter.ref, [column.name for column in table.tableColumns]


@pytest.mark.parametrize(("ref", "grown"), [("A1:G3", "A1:G4"), ("A1:G9", "A1:G9"), ("A1:G2", "A1:G2")])
def test_a_table_of_the_spreadsheet_holds_the_new_row_too(ref: str, grown: str, workbook: Path) -> None:
    with_table(workbook, ref)
    put_in(workbook, Edit((AWAY,)))
    assert table_of(workbook) == (grown, grown, HEADER.split(","))
    assert cells(workbook)["absences"]["A4"][0] == "ann"


def test_a_table_of_the_spreadsheet_gets_the_columns_that_are_added(workbook: Path) -> None:
    book = load_workbook(workbook)
    book["absences"].delete_cols(4, 4)
    book.save(workbook)
    with_table(workbook, "A1:C3")
    put_in(workbook, Edit((AWAY,)))
    assert table_of(workbook) == ("A1:F4", "A1:F4", ["who", "party", "date", "until", "start", "end"])


def test_a_table_that_the_new_row_is_not_next_to_stays(workbook: Path) -> None:
    with_table(workbook, "A1:G3", beside="I2:I3")
    put_in(workbook, Edit((AWAY,)))
    assert table_of(workbook)[0] == "A1:G4"
    assert load_workbook(workbook)["absences"].tables["Other"].ref == "I2:I3"


@pytest.mark.parametrize("trouble", [{"totals": 1}, {"beside": "A4:C5"}])
def test_a_table_that_cannot_grow_is_left_to_people(trouble: dict[str, Any], workbook: Path) -> None:
    with_table(workbook, "A1:G3", **trouble)
    before = workbook.read_bytes()
    with pytest.raises(NotEdited, match="by hand"):
        put_in(workbook, Edit((AWAY,)))
    assert workbook.read_bytes() == before


def unsound(*_: object, **__: object) -> bytes:
    raise ValueError("no element found")


def test_a_workbook_that_cannot_be_changed_safely_is_left_alone(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workbook.read_bytes()
    monkeypatch.setattr("scheduler.tables.edit.write.changed_sheet", lambda part, *_, **__: (part, {}))
    with pytest.raises(NotEdited, match="by hand"):
        put_in(workbook, Edit((AWAY,)))
    monkeypatch.setattr("scheduler.tables.edit.write.changed_sheet", unsound)
    with pytest.raises(NotEdited, match="by hand"):
        put_in(workbook, Edit((AWAY,)))
    assert workbook.read_bytes() == before
