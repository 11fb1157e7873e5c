"""Files are written whole or not at all, for their owner only, and no cell of theirs is run as a formula."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.tables import TABLES, table_csv, write_files, write_tables
from scheduler.tables.sources import csv_sheet


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_new_and_old_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "kept.txt").write_text("kept")
    write_files(tmp_path, {"a.txt": b"new", "deep/er/b.txt": b"b"})
    assert contents(tmp_path) == {"a.txt": b"new", "deep/er/b.txt": b"b", "kept.txt": b"kept"}


def test_owners_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    write_files(tmp_path, {"a.txt": b""})
    write_files(tmp_path / "new" / "week", {"sub/b.txt": b""})
    modes = {str(path.relative_to(tmp_path)): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {
        "a.txt": 0o600,
        "new": 0o700,
        "new/week": 0o700,
        "new/week/sub": 0o700,
        "new/week/sub/b.txt": 0o600,
    }
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_on_the_way_leaves_everything_as_it_was(
    failing: int, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.txt").write_text("old")
    before = contents(tmp_path)
    calls = {"fsync": 0, "replace": 0}
    really = {"fsync": os.fsync, "replace": Path.replace}

    def fail_once(*arguments: object) -> object:
        calls[step] += 1
        if calls[step] == failing:
            raise KeyboardInterrupt
        return really[step](*arguments)  # type: ignore[operator]

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail_once)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"a.txt": b"a", "b.txt": b"b", "sub/c.txt": b"c"})
    assert contents(tmp_path) == before
    assert not (tmp_path / "sub").exists()


def test_a_folder_in_the_place_of_a_file_stops_it_all(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(OSError, match=r"b\.txt"):
        write_files(tmp_path, {"a.txt": b"a", "b.txt": b"b"})
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "", "sub/../../a.txt"])
def test_names_stay_within_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="within a folder"):
        write_files(tmp_path / "folder", {name: b""})
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "'quoted'", "plain", "two\nlines", "two\rlines", 'a "b", c;d'],
)
def test_no_cell_is_a_formula_and_each_comes_back(cell: str, tmp_path: Path) -> None:
    content = table_csv(("a", "b"), [{"a": cell, "b": "x", "c": "left out"}, {}])
    assert not content.decode().splitlines()[1].startswith(("=", "+", "-", "@"))
    (tmp_path / "t.csv").write_bytes(content)
    assert csv_sheet(tmp_path / "t.csv", "t").lines == (("a", "b"), (cell, "x"), ("", ""))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, cell: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(table_csv(("a", "b"), [{"a": cell, "b": "x"}]))
    assert csv_sheet(path, "any").lines[1] == (cell.strip(), "x")


def test_a_workbook_s_cells_are_text(tmp_path: Path) -> None:
    write_tables({"notes": [{"a": "=1+1", "b": "007"}]}, tmp_path / "book.xlsx")
    sheet = load_workbook(tmp_path / "book.xlsx")["notes"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=1+1", "s"), ("007", "s")]


def test_a_table_without_rows_has_its_header(tmp_path: Path) -> None:
    write_tables({"members": []}, tmp_path)
    assert (tmp_path / "members.csv").read_text() == "group,patient,status\n"


def test_the_columns_are_known() -> None:
    assert len(TABLES) == 16
    assert TABLES["availability"] == {
        "who": True,
        "party": False,
        "day": True,
        "start": False,
        "end": False,
        "status": True,
        "from": False,
        "until": False,
        "reason": False,
    }
