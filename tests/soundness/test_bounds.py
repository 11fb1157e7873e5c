"""No part of the program claims what the exact optimum of a small clinic refutes."""

from dataclasses import replace

import pytest

from scheduler.caseload import LevelLimits, SessionType
from scheduler.search.relaxation import aggregation
from scheduler.times import Window
from tests.caseloads import LEVEL, clinic_with, group, patient, plan, therapist
from tests.soundness.cases import case
from tests.soundness.exact import Exact, exact
from tests.soundness.producers import QUICK, SLOW, relaxation

SEEDS = range(60)
WITH_A_PROCESS = range(6)


def refuted(known: Exact, producers: object) -> dict[str, tuple[int, int]]:
    """Claims above what is known to be possible, by producer and tier."""
    assert isinstance(producers, tuple)
    return {
        f"{producer.__name__}, {tier}": (bound, known.least[tier])
        for producer in producers
        for tier, bound in producer(known).items()
        if bound > known.least[tier]
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_no_claim_is_refuted_by_the_best_week(seed: int) -> None:
    given = case(seed)
    known = exact(given.caseload, given.earlier)
    if known is not None:
        assert refuted(known, QUICK if seed not in WITH_A_PROCESS else QUICK + SLOW) == {}


def two_groups_with_open_times() -> Exact:
    """Four places for six sessions: two groups of two that meet when it suits, and three patients who need two each."""
    known = exact(
        clinic_with(
            opening=((Window(9 * 60, 17 * 60),), *((),) * 6),
            levels=[LevelLimits(LEVEL, 1, 120)],
            session_types=[SessionType("process", "group", 60, max_size=2)],
            therapists=[therapist("t1", "process"), therapist("t2", "process")],
            patients=[patient(who) for who in ("p1", "p2", "p3")],
            plans=[plan(who, "process", least=2) for who in ("p1", "p2", "p3")],
            groups=[
                replace(group(name, session_type="process", sizes=(1, 2)), meetings_per_week=1) for name in ("a", "b")
            ],
        )
    )
    assert known is not None
    return known


def test_meetings_with_open_times_can_be_attended_one_after_the_other() -> None:
    known = two_groups_with_open_times()
    assert known.least["care"] == 240  # two sessions are missing, each a session and an hour of the week
    assert refuted(known, QUICK + SLOW) == {}
    assert relaxation(known) == {"care": 240}


def test_the_tests_find_meetings_taken_for_one_choice_that_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aggregation, "_excludes_another", lambda *_: True)
    assert refuted(two_groups_with_open_times(), (relaxation,)) == {"relaxation, care": (360, 240)}
    assert any(
        refuted(known, (relaxation,))
        for seed in SEEDS
        if (known := exact(case(seed).caseload, case(seed).earlier)) is not None
    )
