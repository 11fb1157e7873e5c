"""The week as a workbook: its sheets, what is to be filled in, and nothing that a spreadsheet would run."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from scheduler.report.week_book import week_book
from scheduler.schedule import Schedule
from scheduler.tables import BookSheet, book_bytes, read_attendance
from tests.caseloads import MONDAY
from tests.report.weeks import broken, clinic, sessions, view

Rows = list[tuple[object, ...]]


def read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(book: Workbook, sheet: str) -> Rows:
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


def test_a_week_has_a_sheet_for_each_question() -> None:
    book = read(week_book(view(broken(), earlier=sessions())))
    assert book.sheetnames == [
        *("answers", "board", "patients", "therapists", "rooms", "groups", "unmet", "conflicts", "changes"),
        *("attendance", "calendars"),
    ]
    assert read(week_book(view())).sheetnames == [
        *("answers", "board", "patients", "therapists", "rooms", "groups", "unmet", "attendance", "calendars"),
    ]


def test_the_board_has_a_row_for_each_session_with_its_numbers_as_numbers() -> None:
    shown = rows(read(week_book(view())), "board")
    assert shown[1] == (
        *("Mon", "2026-03-02", "09:00", "10:00", "Morning skills", "skills", "t1", "r1", "in person", 3, 6),
        *("p1, p2, p4", None, "g1.mon.09:00"),
    )
    assert shown[2][12] == "partly online"
    assert len(shown) == 6


def test_patients_have_hours_days_and_what_is_short() -> None:
    shown = rows(read(week_book(view())), "patients")
    assert shown[0][:4] == ("patient", "level", "mode", "hours")
    assert shown[5] == (
        *("p5", "iop", "in person", 1, 2, 1, 2, 1, None, 170),
        "gets 1 h of 2 h, 0 of 1 individual session, 1 of 2 days",
    )


def test_limits_that_are_none_are_told() -> None:
    book = read(week_book(view()))
    assert rows(book, "therapists")[1:] == [("t1", 3, 2.83, 10, 28), ("t2", 2, 2, "no limit", None)]
    assert rows(book, "rooms")[1:] == [("r1", "room", 8, 3, 3, 50, 6), ("r2", "office", "no limit", 1, 0.83, 50, 2)]


def test_the_calendars_to_be_sent_are_marked() -> None:
    sheet = read(week_book(view()))["calendars"]
    assert [[cell.value for cell in row] for row in sheet["A2:B3"]] == [["p1", "send"], ["p2", None]]
    assert sheet["B2"].font.bold
    assert not sheet["B3"].font.bold


def test_names_stand_in_a_staff_copy_alone() -> None:
    plainly, named = (read(week_book(view(names=names))) for names in (False, True))
    assert "name" not in rows(plainly, "patients")[0]
    assert rows(named, "patients")[1][:2] == ("p1", "Ada Lovelace")
    assert rows(named, "answers")[1][0] == "Staff copy with names"
    assert rows(named, "board")[1][11] == "p1 (Ada Lovelace), p2 (<b>Ben & Co</b>), p4 (=Dan)"


def test_no_cell_is_a_formula() -> None:
    book = read(week_book(view(names=True)))
    kinds = {
        cell.data_type
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n"}
    cell = next(cell for row in book["patients"].iter_rows() for cell in row if cell.value == "=Dan")
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=1", "\t=1"])
def test_whatever_looks_like_a_formula_is_a_quoted_text(text: str) -> None:
    cell = read(book_bytes([BookSheet("x", ("a",), [(text,)])], "t"))["x"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_who_came_is_filled_in_and_given_back(tmp_path: Path) -> None:
    place = tmp_path / "week.xlsx"
    book = read(week_book(view()))
    sheet = book["attendance"]
    assert [cell.value for cell in sheet[1]] == ["date", "session", "patient", "attended", "minutes"]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"yes,no"'
    assert str(choice.sqref) == "D2:D13"
    assert sheet["C2"].value == "p1"
    sheet["D2"].value = "no"
    book.save(place)
    told = read_attendance(place, MONDAY.replace(day=9), clinic(), None)
    assert [(missed.patient, missed.minutes) for missed in told.missed] == [("p1", 60)]


def test_a_sheet_is_made_to_be_read_and_printed() -> None:
    sheet = read(week_book(view()))["board"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:N6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    answers = read(week_book(view()))["answers"]
    for number, row in enumerate(answers.iter_rows(min_row=2, values_only=True), 2):
        letters = len(str(row[1]))
        expected = 15 if letters <= 58 else 15 * -(-letters // 52)
        assert (answers.row_dimensions[number].height or 15) == expected


def test_the_same_week_is_the_same_workbook_to_the_byte() -> None:
    assert week_book(view()) == week_book(view())


def test_an_empty_week_has_no_empty_sheets() -> None:
    book = read(week_book(view(Schedule(()), lacks=(), calendars=())))
    assert "board" not in book.sheetnames
    assert "attendance" not in book.sheetnames
