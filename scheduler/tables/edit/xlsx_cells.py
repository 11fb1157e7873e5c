"""Cells of one sheet, put in or blanked in its own bytes; every other byte of the sheet stays as it is."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import escape

from scheduler.tables.edit.xlsx_package import Element, elements_of, spliced
from scheduler.tables.sheet_stream import column_letters, place_of
from scheduler.times import MINUTES_A_DAY

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SPANS = re.compile(rb'\sspans="[^"]*"')
# Day 0 of the numbers that a spreadsheet keeps for dates.
_DAY_ZERO = date(1899, 12, 30)
# Until then spreadsheets differ, because some count a 29 February 1900.
_LAST_DOUBTFUL_DAY = 60

Splice = tuple[int, int, bytes]


class HasFormula(ValueError):
    """A cell that would have to be blanked holds a formula, on which others may rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands: whether there is anything in it, and whether that is a formula."""

    element: Element
    is_filled: bool
    has_formula: bool

    @property
    def style(self) -> str:
        """Number of the cell's format; "" for none."""
        return self.element.attributes.get("s", "")

    @property
    def is_number(self) -> bool:
        """Whether it holds a number, as dates and times are."""
        return self.is_filled and self.element.attributes.get("t", "n") == "n"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet with the cells that it has, by column (1 is the first)."""

    element: Element
    cells: Mapping[int, Cell]

    @property
    def is_filled(self) -> bool:
        """Whether any cell has something in it."""
        return any(cell.is_filled for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The bytes of a sheet, and its rows by number."""

    part: bytes
    frame: Element
    lines: Mapping[int, Line]
    dates_are_numbers: bool

    def with_cells(self, number: int, texts: Mapping[int, str]) -> Splice:
        """The change that puts texts into a row by column; the row may be there or not."""
        line = self.lines.get(number)
        if line is None:
            name = f"{self.frame.prefix}row"
            cells = "".join(self.cell(number, column, texts[column]) for column in sorted(texts))
            before = [each.element.end for other, each in self.lines.items() if other < number]
            place = max(before, default=self.frame.inside)
            return place, place, f'<{name} r="{number}">{cells}</{name}>'.encode()
        tag = _SPANS.sub(b"", self.part[line.element.start : line.element.inside])
        if line.element.is_closed_at_once:
            cells = "".join(self.cell(number, column, texts[column]) for column in sorted(texts))
            row = b"%b>%b</%b>" % (tag.removesuffix(b"/>"), cells.encode(), line.element.name.encode())
            return line.element.start, line.element.end, row
        changes: list[Splice] = [(line.element.start, line.element.inside, tag)]
        for column in sorted(texts):
            before = [cell.element.end for other, cell in line.cells.items() if other < column]
            place = max(before, default=line.element.inside)
            end = line.cells[column].element.end if column in line.cells else place
            start = line.cells[column].element.start if column in line.cells else place
            changes.append((start, end, self.cell(number, column, texts[column]).encode()))
        return line.element.start, line.element.end, _within(self.part, line.element, changes)

    def cell(self, number: int, column: int, text: str) -> str:
        """A new cell that looks as those above it do; one without text keeps its own look.

        Raises:
            HasFormula: where one with a formula is there.
        """
        line = self.lines.get(number)
        own = line.cells.get(column) if line else None
        if own and own.has_formula:
            raise HasFormula
        if not text:
            look = f' s="{own.style}"' if own and own.style else ""
            return f'<{self.frame.prefix}c r="{column_letters(column)}{number}"{look}/>'
        above = self._above(number, column)
        number_of = figure(text) if self.dates_are_numbers and above and above.is_number else ""
        model = above if number_of or own is None or not own.style else own
        style = f' s="{model.style}"' if model and model.style else ""
        name = f"{self.frame.prefix}c"
        reference = f'r="{column_letters(column)}{number}"'
        if number_of:
            return f"<{name} {reference}{style}><{self.frame.prefix}v>{number_of}</{self.frame.prefix}v></{name}>"
        inner = f"<{self.frame.prefix}is><{self.frame.prefix}t>{escape(text, quote=False)}"
        closing = f"</{self.frame.prefix}t></{self.frame.prefix}is>"
        return f'<{name} {reference}{style} t="inlineStr">{inner}{closing}</{name}>'

    def _above(self, number: int, column: int) -> Cell | None:
        """The nearest filled cell above; for a new header the one to its left."""
        if number == 1:
            left = [place for place in self.lines[1].cells if place < column] if 1 in self.lines else []
            return self.lines[1].cells[max(left)] if left else None
        rows = (row for row in range(number - 1, 1, -1) if row in self.lines)
        cells = (self.lines[row].cells.get(column) for row in rows)
        return next((cell for cell in cells if cell and cell.is_filled), None)


