"""Workbooks of a week are told from others, and files that say who came from those that nobody filled in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.report.page.seeing import week_view
from scheduler.report.week_book import week_book
from scheduler.tables import FilledIn, check_not_filled_in, is_week_book
from tests.report.weeks import seen

HEADER = "date,session,patient,attended,minutes\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The workbook of a week as it was written."""
    place = tmp_path / "week.xlsx"
    place.write_bytes(week_book(week_view(seen())))
    return place


def test_a_workbook_of_a_week_is_known_also_after_it_was_saved_again(book: Path) -> None:
    assert is_week_book(book.read_bytes())
    check_not_filled_in([book])
    again = load_workbook(book)
    again.save(book)
    assert is_week_book(book.read_bytes())
    again["answers"]["B1"] = "else"
    again.save(book)
    assert not is_week_book(book.read_bytes())


@pytest.mark.parametrize("content", [b"", b"PK", b"session,date\n"])
def test_what_is_no_workbook_is_none_of_a_week(content: bytes) -> None:
    assert not is_week_book(content)


def test_a_workbook_that_says_who_came_is_not_written_anew(book: Path) -> None:
    filled = load_workbook(book)
    filled["attendance"]["D2"] = "no"
    filled.save(book)
    with pytest.raises(FilledIn, match=r"week\.xlsx is there, and says who came") as caught:
        check_not_filled_in([book])
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "is_filled"),
    [
        ("", False),
        ("day\n", False),
        (HEADER, False),
        (f"{HEADER}2026-03-02,a,p1,yes,50\n2026-03-02,a,p2\n", False),
        (f"{HEADER}2026-03-02,a,p1,YES,50\n2026-03-02,a,p2,No,50\n", True),
        (f"{HEADER}2026-03-02,a,p1,yes,50\n2026-03-02,a,p2,false,20\n".replace(",", ";"), True),
    ],
)
def test_a_table_that_says_who_came_is_not_written_anew(tmp_path: Path, text: str, is_filled: bool) -> None:
    place = tmp_path / "attendance.csv"
    check_not_filled_in([place])
    place.write_text(text, encoding="utf-8")
    if is_filled:
        with pytest.raises(FilledIn):
            check_not_filled_in([place])
    else:
        check_not_filled_in([place])
