"""When a solver that is running is ended: never by the clock where the same has to come out each time."""

import threading

import pytest
from ortools.sat.python import cp_model

from scheduler.search import portfolio
from scheduler.search.budget import Budget, Limits
from scheduler.search.engine import run


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

    found = run(pigeons(11), budget, portfolio.CORE, on_bound=settle)
    assert heard
    assert found.bound is not None
    assert found.bound < 11


def pigeons(holes: int) -> cp_model.CpModel:
    """Twice as many pigeons as holes, of which as few as possible have none; proofs of this take clauses long."""
    cp = cp_model.CpModel()
    without = []
    taken: list[list[cp_model.IntVar]] = [[] for _ in range(holes)]
    for _ in range(2 * holes):
        places = [cp.new_bool_var("") for _ in range(holes)]
        free = cp.new_bool_var("")
        cp.add_bool_or([*places, free])
        without.append(free)
        for hole, place in zip(taken, places, strict=True):
            hole.append(place)
    for hole in taken:
        for number, one in enumerate(hole):
            for other in hole[:number]:
                cp.add_bool_or([~one, ~other])
    cp.minimize(sum(without))
    return cp
