"""A week was planted that leaves no care unmet, so the search finds and proves one; "impossible" is a failure."""

from typing import get_args

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.verify import score, violations
from tests.search.budgets import is_care_proven, solved_until

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize(("patients", "seed"), [(10, 1), (12, 7)])
def test_finds_and_proves_care_for_everybody(patients: int, seed: int, timetable: Timetable) -> None:
    planted = plant(patients, seed=seed, timetable=timetable)
    caseload = facts(planted)
    result = solved_until(is_care_proven, planted)
    assert (result.tiers["care"].value, result.tiers["care"].bound) == (0, 0)
    assert violations(caseload, planted.monday, result.schedule) == ()
    found = score(caseload, planted.monday, result.schedule)
    assert (result.tiers["care"].value, result.tiers["comfort"].value) == (found.care, found.comfort)
