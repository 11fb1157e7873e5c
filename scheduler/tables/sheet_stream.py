"""The filled cells of one sheet of a workbook, read in one pass; blank cells cost nothing, whatever their number."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
# More than any clinic has; what goes beyond is damage, or was made to stop the reader.
MOST_ELEMENTS = 1_500_000
MOST_FILLED = 500_000

CHUNK_BYTES = 1024 * 1024

# A cell with a place and nothing in it, and a row of nothing else; the reader of XML does not need to see them.
_CELL = rb'<(?:\w+:)?c r="[A-Z]{1,3}[0-9]{1,6}"[^<>]*/>'
_BLANK_CELL = re.compile(_CELL)
_BLANK_ROW = re.compile(rb"(<(?:\w+:)?row\s[^<>]*[^<>/])>(?:" + _CELL + rb")+</(?:\w+:)?row>")
# How what fills a cell begins.
_FILLINGS = (b"<v", b"<f", b"<is", b"<t", b":v", b":f", b":is", b":t")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_ROW_NUMBER = re.compile(rb'row\s(?:[^<>]*\s)?r="([0-9]+)"')
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TEXTS = frozenset({"v", "t"})


class Damaged(ValueError):
    """A part of a workbook that no spreadsheet has written so."""


class TooLarge(ValueError):
    """A workbook of more cells or bytes than any clinic has."""


class Cell(NamedTuple):
    """A cell as it stands in the sheet: its type, style and text, and whether a formula gives it and has given it."""

    kind: str
    style: int
    text: str
    has_formula: bool
    has_value: bool


class Stretch(NamedTuple):
    """Merged cells: first row and column, last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Elements:
    """How many more elements may be read."""

    left: int = field(default_factory=lambda: MOST_ELEMENTS)

    def take(self) -> None:
        """One is read; raises TooLarge where that is more than any clinic has."""
        self.left -= 1
        if self.left < 0:
            raise TooLarge


@dataclass(slots=True)
class Grid:
    """The filled cells of a sheet by row and column, what is merged, and which rows and columns are hidden."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[Stretch] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def column_number(letters: str) -> int:
    """1 for ``A``, 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """``A`` for 1, ``AB`` for 28."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of a cell such as ``C2``; raises Damaged where no spreadsheet has such a cell."""
    found = _PLACE.fullmatch(reference)
    if not found:
        raise Damaged(reference)
    row, column = int(found[2]), column_number(found[1])
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise Damaged(reference)
    return row, column


def parsed(chunks: Iterable[bytes], begin: Callable[[str, dict[str, str]], None], end: Callable[[str], None],
           text: Callable[[str], None], elements: Elements) -> None:  # fmt: skip
    """Tells the elements of a part of a workbook as they come, by their plain names."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begun(name: str, attributes: dict[str, str]) -> None:
        elements.take()
        begin(name.rpartition(":")[2], attributes)

    def declared(*_: object) -> None:
        raise Damaged("a workbook declares no document type")

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = declared
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser's own way to say that more follows
        parser.Parse(b"", True)  # noqa: FBT003 - and that this was all
    except expat.ExpatError as error:
        raise Damaged(str(error)) from error


def grid_of(part: bytes, elements: Elements | None = None) -> Grid:
    """The cells of a sheet's part; ``elements`` is what is left to all parts of its workbook.

    Raises:
        Damaged: where it is no sheet, or a cell lies outside of every spreadsheet.
        TooLarge: where it has more cells than any clinic.
    """
    reader = _Reader()
    parsed(reader.without_blanks(part), reader.begin, reader.end, reader.text, elements or Elements())
    return reader.grid


def _after_last_filled(part: bytes) -> tuple[int, int]:
    """Where the rows after the last filled one begin and end in the bytes of a sheet."""
    closing = part.rfind(b"sheetData>")
    if closing < 0 or b"<!" in part:
        return len(part), len(part)
    end = part.rfind(b"<", 0, closing)
    filled = max(part.rfind(filling, 0, end) for filling in _FILLINGS)
    row_end = _ROW_END.search(part, max(filled, 0), end)
    begin = row_end.end() if row_end else end
    last = _ROW_NUMBER.match(part, max(begin, part.rfind(b"row ", begin, end)), end)
    if last and int(last[1]) > LAST_ROW:
        raise Damaged("a row outside of every spreadsheet")
    return begin, end


def _pieces(part: bytes) -> Iterator[bytes]:
    """The part in pieces of whole rows, or of whole tags at least."""
    start = 0
    while start < len(part):
        stop = start + CHUNK_BYTES
        if stop < len(part):
            row_end = part.rfind(b"row>", start, stop)
            tag = part.rfind(b"<", start + 1, stop)
            stop = row_end + len(b"row>") if row_end > start else tag if tag > start else stop
        yield part[start:stop]
        start = stop


class _Reader:
    """Where in the sheet the reading is."""

    def __init__(self) -> None:
        self.grid = Grid()
        self._has_left_out = False
        self._row = 0
        self._column = 0
        self._attributes: dict[str, str] = {}
        self._words: list[str] = []
        self._is_text = False
        self._phonetic = 0
        self._has_formula = False
        self._has_value = False
        self._filled = 0

    def without_blanks(self, part: bytes) -> Iterator[bytes]:
        """The part without the rows after the last filled one, and without blank cells that have a place."""
        begin, end = _after_last_filled(part)
        for piece in _pieces(part[:begin]):
            if b"<!" in piece:
                yield piece
                continue
            left, rows = _BLANK_ROW.subn(rb"\1/>", piece)
            left, cells = _BLANK_CELL.subn(b"", left)
            self._has_left_out = self._has_left_out or rows + cells > 0
            yield left
        yield part[end:]

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        if name == "c":
            self._begin_cell(attributes)
        elif name in _TEXTS:
            self._is_text = not self._phonetic
            self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.grid.merged.append(Stretch(*place_of(first), *place_of(last or first)))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            self.grid.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise Damaged("a row outside of every spreadsheet")
        if attributes.get("hidden") in {"1", "true"}:
            self.grid.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self._row, self._column = place_of(reference)
        elif self._has_left_out:
            raise Damaged("some cells have a place, and some have none")
        else:
            self._column += 1
        self._attributes = attributes
        self._words = []
        self._has_formula = self._has_value = False

    def text(self, words: str) -> None:
        """Text between tags."""
        if self._is_text:
            self._words.append(words)

    def end(self, name: str) -> None:
        """An end tag."""
        if name in _TEXTS:
            self._is_text = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        text = "".join(self._words)
        if not text and not self._has_formula:
            return
        self._filled += 1
        if self._filled > MOST_FILLED:
            raise TooLarge
        style = int(self._attributes.get("s", "0"))
        cell = Cell(self._attributes.get("t", "n"), style, text, self._has_formula, self._has_value)
        self.grid.rows.setdefault(self._row, {})[self._column] = cell
