"""A week was planted that leaves no care unmet, so the search finds and proves one; "impossible" is a failure."""

import threading
from typing import get_args

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.search import Limits, Progress, solve
from scheduler.verify import score, violations

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)
LIMITS = Limits(seconds=60, workers=2)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize(("patients", "seed"), [(10, 1), (12, 7)])
def test_finds_and_proves_care_for_everybody(patients: int, seed: int, timetable: Timetable) -> None:
    planted = plant(patients, seed=seed, timetable=timetable)
    caseload = facts(planted)
    stop = threading.Event()

    def stop_when_proven(progress: Progress) -> None:
        if progress.tiers["care"].is_proven:
            stop.set()

    result = solve(caseload, planted.monday, LIMITS, stop_when_proven, stop)
    assert (result.tiers["care"].value, result.tiers["care"].bound) == (0, 0)
    assert violations(caseload, planted.monday, result.schedule) == ()
    found = score(caseload, planted.monday, result.schedule)
    assert (result.tiers["care"].value, result.tiers["comfort"].value) == (found.care, found.comfort)
