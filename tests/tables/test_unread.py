"""Files and sheets named nearly like a table are warned of where they look like one; all others stay without a word."""

from pathlib import Path

import pytest

from scheduler.tables import read_unread, write_tables
from scheduler.tables.unread import nearly
from tests.tables.conftest import Tables, put, warnings_of


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("keep-apart", "keep_apart"),
        ("keep apart", "keep_apart"),
        ("absence", "absences"),
        ("absences (1)", "absences"),
        ("absences (2)", "absences"),
        ("week - keep_apart", "keep_apart"),
        ("keep_apart - table 1", "keep_apart"),
        ("copy of plans", "plans"),
        ("patients backup", "patients"),
        ("2026-11 patients", "patients"),
        ("session types", "session_types"),
        ("level plans", "level_plans"),
        ("closure", "closures"),
        ("opening hours", "opening_hours"),
        ("appointmnets", "appointments"),
        ("readme", ""),
        ("notes", ""),
        ("notes 2", ""),
        ("schedule", ""),
        ("attendance", ""),
        ("rooms", ""),
        ("parents", ""),
        ("planning", ""),
        ("absences", ""),
        ("~$absence", ""),
        (".~lock.absence", ""),
    ],
)
def test_a_name_that_is_nearly_a_table_s(name: str, table: str) -> None:
    assert nearly(name) == table


@pytest.mark.parametrize("name", ["keep-apart", "Keep apart", "keep_apart (1)", "Week - keep_apart", "KeepApart"])
@pytest.mark.parametrize("is_folder", [True, False])
def test_a_table_that_is_not_read_is_warned_of(*, is_folder: bool, name: str, small: Tables, tmp_path: Path) -> None:
    small[name] = small.pop("keep_apart")
    small["notes 2"] = [{"who": "p1", "date": "call back"}]
    source = tmp_path / ("caseload" if is_folder else "week.xlsx")
    if is_folder:
        source.mkdir()
    write_tables(small, source)
    (warning,) = warnings_of(source)
    assert warning.table == (f"{name}.csv" if is_folder else name)
    assert warning.severity == "warning"
    assert "is not read, and looks like table keep_apart" in warning.says
    assert read_unread(source) == (warning,)


def test_what_only_has_such_a_name_is_left_alone(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    (tmp_path / "absence.csv").write_text("dear,diary\n")
    (tmp_path / "closure.csv").write_text("")
    (tmp_path / "patients notes.csv").write_text("text\nPaula was late\n")
    (tmp_path / "readme.txt").write_text("absences")
    assert warnings_of(tmp_path) == ()


def test_tables_of_other_kinds_of_file_are_warned_of(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    for name in ("absences.csv.txt", "members.xlsx", "closure.ods", "list.xlsx", "schedule.txt"):
        (tmp_path / name).write_text("who,date\n")
    assert [warning.table for warning in warnings_of(tmp_path)] == ["absences.csv.txt", "closure.ods", "members.xlsx"]


def test_nothing_is_said_of_what_cannot_be_read(tmp_path: Path) -> None:
    assert read_unread(tmp_path / "nowhere") == ()
