"""The workbook of a week, and who came: told from files of others, and from those that somebody filled in."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from scheduler.errors import IopError
from scheduler.tables.attendance import AttendanceRow
from scheduler.tables.sources import DAMAGED, sheet_of
from scheduler.tables.workbooks import workbook_sheets

# The sheet that every workbook of a week begins with, and its second column.
ANSWERS, ANSWER = "answers", "answer"
# Who came is told by changing a yes into a no; nobody fills in three hundred cells for the few who did not come.
CAME = "yes"
LARGEST_BYTES = 64 * 1024 * 1024


class FilledIn(IopError):
    """A file that is to be written anew tells who came, which is told nowhere else."""

    exit_code: ClassVar[int] = 2


def is_week_book(content: bytes) -> bool:
    """Whether it is a workbook of a week that this program made, as a spreadsheet may have saved it again."""
    try:
        sheets = workbook_sheets(io.BytesIO(content), lambda name: name == ANSWERS, LARGEST_BYTES)
    except DAMAGED:
        return False
    return any(sheet.lines and sheet.lines[0][1:2] == (ANSWER,) for sheet in sheets)


def check_not_filled_in(places: Iterable[Path]) -> None:
    """Nothing, where no table or workbook among the files says that somebody did not come; others are not there.

    Raises:
        FilledIn: one of them says so.
    """
    for place in places:
        if place.is_file() and _tells_who_came(place):
            raise FilledIn(f"{place} is there, and says who came. It stays as it is; choose another place, or move it.")


def _tells_who_came(place: Path) -> bool:
    header, *lines = sheet_of(place, AttendanceRow.table).lines or ((),)
    columns = [cell.strip().lower() for cell in header]
    if "attended" not in columns:
        return False
    column = columns.index("attended")
    return any(len(line) > column and line[column].strip().lower() not in {"", CAME} for line in lines)
