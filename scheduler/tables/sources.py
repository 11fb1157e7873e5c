"""A folder of CSV files or a workbook becomes sheets of text cells; both give the same text for the same facts."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from scheduler.errors import Problem

CSV = ".csv"
WORKBOOK = ".xlsx"
# The second is one with macros.
WORKBOOKS = (WORKBOOK, ".xlsm")
SEPARATORS = ",;\t"
LARGEST_FILE_BYTES = 64 * 1024 * 1024
# A small workbook can unpack to a huge one.
LARGEST_UNPACKED_BYTES = 8 * LARGEST_FILE_BYTES

# A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
DISARMED = re.compile(r"'+[=+\-@\t\r]")
# So that a cell too long to be one is told as such; the size of the file is the limit then.
csv.field_size_limit(LARGEST_FILE_BYTES)
_SAVE_CSV = "Save it again as CSV UTF-8"
_SAVE_WORKBOOK = "Save it again as an Excel workbook (.xlsx), without a password"
# What the reader of workbooks raises where the parts of one are damaged.
_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
# The days on which a spreadsheet puts a cell of 24:00 that is formatted as a time.
_MIDNIGHTS = (datetime(1899, 12, 31), datetime(1900, 1, 1))  # noqa: DTZ001 - a cell has no zone


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a CSV file or of a sheet of a workbook, as text without outer blanks.

    Args:
        name: of the table, in lower case.
        lines: of cells; the first is the header.
        problem: why there are no lines.
    """

    name: str
    lines: tuple[tuple[str, ...], ...] = ()
    problem: Problem | None = None


def sheets_of(source: Path, wanted: Callable[[str], bool]) -> tuple[list[Sheet], list[Problem]]:
    """The wanted sheets of a folder or workbook, and what is wrong with it as a whole."""
    try:
        if source.is_dir():
            files = [path for path in sorted(source.iterdir()) if path.suffix.lower() == CSV and not path.is_dir()]
            return [csv_sheet(path, path.stem.lower()) for path in files if wanted(path.stem.lower())], []
        if not source.exists():
            return [], [of_source(source, "there is no such folder or file", "Check its name and where it lies")]
        if source.suffix.lower() not in WORKBOOKS:
            says = "this is neither a folder nor a workbook"
            return [], [of_source(source, says, "Name a folder of CSV files or an Excel workbook (.xlsx)")]
        return _workbook_sheets(source, wanted)
    except OSError as error:
        return [], [of_source(source, f"it cannot be read: {error.strerror}", "Check that you may read it")]
    except _DAMAGED:
        return [], [of_source(source, "this is not a workbook, or it is damaged", _SAVE_WORKBOOK)]


def sheet_of(source: Path, table: str) -> Sheet:
    """The sheet of one table: of a CSV file, of a workbook, or of a folder that holds ``TABLE.csv``.

    In a workbook it is the sheet of this name, or the only one there is.
    """
    path = source / f"{table}{CSV}" if source.is_dir() else source
    if path.suffix.lower() == CSV and path.exists():
        return csv_sheet(path, table)
    sheets, problems = sheets_of(path, lambda _: True)
    if problems:
        article = "an" if table[0] in "aeiou" else "a"
        return Sheet(table, problem=replace(problems[0], fix=f"Name {article} {table}.csv or a workbook (.xlsx)"))
    named = [sheet for sheet in sheets if sheet.name == table]
    if len(named or sheets) == 1:
        return (named or sheets)[0]
    says = f"none of its sheets is called {table}"
    return Sheet(table, problem=of_source(path, says, f"Give the sheet of the {table} this name"))


def of_source(source: Path, says: str, fix: str) -> Problem:
    """A problem of a file or folder as a whole."""
    return Problem(source.name or str(source), 0, "", "", says, fix)


