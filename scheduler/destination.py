"""Where the files of a week go, and how its calendars look."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from scheduler.errors import IopError


class CannotWrite(IopError):
    """A place that takes no files, found before the search."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """How calendars look, and where the secret lies that their names come from (None: this computer's own).

    ``alarm_minutes`` is None where no alarm is wanted; ``per`` tells whether sessions of a patient's day are one
    event where no pause between them is longer than ``pause_minutes``; ``remind`` whether each event has a reminder or
    only the first of those that follow each other.
    """

    secret_file: Path | None
    alarm_minutes: int | None
    location: str | None
    per: Literal["session", "day"] = "session"
    pause_minutes: int = 0
    remind: Literal["run", "session"] = "run"


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder of a week's files and the folder of its calendars, which may outlive the week.

    ``has_page`` asks for a page among the files, ``book`` for a workbook of the week there.
    """

    out: Path
    calendars: Path
    has_page: bool = False
    book: Path | None = None

    def check(self, names: Iterable[str]) -> None:
        """Raises CannotWrite where a folder cannot be made or written, or a folder stands where a file has to go."""
        for folder in (self.out, self.calendars, *((self.book.parent,) if self.book else ())):
            nearest = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
            if not nearest.is_dir():
                raise CannotWrite(f"{nearest} is a file, so {folder} cannot be a folder. Choose another.")
            if not os.access(nearest, os.W_OK | os.X_OK):
                raise CannotWrite(f"You may not write in {nearest}. Choose another folder.")
        for place in (*(self.out / name for name in names), *((self.book,) if self.book else ())):
            if place.is_dir():
                raise CannotWrite(f"{place} is a folder, where a file has to go. Move it away.")
