"""Unmet care in sentences, patient by patient."""

from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.explain import Shortfall

UNMET_COLUMNS = ("patient", "need", "session_type", "minutes", "cause", "explanation")

WIDTH = 100


def unmet_rows(shortfalls: Sequence["Shortfall"]) -> list[dict[str, str]]:
    """The rows of ``unmet.csv``; minutes are whole minutes."""
    return [{column: str(getattr(lack, column)) for column in UNMET_COLUMNS} for lack in shortfalls]


def shortfall_lines(shortfalls: Sequence["Shortfall"], indent: int = 0) -> list[str]:
    """A line for each patient with what is lacking in all, and below it what lacks, why, and for which cause.

    Parts of one patient stand next to one another in ``shortfalls``. Lines are as wide as a page.
    """
    lines: list[str] = []
    for patient, parts in groupby(shortfalls, key=lambda lack: lack.patient):
        together = list(parts)
        lines.append(f"{' ' * indent}{patient} lacks {hours(sum(lack.minutes for lack in together))}:")
        lines.extend(line for lack in together for line in _wrapped(_part(lack), indent + 2))
    return lines


def _wrapped(text: str, indent: int) -> list[str]:
    first, later = f"{' ' * indent}- ", " " * (indent + 2)
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def explained_lines(shortfalls: Sequence["Shortfall"]) -> list[str]:
    """The sentences of `iop explain`, patient by patient."""
    return shortfall_lines(shortfalls) or ["Nobody falls short: every patient has all the care that is needed."]


def _part(lack: "Shortfall") -> str:
    what = lack.explanation or f"{hours(lack.minutes)} of {_need(lack)}"
    return f"{what.rstrip('.')} ({lack.cause})."


def _need(lack: "Shortfall") -> str:
    match lack.need:
        case "weekly_hours":
            return "the hours of the week"
        case "planned_sessions":
            return f"planned sessions of {lack.session_type}"
        case "qualifying_days":
            return "the treatment days"
        case other:
            return str(other)
