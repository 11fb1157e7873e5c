"""A run that is killed while it writes leaves what the next run makes whole: all files old, or all of them new."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.files.journal import JOURNAL
from scheduler.files.write import inside, recover, write_files
from tests.test_files import contents

KILLED = """
import os, signal, sys
from pathlib import Path
from scheduler.files.write import inside, write_files

moment, folder = int(sys.argv[1]), Path(sys.argv[2])
calls = 0

def until(really):
    def function(*arguments, **options):
        global calls
        calls += 1
        if calls == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return really(*arguments, **options)
    return function

for name in ("replace", "unlink", "hardlink_to", "mkdir"):
    setattr(Path, name, until(getattr(Path, name)))
os.fsync = until(os.fsync)
files = {"one/a.txt": b"new", "two/b.txt": b"new", "two/c.txt": b"new"}
write_files(inside(folder, files), [folder / "one" / "gone.txt"])
print(calls)
"""
OLD = {"one/a.txt": b"old", "one/gone.txt": b"old", "two/b.txt": b"old"}
NEW = {"one/a.txt": b"new", "two/b.txt": b"new", "two/c.txt": b"new"}


def two_folders(at: Path) -> Path:
    for name, content in OLD.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(content)
    return at


def killed(moment: int, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The writing of three files and the removal of one, killed at that call of the system."""
    command = [sys.executable, "-c", KILLED, str(moment), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_whenever_it_is_killed_the_next_run_finds_the_old_or_the_new_files(tmp_path: Path) -> None:
    calls = int(killed(0, two_folders(tmp_path / "0")).stdout)
    assert contents(tmp_path / "0") == NEW
    ends = set()
    for moment in range(1, calls + 1):
        folder = two_folders(tmp_path / str(moment))
        assert killed(moment, folder).returncode == -signal.SIGKILL
        # Whichever of the folders is looked at first, both are whole; nothing else is left once something is written.
        recover(folder / ("one" if moment % 2 else "two"))
        write_files({folder / "one" / "next.txt": b"", folder / "two" / "next.txt": b""})
        found = contents(folder)
        assert [found.pop(f"{name}/next.txt") for name in ("one", "two")] == [b"", b""]
        assert found in (OLD, NEW), moment
        ends.add(found == NEW)
    assert ends == {True, False}


def cut_short(folder: Path) -> None:
    """Leaves the folders as a run does that is killed after the first of its files is in its place."""
    two_folders(folder)
    for moment in range(1, 99):
        shutil.rmtree(folder)
        two_folders(folder)
        killed(moment, folder)
        if (folder / "one" / "a.txt").read_bytes() == b"new":
            return


def test_what_somebody_has_changed_since_is_not_put_back(tmp_path: Path) -> None:
    cut_short(tmp_path / "x")
    (tmp_path / "x" / "one" / "a.txt").write_bytes(b"mine")
    recover(tmp_path / "x" / "two")
    found = {name: content for name, content in contents(tmp_path / "x").items() if "/." not in name}
    assert found == {**OLD, "one/a.txt": b"mine"}


def test_folders_may_be_moved_before_it_is_put_back(tmp_path: Path) -> None:
    cut_short(tmp_path / "x")
    (tmp_path / "x").rename(tmp_path / "y")
    recover(tmp_path / "y" / "two")
    assert {name: content for name, content in contents(tmp_path / "y").items() if "/." not in name} == OLD


@pytest.mark.parametrize("page", ["", "{", "[]", '{"list": "../gone/.iop.journal"}', '{"files": [], "folders": ["."]}'])
def test_a_journal_that_says_nothing_is_taken_away(page: str, tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_text(page)
    recover(tmp_path)
    assert contents(tmp_path) == {}


def test_no_journal_makes_the_program_touch_what_is_no_copy_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    page = '{"folders": ["."], "files": [{"place": "x.txt", "old": "mine.txt", "new": ""}]}'
    (tmp_path / JOURNAL).write_text(page)
    recover(tmp_path)
    assert contents(tmp_path) == {"mine.txt": b"mine"}


def test_what_cannot_be_put_back_at_once_is_put_back_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two_folders(tmp_path)
    files = inside(tmp_path, NEW)
    really = Path.replace
    is_full = True

    def failing(path: Path, target: Path) -> Path:
        if is_full and target.name != "a.txt":
            raise OSError(5, "Input/output error")
        if is_full and path.parent.joinpath(JOURNAL).exists() and target.read_bytes() == b"new":
            raise OSError(5, "Input/output error")
        return really(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="Input/output error"):
        write_files(files, [tmp_path / "one" / "gone.txt"])
    is_full = False
    recover(tmp_path / "one")
    assert {name: content for name, content in contents(tmp_path).items() if "/." not in name} == OLD
