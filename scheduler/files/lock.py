"""One at a time: whoever changes files of a folder holds the folder; the system lets go however a program ends."""

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from scheduler.errors import IopError

if sys.platform == "win32":  # pragma: no cover - the other half is what the tests can reach
    import msvcrt
else:
    import fcntl

LOCK_FILE = ".iop.lock"
PATIENCE_SECONDS = 10.0
PRIVATE_FOLDER = 0o700
_PAUSE_SECONDS = 0.02
_MOST_TRIES = 20
# Empty, so nobody learns anything from it; and whoever may write in the folder has to be able to hold it.
_LOCK_MODE = 0o666
_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}

_own = threading.local()


class NotWritten(IopError):
    """A place that does not take the files; nothing was written or removed."""


class InUse(NotWritten):
    """Another run of the program is changing the files of a folder."""


@contextmanager
def held(*folders: Path) -> Iterator[None]:
    """Within it, no other run of this program changes files that lie in the folders.

    Missing folders are made, for their owner only, and taken away again where nothing was put into them. What a thread
    holds already it may hold again. Holders of several folders name all of them at once, so that two never wait for
    each other.

    Raises:
        InUse: another run holds one of them for longer than ``PATIENCE_SECONDS``.
        NotWritten: one of them cannot be made or written in.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    for folder in folders:
        if lost := link_to_nowhere(folder):
            raise NotWritten(f"{lost} is a link to nowhere. Nothing was written; choose another folder.")
    mine: set[Path] = _own.__dict__.setdefault("folders", set())
    with ExitStack() as stack:
        for folder in sorted({each.resolve() for each in folders} - mine):
            stack.enter_context(_one(folder, until))
            mine.add(folder)
            stack.callback(mine.discard, folder)
        yield


def link_to_nowhere(folder: Path) -> Path | None:
    """The link on the way to a folder that leads nowhere; None where there is none."""
    line = (folder.absolute(), *folder.absolute().parents)
    nearest = next((each for each in line if os.path.lexists(each)), None)
    return nearest if nearest and nearest.is_symlink() and not nearest.exists() else None


def failed(place: Path, error: OSError) -> NotWritten:
    """What is to be said where the system does not let a file or folder be written."""
    hint = " Is it open in another program?" if isinstance(error, PermissionError) else ""
    why = f": {error.strerror}" if error.strerror else ""
    return NotWritten(f"{place} cannot be written{why}.{hint} Nothing was written; mend that and try again.")


@contextmanager
def _one(folder: Path, until: float) -> Iterator[None]:
    with ExitStack() as made:
        handle, tries = None, 0
        while handle is None:
            try:
                _make(folder, made)
                handle = _taken(folder / LOCK_FILE)
            except FileNotFoundError as error:
                # Perhaps another run has just taken its own empty folder away.
                tries += 1
                if tries > _MOST_TRIES:
                    raise failed(folder, error) from error
            except OSError as error:
                raise failed(folder, error) from error
            if handle is None:
                if time.monotonic() > until:
                    raise InUse(
                        f"Another run of iop changes files in {folder}. Nothing was written; try again when it ends."
                    )
                time.sleep(_PAUSE_SECONDS)
        made.callback(_let_go, folder / LOCK_FILE, handle)
        yield


def _make(folder: Path, made: ExitStack) -> None:
    missing = list(takewhile(lambda each: not each.exists(), (folder, *folder.parents)))
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir(mode=PRIVATE_FOLDER)
            # The process may have been told to take even its own rights away.
            each.chmod(PRIVATE_FOLDER)
            made.callback(_remove_if_empty, each)


def _remove_if_empty(folder: Path) -> None:
    # Somebody else may have put something there meanwhile.
    with suppress(OSError):
        folder.rmdir()


def _taken(lock: Path) -> int | None:
    """The open lock file, locked; None where another holds it."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), _LOCK_MODE)
    try:
        with suppress(OSError):
            os.fchmod(handle, _LOCK_MODE)
        if _lock(handle) and _is_still_there(lock, handle):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_still_there(lock: Path, handle: int) -> bool:
    """Whether the file that was opened is not one that its holder has just taken away."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _lock(handle: int) -> bool:
    """Whether the file is locked now; a file system that knows no locks counts as one where nobody else is."""
    try:
        if sys.platform == "win32":  # pragma: no cover - the other half is what the tests can reach
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True


def _let_go(lock: Path, handle: int) -> None:
    # Where open files can be taken away, that has to be done while it is still locked; elsewhere it can only be after.
    with suppress(OSError):
        lock.unlink()
    os.close(handle)
    if sys.platform == "win32":  # pragma: no cover - the other half is what the tests can reach
        with suppress(OSError):
            lock.unlink()
