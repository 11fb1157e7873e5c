"""The search keeps its word: the same week for the same seed, the best so far when stopped, and no week at all."""

import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.planted import Planted, facts, plant
from scheduler.caseload import Caseload
from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.planning.plan import plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.search import Limits, Progress, Result, solve
from scheduler.verify import score, violations
from tests.caseloads import MONDAY, absent, clinic_with, once, patient, plan, span, weekly
from tests.model.clinics import open_clinic, small_clinic

PROJECT = Path(__file__).parents[2]
COUNTED = Limits(seconds=0.5, deterministic=True, seed=3)
PLANTED = plant(10, seed=2)


def is_sound(caseload: Caseload, result: Result) -> bool:
    """Whether the schedule breaks no rule and is worth what the result says, with bounds that can be."""
    found = score(caseload, MONDAY, result.schedule)
    values = {name: tier.value for name, tier in result.tiers.items()}
    return (
        violations(caseload, MONDAY, result.schedule) == ()
        and values == {"care": found.care, "comfort": found.comfort}
        and all(0 <= tier.bound <= tier.value for tier in result.tiers.values())
        and (result.status == "optimal") == all(tier.is_proven for tier in result.tiers.values())
    )


def shuffled(planted: Planted, seed: int) -> Planted:
    """The same tables with their rows in another order."""
    rng = random.Random(seed)  # noqa: S311 -- a test is to be repeatable, not secret
    return replace(planted, tables={name: rng.sample(rows, len(rows)) for name, rows in planted.tables.items()})


def test_the_same_seed_gives_the_same_week() -> None:
    first, second = (solve(open_clinic(), MONDAY, COUNTED) for _ in range(2))
    assert first.schedule == second.schedule
    assert first.tiers == second.tiers
    assert is_sound(open_clinic(), first)


def test_the_order_of_rows_does_not_matter() -> None:
    weeks = [
        solve(facts(planted), PLANTED.monday, COUNTED).schedule
        for planted in (PLANTED, shuffled(PLANTED, 1), shuffled(PLANTED, 2))
    ]
    assert weeks[0] == weeks[1] == weeks[2]


SOLVED_ELSEWHERE = """
from scheduler.search import Limits, solve
from tests.caseloads import MONDAY
from tests.model.clinics import small_clinic
print(solve(small_clinic(), MONDAY, Limits(seconds=0.5, deterministic=True, seed=3)).schedule)
"""


def test_the_order_of_sets_does_not_matter() -> None:
    weeks = {
        subprocess.run(
            [sys.executable, "-c", SOLVED_ELSEWHERE],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert weeks == {f"{solve(small_clinic(), MONDAY, COUNTED).schedule}\n"}


def test_any_day_stands_for_its_week() -> None:
    caseload = small_clinic()
    assert solve(caseload, MONDAY.replace(day=8), COUNTED).schedule == solve(caseload, MONDAY, COUNTED).schedule


def test_one_worker_or_two_prove_the_same() -> None:
    results = [solve(small_clinic(), MONDAY, Limits(seconds=30, workers=workers)) for workers in (1, 2)]
    assert [result.status for result in results] == ["optimal", "optimal"]
    assert results[0].tiers == results[1].tiers
    assert all(is_sound(small_clinic(), result) for result in results)


def sound_or_none(limits: Limits, stop: threading.Event | None = None) -> bool:
    """Whether the search ends with a sound week, or says that there was no time for one."""
    try:
        result = solve(small_clinic(), MONDAY, limits, stop=stop)
    except NoScheduleInTime as failure:
        return bool(str(failure))
    return is_sound(small_clinic(), result)


def test_stopped_before_it_begins_it_ends_at_once() -> None:
    stop = threading.Event()
    stop.set()
    begun = time.monotonic()
    assert sound_or_none(Limits(seconds=600), stop)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("seconds", [0, 0.001, 0.3])
def test_a_short_limit_gives_a_sound_week_or_none(seconds: float) -> None:
    assert sound_or_none(Limits(seconds=seconds, workers=1))


def test_stopped_on_the_way_it_gives_the_best_so_far() -> None:
    stop = threading.Event()
    told: list[Progress] = []

    def stop_at_first(progress: Progress) -> None:
        told.append(progress)
        stop.set()

    caseload = facts(PLANTED)
    begun = time.monotonic()
    result = solve(caseload, PLANTED.monday, Limits(seconds=120, workers=2), stop_at_first, stop)
    assert time.monotonic() - begun < 60
    assert told
    assert violations(caseload, PLANTED.monday, result.schedule) == ()
    assert result.tiers["care"].value == score(caseload, PLANTED.monday, result.schedule).care
    assert result.tiers["care"].bound <= result.tiers["care"].value


def test_a_clinic_without_anybody_has_an_empty_week() -> None:
    result = solve(clinic_with(patients=[]), MONDAY, Limits(seconds=10, workers=1))
    assert (result.status, result.schedule.sessions) == ("optimal", ())
    assert [(tier.value, tier.bound) for tier in result.tiers.values()] == [(0, 0), (0, 0)]


def test_a_contradiction_names_the_rows() -> None:
    agreed = [replace(once("p1", "mon", clock), row=row) for row, clock in ((2, "10:00"), (3, "10:30"))]
    with pytest.raises(Contradiction) as failure:
        plan_week(clinic_with(appointments=agreed), MONDAY, Allotted(Limits(seconds=20, workers=1)))
    assert failure.value.exit_code == 3
    assert [line.partition(":")[0] for line in failure.value.rows[:2]] == ["appointments, row 2", "appointments, row 3"]


def test_dropped_appointments_are_told_by_row_without_a_reason_of_the_patient() -> None:
    caseload = clinic_with(
        opening=((span("09:00-12:00"),),) + ((),) * 6,
        patients=[replace(patient(), name="Somebody Real")],
        plans=[plan("p1", least=1, most=1)],
        absences=[absent("p1", "mon", "10:00-10:30")],
        appointments=[replace(weekly("p1", "mon", "10:00"), row=5)],
    )
    result = solve(caseload, MONDAY, Limits(seconds=10, workers=1))
    assert result.status == "optimal"
    (warning,) = result.warnings
    assert warning.startswith("appointments, row 5: individual of p1 on mon at 10:00 is dropped")
    assert "Somebody" not in warning


def test_progress_never_goes_back() -> None:
    told: list[Progress] = []
    result = solve(small_clinic(), MONDAY, Limits(seconds=30, workers=1), told.append)
    assert told
    cost = [(step.tiers["care"].value, step.tiers["comfort"].value) for step in told if "comfort" in step.tiers]
    assert cost
    assert all(later <= earlier for earlier, later in pairwise(cost))
    bounds = [step.tiers["care"].bound for step in told]
    assert all(earlier <= later for earlier, later in pairwise(bounds))
    assert all(step.tiers["care"].value >= result.tiers["care"].value for step in told)
    assert all(earlier.seconds <= later.seconds for earlier, later in pairwise(told))
