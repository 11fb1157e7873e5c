"""The optimisation problem of a week: candidates, whom to plan for, and what of people and pools is reserved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.caseload import Caseload
from scheduler.model.candidates import Candidate, Domains, is_virtual, settled
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


def without_candidates(week: Week, candidates: Sequence[Candidate]) -> WeekProblem:
    """The problem in which these candidates will be, with the pools of each day and what of them is in use."""
    named: list[set[str]] = [set() for _ in range(DAYS_A_WEEK)]
    for candidate in candidates:
        named[candidate.day].update(candidate.named_resources)
    pools = tuple(pool for day, own in enumerate(named) for pool in pools_of(week, own, day))
    return WeekProblem(week, pools, (), tuple(week.stays), things=_in_use(week, pools))


def open_domains(candidate: Candidate, pools: Iterable[int], until: int) -> Domains:
    """What a candidate may be before any rule: from a minute of the week on, with any of the pools for each need."""
    starts = candidate.starts & -(1 << max(0, until - candidate.day * MINUTES_A_DAY))
    needed = () if is_virtual(candidate) else candidate.session_type.resources
    any_pool = dict.fromkeys(pools, starts) if needed else {}
    return Domains(starts, candidate.patients, candidate.leaders, dict.fromkeys(needed, any_pool))


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


def agreed_only(problem: WeekProblem) -> WeekProblem:
    """The problem of agreed sessions alone: if it is infeasible, so is every week."""
    return replace(
        problem, candidates=[candidate for candidate in problem.candidates if candidate.agreed], changes_left=None
    )
