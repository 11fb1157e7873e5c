"""Where the files of a week go, and how they get there: all of them or none, for their owner's eyes only."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from scheduler.errors import IopError

PRIVATE = 0o700


class CannotWrite(IopError):
    """A place that takes no files; found before the search where that is possible."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """How calendars look, and where the secret lies that their names come from (None: this computer's own).

    ``alarm_minutes`` is None where no alarm is wanted.
    """

    secret_file: Path | None
    alarm_minutes: int | None
    location: str | None


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder of a week's files and the folder of its calendars, which may outlive the week."""

    out: Path
    calendars: Path

    def check(self, names: Iterable[str]) -> None:
        """Raises CannotWrite where a folder cannot be made or written, or a folder stands where a file has to go."""
        for folder in (self.out, self.calendars):
            nearest = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
            if not nearest.is_dir():
                raise CannotWrite(f"{nearest} is a file, so {folder} cannot be a folder. Choose another.")
            if not os.access(nearest, os.W_OK | os.X_OK):
                raise CannotWrite(f"You may not write in {nearest}. Choose another folder.")
        for name in names:
            if (self.out / name).is_dir():
                raise CannotWrite(f"{self.out / name} is a folder, where a file has to go. Move it away.")

    @contextmanager
    def staged(self, files: Mapping[str, bytes]) -> Iterator[None]:
        """Keeps the files ready beside their places within it, and puts them there where it ends well.

        Both folders exist within it. What it made is gone again where it ends badly.
        """
        with ExitStack() as undo:
            for folder in (self.out, self.calendars):
                for made in make_private(folder):
                    undo.callback(_remove_if_empty, made)
            drafts = {name: _draft(self.out, content) for name, content in files.items()}
            for draft in drafts.values():
                undo.callback(draft.unlink, missing_ok=True)
            yield
            for name, draft in drafts.items():
                draft.replace(self.out / name)
            undo.pop_all()


def make_private(folder: Path) -> list[Path]:
    """Makes the folder and those above it that are missing, readable by their owner only; returns those it made."""
    missing = [each for each in reversed((folder, *folder.parents)) if not each.exists()]
    for each in missing:
        each.mkdir(mode=PRIVATE)
    return missing


def _draft(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".draft-", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
