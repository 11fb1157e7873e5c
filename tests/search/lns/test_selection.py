"""Operators are chosen by what they gain in a second, and free as many patients as their time allows."""

import random
from collections import Counter

from scheduler.search.lns.operators import CARE
from scheduler.search.lns.selection import AdaptiveSelection, Outcome
from scheduler.search.policy import POLICY

FIRST, SECOND = CARE[0][0], CARE[1][0]


def chosen(selection: AdaptiveSelection, times: int = 600) -> Counter[int]:
    """How often each operator is chosen, by number."""
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    return Counter(selection.choose(rng)[0] for _ in range(times))


def test_what_is_expected_of_operators_counts_until_they_were_tried() -> None:
    counts = chosen(AdaptiveSelection([(FIRST, 10, 300), (SECOND, 10, 100)], 60))
    assert 2 * counts[1] < counts[0] < 4 * counts[1]


def test_the_one_that_gains_more_in_a_second_is_chosen_more_often_and_none_is_given_up() -> None:
    selection = AdaptiveSelection([(FIRST, 10, 100), (SECOND, 10, 100)], 60)
    for _ in range(40):
        selection.learn(0, Outcome.REFUTED, 0, 0.2)
        selection.learn(1, Outcome.BETTER, 60, 0.2)
    counts = chosen(selection)
    assert counts[1] > 5 * counts[0] > 0
    for _ in range(60):
        selection.learn(0, Outcome.BETTER, 120, 0.1)
        selection.learn(1, Outcome.REFUTED, 0, 0.2)
    assert chosen(selection)[0] > 5 * chosen(selection)[1]


def test_without_any_gain_all_are_chosen_alike() -> None:
    selection = AdaptiveSelection([(FIRST, 10, 0), (SECOND, 10, 0)], 60)
    counts = chosen(selection)
    assert abs(counts[0] - counts[1]) < 100


def sizes(selection: AdaptiveSelection) -> float:
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    return sum(selection.choose(rng)[2] for _ in range(200)) / 200


def test_sizes_follow_the_time_that_a_try_takes() -> None:
    selection = AdaptiveSelection([(FIRST, 10, 100)], 25)
    assert 9 < sizes(selection) < 11
    for _ in range(20):
        selection.learn(0, Outcome.REFUTED, 0, POLICY.lns.target_seconds / 2)
    assert 23 < sizes(selection) < 27  # never more than there are patients, but for chance
    selection.learn(0, Outcome.REFUTED, 0, POLICY.lns.target_seconds * 2)
    assert 23 < sizes(selection) < 27
    for _ in range(20):
        selection.learn(0, Outcome.TIMED_OUT, 0, 1.0)
    assert POLICY.lns.smallest - 1 < sizes(selection) < POLICY.lns.smallest + 1


def test_few_patients_in_vain_get_more_time_and_short_tries_less_again() -> None:
    selection = AdaptiveSelection([(FIRST, 10, 100)], 25)
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    assert selection.choose(rng)[3] == 1
    for _ in range(40):
        selection.learn(0, Outcome.TIMED_OUT, 0, 1.0)
    assert selection.choose(rng)[3] == POLICY.lns.most_patience
    for _ in range(40):
        selection.learn(0, Outcome.REFUTED, 0, POLICY.lns.target_seconds / 2)
    assert selection.choose(rng)[3] == 1
