"""A table as text cells, wherever it came from, and text as people see it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from scheduler.errors import Problem

# Blanks that look like any other, and what nobody sees: marks of order, soft hyphens, joiners that join nothing.
_BLANKS: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN: Final = (
    "\u00ad\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
_AS_SEEN = {**dict.fromkeys(map(ord, _BLANKS), " "), **dict.fromkeys(map(ord, _UNSEEN))}
# They shape the letters of some scripts, but only between two of them.
_JOINERS: Final = "\u200c\u200d"


Lines = Sequence[Sequence[str]]
"""Text cells of a table, the header first."""


class Unknown(str):
    """A cell that is not blank, and of which nobody can tell what it says.

    Args:
        says: why, in a sentence without a full stop.
        fix: what to do about it.
    """

    __slots__ = ("fix", "says")

    says: str
    fix: str

    def __new__(cls, says: str, fix: str) -> Self:
        """The cell, which is a text as others are."""
        cell = super().__new__(cls, "?")
        cell.says = says
        cell.fix = fix
        return cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a CSV file or of a sheet of a workbook, as text without outer blanks.

    Args:
        name: of the table, in lower case.
        lines: of cells; the first is the header.
        problem: why there are no lines.
        title: what the file or the sheet is called.
        notes: warnings about what is read though nobody sees it.
    """

    name: str
    lines: tuple[tuple[str, ...], ...] = ()
    problem: Problem | None = None
    title: str = ""
    notes: tuple[Problem, ...] = ()


def tidied(cell: str) -> str:
    """The cell with blanks that are blanks, without letters that nobody sees, and without outer blanks."""
    if cell.isascii():
        return cell.strip()
    seen = cell.translate(_AS_SEEN).strip()
    while seen and (seen[0] in _JOINERS or seen[-1] in _JOINERS):
        seen = seen.strip(_JOINERS).strip()
    return seen


def folded(text: str) -> str:
    """The text as it is compared with what may be meant: case, width, accents' spelling and blanks aside."""
    return " ".join(unicodedata.normalize("NFKC", tidied(text)).casefold().split())
