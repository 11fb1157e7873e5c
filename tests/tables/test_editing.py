"""Facts put into files and taken out: what is meant is there, and every other byte or cell is as it was."""

import csv
import io
import stat
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.caseload import Absence, Appointment
from scheduler.errors import Refused
from scheduler.files import NotWritten
from scheduler.tables import Edit, NotEdited, read_caseload, write_edit, write_tables
from scheduler.tables.csv_text import changed_csv, manner_of
from scheduler.times import ALL_DAY, Window
from tests.tables.conftest import Tables, put

TUESDAY = date(2026, 3, 10)
AWAY = Absence("ann", "self", TUESDAY, date(2026, 3, 11), Window(12 * 60, 24 * 60))
FAMILY = Absence("p1", "family", TUESDAY, TUESDAY, ALL_DAY)
AGREED = Appointment("p3", "talk", None, TUESDAY, 9 * 60 + 5, "bob", "red")
BOTH = Edit((AWAY, FAMILY), (AGREED,))

HEADER = "who,party,date,until,start,end,reason"
ROW = "ann,,2026-03-10,2026-03-11,12:00,24:00,"


def put_in(source: Path, edit: Edit) -> None:
    write_edit(source, read_caseload(source), edit)


def dropped(source: Path, row: int) -> Edit:
    """The edit that takes out one appointment."""
    return Edit(dropped=tuple(each for each in read_caseload(source).appointments if each.row == row))


@pytest.fixture
def folder(small: Tables, tmp_path: Path) -> Path:
    place = tmp_path / "caseload"
    place.mkdir()
    return put(small, place)


