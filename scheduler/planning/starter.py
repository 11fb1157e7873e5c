"""The caseload to start from, put where nothing is yet, with the choices of the weekly job beside it."""

import csv
import os
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from scheduler.errors import IopError
from scheduler.files.write import held, inside, is_left_over, write_files
from scheduler.planning.double_click import MAC, starters
from scheduler.planning.settings import CHOICES_FILE, choices_page
from scheduler.tables import write_tables
from scheduler.tables.sources import WORKBOOK

PRIVATE_PROGRAM = 0o700


class AlreadyThere(IopError):
    """A caseload may lie where another was to be put; nothing is overwritten."""

    exit_code: ClassVar[int] = 2


def remember(target: Path) -> tuple[list[Path], list[Path]]:
    """Puts ``iop.toml`` and what is double-clicked beside a workbook, or into a folder of tables.

    Returns:
        What was written, and what was there already and is left as it is.

    Raises:
        NotWritten: where the place takes no files.
    """
    is_workbook = target.suffix.lower() == WORKBOOK
    folder = target.parent if is_workbook else target
    files = {CHOICES_FILE: choices_page(target.name if is_workbook else "."), **starters()}
    there = [folder / name for name in files if os.path.lexists(folder / name)]
    written = {place: content for place, content in inside(folder, files).items() if place not in there}
    write_files(written, seen=dict.fromkeys(written))
    if folder / MAC in written:
        (folder / MAC).chmod(PRIVATE_PROGRAM)
    return list(written), there


def put_starter(target: Path) -> None:
    """Writes the starter to a new or empty folder, or to a new workbook.

    Raises:
        AlreadyThere: where there is something already, or the name is of another kind of file.
        NotWritten: where the place takes no files.
    """
    starter = {
        Path(entry.name).stem: entry.read_bytes()
        for entry in files("scheduler.tables").joinpath("starter").iterdir()
        if entry.name.endswith(".csv")
    }
    check_free(target)
    is_workbook = target.suffix.lower() == WORKBOOK
    with held(target.parent if is_workbook else target):
        check_free(target)
        if is_workbook:
            write_tables({table: _rows(content) for table, content in starter.items()}, target)
        else:
            write_files(inside(target, {f"{table}.csv": content for table, content in starter.items()}))


def check_free(target: Path) -> None:
    """Raises AlreadyThere unless a caseload can be put there without touching anything: a new workbook or folder."""
    if target.suffix.lower() == WORKBOOK:
        if os.path.lexists(target):
            raise AlreadyThere(f"{target} is there already and is left as it is. Choose another name.")
        return
    if target.suffix and not target.is_dir():
        raise AlreadyThere(f"{target} is the name of a file. Give a folder, or a workbook that ends in {WORKBOOK}.")
    if os.path.lexists(target) and not (target.is_dir() and all(map(is_left_over, target.iterdir()))):
        raise AlreadyThere(f"{target} is there already and is left as it is. Choose a new or an empty folder.")


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
