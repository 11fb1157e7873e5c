"""Facts put into files as people have them: shared, read-only, open in a spreadsheet, saved meanwhile."""

import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest

from scheduler.caseload import Caseload
from scheduler.files.write import NotWritten, write_files
from scheduler.tables import Edit, read_caseload
from scheduler.tables.edit import write
from tests.tables.edits import AWAY, put_in


def test_a_new_table_gets_the_permissions_of_those_beside_it(folder: Path) -> None:
    (folder / "absences.csv").unlink()
    (folder / "patients.csv").chmod(0o664)
    put_in(folder, Edit((AWAY,)))
    assert stat.S_IMODE((folder / "absences.csv").stat().st_mode) == 0o664


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_a_file_keeps_its_owner_and_group(
    source: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place: Path = request.getfixturevalue(source)
    there = (place / "absences.csv" if place.is_dir() else place).stat()
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda _, owner, group: given.append((owner, group)))
    put_in(place, Edit((AWAY,)))
    assert given == [(there.st_uid, there.st_gid)]


def test_a_group_that_cannot_be_kept_stops_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "absences.csv").read_bytes()

    def refuse(_: Path, __: int, ___: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    put_in(folder, Edit((AWAY,)))
    assert (folder / "absences.csv").read_bytes() != before
    before = (folder / "absences.csv").read_bytes()
    looks = os.stat_result((0o100640, 0, 0, 1, 0, os.getegid() + 1, 0, 0, 0, 0))
    with pytest.raises(NotWritten, match="Operation not permitted"):
        write_files({folder / "absences.csv": b""}, like={folder / "absences.csv": looks})
    assert (folder / "absences.csv").read_bytes() == before


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_what_is_open_in_a_spreadsheet_is_refused(source: str, lock: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    file = place / "absences.csv" if place.is_dir() else place
    before = file.read_bytes()
    file.with_name(lock.format(file.name)).write_text("Ann", encoding="utf-8")
    with pytest.raises(NotWritten, match=r"is open in a spreadsheet\..* close it there .*delete .*, which was left"):
        put_in(place, Edit((AWAY,)))
    assert file.read_bytes() == before


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_what_is_read_only_is_refused(source: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(source)
    file = place / "absences.csv" if place.is_dir() else place
    before = file.read_bytes()
    file.chmod(0o444)
    with pytest.raises(NotWritten, match="is read-only"):
        put_in(place, Edit((AWAY,)))
    assert file.read_bytes() == before


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_what_somebody_changes_meanwhile_is_kept(
    source: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place: Path = request.getfixturevalue(source)
    file = place / "absences.csv" if place.is_dir() else place
    really = write.read_beside

    def saved_meanwhile(*what: Any) -> Caseload:  # noqa: ANN401
        file.write_bytes(b"the work of an hour")
        return really(*what)

    monkeypatch.setattr(write, "read_beside", saved_meanwhile)
    with pytest.raises(NotWritten, match="was changed by somebody else meanwhile"):
        put_in(place, Edit((AWAY,)))
    assert file.read_bytes() == b"the work of an hour"


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_names_are_nowhere_but_where_the_caseload_lies(
    source: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place: Path = request.getfixturevalue(source)
    elsewhere = tmp_path / "temp"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    seen: list[Path] = []

    def looked_at(copy: Path) -> Caseload:
        seen.append(copy)
        return read_caseload(copy)

    monkeypatch.setattr(write, "read_caseload", looked_at)
    there = set((place if place.is_dir() else place.parent).iterdir())
    elsewhere.chmod(0o500)
    put_in(place, Edit((AWAY,)))
    assert seen[0].parent.parent == (place if place.is_dir() else place.parent)
    assert list(elsewhere.iterdir()) == []
    assert set((place if place.is_dir() else place.parent).iterdir()) == there
