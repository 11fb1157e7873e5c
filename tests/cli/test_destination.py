"""Places that take no files are told before the search."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pytest

from scheduler.files.outputs import CannotWrite, Destination
from scheduler.files.recognised import Foreign, Recognise, is_page_with, is_table_with
from scheduler.files.write import NotWritten


def own(place: Destination) -> Mapping[Path, Recognise]:
    return {
        place.out / "schedule.csv": is_table_with(("session", "date")),
        place.out / "summary.json": is_page_with(("week",)),
    }


@pytest.fixture
def place(tmp_path: Path) -> Destination:
    """A folder for a week that is there, and one for its calendars that is not."""
    (tmp_path / "plan").mkdir()
    return Destination(tmp_path / "plan", tmp_path / "calendars")


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("a file")
    bad = Destination(tmp_path / "plan" / "deeper", tmp_path / "calendars")
    with pytest.raises(CannotWrite, match="is a file"):
        bad.check(own(bad))
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "patients").write_text("a file")
    bad = Destination(tmp_path / "other", tmp_path / "calendars")
    with pytest.raises(CannotWrite, match="is a file"):
        bad.check(own(bad))


def test_a_folder_in_a_files_place_is_told(place: Destination) -> None:
    (place.out / "schedule.csv").mkdir()
    with pytest.raises(NotWritten, match="is a folder"):
        place.check(own(place))


@pytest.mark.parametrize("deeper", ["", "deeper"])
def test_a_link_to_nowhere_is_told(deeper: str, tmp_path: Path) -> None:
    (tmp_path / "plan").symlink_to(tmp_path / "gone")
    bad = Destination(tmp_path / "plan" / deeper, tmp_path / "calendars")
    with pytest.raises(CannotWrite, match="is a link to nowhere"):
        bad.check(own(bad))


def test_a_file_that_is_a_link_to_nowhere_is_told(place: Destination, tmp_path: Path) -> None:
    (place.out / "schedule.csv").symlink_to(tmp_path / "gone")
    with pytest.raises(NotWritten, match="is a link to nowhere"):
        place.check(own(place))


def test_a_drive_that_is_not_there_is_told(place: Destination, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.files.outputs.os.path.lexists", lambda _: False)
    with pytest.raises(CannotWrite, match="There is no /, so"):
        place.check(own(place))


def test_a_folder_that_may_not_be_written_is_told(place: Destination, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotWrite, match="may not write"):
        place.check(own(place))


def test_a_folder_without_space_is_told(place: Destination, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> IO[bytes]:
        return open("/dev/full", "wb")  # noqa: PTH123

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(NotWritten, match=r"plan cannot be written: No space left on device\. Nothing was written"):
        place.check(own(place))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("schedule.csv", "day,what\nmon,skills\n"),
        ("schedule.csv", '{"week": 1}'),
        ("summary.json", "week\n"),
        ("summary.json", '{"month": 1}'),
        ("summary.json", '["week"]'),
    ],
)
def test_a_file_of_somebody_else_is_told(name: str, content: str, place: Destination) -> None:
    (place.out / name).write_text(content)
    with pytest.raises(Foreign, match=rf"{name} is there, and iop did not write it") as caught:
        place.check(own(place))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "content",
    [
        "session,date,more\n",
        "\ufeffdate;session\n",
        "sep=;\nSession;Date\n",
        '"date"\t"session"\n',
        "session,date,,,\n",
        "",
    ],
)
def test_an_earlier_file_is_known_also_after_a_spreadsheet_saved_it(content: str, place: Destination) -> None:
    (place.out / "schedule.csv").write_text(content, encoding="utf-8")
    assert place.check(own(place)) == {
        place.out / "schedule.csv": content.encode(),
        place.out / "summary.json": None,
    }


def test_a_read_only_file_is_told(place: Destination) -> None:
    (place.out / "schedule.csv").write_text("session,date\n")
    (place.out / "schedule.csv").chmod(0o444)
    with pytest.raises(NotWritten, match="is read-only"):
        place.check(own(place))


def test_a_good_place_stays_as_it_is(tmp_path: Path) -> None:
    bad = Destination(tmp_path / "plan", tmp_path / "calendars")
    bad.check(own(bad))
    assert list(tmp_path.iterdir()) == []
