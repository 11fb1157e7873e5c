"""Bounds by patient: least unmet care of each patient alone in the clinic, whom nobody can be worse than."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from scheduler.model.build import model_of
from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import TO_BE_FOUND, with_few_choices
from scheduler.model.tiers import care
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run

A_WHILE = 5.0
"""Seconds of counted work for one patient; nearly all need hundredths."""


class PatientBounds:
    """Least unmet care of each patient as the only one, computed when first asked for."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._known: dict[str, int] = {}

    def known(self, patient: str) -> int:
        """The bound as far as it was asked for, in minutes; 0 otherwise."""
        return self._known.get(patient, 0)

    def of(self, incumbent: Incumbent, patient: str) -> int:
        """The bound in minutes; 0 where the budget ends first."""
        if patient not in self._known:
            with self._budget.statistics.part("each alone", quietly=True):
                self._known[patient] = _least(problem_of_patient(incumbent, patient), self._budget)
        return self._known[patient]


def problem_of_patient(incumbent: Incumbent, patient: str) -> WeekProblem:
    """Relaxed problem of one patient: nobody else is there and no group waits for others."""
    return _of_some(incumbent.problem, incumbent.candidates_of[patient], {patient})


def problem_of_patients(problem: WeekProblem, patients: Collection[str]) -> WeekProblem:
    """Relaxed problem of some patients: nobody else is there and no group waits for others.

    Whatever these have in a feasible week is feasible here too.
    """
    some = set(patients)
    return _of_some(
        problem, (candidate for candidate in problem.candidates if not some.isdisjoint(candidate.patients)), some
    )


def _of_some(problem: WeekProblem, candidates: Iterable[Candidate], some: Collection[str]) -> WeekProblem:
    kept = [
        replace(
            candidate,
            patients={patient: starts for patient, starts in candidate.patients.items() if patient in some},
            group=candidate.group and replace(candidate.group, min_size=1),
        )
        for candidate in candidates
    ]
    return replace(problem, candidates=kept, patients=tuple(sorted(some)))


def _least(problem: WeekProblem, budget: Budget) -> int:
    if _can_have_all(with_few_choices(problem), budget) or _can_have_all(problem, budget):
        return 0
    model = model_of(problem)
    model.cp.minimize(care(model))
    # A patient alone always has a week, that of the agreed sessions: where the solver finds none, nothing is known.
    found = run(model.cp, budget, presets.CORE, A_WHILE)
    if found.is_contradiction:
        budget.statistics.disagree("a patient alone has a week")
    return max(0, found.bound or 0)


def _can_have_all(problem: WeekProblem, budget: Budget) -> bool:
    model = model_of(problem)
    model.cp.add(care(model) <= 0)
    return run(model.cp, budget, TO_BE_FOUND, A_WHILE).values is not None
