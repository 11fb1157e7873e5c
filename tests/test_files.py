"""Files are written whole or not at all, for their owner only."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.files.lock import held
from scheduler.files.write import NotWritten, check_replaceable, inside, staging_folder, write_files


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_new_and_old_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "kept.txt").write_text("kept")
    (tmp_path / "gone.txt").write_text("gone")
    files = inside(tmp_path, {"a.txt": b"new", "deep/er/b.txt": b"b"})
    write_files(files, [tmp_path / "gone.txt", tmp_path / "never.txt", tmp_path / "nowhere" / "c.txt"])
    assert contents(tmp_path) == {"a.txt": b"new", "deep/er/b.txt": b"b", "kept.txt": b"kept"}


def test_owners_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    write_files(inside(tmp_path, {"a.txt": b"", "new/week/sub/b.txt": b"", "new/c.txt": b""}))
    modes = {str(path.relative_to(tmp_path)): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {
        "a.txt": 0o600,
        "new": 0o700,
        "new/c.txt": 0o600,
        "new/week": 0o700,
        "new/week/sub": 0o700,
        "new/week/sub/b.txt": 0o600,
    }
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_file_that_others_could_read_is_private_once_it_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "a.txt").chmod(0o644)
    write_files({tmp_path / "a.txt": b"new"})
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o600


def failing_at(number: int, really: Callable[..., object]) -> Callable[..., object]:
    """The function, interrupted at that call."""
    calls = iter(range(1, 100))

    def function(*arguments: object, **options: object) -> object:
        if next(calls) == number:
            raise KeyboardInterrupt
        return really(*arguments, **options)

    return function


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("step", ["fsync", "replace", "link"])
def test_a_failure_on_the_way_leaves_everything_as_it_was(
    failing: int, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.txt", "gone.txt", "going.txt"):
        (tmp_path / name).write_text("old")
    before = contents(tmp_path)
    place, name = {"fsync": (os, "fsync"), "replace": (Path, "replace"), "link": (Path, "hardlink_to")}[step]
    monkeypatch.setattr(place, name, failing_at(failing, getattr(place, name)))
    files = inside(tmp_path, {"a.txt": b"a", "b.txt": b"b", "sub/c.txt": b"c"})
    with pytest.raises(KeyboardInterrupt):
        write_files(files, [tmp_path / "gone.txt", tmp_path / "going.txt"])
    assert contents(tmp_path) == before
    assert not (tmp_path / "sub").exists()


def test_what_was_removed_comes_back_where_a_later_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "stays.txt"):
        (tmp_path / name).write_text("old")
    before = contents(tmp_path)
    really = Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "stays.txt":
            raise PermissionError(13, "Permission denied")
        really(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(NotWritten, match=r"stays\.txt cannot be written: Permission denied\. Is it open in another"):
        write_files({tmp_path / "new.txt": b""}, [tmp_path / "a.txt", tmp_path / "stays.txt"])
    assert contents(tmp_path) == before


def test_a_file_system_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "b.txt").mkdir()

    def no_links(_: Path, __: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with pytest.raises(NotWritten):
        write_files(inside(tmp_path, {"a.txt": b"new", "b.txt": b""}))
    assert contents(tmp_path) == {"a.txt": b"old"}
    write_files({tmp_path / "a.txt": b"new"})
    assert contents(tmp_path) == {"a.txt": b"new"}


def test_a_folder_in_the_place_of_a_file_stops_it_all(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(NotWritten, match=r"b\.txt cannot be written"):
        write_files(inside(tmp_path, {"a.txt": b"a", "b.txt": b"b"}))
    assert contents(tmp_path) == {}


def test_a_file_in_the_place_of_a_folder_stops_it_all(tmp_path: Path) -> None:
    (tmp_path / "week").write_text("mine")
    with pytest.raises(NotWritten, match="cannot be written"):
        write_files(inside(tmp_path, {"a.txt": b"a", "week/deep/b.txt": b"b"}))
    assert contents(tmp_path) == {"week": b"mine"}


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "", "sub/../../a.txt"])
def test_names_stay_within_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="within a folder"):
        inside(tmp_path / "folder", {name: b""})


def test_leftovers_of_an_earlier_run_are_cleared_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".0123456789abcdef.part").mkdir()
    (tmp_path / ".0123456789abcdef.part" / "week.xlsx").touch()
    (tmp_path / ".fedcba9876543210.part").touch()
    (tmp_path / "mine.part").touch()
    (tmp_path / ".hidden").touch()
    write_files({tmp_path / "a.txt": b""})
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "mine.part", ".hidden"}


def test_a_stage_is_private_and_goes(tmp_path: Path) -> None:
    earlier = os.umask(0)
    try:
        with held(tmp_path), staging_folder(tmp_path) as stage:
            assert stage.stat().st_mode & 0o777 == 0o700
            assert stage.parent == tmp_path
    finally:
        os.umask(earlier)
    assert list(tmp_path.iterdir()) == []


def test_files_are_private_under_any_umask(tmp_path: Path) -> None:
    for umask in (0, 0o777):
        earlier = os.umask(umask)
        try:
            write_files({tmp_path / "a.txt": b""})
        finally:
            os.umask(earlier)
        assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o600


def test_what_is_not_as_it_was_seen_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"theirs")
    for seen in (b"mine", None):
        with pytest.raises(NotWritten, match=r"a\.txt was changed by somebody else meanwhile"):
            write_files(inside(tmp_path, {"a.txt": b"", "b.txt": b""}), seen={tmp_path / "a.txt": seen})
    assert contents(tmp_path) == {"a.txt": b"theirs"}
    write_files({tmp_path / "a.txt": b"mine"}, seen={tmp_path / "a.txt": b"theirs"})
    assert contents(tmp_path) == {"a.txt": b"mine"}


def test_a_file_that_another_program_keeps_for_itself_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").touch()

    def kept(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("scheduler.files.write.os.open", kept)
    with pytest.raises(NotWritten, match="Is it open in another program"):
        check_replaceable(tmp_path / "a.txt")


def test_nothing_to_write_touches_nothing(tmp_path: Path) -> None:
    write_files({}, [tmp_path / "gone" / "a.txt"])
    assert list(tmp_path.iterdir()) == []
