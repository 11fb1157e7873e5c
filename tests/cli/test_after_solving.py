"""Commands that look at a week: checking it, exporting it and explaining it, with a solver that answers at once."""

import sys
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule
from tests.caseloads import one_to_one, week
from tests.cli.quick_solver import SCHEDULE, TheFridayBefore, refuse
from tests.cli.running import run


def test_verify_is_silent_on_a_clean_schedule(
    solver: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert solver
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    result = run("verify", "x", tmp_path / "schedule.csv", "--week", "2026-03-08")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "Every rule holds (23 rules checked).",
        "Care:    40 min unmet.",
        "Comfort: 90 points lost.",
    ]


@pytest.mark.usefixtures("solver")
def test_verify_tells_each_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clash = week(*SCHEDULE.sessions, one_to_one("p2", "tue", "09:30-10:20"))
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: clash)
    result = run("verify", "x", tmp_path / "schedule.csv", "--week", "2026-03-08")
    assert result.exit_code == 1
    assert "  therapist_not_double_booked: " in result.stdout
    assert "Care:    0 min unmet." in result.stdout


def test_the_problems_of_both_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_schedule(*_: object) -> Schedule:
        raise BadInput([Problem("schedule.csv", 4, "start", "9am", "no time", "Write 09:00")])

    monkeypatch.setattr("scheduler.tables.read_caseload", refuse)
    monkeypatch.setattr("scheduler.tables.read_schedule", refuse_schedule)
    for command in (("verify", "--week", "2026-03-05"), ("explain", "--week", "2026-03-05"), ("export", "--out", "y")):
        result = run(command[0], "x", tmp_path / "s.csv", *command[1:])
        assert result.exit_code == 1
        assert "patients, row 3" in result.stderr
        assert "schedule.csv, row 4" in result.stderr


@pytest.mark.usefixtures("solver")
def test_export_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    arguments = ("export", "x", "schedule.csv", "--out", tmp_path, "--alarm", "off", "--only", "p1")
    first, second = run(*arguments), run(*arguments)
    assert first.exit_code == 0, first.output
    assert "1 written, 0 unchanged" in first.stdout
    assert "0 written, 1 unchanged" in second.stdout
    (calendar,) = (tmp_path / "patients").iterdir()
    assert b"VALARM" not in calendar.read_bytes()


@pytest.mark.usefixtures("solver")
def test_export_tells_what_was_cancelled_also_in_a_week_with_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["scheduler.commands.export"], "datetime", TheFridayBefore)
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    assert run("export", "x", "schedule.csv", "--out", tmp_path).exit_code == 0
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: Schedule.of([]))
    silent = run("export", "x", "schedule.csv", "--out", tmp_path)
    told = run("export", "x", "schedule.csv", "--out", tmp_path, "--week", "2026-03-05")
    assert "0 written, 2 unchanged" in silent.stdout
    assert "2 events cancelled" in told.stdout
    assert "1 event cancelled" in told.stdout


@pytest.mark.usefixtures("solver")
@pytest.mark.parametrize(
    ("options", "events"), [((), 2), (("--per", "day"), 2), (("--per", "day", "--pause", "10"), 1)]
)
def test_a_day_can_be_one_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], events: int
) -> None:
    day = week(one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p1", "mon", "10:00-10:50"))
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: day)
    assert run("export", "x", "schedule.csv", "--out", tmp_path, *options).exit_code == 0
    (calendar,) = (tmp_path / "patients").iterdir()
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == events


@pytest.mark.usefixtures("solver")
def test_explain_knows_what_is_proven_only_beside_the_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    beside = run("explain", "x", tmp_path / "plan" / "schedule.csv", "--week", "2026-03-05")
    elsewhere = run("explain", "x", tmp_path / "schedule.csv", "--week", "2026-03-05")
    assert beside.exit_code == elsewhere.exit_code == 0
    assert "No hour is left (capacity)." in beside.stdout
    assert "the hours of the week (open)." in elsewhere.stdout
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: week(*SCHEDULE.sessions[:2]))
    changed = run("explain", "x", tmp_path / "plan" / "schedule.csv", "--week", "2026-03-05")
    assert "the hours of the week (open)." in changed.stdout
