"""A strategy is one list: in turn with one worker, its two sides at the same time with several."""

import threading
from collections.abc import Callable

import pytest

from scheduler.search.limits import Budget
from scheduler.search.policy import ALL_LEFT, BESIDE, Share
from scheduler.search.strategy import Side, Step, run_steps
from tests.search.budgets import seconds, stopped

NOTHING = Share(0, 0)


def noting(told: list[str], says: str) -> Callable[[Budget], None]:
    return lambda _: told.append(says)


def steps(told: list[str]) -> list[Step]:
    kinds: list[tuple[Side, str, Share]] = [
        ("dual", "wait", BESIDE),
        ("dual", "bound", ALL_LEFT),
        ("primal", "construct", ALL_LEFT),
        ("dual", "prove", Share(0, 1)),
        ("primal", "nothing", NOTHING),
        ("primal", "improve", ALL_LEFT),
    ]
    return [Step(side, noting(told, says), share) for side, says, share in kinds]


def test_one_worker_takes_the_steps_in_turn() -> None:
    told: list[str] = []
    run_steps(steps(told), seconds(), 1)
    assert told == ["bound", "construct", "prove", "improve"]


def test_several_workers_take_each_side_in_its_order() -> None:
    told: list[str] = []
    run_steps(steps(told), seconds(), 2)
    assert [says for says in told if says in {"wait", "bound", "prove"}] == ["wait", "bound"]
    assert [says for says in told if says in {"construct", "improve", "nothing"}] == ["construct", "improve"]


def test_both_sides_run_at_the_same_time() -> None:
    here, there = threading.Event(), threading.Event()
    met: list[bool] = []

    def meet(mine: threading.Event, other: threading.Event) -> Callable[[Budget], None]:
        def run(_: Budget) -> None:
            mine.set()
            met.append(other.wait(60))

        return run

    run_steps((Step("dual", meet(there, here), ALL_LEFT), Step("primal", meet(here, there), ALL_LEFT)), seconds(), 2)
    assert met == [True, True]


def test_a_step_has_its_share_of_what_is_left() -> None:
    given: list[float] = []
    budget = seconds(100)

    def spend(mine: Budget) -> None:
        given.append(round(mine.left))

    run_steps([Step("dual", spend, Share(0.25, 0.5)), Step("dual", spend, ALL_LEFT)], budget, 1)
    run_steps([Step("dual", spend, Share(0.25, 0.5))], budget, 2)
    assert given == [50, 100, 25]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("side", ["primal", "dual"])
def test_what_fails_on_either_side_is_raised(side: Side, workers: int) -> None:
    def fail(_: Budget) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        run_steps([Step(side, fail, ALL_LEFT)], seconds(), workers)


def test_nothing_is_begun_once_the_time_is_over() -> None:
    told: list[str] = []
    run_steps(steps(told), stopped(), 1)
    assert told == []
