"""What the model counts of a week is what the verifier counts, patient by patient and in all."""

import random
from collections.abc import Callable
from typing import get_args

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.caseload import Caseload
from scheduler.model.cost import Cost
from scheduler.verify import score
from tests.caseloads import MONDAY
from tests.model.accepting import Acceptance
from tests.model.clinics import open_clinic, small_clinic
from tests.model.edits import edits

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize(("patients", "seed"), [(10, 0), (14, 1)])
def test_the_model_accepts_the_planted_week_and_counts_it_right(patients: int, seed: int, timetable: Timetable) -> None:
    planted = plant(patients, seed=seed, timetable=timetable)
    caseload = facts(planted)
    model = Acceptance(caseload, monday=planted.monday)
    found = score(caseload, planted.monday, planted.schedule)
    assert model.cost(planted.schedule) == Cost(comfort=found.comfort)


@pytest.mark.parametrize("clinic", [small_clinic, open_clinic])
def test_the_model_counts_edited_weeks_right(clinic: Callable[[], Caseload]) -> None:
    caseload = clinic()
    model = Acceptance(caseload)
    good = model.week_with_least_unmet_care()
    rng = random.Random(5)  # noqa: S311 -- a test is to be repeatable, not secret
    told = set()
    for schedule in [good, *rng.sample(list(edits(caseload, good)), 150)]:
        counted = model.cost(schedule)
        if counted is not None:
            found = score(caseload, MONDAY, schedule)
            assert counted == Cost(care=found.care, comfort=found.comfort)
            told.add(counted)
    assert len(told) > 5