def csv_sheet(path: Path, name: str) -> Sheet:
    """The cells of the CSV file of a table, separated by commas, semicolons or tabs as its header is."""

    def bad(row: int, says: str, fix: str) -> Sheet:
        return Sheet(name, problem=Problem(name, row, "", "", says, fix))

    try:
        if not path.is_file():
            return bad(0, "this is not an ordinary file", "Put a CSV file in its place")
        if path.stat().st_size > LARGEST_FILE_BYTES:
            return bad(0, f"the file has more than {LARGEST_FILE_BYTES} bytes", "Check that it is the right file")
        content = path.read_bytes()
    except OSError as error:
        return bad(0, f"the file cannot be read: {error.strerror}", "Check that you may read it")
    if row := _row_that_is_no_text(content):
        return bad(row, "the file is not text in UTF-8", _SAVE_CSV)
    written = content.decode("utf-8-sig")
    lines: list[tuple[str, ...]] = []
    try:
        reader = csv.reader(
            io.StringIO(written, newline=""), delimiter=separator_of(written), skipinitialspace=True, strict=True
        )
        # Extended one by one, so that what was read before an error tells its row.
        lines.extend(tuple(_armed(cell).strip() for cell in cells) for cells in reader)
    except csv.Error:
        return bad(
            len(lines) + 1,
            "from here on the file is no table: a quotation mark is missing, or a cell has no end",
            "Put a cell with a quotation mark, a separator or a line break in quotation marks, and double those in it",
        )
    return Sheet(name, tuple(lines))


def _row_that_is_no_text(content: bytes) -> int:
    """The first row that is not text in UTF-8, 0 where all are."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n") + 1
    # What a spreadsheet calls Unicode text has two bytes a letter, one of them often zero.
    return int("\0" in _header(written))


def separator_of(written: str) -> str:
    """What separates the cells of a CSV file: the one of the usual signs that its header has most of."""
    return max(SEPARATORS, key=_header(written).count)


def _header(written: str) -> str:
    return re.split(r"[\r\n]", written.lstrip(), maxsplit=1)[0]


def _armed(cell: str) -> str:
    return cell[1:] if DISARMED.match(cell) else cell


def _workbook_sheets(source: Path, wanted: Callable[[str], bool]) -> tuple[list[Sheet], list[Problem]]:
    with zipfile.ZipFile(source) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED_BYTES:
            says = f"the workbook has more than {LARGEST_UNPACKED_BYTES} bytes"
            return [], [of_source(source, says, "Check that it is the right file")]
    with warnings.catch_warnings():
        # About decorations of the workbook that are left out, such as drop-down lists.
        warnings.simplefilter("ignore")
        with pd.ExcelFile(source, engine="openpyxl") as workbook:
            sheets = [
                Sheet(title.strip().lower(), _lines(workbook.parse(title, header=None, dtype=object, na_filter=False)))
                for title in map(str, workbook.sheet_names)
                if wanted(title.strip().lower())
            ]
    return sheets, []


def _lines(frame: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    lines: list[tuple[str, ...]] = []
    ends: frozenset[int] = frozenset()
    for cells in frame.itertuples(index=False, name=None):
        line = [cell_text(cell, is_end=place in ends) for place, cell in enumerate(cells)]
        if not lines:
            ends = frozenset(place for place, header in enumerate(line) if header == "end")
        lines.append(tuple(_without_last_blanks(line)))
    return tuple(lines)


def _without_last_blanks(line: list[str]) -> Iterable[str]:
    filled = [place for place, cell in enumerate(line) if cell]
    return line[: filled[-1] + 1] if filled else ()


def cell_text(cell: object, *, is_end: bool = False) -> str:
    """A workbook's cell as a CSV file would have it; midnight in a column of ends is 24:00."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, date):
        return _date_text(cell)
    if isinstance(cell, time):
        since_midnight = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
        return "24:00" if is_end and cell == time() else _clock(since_midnight)
    return _clock(cell) if isinstance(cell, timedelta) else str(cell).strip()


def _date_text(cell: date) -> str:
    if cell in _MIDNIGHTS:
        return "24:00"
    has_time = isinstance(cell, datetime) and cell.time() != time()
    return f"{cell:%Y-%m-%d %H:%M:%S}" if has_time else f"{cell:%Y-%m-%d}"


def _number_text(number: float) -> str:
    if number != number:  # noqa: PLR0124 - what the reader gives for a formula without a value
        return "#N/A"
    return str(int(number)) if number == int(number) else format(Decimal(repr(number)), "f")


def _clock(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
