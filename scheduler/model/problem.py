"""The optimisation problem of a week: candidates, whom to plan for, and what of people and pools is reserved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.caseload import Caseload, Group
from scheduler.model.candidates import (
    Candidate,
    candidates_of,
    is_virtual,
    settled,
)
from scheduler.model.deadline import IsOver
from scheduler.model.pools import Pool, pools_of
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY
from scheduler.week.previous import EarlierAppointments
from scheduler.week.week import Week


@dataclass(frozen=True, slots=True)
class Reserved:
    """Minutes of one day that are taken, from ``start`` on; a therapist's buffer comes on top."""

    day: int
    start: int
    minutes: int
    buffer_minutes: int


@dataclass(frozen=True, eq=False, slots=True)
class WeekProblem:
    """Candidates of a week: all of them, or the subproblem of some patients with the rest fixed.

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
    candidates: Sequence[Candidate]
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

    @property
    def possible_seats(self) -> int:
        """Of all patients in all meetings that they could attend."""
        return sum(len(candidate.patients) for candidate in self.candidates if candidate.group)

    @property
    def invited(self) -> dict[str, set[str]]:
        """By group, who is agreed to be a member and in care this week."""
        invited: dict[str, set[str]] = {group: set() for group in self.caseload.groups}
        for row in self.caseload.members:
            if row.status == "in" and row.patient in self.week.stays:
                invited[row.group].add(row.patient)
        return invited

    def settled(self) -> "WeekProblem":
        """The problem without what cannot be: starts that nobody can take, people without a start, idle candidates."""
        candidates = [settled(candidate) for candidate in self.candidates]
        return replace(self, candidates=[one for one in candidates if one.starts or one.agreed])


def problem_of(week: Week, admits: Callable[[Week, Group, str], bool]) -> WeekProblem:
    """The problem before any rule but admission: every candidate, with every patient whom ``admits`` lets in."""
    laid_out = candidates_of(week, admits)
    pools = tuple(pool for day in range(DAYS_A_WEEK) for pool in pools_of(week, _named(laid_out, day), day))
    candidates = [with_pools(candidate, pools, week.frozen.until) for candidate in laid_out]
    return WeekProblem(week, pools, candidates, tuple(week.stays), things=_in_use(week, pools))


def with_pools(candidate: Candidate, pools: Sequence[Pool], until: int) -> Candidate:
    """The candidate from a minute of the week on, with any pool of its day for whatever it needs."""
    starts = candidate.starts & -(1 << max(0, until - candidate.day * MINUTES_A_DAY))
    needed = () if is_virtual(candidate) else candidate.session_type.resources
    of_day = [number for number, pool in enumerate(pools) if pool.day == candidate.day]
    return candidate.with_domains(starts, pools={kind: dict.fromkeys(of_day, starts) for kind in needed})


def _in_use(week: Week, pools: tuple[Pool, ...]) -> dict[int, tuple[Reserved, ...]]:
    """What frozen sessions have taken of each pool."""
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
    """The problem of agreed sessions alone: if it is infeasible, so is every week."""
    return replace(
        problem, candidates=[candidate for candidate in problem.candidates if candidate.agreed], changes_left=None
    )
