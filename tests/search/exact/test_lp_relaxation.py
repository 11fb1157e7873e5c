"""The relaxation of a model never forbids what the model allows, and what prices prove of it is true."""

import random
from typing import get_args

import pytest
from ortools.sat.python import cp_model

from benchmarks.planted import Timetable, facts, plant
from scheduler.model.build import model_of
from scheduler.model.tiers import comfort
from scheduler.search.exact import full_model
from scheduler.search.exact.full_model import FullModel
from scheduler.search.exact.lp_relaxation import lp_relaxation
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver.linear import Program, lp_bound, solve_lp
from tests.model.test_comfort import hold
from tests.search.budgets import seconds, stopped
from tests.search.policies import policy_with
from tests.search.replanning import given_week

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)


def some_model(rng: random.Random) -> cp_model.CpModel:
    """Constraints of every kind on a few variables, one of them not of 0 and 1."""
    cp = cp_model.CpModel()
    literals = [cp.new_bool_var("") for _ in range(5)]
    amount = cp.new_int_var(-2, 3, "")
    some = [literal if rng.randrange(2) else ~literal for literal in literals]
    rng.shuffle(some)
    total = sum(rng.randint(-2, 3) * literal for literal in some) + rng.choice((-1, 1)) * amount
    cp.add_at_most_one(some[:3])
    cp.add_exactly_one(some[2:])
    cp.add_bool_or(some[1:4])
    cp.add_implication(some[0], some[4])
    cp.add_bool_and(some[1:3]).only_enforce_if(some[3], some[4])
    cp.add_bool_or(some[:2]).only_enforce_if(some[4])
    cp.add(total >= rng.randint(-3, 3)).only_enforce_if(some[0])
    cp.add(total <= rng.randint(-3, 3)).only_enforce_if(some[1], some[2])
    cp.add(total != 1)
    cp.add(amount == 2).only_enforce_if(some[3])
    cp.minimize(sum(rng.randint(-5, 5) * literal for literal in literals) + rng.randint(-5, 5) * amount + 7)
    return cp


def least_of(program: Program) -> int:
    """What is proven of a program whose variables need not be whole."""
    found = solve_lp(program, seconds(), 30)
    assert found is not None
    bound = program.bound(found.prices)
    assert bound is not None
    return bound


def test_the_relaxation_has_no_more_than_the_model() -> None:
    rng = random.Random(4)  # noqa: S311 - a test is to be repeatable, not secret
    compared = tight = 0
    for _ in range(150):
        cp = some_model(rng)
        solver = cp_model.CpSolver()
        if solver.solve(cp) == cp_model.OPTIMAL:
            bound = least_of(lp_relaxation(cp))
            assert bound <= solver.objective_value
            compared += 1
            tight += bound == solver.objective_value
    assert compared > 40
    assert tight > 10


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_a_week_that_is_held_is_a_solution_of_the_relaxation(timetable: Timetable) -> None:
    planted = plant(12, seed=4, timetable=timetable)
    week = given_week(facts(planted), planted.monday, planted.schedule)
    model = model_of(week.problem)
    model.cp.minimize(comfort(model))
    open_week = least_of(lp_relaxation(model.cp))
    hold(model, week.placed)
    assert 0 < open_week <= least_of(lp_relaxation(model.cp)) <= week.cost.comfort


def shared_out() -> Program:
    """Two seats for three patients, each of whom would rather have one, by 3, 5 and 7 points."""
    program = Program()
    seats = [program.variable() for _ in range(3)]
    program.row([(1, seat) for seat in seats], most=2)
    sure = program.variable()
    program.least[sure] = 1
    program.goal = [(15, sure), *zip((-3, -5, -7), seats, strict=True)]
    return program


def test_the_right_prices_prove_all_and_no_prices_prove_too_much() -> None:
    assert shared_out().dual_bound({0: -3}) == 3
    assert max(shared_out().dual_bound({0: price / 4}) for price in range(-40, 41)) == 3
    assert shared_out().dual_bound({0: 1}) == shared_out().dual_bound({}) == 0


def test_a_bound_comes_from_another_process_or_not_at_all() -> None:
    assert lp_bound(shared_out(), seconds(60)) == 3
    assert lp_bound(shared_out(), stopped()) is None


def test_a_week_is_bounded_by_its_relaxation_where_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(12, seed=4)
    week = given_week(facts(planted), planted.monday, planted.schedule)
    best = SharedIncumbent(week.placed, week.cost, lambda _best, _says: None)
    whole_week = FullModel(week.problem, best, 1)
    assert not whole_week.is_large_and_given
    whole_week.prove_comfort(seconds(0.1))
    assert best.bound.comfort == 0
    whole_week.prove_comfort(seconds(60))
    assert 0 < best.bound.comfort <= week.cost.comfort
    monkeypatch.setattr(full_model, "POLICY", policy_with("proofs", many_choices=100))
    assert whole_week.is_large_and_given
