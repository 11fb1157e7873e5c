"""What a story of unmet care is made of, and the smallest clinics that one begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from scheduler.caseload import (
    Absence,
    Appointment,
    Availability,
    Caseload,
    Closure,
    Group,
    KeepApart,
    LevelLimits,
    Member,
    Patient,
    Plan,
    Resource,
    Therapist,
    TimetableRow,
)
from scheduler.schedule import Earlier, Schedule
from scheduler.times import Windows
from tests.caseloads import (
    clinic_with,
    group,
    patient,
    plan,
    span,
    week,
)

Row = TypeVar(
    "Row",
    Absence,
    Appointment,
    Availability,
    Closure,
    Group,
    KeepApart,
    LevelLimits,
    Member,
    Patient,
    Plan,
    Resource,
    Therapist,
    TimetableRow,
)
FREE = LevelLimits("free")
NOTHING = week()
WITHOUT_NEEDS = replace(patient("p2"), level="free")
TWO = [patient("p1"), WITHOUT_NEEDS]
MON_ONLY: tuple[Windows, ...] = ((span("09:00-17:00"),), *((),) * 6)


@dataclass(frozen=True, slots=True)
class Story:
    """A week and what is to be told of its first patient.

    Args:
        told: by cause, the minutes of all needs.
        names: words that stand in the sentences.
        omits: words that do not.
    """

    caseload: Caseload
    told: Mapping[str, int]
    names: tuple[str, ...]
    omits: tuple[str, ...] = ()
    schedule: Schedule = NOTHING
    earlier: Earlier | None = None


def at_row(row: int, fact: Row) -> Row:
    """The fact as that row of its table says it."""
    return replace(fact, row=row)


def one_hour(**tables: object) -> Caseload:
    """One session of an hour in a group, and whatever else is said."""
    given: dict[str, object] = {"plans": [plan("p1", "skills", least=1)], "groups": [group(meetings_per_week=1)]}
    return clinic_with(**{**given, **tables})  # type: ignore[arg-type]


def one_talk(**tables: object) -> Caseload:
    """One individual session, and whatever else is said."""
    given: dict[str, object] = {"plans": [plan("p1", least=1, most=1)]}
    return clinic_with(**{**given, **tables})  # type: ignore[arg-type]
