"""No part of the program claims what the exact optimum of a small clinic refutes."""

from dataclasses import replace

import pytest

from scheduler.caseload import KeepApart, LevelLimits, SessionType
from scheduler.model.problem import WeekProblem
from scheduler.search.exact import symmetry
from scheduler.search.relaxation import aggregation, build
from scheduler.search.relaxation.program import Relaxation
from scheduler.times import Window
from tests.caseloads import LEVEL, SKILLS, clinic_with, group, meeting_row, patient, plan, therapist
from tests.soundness.cases import case
from tests.soundness.exact import Exact, exact
from tests.soundness.producers import QUICK, SLOW, relaxation

SEEDS = range(60)
WITH_A_PROCESS = range(1)


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


def two_kept_apart() -> Exact:
    """Three patients and three seats at one time, where the third is to meet the second and never the first.

    The first two are the same but for that, and only they may have the seat beside the others.
    """
    known = exact(
        clinic_with(
            session_types=[SKILLS],
            therapists=[therapist("t1", "skills"), therapist("t2", "skills")],
            patients=[patient("p1", tags=["x"]), patient("p2", tags=["x"]), patient("p3")],
            plans=[plan(who, "skills", least=1, most=1) for who in ("p1", "p2", "p3")],
            groups=[
                replace(group("g1", sizes=(1, 2)), meetings_per_week=1),
                replace(group("g2", sizes=(1, 1)), meetings_per_week=1, admits=frozenset({"x"})),
            ],
            meetings=[meeting_row(name, days="mon", starts="09:00") for name in ("g1", "g2")],
            keep_apart=[KeepApart("p1", "p3")],
        )
    )
    assert known is not None
    assert known.least["care"] == 0
    return known


def never_both(relaxation: Relaxation) -> None:
    """Pairs kept apart as a relaxation must not have them: if one of them attends anything, the other does not."""
    for pair in relaxation.problem.caseload.keep_apart:
        both = {pair.patient_a, pair.patient_b}
        relaxation.program.row([(1, choice) for (_, who), choice in relaxation.choices.items() if who in both], most=1)


def symmetric_whoever_is_kept_apart(problem: WeekProblem) -> list[symmetry.SymmetryClass]:
    """Classes that leave the pairs out of account."""
    caseload = replace(problem.caseload, keep_apart=())
    return SYMMETRIC_PATIENTS(replace(problem, week=replace(problem.week, caseload=caseload)))


SYMMETRIC_PATIENTS = symmetry.symmetric_patients


def test_a_rule_that_ties_two_patients_together_is_held_by_every_bound() -> None:
    assert refuted(two_kept_apart(), QUICK + SLOW) == {}


def test_the_tests_find_a_relaxation_that_has_more_of_a_tie_than_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "keep_apart", never_both)
    found = refuted(two_kept_apart(), QUICK)
    assert found == {"relaxation, care": (60, 0), "day_patterns, care": (60, 0)}


def test_the_tests_find_a_symmetry_that_a_tie_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symmetry, "symmetric_patients", symmetric_whoever_is_kept_apart)
    found = refuted(two_kept_apart(), QUICK)
    assert found == {"whole_week_by_tracks, care": (60, 0), "whole_week_as_one, care": (60, 0)}
