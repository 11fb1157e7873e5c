"""What lies in the place of a file that is to be written: an earlier one of this program, or somebody's work."""

import csv
import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import ClassVar

from scheduler.errors import IopError
from scheduler.files.write import Contents, check_replaceable, content_of

SEPARATORS = ",;\t"
# Says nothing of the clinic, for some of what it stands in is handed out.
MARK = "week planner"
_PAGE_MARK = f'<meta name="generator" content="{MARK}">'.encode()
_PDF_MARK = f"%{MARK}\n".encode()
# In this first part of a page its head stands.
_HEAD_BYTES = 1000

Recognise = Callable[[bytes], bool]
"""Whether the content of a file is that of one that this program wrote, as a spreadsheet may have saved it again."""


class Foreign(IopError):
    """A file that is to be written would take the place of one that this program did not write."""

    exit_code: ClassVar[int] = 2


def check_own(places: Mapping[Path, Recognise]) -> Contents:
    """What lies at the places.

    Raises:
        Foreign: one of the files is none that this program wrote; an empty one is nobody's work.
        NotWritten: one of them cannot be replaced.
    """
    for place in places:
        check_replaceable(place)
    seen = {place: content_of(place) for place in places}
    for place, content in seen.items():
        if content and not places[place](content):
            raise Foreign(
                f"{place} is there, and iop did not write it. It stays as it is; choose another place or move it."
            )
    return seen


def is_table_with(columns: Collection[str]) -> Recognise:
    """Tells tables whose header has at least these columns."""

    def is_one(content: bytes) -> bool:
        text = content.decode("utf-8-sig", errors="replace").lstrip()
        lines = [line for line in text.splitlines()[:2] if not line.lower().startswith("sep=")]
        headers = [next(csv.reader(lines[:1], delimiter=separator), []) for separator in SEPARATORS]
        return any(set(columns) <= {cell.strip().lower() for cell in header} for header in headers)

    return is_one


def is_page_with(keys: Collection[str]) -> Recognise:
    """Tells JSON objects with at least these keys, and what is left of one that was damaged."""

    def is_one(content: bytes) -> bool:
        try:
            page = json.loads(content)
        except ValueError:
            # One that was cut short; nothing else begins so.
            return content.lstrip().startswith(b"{")
        return isinstance(page, dict) and (not page or set(keys) <= set(page))

    return is_one


def is_made_page(content: bytes) -> bool:
    """Whether it is a page of HTML that this program made."""
    return _PAGE_MARK in content[:_HEAD_BYTES]


def marked_pdf(content: bytes) -> bytes:
    """The PDF with a comment behind its end by which ``is_made_pdf`` tells it."""
    return content.rstrip(b"\n") + b"\n" + _PDF_MARK


def is_made_pdf(content: bytes) -> bool:
    """Whether it is a PDF that this program had made."""
    return content.endswith(_PDF_MARK)
