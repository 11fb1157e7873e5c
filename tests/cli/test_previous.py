"""A week planned from an earlier one, on the command line: kept, repaired, verified, and refused where it cannot be."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import run

WEEK = ("--week", "2026-11-23")
FEW = ("--time-limit", "5", "--workers", "1")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter's caseload and its week."""
    folder = tmp_path_factory.mktemp("planned")
    assert run("init", folder / "clinic").exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "home"))
        made = run("solve", folder / "clinic", *WEEK, "--out", folder / "plan", *FEW)
    assert made.exit_code == 0, made.stderr
    return folder


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_same_week_again_changes_nothing(planned: Path, tmp_path: Path) -> None:
    previous = planned / "plan" / "schedule.csv"
    again = run("solve", planned / "clinic", *WEEK, "--previous", previous, "--out", tmp_path / "again", *FEW)
    assert again.exit_code == 0, again.stderr
    summary = json.loads((tmp_path / "again" / "summary.json").read_bytes())
    assert summary["stability"] == {"value": 0, "bound": 0}
    assert summary["changes"]["not_kept"] == summary["changes"]["other_therapists"] == 0
    assert summary["changes"]["appointments"] > 0
    assert "Stability: 0 points of change; nothing is lost." in again.stdout
    checked = run("verify", planned / "clinic", tmp_path / "again" / "schedule.csv", *WEEK, "--previous", previous)
    assert checked.exit_code == 0
    assert "0 of " in checked.stdout


def test_a_week_that_has_begun_is_repaired_from_the_moment_on(planned: Path, tmp_path: Path) -> None:
    previous = planned / "plan" / "schedule.csv"
    led = [row for row in rows(previous) if row["date"] > "2026-11-24"]
    away = ("absences.csv", f"who,date,until\n{led[0]['therapists'].split(';')[0]},2026-11-23,2026-11-29\n")
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    for table in (planned / "clinic").iterdir():
        (clinic / table.name).write_bytes(table.read_bytes())
    (clinic / away[0]).write_text(away[1], encoding="utf-8")
    frozen = ("--previous", previous, "--freeze-before", "2026-11-25T00:00")
    made = run("solve", clinic, *WEEK, *frozen, "--out", tmp_path / "new", *FEW)
    assert made.exit_code == 0, made.stderr
    new = tmp_path / "new" / "schedule.csv"
    assert [row for row in rows(new) if row["date"] < "2026-11-25"] == [
        row for row in rows(previous) if row["date"] < "2026-11-25"
    ]
    assert run("verify", clinic, new, *WEEK, *frozen).exit_code == 0
    assert run("explain", clinic, new, *WEEK, *frozen).exit_code == 0
    unfrozen = run("verify", clinic, new, *WEEK)
    assert unfrozen.exit_code == 1
    assert "therapist_available" in unfrozen.stdout
    other = run("verify", clinic, previous, *WEEK, "--previous", new, "--freeze-before", "2026-11-28T00:00")
    assert other.exit_code == 1
    assert "  frozen: " in other.stdout


def test_schedules_that_cannot_be_planned_from(planned: Path, tmp_path: Path) -> None:
    previous = planned / "plan" / "schedule.csv"
    clinic, out = planned / "clinic", ("--out", tmp_path / "new", *FEW)
    later = run("solve", clinic, "--week", "2026-11-16", "--previous", previous, *out)
    assert (later.exit_code, "a later week" in later.stderr) == (1, True)
    frozen = ("--freeze-before", "2026-12-02T12:00")
    other = run("solve", clinic, "--week", "2026-11-30", "--previous", previous, *frozen, *out)
    assert (other.exit_code, "an earlier week" in other.stderr) == (1, True)
    text = previous.read_text(encoding="utf-8").splitlines()
    first = text[1].split(",")
    strange = tmp_path / "strange.csv"
    strange.write_text("\n".join([text[0], text[1].replace(first[-1], "p99"), text[1], *text[2:]]), encoding="utf-8")
    gone = run("solve", clinic, *WEEK, "--previous", strange, "--freeze-before", "2026-11-29T00:00", *out)
    assert gone.exit_code == 1
    assert f"{strange}, row 2, column patients ('p99')" in gone.stderr
    assert "other rows have this id too" in gone.stderr
    assert not (tmp_path / "new").exists()


def test_a_limit_on_changes_is_kept_and_its_cost_told(planned: Path, tmp_path: Path) -> None:
    previous = planned / "plan" / "schedule.csv"
    limited = ("--previous", previous, "--max-changes", "0", "--out", tmp_path / "new", *FEW)
    made = run("solve", planned / "clinic", *WEEK, *limited)
    assert made.exit_code == 0, made.stderr
    assert "  0 of at most 0 changes; 0 more could not be kept. The limit costs no care." in made.stdout
    limit = json.loads((tmp_path / "new" / "summary.json").read_bytes())["limit"]
    assert (limit["max_changes"], limit["changed"], limit["impossible"]) == (0, 0, 0)
