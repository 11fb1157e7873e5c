"""The staff's table after a spreadsheet has saved it: understood with every identity, wherever there is one reading."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scheduler.calendars import check_calendars
from scheduler.calendars.resaved import clock_of_24, iso_dates
from scheduler.errors import BadInput
from scheduler.files.write import NotWritten
from tests.calendars.stories import ADA, LATER, MONDAY, a_week, everything, exported, file_of

Change = Callable[[str], str]


def saved_again(table: Path, day: Change, clock: Change, separator: str = ",", head: str = "") -> None:
    """Writes the table as a spreadsheet does, with other dates, times and separators, and blank cells at the end."""
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))
    places = {name: place for place, name in enumerate(rows[0])}
    for row in rows[1:]:
        row[places["date"]] = day(row[places["date"]])
        for column in ("start", "end"):
            row[places[column]] = clock(row[places[column]])
    lines = [separator.join((*row, "", "")) for row in [*rows, [""] * len(rows[0])]]
    table.write_text("\ufeff" + head + "".join(f"{line}\r\n" for line in lines), encoding="utf-8", newline="")


def american(cell: str) -> str:
    day = date.fromisoformat(cell)
    return f"{day.month}/{day.day}/{day.year}"


def short(cell: str) -> str:
    day = date.fromisoformat(cell)
    return f"{day.month}/{day.day}/{day.year % 100}"


def british(cell: str) -> str:
    return f"{date.fromisoformat(cell):%d/%m/%Y}"


def german(cell: str) -> str:
    return f"{date.fromisoformat(cell):%d.%m.%Y}"


def without_zero(cell: str) -> str:
    return cell.removeprefix("0")


def of_twelve(cell: str) -> str:
    hour = int(cell[:2])
    return f"{hour % 12 or 12}:{cell[3:]}:00 {'AM' if hour < 12 else 'PM'}"


@pytest.mark.parametrize(
    ("day", "clock", "separator", "head"),
    [
        (american, without_zero, ",", ""),
        (short, of_twelve, ",", ""),
        (british, without_zero, ",", ""),
        (german, str, ";", ""),
        (german, str, ";", "sep=;\r\n"),
        (str, str, "\t", ""),
    ],
)
def test_every_identity_is_kept(tmp_path: Path, day: Change, clock: Change, separator: str, head: str) -> None:
    exported(tmp_path, a_week())
    before = everything(tmp_path)
    saved_again(tmp_path / "patients.csv", day, clock, separator, head)
    check_calendars(tmp_path, [MONDAY])
    again = exported(tmp_path, a_week(), now=LATER)
    assert again.written == ()
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ([("3/4/2026", "20260304.p1")], {"3/4/2026": "2026-03-04"}),
        ([("3/4/2026", "20260403.p1")], {"3/4/2026": "2026-04-03"}),
        ([("3/4/2026", "block 1"), ("3/13/2026", "block 1")], {"3/4/2026": "2026-03-04", "3/13/2026": "2026-03-13"}),
        ([("4/4/2026", "block 1")], {"4/4/2026": "2026-04-04"}),
        ([("2026/03/04", "block 1")], {"2026/03/04": "2026-03-04"}),
        ([("3/4/2026", "block 1")], {}),
        ([("13/13/2026", "block 1")], {}),
        ([("2026-03-04", "block 1")], {}),
        ([("tomorrow", "block 1")], {}),
    ],
)
def test_dates_are_read_where_there_is_one_reading(written: list[tuple[str, str]], read: dict[str, str]) -> None:
    assert iso_dates(written) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("9:00", "09:00"),
        ("09:00:00", "09:00"),
        ("12:00 am", "00:00"),
        ("12:30 PM", "12:30"),
        ("1:05:00 p.m.", "13:05"),
        ("13:00 PM", "13:00 PM"),
        ("09:00:30", "09:00:30"),
        ("24:00", "24:00"),
    ],
)
def test_times_are_read_where_there_is_one_reading(cell: str, read: str) -> None:
    assert clock_of_24(cell) == read


def test_what_has_two_readings_is_refused_before_anything_is_planned(tmp_path: Path) -> None:
    exported(tmp_path, a_week(), per="day")
    saved_again(tmp_path / "patients.csv", lambda _: "3/9/2026", str)
    with pytest.raises(BadInput, match="column date"):
        check_calendars(tmp_path, [MONDAY])


def test_a_damaged_calendar_is_told_before_anything_is_planned(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    file_of(tmp_path, ADA).write_bytes(b"")
    with pytest.raises(BadInput, match="damaged"):
        check_calendars(tmp_path, [MONDAY])
    (tmp_path / "patients.csv").unlink()
    with pytest.raises(BadInput, match="damaged"):
        check_calendars(tmp_path, [MONDAY])


@pytest.mark.parametrize("name", ["patients.csv", "calendar"])
def test_a_read_only_file_is_told_before_anything_is_planned(tmp_path: Path, name: str) -> None:
    exported(tmp_path, a_week())
    (file_of(tmp_path, ADA) if name == "calendar" else tmp_path / name).chmod(0o400)
    with pytest.raises(NotWritten, match="is read-only"):
        check_calendars(tmp_path, [MONDAY])


def test_a_calendar_of_somebody_else_beside_the_others_is_nobody_s_business(tmp_path: Path) -> None:
    exported(tmp_path, a_week())
    (tmp_path / "patients" / "holidays.ics").write_text("nothing")
    check_calendars(tmp_path, [MONDAY])
    check_calendars(tmp_path / "nowhere", [MONDAY])


def test_a_year_that_no_calendar_holds_is_told_before_anything_is_planned(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no calendar holds this year"):
        check_calendars(tmp_path, [date(999, 12, 30)])
