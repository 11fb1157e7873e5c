"""Tables go from a folder into a workbook and back, every cell as it was."""

import filecmp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.errors import BadInput
from scheduler.planning.starter import put_starter
from scheduler.tables import NotConverted, convert, read_caseload
from scheduler.tables.cells import LONGEST_CELL
from tests.tables.conftest import Tables, put

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    "caseload", sorted(place for place in DATA.iterdir() if place.is_dir()), ids=lambda it: it.name
)
def test_folder_to_workbook_to_folder_is_the_same(caseload: Path, tmp_path: Path) -> None:
    there = convert(caseload, tmp_path / "clinic.xlsx")
    back = convert(tmp_path / "clinic.xlsx", tmp_path / "back")
    names = sorted(path.name for path in caseload.glob("*.csv"))
    assert sorted(f"{table}.csv" for table in back.tables) == names
    assert set(there.tables) == set(back.tables)
    assert back.left == ()
    same, differing, lacking = filecmp.cmpfiles(caseload, tmp_path / "back", names, shallow=False)
    assert (sorted(same), differing, lacking) == (names, [], [])
    assert read_caseload(tmp_path / "clinic.xlsx") == read_caseload(caseload)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "9:00",
        "09:00",
        "24:00",
        "00:00",
        "2026-03-01",
        "1900-02-28",
        "7",
        "7.0",
        "1.5",
        "-1",
        "=1",
        "'=1",
        "_x0041_",
        "yes",
    ]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=4))
def test_any_cell_comes_back_or_nothing_is_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    place = tmp_path_factory.mktemp("any")
    columns = ["who", "party", "day", "start", "end", "status", "from", "until", "reason"]
    put({"availability": [dict(zip(columns, row, strict=True)) for row in [["who"] * 9, *rows]]}, place)
    try:
        convert(place, place / "book.xlsx")
    except NotConverted:
        assert any(ord(letter) < 32 for row in rows for cell in row for letter in cell), rows
        assert not (place / "book.xlsx").exists()
        return
    convert(place / "book.xlsx", place / "back")
    convert(place / "back", place / "again.xlsx")
    convert(place / "again.xlsx", place / "last")
    assert (place / "back" / "availability.csv").read_bytes() == (place / "last" / "availability.csv").read_bytes()


def test_tables_that_are_missing_or_faulty_stay_so(small: Tables, tmp_path: Path) -> None:
    del small["absences"]
    small["patients"][0]["level"] = "unknown"
    small["plans"].append({"patient": "", "session_type": ""})
    convert(put(small, tmp_path), tmp_path / "clinic.xlsx")
    book = load_workbook(tmp_path / "clinic.xlsx")
    assert "absences" not in book.sheetnames
    assert book["patients"]["C2"].value == "unknown"


def test_who_came_is_taken_along_and_other_sheets_are_named(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    (tmp_path / "attendance.csv").write_text("date,session,patient,attended\n2026-03-09,s,p1,no\n")
    (tmp_path / "roster.csv").write_text("a\nb\n")
    converted = convert(tmp_path, tmp_path / "clinic.xlsx")
    assert "attendance" in converted.tables
    assert converted.left == ("roster",)
    assert load_workbook(tmp_path / "clinic.xlsx")["attendance"]["C2"].value == "p1"


def test_what_does_not_fit_is_told_by_its_row(small: Tables, tmp_path: Path) -> None:
    small["patients"][1]["name"] = "x" * (LONGEST_CELL + 1)
    with pytest.raises(BadInput, match="patients, row 3: the row has a cell of more than 32767 characters"):
        convert(put(small, tmp_path), tmp_path / "clinic.xlsx")
    (tmp_path / "patients.csv").write_text(",".join("ab" * 9000))
    with pytest.raises(BadInput, match="larger than a sheet can be"):
        convert(tmp_path, tmp_path / "clinic.xlsx")
    assert not (tmp_path / "clinic.xlsx").exists()


def test_cells_beyond_the_header_come_along(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    (tmp_path / "members.csv").write_text("group,patient,status\ng1,p1,in,one,two\n")
    convert(tmp_path, tmp_path / "clinic.xlsx")
    convert(tmp_path / "clinic.xlsx", tmp_path / "back")
    assert (tmp_path / "back" / "members.csv").read_bytes() == (tmp_path / "members.csv").read_bytes()


def test_a_cell_that_nobody_can_tell_is_told(tmp_path: Path) -> None:
    put_starter(tmp_path / "clinic.xlsx")
    book = load_workbook(tmp_path / "clinic.xlsx")
    book["patients"]["C2"] = "=A1&B1"
    book.save(tmp_path / "clinic.xlsx")
    with pytest.raises(BadInput, match="patients, row 2, column level: the cell has a formula"):
        convert(tmp_path / "clinic.xlsx", tmp_path / "tables")


def test_a_table_that_cannot_be_read_or_is_there_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_bytes(b"patient\n\xff\n")
    (tmp_path / "levels.csv").write_text("level\niop\n")
    (tmp_path / "Levels.csv").write_text("level\niop\n")
    with pytest.raises(BadInput) as caught:
        convert(tmp_path, tmp_path / "clinic.xlsx")
    assert {problem.table for problem in caught.value.problems} == {"patients", "levels"}
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="no table of a caseload"):
        convert(tmp_path / "empty", tmp_path / "clinic.xlsx")


def test_a_plain_workbook_gets_notes_and_lists(small: Tables, tmp_path: Path) -> None:
    put_starter(tmp_path / "taught.xlsx")
    book = load_workbook(tmp_path / "taught.xlsx")
    for sheet in book.worksheets:
        sheet.data_validations.dataValidation.clear()
        for cell in sheet[1]:
            cell.comment = None
    book.save(tmp_path / "plain.xlsx")
    convert(tmp_path / "plain.xlsx", tmp_path / "again.xlsx")
    again = load_workbook(tmp_path / "again.xlsx")
    assert again.sheetnames == book.sheetnames
    assert again["patients"]["A1"].comment
    assert again["patients"].data_validations.count == len(small["patients"][0])
