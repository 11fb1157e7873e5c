"""Days in whole numbers by themselves: what they prove, and the week that has their meetings, leaders and seats."""

from dataclasses import replace

import pytest

from benchmarks.planted import facts, plant
from scheduler.model.build import problem_under
from scheduler.model.cost import cost_of
from scheduler.model.decode import schedule_of
from scheduler.model.problem import WeekProblem
from scheduler.search import care
from scheduler.search.care import minimise_unmet_care
from scheduler.search.policy import Share
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.relaxation.rounding import with_its_leaders
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver.linear import solve_mip
from scheduler.verify import violations
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    available,
    clinic_with,
    group,
    meeting_row,
    patient,
    plan,
    therapist,
)
from tests.search.budgets import seconds
from tests.search.policies import policy_with

NEVER = Share(0, 0)


def short_of_hours() -> WeekProblem:
    """One of two therapists should lead the group, the one who sees nobody; one of two sessions is lacking whatever."""
    return problem_under(
        week_of(
            clinic_with(
                session_types=[SKILLS, replace(INDIVIDUAL, minutes=60)],
                patients=[patient(), patient("p2")],
                therapists=[therapist(max_minutes_week=60), therapist("t2", "skills", max_minutes_week=60)],
                groups=[group("a", sizes=(1, 10), meetings_per_week=1)],
                meetings=[meeting_row("a", days="mon", starts="09:00")],
                plans=[
                    *(plan(who, least=1, most=1, therapist="t1") for who in ("p1", "p2")),
                    *(plan(who, "skills", least=1) for who in ("p1", "p2")),
                ],
                availability=[available("t1", "mon", "09:00-12:00")],
            ),
            MONDAY,
        )
    )


def test_what_is_lacking_in_whole_numbers_is_proven_and_their_week_found(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = policy_with("care", at_once=NEVER, at_once_again=NEVER, construct=NEVER).care
    monkeypatch.setattr(care, "SHARES", shares)
    problem = short_of_hours()
    best = SharedIncumbent({}, cost_of(problem.week, ()), lambda _best, _says: None)
    assert best.cost.care == 240
    minimise_unmet_care(problem, best, seconds(600).share(1, best.settled["care"]), workers=2)
    assert best.cost.care == best.bound.care == 60
    assert violations(problem.caseload, MONDAY, schedule_of(problem, best.placed)) == ()
    leads = {one.leaders for one in best.placed.values() if one.candidate.group}
    assert leads == {("t2",)}


def test_a_deterministic_search_does_without_what_ends_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(care, "solve_mip", lambda _program, _budget: asked.append("whole numbers"))
    monkeypatch.setattr(care, "lp_bound", lambda _program, _budget: asked.append("prices"))
    problem = short_of_hours()
    best = SharedIncumbent({}, cost_of(problem.week, ()), lambda _best, _says: None)
    budget = seconds(20).share(1, best.settled["care"])
    budget.limits = replace(budget.limits, deterministic=True)
    minimise_unmet_care(problem, best, budget, workers=1)
    assert best.cost.care == best.bound.care == 60
    assert asked == []


def test_the_problem_with_its_leaders_has_what_whole_numbers_hold() -> None:
    planted = plant(14, seed=3, timetable="leaders_open", short_percent=25)
    problem = problem_under(week_of(facts(planted), planted.monday))
    relaxation = relaxation_of(problem, by_pattern=True)
    assert relaxation is not None
    values = solve_mip(relaxation.program, seconds(600)).values
    assert values is not None
    narrowed = with_its_leaders(relaxation, values)
    meetings = {candidate.name: candidate for candidate in narrowed.candidates if candidate.group}
    assert set(meetings) == {name for name, held in relaxation.held.items() if values[held] > 0.5}
    assert all(len(candidate.leaders) == candidate.needed_leaders for candidate in meetings.values())
    assert len(meetings) < len(relaxation.held)
    assert [candidate for candidate in narrowed.candidates if not candidate.group] == [
        candidate for candidate in problem.candidates if not candidate.group
    ]
