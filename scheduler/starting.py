"""The caseload to start from: put where nothing is yet, as a folder of tables or as a workbook."""

import csv
import os
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from scheduler.errors import IopError
from scheduler.files import held, inside, is_left_over, write_files
from scheduler.tables import write_tables

WORKBOOK = ".xlsx"


class AlreadyThere(IopError):
    """A caseload may lie where the starter was to be put; nothing is overwritten."""

    exit_code: ClassVar[int] = 2


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
    if target.suffix.lower() == WORKBOOK:
        with held(target.parent):
            if os.path.lexists(target):
                raise AlreadyThere(f"{target} is there already and is left as it is. Choose another name.")
            write_tables({table: _rows(content) for table, content in starter.items()}, target)
        return
    if target.suffix and not target.is_dir():
        raise AlreadyThere(f"{target} is the name of a file. Give a folder, or a workbook that ends in {WORKBOOK}.")
    taken = f"{target} is there already and is left as it is. Choose a new or an empty folder."
    if os.path.lexists(target) and not target.is_dir():
        raise AlreadyThere(taken)
    with held(target):
        if not all(map(is_left_over, target.iterdir())):
            raise AlreadyThere(taken)
        write_files(inside(target, {f"{table}.csv": content for table, content in starter.items()}))


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