@pytest.fixture
def workbook(small: Tables, tmp_path: Path) -> Path:
    write_tables(small, tmp_path / "week.xlsx")
    return tmp_path / "week.xlsx"


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_facts_are_there_afterwards(source: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    before = read_caseload(place)
    write_edit(place, before, BOTH)
    after = read_caseload(place)
    assert AWAY in after.absences["ann"]
    assert FAMILY in after.absences["p1"]
    assert AGREED in after.appointments
    assert replace(after, absences=before.absences, appointments=before.appointments) == before
    put_in(place, Edit(dropped=(next(each for each in after.appointments if each == AGREED),)))
    assert read_caseload(place).appointments == before.appointments


def test_other_files_and_rows_stay_byte_for_byte(folder: Path) -> None:
    before = {place.name: place.read_bytes() for place in folder.iterdir()}
    put_in(folder, BOTH)
    after = {place.name: place.read_bytes() for place in folder.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"absences.csv", "appointments.csv"}
    assert after["absences.csv"] == before["absences.csv"] + f"{ROW}\np1,family,2026-03-10,,,,\n".encode()
    put_in(folder, dropped(folder, 4))
    assert (folder / "appointments.csv").read_bytes() == before["appointments.csv"]


MANNERS = {
    "plain": f"{HEADER}\nbob,,2026-03-13,,,,conference\n",
    "carriage returns": f"{HEADER}\r\nbob,,2026-03-13,,,,conference\r\n",
    "old line ends": f"{HEADER}\rbob,,2026-03-13,,,,conference\r",
    "no last line end": f"{HEADER}\r\nbob,,2026-03-13,,,,conference",
    "a mark": f"\ufeff{HEADER}\nbob,,2026-03-13,,,,conference\n",
    "blanks, a quotation and blank rows": f'{HEADER}\nbob, ,2026-03-13,,,,"a ""long"",\nreason"\n\n,,,,,,\n',
    "only a header": f"{HEADER}\n",
    "only a header without a line end": HEADER,
    "mixed line ends": f"{HEADER}\r\nbob,,2026-03-13,,,,x\nbob,,2026-03-14,,,,y\r\n",
}


@pytest.mark.parametrize("written", MANNERS.values(), ids=MANNERS.keys())
def test_a_file_keeps_its_manner(written: str, folder: Path) -> None:
    place = folder / "absences.csv"
    place.write_bytes(written.encode())
    put_in(folder, Edit((AWAY,)))
    end = "\r\n" if "\r\n" in written else "\r" if "\r" in written else "\n"
    is_open = not written.endswith(("\r", "\n"))
    expected = written + end + ROW if is_open else written + ROW + end
    assert place.read_bytes() == expected.encode()
    assert AWAY in read_caseload(folder).absences["ann"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_keeps_its_separator_and_the_order_of_its_columns(separator: str, folder: Path) -> None:
    order = ["end", "start", "date", "who", "until"]
    place = folder / "absences.csv"
    place.write_text(separator.join(order) + "\n", encoding="utf-8", newline="")
    put_in(folder, Edit((AWAY,)))
    assert place.read_text(encoding="utf-8").splitlines()[1] == separator.join(
        ["24:00", "12:00", "2026-03-10", "ann", "2026-03-11"]
    )


def test_a_file_that_quotes_all_goes_on_so(folder: Path) -> None:
    place = folder / "absences.csv"
    place.write_text(",".join(f'"{name}"' for name in HEADER.split(",")) + "\n", encoding="utf-8")
    put_in(folder, Edit((AWAY,)))
    assert place.read_text(encoding="utf-8").splitlines()[1].startswith('"ann","","2026-03-10"')


def test_a_missing_column_is_put_at_the_end_of_the_header(folder: Path) -> None:
    place = folder / "absences.csv"
    place.write_bytes(b"who,date,\r\nbob,2026-03-13\r\n")
    put_in(folder, Edit((AWAY,)))
    assert place.read_bytes() == (
        b"who,date,,until,start,end\r\nbob,2026-03-13\r\nann,2026-03-10,,2026-03-11,12:00,24:00\r\n"
    )
    put_in(folder, Edit((FAMILY,)))
    assert place.read_bytes().splitlines()[0] == b"who,date,,until,start,end,party"


def test_a_missing_table_is_made_as_the_others_are(folder: Path) -> None:
    (folder / "absences.csv").unlink()
    patients = (folder / "patients.csv").read_text(encoding="utf-8").replace(";", "+").replace(",", ";")
    (folder / "patients.csv").write_bytes(b"\xef\xbb\xbf" + patients.replace("+", ",").replace("\n", "\r\n").encode())
    (folder / "patients.csv").write_bytes((folder / "patients.csv").read_bytes().replace(b"women,mat", b'"women;mat"'))
    put_in(folder, Edit((AWAY,)))
    assert (folder / "absences.csv").read_bytes() == (
        b"\xef\xbb\xbf" + f"{HEADER}\r\n{ROW}\r\n".replace(",", ";").encode()
    )


@pytest.mark.parametrize("row", [2, 3])
def test_a_row_is_taken_out_and_the_others_stay(row: int, folder: Path) -> None:
    lines = (folder / "appointments.csv").read_bytes().splitlines(keepends=True)
    put_in(folder, dropped(folder, row))
    assert (folder / "appointments.csv").read_bytes() == b"".join(
        line for number, line in enumerate(lines, 1) if number != row
    )


def test_a_row_over_several_lines_is_taken_out_whole() -> None:
    content = b'a,b\n1,"x\ny"\n2,z\n'
    assert changed_csv(content, [], {2}) == b"a,b\n2,z\n"
    assert changed_csv(content, [{"b": "-1"}], {3}) == b'a,b\n1,"x\ny"\n,\'-1\n'
    assert manner_of(b"a;b").line(["1", "2;3"]) == '1;"2;3"'


@pytest.mark.parametrize("source", ["folder", "workbook"])
@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit((replace(AWAY, who="ana"),)), "'ana' is not in table patients, therapists or resources"),
        (Edit((replace(AWAY, party="family"),)), "only patients have a family here"),
        (Edit(appointments=(replace(AGREED, therapist="zoe"),)), "'zoe' is not in table therapists"),
        (Edit(appointments=(replace(AGREED, session_type="skills"),)), "sessions of this type are groups"),
    ],
)
def test_what_would_be_bad_input_is_refused(source: str, edit: Edit, says: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    before = {each: each.read_bytes() for each in ([place] if place.is_file() else place.iterdir())}
    with pytest.raises(Refused) as caught:
        put_in(place, edit)
    assert any(says in problem.says for problem in caught.value.problems)
    assert {each: each.read_bytes() for each in before} == before


def test_nothing_is_written_where_nothing_changes(folder: Path) -> None:
    times = {place: place.stat().st_mtime_ns for place in folder.iterdir()}
    put_in(folder, Edit())
    assert {place: place.stat().st_mtime_ns for place in folder.iterdir()} == times


def test_both_tables_are_written_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {place: place.read_bytes() for place in folder.iterdir()}
    really = Path.replace

    def fail_late(path: Path, target: Path) -> Path:
        if target.name == "appointments.csv" and path.suffix == ".part":
            raise OSError(28, "No space left on device")
        return really(path, target)

    monkeypatch.setattr(Path, "replace", fail_late)
    with pytest.raises(NotWritten):
        put_in(folder, BOTH)
    assert {place: place.read_bytes() for place in folder.iterdir()} == before


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_a_file_keeps_its_permissions(source: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    file = place / "absences.csv" if place.is_dir() else place
    file.chmod(0o640)
    put_in(place, Edit((AWAY,)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "absences.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "absences.csv").symlink_to(tmp_path / "elsewhere.csv")
    put_in(folder, Edit((AWAY,)))
    assert (folder / "absences.csv").is_symlink()
    assert ROW in (tmp_path / "elsewhere.csv").read_text(encoding="utf-8")


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
    assert load_workbook(workbook)["absences"].data_validations.count == 1
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


NAMESPACE = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


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


def unsound(*_: object, **__: object) -> bytes:
    raise ValueError("no element found")


def test_a_workbook_that_cannot_be_changed_safely_is_left_alone(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workbook.read_bytes()
    monkeypatch.setattr("scheduler.tables.editing.changed_sheet", lambda part, *_, **__: part)
    with pytest.raises(NotEdited, match="by hand"):
        put_in(workbook, Edit((AWAY,)))
    monkeypatch.setattr("scheduler.tables.editing.changed_sheet", unsound)
    with pytest.raises(NotEdited, match="by hand"):
        put_in(workbook, Edit((AWAY,)))
    assert workbook.read_bytes() == before


def test_the_new_row_of_a_csv_file_is_read_by_any_reader(folder: Path) -> None:
    put_in(folder, BOTH)
    rows = list(csv.DictReader(io.StringIO((folder / "appointments.csv").read_text(encoding="utf-8"))))
    assert rows[-1] == {
        "patient": "p3",
        "session_type": "talk",
        "day": "",
        "date": "2026-03-10",
        "start": "09:05",
        "therapist": "bob",
        "resource": "red",
    }
