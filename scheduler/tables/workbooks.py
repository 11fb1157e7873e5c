"""A workbook's file becomes sheets of text cells, whichever program wrote it, and whichever of the two kinds it is."""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

from scheduler.errors import Problem
from scheduler.tables.edit.xlsx_package import Relation, elements_of, related, relations_of
from scheduler.tables.number_formats import GENERAL, MIDNIGHT, Format, clock_text, formats_of, number_text
from scheduler.tables.sheet import Sheet, Unknown, tidied
from scheduler.tables.sheet_stream import Cell, Elements, Grid, Stretch, TooLarge, grid_of, parsed

CHUNK_BYTES = 1024 * 1024
# Of the parts that list the sheets and say where they are.
LARGEST_LIST_BYTES = 4 * CHUNK_BYTES
# Rows of merged cells, all stretches together.
MOST_MERGED = 200_000
# Of a sheet whose first row is no header.
MOST_COLUMNS = 1_000
_DATE_CELL = re.compile(r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2}))?T?(?:([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?))?Z?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Days on which a spreadsheet puts a time of day without a date.
_NO_DAYS = frozenset({"1899-12-30", "1899-12-31", "1900-01-00", "1904-01-01"})
_UNMERGE = "Unmerge the cells and fill in each of them"


@dataclass(slots=True)
class _Allowance:
    """How many more bytes may be unpacked."""

    left: int

    def unpacked(self, file: zipfile.ZipFile, part: str) -> Iterator[bytes]:
        """A part, piece by piece; raises TooLarge where it is more than is left."""
        with file.open(part) as packed:
            while chunk := packed.read(CHUNK_BYTES):
                self.left -= len(chunk)
                if self.left < 0:
                    raise TooLarge
                yield chunk


@dataclass(slots=True)
class _Open:
    """A workbook's file, open, with what all of its sheets share."""

    file: zipfile.ZipFile
    allowance: _Allowance
    elements: Elements = field(default_factory=Elements)
    _parts: dict[str, bytes] = field(default_factory=dict)

    def part(self, name: str) -> bytes:
        """A part that lists others."""
        if name not in self._parts:
            self._parts[name] = b"".join(_Allowance(LARGEST_LIST_BYTES).unpacked(self.file, name))
        return self._parts[name]

    def grid(self, part: str) -> Grid:
        """The cells of a sheet."""
        return grid_of(b"".join(self.allowance.unpacked(self.file, part)), self.elements)

    def related(self, part: str) -> Mapping[str, list[Relation]]:
        """What a part is related to."""
        name = relations_of(part)
        return related({name: self.part(name)}, part)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sheet as the workbook lists it."""

    title: str
    part: str
    is_hidden: bool


class _Meanings:
    """What all cells of a workbook share: texts, formats, and the day from which days are counted."""

    def __init__(self, opened: _Open, main: str, *, since_1904: bool) -> None:
        self._opened = opened
        self._relations = opened.related(main)
        self.since_1904 = since_1904

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The texts that cells share."""
        found = self._relations.get("sharedStrings")
        return tuple(_strings(self._unpacked(found[0].target), self._opened.elements)) if found else ()

    @cached_property
    def formats(self) -> tuple[Format, ...]:
        """The format of each style."""
        found = self._relations.get("styles")
        return _formats(self._unpacked(found[0].target), self._opened.elements) if found else ()

    def _unpacked(self, part: str) -> Iterator[bytes]:
        return self._opened.allowance.unpacked(self._opened.file, part)

    def format_of(self, cell: Cell) -> Format:
        """How the cell is shown."""
        return self.formats[cell.style] if cell.style < len(self.formats) else GENERAL


def workbook_sheets(
    source: Path | IO[bytes], wanted: Callable[[str], bool], most_bytes: int, *, is_headed: bool = True
) -> list[Sheet]:
    """The sheets whose names, in lower case, are wanted; where row 1 is no header, no row ends where it does.

    Raises:
        OSError, BadZipFile, ValueError, ...: where the file is no workbook.
        TooLarge: where the wanted sheets are larger than any clinic's.
    """
    with zipfile.ZipFile(source) as file:
        opened = _Open(file, _Allowance(most_bytes))
        main = opened.related("")["officeDocument"][0].target
        entries, since_1904 = _entries(opened, main)
        meanings = _Meanings(opened, main, since_1904=since_1904)
        return [
            _sheet(entry, opened.grid(entry.part), meanings, is_headed=is_headed)
            for entry in entries
            if wanted(entry.title.strip().lower())
        ]


def _entries(opened: _Open, main: str) -> tuple[list[_Entry], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    targets = {relation.key: relation.target for relation in opened.related(main).get("worksheet", ())}
    entries: list[_Entry] = []
    since_1904 = False
    for element in elements_of(opened.part(main)):
        if element.plain_name == "workbookPr":
            since_1904 = element.attributes.get("date1904", "0") not in {"0", "false"}
        elif element.plain_name == "sheet":
            key = next(value for name, value in element.attributes.items() if name.rpartition(":")[2] == "id")
            if key in targets:  # a sheet of nothing but a chart holds no cells
                is_hidden = element.attributes.get("state", "visible") != "visible"
                entries.append(_Entry(element.attributes["name"], targets[key], is_hidden))
    return entries, since_1904


def _strings(chunks: Iterable[bytes], elements: Elements) -> list[str]:
    found: list[str] = []
    words: list[str] = []
    reading = {"t": 0, "rPh": 0}

    def begin(name: str, _: dict[str, str]) -> None:
        if name == "si":
            words.clear()
        elif name in reading:
            reading[name] += 1

    def end(name: str) -> None:
        if name == "si":
            found.append("".join(words))
        elif name in reading:
            reading[name] -= 1

    def text(part: str) -> None:
        if reading["t"] and not reading["rPh"]:
            words.append(part)

    parsed(chunks, begin, end, text, elements)
    return found


def _formats(chunks: Iterable[bytes], elements: Elements) -> tuple[Format, ...]:
    codes: dict[int, str] = {}
    of_styles: list[int] = []
    inside: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        inside.append(name)
        if name == "numFmt" and "numFmts" in inside:
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and "cellXfs" in inside:
            of_styles.append(int(attributes.get("numFmtId", "0")))

    parsed(
        chunks,
        begin,
        lambda _: inside.clear() if len(inside) == 1 else inside.__delitem__(-1),
        lambda _: None,
        elements,
    )
    return formats_of(codes, of_styles)


def _sheet(entry: _Entry, grid: Grid, meanings: _Meanings, *, is_headed: bool) -> Sheet:
    name = entry.title.strip().lower()
    texts: dict[int, dict[int, str]] = {}
    concealed: list[int] = []
    ends = {column for column, cell in grid.rows.get(1, {}).items() if _text(cell, meanings).lower() == "end"}
    for number, cells in grid.rows.items():
        for column, cell in cells.items():
            text = _text(cell, meanings)
            if column in ends and text == "00:00" and cell.kind in {"n", "d"}:
                text = MIDNIGHT
            if text:
                texts.setdefault(number, {})[column] = text
                if meanings.format_of(cell).shows_nothing:
                    concealed.append(number)
    _fill_merged(texts, grid.merged)
    notes = tuple(_unseen(name, entry, grid, texts, concealed))
    return Sheet(name, _lines(texts, is_headed=is_headed), title=entry.title, notes=notes)


def _text(cell: Cell, meanings: _Meanings) -> str:
    """A cell as a CSV file would have it."""
    if not cell.text:
        return _without_value(cell)
    match cell.kind:
        case "s" | "str" | "inlineStr":
            text = meanings.strings[int(cell.text)] if cell.kind == "s" else cell.text
            return tidied(_unescaped(text))
        case "b":
            return "FALSE" if cell.text.strip() == "0" else "TRUE"
        case "d":
            return _date_cell(cell.text)
        case "e":
            return cell.text.strip()
        case _:
            return number_text(cell.text, meanings.format_of(cell), since_1904=meanings.since_1904)


def _without_value(cell: Cell) -> str:
    """Blank, unless there is a formula of which nobody knows what it gives."""
    if not cell.has_formula or (cell.kind == "str" and cell.has_value):
        return ""
    says = "the cell has a formula whose value the file does not hold"
    return Unknown(says, "Open the file in a spreadsheet and save it, or type the value instead of the formula")


def _unescaped(text: str) -> str:
    """The text with its control characters, which a workbook writes as ``_x000D_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _date_cell(text: str) -> str:
    """A cell that is written as a date, a time or both instead of a number."""
    found = _DATE_CELL.fullmatch(text.strip())
    if not found:
        return tidied(text)
    day = f"{found[1]}-{found[2]}-{found[3]}" if found[1] else ""
    seconds = 0 if not found[4] else (int(found[4]) * 60 + int(found[5])) * 60 + round(float(found[6]))
    if not day or (found[4] and day in _NO_DAYS):
        return clock_text(seconds)
    if day == "1899-12-31" or (day == "1900-01-01" and not seconds):
        return MIDNIGHT
    return f"{day} {clock_text(seconds)}" if seconds else day


def _fill_merged(texts: dict[int, dict[int, str]], merged: Iterable[Stretch]) -> None:
    """Cells below the first of a merged stretch say what it says; of those beside it nobody can tell."""
    rows = sorted(texts)
    left = MOST_MERGED
    width = max(texts.get(1, ()), default=0)
    for stretch in merged:
        stretch = stretch._replace(right=min(stretch.right, width))  # noqa: PLW2901 - nobody reads what has no header
        first = texts.get(stretch.top, {}).get(stretch.left, "")
        for number in rows[bisect_left(rows, stretch.top) : bisect_right(rows, stretch.bottom)]:
            left -= 1
            if left < 0:
                raise TooLarge
            _fill_merged_row(number, texts[number], stretch, first)


def _fill_merged_row(number: int, cells: dict[int, str], stretch: Stretch, first: str) -> None:
    is_row = any(not stretch.left <= column <= stretch.right for column in cells)
    for column in range(stretch.left, stretch.right + 1):
        own = cells.get(column, "")
        if (number, column) == (stretch.top, stretch.left):
            continue
        if own and own != first:
            cells[column] = Unknown("the cell has a value of its own, which the merged cells hide", _UNMERGE)
        elif first and (column > stretch.left or stretch.top == 1):
            cells[column] = Unknown("the cell is merged with others, so that nobody can tell what it says", _UNMERGE)
        elif first and is_row:
            cells[column] = first


def _lines(texts: Mapping[int, Mapping[int, str]], *, is_headed: bool) -> tuple[tuple[str, ...], ...]:
    """The rows down to the last filled one; of cells beyond the header, where there is one, one stands for all."""
    if not texts:
        return ()
    header = texts.get(1, {})
    width = max(header, default=0)
    if not is_headed:
        width = min(MOST_COLUMNS, max(max(cells) for cells in texts.values()))
    lines: list[tuple[str, ...]] = [()] * max(texts)
    for number, cells in texts.items():
        if number == 1:
            lines[0] = tuple(header.get(column, "") for column in range(1, width + 1))
            continue
        last = min(max(cells), width + 1)
        line = [cells.get(column, "") for column in range(1, last + 1)]
        if last > width:
            line[-1] = next(text for column, text in cells.items() if column > width)
        lines[number - 1] = tuple(line)
    return tuple(lines)


def _unseen(
    name: str, entry: _Entry, grid: Grid, texts: Mapping[int, Mapping[int, str]], concealed: Sequence[int]
) -> Iterator[Problem]:
    """What is read though nobody sees it."""

    def note(row: int, says: str, fix: str) -> Problem:
        return Problem(name, row, "", "", f"{says}, and read all the same", fix, severity="warning")

    if entry.is_hidden and texts:
        yield note(0, "the sheet is hidden", "Show it, or take it out if it is of no use")
    rows = sorted(number for number in grid.hidden_rows if number in texts)
    if rows:
        many = f"the row and {len(rows) - 1} more are" if len(rows) > 1 else "the row is"
        yield note(rows[0], f"{many} hidden, perhaps by a filter", "Show all rows, and take out those of no use")
    if any(left <= column <= right for left, right in grid.hidden_columns for column in texts.get(1, ())):
        yield note(0, "a column is hidden", "Show all columns, and take out what is of no use")
    if concealed:
        says = "a cell is filled in and shown as if it were blank"
        yield note(min(concealed), says, "Give the cell the number format General, and see what it holds")
