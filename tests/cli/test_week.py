"""The weekly job in one word, from a fresh clinic on."""

import json
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.errors import Problem
from scheduler.planning.settings import read_remembered
from tests.cli.running import run, search_shortly

# The package has the command of this name.
weekly = import_module("scheduler.commands.week")
THURSDAY = datetime(2093, 11, 19, 10, 0)  # noqa: DTZ001 - by the clinic's clock


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh clinic that searches for a moment only."""
    search_shortly(monkeypatch)
    result = run("init", tmp_path / "clinic.xlsx")
    assert result.exit_code == 0, result.output
    assert "iop.toml, Plan the week.bat, Plan the week.command" in result.stdout
    choose(tmp_path, "paper = true", "paper = false")
    return tmp_path


def choose(clinic: Path, old: str, new: str) -> None:
    page = (clinic / "iop.toml").read_text(encoding="utf-8")
    assert old in page
    (clinic / "iop.toml").write_text(page.replace(old, new), encoding="utf-8")


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(weekly, "now", lambda: moment)


def test_the_week_is_planned_and_it_is_told_whom_to_send_what(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, THURSDAY)
    first = run("week", clinic)
    assert first.exit_code == 0, first.output
    assert "Send 6 patients their file:" in first.stdout
    (line,) = [line for line in first.stdout.splitlines() if line.strip().startswith("p01 ")]
    sent = clinic / "calendars" / "patients" / line.split("patients/")[1].split(".ics")[0]
    assert sent.with_suffix(".ics").exists()
    assert "new: " in line
    assert "Patient One" not in first.output
    assert (clinic / "plans" / "2093-11-23" / "schedule.csv").exists()

    folder = clinic / "plans" / "2093-11-23"
    assert first.stdout.splitlines()[-1] == f"Look at the week: open {folder / 'week.html'} in a browser."
    assert (folder / "week.html").is_file()
    assert not (folder / "paper").exists()

    again = run("week", clinic)
    assert "Look at the week" not in again.stdout
    assert "it stays as it is" in again.stdout
    assert "Nobody's calendar has changed: there is nothing to send." in again.stdout

    choose(clinic, "paper = false", "paper = true")
    monkeypatch.setattr("scheduler.report.paper.files.browser", lambda: None)
    assert run("away", clinic / "clinic.xlsx", "p01", "--from", "2093-11-25").exit_code == 0
    changed = run("week", clinic)
    assert "To tell, soonest first:" in changed.stdout
    assert "p01 is away then" in changed.stdout
    assert "p01  " in changed.stdout.split("their file:")[1]
    assert f"Paper in {folder / 'paper'}:" in changed.stdout
    assert (folder / "paper" / "attendance.csv").is_file()

    came = folder / "paper" / "attendance.csv"
    came.write_text(came.read_text(encoding="utf-8").replace(",yes", ",no", 1), encoding="utf-8")
    assert run("away", clinic / "clinic.xlsx", "p02", "--from", "2093-11-25").exit_code == 0
    filled = run("week", clinic)
    assert filled.exit_code == 0, filled.output
    assert f"warning: the week is planned, but what is in {folder / 'paper'} stays as it is." in filled.stderr
    assert ",no" in came.read_text(encoding="utf-8")

    came.unlink()
    plan = folder / "schedule.csv"
    assert run("print", clinic / "clinic.xlsx", plan, "--out", folder / "paper", "--no-pdf").exit_code == 0
    came.write_text(came.read_text(encoding="utf-8").replace(",yes", ",no", 1), encoding="utf-8")

    choose(clinic, "names = false", "names = true")
    following = run("week", clinic, "--week", "2093-12-03", "--attendance", came)
    assert following.exit_code == 0, following.output
    assert "p01 (Patient One)" in following.stdout
    assert "changed: " in following.stdout
    summary = json.loads((clinic / "plans" / "2093-11-30" / "summary.json").read_text())
    assert summary["changes"]["appointments"] > 0
    assert [row["missed"] > 0 for row in summary["who_makes_up"]] == [True]


def test_of_a_running_week_what_has_begun_stays(clinic: Path) -> None:
    choose(clinic, 'week = "next"', 'week = "this"')
    chosen = read_remembered(clinic)
    asked = weekly._asked(chosen, date(2093, 11, 16), THURSDAY)  # noqa: SLF001
    assert (asked.previous, asked.frozen_before) == (None, None)
    own = clinic / "plans" / "2093-11-16" / "schedule.csv"
    own.parent.mkdir(parents=True)
    own.write_text("")
    asked = weekly._asked(chosen, date(2093, 11, 16), THURSDAY)  # noqa: SLF001
    assert (asked.previous, asked.frozen_before) == (own, THURSDAY)
    asked = weekly._asked(chosen, date(2093, 11, 23), THURSDAY)  # noqa: SLF001
    assert (asked.previous, asked.frozen_before) == (None, None)
    assert weekly.now().tzinfo is None


def test_a_faulty_caseload_is_told_and_not_planned(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = load_workbook(clinic / "clinic.xlsx")
    book["patients"]["C2"] = "IPO"
    book.save(clinic / "clinic.xlsx")
    result = run("week", clinic)
    assert result.exit_code == 1
    assert "patients, row 2, column level" in result.stderr
    assert f"iop check {clinic / 'clinic.xlsx'} --mark {clinic / 'marked.xlsx'}" in result.stderr
    assert not (clinic / "plans").exists()
    book["patients"]["C2"] = "iop"
    book.save(clinic / "clinic.xlsx")
    warning = Problem("groups", 2, "", "", "it is odd", "Look", severity="warning")
    monkeypatch.setattr("scheduler.api.caseloads.check_caseload", lambda *_: (warning,))
    at(monkeypatch, THURSDAY)
    monkeypatch.setattr("scheduler.commands.solve_weeks.solve_several", lambda *_: False)
    result = run("week", clinic)
    assert result.exit_code == 4
    assert f"warning: {warning}" in result.stderr


def test_a_folder_of_tables_has_its_choices_in_it(tmp_path: Path) -> None:
    run("init", tmp_path / "clinic")
    page = (tmp_path / "clinic" / "iop.toml").read_text(encoding="utf-8")
    assert 'caseload = "."' in page
    assert (tmp_path / "clinic" / "Plan the week.command").stat().st_mode & 0o777 == 0o700
    (tmp_path / "clinic" / "patients.csv").write_text("patient\n")
    result = run("week", tmp_path / "clinic")
    assert result.exit_code == 1
    assert "--mark" not in result.stderr


def test_choices_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "iop.toml").write_text("mine")
    result = run("init", tmp_path / "clinic.xlsx")
    assert f"{tmp_path / 'iop.toml'} was there already and is left as it is." in result.stdout
    assert (tmp_path / "iop.toml").read_text() == "mine"
