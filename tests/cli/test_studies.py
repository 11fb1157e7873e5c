"""Studies, capacity and all clinics as a person calls them."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.commands.capacity import next_monday
from scheduler.studies import running
from scheduler.studies.cluster import NoCluster
from scheduler.studies.pool import Here
from scheduler.tables import write_tables
from tests.cli.running import run
from tests.studies.clinic import STUDY, WEEK, put, tiny

# A busy computer takes long to load what a study needs.
PATIENCE = 300.0


@contextmanager
def started(study: Path, out: Path) -> Iterator["subprocess.Popen[str]"]:
    """The command at work, which is over with the test, whatever happens."""
    command = [sys.executable, "-c", "import cli; cli.main(prog_name='iop')", "study", str(study), "--processes", "1"]
    with subprocess.Popen(
        [*command, "--out", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def wait_for(weeks: int, out: Path) -> None:
    """Waits until so many weeks are done."""
    until = time.monotonic() + PATIENCE
    while len(list((out / "weeks").glob("*.json"))) < weeks:
        assert time.monotonic() < until, f"{weeks} weeks are done"
        time.sleep(0.02)


def results(out: Path) -> list[dict[str, str]]:
    with (out / "results.csv").open(encoding="utf-8", newline="") as file:
        return [{name: cell for name, cell in row.items() if name != "seconds"} for row in csv.DictReader(file)]


def test_a_study_is_killed_and_the_same_command_goes_on_to_the_same_results(tmp_path: Path) -> None:
    file = put(tmp_path, STUDY.replace("[1, 2]", "3"))
    with started(file, tmp_path / "out") as killed:
        wait_for(3, tmp_path / "out")
        killed.send_signal(signal.SIGKILL)
    before = {place: place.read_bytes() for place in (tmp_path / "out" / "weeks").glob("*.json")}
    assert 3 <= len(before) < 12
    again = run("study", file, "--out", tmp_path / "out", "--processes", "2")
    assert again.exit_code == 0, again.output
    assert f"{len(before)} of 12 weeks are done already" in again.stderr
    assert "12 of 12 weeks are solved and verified." in again.stdout
    assert all(place.read_bytes() == content for place, content in before.items())
    rows = results(tmp_path / "out")
    expected = [unmet for unmet in ("0.83", "2.5", "2.5", "4.17") for _ in range(3)]
    assert [row["care_unmet_hours"] for row in rows] == expected
    report = run("study", "report", tmp_path / "out", "--out", tmp_path / "again")
    assert report.exit_code == 0, report.output
    assert [{**row, "file": ""} for row in results(tmp_path / "again")] == [{**row, "file": ""} for row in rows]


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    file = put(tmp_path, STUDY.replace("[1, 2]", "50"))
    with started(file, tmp_path / "out") as asked:
        wait_for(1, tmp_path / "out")
        os.kill(asked.pid, signal.SIGINT)
        told, said = asked.communicate(timeout=PATIENCE)
    assert asked.returncode == 4
    assert "Stopped. The same command goes on from here." in said
    assert "of 200 weeks are solved and verified." in told
    assert 1 <= len(results(tmp_path / "out")) < 200


def test_what_is_wrong_is_told_before_anything_is_solved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> Here[object, object]:
        raise AssertionError("nothing is to be solved")

    file = put(tmp_path, STUDY.replace('away = "t1"', 'away = "t7"'))
    monkeypatch.setattr(running, "pool_for", never)
    bad = run("study", file, "--out", tmp_path / "out")
    assert bad.exit_code == 1
    assert "changes.t1 away: 't7' is no patient, therapist or resource" in bad.stderr
    assert not (tmp_path / "out").exists()


def test_a_cluster_that_is_not_there_is_told_before_the_first_solve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(address: str, _: object) -> None:
        raise NoCluster(f"No cluster answers at {address}.")

    monkeypatch.setattr(running, "Cluster", nobody)
    missing = run("study", put(tmp_path), "--out", tmp_path / "out", "--cluster", "tcp://127.0.0.1:1")
    assert missing.exit_code == 2
    assert "No cluster answers at tcp://127.0.0.1:1." in missing.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments", [("a.toml",), ("a.toml", "b.toml", "--out", "x"), ("report",), ("report", "a", "b")]
)
def test_wrong_usage_of_a_study_is_told(arguments: tuple[str, ...]) -> None:
    wrong = run("study", *arguments)
    assert wrong.exit_code == 2
    assert "Name " in wrong.stderr


def test_capacity_is_told_with_its_proofs(tmp_path: Path) -> None:
    tables = tiny()
    tables["therapists"][0]["max_hours_week"] = "5"
    write_tables(tables, tmp_path / "clinic")
    clinic, out = tmp_path / "clinic", tmp_path / "out"
    options = ("--add", "like:iop-evening", "--target", "100%", "--week", WEEK, "--workers", "1")
    told = run("capacity", clinic, *options, "--out", out)
    assert told.exit_code == 0, told.output
    assert "At least 3 more patients like iop-evening" in told.stdout
    assert "4 more: too little care, proven" in told.stderr
    fits = run("verify", out / "fits" / "caseload", out / "fits" / "schedule.csv", "--week", WEEK)
    assert fits.exit_code == 0
    assert "Care:    0 min unmet." in fits.stdout
    breaks = run(
        *("solve", out / "breaks" / "caseload", "--week", WEEK, "--out", tmp_path / "plan", "--until", "care"),
        *("--workers", "1", "--time-limit", "20"),
    )
    assert breaks.exit_code == 0
    assert "50 min unmet; proven, no schedule does better" in breaks.stdout
    open_answer = run("capacity", clinic, "--add", "like:", "--most", "1", "--week", WEEK, "--target", "100")
    assert open_answer.exit_code == 4
    assert "No number up to 1 is proven to be too many." in open_answer.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "Ask one thing"),
        (("--staff", "--add", "like:"), "Ask one thing"),
        (("--add", "iop"), "is no kind"),
        (("--staff", "--target", "0%"), "is no share"),
        (("--staff", "--target", "most"), "is no share"),
    ],
)
def test_wrong_usage_of_capacity_is_told(options: tuple[str, ...], says: str) -> None:
    wrong = run("capacity", "clinic", *options)
    assert wrong.exit_code == 2
    assert says in wrong.stderr


def test_the_usual_week_is_the_next_one() -> None:
    assert next_monday().weekday() == 0


def test_all_clinics_are_planned_and_one_exit_code_tells_of_the_bad_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    for name in ("north", "south"):
        write_tables(tiny(), tmp_path / "clinics" / name)
    bad = tiny()
    del bad["plans"]
    write_tables(bad, tmp_path / "clinics" / "bad")
    out = tmp_path / "plans"
    told = run("solve-all", tmp_path / "clinics", "--week", WEEK, "--out", out, "--until", "care", "--processes", "2")
    assert told.exit_code == 1
    assert "2 of 3 clinics have a verified week." in told.stdout
    assert "bad: plans: the table is missing" in told.stderr
    for name in ("north", "south"):
        assert (out / name / "week.html").exists()
    calendars = [
        {place.name for place in (out / name / "calendars" / "patients").iterdir()} for name in ("north", "south")
    ]
    assert len(calendars[0]) == 2
    assert len((out / "clinics.csv").read_text(encoding="utf-8").splitlines()) == 4
