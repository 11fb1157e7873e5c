"""Cells of a workbook that get a colour; their formats are otherwise as they were."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.tables.edit.xlsx_cells import Line, Splice, lines_of, together
from scheduler.tables.edit.xlsx_package import Element, elements_of, spliced
from scheduler.tables.sheet_stream import column_letters

Place = tuple[int, int]

_COUNT = re.compile(rb'(\scount=")[0-9]+"')
_FILL = re.compile(rb'\s(?:fillId|applyFill)="[^"]*"')
_STYLE = re.compile(rb'\ss="[^"]*"')
# In place of a style: the format that wraps.
_WRAPPED = -1
_SPANS = re.compile(rb'\sspans="[^"]*"')


class Looks:
    """The formats of a workbook, to which others are added that differ in their colour.

    Args:
        part: the styles of the workbook.
    """

    def __init__(self, part: bytes) -> None:
        self._part = part
        self._elements = elements_of(part)
        self._fills: dict[str, int] = {}
        self._added: dict[tuple[int, str], int] = {}

    def wrapped(self, colour: str = "") -> int:
        """Number of the format whose text stands at the top and goes on in a second line, with a background or none."""
        return self.coloured(_WRAPPED, colour) if colour else self._number((_WRAPPED, ""))

    def coloured(self, style: int, colour: str) -> int:
        """Number of the format that is as ``style`` is, with a background like ``FFC7CE``."""
        self._fills.setdefault(colour, len(self._children("fills")) + len(self._fills))
        return self._number((min(style, len(self._children("cellXfs")) - 1), colour))

    def _number(self, key: tuple[int, str]) -> int:
        return self._added.setdefault(key, len(self._children("cellXfs")) + len(self._added))

    @cached_property
    def _prefix(self) -> str:
        return self._elements[0].prefix

    def _children(self, container: str) -> Sequence[Element]:
        frame = self._frame(container)
        inside = (each for each in self._elements if frame.start < each.start < frame.end)
        return [each for each in inside if each.depth == frame.depth + 1]

    def _frame(self, container: str) -> Element:
        return next(each for each in self._elements if each.plain_name == container)

    def part(self) -> bytes:
        """The styles with those that were added."""
        formats = self._children("cellXfs")
        fills = [self._fill(colour) for colour in self._fills]
        clones = [
            self._wrapping(self._fills.get(colour, 0))
            if style == _WRAPPED
            else self._clone(formats[style], self._fills[colour])
            for style, colour in self._added
        ]
        changes = [*self._put("fills", fills), *self._put("cellXfs", clones)]
        return spliced(self._part, changes)

    def _put(self, container: str, added: Sequence[bytes]) -> list[Splice]:
        frame = self._frame(container)
        total = len(self._children(container)) + len(added)
        tag = _COUNT.sub(rb'\g<1>%d"' % total, self._part[frame.start : frame.inside])
        return [(frame.start, frame.inside, tag), (frame.last, frame.last, b"".join(added))]

    def _fill(self, colour: str) -> bytes:
        name = self._prefix
        pattern = f'<{name}patternFill patternType="solid"><{name}fgColor rgb="FF{colour}"/></{name}patternFill>'
        return f"<{name}fill>{pattern}</{name}fill>".encode()

    def _wrapping(self, fill: int) -> bytes:
        name = self._prefix
        plain = f'numFmtId="0" fontId="0" fillId="{fill}" borderId="0" applyFill="1" applyAlignment="1"'
        return f'<{name}xf {plain}><{name}alignment vertical="top" wrapText="1"/></{name}xf>'.encode()

    def _clone(self, like: Element, fill: int) -> bytes:
        whole = self._part[like.start : like.end]
        tag = _FILL.sub(b"", whole[: like.inside - like.start])
        name = f"<{like.name}".encode()
        fresh = tag.replace(name, b'%b fillId="%d" applyFill="1"' % (name, fill), 1)
        return fresh + whole[like.inside - like.start :]


def with_colours(part: bytes, colours: Mapping[Place, str], looks: Looks) -> bytes:
    """The sheet with cells coloured, given by row and column (1 is the first); those that are missing are put in.

    Raises:
        ValueError: where the part is not sound.
    """
    elements = elements_of(part)
    frame = next(each for each in elements if each.plain_name == "sheetData")
    lines = dict(lines_of([each for each in elements if frame.start < each.start < frame.end]))
    sheet = _Sheet(part, frame, lines, _styles_of_columns(elements), looks)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), colour in sorted(colours.items()):
        by_row.setdefault(row, {})[column] = colour
    changes = [change for row, cells in by_row.items() for change in sheet.coloured(row, cells)]
    if frame.is_closed_at_once and changes:
        rows = b"".join(content for _, _, content in changes)
        opened = part[frame.start : frame.inside].removesuffix(b"/>") + b">"
        changes = [(frame.start, frame.end, b"%b%b</%b>" % (opened, rows, frame.name.encode()))]
    return spliced(part, together(changes))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The bytes of a sheet, its rows by number, and the format of each column."""

    part: bytes
    frame: Element
    lines: Mapping[int, Line]
    columns: Mapping[int, int]
    looks: Looks

    def coloured(self, row: int, cells: Mapping[int, str]) -> Iterator[Splice]:
        """The changes that colour cells of a row, by column."""
        line = self.lines.get(row)
        if line is None:
            before = [each.element.end for other, each in self.lines.items() if other < row]
            place = max(before, default=self.frame.inside)
            name = f"{self.frame.prefix}row"
            yield place, place, f'<{name} r="{row}">{self._blank(row, cells)}</{name}>'.encode()
            return
        element = line.element
        tag = _SPANS.sub(b"", self.part[element.start : element.inside])
        if element.is_closed_at_once:
            made = self._blank(row, cells).encode()
            content = b"%b>%b</%b>" % (tag.removesuffix(b"/>"), made, element.name.encode())
            yield element.start, element.end, content
            return
        yield element.start, element.inside, tag
        for column, colour in cells.items():
            there = line.cells.get(column)
            if there:
                style = self.looks.coloured(int(there.style or 0), colour)
                yield there.element.start, there.element.inside, self._styled(there.element, style)
            else:
                before = [cell.element.end for other, cell in line.cells.items() if other < column]
                place = max(before, default=element.inside)
                yield place, place, self._blank(row, {column: colour}).encode()

    def _styled(self, cell: Element, style: int) -> bytes:
        """The start of a cell with another format."""
        name = f"<{cell.name}".encode()
        plain = _STYLE.sub(b"", self.part[cell.start : cell.inside])
        return plain.replace(name, b'%b s="%d"' % (name, style), 1)

    def _blank(self, row: int, cells: Mapping[int, str]) -> str:
        """Blank cells that look as their row or column does, but for the colour."""
        line = self.lines.get(row)
        has_own = line is not None and line.element.attributes.get("customFormat") in {"1", "true"}
        made = ""
        for column, colour in cells.items():
            style = int(line.element.attributes.get("s", "0")) if line and has_own else self.columns.get(column, 0)
            reference = f"{column_letters(column)}{row}"
            made += f'<{self.frame.prefix}c r="{reference}" s="{self.looks.coloured(style, colour)}"/>'
        return made


def _styles_of_columns(elements: Sequence[Element]) -> Mapping[int, int]:
    styles: dict[int, int] = {}
    for each in elements:
        if each.plain_name == "col" and "style" in each.attributes:
            first, last = int(each.attributes["min"]), int(each.attributes["max"])
            # A format that goes on to the last column of all is of no more use than that of those people fill.
            styles |= dict.fromkeys(range(first, min(last, first + 255) + 1), int(each.attributes["style"]))
    return styles
