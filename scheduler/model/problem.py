"""The planning problem of a week: its candidate sessions, and what of people and resources is reserved already."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from scheduler.caseload import Caseload, Group
from scheduler.model.candidates import (
    Candidate,
    candidates_of,
    is_virtual,
    settle,
)
from scheduler.model.deadline import IsOver
from scheduler.model.domains import all_starts
from scheduler.model.pools import Pool, pools_of
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY
from scheduler.week.previous import EarlierAppointments
from scheduler.week.week import Week


@dataclass(frozen=True, slots=True)
class Reserved:
    """Minutes of one day that are taken already, from ``start`` on; a therapist's buffer comes on top."""

    day: int
    start: int
    minutes: int
    buffer_minutes: int


@dataclass(eq=False, slots=True)
class WeekProblem:
    """Units of a week: all of them, or those of some patients among sessions that stay as they are.

    Args:
        patients: those who are planned for.
        seated: those of them who keep their seats in groups, which count as attended.
        therapists, things: what is reserved of therapists, and of the resources of pools, for sessions that stay; of
            the latter also what is frozen.
        to_keep: by patient, the earlier appointments that a limit on changes counts.
        changes_left: how many of these may change, of those who are planned for or stay; None for no limit.
        is_over: tells models of these places, while they are built, that nobody waits for them any more.
    """

    week: Week
    pools: tuple[Pool, ...]
    candidates: list[Candidate]
    patients: tuple[str, ...]
    seated: frozenset[str] = frozenset()
    therapists: Mapping[str, tuple[Reserved, ...]] = field(default_factory=dict)
    things: Mapping[int, tuple[Reserved, ...]] = field(default_factory=dict)
    to_keep: Mapping[str, tuple[EarlierAppointments, ...]] = field(default_factory=dict)
    changes_left: int | None = None
    is_over: IsOver | None = None

    @property
    def caseload(self) -> Caseload:
        """The facts behind the week."""
        return self.week.caseload

    def settle(self) -> None:
        """Drop what cannot be: starts that nobody can take, people who can take no start, units left without use."""
        for candidate in self.candidates:
            settle(candidate)
        self.candidates = [candidate for candidate in self.candidates if candidate.starts or candidate.agreed]


def problem_of(week: Week, admits: Callable[[Week, Group, str], bool]) -> WeekProblem:
    """Every unit of the week, those of groups with every patient whom ``admits`` lets in."""
    candidates = candidates_of(week, admits)
    pools = tuple(pool for day in range(DAYS_A_WEEK) for pool in pools_of(week, _named(candidates, day), day))
    for candidate in candidates:
        candidate.narrow(
            all_starts(candidate.minutes) & -(1 << max(0, week.frozen.until - candidate.day * MINUTES_A_DAY))
        )
        needed = () if is_virtual(candidate) else candidate.session_type.resources
        of_day = [number for number, pool in enumerate(pools) if pool.day == candidate.day]
        candidate.pools = {kind: dict.fromkeys(of_day, candidate.starts) for kind in needed}
    return WeekProblem(week, pools, candidates, tuple(week.stays), things=_in_use(week, pools))


def _in_use(week: Week, pools: tuple[Pool, ...]) -> dict[int, tuple[Reserved, ...]]:
    """What is taken of the things of each pool by sessions that have happened."""
    frozen = week.frozen
    return {
        number: tuple(
            Reserved(pool.day, window.start, window.minutes, 0)
            for resource in pool.resources
            for window in frozen.busy(frozen.by_resource.get(resource, ()), pool.day)
        )
        for number, pool in enumerate(pools)
    }


def _named(candidates: Iterable[Candidate], day: int) -> set[str]:
    """Resources that rows and appointments of the day give."""
    return {resource for candidate in candidates if candidate.day == day for resource in candidate.named_resources}


def agreed_only(problem: WeekProblem) -> WeekProblem:
    """The places of agreed sessions alone: if they cannot be, no schedule can."""
    return replace(
        problem, candidates=[candidate for candidate in problem.candidates if candidate.agreed], changes_left=None
    )
