"""The ranges that a spreadsheet calls tables, kept whole when rows or columns are put right below or beside them."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from scheduler.tables.edit.xlsx_package import Element, Workbook, elements_of, spliced
from scheduler.tables.sheet_stream import column_letters, place_of

Puts = Mapping[int, Mapping[int, str]]
"""Texts that were put into a sheet, by row and column."""


class _Range(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"

    def meets(self, other: "_Range") -> bool:
        """Whether both have a cell in common."""
        is_beside = self.right < other.left or other.right < self.left
        return not is_beside and not (self.bottom < other.top or other.bottom < self.top)


def with_whole_tables(workbook: Workbook, sheet: str, puts: Puts) -> Workbook:
    """The workbook with each table of the sheet as large as what was put right below or right beside it asks for.

    Raises:
        ValueError: a table ends in a row of totals, or would grow into another one.
    """
    names = workbook.tables_of(sheet)
    before = {name: _range_of(_root(workbook.parts[name])) for name in names}
    after = {name: _grown(workbook.parts[name], before[name], puts) for name in names}
    for name in names:
        if any(after[name].meets(after[other]) for other in names if other != name):
            raise ValueError("a table would grow into another one")
        if after[name] != before[name]:
            workbook = workbook.with_part(name, _resized(workbook.parts[name], before[name], after[name], puts))
    return workbook


def _root(part: bytes) -> Element:
    return elements_of(part)[0]


def _range_of(element: Element) -> _Range:
    first, _, last = element.attributes["ref"].partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    return _Range(left, top, right, bottom)


def _grown(part: bytes, there: _Range, puts: Puts) -> _Range:
    root = _root(part)
    right, bottom = there.right, there.bottom
    header = puts.get(there.top, {}) if root.attributes.get("headerRowCount", "1") != "0" else {}
    while right + 1 in header:
        right += 1
    for row in sorted(puts):
        is_within = any(there.left <= column <= right for column in puts[row])
        if row == bottom + 1 and is_within:
            if int(root.attributes.get("totalsRowCount", "0")):
                raise ValueError("a table ends in a row of totals")
            bottom = row
    return _Range(there.left, there.top, right, bottom)


def _resized(part: bytes, before: _Range, after: _Range, puts: Puts) -> bytes:
    elements = elements_of(part)
    names = [puts[after.top][column] for column in range(before.right + 1, after.right + 1)]
    changes = [
        _with_attribute(part, each, "ref", str(after))
        for each in elements
        if each.depth == 1 or (each.plain_name == "autoFilter" and each.depth == 2)
    ]
    return spliced(part, [*changes, *_new_columns(part, elements, names)])


def _new_columns(part: bytes, elements: Sequence[Element], names: Sequence[str]) -> Iterator[tuple[int, int, bytes]]:
    if not names:
        return
    frame = next(each for each in elements if each.plain_name == "tableColumns")
    there = [each for each in elements if each.plain_name == "tableColumn"]
    first = 1 + max(int(each.attributes["id"]) for each in there)
    added = "".join(
        f'<{frame.prefix}tableColumn id="{number}" name="{escape(name)}"/>' for number, name in enumerate(names, first)
    )
    yield frame.last, frame.last, added.encode()
    yield _with_attribute(part, frame, "count", str(len(there) + len(names)))


def _with_attribute(part: bytes, element: Element, name: str, value: str) -> tuple[int, int, bytes]:
    tag = part[element.start : element.inside].decode()
    old = element.attributes[name]
    for quote in "\"'":
        tag = tag.replace(f" {name}={quote}{old}{quote}", f' {name}="{value}"', 1)
    return element.start, element.inside, tag.encode()
