"""Each operator frees the patient it is tried for, only patients of the week, and whom it says it frees."""

import random

import pytest

from benchmarks.planted import facts, plant
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.operators import (
    CARE,
    PORTFOLIOS,
    Freed,
    meeting_that_should_run,
    short_together,
    two_caseloads,
    whole_group,
)
from scheduler.search.lns.reoptimise import repaired
from scheduler.search.lns.subproblem import insert, subproblem_of
from tests.caseloads import clinic_with, group, meeting, meeting_row, patient, plan, therapist
from tests.search.budgets import seconds
from tests.search.replanning import agreed_week, given_week, is_sound, week_of_sessions

TIERS = ("care", "make_ups", "stability", "comfort")


def by_chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret


@pytest.mark.parametrize("tier", TIERS)
def test_each_frees_the_patient_and_nobody_who_is_not_there(tier: str) -> None:
    planted = plant(14, seed=3, timetable="leaders_open")
    for incumbent in (
        agreed_week(facts(planted), planted.monday),
        given_week(facts(planted), planted.monday, planted.schedule),
    ):
        patients = set(incumbent.problem.patients)
        for number, (operator, size, expected) in enumerate(PORTFOLIOS[tier]):
            freed = operator.destroy(incumbent, min(patients), by_chance(number), min(size, 6))
            assert min(patients) in freed.free
            assert freed.free | freed.seated <= patients
            assert expected > 0


@pytest.mark.parametrize("number", range(len(CARE)))
def test_what_is_repaired_keeps_every_rule_and_is_better(number: int) -> None:
    planted = plant(14, seed=4)
    incumbent = agreed_week(facts(planted), planted.monday)
    operator = CARE[number][0]
    rng = by_chance(number)
    gained = 0
    for who in list(incumbent.unmet())[:3]:
        freed = operator.destroy(incumbent, who, rng, 8)
        problem = subproblem_of(incumbent, freed.free, freed.seated, other_leaders=operator.other_leaders)
        goal = operator.repair.goal(incumbent, problem, who, 0)
        found = repaired(problem, goal, seconds(), operator.repair.parameters, 5)
        if found.placed is not None:
            before = incumbent.cost.care
            insert(incumbent, problem, found.placed.values())
            assert incumbent.cost.care < before
            assert is_sound(incumbent)
            gained += before - incumbent.cost.care
    assert gained


def two_therapists() -> Incumbent:
    """t1 sees p1 and p2, t2 sees p3 and p4, and both could lead g1, which only p1 and p3 attend; g2 is not held."""
    people = [patient(f"p{number}") for number in range(1, 6)]
    return week_of_sessions(
        clinic_with(
            patients=people,
            therapists=[therapist("t1"), therapist("t2")],
            plans=[
                *(plan(who.patient, "skills", least=2) for who in people),
                *(plan(who, least=1, most=1, therapist="t1") for who in ("p1", "p2")),
                *(plan(who, least=1, most=1, therapist="t2") for who in ("p3", "p4")),
            ],
            groups=[group("g1", meetings_per_week=1), group("g2", sizes=(2, 12), meetings_per_week=1)],
            meetings=[meeting_row("g1", days="mon", starts="09:00"), meeting_row("g2", days="tue", starts="09:00")],
        ),
        meeting("g1", "mon", "09:00-10:00", "p1 p3"),
    )


def test_two_caseloads_are_those_who_could_lead_the_same() -> None:
    incumbent = two_therapists()
    found = [two_caseloads(incumbent, "p1", by_chance(seed), 5) for seed in range(5)]
    assert all(one.seated >= {"p1"} for one in found)
    assert all(isinstance(one, Freed) and "p1" in one.free for one in found)


def test_a_meeting_that_should_run_frees_as_many_as_it_needs() -> None:
    incumbent = two_therapists()
    freed = meeting_that_should_run(incumbent, "p1", by_chance(1), 5)
    assert "p1" in freed.free
    assert len(freed.free) >= 2  # g2 is held for two


def test_a_whole_group_frees_all_who_attend_it() -> None:
    incumbent = two_therapists()
    assert any(whole_group(incumbent, "p2", by_chance(seed), 2).free >= {"p1", "p2", "p3"} for seed in range(6))


def test_those_who_lack_care_are_freed_together() -> None:
    incumbent = two_therapists()
    freed = short_together(incumbent, "p5", by_chance(2), 6)
    assert len(freed.free & set(incumbent.unmet())) >= 3
