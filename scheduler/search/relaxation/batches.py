"""Seats in batches of patients, where the relaxation of all at once would take too long.

Patients with the same possible meetings are dealt out among the batches: with those alike in one batch its share was
too small, and three solutions of 8 to 10 s each followed. Each batch in turn has its share of the seats that are left,
and of the therapists' hours what earlier batches leave. Meetings at given times count as held, however few of a batch
attend them; those that are too small in the end are found out when the seats are taken. No bound follows from this.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil

from scheduler.model.problem import WeekProblem
from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.build import is_given, relaxation_of
from scheduler.search.relaxation.program import Relaxation
from scheduler.search.relaxation.rounding import Seats, rounded_seats
from scheduler.search.solver.linear import TOLERANCE

SEATS_IN_BATCHES = "seats part by part"

Wishes = Mapping[str, float]
"""By meeting, how much of a seat there is wanted."""


def seats_in_batches(problem: WeekProblem, budget: Budget) -> Seats:
    """Seats for everybody; those of the last batches are left out where the budget ends before."""
    return _Sharing(problem).seats(budget)


class _Sharing:
    """Seats and therapists' hours that are left, from batch to batch."""

    def __init__(self, problem: WeekProblem) -> None:
        self._problem = problem
        self._free = {candidate.name: candidate.group.max_size for candidate in problem.candidates if candidate.group}
        self._needed = {candidate.name: candidate.group.min_size for candidate in problem.candidates if candidate.group}
        self._worked: dict[tuple[str, int], float] = defaultdict(float)
        self._taken: set[tuple[str, str]] = set()

    def seats(self, budget: Budget) -> Seats:
        """Seats of those whom their batch settles; then of all others together, who share what is left.

        Whoever has no fractional seat leaves the program: the others, 17 of 240 or 86 of 500, are a far smaller one, in
        which the dive takes 0.1 s instead of 2 to 3 s (240) and 2.5 s instead of 12 s (500).
        """
        parts = batches_of(self._problem, _count(self._problem))
        if len(parts) == 1:
            others = self._settle(self._left_for(parts[0]), budget, integral_only=True)
        else:
            others = self._settle_one_after_the_other(parts, budget)
        unsettled = self._settle(self._left_for(others), budget, integral_only=False) if others else others
        return Seats(frozenset(self._taken), frozenset(unsettled))

    def _settle_one_after_the_other(self, parts: Sequence[Collection[str]], budget: Budget) -> set[str]:
        wishes = [_sum(_wishes(self._problem, patient) for patient in part) for part in parts]
        wanted = _sum(wishes)
        others: set[str] = set()
        for part, here in zip(parts, wishes, strict=True):
            share = {name: _share(self._free[name], wish, wanted[name]) for name, wish in here.items()}
            others |= self._settle(_problem_of(self._problem, part, share, {}), budget, integral_only=True)
            wanted.subtract(here)
        return others

    def _left_for(self, patients: Collection[str]) -> WeekProblem:
        return _problem_of(self._problem, patients, self._free, self._needed)

    def _settle(self, part: WeekProblem, budget: Budget, *, integral_only: bool) -> set[str]:
        """Take the seats of patients none of whose seats is fractional; tells who the others are."""
        relaxation = relaxation_of(part, self._worked, for_seats=True) if budget.left else None
        if relaxation is None:
            return set(part.patients)
        size = len(relaxation.program.most)
        budget.statistics.note(SEATS_IN_BATCHES, f"{len(part.patients):,} patients, relaxation of {size:,} variables")
        seats = rounded_seats(relaxation, budget, integral_only=integral_only)
        if seats is None:
            return set(part.patients)
        taken = {seat for seat in seats.taken if not integral_only or seat[1] not in seats.unsettled}
        self._taken |= taken
        for name, _ in taken:
            self._free[name] = max(0, self._free[name] - 1)
            self._needed[name] = max(0, self._needed[name] - 1)
        self._count_work(relaxation, seats.values, seats.unsettled if integral_only else ())
        return set(seats.unsettled)

    def _count_work(self, relaxation: Relaxation, values: Sequence[float], others: Collection[str]) -> None:
        for therapist, led in relaxation.led.items():
            for option in led:
                if (
                    not option.candidate.group
                    and not option.candidate.agreed
                    and not option.candidate.patients.keys() & others
                ):
                    self._worked[therapist, option.candidate.day] += values[option.variable] * option.candidate.minutes


def _count(problem: WeekProblem) -> int:
    return max(1, round(problem.possible_seats / POLICY.relaxation.batch_seats))


def _share(free: int, wish: float, wanted: float) -> int:
    """Seats of a batch in a meeting: one for each agreed member, of the others as many as its wishes are of all."""
    sure = POLICY.relaxation.agreed_wish
    agreed, all_agreed = int(wish // sure), int(wanted // sure)
    others, all_others = wish - agreed * sure, max(TOLERANCE, wanted - all_agreed * sure)
    return agreed + ceil(max(0, free - all_agreed) * min(1, others / all_others) - TOLERANCE)


def _sum(wishes: Iterable[Wishes]) -> Counter[str]:
    total: Counter[str] = Counter()
    for wish in wishes:
        total.update(wish)
    return total


def batches_of(problem: WeekProblem, count: int) -> list[list[str]]:
    """Everybody in care in so many batches, each of them as much like all as can be."""
    meetings = [candidate for candidate in problem.candidates if candidate.group]
    possible = {
        patient: sum(1 << number for number, candidate in enumerate(meetings) if patient in candidate.patients)
        for patient in problem.patients
    }
    alike = sorted(possible, key=lambda patient: (possible[patient], patient))
    return [alike[number::count] for number in range(count)]


def _wishes(problem: WeekProblem, patient: str) -> Wishes:
    """A seat in each meeting of a planned type, as far as one of so many is needed; far more where agreed."""
    by_type: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for candidate in problem.candidates:
        if candidate.group and patient in candidate.patients:
            by_type[candidate.session_type.session_type].append((candidate.name, candidate.group.group))
    plans = problem.week.plans[patient]
    agreed = {member.group for member in problem.caseload.members if (member.patient, member.status) == (patient, "in")}
    return {
        name: POLICY.relaxation.agreed_wish
        if group in agreed
        else max(1, plans[session_type].sessions_min) / len(meetings)
        for session_type, meetings in by_type.items()
        for name, group in meetings
    }


def _problem_of(
    problem: WeekProblem, patients: Collection[str], share: Mapping[str, int], needed: Mapping[str, int]
) -> WeekProblem:
    """The problem of a batch, with its share of the seats and what its therapists lead for certain.

    So many patients are ``needed`` in meetings, none where nothing is said.
    """
    part = set(patients)
    seats = {candidate.name: share.get(candidate.name, 0) if candidate.group else 1 for candidate in problem.candidates}
    patients = {
        candidate.name: {
            who: starts for who, starts in candidate.patients.items() if who in part and seats[candidate.name]
        }
        for candidate in problem.candidates
    }
    therapists = {who for candidate in problem.candidates if patients[candidate.name] for who in candidate.leaders}
    candidates = []
    for candidate in problem.candidates:
        if patients[candidate.name] or (
            (candidate.agreed or is_given(candidate)) and not therapists.isdisjoint(candidate.leaders)
        ):
            group = candidate.group and replace(
                candidate.group, min_size=needed.get(candidate.name, 0), max_size=max(1, seats[candidate.name])
            )
            candidates.append(replace(candidate, patients=patients[candidate.name], group=group))
    return replace(problem, candidates=candidates, patients=tuple(sorted(part)))
