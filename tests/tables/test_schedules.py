"""A schedule comes back as it was written, also from a spreadsheet; what cannot be read is told at its place."""

from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.errors import BadInput
from scheduler.schedule import Schedule, Session
from scheduler.tables import read_caseload, read_schedule, schedule_csv
from tests.tables.conftest import Tables, put

MEETING = Session(
    "20260309.g1.1",
    date(2026, 3, 9),
    570,
    660,
    "skills",
    "g1",
    1,
    ("ann", "bob"),
    ("blue",),
    "in_person",
    ("p1", "p3"),
    2,
)
TALK = Session(
    "20260310.p2.talk.1", date(2026, 3, 10), 1390, 1440, "talk", None, None, ("ann",), (), "virtual", ("p2",), 3
)
HEADER = "session,date,start,end,session_type,group,meeting,therapists,resources,mode,patients"


def read(folder: Path, text: str) -> Schedule:
    (folder / "schedule.csv").write_text(text)
    return read_schedule(folder / "schedule.csv")


def saved(line: dict[str, str]) -> str:
    """A schedule of the first meeting, some of its cells as another program saved them."""
    cells = dict(
        zip(
            HEADER.split(","),
            ["s1", "2026-03-09", "09:30", "11:00", "skills", "g1", "1", "bob;ann", "blue", "in_person", "p3;p1"],
            strict=True,
        )
    )
    return f"{HEADER}\n{','.join((cells | line).values())}\n"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    content = schedule_csv(Schedule((MEETING, TALK)))
    assert content.decode().splitlines() == [
        HEADER,
        "20260309.g1.1,2026-03-09,09:30,11:00,skills,g1,1,ann;bob,blue,in_person,p1;p3",
        "20260310.p2.talk.1,2026-03-10,23:10,24:00,talk,,,ann,,virtual,p2",
    ]
    (tmp_path / "schedule.csv").write_bytes(content)
    assert read_schedule(tmp_path / "schedule.csv") == Schedule((MEETING, TALK))
    assert read_schedule(tmp_path) == Schedule((MEETING, TALK))


def test_a_week_without_sessions(tmp_path: Path) -> None:
    assert read(tmp_path, schedule_csv(Schedule(())).decode()) == Schedule(())


@pytest.mark.parametrize(
    "cells",
    [
        {"start": "9:30:00", "end": "11:00:00"},
        {"start": "9:30 AM", "end": "11:00:00 am"},
        {"meeting": "1.0"},
        {"date": "2026-03-09 00:00:00"},
        {"date": "09.03.2026"},
        {"date": "2026/3/9"},
        {"date": "3/9/26", "session": "s1,3/13/26,09:00,10:00,x,,,,,virtual,\ns1"},
    ],
)
def test_a_spreadsheet_saves_it_in_its_own_ways(cells: dict[str, str], tmp_path: Path) -> None:
    session = read(tmp_path, saved(cells)).sessions[0]
    assert (session.on, session.start, session.end, session.meeting) == (date(2026, 3, 9), 570, 660, 1)
    assert (session.therapists, session.patients) == (("ann", "bob"), ("p1", "p3"))


def test_ids_that_are_numbers_may_come_back_as_decimals(small: Tables, tmp_path: Path) -> None:
    cells = {
        "group": "301.0",
        "therapists": "7.0",
        "resources": "401.00",
        "patients": "101.0;102",
        "session_type": "5.0",
    }
    (session,) = read(tmp_path, saved(cells)).sessions
    assert (session.session_type, session.group) == ("5", "301")
    assert (session.therapists, session.resources, session.patients) == (("7",), ("401",), ("101", "102"))
    small["resources"][1]["resource"] = "401.0"
    small["appointments"][0]["resource"] = "401.0"
    caseload = read_caseload(put(small, tmp_path))
    assert read_schedule(tmp_path, caseload).sessions[0].resources == ("401",)
    read(tmp_path, saved(cells | {"resources": "401.0"}))
    assert read_schedule(tmp_path, caseload).sessions[0].resources == ("401.0",)


def test_a_workbook_with_real_cells(tmp_path: Path) -> None:
    workbook = Workbook()
    (sheet,) = workbook.worksheets
    sheet.append(HEADER.split(","))
    sheet.append(["s1", date(2026, 3, 9), time(23), time(0), "talk", None, None, 101.0, 7, "in_person", 12.0])
    workbook.save(tmp_path / "week.xlsx")
    (session,) = read_schedule(tmp_path / "week.xlsx").sessions
    assert (session.on, session.start, session.end) == (date(2026, 3, 9), 1380, 1440)
    assert (session.therapists, session.resources, session.patients) == (("101",), ("7",), ("12",))
    workbook.create_sheet("other")
    workbook.save(tmp_path / "week.xlsx")
    with pytest.raises(BadInput, match="none of its sheets is called schedule"):
        read_schedule(tmp_path / "week.xlsx")
    sheet.title = "Schedule"
    workbook.save(tmp_path / "week.xlsx")
    assert read_schedule(tmp_path / "week.xlsx").sessions == (session,)


def test_nobody_asks_whether_ids_are_known_or_cells_filled(tmp_path: Path) -> None:
    (session,) = read(
        tmp_path, saved({"group": "", "meeting": "", "therapists": "", "patients": "", "resources": "?"})
    ).sessions
    assert (session.group, session.meeting, session.therapists, session.patients) == (None, None, (), ())
    assert session.resources == ("?",)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("date", "3/9/2026", "this may be 2026-03-09 or 2026-09-03"),
        ("date", "", "blank"),
        ("start", "half nine", "not a time"),
        ("start", "13:30 PM", "not a time"),
        ("end", "9:30", "does not end after its start, 09:30"),
        ("mode", "online", "Write in_person, virtual or hybrid"),
        ("meeting", "first", "not a whole number"),
        ("patients", "p1;p1", "twice"),
        ("session", "", "blank"),
    ],
)
def test_cells_that_cannot_be_read(column: str, cell: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, saved({column: cell}))
    (problem,) = caught.value.problems
    assert (problem.table, problem.row, problem.column) == ("schedule", 2, column)
    assert problem.value == (cell if any(map(str.isdigit, cell)) else "")
    assert words in str(problem)


def test_an_unknown_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'therapists'"):
        read(tmp_path, saved({}).replace("therapists", "therapist"))


def test_files_that_are_no_schedules(tmp_path: Path) -> None:
    (tmp_path / "week.ods").write_text("?")
    for name in ("nowhere.csv", "week.ods", ""):
        with pytest.raises(BadInput, match=r"Name a schedule\.csv"):
            read_schedule(tmp_path / name)
