"""Care and then comfort of the solved week are the best of all schedules there are, tried one by one."""

from collections.abc import Iterable

import pytest

from scheduler.caseload import Caseload
from scheduler.errors import Contradiction
from scheduler.schedule import Schedule
from scheduler.search import Limits, solve
from scheduler.verify import score, violations
from tests.caseloads import MONDAY
from tests.model.tiny_clinics import every_week, tiny_clinic

SEEDS = range(10, 30)
LIMITS = Limits(seconds=30, workers=1)

Worth = tuple[int, int]


def best_of(caseload: Caseload, schedules: Iterable[Schedule]) -> Worth | None:
    best: Worth | None = None
    for schedule in schedules:
        value = score(caseload, MONDAY, schedule)
        worth = value.care, value.comfort
        if (best is None or worth < best) and not violations(caseload, MONDAY, schedule):
            best = worth
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_no_schedule_is_better_than_the_solved_one(seed: int) -> None:
    caseload = tiny_clinic(seed)
    best = best_of(caseload, every_week(caseload))
    if best is None:
        with pytest.raises(Contradiction):
            solve(caseload, MONDAY, LIMITS)
        return
    result = solve(caseload, MONDAY, LIMITS)
    assert result.status == "optimal"
    assert (result.tiers["care"].value, result.tiers["comfort"].value) == best
    assert violations(caseload, MONDAY, result.schedule) == ()
