"""The commands for facts of the day and for comparing, from a shell: words, files and exit codes."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.running import run

SCHEDULE = """session,date,start,end,session_type,group,meeting,therapists,resources,mode,patients
20261207.p02.family.1,2026-12-07,14:00,14:50,family,,,th1,office-1,in_person,p02
20261208.open-circle.1,2026-12-08,16:15,17:00,open_circle,open-circle,1,th1,,in_person,p01;p02
20261210.p01.individual.1,2026-12-10,08:30,09:20,individual,,,th1,office-1,in_person,p01
"""


@pytest.fixture(params=["folder", "week.xlsx"])
def caseload(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    assert run("init", tmp_path / request.param).exit_code == 0
    return tmp_path / str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "folder").exit_code == 0
    return tmp_path / "folder"


@pytest.fixture
def schedule(tmp_path: Path) -> Path:
    (tmp_path / "schedule.csv").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path / "schedule.csv"


def contents(source: Path) -> Mapping[str, bytes]:
    return {place.name: place.read_bytes() for place in ([source] if source.is_file() else source.iterdir())}


def test_an_absence_is_entered_once_and_its_agreements_are_offered(caseload: Path) -> None:
    agreed = run("agree", caseload, "p01", "individual", "--date", "2026-12-10", "--start", "8:35")
    assert agreed.exit_code == 0, agreed.output
    assert "  individual of p01 on Thu 2026-12-10 at 08:35 is agreed.\n" in agreed.stdout
    first = run("away", caseload, "th1", "--from", "2026-12-08", "--until", "2026-12-11")
    assert first.exit_code == 0, first.output
    assert "  th1 is away from Tue 2026-12-08 to Fri 2026-12-11, all day.\n" in first.stdout
    assert "appointments, row 3: individual of p01 on Thu 2026-12-10 at 08:35 can no longer be kept" in first.stdout
    assert "meetings, row 3: a meeting of am-process needs th1" in first.stdout
    assert "--drop" in first.stdout
    before = contents(caseload)
    second = run("away", caseload, "th1", "--from", "2026-12-08", "--until", "2026-12-11")
    assert "Nothing was written." in second.stdout
    assert contents(caseload) == before
    third = run("away", caseload, "th1", "--from", "2026-12-08", "--until", "2026-12-11", "--drop")
    assert "  individual of p01 on Thu 2026-12-10 at 08:35 (appointments, row 3) is taken out.\n" in third.stdout
    assert "--drop" not in third.stdout
    assert run("check", caseload).exit_code == 0


def test_what_would_be_bad_input_is_refused_in_words(caseload: Path) -> None:
    before = contents(caseload)
    for arguments in (
        ("away", caseload, "p9", "--from", "2026-12-08"),
        ("away", caseload, "th1", "--from", "2026-12-08", "--party", "family"),
        ("agree", caseload, "p01", "family", "--day", "mon", "--start", "14:00"),
        ("agree", caseload, "p01", "skills_group", "--day", "MON", "--start", "14:00"),
    ):
        result = run(*arguments)
        assert result.exit_code == 1, result.output
        assert "Nothing was written" in result.stderr
        assert not result.stdout
    assert contents(caseload) == before


def test_a_session_is_cancelled(folder: Path, schedule: Path) -> None:
    result = run("cancel", folder, schedule, "20261207.p02.family.1")
    assert result.exit_code == 0, result.output
    assert "  the family of p02 is away on Mon 2026-12-07, 14:00-14:50.\n" in result.stdout
    result = run("cancel", folder, schedule, "20261208.open-circle.1", "--patient", "p02")
    assert "  p02 is away on Tue 2026-12-08, 16:15-17:00.\n" in result.stdout
    result = run("cancel", folder, schedule, "20261208.open-circle.1")
    assert "  th1 is away on Tue 2026-12-08, 16:15-17:00.\n" in result.stdout
    assert (
        (folder / "absences.csv")
        .read_text(encoding="utf-8")
        .endswith("p02,family,2026-12-07,,14:00,14:50,\np02,,2026-12-08,,16:15,17:00,\nth1,,2026-12-08,,16:15,17:00,\n")
    )
    assert run("cancel", folder, schedule, "20261207.p02.family.2").exit_code == 2


def test_a_warning_tells_where_an_agreement_cannot_take_place(folder: Path) -> None:
    asked = ("agree", folder, "p04", "individual", "--date", "2026-12-10", "--start", "14:05", "--therapist", "th2")
    before = (folder / "appointments.csv").read_bytes()
    refused = run(*asked)
    assert refused.exit_code == 1
    assert "  p04 cannot come then: busy 08:00-16:00 and 30 min of travel" in refused.stderr
    assert "  appointments, row 2: individual of p04 every Fri at 08:30 cannot be kept on" in refused.stderr
    assert "give --anyway" in refused.stderr
    assert (folder / "appointments.csv").read_bytes() == before
    result = run(*asked, "--anyway")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: p04 cannot come then: busy 08:00-16:00 and 30 min of travel")
    assert "appointments, row 2: individual of p04 every Fri at 08:30 cannot be kept on 2026-12-11" in result.stdout
    result = run(*asked, "--drop", "--anyway")
    assert "falls out on Fri 2026-12-11 by an absence" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("away", "x", "p01"),
        ("away", "x", "p01", "--from", "2026-02-30"),
        ("away", "x", "p01", "--from", "2026-12-08", "--until", "2026-12-07"),
        ("away", "x", "p01", "--from", "2026-12-08", "--start", "9:00"),
        ("away", "x", "p01", "--from", "2026-12-08", "--start", "9:00", "--end", "09:00"),
        ("away", "x", "p01", "--from", "2026-12-08", "--start", "9:00", "--end", "24:01"),
        ("away", "x", "p01", "--from", "2026-12-08", "--start", "9:60", "--end", "12:00"),
        ("agree", "x", "p01", "individual", "--start", "9:00"),
        ("agree", "x", "p01", "individual", "--date", "2026-12-08", "--day", "mon", "--start", "9:00"),
        ("agree", "x", "p01", "individual", "--day", "mon", "--start", "24:00"),
        ("agree", "x", "p01", "individual", "--day", "monday", "--start", "9:00"),
        ("agree", "x", "p01", "individual", "--day", "mon", "--start", "0.5"),
        ("cancel", "x", "y"),
        ("compare", "x", "y"),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_dates_and_times_are_read_as_people_write_them(folder: Path) -> None:
    result = run("away", folder, "p01", "--from", "12/18/2026", "--start", "3:30pm", "--end", "5 PM")
    assert result.exit_code == 0, result.output
    assert "p01 is away on Fri 2026-12-18, 15:30-17:00." in result.stdout
    told = run("away", folder, "p01", "--from", "12/9/2026")
    assert told.exit_code == 2
    assert "may be 2026-09-12 or 2026-12-09; write it as YYYY-MM-DD" in told.stderr.replace("\n", " ")


def test_what_is_not_there_is_bad_input(folder: Path, schedule: Path, tmp_path: Path) -> None:
    assert run("away", tmp_path / "no", "p01", "--from", "2026-12-08").exit_code == 1
    assert run("cancel", folder, tmp_path / "no.csv", "x").exit_code == 1
    result = run("compare", folder, schedule, tmp_path / "no.csv")
    assert result.exit_code == 1
    assert f"{tmp_path / 'no.csv'}: there is no such folder or file" in result.stderr


def test_two_weeks_are_compared(folder: Path, schedule: Path, tmp_path: Path) -> None:
    same = run("compare", folder, schedule, schedule)
    assert same.exit_code == 0
    assert same.stdout == "Nothing changed: 4 appointments as before.\n"
    assert run("away", folder, "th1", "--from", "2026-12-08").exit_code == 0
    new = tmp_path / "new.csv"
    new.write_text(
        SCHEDULE.replace("2026-12-08,16:15,17:00", "2026-12-09,16:15,17:00").replace(
            "office-1,in_person,p01", "room-b,in_person,p01"
        ),
        encoding="utf-8",
    )
    table = tmp_path / "changes.csv"
    result = run("compare", folder, schedule, new, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert "  p01\n    - open-circle moves from Tue 2026-12-08 16:15-17:00 to Wed 2026-12-09" in result.stdout
    assert "th1 is away then." in result.stdout
    assert result.stdout.splitlines()[-4:-1] == [
        "  Tue 2026-12-08 16:15  patient    p01  2 changes",
        "  Tue 2026-12-08 16:15  patient    p02  1 change",
        "  Tue 2026-12-08 16:15  therapist  th1  2 changes",
    ]
    assert "Patient One" not in result.stdout + table.read_text(encoding="utf-8")
    with table.open(encoding="utf-8", newline="") as file:
        assert [(row["who"], row["change"]) for row in csv.DictReader(file)] == [
            ("p01", "moved"),
            ("p01", "other_room"),
            ("p02", "moved"),
            ("th1", "moved"),
            ("th1", "other_room"),
        ]
    named = run("compare", folder, schedule, new, "--out", table, "--names")
    assert "  p01 (Patient One)\n" in named.stdout
    assert "Patient One" in table.read_text(encoding="utf-8")


def test_the_table_of_changes_replaces_no_other_file(folder: Path, schedule: Path) -> None:
    for out in (schedule, folder / "week.xlsx", folder / ".." / "schedule.csv"):
        assert run("compare", folder, schedule, schedule, "--out", out).exit_code == 2
    assert schedule.read_text(encoding="utf-8") == SCHEDULE
    before = contents(folder)
    for table in ("patients", "absences"):
        refused = run("compare", folder, schedule, schedule, "--out", folder / f"{table}.csv")
        assert refused.exit_code == 2
        assert f"{table}.csv is there, and iop did not write it" in refused.stderr
    assert contents(folder) == before


def test_a_schedule_of_two_weeks_is_no_week(folder: Path, schedule: Path, tmp_path: Path) -> None:
    two = tmp_path / "two.csv"
    two.write_text(SCHEDULE.replace("2026-12-10", "2026-12-17"), encoding="utf-8")
    result = run("compare", folder, two, schedule)
    assert result.exit_code == 1
    assert f"{two}, row 4, column date ('2026-12-17'): this is another week than that of 2026-12-07" in result.stderr
