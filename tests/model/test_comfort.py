"""The comfort of the model is that of the verifier, and nothing that it says beside the rules forbids a week."""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.caseload import Caseload
from scheduler.model.build import model_of
from scheduler.model.solution import Assignment
from scheduler.model.tiers import comfort
from scheduler.model.variables import WeekModel
from scheduler.search.incumbent import Incumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run
from scheduler.verify import score
from tests.caseloads import INDIVIDUAL, SKILLS, clinic_with, one_to_one, patient, plan
from tests.search.budgets import seconds
from tests.search.replanning import given_week, week_of_sessions

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)


def hold(model: WeekModel, placed: Mapping[str, Assignment]) -> None:
    """Leave nothing but this week."""
    for number, candidate in enumerate(model.candidates):
        one = placed.get(candidate.name)
        start = model.start[number]
        model.cp.add(model.runs[number] == (one is not None))
        if one and not isinstance(start, int):
            model.cp.add(start == one.start)
        for who, literal in (*model.attends[number].items(), *model.leads[number].items()):
            model.cp.add(literal == (one is not None and who in (*one.patients, *one.leaders)))


def comfort_of(week: Incumbent) -> int:
    """What the model says that the comfort of the week is."""
    model = model_of(week.problem)
    model.cp.minimize(comfort(model))
    hold(model, week.placed)
    found = run(model.cp, seconds(20), presets.PATHS)
    assert found.values is not None
    assert found.bound is not None
    return found.bound


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize(("patients", "seed"), [(10, 0), (14, 1), (12, 2)])
def test_the_model_counts_the_planted_week_right(patients: int, seed: int, timetable: Timetable) -> None:
    planted = plant(patients, seed=seed, timetable=timetable)
    caseload = facts(planted)
    week = given_week(caseload, planted.monday, planted.schedule)
    assert comfort_of(week) == score(caseload, planted.monday, planted.schedule).comfort


def two_with(buffer_minutes: int) -> Caseload:
    """Two patients of one therapist, one to one."""
    return clinic_with(
        patients=[patient("p1"), patient("p2")],
        session_types=[SKILLS, replace(INDIVIDUAL, buffer_minutes=buffer_minutes)],
        plans=[plan("p1", least=1, most=2), plan("p2", least=1, most=2)],
    )


@pytest.mark.parametrize(
    ("buffer_minutes", "first", "second"),
    [
        (0, "09:00-09:50", "10:00-10:50"),
        (10, "09:00-09:50", "10:00-10:50"),
        (120, "22:00-22:50", "09:00-09:50"),
    ],
)
def test_therapists_go_on_when_the_buffer_is_over(buffer_minutes: int, first: str, second: str) -> None:
    caseload = two_with(buffer_minutes)
    week = week_of_sessions(caseload, one_to_one("p1", "mon", first), one_to_one("p2", "mon", second))
    assert comfort_of(week) == week.cost.comfort
