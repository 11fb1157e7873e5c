"""Files on the disk: all of them or none, each whole, for their owner's eyes only."""

import os
import secrets
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePath

from scheduler.files.journal import PART, Step, begin, clear, digest, end, is_left_over, put_back, recover
from scheduler.files.lock import PRIVATE_FOLDER, InUse, NotWritten, failed, held
from scheduler.interrupt import uninterrupted

__all__ = [
    "InUse",
    "NotWritten",
    "check_replaceable",
    "content_of",
    "held",
    "inside",
    "is_left_over",
    "recover",
    "staging_folder",
    "write_files",
]

PRIVATE_FILE = 0o600
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

Contents = Mapping[Path, bytes | None]
"""Of files by their path; None where there is no file."""


def inside(folder: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    """The files at their places in the folder or in folders below it.

    Raises:
        ValueError: a name leads out of the folder.
    """
    return {_place(folder, name): content for name, content in files.items()}


def content_of(place: Path) -> bytes | None:
    """The bytes of a file; None where there is none."""
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None


def write_files(
    files: Mapping[Path, bytes],
    removed: Collection[Path] = (),
    *,
    seen: Contents | None = None,
    like: Mapping[Path, os.stat_result] | None = None,
) -> None:
    """Writes all the files and removes the others, or does nothing of it.

    Files are readable by their owner only, and so are folders that are made for them; a folder that is there already
    is left as it is. They appear in the order given. Whatever ends it early, what was there before is there again, at
    once or, where the program is killed, as soon as it is next run on one of the folders.

    Args:
        files: the content of each, by its path.
        removed: paths of files that shall be gone; those that are gone already may be among them.
        seen: what lay there when it was decided what to write, as far as that matters.
        like: whose owner, group and mode a file gets instead of its private own ones.

    Raises:
        InUse: another run of the program is changing files there.
        NotWritten: a file or folder cannot be written, or is not as it was ``seen``.
    """
    places = [*files, *(place for place in removed if os.path.lexists(place))]
    if not places:
        return
    folders = list(dict.fromkeys(place.parent for place in places))
    recover(*folders)
    with held(*folders), ExitStack() as parts:
        for folder in folders:
            with _told_of(folder):
                clear(folder)
        drafts = {}
        for place in places:
            check_replaceable(place)
            if place in files:
                with _told_of(place):
                    drafts[place] = _draft(place, files[place], (like or {}).get(place), parts)
        for place, content in (seen or {}).items():
            _check_unchanged(place, content)
        with uninterrupted():
            _put_in_place(places, drafts, files, parts)
    for folder in folders:
        _settle(folder)


def check_replaceable(place: Path) -> None:
    """Nothing, where a file can be written at the place or there is none.

    Raises:
        NotWritten: it is a folder or a link to nowhere, read-only, locked, or open in a spreadsheet.
    """
    with _told_of(place):
        if place.is_dir():
            raise NotWritten(f"{place} cannot be written: it is a folder. Nothing was written; move it away.")
        if place.is_symlink() and not place.exists():
            raise NotWritten(f"{place} cannot be written: it is a link to nowhere. Nothing was written; take it away.")
        for name in (f"~${place.name}", f".~lock.{place.name}#"):
            lock = place.with_name(name)
            if os.path.lexists(lock):
                raise NotWritten(
                    f"{place} is open in a spreadsheet. Nothing was written; close it there and try again. "
                    f"Where nobody has it open, delete {lock}, which was left behind."
                )
        if not place.exists():
            return
        if not place.stat().st_mode & WRITABLE:
            raise NotWritten(f"{place} is read-only. Nothing was written; allow writing, or choose another place.")
        # Changes nothing, and fails where a program keeps the file for itself.
        os.close(os.open(place, os.O_RDWR | getattr(os, "O_NONBLOCK", 0)))


@contextmanager
def staging_folder(folder: Path) -> Iterator[Path]:
    """A folder for its owner only within a folder that is held; it is gone afterwards, or with the next run at last."""
    clear(folder)
    stage = _beside(folder / PART)
    stage.mkdir(mode=PRIVATE_FOLDER)
    stage.chmod(PRIVATE_FOLDER)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _told_of(place: Path) -> Iterator[None]:
    """Where the system refuses something, the place is told."""
    try:
        yield
    except OSError as error:
        raise failed(place, error) from error


def _place(folder: Path, name: str) -> Path:
    path = PurePath(name)
    if not path.parts or path.is_absolute() or path.drive or ".." in path.parts:
        raise ValueError(f"not the name of a file within a folder: {name!r}")
    return folder / path


def _beside(place: Path) -> Path:
    return place.with_name(f".{secrets.token_hex(8)}{PART}")


def _draft(place: Path, content: bytes, like: os.stat_result | None, parts: ExitStack) -> Path:
    draft = _beside(place)
    parts.callback(draft.unlink, missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        # The process may have been told to take even its owner's rights away.
        draft.chmod(PRIVATE_FILE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like is not None:
        _dress(draft, like)
    return draft


def _dress(draft: Path, like: os.stat_result) -> None:
    """Gives the draft another file's group and mode, and its owner where that is allowed."""
    if hasattr(os, "chown"):
        try:
            os.chown(draft, like.st_uid, like.st_gid)
        except PermissionError:
            # Nobody gives a file away; a group that its owner is in can be kept.
            if draft.stat().st_gid != like.st_gid:
                os.chown(draft, -1, like.st_gid)
    draft.chmod(stat.S_IMODE(like.st_mode))


def _check_unchanged(place: Path, content: bytes | None) -> None:
    if content_of(place) != content:
        raise NotWritten(
            f"{place} was changed by somebody else meanwhile. Nothing was written, and that change is kept; try again."
        )


def _put_in_place(
    places: Sequence[Path], drafts: Mapping[Path, Path], files: Mapping[Path, bytes], parts: ExitStack
) -> None:
    """All drafts where they belong, and what has no draft gone; or all as it was."""
    if len(places) == 1 and drafts:
        # One rename is whole by itself.
        ((place, draft),) = drafts.items()
        with _told_of(place):
            draft.replace(place)
        return
    steps = []
    for place in places:
        with _told_of(place):
            steps.append(Step(place, _copy_of_old(place, parts), digest(files[place]) if place in files else ""))
    try:
        with _told_of(places[0].parent):
            begin(steps)
        for place in places:
            with _told_of(place):
                if place in drafts:
                    drafts[place].replace(place)
                else:
                    place.unlink(missing_ok=True)
    except BaseException:
        _undo(steps, parts)
        raise
    end(steps)


def _undo(steps: Sequence[Step], parts: ExitStack) -> None:
    try:
        put_back(steps)
    except BaseException:
        # The next run tries again, for which it needs the copies.
        parts.pop_all()
        raise
    end(steps)


def _copy_of_old(place: Path, parts: ExitStack) -> Path | None:
    """What was there is at hand until all is done."""
    if not place.exists():
        return None
    old = _beside(place)
    parts.callback(old.unlink, missing_ok=True)
    try:
        old.hardlink_to(place)
    except OSError:  # not every file system has links
        shutil.copy2(place, old)
    return old


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
