"""The care tier from below its size: seats, then caseload by caseload, then a few patients at a time."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from scheduler.model.problem import WeekProblem
from scheduler.search.construct.seating import take_seats
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.neighbourhoods import (
    caseloads_of,
    related,
    rivals_for_any_session,
    rivals_for_missing_sessions,
    same_caseload,
    same_caseload_and_related,
)
from scheduler.search.lns.reoptimise import Goal, each_lacks_less, reoptimised, sum_lacks_less
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.shared import SharedIncumbent, WorkerIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters
from scheduler.search.statistics import Account

SEATS_TAKEN, VISITS = "seats in groups", "one-to-one sessions, caseload by caseload"
A_FEW = "a few patients anew"

SEATING_SECONDS = 5.0

SECONDS_PER_SEAT = 6e-5
"""For each possible seat in a group, to build the model that seats everybody, which nothing can stop."""

MANY = 20
"""Patients of a caseload whose one-to-one sessions are planned at a time, with their seats as they are."""

MEMORY = 0.8
"""How much of what a way gained and took counts once more after its next trial."""

A_TRIAL = 0.1
"""Seconds that a way counts as having taken before its first trial."""

PATIENCE, SHUFFLED = 7, 30
"""Failures with a patient after which others are shuffled before the next trial, and how many of them."""

GoalOf = Callable[[Incumbent, str, int], Goal]


def _all_of_one(incumbent: Incumbent, patient: str, least: int) -> Goal:
    return each_lacks_less(incumbent, {patient: least})


def _less_of_all(incumbent: Incumbent, _patient: str, _least: int) -> Goal:
    return sum_lacks_less(incumbent)


@dataclass(frozen=True, slots=True)
class Effort:
    """How a few patients are planned anew.

    Args:
        parameters: of the solver.
        seconds: within which a plan is found, or given up.
    """

    parameters: Parameters
    seconds: float


ALL_VISITS = Effort(presets.SMALL, 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class CareOperator:
    """A way to plan a patient and some others anew.

    Args:
        goal: what is demanded of their new plan.
        neighbourhood: who is planned anew with the patient.
        size: how many they are at most.
        effort: how.
        with_caseloads: of whom the caseloads' one-to-one sessions may change too: of all who are planned anew, or of
            the patient alone.
    """

    goal: GoalOf
    neighbourhood: Callable[[Incumbent, str, random.Random, int], Collection[str]]
    size: int
    effort: Effort
    with_caseloads: bool = False

    def seated(self, incumbent: Incumbent, patient: str, free: Collection[str]) -> Collection[str]:
        """Whose one-to-one sessions may change beside those of the free patients."""
        return caseloads_of(incumbent, free if self.with_caseloads else [patient])


NEAR = CareOperator(_all_of_one, rivals_for_missing_sessions, 20, Effort(presets.QUICK, 1.0))
OF_THERAPIST = CareOperator(_less_of_all, same_caseload, 40, Effort(presets.SMALL, 0.5))
FARTHER = replace(NEAR, size=30)
NEAR_AND_CASELOADS = replace(NEAR, with_caseloads=True)

OPERATORS = (
    NEAR,
    NEAR,
    OF_THERAPIST,
    NEAR,
    FARTHER,
    NEAR_AND_CASELOADS,
    CareOperator(_all_of_one, related, 14, Effort(presets.QUICK, 0.5)),
    FARTHER,
    CareOperator(_less_of_all, rivals_for_any_session, 14, Effort(presets.SMALL, 0.5)),
    NEAR_AND_CASELOADS,
    CareOperator(_less_of_all, rivals_for_any_session, 30, Effort(presets.SMALL, 2.0)),
    CareOperator(_all_of_one, related, 24, Effort(presets.QUICK, 1.0), with_caseloads=True),
    CareOperator(_less_of_all, same_caseload_and_related, 24, Effort(presets.SMALL, 2.0)),
    CareOperator(_less_of_all, related, 30, Effort(presets.SMALL, 2.0)),
    CareOperator(_all_of_one, related, 90, Effort(presets.QUICK, 2.0), with_caseloads=True),
)
"""The cheapest first, more than once where chance makes it another one; where all of them failed for a patient, those
that gain more for their time more often."""


class CareSearch:
    """A search that begins with a cheap week and goes on by planning a few patients anew."""

    def __init__(self, problem: WeekProblem, best: SharedIncumbent, alone: PatientBounds) -> None:
        self._best = best
        self._alone = alone
        self._copy = WorkerIncumbent(problem, best)
        self._incumbent = self._copy.incumbent
        self._gained = dict.fromkeys(OPERATORS, 0.0)
        self._spent = dict.fromkeys(OPERATORS, A_TRIAL)

    def construct(self, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget) -> None:
        """A first week in which these seats are taken as far as can be, and one-to-one sessions fit in between.

        The unsettled patients may have other seats, and whoever lacks one; nobody where that is None. Where the time
        would end before all of them are seated, nothing is begun.
        """
        problem = self._incumbent.problem
        if budget.left < SECONDS_PER_SEAT * sum(
            len(candidate.patients) for candidate in problem.candidates if candidate.group
        ):
            return
        with budget.statistics.part(SEATS_TAKEN):
            take_seats(self._incumbent, seats, unsettled, budget, SEATING_SECONDS)
            self._best.offer(self._incumbent.placed, self._incumbent.cost, SEATS_TAKEN)
        with budget.statistics.part(VISITS) as account:
            for caseload in _caseloads(problem):
                if budget.left and any(self._incumbent.costs[patient].care for patient in caseload):
                    account.tries += 1
                    account.found += self._see(caseload, budget)

    def _see(self, caseload: Collection[str], budget: Budget) -> bool:
        """Plan the one-to-one sessions of a caseload, as many as there can be of those that are needed."""
        return self._plan((), caseload, lambda: sum_lacks_less(self._incumbent), ALL_VISITS, VISITS, budget) > 0

    def improve(self, budget: Budget, rng: random.Random) -> None:
        """Plan patients with unmet care anew, each with some others, until none can have more or the budget ends."""
        with budget.statistics.part(A_FEW) as account:
            self._improve(budget, rng, account)

    def _improve(self, budget: Budget, rng: random.Random, account: Account) -> None:
        failures: Counter[str] = Counter()
        while budget.left:
            self._copy.sync()
            short = self._short()
            if not short:
                return
            patient = _next(short, failures, rng)
            operator = self._operator(failures[patient], rng)
            account.tries += 1
            if self._reoptimise(patient, operator, budget, rng):
                account.found += 1
                failures[patient] = 0
            else:
                failures[patient] += 1
                self._alone.of(self._incumbent, patient)
                if failures[patient] > PATIENCE:
                    self._shuffle(patient, budget, rng)

    def _short(self) -> list[str]:
        """Patients who lack more than they would alone, as far as that is known."""
        unmet = self._incumbent.unmet()
        least = {patient: self._alone.known(patient) for patient in sorted(unmet)}
        short = [patient for patient in least if unmet[patient] > least[patient]]
        if not short:
            self._best.prove("each alone", care=sum(least.values()))
        return short

    def _operator(self, failures: int, rng: random.Random) -> CareOperator:
        if failures < len(OPERATORS):
            return OPERATORS[failures]
        (operator,) = rng.choices(
            list(self._spent), [1 + self._gained[operator] / self._spent[operator] for operator in self._spent]
        )
        return operator

    def _reoptimise(self, patient: str, operator: CareOperator, budget: Budget, rng: random.Random) -> bool:
        """Plan a patient and others anew."""
        least = self._alone.known(patient)
        free = operator.neighbourhood(self._incumbent, patient, rng, operator.size)
        seated = operator.seated(self._incumbent, patient, free)
        begun = budget.spent
        gained = self._plan(
            free, seated, lambda: operator.goal(self._incumbent, patient, least), operator.effort, A_FEW, budget
        )
        self._gained[operator] = MEMORY * self._gained[operator] + gained
        self._spent[operator] = MEMORY * self._spent[operator] + budget.spent - begun
        return gained > 0

    def _shuffle(self, patient: str, budget: Budget, rng: random.Random) -> None:
        """Plan those in a patient's way anew such that nobody lacks more, for another beginning of the next trial.

        By chance somebody lacks less then, which is not to be lost.
        """
        problem = subproblem_of(self._incumbent, rivals_for_missing_sessions(self._incumbent, patient, rng, SHUFFLED))
        found = reoptimised(problem, each_lacks_less(self._incumbent, {}), budget, presets.QUICK)
        if found is not None:
            insert(self._incumbent, problem, found.values())
            self._copy.publish(A_FEW)

    def _plan(
        self,
        free: Collection[str],
        seated: Collection[str],
        goal: Callable[[], Goal],
        effort: Effort,
        says: str,
        budget: Budget,
    ) -> int:
        """Plan patients anew; tells how many minutes less of care are unmet.

        Where another search changed the same meanwhile, those whose sessions changed are planned once more.
        """
        known = None
        while True:
            problem = subproblem_of(self._incumbent, free, seated, other_leaders=True)
            found = reoptimised(problem, goal(), budget, effort.parameters, effort.seconds, known)
            if found is None:
                return 0
            known, before = found, self._incumbent.cost.care
            insert(self._incumbent, problem, found.values())
            gained = before - self._incumbent.cost.care
            if self._copy.publish(says):
                return gained
            moved = self._moved(problem)
            free, seated = moved.intersection(free), moved.intersection(seated)
            self._copy.sync()

    def _moved(self, problem: WeekProblem) -> set[str]:
        """Patients whose sessions in these places are others than in the week that was seen last."""
        names = [name for candidate in problem.candidates for name in candidate.stands_for]
        pairs = [(self._copy.seen.get(name), self._incumbent.placed.get(name)) for name in names]
        return {patient for pair in pairs if pair[0] != pair[1] for one in pair if one for patient in one.patients}


def _next(short: Collection[str], failures: Counter[str], rng: random.Random) -> str:
    """One of those for whom least has been tried."""
    least = min(failures[patient] for patient in short)
    return rng.choice([patient for patient in short if failures[patient] == least])


def _caseloads(problem: WeekProblem) -> list[list[str]]:
    """Patients by primary therapist, whose hours they share; where those are many, some at a time."""
    caseloads: dict[str, list[str]] = defaultdict(list)
    for patient in problem.patients:
        caseloads[problem.caseload.patients[patient].primary_therapist or ""].append(patient)
    return [
        caseload[begin : begin + MANY]
        for _, caseload in sorted(caseloads.items())
        for begin in range(0, len(caseload), MANY)
    ]
