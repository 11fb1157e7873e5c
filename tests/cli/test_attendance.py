"""Make-ups from end to end: a table of who came, given to the commands, with nothing replaced."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.running import run

WEEK, NEXT = "2026-11-23", "2026-11-30"
HEADER = "date,session,patient,attended,minutes"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home of its own for the secret, and a caseload to start from."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    run("init", tmp_path / "week")


def solve(folder: Path, *options: str | Path) -> Result:
    limits = ("--time-limit", "3", "--workers", "2")
    return run("solve", folder / "week", "--week", NEXT, "--out", folder / "plan", *limits, *options)


def test_what_was_missed_is_made_up_and_reported_apart(tmp_path: Path) -> None:
    came = tmp_path / "attendance.csv"
    came.write_text(f"{HEADER}\n2026-11-24,20261124.am-skills.1,p01,no,45\n2026-11-24,20261124.am-skills.1,p02,yes,\n")
    solved = solve(tmp_path, "--attendance", came)
    assert solved.exit_code == 0, solved.output
    summary = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert [key for key in summary if isinstance(summary[key], dict) and "bound" in summary[key]] == [
        "care",
        "make_ups",
        "comfort",
    ]
    (row,) = summary["who_makes_up"]
    assert (row["patient"], row["missed"], row["asked"]) == ("p01", 45, 45)
    assert row["planned"] == 45 - summary["make_ups"]["value"]
    assert "Who makes up what" in solved.stdout
    assert "p01  45 min missed last week  45 min asked for" in solved.stdout
    with (tmp_path / "week" / "patients.csv").open(encoding="utf-8", newline="") as file:
        names = [line["name"] for line in csv.DictReader(file) if line["name"]]
    assert not any(name in solved.output for name in names)

    schedule = tmp_path / "plan" / "schedule.csv"
    verified = run("verify", tmp_path / "week", schedule, "--week", NEXT, "--attendance", tmp_path)
    assert verified.exit_code == 0, verified.output
    assert f"Make-ups: {summary['make_ups']['value']} min unmet." in verified.stdout
    assert "Make-ups" not in run("verify", tmp_path / "week", schedule, "--week", NEXT).stdout


def test_without_attendance_nothing_is_said_of_make_ups(tmp_path: Path) -> None:
    solved = solve(tmp_path)
    summary = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert not {"make_ups", "who_makes_up"} & set(summary)
    assert "ake-up" not in solved.output


def test_attendance_of_another_week_is_told_and_makes_nothing_up(tmp_path: Path) -> None:
    came = tmp_path / "attendance.csv"
    came.write_text(f"{HEADER}\n2026-11-17,s,p01,no,45\n")
    solved = solve(tmp_path, "--attendance", came)
    assert solved.exit_code == 0, solved.output
    words = f"attendance: no row is of the week of {WEEK}, the week before, so nothing is made up"
    assert f"warning: {words}" in solved.stderr
    summary = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert summary["make_ups"] == {"value": 0, "bound": 0}
    assert summary["who_makes_up"] == []
    assert words in summary["warnings"]


@pytest.mark.parametrize("command", ["solve", "verify"])
def test_the_problems_of_every_file_are_told_at_once(command: str, tmp_path: Path) -> None:
    patients = tmp_path / "week" / "patients.csv"
    patients.write_text(patients.read_text(encoding="utf-8").replace("level", "levle", 1), encoding="utf-8")
    (tmp_path / "attendance.csv").write_text(f"{HEADER}\n2026-11-24,s,p01,perhaps,45\n")
    (tmp_path / "schedule.csv").write_text("session,date\n")
    where = {
        "solve": ("--out", tmp_path / "plan"),
        "verify": (tmp_path / "schedule.csv",),
    }[command]
    result = run(command, tmp_path / "week", *where, "--week", NEXT, "--attendance", tmp_path / "attendance.csv")
    assert result.exit_code == 1
    assert "patients, row 1, column levle" in result.stderr
    assert "attendance, row 2, column attended" in result.stderr
    assert ("schedule, row 1" in result.stderr) == (command == "verify")
    assert not (tmp_path / "plan").exists()
