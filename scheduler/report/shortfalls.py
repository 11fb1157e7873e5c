"""Unmet care in sentences, patient by patient."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Protocol

from scheduler.caseload import Caseload
from scheduler.report.words import count
from scheduler.times import hours
from scheduler.week.week import limits_of

if TYPE_CHECKING:
    from scheduler.explain import Shortfall
    from scheduler.verify import Need, Score

UNMET_COLUMNS = ("patient", "need", "session_type", "minutes", "cause", "explanation")

WIDTH = 100

_REASON = re.compile(r"(.+? (?:is|are)) missing: (.+)", re.DOTALL)
"""What is missing and why, as an explanation tells them."""

_VERB = re.compile(r" (?:is|are)$")


class Lack(Protocol):
    """A part of one need that is unmet, with its cause; as the explanation of a week or ``unmet.csv`` has it."""

    @property
    def patient(self) -> str:
        """Who lacks it."""

    @property
    def need(self) -> str:
        """Which need."""

    @property
    def session_type(self) -> str:
        """Of which planned sessions; "" for other needs."""

    @property
    def minutes(self) -> int:
        """How much."""

    @property
    def cause(self) -> str:
        """Why, in a word."""

    @property
    def explanation(self) -> str:
        """Why, in a sentence."""


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
        lines.extend(line for told in told_once(parts) for line in _wrapped(told, indent + 2, width))
    return lines


def told_once(parts: Iterable["Lack"]) -> list[str]:
    """Sentences on what one patient lacks, each with its cause; what lacks for the same reason is one of them."""
    same: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        whole = part.explanation.rstrip(".") or f"{hours(part.minutes)} of {_need(part)}"
        found = _REASON.fullmatch(whole)
        same.setdefault((part.cause, found[2] if found else whole), []).append(found[1] if found else "")
    return [f"{_together(why, missing)} ({cause.replace('_', ' ')})." for (cause, why), missing in same.items()]


def _together(why: str, missing: list[str]) -> str:
    first, *more = missing
    if not first:
        return why
    if not more:
        return f"{first} missing: {why}"
    what = [_VERB.sub("", first), *(f"{one[0].lower()}{_VERB.sub('', one[1:])}" for one in more)]
    return f"{', '.join(what[:-1])} and {what[-1]} are missing: {why}"


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


def _need(lack: "Lack") -> str:
    match lack.need:
        case "weekly_hours":
            return "the hours of the week"
        case "planned_sessions":
            return f"planned sessions of {lack.session_type}"
        case "qualifying_days":
            return "the treatment days"
        case other:
            return str(other)
