"""Comments put on cells of a workbook's sheet; those that are there already stay, with the new words before theirs."""

import posixpath
import re
from collections.abc import Mapping
from html import escape

from scheduler.tables.edit.xlsx_looks import Place
from scheduler.tables.edit.xlsx_package import (
    Element,
    Workbook,
    elements_of,
    free_name,
    namespace_of,
    put_last,
    related,
    relations_of,
    spliced,
    with_content_type,
    with_relation,
)
from scheduler.tables.sheet_stream import column_letters

AUTHOR = "iop"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_NUMBER = re.compile(rb"_x0000_s([0-9]+)")
_FIRST_SHAPE = 1024
# Elements of a sheet that stand behind its drawing of comments.
_BEHIND = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def with_comments(workbook: Workbook, sheet: str, words: Mapping[Place, str]) -> Workbook:
    """The workbook with words on cells of one sheet, given by row and column (1 is the first).

    Args:
        workbook: all its parts.
        sheet: name of the sheet's part.
        words: what is said of each cell.

    Raises:
        ValueError: where a part is not sound.
    """
    found = related(workbook.parts, sheet) if relations_of(sheet) in workbook.parts else {}
    kind = related(workbook.parts, workbook.main)["worksheet"][0].kind.removesuffix("worksheet")
    if "comments" in found:
        part = found["comments"][0].target
    else:
        part = free_name("{}/comments{}.xml", posixpath.dirname(workbook.main), workbook.parts)
        workbook, _ = with_relation(workbook, sheet, f"{kind}comments", part)
        workbook = with_content_type(workbook, part, _COMMENTS)
        space = escape(namespace_of(workbook.parts[sheet]))
        empty = f'{_HEAD}<comments xmlns="{space}"><authors></authors><commentList></commentList></comments>'
        workbook = workbook.with_part(part, empty.encode())
    content, new = _with_words(workbook.parts[part], words)
    workbook = workbook.with_part(part, content)
    return _with_shapes(workbook, sheet, new, kind.removesuffix("/")) if new else workbook


def _with_words(part: bytes, words: Mapping[Place, str]) -> tuple[bytes, list[Place]]:
    """The comments with the words in them, and the cells that had none."""
    elements = elements_of(part)
    prefix = elements[0].prefix
    there = {each.attributes["ref"]: each for each in elements if each.plain_name == "comment"}
    changes, new, added = [], [], ""
    author = sum(each.plain_name == "author" for each in elements)
    for (row, column), said in sorted(words.items()):
        reference = f"{column_letters(column)}{row}"
        if reference in there:
            changes.append(_before(elements, there[reference], said, prefix))
            continue
        new.append((row, column))
        text = f"<{prefix}text>{_run(prefix, said)}</{prefix}text>"
        added += f'<{prefix}comment ref="{reference}" authorId="{author}">{text}</{prefix}comment>'
    part = spliced(part, changes)
    if added:
        part = put_last(part, "authors", f"<{prefix}author>{AUTHOR}</{prefix}author>")
        part = put_last(part, "commentList", added)
    return part, new


def _run(prefix: str, said: str) -> str:
    text = f'<{prefix}t xml:space="preserve">{escape(said, quote=False)}</{prefix}t>'
    return f"<{prefix}r>{text}</{prefix}r>"


def _before(elements: list[Element], comment: Element, said: str, prefix: str) -> tuple[int, int, bytes]:
    """The change that puts words before those of a comment, or behind them where they stand in no run of their own."""
    inside = [each for each in elements if comment.start < each.start < comment.end]
    text = next(each for each in inside if each.plain_name == "text")
    is_plain = any(each.plain_name == "t" and each.depth == text.depth + 1 for each in inside)
    if is_plain:
        return text.last, text.last, _run(prefix, f"\n\n{said}").encode()
    return text.inside, text.inside, _run(prefix, f"{said}\n\n").encode()


def _with_shapes(workbook: Workbook, sheet: str, cells: list[Place], kinds: str) -> Workbook:
    """The workbook with the boxes in which a spreadsheet shows the comments."""
    content = workbook.parts[sheet]
    drawings = related(workbook.parts, sheet)["vmlDrawing"] if _drawing_key(content) else []
    key = _drawing_key(content)
    part = next((each.target for each in drawings if each.key == key), None)
    if part is None:
        part = free_name("{}/drawings/vmlDrawing{}.vml", posixpath.dirname(workbook.main), workbook.parts)
        workbook, key = with_relation(workbook, sheet, f"{kinds}/vmlDrawing", part)
        workbook = with_content_type(workbook, part, _DRAWING)
        number = 1 + sum(name.endswith(".vml") for name in workbook.parts)
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
        drawing = f"<xml {_SPACES}>{layout}{_TYPE}</xml>".encode()
        first = number * _FIRST_SHAPE
        workbook = workbook.with_part(sheet, _with_drawing(content, key, kinds))
    else:
        drawing = workbook.parts[part]
        first = max(map(int, _SHAPE_NUMBER.findall(drawing)), default=_FIRST_SHAPE)
        if b"_x0000_t202" not in drawing:
            drawing = _put_at_end(drawing, _TYPE)
    shapes = "".join(_shape(first + number, place) for number, place in enumerate(cells, 1))
    return workbook.with_part(part, _put_at_end(drawing, shapes))


def _put_at_end(drawing: bytes, content: str) -> bytes:
    """The drawing with something before its last end tag; what spreadsheets write there need not be sound."""
    place = drawing.rindex(b"</")
    return drawing[:place] + content.encode() + drawing[place:]


def _drawing_key(sheet: bytes) -> str:
    """Key of the relation to the drawing of a sheet's comments; "" where there is none."""
    for each in elements_of(sheet):
        if each.plain_name == "legacyDrawing":
            return next(value for name, value in each.attributes.items() if name.rpartition(":")[2] == "id")
    return ""


def _with_drawing(sheet: bytes, key: str, kinds: str) -> bytes:
    elements = elements_of(sheet)
    root = elements[0]
    behind = [each.start for each in elements if each.depth == root.depth + 1 and each.plain_name in _BEHIND]
    place = min(behind, default=root.last)
    drawing = f'<{root.prefix}legacyDrawing xmlns:iop="{escape(kinds)}" iop:id="{key}"/>'
    return spliced(sheet, [(place, place, drawing.encode())])


def _shape(number: int, place: Place) -> str:
    """The box of a comment beside its cell, hidden until somebody points there."""
    row, column = place[0] - 1, place[1] - 1
    top = max(0, row - 1)
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:96pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 15, {top}, 10, {column + 5}, 15, {top + 6}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
