"""Files and sheets that are named nearly like a table and so are not read."""

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from scheduler.errors import Problem
from scheduler.tables.header import headings, is_header
from scheduler.tables.meant import closest
from scheduler.tables.row import Row, columns_of
from scheduler.tables.schema import MODELS
from scheduler.tables.sheet import Sheet, folded
from scheduler.tables.sources import CSV

# What programs and people put around a name: copies, numbers, dates, and the sheet of an exported file.
_AROUND = re.compile(r"\b(?:copy(?: of)?|table|sheet|new|old|backup|final|draft|export|v)\b|[0-9]+|[()\[\].]")
_BETWEEN = re.compile(r"[\s_-]+")
# Tables that other commands write or read, which belong to no caseload.
_OTHERS = frozenset({"schedule", "unmet", "changes", "attendance", "summary"})
_SHEET_FILES = frozenset({".txt", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})
CLOSE = 0.8
_BY_NAME = {model.table: model for model in MODELS}


def nearly(name: str) -> str:
    """The table whose name is nearly this one, in lower case; "" where there is none, or where it is the name."""
    if name in _BY_NAME or name in _OTHERS or name.startswith(("~", ".")):
        return ""
    words = _words(name)
    for table in sorted(_BY_NAME, key=lambda table: (-len(table), table)):
        if _is_like("".join(words), table) or any(_is_like(part, table) for part in _ends(words, table.count("_") + 1)):
            return table
    return ""


def _words(name: str) -> list[str]:
    return [word for word in _BETWEEN.split(_AROUND.sub(" ", folded(name).replace("_", " "))) if word]


def _ends(words: list[str], length: int) -> Iterator[str]:
    """So many words at the beginning and at the end, where there are more."""
    if len(words) > length:
        yield "".join(words[:length])
        yield "".join(words[-length:])


def _is_like(word: str, table: str) -> bool:
    plain = table.replace("_", "")
    return word == plain or (len(word) > 3 and SequenceMatcher(None, word, plain).ratio() > CLOSE)


def unread_sheets(sheets: Collection[Sheet], *, are_files: bool) -> Iterator[Problem]:
    """Warnings of sheets or CSV files whose name and header are nearly a table's."""
    for sheet in sheets:
        table = nearly(sheet.name)
        if table and _has_header(sheet, _BY_NAME[table]):
            what = "file" if are_files else "sheet"
            name = f"{table}{CSV}" if are_files else table
            says = f"this {what} is not read, and looks like table {table}"
            fix = f"Call it {name}, put its rows there, or take it away if it is of no use"
            yield Problem(sheet.title, 0, "", "", says, fix, severity="warning")


def _has_header(sheet: Sheet, model: type[Row]) -> bool:
    """Whether the sheet may be of this kind: some of its columns are, and one of them has to be there in the table."""
    if not sheet.lines:
        return False
    columns, header = columns_of(model), headings(sheet.lines[0])
    is_needed = any(columns.get(closest(word, columns), False) for word in header if word)
    return is_header(columns, header) and is_needed


def unread_files(folder: Path) -> Iterator[Problem]:
    """Warnings of files of other kinds that are called as a table is."""
    for path in sorted(folder.iterdir()):
        stem = path.name.removesuffix(path.suffix)
        is_twice = Path(stem).suffix.lower() == CSV
        table = Path(stem.lower()).stem if is_twice else stem.lower()
        if path.suffix.lower() in _SHEET_FILES and (table in _BY_NAME or nearly(table)) and path.is_file():
            table = table if table in _BY_NAME else nearly(table)
            says = f"this file is not read, and looks like table {table}"
            yield Problem(path.name, 0, "", "", says, f"Save it as {table}{CSV}, or take it away", severity="warning")
