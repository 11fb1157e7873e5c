"""Folders are held by one run at a time, and by none that has ended."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scheduler.files import lock
from scheduler.files.lock import LOCK_FILE, InUse, NotWritten, held

HOLDING = """
import sys, time
from pathlib import Path
from scheduler.files.lock import held
with held(*map(Path, sys.argv[1:])):
    print("held", flush=True)
    time.sleep(60)
"""


def another(*folders: Path) -> "subprocess.Popen[str]":
    """Another run that holds the folders."""
    running = subprocess.Popen([sys.executable, "-c", HOLDING, *folders], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "held\n"
    return running


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for longer than it takes to look."""
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.1)


@pytest.mark.usefixtures("hasty")
def test_what_another_holds_is_refused_and_free_again_however_it_ends(tmp_path: Path) -> None:
    with another(tmp_path / "one", tmp_path / "two") as running:
        for folder in ("one", "two"):
            with (
                pytest.raises(InUse, match=f"Another run of iop changes files in .*{folder}") as caught,
                held(tmp_path / folder),
            ):
                pass
            assert caught.value.exit_code == 1
        running.send_signal(signal.SIGKILL)
        running.wait(10)
    assert (tmp_path / "one" / LOCK_FILE).exists()
    with held(tmp_path / "one", tmp_path / "two"):
        pass
    assert {path.name for path in tmp_path.rglob("*")} == {"one", "two"}


def test_who_waits_gets_it_when_the_other_is_done(tmp_path: Path) -> None:
    done: list[str] = []

    def first() -> None:
        with held(tmp_path):
            entered.set()
            time.sleep(0.2)
            done.append("first")

    entered = threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with held(tmp_path):
        done.append("second")
    thread.join()
    assert done == ["first", "second"]
    assert list(tmp_path.iterdir()) == []


def test_only_one_is_in_at_a_time_and_folders_come_and_go(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def enter(number: int) -> None:
        names = ("a", "b") if number % 2 else ("b", "a")
        with held(*(tmp_path / name for name in names)):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.001)
            inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(enter, range(64)))
    assert set(most) == {1}
    # Who waited in a folder that another had made may leave it behind, empty.
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_what_is_held_may_be_held_again(tmp_path: Path) -> None:
    with held(tmp_path), held(tmp_path / "deeper", tmp_path):
        assert (tmp_path / "deeper" / LOCK_FILE).exists()
    assert list(tmp_path.iterdir()) == []


def test_folders_are_private_under_any_umask(tmp_path: Path) -> None:
    earlier = os.umask(0o777)
    try:
        with held(tmp_path / "new" / "deeper"):
            (tmp_path / "new" / "deeper" / "file").touch()
    finally:
        os.umask(earlier)
    for folder in (tmp_path / "new", tmp_path / "new" / "deeper"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone" / "far")
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "deeper", tmp_path / "link"):
        with pytest.raises(NotWritten, match=r"cannot be written|is a link to nowhere"), held(folder):
            pass


def test_where_locks_are_unknown_nobody_is_kept_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unknown)
    with held(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
