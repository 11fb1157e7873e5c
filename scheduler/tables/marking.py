"""A copy of a workbook in which each problem's cell is coloured and has a comment, with a sheet of all problems."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import ClassVar
from zipfile import BadZipFile

from scheduler.errors import IopError, Problem
from scheduler.files.write import write_files
from scheduler.tables.edit.xlsx_looks import Looks, Place, with_colours
from scheduler.tables.edit.xlsx_notes import with_comments
from scheduler.tables.edit.xlsx_package import Workbook, namespace_of, packed, related, with_new_sheet, workbook_of
from scheduler.tables.sheet_stream import column_letters
from scheduler.tables.sources import WORKBOOKS, sheets_of

PROBLEMS = "problems"
COLOURS: Mapping[str, str] = {"error": "FFC7CE", "warning": "FFEB9C"}
_HEADINGS = ("sheet", "cell", "column", "what is there", "what is wrong", "what to do", "kind")
_LINE_HEIGHT = 15
_WIDTHS = (16, 8, 20, 24, 60, 60, 10)


class NotMarked(IopError):
    """A workbook of which no marked copy can be made; nothing was written."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Marked:
    """How many cells were marked, and how many problems are of no cell and stand on the sheet of problems only."""

    cells: int
    elsewhere: int


def check_marked(source: Path, target: Path) -> None:
    """Raises NotMarked unless a marked copy of the source may be put at the target."""
    kinds = " or ".join(WORKBOOKS)
    if source.is_dir() or source.suffix.lower() not in WORKBOOKS:
        raise NotMarked(f"--mark colours the cells of a workbook ({kinds}). `iop convert` makes one of a folder.")
    if target.suffix.lower() != source.suffix.lower():
        raise NotMarked(f"{target} has to end in {source.suffix}, as {source.name} does.")
    if target.exists() and not _is_marked(target):
        raise NotMarked(f"{target} is there already and no marked copy, so it is left as it is. Choose another name.")


def _is_marked(place: Path) -> bool:
    try:
        return workbook_of(place).sheet(PROBLEMS) is not None
    except (BadZipFile, OSError, LookupError, ValueError):
        return False


def mark(source: Path, problems: Sequence[Problem], target: Path) -> Marked:
    """Writes the copy; an earlier marked copy at the same place is replaced.

    Raises:
        NotMarked: the parts of the workbook are written in a way that nothing can be put in.
        NotWritten: the place takes no files.
    """
    try:
        marked, workbook = _marked(source, problems)
    except (BadZipFile, LookupError, ValueError, StopIteration):
        raise NotMarked(
            f"{source} is written in a way that nothing can be marked in it. Nothing was written."
        ) from None
    write_files({target: packed(workbook)})
    return marked


def _marked(source: Path, problems: Sequence[Problem]) -> tuple[Marked, Workbook]:
    workbook = workbook_of(source)
    places = _places(source, problems)
    styles = related(workbook.parts, workbook.main)["styles"][0].target
    looks = Looks(workbook.parts[styles])
    for table, by_cell in _by_table(places).items():
        part = workbook.sheet(table)
        if part is None:
            continue
        colours = {place: COLOURS[_worst(said)] for place, said in by_cell.items()}
        workbook = workbook.with_part(part, with_colours(workbook.parts[part], colours, looks))
        words = {place: "\n\n".join(map(_words, said)) for place, said in by_cell.items()}
        workbook = with_comments(workbook, part, words)
    title = PROBLEMS
    while workbook.sheet(title):
        title += "_"
    workbook, part = with_new_sheet(workbook, title)
    workbook = workbook.with_part(part, _list(workbook.parts[part], places, looks))
    cells = {(problem.table, place) for problem, place in places if place}
    elsewhere = sum(place is None for _, place in places)
    return Marked(len(cells), elsewhere), workbook.with_part(styles, looks.part())


def _places(source: Path, problems: Sequence[Problem]) -> list[tuple[Problem, Place | None]]:
    """The cell of each problem; None where its table is no sheet of the workbook."""
    named = {problem.table for problem in problems}
    sheets, _ = sheets_of(source, named.__contains__)
    lines = {sheet.name: sheet.lines for sheet in sheets}
    return [(problem, _place(problem, lines.get(problem.table))) for problem in problems]


def _place(problem: Problem, lines: Sequence[Sequence[str]] | None) -> Place | None:
    """Row and column: that of the heading or, where a whole row is meant, the first filled cell."""
    if lines is None:
        return None
    row = max(problem.row, 1)
    header = [heading.casefold() for heading in lines[0]] if lines else []
    if problem.column and problem.column.casefold() in header:
        return row, 1 + header.index(problem.column.casefold())
    cells = lines[row - 1] if row <= len(lines) else ()
    return row, next((place for place, cell in enumerate(cells, 1) if cell), 1)


def _by_table(places: Iterable[tuple[Problem, Place | None]]) -> Mapping[str, Mapping[Place, list[Problem]]]:
    found: dict[str, dict[Place, list[Problem]]] = {}
    for problem, place in places:
        if place:
            found.setdefault(problem.table, {}).setdefault(place, []).append(problem)
    return found


def _worst(problems: Sequence[Problem]) -> str:
    return "error" if any(problem.severity == "error" for problem in problems) else "warning"


def _words(problem: Problem) -> str:
    return _sound(f"{problem.says}. {problem.fix}.")


def _sound(text: str) -> str:
    """The text without letters that cannot stand in a workbook."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _list(empty: bytes, places: Sequence[tuple[Problem, Place | None]], looks: Looks) -> bytes:
    """The sheet of problems; a click on the name of a sheet leads to the cell."""
    lines = [_line(1, _HEADINGS, {})]
    links = []
    for row, (problem, place) in enumerate(places, 2):
        cell = f"{column_letters(place[1])}{place[0]}" if place else ""
        style = looks.wrapped(COLOURS[problem.severity])
        words = (problem.column, problem.value, f"{problem.says}.", f"{problem.fix}.", problem.severity)
        texts = (problem.table, cell, *map(_sound, words))
        wrapped = dict.fromkeys(range(2, len(texts) + 1), looks.wrapped())
        lines.append(_line(row, texts, {1: style, **wrapped}))
        if place:
            location = escape(f"'{problem.table}'!{cell}")
            links.append(f'<hyperlink ref="A{row}" location="{location}"/>')
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(_WIDTHS, 1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (
        f'{head}<worksheet xmlns="{escape(namespace_of(empty))}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData>"
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _line(row: int, texts: Sequence[str], styles: Mapping[int, int]) -> str:
    cells = ""
    for column, text in enumerate(texts, 1):
        if not text:
            continue
        style = f' s="{styles[column]}"' if column in styles else ""
        inner = f'<is><t xml:space="preserve">{escape(text, quote=False)}</t></is>'
        cells += f'<c r="{column_letters(column)}{row}"{style} t="inlineStr">{inner}</c>'
    # As high as its longest text, which wraps.
    high = max(1 + len(text) // width for text, width in zip(texts, _WIDTHS, strict=True))
    return f'<row r="{row}" ht="{_LINE_HEIGHT * high}" customHeight="1">{cells}</row>'
