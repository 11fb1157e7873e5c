"""Whatever is aimed at for a few patients, what is put in keeps every rule, and nobody else's care changes."""

import random
import threading
from collections.abc import Callable, Collection, Mapping
from typing import get_args

import pytest
from ortools.sat.python import cp_model

from benchmarks.planted import Timetable, facts, plant
from scheduler.caseload import Caseload
from scheduler.model.tiers import care
from scheduler.model.variables import WeekModel
from scheduler.schedule import Earlier
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget, Limits
from scheduler.search.lns.reoptimise import all_before_comfort_improve, repaired
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.solver import presets
from tests.model.clinics import open_clinic, small_clinic
from tests.model.tiny_clinics import tiny_clinic
from tests.search.replanning import Aim, agreed_week, given_week, is_sound, plan_anew

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)
SOME_WORK = 0.05
"""Units of the solver's own work: enough for some week, not always for the best."""


def whim(rng: random.Random) -> Aim:
    """An aim that nobody would have: patients, therapists and meetings are wanted or not, by chance."""
    liking = rng.choice((-9, -4, 0, 4))

    def aim(model: WeekModel) -> cp_model.LinearExprT:
        literals = [
            *((literal, rng.randint(-9, 9) + liking) for attends in model.attends for literal in attends.values()),
            *((literal, rng.randint(-3, 3)) for leads in model.leads for literal in leads.values()),
            *((literal, rng.randint(-3, 3)) for literal in model.runs),
        ]
        return cp_model.LinearExpr.weighted_sum([one for one, _ in literals], [weight for _, weight in literals])

    return aim


def seats_of(incumbent: Incumbent, patients: Collection[str]) -> set[tuple[str, str]]:
    """Meetings, by unit, with who of these patients attends them."""
    attended = {(name, patient) for patient in patients for name in incumbent.attended[patient]}
    return {(name, patient) for name, patient in attended if incumbent.candidates[name].group}


def attended_by_others(incumbent: Incumbent, free: set[str]) -> Mapping[str, object]:
    """What everybody else attends when, and is worth."""
    return {
        patient: (incumbent.costs[patient], {name: incumbent.placed[name].start for name in names})
        for patient, names in incumbent.attended.items()
        if patient not in free
    }


def wander(incumbent: Incumbent, seed: int, steps: int) -> int:
    """Follow one whim after the other; gives the number of different weeks that were met."""
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    patients = sorted(incumbent.problem.patients)
    met = set()
    for _ in range(steps):
        touched = set(rng.sample(patients, rng.randint(1, len(patients))))
        seated = set(rng.sample(sorted(touched), rng.randint(0, len(touched) - 1)))
        before, seats = attended_by_others(incumbent, touched), seats_of(incumbent, seated)
        # Who is free is so, whether named among the seated or not.
        named, leaders = rng.choice((seated, touched)), rng.choice((False, True))
        plan_anew(incumbent, touched - seated, whim(rng), SOME_WORK, named, other_leaders=leaders)
        assert is_sound(incumbent)
        assert attended_by_others(incumbent, touched) == before
        assert seats_of(incumbent, seated) <= seats
        met.add(frozenset((name, one.start, one.patients, one.leaders) for name, one in incumbent.placed.items()))
    return len(met)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize(("patients", "seed"), [(10, 1), (12, 7), (14, 3)])
def test_a_planted_week_stays_sound_whatever_is_aimed_at(patients: int, seed: int, timetable: Timetable) -> None:
    planted = plant(patients, seed=seed, timetable=timetable)
    incumbent = given_week(facts(planted), planted.monday, planted.schedule)
    assert incumbent.cost.care == 0
    assert wander(incumbent, seed, 5) > 3


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_what_changes_cost_is_counted_right_and_undone_bit_by_bit(timetable: Timetable) -> None:
    planted = plant(12, seed=3, timetable=timetable)
    incumbent = given_week(facts(planted), planted.monday, planted.schedule, Earlier(planted.schedule))
    assert incumbent.cost.stability == 0
    rng = random.Random(3)  # noqa: S311 - a test is to be repeatable, not secret
    patients = sorted(incumbent.problem.patients)
    for _ in range(4):
        plan_anew(incumbent, set(rng.sample(patients, 5)), whim(rng), SOME_WORK)
        assert is_sound(incumbent)
    wandered = incumbent.cost
    assert wandered.stability > 0
    budget = Budget.of(Limits(seconds=60, deterministic=True), threading.Event())
    for _ in range(8):
        before = incumbent.cost
        problem = subproblem_of(incumbent, set(rng.sample(patients, 6)), other_leaders=True, other_rooms=True)
        goal = all_before_comfort_improve(incumbent, problem)
        found = repaired(problem, goal, budget, presets.LINEAR, 0.5).placed
        is_better = found is not None
        if found is not None:
            insert(incumbent, problem, found.values())
        assert is_sound(incumbent)
        assert incumbent.cost < before if is_better else incumbent.cost == before
    assert incumbent.cost < wandered


def test_other_leaders_are_changes_that_a_limit_counts() -> None:
    planted = plant(30, seed=3, timetable="leaders_open")
    incumbent = given_week(facts(planted), planted.monday, planted.schedule, Earlier(planted.schedule, max_changes=40))
    rng = random.Random(3)  # noqa: S311 - a test is to be repeatable, not secret
    patients = sorted(incumbent.problem.patients)
    others = 0
    for _ in range(12):
        before = {name: one.leaders for name, one in incumbent.placed.items()}
        touched = set(rng.sample(patients, 6))
        seated = set(rng.sample(sorted(touched), 3))
        plan_anew(incumbent, touched - seated, whim(rng), SOME_WORK, seated, other_leaders=True)
        assert is_sound(incumbent)
        assert sum(map(incumbent.changed, patients)) <= 40
        others += sum(one.leaders != before.get(name, one.leaders) for name, one in incumbent.placed.items())
    assert others


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_a_week_grows_from_its_agreements(timetable: Timetable) -> None:
    planted = plant(13, seed=5, timetable=timetable)
    incumbent = agreed_week(facts(planted), planted.monday)
    unmet = incumbent.cost.care
    plan_anew(incumbent, incumbent.problem.patients, care, 1)
    assert is_sound(incumbent)
    assert incumbent.cost.care < unmet
    assert wander(incumbent, 5, 6) > 4


@pytest.mark.parametrize("clinic", [small_clinic, open_clinic])
def test_a_clinic_where_every_rule_bites(clinic: Callable[[], Caseload]) -> None:
    assert wander(agreed_week(clinic()), 1, 25) > 15


# Those with something agreed first; in the clinics left out, what is agreed cannot be kept.
@pytest.mark.parametrize("seed", [9, 16, 17, 20, 21, 0, 1, 2, 3, 4, 6, 7])
def test_the_smallest_clinics(seed: int) -> None:
    assert wander(agreed_week(tiny_clinic(seed)), seed, 6) >= 1
