"""Unmet care in sentences, patient by patient."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from scheduler.caseload import Caseload
from scheduler.report.words import count
from scheduler.times import hours
from scheduler.week.week import limits_of

if TYPE_CHECKING:
    from scheduler.explain import Shortfall
    from scheduler.verify import Need, Score

UNMET_COLUMNS = ("patient", "need", "session_type", "minutes", "cause", "explanation")

WIDTH = 100


def unmet_rows(shortfalls: Sequence["Shortfall"]) -> list[dict[str, str]]:
    """The rows of ``unmet.csv``; minutes are whole minutes."""
    return [{column: str(getattr(lack, column)) for column in UNMET_COLUMNS} for lack in shortfalls]


def received(caseload: Caseload, monday: date, found: "Score") -> dict[str, str]:
    """What each patient who lacks something gets of what lacks, in the patient's terms: ``5 h 20 min of 9 h``."""
    return {
        patient.patient: ", ".join(_got(caseload, monday, need) for need in patient.needs if need.unmet_minutes)
        for patient in found.patients
        if patient.care
    }


def _got(caseload: Caseload, monday: date, need: "Need") -> str:
    given = need.asked_minutes - need.unmet_minutes
    if need.need == "weekly_hours":
        return f"{hours(given)} of {hours(need.asked_minutes)}"
    if need.need == "planned_sessions":
        one = caseload.session_types[need.session_type].minutes
        return f"{given // one} of {count(need.asked_minutes // one, f'{need.session_type} session')}"
    one = limits_of(caseload, caseload.patients[need.patient], monday).min_minutes_day
    return f"{given // one} of {count(need.asked_minutes // one, 'day')}"


def shortfall_lines(
    shortfalls: Sequence["Shortfall"], gets: Mapping[str, str], indent: int = 0, width: int = WIDTH
) -> list[str]:
    """A line for each patient with what they get of what lacks, and below it what is missing, why, and for which cause.

    Parts of one patient stand next to one another in ``shortfalls``. Lines are at most
    ``width`` wide.
    """
    lines: list[str] = []
    for patient, parts in groupby(shortfalls, key=lambda lack: lack.patient):
        lines.extend(_broken(f"{patient} gets {gets[patient]}:", " " * indent, " " * (indent + 4), width))
        lines.extend(line for lack in parts for line in _wrapped(_part(lack), indent + 2, width))
    return lines


def _wrapped(text: str, indent: int, width: int) -> list[str]:
    return _broken(text, f"{' ' * indent}- ", " " * (indent + 2), width)


def _broken(text: str, first: str, later: str, width: int) -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def explained_lines(shortfalls: Sequence["Shortfall"], gets: Mapping[str, str]) -> list[str]:
    """The sentences of `iop explain`, patient by patient."""
    return shortfall_lines(shortfalls, gets) or ["Nobody falls short: every patient has all the care that is needed."]


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
