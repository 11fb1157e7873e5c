"""The counts of a solved week, which every report shares."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule

if TYPE_CHECKING:
    from scheduler.explain import Shortfall
    from scheduler.search import Tier
    from scheduler.verify import Changes, MakeUp


@dataclass(frozen=True, slots=True)
class PatientShortfall:
    """Everything that one patient lacks this week.

    Args:
        patient: id.
        minutes: of all needs, which are measured apart, so that an hour may count three times.
        causes: the minutes by cause.
        gets: what the patient gets of what lacks, in words.
    """

    patient: str
    minutes: int
    causes: Mapping[str, int]
    gets: str


@dataclass(frozen=True, slots=True)
class GroupFill:
    """How many of a group's places are taken in the meetings that it has this week."""

    group: str
    meetings: int
    taken: int
    places: int


@dataclass(frozen=True, slots=True)
class TherapistLoad:
    """What a therapist leads this week, and at most may lead (None: no limit)."""

    therapist: str
    sessions: int
    minutes: int
    max_minutes_week: int | None


@dataclass(frozen=True, slots=True)
class LimitOnChanges:
    """How many earlier appointments may change, did and could not be kept; and what care is without a limit."""

    max_changes: int
    changed: int
    impossible: int
    care_without: "Tier"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSummary:
    """The counts of a solved week.

    Args:
        week: its Monday.
        patients: how many are in care on a day of the week.
        patients_with_all_care: how many of them lack nothing.
        patients_with_all_possible_care: how many lack at most what nobody could give them.
        shortfalls: one entry for each patient who lacks something, the worst first.
        make_ups: one entry for each patient who missed something in the week before; None where nobody told.
        changes: what became of the appointments of an earlier week; None where none is given.
        limit: where changes are limited, what that costs.
        withdrawn: claims of the solver that were refuted, in sentences; each is an error of the program.
    """

    status: Literal["optimal", "feasible"]
    week: date
    seconds: float
    tiers: Mapping[str, "Tier"]
    patients: int
    sessions: int
    patients_with_all_care: int
    patients_with_all_possible_care: int
    shortfalls: tuple[PatientShortfall, ...]
    groups: tuple[GroupFill, ...]
    therapists: tuple[TherapistLoad, ...]
    warnings: tuple[str, ...]
    make_ups: "tuple[MakeUp, ...] | None" = None
    changes: "Changes | None" = None
    limit: LimitOnChanges | None = None
    withdrawn: tuple[str, ...] = ()


def patient_shortfalls(shortfalls: Sequence["Shortfall"], gets: Mapping[str, str]) -> tuple[PatientShortfall, ...]:
    """The shortfalls of each patient together, the largest first; ``gets`` are words of what they get."""
    causes: dict[str, Counter[str]] = {}
    for lack in shortfalls:
        causes.setdefault(lack.patient, Counter())[lack.cause] += lack.minutes
    together = (
        PatientShortfall(patient, minutes.total(), dict(minutes), gets[patient]) for patient, minutes in causes.items()
    )
    return tuple(sorted(together, key=lambda lack: (-lack.minutes, lack.patient)))


def group_fill(caseload: Caseload, schedule: Schedule) -> tuple[GroupFill, ...]:
    """Each group's meetings and places, by id; one that does not meet has none of either."""
    meetings: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for session in schedule.sessions:
        if session.group is not None:
            meetings[session.group] += 1
            taken[session.group] += len(session.patients)
    return tuple(
        GroupFill(group.group, meetings[group.group], taken[group.group], meetings[group.group] * group.max_size)
        for group in caseload.groups.values()
    )


def therapist_load(caseload: Caseload, schedule: Schedule) -> tuple[TherapistLoad, ...]:
    """Each therapist's sessions and minutes, by id."""
    sessions: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for session in schedule.sessions:
        sessions.update(session.therapists)
        minutes.update(dict.fromkeys(session.therapists, session.minutes))
    return tuple(
        TherapistLoad(therapist.therapist, sessions[name], minutes[name], therapist.max_minutes_week)
        for name, therapist in caseload.therapists.items()
    )
