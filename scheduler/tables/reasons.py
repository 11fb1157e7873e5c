"""Rows that are known by the reason that stands in them."""

from pathlib import Path

from scheduler.tables.schema import AvailabilityRow
from scheduler.tables.sources import sheets_of


def rows_with_reason(source: Path, reason: str) -> frozenset[int]:
    """Numbers of the rows of availability that give this reason, in a folder or workbook that can be read."""
    sheets, _ = sheets_of(source, AvailabilityRow.table.__eq__)
    found: set[int] = set()
    for sheet in sheets:
        header = [heading.casefold() for heading in sheet.lines[0]] if sheet.lines else []
        if "reason" in header:
            place = header.index("reason")
            found |= {number for number, line in enumerate(sheet.lines, 1) if line[place : place + 1] == (reason,)}
    return frozenset(found)
