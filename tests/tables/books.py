"""Workbooks as other programs write them, made from tables and changed in their own parts."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from scheduler.tables.edit.xlsx_package import packed, workbook_of
from tests.tables.conftest import Tables

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def book(tables: Tables, path: Path) -> Path:
    """A workbook of text cells, blank ones left out."""
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([cell or None for cell in row.values()])
    workbook.save(path)
    return path


def changed(path: Path, change: Callable[[Workbook], object]) -> Path:
    """The workbook after a change of its cells."""
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def with_part_changed(path: Path, table: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with the bytes of one sheet changed."""
    workbook = workbook_of(path)
    part = workbook.sheet(table)
    assert part is not None
    path.write_bytes(packed(workbook.with_part(part, change(workbook.parts[part]))))
    return path


def made_strict(path: Path) -> Path:
    """The workbook with the namespaces of the strict kind."""
    workbook = workbook_of(path)
    for name, content in workbook.parts.items():
        changed_part = content
        for usual, strict in STRICT.items():
            changed_part = changed_part.replace(usual, strict)
        workbook = workbook.with_part(name, changed_part)
    path.write_bytes(packed(workbook))
    return path
