"""Files of a week arrive whole or not at all, and are private."""

import os
from pathlib import Path

import pytest

from scheduler.destination import CannotWrite, Destination

FILES = {"schedule.csv": b"new schedule", "summary.json": b"new summary"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_all_files_arrive_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    place = Destination(tmp_path / "deep" / "plan", tmp_path / "deep" / "plan" / "calendars")
    with place.staged(FILES):
        assert place.calendars.is_dir()
        assert "schedule.csv" not in contents(place.out)
    assert contents(place.out) == FILES
    for folder in (tmp_path / "deep", place.out, place.calendars):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert all((place.out / name).stat().st_mode & 0o777 == 0o600 for name in FILES)


def test_nothing_is_left_where_the_calendars_fail(tmp_path: Path) -> None:
    place = Destination(tmp_path / "plan", tmp_path / "kept" / "calendars")
    with pytest.raises(RuntimeError), place.staged(FILES):
        raise RuntimeError("no calendars")
    assert list(tmp_path.iterdir()) == []


def test_the_earlier_files_stay_where_the_calendars_fail(tmp_path: Path) -> None:
    place = Destination(tmp_path, tmp_path / "calendars")
    (tmp_path / "schedule.csv").write_bytes(b"old schedule")
    with pytest.raises(RuntimeError), place.staged(FILES):
        raise RuntimeError("no calendars")
    assert contents(tmp_path) == {"schedule.csv": b"old schedule"}


def test_earlier_files_are_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "schedule.csv").write_bytes(b"old schedule")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    with Destination(tmp_path, tmp_path / "calendars").staged(FILES):
        pass
    assert contents(tmp_path) == FILES | {"notes.txt": b"mine"}


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
