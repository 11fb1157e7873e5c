"""Places that take no files are told before the search."""

import os
from pathlib import Path

import pytest

from scheduler.destination import CannotWrite, Destination

FILES = ("schedule.csv", "summary.json")


def test_a_file_in_the_way_is_told_before_the_search(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("a file")
    with pytest.raises(CannotWrite, match="is a file"):
        Destination(tmp_path / "plan" / "deeper", tmp_path / "calendars").check(FILES)


def test_a_folder_in_a_files_place_is_told_before_the_search(tmp_path: Path) -> None:
    (tmp_path / "schedule.csv").mkdir()
    with pytest.raises(CannotWrite, match="is a folder"):
        Destination(tmp_path, tmp_path / "calendars").check(FILES)


def test_a_folder_that_may_not_be_written_is_told_before_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotWrite, match="may not write"):
        Destination(tmp_path / "plan", tmp_path / "calendars").check(FILES)


def test_a_good_place_is_silent(tmp_path: Path) -> None:
    Destination(tmp_path / "plan", tmp_path / "calendars").check(FILES)
    assert list(tmp_path.iterdir()) == []
