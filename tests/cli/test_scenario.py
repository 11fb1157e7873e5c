"""Caseloads for what-if questions, as a person asks for them."""

from pathlib import Path

import pytest

from scheduler.planning.starter import put_starter
from scheduler.tables import read_caseload
from tests.cli.running import run

DEMO = Path(__file__).parents[2] / "data" / "demo"


def test_a_clinic_of_a_program_is_written_and_has_no_error(tmp_path: Path) -> None:
    out = tmp_path / "what-if"
    asked = ("scenario", "new", "--program", "balanced", "--patients", "25", "--therapists", "5", "--seed", "7")
    ran = run(*asked, "--out", out)
    assert ran.exit_code == 0, ran.output
    assert "25 patients" in ran.stdout
    assert "5 therapists" in ran.stdout
    assert f"iop solve {out} --week 2026-11-30" in ran.stdout
    assert run("check", out, "--week", "2026-11-30").exit_code == 0
    assert (out / "attendance.csv").read_text().startswith("date,session,patient,attended,minutes\n")
    assert (out / "patients.csv").stat().st_mode & 0o777 == 0o600
    again = tmp_path / "again"
    run(*asked, "--out", again)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in out.iterdir()
    }


def test_it_can_be_made_for_another_week_and_as_a_workbook(tmp_path: Path) -> None:
    book = tmp_path / "what-if.xlsx"
    ran = run("scenario", "new", "--program", "taper", "--patients", "12", "--week", "2027-03-03", "--out", book)
    assert ran.exit_code == 0, ran.output
    assert "--week 2027-03-01" in ran.stdout
    assert len(read_caseload(book).patients) == 12
    assert run("check", book).exit_code == 0


def test_a_caseload_is_grown(tmp_path: Path) -> None:
    ran = run("scenario", "new", "--like", DEMO, "--patients", "60", "--out", tmp_path / "grown")
    assert ran.exit_code == 0, ran.output
    assert "60 patients" in ran.stdout
    assert not (tmp_path / "grown" / "attendance.csv").exists()
    assert run("check", tmp_path / "grown").exit_code == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "either --program or --like"),
        (("--program", "balanced", "--like", DEMO), "either --program or --like"),
        (("--program", "balanced"), "how many --patients"),
        (("--like", DEMO, "--week", "2026-11-23"), "--week goes with --program"),
        (("--program", "balanced", "--patients", "9"), "9"),
        (("--program", "unknown", "--patients", "20"), "unknown"),
        (("--like", DEMO, "--patients", "20", "--therapists", "2"), "Take at least"),
        (("--program", "tiers", "--patients", "20", "--therapists", "30"), "1 to 20 therapists"),
    ],
)
def test_what_cannot_be_asked_for_is_told_and_nothing_is_written(
    options: tuple[str | Path, ...], says: str, tmp_path: Path
) -> None:
    ran = run("scenario", "new", *options, "--out", tmp_path / "out")
    assert ran.exit_code == 2
    assert says in ran.stderr
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    put_starter(tmp_path / "clinic")
    ran = run("scenario", "new", "--program", "balanced", "--patients", "20", "--out", tmp_path / "clinic")
    assert ran.exit_code == 2
    assert "is there already" in ran.stderr


def test_a_caseload_with_problems_is_no_pattern(tmp_path: Path) -> None:
    put_starter(tmp_path / "clinic")
    (tmp_path / "clinic" / "levels.csv").write_text("level,from_week\niop,soon\n")
    ran = run("scenario", "new", "--like", tmp_path / "clinic", "--out", tmp_path / "out")
    assert ran.exit_code == 1
    assert "levels, row 2" in ran.stderr
    assert not (tmp_path / "out").exists()
