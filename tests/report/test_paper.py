"""Paper: what each sheet shows, and what it never tells."""

import csv
import html
import io
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.report.paper import pdf
from scheduler.report.paper.files import paper_files, paper_lines
from scheduler.report.paper.pdf import browser, pdfs
from scheduler.report.paper.sheets import SHEETS, paper
from scheduler.schedule import Schedule
from scheduler.tables import read_attendance
from tests.caseloads import MONDAY
from tests.report.weeks import clinic, view


def text(page: bytes) -> str:
    """The words of a sheet without its style."""
    body = page.decode().split("<main>")[1]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def sheets(*, names: bool = False, day: int | None = None) -> dict[str, str]:
    return {name: text(page) for name, page in paper(view(names=names), clinic(), day).items()}


def test_every_sheet_asks_for_nothing() -> None:
    for page in paper(view(names=True), clinic()).values():
        assert b"default-src 'none'" in page
        assert re.search(rb"https?://|<script|src=", page) is None


def test_the_board_shows_ids_and_on_request_names() -> None:
    plainly, named = sheets()["board"], sheets(names=True)["board"]
    assert plainly.index("Monday 2 March") < plainly.index("Tuesday 3 March") < plainly.index("Wednesday 4 March")
    assert "Thursday" not in plainly
    assert "Morning skills t1 3/6" in plainly
    assert "individual p1 t1" in plainly
    assert "Ada" not in plainly
    assert "Ada Lovelace, <b>Ben & Co</b>, =Dan" in named
    assert "Staff copy with names" in named


def test_a_day_has_its_board_and_its_sign_in_sheets_alone() -> None:
    found = sheets(day=2)
    assert "Monday" not in found["board"]
    assert "Wednesday 4 March" in found["board"]
    assert "Monday" not in found["sign-in"]
    assert found["sign-in"].count("Signature ___") == 2


def test_a_wide_board_goes_on_on_the_next_page() -> None:
    rooms = [f"r{number:02}" for number in range(9)]
    one = view().sessions[0]
    wide = replace(view(), sessions=tuple(replace(one, session=room, resources=(room,)) for room in rooms))
    board = text(paper(wide, clinic())["board"])
    assert "Monday 2 March (1 of 2)" in board
    assert "Monday 2 March (2 of 2)" in board


def test_each_meeting_has_a_sign_in_sheet_with_lines_for_those_who_come_unannounced() -> None:
    page = paper(view(), clinic())["sign-in"].decode()
    parts = page.split('<section class="sheet form">')[1:]
    assert len(parts) == 4
    assert parts[0].count("<tr>") == 1 + 3 + 3
    assert "p3 <i>online</i>" in parts[1]


def test_a_therapists_week_shows_own_patients_and_times_away_and_nobody_elses() -> None:
    page = paper(view(), clinic())["therapists"].decode()
    first, second = page.split('<section class="sheet">')[1:]
    assert "individual p1" in first
    assert 'class="away"' in second
    assert "p4" not in second
    assert "Morning skills" not in second


def test_a_door_tells_titles_and_nobody() -> None:
    for names in (False, True):
        doors = sheets(names=names)["doors"]
        assert "Morning skills" in doors
        assert "10:50 In use" in doors
        for word in ("individual", "p1", "t1", "Ada", "Heron", "Staff copy"):
            assert word not in doors


def test_a_hand_out_tells_nobody_what_it_is_for() -> None:
    for names in (False, True):
        page = paper(view(names=names), clinic())["patients"]
        told = text(page)
        for word in ("skills", "individual", "Morning", "Together", "g1", "t1", "r1", "Ada", "Heron", "iop", "online"):
            assert word not in told
        assert b"<title>Week</title>" in page
    parts = page.decode().split('<section class="sheet hand">')[1:]
    assert len(parts) == 5
    assert parts[0].count("My time") == 4
    assert text(b"<main>" + parts[2].encode()).count("Call") == 2
    assert "p3" in parts[2]


def test_the_attendance_sheet_is_filled_in_and_given_back(tmp_path: Path) -> None:
    files = paper_files(view(), clinic(), tmp_path, has_pdf=False)
    content = files[tmp_path / "attendance.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 12
    assert {row["attended"] for row in rows} == {"yes"}
    assert (rows[0]["session"], rows[0]["minutes"]) == ("g1.mon.09:00", "60")
    table = tmp_path / "attendance.csv"
    table.write_text(content.replace("p1,yes", "p1,no", 1), encoding="utf-8")
    told = read_attendance(table, MONDAY.replace(day=9), clinic(), None)
    assert [(missed.patient, missed.minutes) for missed in told.missed] == [("p1", 60)]


def test_files_are_named_and_told(tmp_path: Path) -> None:
    files = paper_files(view(), clinic(), tmp_path, has_pdf=False)
    assert {path.name for path in files} == {f"{name}.html" for name in SHEETS} | {"attendance.csv"}
    lines = paper_lines(tmp_path, files, has_pdf=False)
    assert lines[0] == f"Paper in {tmp_path}:"
    assert len(lines) == 1 + len(SHEETS) + 1


def test_where_no_browser_is_installed_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.report.paper.files.browser", lambda: None)
    files = paper_files(view(), clinic(), tmp_path)
    assert not any(path.suffix == ".pdf" for path in files)
    assert paper_lines(tmp_path, files, has_pdf=True)[-1].startswith("No PDF was made: no Chromium")


def test_a_browser_is_found_by_name_or_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/opt/edge" if name == "msedge" else None)
    assert browser() == "/opt/edge"
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(pdf, "PLACES", (str(tmp_path / "none"), str(tmp_path / "chrome")))
    assert browser() is None
    (tmp_path / "chrome").touch()
    assert browser() == str(tmp_path / "chrome")


def _program(folder: Path, does: str) -> str:
    program = folder / "browser"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.parametrize("uid", [0, 1000])
def test_a_browser_is_asked_to_print_and_leaves_its_walls_only_for_the_superuser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uid: int
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: uid)
    does = 'for each in "$@"; do case $each in --print-to-pdf=*) echo "$@" > "${each#--print-to-pdf=}";; esac; done'
    made = pdfs({"board": b"<p>"}, _program(tmp_path, does), tmp_path)
    assert list(made) == ["board"]
    assert (b"--no-sandbox" in made["board"]) == (uid == 0)
    assert b"--headless" in made["board"]
    assert [path.name for path in tmp_path.iterdir()] == ["browser"]


def test_a_browser_that_fails_makes_no_pdf(tmp_path: Path) -> None:
    assert pdfs({"board": b"<p>"}, _program(tmp_path, "exit 1"), tmp_path) == {}
    assert pdfs({"board": b"<p>"}, str(tmp_path / "missing"), tmp_path) == {}


def test_an_empty_week_has_sheets_without_anything() -> None:
    made = paper(view(Schedule(()), lacks=()), clinic())
    assert "Monday" not in text(made["board"])
    assert text(made["sign-in"]).strip() == ""
