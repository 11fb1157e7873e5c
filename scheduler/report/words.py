"""Small turns of phrase that every report shares."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from scheduler.times import hours
from scheduler.words import count

if TYPE_CHECKING:
    from scheduler.verify import Changes

__all__ = [
    "LONG_DAYS",
    "TIER_WORDS",
    "change_count_lines",
    "columns",
    "count",
    "long_date",
    "percent",
    "printable",
    "tier_name",
    "tier_words",
    "unmet_words",
]

LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# What unmet care is a sum of.
ADDED_UP = "Unmet care adds up hours, sessions and days that are missing, so that an hour may count in each"


def long_date(day: date) -> str:
    """A date with its weekday: ``Monday 2026-11-23``, in English whatever the computer's language."""
    return f"{LONG_DAYS[day.weekday()]} {day.isoformat()}"


def percent(part: int, whole: int) -> int:
    """``part`` as whole per cent of ``whole``, rounded half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def unmet_words(minutes: int) -> str:
    """Unmet care as people say it, and in minutes where that is not the same: ``11 h 40 min (700 min) unmet``."""
    short, exact = hours(minutes), f"{minutes} min"
    return f"{short} unmet" if short == exact else f"{short} ({exact}) unmet"


TIER_WORDS: Mapping[str, Callable[[int], str]] = {
    "care": unmet_words,
    "make_ups": unmet_words,
    "stability": lambda points: f"{count(points, 'point')} of change",
    "comfort": "{} points lost".format,
}


def tier_words(tier: str, amount: int) -> str:
    """What is lost in a tier: unmet care as time, all else in points."""
    return TIER_WORDS[tier](amount)


def tier_name(tier: str) -> str:
    """A tier as people call it: ``make-ups``."""
    return tier.replace("_", "-")


def change_count_lines(changes: "Changes") -> list[str]:
    """How many appointments of the earlier week changed, and how."""
    found = [f"{changes.changed} of {count(changes.appointments, 'earlier appointment')} changed: "]
    found[0] += f"{changes.not_kept} not kept, {changes.other_therapists} with other therapists."
    if changes.excused:
        found.append(f"  {changes.excused} more fell away with a stay, a plan or a week in which they are not due.")
    return found


def columns(rows: Sequence[Sequence[str]], indent: int = 2) -> list[str]:
    """Rows of cells as lines whose cells stand below one another, two spaces apart."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        (" " * indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]


def printable(text: str) -> str:
    """The text without characters that would steer a terminal; each becomes a question mark."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)
