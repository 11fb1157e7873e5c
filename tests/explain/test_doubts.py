"""What one run of the solver calls unavoidable and another refutes is not told."""

import pytest
from ortools.sat.python import cp_model

from scheduler.explain import shortfalls
from scheduler.search.exact import patient_care
from scheduler.search.limits import Budget
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters, Run, run
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, available, clinic_with, group, meeting_row, plan, week
from tests.search.budgets import seconds


def liar(lie: Run) -> object:
    """A solver that gives this answer wherever it is asked for the least."""

    def answer(cp: cp_model.CpModel, budget: Budget, parameters: Parameters, most: float) -> Run:
        if parameters is not presets.PATHS:
            return run(cp, budget, parameters, most)
        if lie.is_contradiction:
            return lie
        minutes = lie.bound or 0
        return Run(is_contradiction=False, values=(minutes,) * len(cp.proto.variables), bound=minutes)

    return answer


@pytest.mark.parametrize(
    ("lie", "doubt"),
    [
        (Run(is_contradiction=False, values=(), bound=120), "a patient could lack less"),
        (Run(is_contradiction=True, values=None, bound=None), "a patient has a week"),
    ],
)
def test_a_claim_that_is_refuted_is_withdrawn(monkeypatch: pytest.MonkeyPatch, lie: Run, doubt: str) -> None:
    # One of two sessions lies inside the windows, so 60 min are unavoidable, not 120.
    caseload = clinic_with(
        plans=[plan("p1", "skills", least=2)],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00")],
        availability=[available("p1", "mon", "09:00-10:00")],
    )
    monkeypatch.setattr(patient_care, "run", liar(lie))
    budget = seconds(60, 1)
    found = shortfalls(week_of(caseload, MONDAY), week(), care_proven=True, budget=budget)
    assert [(lack.minutes, lack.cause) for lack in found] == [(120, "open")]
    assert doubt in budget.statistics.disagreements
