"""Where the files of a week go, and how its calendars look."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from scheduler.errors import IopError
from scheduler.files.lock import failed, link_to_nowhere
from scheduler.files.recognised import Recognise, check_own
from scheduler.files.write import Contents

SCHEDULE_FILE = "schedule.csv"
UNMET_FILE = "unmet.csv"
SUMMARY_FILE = "summary.json"
PAGE_FILE = "week.html"

PageMade = Literal["drawn", "plain", "to come"]
"""How a page is made: whole, without its plots, which take longest, or with a word that it is not made yet."""

# More than the week of the largest clinic takes.
SPACE_BYTES = 4 * 1024 * 1024


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

    @property
    def folders(self) -> tuple[Path, ...]:
        """Those that files go into."""
        books = (self.book.parent,) if self.book else ()
        return tuple(dict.fromkeys((self.out, self.calendars, *books)))

    def check(self, own: Mapping[Path, Recognise]) -> Contents:
        """Tries, and leaves, all places of a week as they are; tells what lies at those of its files.

        Args:
            own: how each of the week's files, by its place, is told from one of somebody else.

        Raises:
            CannotWrite: a folder cannot be made.
            Foreign: a file that this program did not write is in the place of one of the week's.
            NotWritten: a folder or file cannot be written, or there is no space.
        """
        for folder in (*self.folders, self.calendars / "patients"):
            try_folder(folder)
        return check_own(own)


def try_folder(folder: Path) -> None:
    """Nothing, where files can be written into a folder that is there or can be made.

    Raises:
        CannotWrite: it cannot be made.
        NotWritten: nothing can be written there.
    """
    line = (folder.absolute(), *folder.absolute().parents)
    nearest = next((each for each in line if os.path.lexists(each)), None)
    if nearest is None:
        raise CannotWrite(f"There is no {folder.absolute().anchor}, so {folder} cannot be made. Choose another folder.")
    if lost := link_to_nowhere(folder):
        raise CannotWrite(f"{lost} is a link to nowhere, so {folder} cannot be a folder. Choose another.")
    if not nearest.is_dir():
        raise CannotWrite(f"{nearest} is a file, so {folder} cannot be a folder. Choose another.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise CannotWrite(f"You may not write in {nearest}. Choose another folder.")
    try:
        # Has no name, so that nothing is left of it however the program ends.
        with tempfile.TemporaryFile(dir=nearest) as trial:
            trial.write(os.urandom(SPACE_BYTES))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        raise failed(nearest, error) from error
