"""A solver whose presolve fails is asked again without it."""

import threading

import pytest
from ortools.sat.python import cp_model

from scheduler.model.solver import solved
from scheduler.search import Limits
from scheduler.search.limits import Budget
from scheduler.search.solver.cpsat import run

SOLVE = cp_model.CpSolver.solve


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each solve had presolve, which always fails here."""
    presolves: list[bool] = []

    def solve(solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
        presolves.append(solver.parameters.cp_model_presolve)
        if presolves[-1]:
            raise IndexError("at")
        return SOLVE(solver, model)

    monkeypatch.setattr(cp_model.CpSolver, "solve", solve)
    return presolves


def between(least: int, most: int) -> cp_model.CpModel:
    model = cp_model.CpModel()
    number = model.new_int_var(0, 5, "number")
    model.add(number >= least)
    model.add(number <= most)
    model.minimize(number)
    return model


@pytest.mark.parametrize(("least", "most", "status"), [(2, 3, cp_model.OPTIMAL), (3, 2, cp_model.INFEASIBLE)])
def test_what_presolve_cannot_do_is_done_without(
    least: int, most: int, status: cp_model.CpSolverStatus, failing: list[bool]
) -> None:
    assert solved(cp_model.CpSolver(), between(least, most)) == status
    assert failing == [True, False]


def test_a_run_of_the_search_is_none_the_worse_for_it(failing: list[bool]) -> None:
    found = run(between(2, 4), Budget.of(Limits(seconds=5), threading.Event()), {})
    assert (found.is_contradiction, found.values, found.bound) == (False, (2,), 2)
    assert run(between(3, 2), Budget.of(Limits(seconds=5), threading.Event()), {}).is_contradiction
    assert failing == [True, False] * 2
