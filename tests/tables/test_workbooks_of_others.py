"""What people and programs do to a workbook: it is read as it shows, or refused by cell."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from scheduler.caseload import Caseload
from scheduler.tables import read_caseload
from scheduler.tables.sheet_stream import Damaged, column_letters, column_number, place_of
from scheduler.times import Window
from tests.tables.books import book, changed, made_strict, with_part_changed
from tests.tables.conftest import Tables, problems_of, put, warnings_of


@pytest.fixture
def week(small: Tables, tmp_path: Path) -> Path:
    return book(small, tmp_path / "week.xlsx")


@pytest.fixture
def expected(small: Tables, tmp_path: Path) -> Caseload:
    folder = tmp_path / "as-a-folder"
    folder.mkdir()
    return read_caseload(put(small, folder))


def set_cell(table: str, place: str, value: object, number_format: str = "General") -> Any:  # noqa: ANN401
    def change(workbook: Workbook) -> None:
        cell = workbook[table][place]
        cell.value = value
        cell.number_format = number_format

    return change


def test_both_kinds_of_workbook_are_read(week: Path, expected: Caseload) -> None:
    assert read_caseload(week) == expected
    assert read_caseload(made_strict(week)) == expected


def test_a_strict_workbook_keeps_dates_as_text(week: Path, expected: Caseload) -> None:
    changed(week, set_cell("patients", "D2", 5))
    usual, strict = b'<c r="D2" t="n"><v>5</v>', b'<c r="D2" t="d"><v>2026-02-02T00:00:00</v>'
    with_part_changed(week, "patients", lambda part: part.replace(usual, strict))
    assert read_caseload(made_strict(week)) == expected


@pytest.mark.parametrize(
    ("table", "place", "column"),
    [("levels", "C2", "min_hours_week"), ("patients", "E2", "discharged"), ("meetings", "C2", "start")],
)
def test_a_formula_without_a_value_is_no_blank(table: str, place: str, column: str, week: Path) -> None:
    changed(week, set_cell(table, place, "=5*1"))
    (problem,) = problems_of(week)
    assert (problem.table, problem.row, problem.column, problem.value) == (table, 2, column, "")
    assert "a formula whose value the file does not hold" in problem.says


def test_a_formula_that_gives_an_empty_text_is_a_blank(week: Path, expected: Caseload) -> None:
    changed(week, set_cell("patients", "G4", "=A1"))
    with_part_changed(
        week, "patients", lambda part: part.replace(b'<c r="G4"><f>A1</f><v', b'<c r="G4" t="str"><f>A1</f><v')
    )
    assert read_caseload(week) == expected


def test_a_formula_that_failed_is_told(week: Path) -> None:
    changed(week, set_cell("patients", "L2", "=1/0"))
    with_part_changed(
        week,
        "patients",
        lambda part: (
            part.replace(b'<c r="L2"><f>1/0</f><v />', b'<c r="L2" t="e"><f>1/0</f><v>#DIV/0!</v>')
            .replace(b'<c r="L2"><f>1/0</f><v/>', b'<c r="L2" t="e"><f>1/0</f><v>#DIV/0!</v>')
            .replace(b'<c r="L2"><f>1/0</f><v></v>', b'<c r="L2" t="e"><f>1/0</f><v>#DIV/0!</v>')
        ),
    )
    (problem,) = problems_of(week)
    assert (problem.row, problem.column) == (2, "travel_minutes")


@pytest.mark.parametrize(
    ("value", "number_format", "minute"),
    [
        (0.416666088, "h:mm", 600),
        (0.37499999, "h:mm", 540),
        (0.416666088, "General", 600),
        (time(9, 30), "h:mm AM/PM", 570),
        (46090.5, "h:mm", 720),
        ("9:30 AM", "@", 570),
        ("1:30 p.m.", "@", 810),
        ("\uff19\uff1a\uff13\uff10", "@", 570),
    ],
)
def test_a_time_is_what_the_cell_shows(value: object, number_format: str, minute: int, week: Path) -> None:
    changed(week, set_cell("meetings", "C2", value, number_format))
    changed(week, set_cell("meetings", "C3", None))
    (row,) = (each for each in read_caseload(week).meetings["g1"] if each.row == 2)
    assert row.starts == (minute,)


def test_a_time_with_seconds_is_told(week: Path) -> None:
    changed(week, set_cell("meetings", "C2", time(9, 59, 54), "h:mm:ss"))
    (problem,) = problems_of(week)
    assert (problem.column, problem.value) == ("start", "09:59:54")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (9, "(did you mean 09:00?)"),
        (930, "(did you mean 09:30?)"),
        (1300, "(did you mean 13:00?)"),
        ("9.30", "(did you mean 09:30?)"),
        ("13h", "(did you mean 13:00?)"),
        ("9 h 30", "(did you mean 09:30?)"),
        (9.5, "minutes. Write"),
        (2570, "minutes. Write"),
    ],
)
def test_a_time_typed_without_its_colon_is_told(typed: object, hint: str, week: Path) -> None:
    """The cell shows 00:00 then, or another time than was typed."""
    changed(week, set_cell("meetings", "C2", typed, "h:mm"))
    (problem,) = problems_of(week)
    assert (problem.table, problem.row, problem.column) == ("meetings", 2, "start")
    assert hint in str(problem)


def test_midnight_in_the_date_system_of_1904(week: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a cell has no zone
        workbook["opening_hours"]["C4"] = 1
        workbook["opening_hours"]["C4"].number_format = "h:mm"
        workbook["closures"]["A2"] = date(2026, 3, 11)

    changed(week, change)
    caseload = read_caseload(week)
    assert caseload.opening[5] == (Window(600, 1440),)
    assert date(2026, 3, 11) in {closure.on for closure in caseload.closures}


@pytest.mark.parametrize(
    ("written", "minute"),
    [("1899-12-30T09:30:00", 570), ("09:30:00", 570), ("1904-01-01T09:30:00Z", 570), ("1899-12-31T09:29:59.8", 570)],
)
def test_a_cell_of_the_type_of_dates(written: str, minute: int, week: Path) -> None:
    changed(week, set_cell("meetings", "C2", 5))
    with_part_changed(
        week,
        "meetings",
        lambda part: part.replace(b'<c r="C2" t="n"><v>5</v>', b'<c r="C2" t="d"><v>' + written.encode() + b"</v>"),
    )
    (row,) = (each for each in read_caseload(week).meetings["g1"] if each.row == 2)
    assert row.starts == (minute,)


def test_a_date_no_calendar_has_is_told_at_its_cell(week: Path) -> None:
    def change(workbook: Workbook) -> None:
        set_cell("patients", "D2", 99_999_999, "yyyy-mm-dd")(workbook)
        set_cell("closures", "A2", 60, "yyyy-mm-dd")(workbook)

    changed(week, change)
    assert [(problem.table, problem.column, problem.value) for problem in problems_of(week)] == [
        ("closures", "date", "1900-02-29"),
        ("patients", "admitted", "99999999"),
    ]


def test_cells_merged_downwards_say_the_same(week: Path, small: Tables, tmp_path: Path) -> None:
    def merge(workbook: Workbook) -> None:
        workbook["availability"].append(["p2", None, "mon", "9:00", "10:00", "busy"])
        workbook["availability"].append(["p2", None, "wed", None, None, "busy"])
        workbook["availability"].append(["p2", None, "fri", None, None, "busy"])
        workbook["availability"].merge_cells("D6:D8")
        workbook["availability"].merge_cells("E6:E20")
        workbook["patients"].merge_cells("I2:I3")

    small["availability"] += [
        {**dict.fromkeys(small["availability"][0], ""), "who": "p2", "day": day, "start": "9:00", "end": "10:00",
         "status": "busy"}
        for day in ("mon", "wed", "fri")
    ]  # fmt: skip
    small["patients"][1]["tags"] = small["patients"][0]["tags"]
    assert read_caseload(changed(week, merge)) == read_caseload(put(small, tmp_path))


@pytest.mark.parametrize(
    ("table", "stretch", "place"),
    [
        ("availability", "D2:E2", ("availability", 2, "end")),
        ("levels", "C2:D2", ("levels", 2, "max_hours_week")),
        ("members", "A1:B1", ("members", 1, "")),
    ],
)
def test_cells_merged_across_columns_are_told(
    table: str, stretch: str, place: tuple[str, int, str], week: Path
) -> None:
    changed(week, lambda workbook: workbook[table].merge_cells(stretch))
    told = {(problem.table, problem.row, problem.column): problem.says for problem in problems_of(week)}
    assert "merged with others" in told[place]


def test_a_value_that_merged_cells_hide_is_told(week: Path) -> None:
    with_part_changed(
        week,
        "patients",
        lambda part: part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
    )
    (problem,) = problems_of(week)
    assert (problem.row, problem.column, problem.value) == (3, "level", "")
    assert "which the merged cells hide" in problem.says


def test_what_is_hidden_is_read_and_warned_of(week: Path, expected: Caseload) -> None:
    def hide(workbook: Workbook) -> None:
        workbook["patients"].row_dimensions[3].hidden = True
        workbook["patients"].row_dimensions[4].hidden = True
        workbook["plans"].column_dimensions["D"].hidden = True
        workbook["members"].sheet_state = "hidden"
        workbook["members"]["A2"].number_format = ";;;"

    assert read_caseload(changed(week, hide)) == expected
    told = {(each.table, each.row): each.says for each in warnings_of(week)}
    assert "the row and 1 more are hidden" in told["patients", 3]
    assert "a column is hidden" in told["plans", 0]
    assert "the sheet is hidden" in told["members", 0]
    assert "as if it were blank" in told["members", 2]


def test_what_nobody_sees_counts_for_nothing(week: Path, expected: Caseload) -> None:
    def change(workbook: Workbook) -> None:
        workbook["patients"]["I2"] = "\u200bwomen\u00a0\uff1b mat_x000D_"
        workbook["patients"]["C3"] = "\ufeffop\u00a0"
        workbook["patients"]["D3"] = "\u00a0\u200b"
        workbook["groups"]["C2"] = "Morning\u00a0skills"

    assert read_caseload(changed(week, change)) == expected


def test_true_and_false_are_yes_and_no_in_both_forms(small: Tables, week: Path, tmp_path: Path) -> None:
    changed(week, set_cell("groups", "L3", True))  # noqa: FBT003 - a cell's value
    changed(week, set_cell("session_types", "F2", True))  # noqa: FBT003
    small["groups"][1]["same_members"] = "TRUE"
    small["session_types"][0]["counts"] = "True"
    assert read_caseload(week) == read_caseload(put(small, tmp_path))
    assert read_caseload(week).groups["g2"].same_members


def test_an_id_that_shows_zeros_has_them(week: Path) -> None:
    for table, place in (("levels", "A4"), ("patients", "C3")):
        changed(week, set_cell(table, place, 7, "000"))
    assert read_caseload(week).patients["p2"].level == "007"


def test_a_length_of_hours_is_shown_as_one(week: Path) -> None:
    changed(week, set_cell("opening_hours", "C4", timedelta(days=1), "[h]:mm"))
    assert read_caseload(week).opening[5] == (Window(600, 1440),)


def test_a_workbook_with_a_password_or_of_old_is_told(tmp_path: Path) -> None:
    (tmp_path / "week.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (problem,) = problems_of(tmp_path / "week.xlsx")
    assert "has a password, or is a workbook of an older kind" in problem.says


def test_a_document_type_is_refused(week: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet'
    with_part_changed(week, "patients", lambda part: part.replace(b"<worksheet", bomb, 1))
    (problem,) = problems_of(week)
    assert "damaged" in problem.says


def test_a_folder_of_nothing_but_a_workbook_is_told(week: Path) -> None:
    (problem,) = problems_of(week.parent)
    assert "a workbook, week.xlsx" in problem.says


def test_columns_have_letters() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 703, 16_384)] == ["A", "Z", "AA", "AAA", "XFD"]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "AAA", "XFD")] == [1, 26, 27, 703, 16_384]
    assert place_of("C2") == (2, 3)
    for reference in ("A0", "A1048577", "XFE1", "1", "A"):
        with pytest.raises(Damaged):
            place_of(reference)
