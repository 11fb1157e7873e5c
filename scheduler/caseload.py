"""Frozen facts of a caseload: what the tables say, typed, with defaults applied and references resolved.

Hours of the tables are whole minutes here. ``None`` stands for "no limit" or "not given". ``row`` is the row of the
table that states the fact (the header is row 1); it serves messages only, so facts that differ in nothing else are
equal. Mappings are sorted by id and tuples by content, so no result can depend on the order of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from scheduler.times import ALL_DAY, Window, Windows

Mode = Literal["in_person", "virtual", "either"]
GroupMode = Literal["in_person", "virtual", "hybrid"]
Party = Literal["self", "family"]
Status = Literal["available", "busy", "prefer", "avoid"]


def _row() -> int:
    return field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, order=True, slots=True)
class Clinic:
    """Settings of table ``clinic``."""

    timezone: str
    grid_minutes: int = 15
    calendar_title: str = "Appointment"
    calendar_title_remote: str = ""


@dataclass(frozen=True, order=True, slots=True)
class Closure:
    """Minutes of one date at which the clinic is closed."""

    on: date
    window: Window = ALL_DAY
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class LevelLimits:
    """Limits of a level of care from one week of a patient's time at it; minima of 0 ask for nothing."""

    level: str
    from_week: int = 1
    min_minutes_week: int = 0
    max_minutes_week: int | None = None
    min_days_week: int = 0
    max_days_week: int | None = None
    min_minutes_day: int = 0
    max_minutes_day: int | None = None
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class SessionType:
    """A kind of session; ``resources`` are the kinds of resource that a session on site holds, one thing of each."""

    session_type: str
    format: Literal["group", "one_to_one"]
    minutes: int
    min_size: int = 1
    max_size: int = 1
    counts: bool = True
    resources: tuple[str, ...] = ()
    buffer_minutes: int = 0
    max_per_day: int | None = None
    needs_family: bool = False
    row: int = _row()

    @property
    def is_group(self) -> bool:
        """Whether patients attend it through groups."""
        return self.format == "group"


@dataclass(frozen=True, slots=True)
class Therapist:
    """Somebody who leads sessions of the types in ``leads``."""

    therapist: str
    leads: frozenset[str]
    tags: frozenset[str] = frozenset()
    max_minutes_week: int | None = None
    max_minutes_day: int | None = None
    name: str = ""
    row: int = _row()


@dataclass(frozen=True, slots=True)
class Resource:
    """A room or other thing that can serve as any one of ``kinds``, for at most ``capacity`` people at a time."""

    resource: str
    kinds: frozenset[str]
    capacity: int | None = None
    row: int = _row()


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody in care; ``min_minutes_week`` and ``max_minutes_week`` override the level's where given.

    ``level_since`` is already ``admitted`` where the table leaves it blank.
    """

    patient: str
    level: str
    admitted: date | None = None
    discharged: date | None = None
    level_since: date | None = None
    min_minutes_week: int | None = None
    max_minutes_week: int | None = None
    tags: frozenset[str] = frozenset()
    primary_therapist: str | None = None
    mode: Mode = "in_person"
    travel_minutes: int = 0
    name: str = ""
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class Plan:
    """How many sessions of one type a patient needs and may have a week.

    ``therapist`` is the one who must lead (the primary resolved to an id); ``None`` means any who lead the type, and
    is always so for group types. ``table`` holds the row: ``plans``, or ``level_plans`` where the level has it.
    """

    patient: str
    session_type: str
    every_weeks: int = 1
    sessions_min: int = 0
    sessions_max: int | None = None
    therapist: str | None = None
    table: str = field(default="plans", compare=False, kw_only=True)
    row: int = _row()


@dataclass(frozen=True, slots=True)
class Group:
    """A group that patients attend; ``therapists`` are its candidates, all of whom lead the session type."""

    group: str
    session_type: str
    minutes: int
    min_size: int
    max_size: int
    admits: frozenset[str] = frozenset()
    therapists: tuple[str, ...] = ()
    leaders: int = 1
    meetings_per_week: int = 1
    meetings_per_day: int = 1
    same_members: bool = False
    mode: GroupMode = "in_person"
    title: str = ""
    row: int = _row()


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """When, by whom and where a meeting of a group is held; ``None`` is the solver's to choose.

    ``days`` (0 is Monday) and ``starts`` (minutes) are the choices, sorted; ``therapists`` are exactly the leaders;
    ``resources`` are held for certain, at most one for each needed kind.
    """

    group: str
    days: tuple[int, ...] | None = None
    starts: tuple[int, ...] | None = None
    therapists: tuple[str, ...] | None = None
    resources: tuple[str, ...] | None = None
    row: int = _row()


@dataclass(frozen=True, slots=True)
class Availability:
    """Weekly windows of a patient, a patient's family, a therapist or a resource, within ``first`` to ``last``."""

    who: str
    party: Party
    days: tuple[int, ...]
    window: Window
    status: Status
    first: date | None = None
    last: date | None = None
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class KeepApart:
    """Two patients (sorted) who share no session, or neither a session nor a day on site."""

    patient_a: str
    patient_b: str
    scope: Literal["session", "day"] = "session"
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class Absence:
    """Minutes of each date from ``first`` to ``last`` that are taken away from somebody or something."""

    who: str
    party: Party
    first: date
    last: date
    window: Window = ALL_DAY
    row: int = _row()


@dataclass(frozen=True, slots=True)
class Appointment:
    """An agreed one-to-one session, every week on ``weekday`` (0 is Monday) or once on ``on``; one of them is None."""

    patient: str
    session_type: str
    weekday: int | None
    on: date | None
    start: int
    therapist: str | None = None
    resource: str | None = None
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class Member:
    """Whether a patient attends a group: ``in`` wherever possible, ``out`` never."""

    group: str
    patient: str
    status: Literal["in", "out"]
    row: int = _row()


@dataclass(frozen=True, order=True, slots=True)
class Missed:
    """Minutes of care that counts for which a patient was expected on a date and did not come."""

    patient: str
    on: date
    minutes: int
    row: int = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """All facts of a caseload, independent of the week.

    Args:
        opening: seven entries from Monday; an empty one is a closed day.
        levels: rows of each level by ``from_week``, ascending; the first is from week 1.
        plans: by patient, then by session type.
        meetings: by group; a group without rows has an empty tuple.
        missed: what may be made up in the week after its date; None where nobody told who attended.
    """

    clinic: Clinic
    opening: tuple[Windows, ...]
    closures: tuple[Closure, ...]
    levels: Mapping[str, tuple[LevelLimits, ...]]
    session_types: Mapping[str, SessionType]
    therapists: Mapping[str, Therapist]
    resources: Mapping[str, Resource]
    patients: Mapping[str, Patient]
    plans: Mapping[str, Mapping[str, Plan]]
    groups: Mapping[str, Group]
    meetings: Mapping[str, tuple[TimetableRow, ...]]
    availability: Mapping[str, tuple[Availability, ...]]
    keep_apart: tuple[KeepApart, ...]
    absences: Mapping[str, tuple[Absence, ...]]
    appointments: tuple[Appointment, ...]
    members: tuple[Member, ...]
    missed: tuple[Missed, ...] | None = None
