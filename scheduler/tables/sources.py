"""A folder of CSV files or a workbook becomes sheets of text cells; both give the same text for the same facts."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scheduler.errors import Problem
from scheduler.tables.sheet import Sheet, tidied
from scheduler.tables.sheet_stream import LAST_ROW, MOST_FILLED, TooLarge
from scheduler.tables.workbooks import workbook_sheets

CSV = ".csv"
WORKBOOK = ".xlsx"
# The second is one with macros.
WORKBOOKS = (WORKBOOK, ".xlsm")
SEPARATORS = ",;\t"
LARGEST_FILE_BYTES = 64 * 1024 * 1024
# A small workbook can unpack to a huge one.
LARGEST_UNPACKED_BYTES = 2 * LARGEST_FILE_BYTES

# A first line that only tells a spreadsheet what separates the cells.
HINT = re.compile(r"sep=[,;\t](?:\r\n|\r|\n)", re.IGNORECASE)
# A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
DISARMED = re.compile(r"'+[=+\-@\t\r]")
# So that a cell too long to be one is told as such; the size of the file is the limit then.
csv.field_size_limit(LARGEST_FILE_BYTES)
_TOO_LARGE = ("the table is larger than that of any clinic", "Check that it is the right file")
_IS_DAMAGED = "this is not a workbook, or it is damaged"
# How files begin that a password protects, and those of old versions.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SAVE_CSV = "Save it again as CSV UTF-8"
_SAVE_WORKBOOK = "Save it again as an Excel workbook (.xlsx), without a password"
# What the reader of workbooks raises where the parts of one are damaged.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


def sheets_of(
    source: Path, wanted: Callable[[str], bool], *, is_headed: bool = True
) -> tuple[list[Sheet], list[Problem]]:
    """The wanted sheets of a folder or workbook, and what is wrong with it as a whole.

    Of a workbook's cells beyond those of row 1 in a row, one stands for all, unless that is no header.
    """
    try:
        if source.is_dir():
            files = [path for path in sorted(source.iterdir()) if path.suffix.lower() == CSV and not path.is_dir()]
            return [csv_sheet(path, path.stem.lower()) for path in files if wanted(path.stem.lower())], []
        if not source.exists():
            return [], [of_source(source, "there is no such folder or file", "Check its name and where it lies")]
        if not source.is_file():
            return [], [of_source(source, "this is not an ordinary file", "Name a folder or a file")]
        if source.suffix.lower() not in WORKBOOKS:
            says = "this is neither a folder nor a workbook"
            return [], [of_source(source, says, "Name a folder of CSV files or an Excel workbook (.xlsx)")]
        return _workbook_sheets(source, wanted, is_headed=is_headed)
    except OSError as error:
        return [], [of_source(source, f"it cannot be read: {error.strerror}", "Check that you may read it")]


def sheet_of(source: Path, table: str) -> Sheet:
    """The sheet of one table: of a CSV file, of a workbook, or of a folder that holds ``TABLE.csv``.

    In a workbook it is the sheet of this name, or the only one there is.
    """
    path = source / f"{table}{CSV}" if source.is_dir() else source
    if path.suffix.lower() == CSV and path.exists():
        return csv_sheet(path, table)
    sheets, problems = sheets_of(path, lambda name: name == table)
    if not sheets and not problems:
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
        return Sheet(name, problem=Problem(name, row, "", "", says, fix), title=path.name)

    try:
        if not path.is_file():
            return bad(0, "this is not an ordinary file", "Put a CSV file in its place")
        if path.stat().st_size > LARGEST_FILE_BYTES:
            return bad(0, *_TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        return bad(0, f"the file cannot be read: {error.strerror}", "Check that you may read it")
    row, says, fix, lines = _read_csv(content)
    return bad(row, says, fix) if says else Sheet(name, lines, title=path.name)


def _read_csv(content: bytes) -> tuple[int, str, str, tuple[tuple[str, ...], ...]]:
    """The row, words and advice of a fault, and the lines where there is none."""
    if row := _row_that_is_no_text(content):
        return row, "the file is not text in UTF-8", _SAVE_CSV, ()
    lines: list[tuple[str, ...]] = []
    try:
        # Taken one by one, so that what was read before an error tells its row.
        for line in _csv_lines(without_hint(content.decode("utf-8-sig"))):
            lines.append(line)  # noqa: PERF402
    except TooLarge:
        return 0, *_TOO_LARGE, ()
    except csv.Error:
        says = "from here on the file is no table: a quotation mark is missing, or a cell has no end"
        fix = "Put a cell with a quotation mark, a separator or a line break in quotation marks, and double those in it"
        return len(lines) + 1, says, fix, ()
    return 0, "", "", tuple(lines)


def _csv_lines(written: str) -> Iterator[tuple[str, ...]]:
    reader = csv.reader(
        io.StringIO(written, newline=""), delimiter=separator_of(written), skipinitialspace=True, strict=True
    )
    left = MOST_FILLED
    for number, cells in enumerate(reader, 1):
        line = _without_last_blanks([tidied(_armed(cell)) for cell in cells])
        left -= len(line)
        if left < 0 or (line and number > LAST_ROW):
            raise TooLarge
        if number <= LAST_ROW:
            yield line


def _without_last_blanks(line: Sequence[str]) -> tuple[str, ...]:
    filled = [place for place, cell in enumerate(line) if cell]
    return tuple(line[: filled[-1] + 1]) if filled else ()


def without_hint(written: str) -> str:
    """The text without the line ``sep=;`` that tells a spreadsheet the separator, and which it shows nobody."""
    found = HINT.match(written)
    return written[found.end() :] if found else written


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


def _workbook_sheets(
    source: Path, wanted: Callable[[str], bool], *, is_headed: bool
) -> tuple[list[Sheet], list[Problem]]:
    if source.stat().st_size > LARGEST_FILE_BYTES:
        return [], [_too_large(source)]
    try:
        return workbook_sheets(source, wanted, LARGEST_UNPACKED_BYTES, is_headed=is_headed), []
    except TooLarge:
        return [], [_too_large(source)]
    except DAMAGED:
        with source.open("rb") as file:
            is_old = file.read(len(_OLD_OFFICE)) == _OLD_OFFICE
        says = "this has a password, or is a workbook of an older kind (.xls)" if is_old else _IS_DAMAGED
        return [], [of_source(source, says, _SAVE_WORKBOOK)]


def _too_large(source: Path) -> Problem:
    says = "the workbook is larger than that of any clinic, or damaged"
    return of_source(source, says, "Copy the filled rows of each table into a new workbook")
