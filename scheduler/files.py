"""Files on the disk: all of them or none, each whole, for their owner's eyes only."""

import os
import secrets
import shutil
from collections.abc import Collection, Mapping
from contextlib import ExitStack, suppress
from itertools import takewhile
from pathlib import Path, PurePath

from scheduler.errors import IopError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class NotWritten(IopError):
    """A place that does not take the files; nothing was written or removed."""


def inside(folder: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    """The files at their places in the folder or in folders below it.

    Raises:
        ValueError: a name leads out of the folder.
    """
    return {_place(folder, name): content for name, content in files.items()}


def write_files(files: Mapping[Path, bytes], removed: Collection[Path] = ()) -> None:
    """Writes all the files and removes the others, or does nothing of it.

    Files are readable by their owner only, and so are folders that are made for them; a folder that is there already
    is left as it is. They appear in the order given. Whatever ends it early, what was there before is there again,
    unless the computer itself stops.

    Args:
        files: the content of each, by its path.
        removed: paths of files that shall be gone; those that are gone already may be among them.

    Raises:
        NotWritten: a file or folder cannot be written.
    """
    at = Path()
    try:
        with ExitStack() as always, ExitStack() as undo:
            drafts = {}
            for at, content in files.items():
                _make_folder(at.parent, undo)
                drafts[at] = _draft(at, content, undo)
            for at in (*files, *removed):
                _keep_old(at, always, undo)
            for at, draft in drafts.items():
                draft.replace(at)
            for at in removed:
                at.unlink(missing_ok=True)
            undo.pop_all()
    except OSError as error:
        raise NotWritten(_words(at, error)) from error
    for parent in {place.parent for place in (*files, *removed)}:
        _settle(parent)


def _place(folder: Path, name: str) -> Path:
    path = PurePath(name)
    if not path.parts or path.is_absolute() or path.drive or ".." in path.parts:
        raise ValueError(f"not the name of a file within a folder: {name!r}")
    return folder / path


def _words(place: Path, error: OSError) -> str:
    hint = " Is it open in another program?" if isinstance(error, PermissionError) else ""
    why = f": {error.strerror}" if error.strerror else ""
    return f"{place} cannot be written{why}.{hint} Nothing was written; mend that and try again."


def _make_folder(folder: Path, undo: ExitStack) -> None:
    missing = list(takewhile(lambda each: not each.exists(), (folder, *folder.parents)))
    for each in reversed(missing):
        each.mkdir(mode=PRIVATE_FOLDER)
        undo.callback(_remove_if_empty, each)


def _remove_if_empty(folder: Path) -> None:
    # Somebody else may have put something there meanwhile.
    if not any(folder.iterdir()):
        folder.rmdir()


def _beside(place: Path) -> Path:
    return place.with_name(f".{secrets.token_hex(8)}.part")


def _draft(place: Path, content: bytes, undo: ExitStack) -> Path:
    draft = _beside(place)
    undo.callback(draft.unlink, missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _keep_old(place: Path, always: ExitStack, undo: ExitStack) -> None:
    """What was there is at hand until all is done, and put back where it ends early."""
    if not place.exists():
        undo.callback(place.unlink, missing_ok=True)
        return
    old = _beside(place)
    always.callback(old.unlink, missing_ok=True)
    try:
        old.hardlink_to(place)
    except OSError:  # not every file system has links
        shutil.copy2(place, old)
    undo.callback(old.replace, place)


def _settle(folder: Path) -> None:
    """The names of a folder's files outlast a power cut too, where the system can promise it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
