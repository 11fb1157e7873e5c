"""Comfort of a few patients at a time: better, never at the price of care, and over when nothing more can be had."""

import random
import threading

import pytest

from scheduler.search import Limits
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.limits import Budget
from scheduler.search.lns import reoptimise
from scheduler.search.lns.search import NeighbourhoodSearch
from scheduler.search.lns.subproblem import subproblem_of
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from tests.caseloads import clinic_with, group, meeting, meeting_row, one_to_one, plan
from tests.search.budgets import seconds, stopped
from tests.search.replanning import week_of_sessions

CASELOAD = clinic_with(
    plans=[plan("p1", least=1, most=1), plan("p1", "skills", least=2, most=2)],
    groups=[group(meetings_per_week=2, meetings_per_day=2)],
    meetings=[meeting_row(days="mon", starts="09:00"), meeting_row(days="mon", starts="12:00")],
)
WEEK = week_of_sessions(
    CASELOAD,
    meeting("g1", "mon", "09:00-10:00"),
    meeting("g1", "mon", "12:00-13:00"),
    one_to_one("p1", "mon", "15:00-15:50"),
)


def best_from_here() -> SharedIncumbent:
    """The week as it is, of which nothing is proven."""
    return SharedIncumbent(WEEK.placed, WEEK.cost, lambda _best, _says: None)


def improve_comfort(best: SharedIncumbent, budget: Budget) -> None:
    """Search for comfort, always in the same way."""
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    NeighbourhoodSearch(WEEK.problem, best, PatientBounds(budget), "comfort").run(budget, rng)


def test_it_ends_when_nothing_more_can_be_had() -> None:
    best, budget = best_from_here(), seconds(60)
    improve_comfort(best, budget)
    # A day costs 30, and from nine to one there are 240 minutes, 170 of them in sessions.
    assert (WEEK.cost.comfort, best.cost.comfort) == (270, 100)
    assert (best.cost.care, best.bound.comfort) == (WEEK.cost.care, 0)
    assert budget.left > 0


def test_it_does_nothing_without_time() -> None:
    best = best_from_here()
    improve_comfort(best, stopped())
    assert best.cost == WEEK.cost


def test_what_would_not_be_built_in_time_is_not_begun_and_counts_as_a_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that counts work instead of seconds would go on for ever if it counted nothing."""
    monkeypatch.setattr(reoptimise, "seconds_to_build", lambda _problem: 61.0)
    budget = Budget.of(Limits(seconds=60, deterministic=True), threading.Event())
    problem = subproblem_of(WEEK, ["p1"])
    goal = reoptimise.tier_improves(WEEK, problem, "comfort")
    assert reoptimise.repaired(problem, goal, budget, presets.LINEAR, 0.5) == reoptimise.Repaired(None)
    assert budget.left == 59.5
