"""Tables and groups of files, written whole or not at all, for their owner's eyes only.

CSV is UTF-8 without a byte order mark, its lines end in a line feed, and a cell that a spreadsheet would take for a
formula begins with an apostrophe, which reading takes away again.
"""

import csv
import io
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import takewhile
from pathlib import Path, PurePath

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.tables.row import columns_of
from scheduler.tables.rows import MODELS

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
WORKBOOK = ".xlsx"

# The apostrophes of a cell that has some already are told from the one that is put before it.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The table as CSV; a cell that a row lacks is blank, and one without a column is left out."""
    lines = [columns, *([disarmed(row.get(column, "")) for column in columns] for row in rows)]
    return "".join(f"{_csv_line(cells)}\n" for cells in lines).encode()


def _csv_line(cells: Sequence[str]) -> str:
    # The writer puts only those line breaks in quotation marks that are part of its own line end.
    end = "\r\n"
    line = io.StringIO()
    csv.writer(line, lineterminator=end).writerow(cells)
    return line.getvalue().removesuffix(end)


def disarmed(cell: str) -> str:
    """The cell so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def write_tables(tables: Mapping[str, Sequence[Mapping[str, str]]], target: Path) -> None:
    """Writes tables to a folder of CSV files or, where the target ends in ``.xlsx``, to a workbook.

    A table without rows gets the header of all its columns.

    Raises:
        OSError: nothing was written.
    """
    if target.suffix.lower() == WORKBOOK:
        write_files(target.parent, {target.name: _workbook(tables)})
    else:
        write_files(target, {f"{name}.csv": table_csv(_columns(name, rows), rows) for name, rows in tables.items()})


def _columns(table: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    known = {model.table: list(columns_of(model)) for model in MODELS}
    return list(dict.fromkeys(column for row in rows for column in row)) or known.get(table, [])


def _workbook(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    workbook = Workbook()
    for sheet in workbook.worksheets:
        workbook.remove(sheet)
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        columns = _columns(name, rows)
        for number, line in enumerate([columns, *([row.get(column, "") for column in columns] for row in rows)], 1):
            _put_line(sheet, number, line)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _put_line(sheet: Worksheet, number: int, line: Sequence[str]) -> None:
    for place, text in enumerate(line, 1):
        if text:
            cell = sheet.cell(number, place, text)
            # Text, even where it begins as a formula does.
            cell.data_type = "s"


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all the files or none of them; their names may lead into folders below.

    Files are readable by their owner only, and so are folders that are made for them; a folder that is there already
    is left as it is. Whatever ends it early, what was there before is there again, unless the computer itself stops.

    Raises:
        OSError: nothing was written.
        ValueError: a name leads out of the folder.
    """
    targets = {_inside(folder, name): content for name, content in files.items()}
    with ExitStack() as always, ExitStack() as undo:
        for made in (folder, *(target.parent for target in targets)):
            _make_folder(made, undo)
        drafts = {target: _draft(target, content, undo) for target, content in targets.items()}
        for target in targets:
            _keep_old(target, always, undo)
        for target, draft in drafts.items():
            draft.replace(target)
        undo.pop_all()
    for parent in {target.parent for target in targets}:
        _settle(parent)


def _inside(folder: Path, name: str) -> Path:
    path = PurePath(name)
    if not path.parts or path.is_absolute() or path.drive or ".." in path.parts:
        raise ValueError(f"not the name of a file within a folder: {name!r}")
    return folder / path


def _make_folder(folder: Path, undo: ExitStack) -> None:
    missing = list(takewhile(lambda each: not each.exists(), (folder, *folder.parents)))
    for each in reversed(missing):
        each.mkdir(mode=PRIVATE_FOLDER)
        undo.callback(each.rmdir)


def _beside(target: Path) -> Path:
    return target.with_name(f".{secrets.token_hex(8)}.part")


def _draft(target: Path, content: bytes, undo: ExitStack) -> Path:
    draft = _beside(target)
    undo.callback(draft.unlink, missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _keep_old(target: Path, always: ExitStack, undo: ExitStack) -> None:
    """What was there is at hand until all is done, and put back where it ends early."""
    if not target.exists():
        undo.callback(target.unlink, missing_ok=True)
        return
    old = _beside(target)
    always.callback(old.unlink, missing_ok=True)
    try:
        old.hardlink_to(target)
    except OSError:  # not every file system has links
        shutil.copy2(target, old)
    undo.callback(old.replace, target)


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
