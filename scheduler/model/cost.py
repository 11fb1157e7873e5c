"""Cost of assignments by the week's facts, without the solver; has to equal the verifier's own score."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from scheduler.model.candidates import Candidate
from scheduler.model.domains import starts_at
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment
from scheduler.model.tiers.comfort import EXTRA_DAY_MINUTES, against_wishes, minutes_between
from scheduler.times import Window, merged
from scheduler.week.frozen import FrozenSession
from scheduler.week.previous import Leaders, WeeklySlot
from scheduler.week.week import Week


@dataclass(frozen=True, order=True, slots=True)
class Cost:
    """Lexicographic objective vector of a week, one field for each tier in strict order; less is better.

    Args:
        care: unmet care, in minutes.
        make_ups: minutes of raised minima that are not met; 0 where nobody told who attended.
        stability: changes of earlier appointments: 2 for one that is not kept, 1 for one with other therapists.
        comfort: points; a minute of waiting or against a wish is one, an extra day 30.
    """

    care: int = 0
    make_ups: int = 0
    stability: int = 0
    comfort: int = 0

    def __getitem__(self, tier: str) -> int:
        return int(getattr(self, tier))

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*(self[tier] + other[tier] for tier in TIERS))

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(*(self[tier] - other[tier] for tier in TIERS))


TIERS: tuple[str, ...] = tuple(field.name for field in fields(Cost))
"""Names of the tiers, the first before all others."""

NO_COST = Cost()


HAS_TIER: Mapping[str, Callable[[Week], bool]] = {
    "make_ups": lambda week: week.caseload.missed is not None,
    "stability": lambda week: week.earlier is not None,
}
"""Whether a week has a tier, of those that not every week has."""


def tiers_of(week: Week) -> tuple[str, ...]:
    """Tiers that this week has, in strict order; every other is 0 whatever is planned."""
    return tuple(tier for tier in TIERS if tier not in HAS_TIER or HAS_TIER[tier](week))


def cost_for(week: Week, patient: str, attended: Iterable[Assignment]) -> Cost:
    """Cost of one patient with these assignments and what has happened."""
    by_day: dict[int, list[Assignment]] = defaultdict(list)
    for one in (*map(_as_placed, week.frozen.of_patient(patient)), *attended):
        by_day[one.candidate.day].append(one)
    return Cost(
        care=_unmet(week, patient, by_day),
        make_ups=_unmet_make_up(week, patient, by_day),
        stability=_changes(week, patient, by_day),
        comfort=_discomfort(week, patient, by_day),
    )


def attended_by(patients: Iterable[str], placed: Iterable[Assignment]) -> dict[str, list[Assignment]]:
    """What each of these patients attends, be it nothing."""
    attended: dict[str, list[Assignment]] = {patient: [] for patient in patients}
    for one in placed:
        for patient in attended.keys() & one.patients:
            attended[patient].append(one)
    return attended


def cost_of(week: Week, placed: Iterable[Assignment], patients: Iterable[str] | None = None) -> Cost:
    """Cost of these patients; of everybody in care this week unless some are named."""
    attended = attended_by(week.stays if patients is None else patients, placed)
    return sum((cost_for(week, patient, sessions) for patient, sessions in attended.items()), NO_COST)


def _unmet(week: Week, patient: str, by_day: dict[int, list[Assignment]]) -> int:
    limits, types = week.limits[patient], week.caseload.session_types
    minutes = [
        sum(one.candidate.minutes for one in candidates if one.candidate.session_type.counts)
        for candidates in by_day.values()
    ]
    held = Counter(one.candidate.session_type.session_type for candidates in by_day.values() for one in candidates)
    qualifying = sum(of_day >= limits.min_minutes_day for of_day in minutes)
    return (
        max(0, limits.min_minutes_week - sum(minutes))
        + sum(
            max(0, planned.sessions_min - held[name]) * types[name].minutes
            for name, planned in week.plans[patient].items()
        )
        + max(0, limits.min_days_week - qualifying) * limits.min_minutes_day
    )


def _unmet_make_up(week: Week, patient: str, by_day: dict[int, list[Assignment]]) -> int:
    asked = week.make_ups.get(patient, 0)
    counted = sum(
        one.candidate.minutes
        for candidates in by_day.values()
        for one in candidates
        if one.candidate.session_type.counts
    )
    return asked - min(asked, max(0, counted - week.limits[patient].min_minutes_week))


def _changes(week: Week, patient: str, by_day: dict[int, list[Assignment]]) -> int:
    had = week.had.get(patient)
    if not had:
        return 0
    now = _leaders(one for candidates in by_day.values() for one in candidates)
    return sum(one.cost(now[one.slot]) for one in had)


def changed(problem: WeekProblem, patient: str, attended: Iterable[Assignment], *, in_groups: bool = False) -> int:
    """How many earlier appointments change that a limit counts, where the patient has these assignments.

    With ``in_groups`` only those in groups.
    """
    now = _leaders(attended)
    to_keep = problem.to_keep.get(patient, ())
    return sum(one.changed(now[one.slot]) for one in to_keep if one.slot.group or not in_groups)


def _leaders(placed: Iterable[Assignment]) -> defaultdict[WeeklySlot, list[Leaders]]:
    now: defaultdict[WeeklySlot, list[Leaders]] = defaultdict(list)
    for one in placed:
        now[slot_of(one)].append(one.leaders)
    return now


def slot_of(one: Assignment) -> WeeklySlot:
    """The weekly slot of an assignment, by which a later week keeps it."""
    candidate = one.candidate
    return WeeklySlot(candidate.session_type.session_type, candidate.held_for, candidate.day, one.start)


def _discomfort(week: Week, patient: str, by_day: dict[int, list[Assignment]]) -> int:
    extra = max(0, len(by_day) - week.limits[patient].min_days_week)
    waiting = sum(_waiting(candidates) for candidates in by_day.values())
    against = sum(_against_wishes(week, patient, one) for candidates in by_day.values() for one in candidates)
    return EXTRA_DAY_MINUTES * extra + waiting + against


def _waiting(candidates: Iterable[Assignment]) -> int:
    return minutes_between(merged(Window(one.start, one.start + one.candidate.minutes) for one in candidates))


def _against_wishes(week: Week, patient: str, one: Assignment) -> int:
    return against_wishes(week, patient, one.candidate.day, Window(one.start, one.start + one.candidate.minutes))


@lru_cache(maxsize=4096)
def _as_placed(one: FrozenSession) -> Assignment:
    """A frozen session as an assignment."""
    held = one.session
    candidate = Candidate(held.session, one.day, held.minutes, one.session_type, starts_at([held.start]))
    return Assignment(candidate, held.start, held.patients, held.therapists, ())
