"""When a solver that is running is ended: never by the clock where the same has to come out each time."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from benchmarks.planted import facts, plant
from scheduler.model.build import model_of, problem_under
from scheduler.model.deadline import OutOfTime
from scheduler.model.problem import WeekProblem
from scheduler.schedule import Earlier
from scheduler.search import Statistics, lexicographic, solve
from scheduler.search.limits import Budget, Limits
from scheduler.search.solver import cpsat, presets
from scheduler.search.solver.cpsat import ANOTHER_WAY, Parameters, Run, can_be, run, run_twice
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, clinic_with, plan, week, weekly
from tests.search.budgets import stopped


def limited(*, deterministic: bool) -> tuple[Budget, threading.Event, threading.Event]:
    """A share of a budget, with what stops all and what stops the share."""
    stop, settled = threading.Event(), threading.Event()
    return Budget.of(Limits(seconds=30, deterministic=deterministic), stop).share(0.5, settled), stop, settled


@pytest.mark.parametrize("deterministic", [False, True])
def test_what_is_settled_meanwhile_interrupts_only_a_search_by_the_clock(deterministic: bool) -> None:
    budget, stop, settled = limited(deterministic=deterministic)
    assert not budget.is_interrupted
    settled.set()
    assert budget.is_interrupted is not deterministic
    assert budget.left == 0
    stop.set()
    assert budget.is_interrupted


@pytest.mark.parametrize("deterministic", [False, True])
def test_a_bound_that_settles_all_ends_the_run(deterministic: bool) -> None:
    budget, _, settled = limited(deterministic=deterministic)
    heard: list[int] = []

    def settle(bound: int) -> None:
        heard.append(bound)
        settled.set()

    found = run(pigeons(11), budget, presets.CORE, on_bound=settle)
    assert heard
    assert found.bound is not None
    assert found.bound < 11


def pigeons(holes: int) -> cp_model.CpModel:
    """Twice as many pigeons as holes, of which as few as possible have none; proofs of this take clauses long."""
    cp = cp_model.CpModel()
    without = []
    taken: list[list[cp_model.IntVar]] = [[] for _ in range(holes)]
    for _ in range(2 * holes):
        problem = [cp.new_bool_var("") for _ in range(holes)]
        free = cp.new_bool_var("")
        cp.add_bool_or([*problem, free])
        without.append(free)
        for hole, place in zip(taken, problem, strict=True):
            hole.append(place)
    for hole in taken:
        for number, one in enumerate(hole):
            for other in hole[:number]:
                cp.add_bool_or([~one, ~other])
    cp.minimize(sum(without))
    return cp


def possible() -> cp_model.CpModel:
    """A model with one solution."""
    cp = cp_model.CpModel()
    cp.add(cp.new_bool_var("") == 1)
    return cp


def lying(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the solver's first configuration calls everything impossible."""
    really = cpsat.run

    def run_or_lie(cp: cp_model.CpModel, budget: Budget, parameters: Parameters, *others: Any) -> Run:  # noqa: ANN401
        return really(cp, budget, parameters, *others) if parameters is ANOTHER_WAY else Run(True, None, None)  # noqa: FBT003

    monkeypatch.setattr(cpsat, "run", run_or_lie)


def test_what_one_run_calls_impossible_and_another_finds_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    lying(monkeypatch)
    budget = Budget.of(Limits(seconds=30), threading.Event())
    assert run_twice(possible(), budget, presets.QUICK, "it can be").values == (1,)
    assert can_be(possible(), budget, "it can be") is True
    assert budget.statistics.disagreements == ["it can be", "it can be"]


def test_what_two_runs_call_impossible_is() -> None:
    budget = Budget.of(Limits(seconds=30), threading.Event())
    cp = possible()
    cp.add_bool_or([])
    assert run_twice(cp, budget, presets.QUICK, "").is_contradiction
    assert can_be(cp, budget, "") is False
    assert budget.statistics.disagreements == []


def test_what_only_one_run_calls_impossible_is_not_known_where_time_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    lying(monkeypatch)
    assert can_be(pigeons(11), stopped(), "") is None


def test_agreements_that_only_one_run_calls_impossible_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    lying(monkeypatch)
    caseload = clinic_with(appointments=[weekly("p1", "mon", "09:00")], plans=[plan(least=1, most=1)])
    statistics = Statistics()
    result = solve(caseload, MONDAY, Limits(seconds=30, workers=1), statistics=statistics)
    assert [(session.patients, session.start) for session in result.schedule.sessions] == [(("p1",), 540)]
    assert "the agreed sessions can be" in statistics.disagreements


def test_building_a_model_ends_where_nobody_waits_for_it() -> None:
    budget = Budget.of(Limits(seconds=30), threading.Event())
    problem = problem_under(week_of(facts(plant(10, seed=1)), plant(10, seed=1).monday))
    problem = replace(problem, is_over=lambda: budget.is_over)
    assert model_of(problem).candidates
    budget.stops[0].set()
    with pytest.raises(OutOfTime):
        model_of(problem)


def test_what_is_kept_back_is_for_the_whole_and_released_once() -> None:
    budget = Budget.of(Limits(seconds=30, kept_back=10), threading.Event())
    assert budget.until == 20
    share = budget.share(0.5)
    share.release()
    assert share.until < 11
    budget.release()
    budget.release()
    assert budget.until == 30


def test_a_search_until_care_is_proven_leaves_comfort_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "_later", lambda *_: pytest.fail("comfort was searched for"))
    planted = plant(10, seed=1)
    result = solve(facts(planted), planted.monday, Limits(seconds=60, workers=2, until="care"))
    assert result.tiers["care"].is_proven


def test_a_better_week_within_a_limit_is_known_without_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the limit nothing is found but the agreed sessions; within it there is all the time.
    really = lexicographic._meet_care  # noqa: SLF001

    def nothing_without(problem: WeekProblem, *others: Any) -> None:  # noqa: ANN401
        if problem.changes_left is not None:
            really(problem, *others)

    monkeypatch.setattr(lexicographic, "_meet_care", nothing_without)
    caseload = clinic_with(plans=[plan(least=1, most=1)])
    result = solve(caseload, MONDAY, Limits(seconds=30, workers=1), earlier=Earlier(week(), max_changes=0))
    assert result.tiers["care"].value == 0
    assert result.unlimited is not None
    assert result.unlimited.value == 0
