"""The largest days of a therapist: whatever can be led on one day is part of one of them, and no day holds more."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product

import pytest

from scheduler.model.candidates import Candidate
from scheduler.model.domains import each, starts_at
from scheduler.search.relaxation import day_capacity
from scheduler.search.relaxation.day_capacity import choose_capacity
from scheduler.search.relaxation.program import Option
from scheduler.search.solver.linear import Program, solve_lp
from tests.caseloads import INDIVIDUAL
from tests.search.budgets import seconds
from tests.search.policies import policy_with


def option(program: Program, minutes: int, buffer: int, *starts: int) -> Option:
    kind = replace(INDIVIDUAL, buffer_minutes=buffer)
    variable = program.variable()
    return Option(Candidate(f"unit {variable}", 0, minutes, kind, starts_at(starts)), variable, starts_at(starts))


def most_of(program: Program, options: Sequence[Option]) -> float:
    """How many sessions can be led, torn or whole."""
    program.goal = [(-1, one.variable) for one in options]
    found = solve_lp(program, seconds(), 30)
    assert found is not None
    return sum(found.values[one.variable] for one in options)


def is_possible(chosen: Sequence[Option], most: int | None) -> bool:
    """Whether any starts of all of them leave each its minutes, buffers included."""
    if most is not None and sum(one.candidate.minutes for one in chosen) > most:
        return False
    for starts in product(*(each(one.starts) for one in chosen)):
        spans = sorted(
            (start, start + one.candidate.minutes + one.candidate.session_type.buffer_minutes)
            for start, one in zip(starts, chosen, strict=True)
        )
        if all(here[1] <= after[0] for here, after in pairwise(spans)):
            return True
    return False


@pytest.mark.parametrize("seed", range(30))
def test_every_day_that_is_possible_keeps_the_rows(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    most = rng.choice((None, 90, 120, 150))
    kinds = [(rng.choice((30, 60)), rng.choice((0, 10))) for _ in range(2)]

    def led() -> tuple[Program, list[Option]]:
        program, again = Program(), random.Random(seed)  # noqa: S311 - as above
        return program, [
            option(program, *again.choice(kinds), *again.sample(range(540, 720, 15), again.choice((1, 1, 3))))
            for _ in range(5)
        ]

    _, options = led()
    for count in range(len(options) + 1):
        for chosen in combinations(range(len(options)), count):
            if is_possible([options[number] for number in chosen], most):
                program, same_day = led()
                choose_capacity(program, same_day, most)
                for number in chosen:
                    program.least[same_day[number].variable] = 1
                assert solve_lp(program, seconds(), 30) is not None


def test_a_day_holds_five_sessions_and_not_five_and_a_half() -> None:
    program = Program()
    visits = [option(program, 50, 10, *range(540, 821, 5)) for _ in range(8)]
    choose_capacity(program, visits, None)
    assert most_of(program, visits) == pytest.approx(5)


@pytest.mark.parametrize(("start", "left"), [(600, 4), (570, 3)])
def test_beside_a_meeting_as_many_sessions_fit_as_its_time_leaves(start: int, left: int) -> None:
    program = Program()
    meeting = option(program, 90, 10, start)
    visits = [option(program, 50, 10, *range(540, 821, 5)) for _ in range(8)]
    choose_capacity(program, [meeting, *visits], None)
    program.least[meeting.variable] = 1
    assert most_of(program, visits) == pytest.approx(left)


def test_hours_of_a_day_are_whole_sessions() -> None:
    program = Program()
    visits = [option(program, 50, 0, *range(540, 1021, 5)) for _ in range(8)]
    choose_capacity(program, visits, 240)
    assert most_of(program, visits) == pytest.approx(4)


@pytest.mark.parametrize("limits", [{"counts": 3}, {"sets": 3}])
def test_where_there_are_too_many_days_there_are_no_rows(
    monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]
) -> None:
    monkeypatch.setattr(day_capacity, "POLICY", policy_with("patterns", **limits))
    program = Program()
    sessions = [option(program, 50, 0, start) for start in (540, 600, 660)]
    sessions += [option(program, 50, 0, 540, 600) for _ in range(3)]
    choose_capacity(program, sessions, None)
    assert most_of(program, sessions) == pytest.approx(6)


def test_where_all_fits_there_are_no_rows() -> None:
    program = Program()
    sessions = [option(program, 50, 0, 540), option(program, 50, 0, 600, 660)]
    choose_capacity(program, sessions, 120)
    assert len(program.most) == len(sessions)
    assert program.size == 0
