"""The main job from end to end, with the caseload that everybody starts from and nothing replaced."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import run

WEEK = "2026-11-23"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home of its own for the secret."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["week.xlsx", "week"])
def test_from_nothing_to_calendars(name: str, tmp_path: Path) -> None:
    caseload, plan = tmp_path / name, tmp_path / "plan"
    assert run("init", caseload).exit_code == 0
    checked = run("check", caseload, "--week", WEEK)
    assert checked.exit_code == 0, checked.output
    solved = run("solve", caseload, "--week", WEEK, "--out", plan, "--time-limit", "4", "--workers", "2")
    assert solved.exit_code == 0, solved.output
    verified = run("verify", caseload, plan / "schedule.csv", "--week", WEEK)
    assert verified.exit_code == 0, verified.output
    explained = run("explain", caseload, plan / "schedule.csv", "--week", WEEK)
    assert explained.exit_code == 0, explained.output
    summary = json.loads((plan / "summary.json").read_text(encoding="utf-8"))
    unmet = rows(plan / "unmet.csv")
    assert sum(int(row["minutes"]) for row in unmet) == summary["care"]["value"]
    assert {row["patient"] for row in unmet} == {
        line.split()[0] for line in explained.stdout.splitlines() if " gets " in line and not line.startswith(" ")
    }
    attending = {who for row in rows(plan / "schedule.csv") for who in row["patients"].split(";")}
    assert len(list((plan / "calendars" / "patients").glob("*.ics"))) == len(attending)
    exported = run("export", caseload, plan / "schedule.csv", "--out", plan / "calendars")
    assert exported.exit_code == 0, exported.output
    assert f"0 written, {len(attending)} unchanged" in exported.stdout


def test_deterministic_weeks_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    run("init", tmp_path / "week")
    schedules = []
    for name in ("first", "second"):
        solved = run(
            "solve", tmp_path / "week", "--week", WEEK, "--out", tmp_path / name, "--deterministic", "--time-limit", "1"
        )
        assert solved.exit_code == 0, solved.output
        schedules.append((tmp_path / name / "schedule.csv").read_bytes())
    assert schedules[0] == schedules[1]


def test_a_fault_in_the_caseload_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    run("init", tmp_path / "week")
    patients = tmp_path / "week" / "patients.csv"
    patients.write_text(patients.read_text(encoding="utf-8").replace("level", "levle", 1), encoding="utf-8")
    solved = run("solve", tmp_path / "week", "--week", WEEK, "--out", tmp_path / "plan")
    assert solved.exit_code == 1
    assert "patients" in solved.stderr
    assert "levle" in solved.stderr
    assert "Traceback" not in solved.output
    assert not (tmp_path / "plan").exists()
