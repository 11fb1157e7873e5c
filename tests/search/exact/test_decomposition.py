"""Tracks that share nothing are planned and proven by themselves, and come to what the whole week does."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from scheduler.caseload import Caseload, KeepApart, LevelLimits
from scheduler.model.build import model_of, problem_under
from scheduler.model.cost import cost_of
from scheduler.model.problem import WeekProblem
from scheduler.model.variables import WeekModel
from scheduler.search import Limits, solve
from scheduler.search.exact import full_model
from scheduler.search.exact.decomposition import components_of
from scheduler.search.exact.full_model import FullModel
from scheduler.search.shared import SharedIncumbent
from scheduler.verify import violations
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    available,
    clinic_with,
    group,
    patient,
    plan,
    room,
    therapist,
)
from tests.search.budgets import seconds
from tests.search.replanning import agreed_week

PATIENTS = ("p1", "p2", "p3", "p4")
LEADS = {"p1": "t1", "p2": "t1", "p3": "t2", "p4": "t2"}


def two_tracks(**facts: Any) -> Caseload:  # noqa: ANN401 - tables of any kind
    """Two therapists, each with an hour for two patients who need as long: in each track one of them lacks it."""
    return clinic_with(
        **{
            "patients": [patient(who) for who in PATIENTS],
            "therapists": [therapist("t1", "individual"), therapist("t2", "individual")],
            "levels": [LevelLimits(LEVEL)],
            "plans": [plan(who, least=1, most=1, therapist=LEADS[who]) for who in PATIENTS],
            "availability": [available(who, "mon", "09:00-10:00") for who in ("t1", "t2")],
            **facts,
        }
    )


def problem_for(caseload: Caseload) -> WeekProblem:
    return problem_under(week_of(caseload, MONDAY))


def tracks(caseload: Caseload) -> list[tuple[str, ...]]:
    return sorted(track.patients for track in components_of(problem_for(caseload)))


def begun(caseload: Caseload) -> tuple[WeekProblem, SharedIncumbent]:
    week = agreed_week(caseload)
    return week.problem, SharedIncumbent(week.placed, cost_of(week.problem.week, week.placed.values()), lambda *_: None)


def test_two_therapists_with_patients_of_their_own_are_two_tracks() -> None:
    assert tracks(two_tracks()) == [("p1", "p2"), ("p3", "p4")]
    problem = problem_for(two_tracks())
    names = sorted(candidate.name for track in components_of(problem) for candidate in track.candidates)
    assert names == sorted(candidate.name for candidate in problem.candidates)


SHARED_ROOM = {
    "resources": [room()],
    "session_types": [SKILLS, replace(INDIVIDUAL, resources=("room",))],
}
BOTH_LEAD = {"plans": [plan(who, least=1, most=1, therapist=None) for who in PATIENTS]}
A_GROUP = {
    "therapists": [therapist("t1", "individual"), therapist("t2", "individual"), therapist("t3", "skills")],
    "plans": [
        *(plan(who, least=1, most=1, therapist=LEADS[who]) for who in PATIENTS),
        plan("p1", "skills", least=1),
        plan("p3", "skills", least=1),
    ],
    "groups": [group()],
}


@pytest.mark.parametrize("shared", [SHARED_ROOM, BOTH_LEAD, A_GROUP, {"keep_apart": [KeepApart("p1", "p3", "day")]}])
def test_whoever_shares_something_is_of_one_track(shared: dict[str, Iterable[object]]) -> None:
    assert tracks(two_tracks(**shared)) == [PATIENTS]


def test_a_limit_on_changes_is_for_all_together() -> None:
    problem = replace(problem_for(two_tracks()), changes_left=1)
    assert components_of(problem) == [problem]


def test_a_patient_who_can_attend_nothing_is_of_some_track() -> None:
    clinic = two_tracks(
        patients=[patient(who) for who in (*PATIENTS, "p5")],
        plans=[plan(who, least=1, most=1, therapist=LEADS[who]) for who in PATIENTS],
    )
    assert sorted(who for some in tracks(clinic) for who in some) == [*PATIENTS, "p5"]
    assert len(tracks(clinic)) == 2


@pytest.mark.parametrize("decomposed", [True, False])
def test_proofs_of_tracks_add_up(*, decomposed: bool) -> None:
    problem, best = begun(two_tracks())
    search = FullModel(problem, best, 1, decomposed=decomposed)
    search.prove_care(seconds())
    assert best.cost.care == best.bound.care == 2 * INDIVIDUAL.minutes
    search.make_best("comfort", seconds())
    assert best.cost.comfort == best.bound.comfort


def test_care_that_one_track_cannot_have_is_proven_beside_what_is_found_for_the_other() -> None:
    caseload = two_tracks(availability=[available("t1", "mon", "09:00-10:00")])
    problem, best = begun(caseload)
    assert len(components_of(problem)) == 2
    search = FullModel(problem, best, 1)
    search.meet_all_care(seconds())
    assert best.cost.care == INDIVIDUAL.minutes * 2
    assert best.bound.care == 0  # that nothing was found with these parameters is no proof
    search.prove_care(seconds())
    assert best.bound.care == INDIVIDUAL.minutes


@pytest.mark.parametrize(("is_proven", "modelled"), [(True, [("p1", "p2"), ("p3", "p4")]), (False, [PATIENTS])])
def test_later_tiers_of_tracks_are_apart_once_care_is_proven(
    monkeypatch: pytest.MonkeyPatch, modelled: list[tuple[str, ...]], *, is_proven: bool
) -> None:
    """Before, a track might lack more care for the sake of another, and be more comfortable than its bound."""
    problem, best = begun(two_tracks())
    if is_proven:
        FullModel(problem, best, 1).prove_care(seconds())
    seen: list[tuple[str, ...]] = []

    def noted(some: WeekProblem) -> WeekModel:
        seen.append(some.patients)
        return model_of(some)

    monkeypatch.setattr(full_model, "model_of", noted)
    FullModel(problem, best, 1).make_best("comfort", seconds())
    assert sorted(seen) == modelled


def test_a_week_of_tracks_is_verified() -> None:
    caseload = two_tracks()
    found = solve(caseload, MONDAY, Limits(seconds=5, workers=2))
    assert violations(caseload, MONDAY, found.schedule) == ()
    assert found.status == "optimal"
    assert found.tiers["care"].value == 2 * INDIVIDUAL.minutes
