"""With all rules together, around good weeks and far from them, the model accepts just what every check lets pass."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule
from scheduler.verify import violations
from tests.caseloads import MONDAY, meeting, one_to_one
from tests.model.accepting import Acceptance
from tests.model.clinics import open_clinic, small_clinic
from tests.model.edits import additions, edits

EXTRA = (
    *(meeting("g1", name, "10:30-11:30", "p1 p2", resources="r1") for name in ("mon", "tue", "wed")),
    *(meeting("g2", name, "14:00-15:00", "p2", resources="r2", mode="hybrid") for name in ("mon", "tue", "wed")),
    *(meeting("g3", name, "11:00-12:00", "p3", session_type="circle", mode="virtual") for name in ("mon", "tue")),
    *(one_to_one("p1", name, "12:30-13:20", resources="r2") for name in ("mon", "tue", "wed")),
    *(one_to_one("p2", name, "09:45-10:35", resources="r1") for name in ("mon", "tue", "wed")),
    *(one_to_one("p3", name, "15:00-15:50", mode="virtual") for name in ("mon", "tue", "wed")),
    *(one_to_one("p1", name, "14:00-15:00", resources="r2", session_type="family") for name in ("tue", "wed")),
)
STEPS = 100
TRIES = 25


@pytest.mark.parametrize("clinic", [small_clinic, open_clinic])
def test_the_model_writes_just_what_every_check_lets_pass(clinic: Callable[[], Caseload]) -> None:
    caseload = clinic()
    model = Acceptance(caseload)
    good = model.week_with_least_unmet_care()
    assert len(good.sessions) > 5
    met: Counter[bool] = Counter()
    for schedule in [good, *edits(caseload, good), *additions(caseload, good, *EXTRA), *walk(caseload, good)]:
        broken = {violation.rule.value for violation in violations(caseload, MONDAY, schedule)}
        accepted = model.writes(schedule)
        assert accepted == (not broken), (broken, schedule)
        met[accepted] += 1
    assert min(met[True], met[False]) > 50


def walk(caseload: Caseload, schedule: Schedule) -> list[Schedule]:
    """Schedules met on a walk of edits, which goes on wherever no rule is broken and seldom elsewhere."""
    rng = random.Random(1)  # noqa: S311 -- a test is to be repeatable, not secret
    met = []
    for _ in range(STEPS):
        near = [*edits(caseload, schedule), *additions(caseload, schedule, *EXTRA)]
        for step in rng.sample(near, min(len(near), TRIES)):
            met.append(step)
            if not violations(caseload, MONDAY, step) or rng.random() < 0.005:
                schedule = step
                break
    return met
