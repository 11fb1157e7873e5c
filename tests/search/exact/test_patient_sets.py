"""Comfort of small sets of patients adds up to no more than the whole week has at its best."""

from dataclasses import replace

import pytest

from benchmarks.planted import facts, plant
from scheduler.search import Limits, solve
from scheduler.search.exact import full_model, patient_sets
from scheduler.search.exact.patient_sets import prove_comfort_by_sets
from scheduler.search.shared import SharedIncumbent
from tests.caseloads import clinic_with, group, meeting, meeting_row, one_to_one, patient, plan
from tests.search.budgets import a_while_after, seconds, stopped
from tests.search.policies import policy_with
from tests.search.replanning import week_of_sessions

TWO = clinic_with(
    patients=[patient("p1"), patient("p2")],
    plans=[
        *(plan(who, least=1, most=1) for who in ("p1", "p2")),
        *(plan(who, "skills", least=2, most=2) for who in ("p1", "p2")),
    ],
    groups=[group(meetings_per_week=2, meetings_per_day=2, sizes=(2, 2))],
    meetings=[meeting_row(days="mon", starts="09:00"), meeting_row(days="mon", starts="11:00")],
)
WEEK = week_of_sessions(
    TWO,
    meeting("g1", "mon", "09:00-10:00", patients="p1 p2"),
    meeting("g1", "mon", "11:00-12:00", patients="p1 p2"),
    one_to_one("p1", "mon", "15:00-15:50"),
    one_to_one("p2", "mon", "16:00-16:50"),
)


@pytest.mark.parametrize(
    ("together", "lacking", "bound"), [(1, 0, 80), (2, 0, 130), (1, 20, 40), (2, 50, 30), (1, 50, 0)]
)
def test_each_set_has_the_clinic_to_itself(
    monkeypatch: pytest.MonkeyPatch, together: int, lacking: int, bound: int
) -> None:
    monkeypatch.setattr(patient_sets, "POLICY", policy_with("proofs", set_patients=together))
    best = SharedIncumbent(WEEK.placed, replace(WEEK.cost, care=lacking), lambda _best, _says: None)
    prove_comfort_by_sets(WEEK.problem, best, seconds())
    # A day is 30; who is seen between the two meetings waits 10 minutes, and who is seen after them 60. What may lack
    # costs twice as much, and less of a session is none.
    assert best.bound.comfort == bound


def test_nothing_is_proven_without_time() -> None:
    best = SharedIncumbent(WEEK.placed, WEEK.cost, lambda _best, _says: None)
    prove_comfort_by_sets(WEEK.problem, best, stopped())
    assert best.bound.comfort == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sum_is_never_above_the_best_week(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    planted = plant(10, seed=seed)
    caseload = facts(planted)
    optimum = solve(caseload, planted.monday, Limits(seconds=20)).tiers["comfort"]
    assert optimum.is_proven
    monkeypatch.setattr(patient_sets, "POLICY", policy_with("proofs", set_patients=4))
    monkeypatch.setattr(full_model, "POLICY", policy_with("proofs", many_choices=0))
    heard, stop = a_while_after(lambda progress: "comfort" in progress.tiers and progress.tiers["comfort"].bound > 0, 1)
    result = solve(caseload, planted.monday, Limits(seconds=60, workers=2), heard, stop)
    assert 0 < result.tiers["comfort"].bound <= optimum.value <= result.tiers["comfort"].value
