"""What ``iop check`` prints, what ``iop init`` puts down, and the script of completion."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from tests.caseloads import MONDAY, clinic_with
from tests.cli.running import run

PROBLEM = Problem("patients", 3, "level", "x", "no level has this name", "Add it")


def refuse(_: Path) -> tuple[Caseload, tuple[Problem, ...]]:
    raise BadInput([PROBLEM])


def test_check_prints_errors_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.api.caseloads.examine", refuse)
    result = run("check", "x")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [str(PROBLEM), "1 error to mend before a week can be solved, 0 warnings."]
    assert json.loads(run("check", "x", "--json").stdout)["errors"] == 1


def test_check_prints_warnings_and_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    warning = Problem("groups", 2, "", "", "nobody may join it", "Mend it", severity="warning")
    weeks = []

    def advice(_caseload: Caseload, monday: date | None) -> tuple[Problem, ...]:
        weeks.append(monday)
        return (warning,)

    seen = replace(warning, row=1)
    monkeypatch.setattr("scheduler.api.caseloads.examine", lambda _: (clinic_with(), (seen,)))
    monkeypatch.setattr("scheduler.explain.advice", advice)
    result = run("check", "x", "--week", "2026-03-05")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [f"warning: {seen}", f"warning: {warning}"]
    assert run("check", "x").exit_code == 0
    assert weeks == [MONDAY, None]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_IOP_COMPLETE" in result.stdout


@pytest.mark.parametrize("target", ["week.xlsx", "folder"])
def test_init_never_overwrites(target: str, tmp_path: Path) -> None:
    first = run("init", tmp_path / target)
    assert first.exit_code == 0, first.output
    assert f"iop check {tmp_path / target}" in first.stdout
    again = run("init", tmp_path / target)
    assert again.exit_code == 2
    assert "is there already and is left as it is" in again.stderr


def test_init_fills_an_empty_folder_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "clinic.2026"
    folder.mkdir()
    assert run("init", folder).exit_code == 0
    assert run("check", folder).exit_code == 0


def test_init_takes_no_other_kind_of_file(tmp_path: Path) -> None:
    result = run("init", tmp_path / "week.xls")
    assert result.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", tmp_path / "file" / "week.xlsx")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.stderr


def test_convert_says_what_it_wrote_and_overwrites_nothing(tmp_path: Path) -> None:
    run("init", tmp_path / "tables")
    (tmp_path / "tables" / "roster.csv").write_text("a\n")
    result = run("convert", tmp_path / "tables", tmp_path / "clinic.xlsx")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"Wrote {tmp_path / 'clinic.xlsx'}: ")
    assert "left out: roster" in result.stdout
    again = run("convert", tmp_path / "tables", tmp_path / "clinic.xlsx")
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    assert run("check", tmp_path / "clinic.xlsx").exit_code == 0


def test_check_marks_a_copy(tmp_path: Path) -> None:
    source, copy = tmp_path / "clinic.xlsx", tmp_path / "marked.xlsx"
    run("init", source)
    before = source.read_bytes()
    good = run("check", source, "--mark", copy)
    assert good.exit_code == 0
    assert "nothing to mark" in good.stderr
    assert not copy.exists()
    book = load_workbook(source)
    book["patients"]["C2"] = "IPO"
    book.save(source)
    changed = source.read_bytes()
    bad = run("check", source, "--mark", copy)
    assert bad.exit_code == 1
    assert f"Wrote {copy}: " in bad.stderr
    assert before != changed == source.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    del book["levels"]
    book.save(source)
    assert "problem of no cell is there only" in run("check", source, "--mark", copy, "--json").stderr
    assert run("check", source, "--mark", source).exit_code == 2
