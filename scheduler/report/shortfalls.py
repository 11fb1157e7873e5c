"""Unmet care in sentences, patient by patient."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.explain import Shortfall

UNMET_COLUMNS = ("patient", "need", "session_type", "minutes", "cause", "explanation")

# In the order in which they are told.
CAUSES = {
    "unavoidable": "would be lacking even if nobody else were served",
    "capacity": "lost to other patients, who need the same staff, places or rooms; proven",
    "open": "not proven to be lost; a longer search may still find it",
}


def unmet_rows(shortfalls: Sequence["Shortfall"]) -> list[dict[str, str]]:
    """The rows of ``unmet.csv``; minutes are whole minutes."""
    return [{column: str(getattr(lack, column)) for column in UNMET_COLUMNS} for lack in shortfalls]


def shortfall_lines(shortfalls: Sequence["Shortfall"], indent: int = 0) -> list[str]:
    """A line for each patient with what is lacking in all, below it one for each part, and in the end what causes mean.

    Parts of one patient stand next to one another in ``shortfalls``.
    """
    lines: list[str] = []
    for patient, parts in groupby(shortfalls, key=lambda lack: lack.patient):
        together = list(parts)
        lines.append(f"{patient} lacks {hours(sum(lack.minutes for lack in together))}:")
        lines.extend(f"  {_part(lack)}" for lack in together)
    causes = {lack.cause for lack in shortfalls}
    lines.extend(f"({cause}: {meaning})" for cause, meaning in CAUSES.items() if cause in causes)
    return [" " * indent + line for line in lines]


def explained_lines(shortfalls: Sequence["Shortfall"]) -> list[str]:
    """The sentences of `iop explain`, patient by patient."""
    return shortfall_lines(shortfalls) or ["Nobody falls short: every patient has all the care that is needed."]


def _part(lack: "Shortfall") -> str:
    why = f" {lack.explanation.rstrip('.')}." if lack.explanation else ""
    return f"{hours(lack.minutes)} of {_need(lack)}, {lack.cause}.{why}"


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