def changed_sheet(
    part: bytes,
    header: Sequence[str],
    added: Sequence[Mapping[str, str]],
    blanked: Collection[int],
    *,
    changed: Mapping[int, Mapping[str, str]] | None = None,
    columns: Sequence[str],
    dates_are_numbers: bool,
) -> tuple[bytes, Mapping[int, Mapping[int, str]]]:
    """The sheet with rows put below all that are filled, cells changed, and rows blanked but left; and what was put.

    What was put is told by row and column.

    Args:
        part: the sheet's bytes.
        header: texts of row 1; none in an empty sheet.
        added: the rows, by column; columns that the sheet lacks are put after the last of its header.
        blanked: numbers of rows.
        changed: cells by number of the row and column.
        columns: what a sheet without a header gets as one.
        dates_are_numbers: whether dates and times become numbers below others that are.

    Raises:
        HasFormula: where a blanked row or a changed cell has one.
        ValueError: where the part is not sound.
    """
    elements = elements_of(part)
    frame = next(each for each in elements if each.plain_name == "sheetData")
    inside = [each for each in elements if frame.start < each.start < frame.end]
    sheet = _Sheet(part, frame, dict(lines_of(inside)), dates_are_numbers)
    puts = _puts(sheet, header or columns, added, changed or {}, is_new=not header)
    changes = [sheet.with_cells(number, texts) for number, texts in puts.items() if texts]
    changes += [change for number in blanked if number in sheet.lines for change in _blanks(sheet.lines[number])]
    dimension = next((each for each in elements if each.plain_name == "dimension"), None)
    if dimension is not None:
        changes.append(_grown(part, dimension, puts))
    return spliced(part, together(changes)), puts


def _puts(
    sheet: _Sheet,
    header: Sequence[str],
    added: Sequence[Mapping[str, str]],
    changed: Mapping[int, Mapping[str, str]],
    *,
    is_new: bool,
) -> Mapping[int, Mapping[int, str]]:
    """Texts by row and column: what the header lacks, changed cells, and the rows below the last that is filled."""
    columns = {name: place for place, name in enumerate(header, 1) if name}
    puts: dict[int, dict[int, str]] = {1: {place: name for name, place in columns.items()} if is_new else {}}
    rows = (*added, *changed.values())
    for name in dict.fromkeys(name for row in rows for name in row if name not in columns):
        columns[name] = 1 + max((*columns.values(), len(header)))
        puts[1][columns[name]] = name
    first = 1 + max((number for number, line in sheet.lines.items() if line.is_filled), default=1)
    for number, row in (*changed.items(), *enumerate(added, first)):
        puts[number] = {columns[name]: text for name, text in row.items()}
    return puts


def lines_of(elements: Sequence[Element]) -> Iterator[tuple[int, Line]]:
    """The rows among the elements of a sheet, by number (1 is the first)."""
    cells: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
    for place, column, cell in _cells(elements):
        cells[place][column] = cell
    number = 0
    for row in elements:
        if row.plain_name == "row":
            number = int(row.attributes.get("r", number + 1))
            yield number, Line(row, cells[row.start])


def _cells(elements: Sequence[Element]) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with the place in the bytes of its row, and its column."""
    row, column = 0, 0
    for place, element in enumerate(elements):
        if element.plain_name == "row":
            row, column = element.start, 0
        elif element.plain_name == "c":
            reference = element.attributes.get("r")
            column = place_of(reference)[1] if reference else column + 1
            inner = {each.plain_name for each in _inside(elements, place)}
            yield row, column, Cell(element, bool(inner & {"v", "is", "f"}), "f" in inner)


def _inside(elements: Sequence[Element], place: int) -> Iterator[Element]:
    for each in elements[place + 1 : place + 5]:
        if each.start < elements[place].end:
            yield each


def _within(part: bytes, element: Element, changes: Sequence[Splice]) -> bytes:
    """The bytes of the element with the changes made, whose places are those in the part."""
    moved = [(start - element.start, end - element.start, content) for start, end, content in together(changes)]
    return spliced(part[element.start : element.end], moved)


def together(changes: Sequence[Splice]) -> list[Splice]:
    """The changes with those at one place made one, in the order given."""
    joined: defaultdict[tuple[int, int], bytes] = defaultdict(bytes)
    for start, end, content in changes:
        joined[start, end] += content
    return [(start, end, content) for (start, end), content in joined.items()]


def _blanks(line: Line) -> Iterator[Splice]:
    for cell in line.cells.values():
        if cell.has_formula:
            raise HasFormula
        if cell.is_filled:
            kept = {name: cell.element.attributes[name] for name in ("r", "s") if name in cell.element.attributes}
            words = "".join(f' {name}="{value}"' for name, value in kept.items())
            yield cell.element.start, cell.element.end, f"<{cell.element.name}{words}/>".encode()


def _grown(part: bytes, dimension: Element, puts: Mapping[int, Mapping[int, str]]) -> Splice:
    """The stretch that the sheet says it fills, with the new cells in it."""
    first, _, last = dimension.attributes["ref"].partition(":")
    row, column = place_of(last or first)
    columns = [column, *(column for texts in puts.values() for column in texts)]
    rows = [row, *(number for number, texts in puts.items() if texts)]
    tag = part[dimension.start : dimension.inside]
    grown = f"{first}:{column_letters(max(columns))}{max(rows)}"
    return dimension.start, dimension.inside, tag.replace(dimension.attributes["ref"].encode(), grown.encode())


def figure(text: str) -> str:
    """The number that a spreadsheet keeps for a date or a time; "" for other text, and for dates that it lacks."""
    if _DATE.fullmatch(text):
        with suppress(ValueError):
            number = (date.fromisoformat(text) - _DAY_ZERO).days
            return str(number) if number > _LAST_DOUBTFUL_DAY else ""
    found = _CLOCK.fullmatch(text)
    return repr((int(found[1]) * 60 + int(found[2])) / MINUTES_A_DAY) if found else ""
