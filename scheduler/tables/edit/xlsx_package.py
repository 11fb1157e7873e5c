"""The parts of a workbook's file: which of them is which sheet, how a sheet is added, and how all are packed again."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

_RELATIONS = "_rels/.rels"
_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


class Element(NamedTuple):
    """An element of a part: its name with prefix, its attributes, and where its bytes begin, open and end.

    ``inside`` is where the start tag ends; ``last`` is where the end tag begins, or ``inside`` where there is none.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    inside: int
    last: int
    end: int
    depth: int

    @property
    def plain_name(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon; "" where there is none."""
        return self.name[: len(self.name) - len(self.plain_name)]

    @property
    def is_closed_at_once(self) -> bool:
        """Whether the element is a single tag."""
        return self.last == self.end


def elements_of(part: bytes) -> list[Element]:
    """The elements of a part in the order of their start tags.

    Raises:
        ValueError: where the part is not sound.
    """
    found: list[Element] = []
    open_places: list[int] = []
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = _START_TAG.match(part, start)
        if tag is None:
            raise ValueError("a tag without an end")
        open_places.append(len(found))
        found.append(Element(name, attributes, start, tag.end(), tag.end(), tag.end(), len(open_places)))

    def finish(_: str) -> None:
        place = open_places.pop()
        element = found[place]
        if not part[element.start : element.inside].endswith(b"/>"):
            last = parser.CurrentByteIndex
            found[place] = element._replace(last=last, end=part.index(b">", last) + 1)

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    try:
        parser.Parse(part, True)  # noqa: FBT003 - the parser's own way to say that this is all
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def spliced(part: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The part with each stretch of bytes, given as start and end, replaced; the stretches do not overlap."""
    pieces, at = [], 0
    for start, end, content in sorted(changes, key=lambda change: change[:2]):
        pieces += [part[at:start], content]
        at = end
    return b"".join((*pieces, part[at:]))


@dataclass(frozen=True, slots=True)
class Workbook:
    """All parts of a workbook by name, in their order, as they are packed."""

    packing: tuple[zipfile.ZipInfo, ...]
    parts: Mapping[str, bytes]

    @property
    def main(self) -> str:
        """Name of the part that lists the sheets."""
        return related(self.parts, "")["officeDocument"][0].target

    def sheet(self, table: str) -> str | None:
        """Name of the part that is the sheet of the table; None where there is none."""
        targets = {relation.key: relation.target for relation in related(self.parts, self.main)["worksheet"]}
        for element in elements_of(self.parts[self.main]):
            if element.plain_name == "sheet" and element.attributes["name"].strip().lower() == table:
                return targets[_relation_key(element)]
        return None

    def tables_of(self, sheet: str) -> tuple[str, ...]:
        """Names of the parts that say which ranges of a sheet are tables to a spreadsheet."""
        relations = related(self.parts, sheet) if relations_of(sheet) in self.parts else {}
        return tuple(relation.target for relation in relations.get("table", ()))

    def counts_dates_from_1904(self) -> bool:
        """Whether numbers of dates are those of the old Macintosh."""
        properties = [each for each in elements_of(self.parts[self.main]) if each.plain_name == "workbookPr"]
        return any(each.attributes.get("date1904", "0") not in {"0", "false"} for each in properties)

    def with_part(self, name: str, content: bytes) -> "Workbook":
        """The workbook with the content of one part replaced."""
        return replace(self, parts={**self.parts, name: content})


class Relation(NamedTuple):
    """What a part is related to: the key of the relation, its kind, and the other part."""

    key: str
    kind: str
    target: str


def workbook_of(path: Path) -> Workbook:
    """The parts of a workbook that can be read."""
    with zipfile.ZipFile(path) as packed:
        packing = tuple(packed.infolist())
        return Workbook(packing, {info.filename: packed.read(info) for info in packing})


def packed(workbook: Workbook) -> bytes:
    """The bytes of the workbook's file; parts are packed as they were, new ones at the end."""
    content = io.BytesIO()
    known = {info.filename for info in workbook.packing}
    added = [zipfile.ZipInfo(name, workbook.packing[0].date_time) for name in workbook.parts if name not in known]
    for info in added:
        info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(content, "w") as file:
        for info in (*workbook.packing, *added):
            file.writestr(info, workbook.parts[info.filename])
    return content.getvalue()


def with_new_sheet(workbook: Workbook, title: str) -> tuple[Workbook, str]:
    """The workbook with an empty sheet after all others, and the name of its part."""
    sheets = [each for each in elements_of(workbook.parts[workbook.main]) if each.plain_name == "sheet"]
    model = related(workbook.parts, workbook.main)["worksheet"][0]
    part = free_name("{}/worksheets/sheet{}.xml", posixpath.dirname(workbook.main), workbook.parts)
    workbook, key = with_relation(workbook, workbook.main, model.kind, part)
    number = 1 + max(int(each.attributes["sheetId"]) for each in sheets)
    entry = f'<{sheets[0].name}{_spelling(sheets[0], key)} name="{escape(title)}" sheetId="{number}"/>'
    workbook = with_content_type(workbook, part, _content_type(workbook, model.target))
    listed = put_last(workbook.parts[workbook.main], "sheets", entry)
    return workbook.with_part(workbook.main, listed).with_part(part, _empty_sheet(workbook.parts[model.target])), part


def with_relation(workbook: Workbook, part: str, kind: str, target: str) -> tuple[Workbook, str]:
    """The workbook with one more relation of a part, and the key of it."""
    place = relations_of(part)
    if place not in workbook.parts:
        workbook = workbook.with_part(
            place, f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode()
        )
    taken = [each.attributes["Id"] for each in elements_of(workbook.parts[place]) if "Id" in each.attributes]
    key = free_name("{}{}", "rId", taken)
    relation = f'Id="{key}" Type="{escape(kind)}" Target="/{escape(target)}"'
    return workbook.with_part(place, _put_last_in_root(workbook.parts[place], "Relationship", relation)), key


def with_content_type(workbook: Workbook, part: str, kind: str) -> Workbook:
    """The workbook with what a new part is."""
    override = f'PartName="/{escape(part)}" ContentType="{escape(kind)}"'
    return workbook.with_part(_TYPES, _put_last_in_root(workbook.parts[_TYPES], "Override", override))


def free_name(pattern: str, beginning: str, taken: Sequence[str] | Mapping[str, bytes]) -> str:
    """The first name of the pattern, counted from 1, that is not taken."""
    number = 1
    while pattern.format(beginning, number) in taken:
        number += 1
    return pattern.format(beginning, number)


def _empty_sheet(like: bytes) -> bytes:
    """A sheet with the namespace of another one, and nothing in it."""
    return f'{_HEAD}<worksheet xmlns="{escape(namespace_of(like))}"><sheetData></sheetData></worksheet>'.encode()


def namespace_of(part: bytes) -> str:
    """The namespace of a part's root."""
    root = elements_of(part)[0]
    return root.attributes[f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"]


def put_last(part: bytes, container: str, entry: str) -> bytes:
    """The part with an entry after all others of a container."""
    place = next(each for each in elements_of(part) if each.plain_name == container)
    if place.is_closed_at_once:
        opened = part[place.start : place.inside].removesuffix(b"/>") + b">"
        return spliced(part, [(place.start, place.end, b"%b%b</%b>" % (opened, entry.encode(), place.name.encode()))])
    return spliced(part, [(place.last, place.last, entry.encode())])


def _put_last_in_root(part: bytes, entry: str, attributes: str) -> bytes:
    """The part with one more entry in its root."""
    root = elements_of(part)[0]
    return put_last(part, root.plain_name, f"<{root.prefix}{entry} {attributes}/>")


def _content_type(workbook: Workbook, part: str) -> str:
    overrides = [each for each in elements_of(workbook.parts[_TYPES]) if each.plain_name == "Override"]
    return next(each.attributes["ContentType"] for each in overrides if each.attributes["PartName"] == f"/{part}")


def _spelling(sheet: Element, key: str) -> str:
    """The attribute with the key of a sheet's relation, and the namespaces that are declared, as in another sheet."""
    kept = {name: value for name, value in sheet.attributes.items() if name.partition(":")[0] == "xmlns"}
    kept[next(name for name in sheet.attributes if name.rpartition(":")[2] == "id")] = key
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def _relation_key(sheet: Element) -> str:
    return next(value for name, value in sheet.attributes.items() if name.rpartition(":")[2] == "id")


def relations_of(part: str) -> str:
    """Name of the part that says what a part is related to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels") if part else _RELATIONS


def related(parts: Mapping[str, bytes], part: str) -> dict[str, list[Relation]]:
    """What a part (the whole file for "") is related to, by the last word of the kind of relation."""
    found: dict[str, list[Relation]] = {}
    for element in elements_of(parts[relations_of(part)]):
        if element.plain_name == "Relationship" and element.attributes.get("TargetMode") != "External":
            kind, target = element.attributes["Type"], element.attributes["Target"]
            place = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            relation = Relation(element.attributes["Id"], kind, place)
            found.setdefault(kind.rpartition("/")[2], []).append(relation)
    return found
