"""Rows of any table put in, changed and taken out, as files that are not written yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.tables.edit.write import (
    BY_HAND,
    TABLE_NAMES,
    Cells,
    NotEdited,
    TableChange,
    edited,
    files_of,
    filled,
    model_of,
    read_beside,
)
from scheduler.tables.header import headings
from scheduler.tables.sources import sheets_of


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row of a table that is put in, changed or taken out.

    Args:
        table: its name.
        row: its number; 0 for one that is put in.
        cells: what is put there, by column; None where the row is taken out.
        where_filled: columns of these that stay as they are where they are blank, because that says the same.
    """

    table: str
    row: int
    cells: Cells | None
    where_filled: frozenset[str] = frozenset()


def edited_files(
    source: Path, edits: Sequence[RowEdit], *, is_right: Callable[[Caseload], bool]
) -> Mapping[str, bytes]:
    """All tables of a folder, or the workbook, by file name, as they are with these rows; nothing is written.

    Args:
        source: the folder or workbook.
        edits: what is put in, changed and taken out.
        is_right: whether the caseload is what it should be with that.

    Raises:
        Refused, NotEdited: as with an edit.
    """
    there = files_of(source)
    changes = _together(edits, _filled_in(source))
    files = edited(source, there, changes)
    if not is_right(read_beside(source, there, files)):
        raise NotEdited(BY_HAND)
    whole = {place: place.read_bytes() for place in there.values()} | files
    return {place.name if source.is_dir() else source.name: content for place, content in whole.items()}


def _filled_in(source: Path) -> Callable[[str, int, str], bool]:
    """Tells by table, row and column whether anything stands there."""
    sheets, _ = sheets_of(source, lambda name: name in TABLE_NAMES)
    lines = {sheet.name: sheet.lines for sheet in sheets}

    def is_filled(table: str, row: int, column: str) -> bool:
        header = headings(lines[table][0])
        cells = lines[table][row - 1]
        return column in header and header.index(column) < len(cells) and bool(cells[header.index(column)])

    return is_filled


def _together(edits: Sequence[RowEdit], is_filled: Callable[[str, int, str], bool]) -> list[TableChange]:
    """The edits of each table as one change."""
    found = []
    for table in dict.fromkeys(edit.table for edit in edits):
        own = [edit for edit in edits if edit.table == table]
        changed: dict[int, dict[str, str]] = {}
        for edit in own:
            if edit.row and edit.cells is not None:
                changed.setdefault(edit.row, {}).update(
                    (column, cell)
                    for column, cell in edit.cells.items()
                    if column not in edit.where_filled or is_filled(table, edit.row, column)
                )
        found.append(
            TableChange(
                model_of(table),
                [filled(edit.cells) for edit in own if edit.cells is not None and not edit.row],
                frozenset(edit.row for edit in own if edit.cells is None),
                changed,
            )
        )
    return found
