"""The text of a CSV file, changed row by row; whatever is not meant stays as it is, byte for byte."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.tables.header import headings
from scheduler.tables.sheet import tidied
from scheduler.tables.sources import separator_of, without_hint
from scheduler.tables.writing import csv_line, disarmed

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file writes its rows: what stands before them, its separator and line end, and whether cells are quoted."""

    mark: bytes = b""
    separator: str = ","
    line_end: str = "\n"
    is_quoted: bool = False

    def line(self, cells: Sequence[str]) -> str:
        """A row without its line end; no spreadsheet takes one of its cells for a formula."""
        return csv_line([disarmed(cell) for cell in cells], self.separator, is_quoted=self.is_quoted)


@dataclass(frozen=True, slots=True)
class _Record:
    """One row as it stands in the file, its line end included."""

    cells: tuple[str, ...]
    text: str

    @property
    def line_end(self) -> str:
        return self.text[len(self.text.rstrip("\r\n")) :]


def manner_of(content: bytes) -> Manner:
    """The manner of a CSV file that can be read."""
    mark, text = _without_mark(content)
    separator = separator_of(text)
    header = next(_records(text, separator), _Record((), ""))
    in_quotes = Manner(separator=separator, is_quoted=True).line(header.cells)
    return Manner(mark, separator, header.line_end or "\n", is_quoted=header.text.rstrip("\r\n") == in_quotes)


def new_csv(manner: Manner, columns: Sequence[str], rows: Sequence[Cells]) -> bytes:
    """A new file in that manner."""
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return manner.mark + "".join(manner.line(cells) + manner.line_end for cells in lines).encode()


def changed_csv(
    content: bytes, added: Sequence[Cells], removed: Collection[int], changed: Mapping[int, Cells] | None = None
) -> bytes:
    """The file with rows added at its end, others taken out and cells of others changed, in its own manner.

    Args:
        content: of a CSV file that can be read, with its header in row 1.
        added: the rows, by column; columns that the file lacks are put at the end of its header.
        removed: numbers of rows, the header being row 1.
        changed: cells by number of the row and column.
    """
    changed = changed or {}
    manner = manner_of(content)
    mark, text = _without_mark(content)
    header, *records = _records(text, manner.separator)
    names = headings(tuple(map(tidied, header.cells)))
    lacking = tuple(
        dict.fromkeys(column for row in (*added, *changed.values()) for column in row if column not in names)
    )
    columns = (*names, *lacking)
    lines = [_widened(header, lacking, manner)]
    lines += [
        _with_cells(record, changed.get(number, {}), columns, manner)
        for number, record in enumerate(records, start=2)
        if number not in removed
    ]
    for row in added:
        line = manner.line([row.get(column, "") if column else "" for column in columns])
        # A file whose last row has no line end goes on without one.
        is_open = bool(lines[-1]) and not lines[-1].endswith(("\r", "\n"))
        lines += [manner.line_end, line] if is_open else [line + manner.line_end]
    return mark + "".join(lines).encode()


def _with_cells(record: _Record, cells: Cells, columns: Sequence[str], manner: Manner) -> str:
    """The row with some cells put in the place of its own; every other cell stays as it stands."""
    if not cells:
        return record.text
    end = record.line_end
    pieces = list(_pieces(record.text[: len(record.text) - len(end)], manner.separator))
    for column, cell in cells.items():
        place = columns.index(column)
        pieces += [""] * (place + 1 - len(pieces))
        pieces[place] = manner.line([cell, ""]).removesuffix(manner.separator + ('""' if manner.is_quoted else ""))
    return manner.separator.join(pieces) + end


def _pieces(text: str, separator: str) -> Iterator[str]:
    """The cells of a row as they stand there, blanks and quotation marks included."""
    begun, is_quoted = 0, False
    for place, letter in enumerate(text):
        if letter == '"' and (is_quoted or not text[begun:place].strip(" ")):
            is_quoted = not is_quoted
        elif letter == '"' and text[place - 1] == '"':
            # A quotation mark that is doubled within a cell in quotation marks.
            is_quoted = True
        elif letter == separator and not is_quoted:
            yield text[begun:place]
            begun = place + 1
    yield text[begun:]


def _without_mark(content: bytes) -> tuple[bytes, str]:
    """What stands before the table, as it stands there, and the text of the table."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    whole = content[len(mark) :].decode()
    text = without_hint(whole)
    return mark + whole[: len(whole) - len(text)].encode(), text


def _widened(header: _Record, lacking: Sequence[str], manner: Manner) -> str:
    if not lacking:
        return header.text
    names = header.text[: len(header.text) - len(header.line_end)]
    return f"{names}{manner.separator}{manner.line(lacking)}{header.line_end}"


def _records(text: str, separator: str) -> Iterator[_Record]:
    """The rows of the text, told apart as reading does; together they are the text."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(lines(), delimiter=separator, skipinitialspace=True, strict=True):
        yield _Record(tuple(cell.strip() for cell in cells), "".join(taken))
        taken.clear()
