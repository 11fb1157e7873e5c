"""Linear programs with a known least: torn or whole, without a solution, and ended in time whatever they are."""

import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from math import inf

import pytest

from scheduler.search.limits import Budget
from scheduler.search.solver import linear
from scheduler.search.solver.linear import IncrementalLp, LpSolution, Program, Question, solve_lp, solve_mip
from tests.search.budgets import seconds, stopped
from tests.search.policies import policy_with


def two_of_three(limit: float = 1) -> Program:
    """Of each two of three things at most one, as many as possible: half of each if they may be torn, else one."""
    program = Program()
    things = [program.variable() for _ in range(3)]
    for left_out in things:
        program.row([(1, thing) for thing in things if thing != left_out], most=limit)
    program.goal = [(-10, thing) for thing in things]
    return program


def dear_and_cheap(needed: float) -> Program:
    """Something cheap and something dear, at most one of each."""
    program = Program()
    cheap, dear = program.variable(), program.variable()
    program.row([(1, dear), (1, cheap)], least=needed)
    program.goal = [(3, dear), (2, cheap)]
    return program


def tangled(size: int) -> Program:
    """A covering problem by chance: torn within a second, whole not within a minute."""
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    program = Program()
    things = [program.variable() for _ in range(size)]
    for _ in things:
        program.row([(1, thing) for thing in rng.sample(things, size // 10)], least=1)
    program.goal = [(rng.randint(10, 13), thing) for thing in things]
    return program


@pytest.mark.parametrize(
    ("program", "least", "values"),
    [
        (two_of_three(), -15, (0.5, 0.5, 0.5)),
        (dear_and_cheap(1.5), 4, (1, 0.5)),
        (dear_and_cheap(1), 2, (1, 0)),
        (dear_and_cheap(2), 5, (1, 1)),
    ],
)
def test_the_least_of_torn_variables_is_rounded_up(program: Program, least: int, values: tuple[float, ...]) -> None:
    found = solve_lp(program, seconds(), 10)
    assert found is not None
    assert program.bound(found.prices) == least
    assert found.values == pytest.approx(values)


@pytest.mark.parametrize(("program", "least"), [(two_of_three(), -10), (dear_and_cheap(1.5), 5)])
def test_the_least_of_whole_variables(program: Program, least: int) -> None:
    found = solve_mip(program, seconds())
    assert found.bound == least
    assert found.values is not None
    assert sum(weight * found.values[variable] for weight, variable in program.goal) == pytest.approx(least)


def test_whatever_the_prices_a_bound_is_none_too_many() -> None:
    rng = random.Random(3)  # noqa: S311 - a test is to be repeatable, not secret
    for program, least in ((two_of_three(), -15), (dear_and_cheap(1.5), 4), (dear_and_cheap(1), 2)):
        found = solve_lp(program, seconds(), 10)
        assert found is not None
        for much in (1e-9, 1e-3, 1, 50):
            bound = program.bound([price + rng.uniform(-much, much) for price in found.prices])
            assert bound is not None
            assert bound <= least


def test_prices_prove_nothing_where_a_variable_has_no_limit() -> None:
    program = dear_and_cheap(1)
    program.most[0] = inf
    program.goal = [(-1, 0), (2, 1)]
    assert program.bound([0.0]) is None


def test_limits_of_variables_hold() -> None:
    program = dear_and_cheap(1)
    program.least[1], program.most[0] = 0.25, 0.5
    found = solve_lp(program, seconds(), 10)
    assert found is not None
    assert found.values == pytest.approx((0.5, 0.5))


def test_what_cannot_be_has_no_least() -> None:
    assert solve_lp(dear_and_cheap(2.5), seconds(), 10) is None
    found = solve_mip(dear_and_cheap(2.5), seconds())
    assert (found.bound, found.values) == (None, None)


def test_rows_without_limits_change_nothing() -> None:
    program = dear_and_cheap(1)
    program.row([(5, 1), (7, 0)], least=-inf, most=inf)
    found = solve_lp(program, seconds(), 10)
    assert found is not None
    assert program.bound(found.prices) == 2


def test_the_solver_answers_one_question_after_another() -> None:
    program = two_of_three()
    solver, asked = IncrementalLp(program), Question()
    changes = [(0, 1, True), (2, 0.25, True), (1, 1, False), (0, 0.5, False), (1, 1, True), (2, 1, True)]
    for variable, most, has_goal in changes:
        asked.most[variable], asked.least[variable], asked.has_goal = most, min(0.125, most), has_goal
        found, afresh = solver.solve(seconds(), 10, asked), IncrementalLp(program).solve(seconds(), 10, asked)
        assert found is not None
        assert afresh is not None
        assert all(
            asked.least.get(number, 0) - 1e-6 <= value <= asked.most.get(number, 1) + 1e-6
            for number, value in enumerate(found.values)
        )
        if has_goal:
            assert worth(program, found) == pytest.approx(worth(program, afresh))
    assert solver.solve(seconds(), 10, Question(dict.fromkeys(range(3), 0.75))) is None
    usual, plain = solver.solve(seconds(), 10), solve_lp(two_of_three(), seconds(), 10)
    assert usual is not None
    assert plain is not None
    assert program.bound(usual.prices) == program.bound(plain.prices)


def worth(program: Program, found: LpSolution) -> float:
    return sum(weight * found.values[variable] for weight, variable in program.goal)


def test_work_that_does_not_suffice_gives_nothing() -> None:
    assert solve_lp(tangled(300), seconds(), 0) is None


def test_a_stop_ends_torn_variables() -> None:
    program = tangled(800)
    begun = time.monotonic()
    assert solve_lp(program, stopped(), 60) is None
    assert time.monotonic() - begun < 10


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that were started; all of them have ended."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    yield started
    assert all(child.returncode is not None for child in started)


@pytest.mark.parametrize("budget", [seconds(0), stopped()], ids=["nothing left", "stopped"])
def test_without_time_nothing_is_known(budget: Budget, children: list[subprocess.Popen[bytes]]) -> None:
    begun = time.monotonic()
    found = solve_mip(dear_and_cheap(1.5), budget)
    assert (found.bound, found.values) == (None, None)
    assert time.monotonic() - begun < 5
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_a_stop_ends_the_other_process(children: list[subprocess.Popen[bytes]]) -> None:
    budget = seconds(60)
    timer = threading.Timer(0.5, budget.stops[0].set)
    timer.start()
    begun = time.monotonic()
    found = solve_mip(tangled(400), budget)
    timer.join()
    assert (found.bound, found.values) == (None, None)
    assert time.monotonic() - begun < 10
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_what_was_found_in_time_is_told(
    children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The search ends after 5 seconds, and there is time enough to tell what it found on a busy machine too.
    monkeypatch.setattr(linear, "POLICY", policy_with("solver", telling=0.92))
    program = tangled(250)
    begun = time.monotonic()
    found = solve_mip(program, seconds(60))
    assert 1 < time.monotonic() - begun < 40
    assert [child.returncode for child in children] == [0]
    torn = solve_lp(program, seconds(), 10)
    assert torn is not None
    assert found.bound is not None
    assert found.values is not None
    cost = sum(weight * found.values[variable] for weight, variable in program.goal)
    least = program.bound(torn.prices)
    assert least is not None
    assert least <= found.bound <= cost + linear.TOLERANCE
