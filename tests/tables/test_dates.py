"""Dates of either locale are read where only one reading is possible, and asked about elsewhere."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import BadInput
from scheduler.tables import read_attendance, read_caseload, read_schedule
from scheduler.tables.dates import are_in_one_week, dates_of, in_iso
from tests.tables.conftest import Tables, problems_of, put

NINTH = date(2026, 3, 9)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-03-09", "2026-3-9", "2026/03/09", "09.03.2026", "9.3.26", "9-Mar-26", "9 March 2026", "March 9, 2026"),
        *("Mon, March 9, 2026", "09-mar-2026", "2026-03-09 00:00:00", "2026-03-09T00:00", "9.3.2026 0:00"),
    ],
)
def test_a_date_with_one_reading(cell: str) -> None:
    assert dates_of(cell) == [NINTH]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("3/9/2026", [NINTH, date(2026, 9, 3)]),
        ("3/9/26", [NINTH, date(2026, 9, 3)]),
        ("3/13/2026", [date(2026, 3, 13)]),
        ("13/3/2026", [date(2026, 3, 13)]),
        ("3/3/2026", [date(2026, 3, 3)]),
        ("13/13/2026", []),
        ("2026-02-30", []),
        ("30 Feb 2026", []),
        ("soon", None),
        ("9 Marz 2026", None),
        ("9 Foo 2026", None),
        ("3/9", None),
        ("123/1/2026", None),
        ("3/9/2026 10:00", None),
        ("46090", None),
    ],
)
def test_a_date_with_more_or_fewer(cell: str, days: list[date] | None) -> None:
    assert dates_of(cell) == (sorted(set(days)) if days else days)


def test_one_date_tells_the_order_of_all() -> None:
    assert in_iso({"3/9/2026", "3/13/2026"}) == {"3/9/2026": "2026-03-09", "3/13/2026": "2026-03-13"}
    assert in_iso({"3/9/2026", "13/3/2026"}) == {"3/9/2026": "2026-09-03", "13/3/2026": "2026-03-13"}
    assert in_iso({"3/9/2026", "09.03.2026"}) == {"09.03.2026": "2026-03-09"}
    assert in_iso({"3/9/2026", "13/3/2026", "3/13/2026"}) == {"13/3/2026": "2026-03-13", "3/13/2026": "2026-03-13"}


def test_what_is_told_decides_between_two_readings_only() -> None:
    assert in_iso({"3/9/2026"}, lambda reading: NINTH in reading.values()) == {"3/9/2026": "2026-03-09"}
    assert in_iso({"3/9/2026"}, lambda _: True, lambda _: False) == {}
    assert in_iso({"3/13/2026"}, lambda _: False) == {"3/13/2026": "2026-03-13"}
    assert in_iso({"3/9/2026", "3/11/2026"}, are_in_one_week) == {"3/9/2026": "2026-03-09", "3/11/2026": "2026-03-11"}


@given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), max_size=6), st.sampled_from(["%m/%d/%Y", "%d/%m/%Y"]))
def test_no_date_is_read_as_another_that_a_spreadsheet_of_one_place_wrote(days: list[date], written: str) -> None:
    by_cell = {day.strftime(written): day for day in days}
    for cell, iso in in_iso(by_cell).items():
        others = {day.strftime(form) for form in ("%m/%d/%Y", "%d/%m/%Y") for day in days if day.day > 12}
        assert date.fromisoformat(iso) == by_cell[cell] or not others & set(by_cell)


@pytest.mark.parametrize(
    ("first", "last"), [("3/9/2026", "3/13/2026"), ("9/3/2026", "13/3/2026"), ("9-Mar-26", "13.3.26")]
)
def test_a_caseload_is_read_as_its_spreadsheet_wrote_it(first: str, last: str, small: Tables, tmp_path: Path) -> None:
    small["absences"][0] |= {"date": first, "until": last, "start": "9:00 AM", "end": "12:00 AM"}
    (absence,) = read_caseload(put(small, tmp_path)).absences["p3"]
    assert (absence.first, absence.last) == (NINTH, date(2026, 3, 13))
    assert (absence.window.start, absence.window.end) == (540, 1440)


def test_a_caseload_asks_where_the_table_does_not_tell(small: Tables, tmp_path: Path) -> None:
    small["absences"][0] |= {"date": "3/9/2026", "until": "3/10/2026"}
    assert [(each.column, each.value) for each in problems_of(put(small, tmp_path))] == [
        ("date", "3/9/2026"),
        ("until", "3/10/2026"),
    ]


HEADER = "session,date,start,end,session_type,group,meeting,therapists,resources,mode,patients"


def schedule(folder: Path, *days: str, prefix: str = "s") -> Path:
    path = folder / "schedule.csv"
    rows = [f"{prefix}.{n},{day},09:00,10:00,skills,g1,1,ann,blue,in_person,p1" for n, day in enumerate(days)]
    path.write_text("\n".join((HEADER, *rows)) + "\n")
    return path


def days_of(path: Path, monday: date | None = None) -> set[date]:
    return {session.on for session in read_schedule(path, None, monday).sessions}


def test_a_schedule_of_one_day_is_of_the_week_in_question(tmp_path: Path) -> None:
    path = schedule(tmp_path, "12/7/2026", "12/7/2026")
    assert days_of(path, date(2026, 12, 7)) == {date(2026, 12, 7)}
    assert days_of(path, date(2026, 7, 6)) == {date(2026, 7, 12)}
    for monday in (None, date(2026, 11, 30)):
        with pytest.raises(BadInput, match="this may be 2026-07-12 or 2026-12-07"):
            days_of(path, monday)


def test_the_ids_of_its_sessions_tell_the_dates_of_a_schedule(tmp_path: Path) -> None:
    assert days_of(schedule(tmp_path, "12/7/2026", prefix="20261207.g1")) == {date(2026, 12, 7)}
    assert days_of(schedule(tmp_path, "7/12/2026", prefix="20261207.g1")) == {date(2026, 12, 7)}


@pytest.mark.parametrize(("cell", "session"), [("3/2/2026", "s1"), ("2/3/2026", "20260302.g1.1"), ("2-Mar-26", "s1")])
def test_attendance_is_of_the_week_before(cell: str, session: str, small: Tables, tmp_path: Path) -> None:
    caseload = read_caseload(put(small, tmp_path))
    path = tmp_path / "attendance.csv"
    path.write_text(f"date,session,patient,attended,minutes,notes\n{cell},{session},p1,FALSE,60,late\n")
    (missed,) = read_attendance(path, NINTH, caseload).missed
    assert missed.on == date(2026, 3, 2)
