"""What was begun with several files at once, written down beside them, so that no end of the program leaves a mix.

Before the first of the files is put in its place, each of their folders gets a journal: the first folder the list of
all of them, the others the way to it. To take that list away is the moment at which all of it is done. Where one is
found, the program was cut short, and what was there before is put back.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scheduler.files.lock import LOCK_FILE, failed, held

JOURNAL = ".iop.journal"
PART = ".part"
_PART_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Step:
    """A file that is written or removed.

    Args:
        place: where it lies.
        old: the copy of what lay there, beside it; None where nothing did.
        new: the digest of what is put there; "" where it is removed.
    """

    place: Path
    old: Path | None
    new: str


def digest(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()


def is_left_over(path: Path) -> bool:
    """Whether the name is one of those that the program gives to what it needs only while it writes."""
    name = path.name
    is_part = name.startswith(".") and name.endswith(PART) and len(name) == 1 + _PART_LETTERS + len(PART)
    return is_part or name in {LOCK_FILE, JOURNAL}


def clear(folder: Path) -> None:
    """Takes away what a run that was cut short has left in a folder that is held, but what is needed to put it back."""
    if os.path.lexists(folder / JOURNAL):
        return
    for path in folder.iterdir():
        if is_left_over(path) and path.name != LOCK_FILE:
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def begin(steps: Sequence[Step]) -> None:
    """Writes the journals down, that with the list last."""
    folders = _folders(steps)
    main, *others = [folder / JOURNAL for folder in folders]
    for other in others:
        _put(other, {"list": _way(other.parent, main)})
    page = [
        {"place": _way(main.parent, step.place), "old": step.old.name if step.old else "", "new": step.new}
        for step in steps
    ]
    _put(main, {"files": page, "folders": [_way(main.parent, folder) for folder in folders]})


def end(steps: Sequence[Step]) -> None:
    """All is done, or undone: the list goes first."""
    _take_away(_folders(steps))


def put_back(steps: Iterable[Step]) -> None:
    """What was there before is there again, but where somebody has changed it since."""
    for step in steps:
        if _is_as_left(step):
            if step.old is None:
                step.place.unlink(missing_ok=True)
            elif step.old.exists():
                step.old.replace(step.place)


def recover(*folders: Path) -> None:
    """Puts back what a run that was cut short has begun in the folders; nothing where none was.

    Raises:
        NotWritten: another run is at work there, or a file cannot be put back.
    """
    for folder in folders:
        journal = folder / JOURNAL
        while os.path.lexists(journal):
            try:
                _recover(journal)
            except OSError as error:
                raise failed(journal, error) from error


def _recover(journal: Path) -> None:
    """Puts back what the journal says, unless that becomes another while its folders are waited for."""
    told = _read(journal)
    main = Path(os.path.normpath(journal.parent / str(told["list"]))) if "list" in told else journal
    page = _read(main)
    folders = [main.parent / str(way) for way in page.get("folders", ())]
    with held(*(folder for folder in (*folders, journal.parent) if folder.is_dir())):
        if (_read(journal), _read(main)) == (told, page):
            put_back(_steps(main.parent, page))
            _take_away([main.parent, *folders, journal.parent])


def _folders(steps: Sequence[Step]) -> list[Path]:
    return list(dict.fromkeys(step.place.parent for step in steps))


def _take_away(folders: Iterable[Path]) -> None:
    for folder in folders:
        (folder / JOURNAL).unlink(missing_ok=True)


def _steps(folder: Path, page: dict[str, list[dict[str, str]]]) -> Iterable[Step]:
    for line in page.get("files", ()):
        place = Path(os.path.normpath(folder / line["place"]))
        old = place.with_name(line["old"]) if line["old"] else None
        if old is None or is_left_over(old):
            yield Step(place, old, line["new"])


def _is_as_left(step: Step) -> bool:
    """Whether the file is as the step has left it, and so no work of anybody else."""
    try:
        return digest(step.place.read_bytes()) == step.new
    except FileNotFoundError:
        return not step.new


def _read(journal: Path) -> dict[str, list[dict[str, str]]]:
    """What the journal says; nothing where it is gone, or is none."""
    try:
        page = json.loads(journal.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return page if isinstance(page, dict) else {}


def _put(journal: Path, page: dict[str, object]) -> None:
    handle = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(json.dumps(page).encode())
        file.flush()
        os.fsync(file.fileno())


def _way(start: Path, to: Path) -> str:
    """The way from a folder to a file, so that both may be moved together; the whole path where there is none."""
    try:
        return os.path.relpath(to, start)
    except ValueError:
        return str(to)
