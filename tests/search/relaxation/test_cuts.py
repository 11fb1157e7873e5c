"""Rows about days with enough hours: true of every day that is possible, and telling of hours that no day has."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from scheduler.model.candidates import Candidate
from scheduler.model.domains import starts_at
from scheduler.search.relaxation.cuts import long_session_cuts
from scheduler.search.relaxation.program import Option
from tests.model.clinics import small_clinic

KIND = replace(next(iter(small_clinic().session_types.values())), counts=True)


def option(variable: int, minutes: int, *starts: int) -> Option:
    return Option(Candidate(f"unit {variable}", 0, minutes, KIND, starts_at(starts)), variable, starts_at(starts))


def is_possible(chosen: Sequence[Option]) -> bool:
    """Whether no two of those with a given start overlap; the others find a time."""
    given = [one for one in chosen if one.starts.bit_count() == 1]
    spans = sorted((one.starts.bit_length() - 1, one.starts.bit_length() - 1 + one.candidate.minutes) for one in given)
    return all(here[1] <= after[0] for here, after in pairwise(spans))


@pytest.mark.parametrize("seed", range(40))
def test_every_day_with_enough_hours_keeps_the_rows(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    meetings = [option(number, rng.choice((60, 75, 90, 105)), rng.choice((540, 615, 630, 720))) for number in range(6)]
    same_day = [*meetings, option(6, 50, 540, 600), option(7, 25, 540, 600)]
    for count in range(len(same_day) + 1):
        for chosen in filter(is_possible, combinations(same_day, count)):
            taken = {one.variable for one in chosen}
            if sum(one.counted for one in chosen) >= 180:
                for terms, minutes in long_session_cuts(same_day, 180):
                    assert sum(weight for weight, variable in terms if variable in taken) >= minutes


def test_two_short_meetings_are_not_three_hours() -> None:
    early = [option(0, 75, 1050), option(1, 90, 1035), option(2, 105, 1050)]
    late = [option(3, 75, 1170), option(4, 90, 1140), option(5, 105, 1165)]
    (row,) = long_session_cuts([*early, *late], 180)
    terms, minutes = row
    assert minutes == 30
    assert {variable: weight for weight, variable in terms} == {1: 15, 4: 15, 2: 30, 5: 30}
    torn = {0: 0.5, 2: 0.5, 3: 0.5, 4: 0.5}
    assert sum(torn[variable] * one.counted for one in [*early, *late] if (variable := one.variable) in torn) < 180
    assert not list(long_session_cuts([*early, *late], 150))
