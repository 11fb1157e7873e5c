"""Bounds by patient: least unmet care of each patient alone in the clinic, whom nobody can be worse than."""

from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import problem_of_patients, with_few_choices
from scheduler.search.exact.patient_care import Lacking
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget


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
                alone = problem_of_patients(incumbent.problem, {patient}, incumbent.candidates_of[patient])
                self._known[patient] = self._least(alone, patient)
        return self._known[patient]

    def _least(self, problem: WeekProblem, patient: str) -> int:
        if Lacking(with_few_choices(problem), patient, self._budget).can_have_all():
            return 0
        asked = Lacking(problem, patient, self._budget)
        return 0 if asked.can_have_all() else asked.bound()
