"""What iop.toml says, what is wrong with it, and the files that run the weekly job."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from scheduler.errors import BadInput
from scheduler.files.outputs import CalendarLook
from scheduler.planning.double_click import MAC, WINDOWS, starters
from scheduler.planning.settings import CHOICES_FILE, choices_page, read_remembered


def choices(folder: Path, *lines: str) -> Path:
    (folder / CHOICES_FILE).write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_the_page_says_what_is_usual(tmp_path: Path) -> None:
    (tmp_path / CHOICES_FILE).write_bytes(choices_page('a "clinic".xlsx'))
    written = read_remembered(tmp_path)
    assert written == read_remembered(choices(tmp_path, "caseload = 'a \"clinic\".xlsx'"))
    assert written.caseload == tmp_path / 'a "clinic".xlsx'
    assert (written.plans, written.calendars) == (tmp_path / "plans", tmp_path / "calendars")
    assert (written.weeks, written.time_limit, written.names, written.paper) == (1, 60, False, True)
    assert written.look == CalendarLook(None, 60, None)


def test_choices_are_read(tmp_path: Path) -> None:
    chosen = read_remembered(
        choices(
            tmp_path,
            'caseload = "tables"\nplans = "p"\ncalendars = "/c"\nweek = "this"\nweeks = 4',
            "time_limit = 300\nnames = true\npaper = false",
            '[calendar]\nalarm = "off"\nlocation = "2 Main St"\nper = "day"\npause = 30',
        )
    )
    assert (chosen.caseload, chosen.plans, chosen.calendars) == (tmp_path / "tables", tmp_path / "p", Path("/c"))
    assert (chosen.week, chosen.weeks, chosen.time_limit, chosen.names) == ("this", 4, 300, True)
    assert chosen.paper is False
    assert chosen.look == CalendarLook(None, None, "2 Main St", "day", 30)


@pytest.mark.parametrize(
    ("week", "today", "monday"),
    [
        ("next", date(2026, 11, 22), date(2026, 11, 23)),
        ("next", date(2026, 11, 23), date(2026, 11, 30)),
        ("this", date(2026, 11, 22), date(2026, 11, 16)),
        ("this", date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_a_week_is_meant(week: str, today: date, monday: date, tmp_path: Path) -> None:
    chosen = read_remembered(choices(tmp_path, 'caseload = "clinic.xlsx"', f'week = "{week}"'))
    assert chosen.monday(today) == monday


@pytest.mark.parametrize(
    ("line", "column", "fix"),
    [
        ("plans = 5", "plans", "Put it in quotation marks"),
        ('week = "later"', "week", 'Write "next" or "this"'),
        ("weeks = 0", "weeks", "Write a whole number from 1 to 52"),
        ("weeks = true", "weeks", "Write a whole number from 1 to 52"),
        ('time_limit = "60"', "time_limit", "without quotation marks"),
        ('names = "yes"', "names", "Write true or false"),
        ("colour = 1", "colour", "The choices are calendar, calendars, caseload"),
        ("calendar = 1", "calendar", "Write a line [calendar]"),
        ('calendar = { per = "hour" }', "calendar.per", 'Write "session" or "day"'),
        ("calendar = { alarm = -1 }", "calendar.alarm", "Write a whole number from 0"),
        ("calendar = { pause = 999 }", "calendar.pause", "from 0 to 240"),
        ("calendar = { sound = 1 }", "calendar.sound", "The choices are alarm, location"),
    ],
)
def test_what_cannot_be_chosen_is_told_with_what_can(line: str, column: str, fix: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_remembered(choices(tmp_path, 'caseload = "clinic.xlsx"', line))
    (problem,) = caught.value.problems
    assert (problem.table, problem.column) == (CHOICES_FILE, column)
    assert fix in problem.fix


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"there is no such file .* iop init"):
        read_remembered(tmp_path)
    with pytest.raises(BadInput, match="quotation marks"):
        read_remembered(choices(tmp_path, "caseload = clinic.xlsx"))
    with pytest.raises(BadInput, match="no caseload is named"):
        read_remembered(choices(tmp_path, 'plans = "plans"'))
    (tmp_path / CHOICES_FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="UTF-8"):
        read_remembered(tmp_path)


def test_the_file_of_windows_runs_the_week_in_its_folder() -> None:
    here, elsewhere = (starters(platform)[WINDOWS].decode() for platform in ("win32", "darwin"))
    assert all(line.endswith("\r") for line in here.split("\n")[:-1])
    for page in (here, elsewhere):
        assert 'cd /d "%~dp0"' in page
        assert '"%IOP%" week' in page
        assert page.rstrip().endswith("pause")
    assert 'iop.exe"\r\nif not exist' in here
    assert 'set "IOP="\r\n' in elsewhere


def test_the_file_of_a_mac_runs_the_week_in_its_folder(tmp_path: Path) -> None:
    assert "IOP=''\n" in starters("win32")[MAC].decode()
    place = tmp_path / "our clinic" / MAC
    program = tmp_path / "our clinic" / ".venv" / "bin" / "iop"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$1 in $(pwd)"\n')
    program.chmod(0o700)
    place.write_bytes(starters("win32")[MAC])
    ran = subprocess.run(["/bin/sh", str(place)], capture_output=True, text=True, input="\n", check=True, cwd="/")
    assert ran.stdout.startswith(f"week in {tmp_path / 'our clinic'}\n")
