"""Who came: each fault at its place, what counts as missed, and how the length of a session is known."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.caseload import Missed
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule, session_id
from scheduler.tables import Attendance, read_attendance
from tests.caseloads import INDIVIDUAL, MONDAY, SKILLS, clinic_with, day, group, meeting, one_to_one, patient, week

NEXT = MONDAY + timedelta(weeks=1)
CIRCLE = replace(SKILLS, session_type="circle", counts=False)
CASELOAD = clinic_with(
    patients=[replace(patient("p1"), name="Paula Private"), patient("p2")],
    session_types=[SKILLS, INDIVIDUAL, CIRCLE],
    groups=[group("g1"), group("rest", session_type="circle")],
)
HELD = week(
    replace(meeting("g1", "mon", "09:00-10:00", "p1 p2"), session="20260302.g1.1"),
    replace(one_to_one("p1", "tue", "10:00-10:50"), session="by-hand"),
    replace(meeting("rest", "wed", "09:00-10:00", "p1", session_type="circle"), session="20260304.rest.1"),
)
HEADER = "date,session,patient,attended,minutes"


def read(folder: Path, *lines: str, previous: Schedule | None = HELD, monday: date = NEXT) -> Attendance:
    (folder / "attendance.csv").write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return read_attendance(folder / "attendance.csv", monday, CASELOAD, previous)


def faults(folder: Path, *lines: str, previous: Schedule | None = HELD) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        read(folder, *lines, previous=previous)
    return caught.value.problems


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (",20260302.g1.1,p1,no,60", "date", "blank"),
        ("02.30.2026,20260302.g1.1,p1,no,60", "date", "no such date"),
        ("2026-03-02,,p1,no,60", "session", "blank"),
        ("2026-03-02,20260302.g1.1,,no,60", "patient", "blank"),
        ("2026-03-02,20260302.g1.1,p11,no,60", "patient", "did you mean 'p1'?"),
        ("2026-03-02,20260302.g1.1,p1,,60", "attended", "blank"),
        ("2026-03-02,20260302.g1.1,p1,late,60", "attended", "neither yes nor no"),
        ("2026-03-02,20260302.g1.1,p1,no,an hour", "minutes", "not a whole number"),
        ("2026-03-02,20260302.g1.1,p1,no,-1", "minutes", "out of range"),
        ("2026-03-02,20260302.g1.1,p1,no,61", "minutes", "more minutes than the 60"),
        ("2026-03-03,20260302.g1.1,p1,no,60", "date", "on 2026-03-02"),
        ("2026-03-03,by-hand,p2,no,50", "patient", "not in this session"),
        ("2026-03-02,20260302.g2.1,p1,no,", "minutes", "nobody knows how long"),
    ],
)
def test_a_single_fault_is_told_at_its_place_and_alone(tmp_path: Path, line: str, column: str, words: str) -> None:
    (problem,) = faults(tmp_path, "2026-03-02,20260302.g1.1,p2,no,60", line)
    assert (problem.table, problem.row, problem.column) == ("attendance", 3, column)
    assert words in str(problem)
    assert "Paula" not in str(problem)


def test_a_row_that_is_there_twice_is_told_with_the_first(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, "2026-03-02,20260302.g1.1,p1,no,60", "2026-03-02,20260302.g1.1,p1,yes,")
    assert (problem.row, problem.column) == (3, "patient")
    assert "row 2" in problem.says


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, "2026-03-02,20260302.g1.1,p9,no,60", "soon,s,p1,perhaps,60", "2026-03-02,new,p1,no,")
    assert [(problem.row, problem.column) for problem in found] == [
        (2, "patient"),
        (3, "attended"),
        (3, "date"),
        (4, "minutes"),
    ]


@pytest.mark.parametrize(
    ("previous", "fix"),
    [
        (None, "or give the schedule of that week with --previous"),
        (Schedule.of(replace(session, on=session.on + timedelta(weeks=1)) for session in HELD.sessions), "--previous"),
        (HELD, "take the session's id from the earlier schedule (did you mean '20260302.g1.1'?)"),
    ],
)
def test_blank_minutes_of_a_session_that_nobody_knows_say_the_way_out(
    tmp_path: Path, previous: Schedule | None, fix: str
) -> None:
    (problem,) = faults(tmp_path, "2026-03-02,20260302.g1.2,p1,no,", previous=previous)
    assert fix in problem.fix


def test_a_table_that_is_not_there_or_is_none_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no such folder or file\. Name an attendance\.csv"):
        read_attendance(tmp_path / "who.csv", NEXT, CASELOAD)
    (tmp_path / "attendance.csv").write_text("who,came\n")
    with pytest.raises(BadInput, match="row 1 is not the header"):
        read_attendance(tmp_path, NEXT, CASELOAD)


def test_what_was_missed_counts_by_patient_and_date(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "2026-03-03,by-hand,p1,no,20",
        "2026-03-02,20260302.g1.1,p1,NO,",
        "2026-03-02,20260302.g1.1,p2,yes,60",
        "2026-03-04,20260304.rest.1,p1,no,60",
        "2026-03-05,20260305.p2.individual.1,p2,no,0",
    )
    # The whole hour; 20 of 50 minutes; not the one who came, nor the type that does not count, nor no minutes at all.
    assert found == Attendance((Missed("p1", MONDAY, 60), Missed("p1", day("tue"), 20)), ())


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    lines = ["2026-03-03,by-hand,p1,no,", "2026-03-02,20260302.g1.1,p2,no,", "2026-03-02,20260302.g1.1,p1,no,5"]
    assert read(tmp_path, *lines) == read(tmp_path, *reversed(lines))


def test_rows_of_other_weeks_are_left_out_whoever_they_name(tmp_path: Path) -> None:
    sunday = "2026-03-08,s,p1,no,10"
    others = ("2026-03-01,s,p99,no,", "2026-03-09,s,p98,no,30")
    assert read(tmp_path, sunday, *others, previous=None).missed == (Missed("p1", date(2026, 3, 8), 10),)
    found = read(tmp_path, *others)
    assert found.missed == ()
    assert found.warnings == (
        "attendance: no row is of the week of 2026-03-02, the week before, so nothing is made up",
    )


def test_the_id_tells_the_type_where_no_schedule_does(tmp_path: Path) -> None:
    counted = session_id(day("wed"), "individual", "p1", 1, is_group=False)
    not_counted = session_id(day("wed"), "circle", "rest", 2, is_group=True)
    found = read(tmp_path, f"2026-03-04,{counted},p1,no,50", f"2026-03-04,{not_counted},p1,no,60", previous=None)
    assert found == Attendance((Missed("p1", day("wed"), 50),), ())


def test_a_long_id_that_ends_in_a_digest_tells_the_type_too(tmp_path: Path) -> None:
    name = "rest-" + "x" * 59
    rested = replace(CASELOAD, groups={name: group(name, session_type="circle")}, meetings={name: ()})
    held = session_id(day("wed"), "circle", name, 2, is_group=True)
    (tmp_path / "attendance.csv").write_text(f"{HEADER}\n2026-03-04,{held},p1,no,60\n")
    assert read_attendance(tmp_path, NEXT, rested) == Attendance((), ())


def test_a_session_of_no_known_type_counts_and_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "2026-03-04,walk,p1,no,60", previous=None)
    assert found.missed == (Missed("p1", day("wed"), 60),)
    (warning,) = found.warnings
    assert warning.startswith("attendance, row 2: the type of this session is not known")


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Attendance"
    sheet.append(HEADER.split(","))
    sheet.append([datetime(2026, 3, 2), "20260302.g1.1", "p1", "no", 45])  # noqa: DTZ001 - a cell has no zone
    sheet.append([datetime(2026, 3, 3), "by-hand", "p1", "no"])  # noqa: DTZ001 - a cell has no zone
    book.create_sheet("other")
    book.save(tmp_path / "who.xlsx")
    lines = ("2026-03-02,20260302.g1.1,p1,no,45", "2026-03-03,by-hand,p1,no,")
    assert read_attendance(tmp_path / "who.xlsx", NEXT, CASELOAD, HELD) == read(tmp_path, *lines)


def test_cells_are_looked_at_also_without_a_caseload(tmp_path: Path) -> None:
    (tmp_path / "attendance.csv").write_text(f"{HEADER}\n2026-03-02,s,p9,no,\n")
    assert read_attendance(tmp_path, NEXT, None) == Attendance((), ())
    (tmp_path / "attendance.csv").write_text(f"{HEADER}\n2026-03-02,s,p9,maybe,\n")
    with pytest.raises(BadInput, match="neither yes nor no"):
        read_attendance(tmp_path, NEXT, None)
