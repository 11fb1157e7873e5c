"""A folder of tables becomes a workbook, or the other way round, with every cell as it was."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import BadInput, IopError, Problem
from scheduler.files.write import held, staging_folder, write_files
from scheduler.tables.attendance import AttendanceRow
from scheduler.tables.cells import LONGEST_CELL
from scheduler.tables.columns import OWN_SHEETS
from scheduler.tables.schema import MODELS
from scheduler.tables.sheet import Lines, Sheet, Unknown
from scheduler.tables.sources import of_source, sheets_of
from scheduler.tables.writing import files_of

_TAKEN = frozenset((*(model.table for model in MODELS), AttendanceRow.table))
# What a sheet of a workbook has room for.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


class NotConverted(IopError):
    """Tables that did not come out as they went in; nothing was written."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a caseload's tables: those that were taken over, and what else lies there and was left."""

    tables: tuple[str, ...]
    left: tuple[str, ...]


def convert(source: Path, target: Path) -> Converted:
    """Writes the tables of a folder or workbook to a new folder or workbook, whether or not they can be solved.

    Raises:
        BadInput: where a table cannot be read, or would not fit.
        NotConverted: where the tables do not come back from what would be written.
        NotWritten: where the place takes no files.
    """
    left: list[str] = []

    def is_taken(name: str) -> bool:
        if name not in _TAKEN and name not in OWN_SHEETS:
            left.append(name)
        return name in _TAKEN

    lines = _lines(source, *sheets_of(source, is_taken, is_headed=False))
    files = files_of(lines, target)
    if _read_again(files, target) != lines:
        raise NotConverted(
            f"Not every cell of {source} comes back from {target.name} as it was, so nothing was written."
        )
    write_files(files, seen=dict.fromkeys(files))
    return Converted(tuple(lines), tuple(left))


def _lines(source: Path, sheets: Sequence[Sheet], problems: Sequence[Problem]) -> Mapping[str, Lines]:
    """The cells of each table, without blanks at the ends of rows and of the table."""
    found = [*problems, *(sheet.problem for sheet in sheets if sheet.problem)]
    for name, number in Counter(sheet.name for sheet in sheets).items():
        if number > 1:
            says = "the table is there twice, in names that differ in capital letters only"
            found.append(Problem(name, 0, "", "", says, "Keep one of them"))
    found += [problem for sheet in sheets for problem in (*_too_large(sheet), *_unknown(sheet))]
    if not found and not sheets:
        found.append(of_source(source, "there is no table of a caseload in it", "Name a folder or workbook of tables"))
    if found:
        raise BadInput(found)
    return {sheet.name: _filled(sheet.lines) for sheet in sheets}


def _filled(lines: Lines) -> Lines:
    kept = [_without_last(line) for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _without_last(line: Sequence[str]) -> Sequence[str]:
    filled = [place for place, cell in enumerate(line, 1) if cell]
    return list(line[: max(filled, default=0)])


def _too_large(sheet: Sheet) -> list[Problem]:
    """What a workbook has no room for."""
    if len(sheet.lines) > MOST_ROWS or any(len(line) > MOST_COLUMNS for line in sheet.lines):
        return [
            Problem(sheet.name, 0, "", "", "the table is larger than a sheet can be", "Check that it is the right one")
        ]
    says, fix = f"the row has a cell of more than {LONGEST_CELL} characters", "Shorten it"
    long = [number for number, line in enumerate(sheet.lines, 1) if any(len(cell) > LONGEST_CELL for cell in line)]
    return [Problem(sheet.name, number, "", "", says, fix) for number in long]


def _unknown(sheet: Sheet) -> Iterator[Problem]:
    """Cells of which nobody can tell what they say, such as parts of merged ones."""
    header = sheet.lines[0] if sheet.lines else ()
    for number, line in enumerate(sheet.lines, 1):
        for place, cell in enumerate(line):
            if isinstance(cell, Unknown):
                column = header[place] if place < len(header) else ""
                yield Problem(sheet.name, number, str(column), "", cell.says, cell.fix)


def _read_again(files: Mapping[Path, bytes], target: Path) -> Mapping[str, Lines]:
    """The tables as they would be read from these files."""
    # What has names in it is nowhere else, also for a moment.
    with held(target.parent), staging_folder(target.parent) as stage:
        copy = stage / target.name
        write_files({copy if place == target else copy / place.name: content for place, content in files.items()})
        sheets, _ = sheets_of(copy, _TAKEN.__contains__, is_headed=False)
        return {sheet.name: _filled(sheet.lines) for sheet in sheets}
