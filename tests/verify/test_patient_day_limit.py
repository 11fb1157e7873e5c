"""Counted minutes on a day are at most the level's maximum."""

from dataclasses import replace

import pytest

from scheduler.caseload import LevelLimits
from tests.caseloads import INDIVIDUAL, LEVEL, SKILLS, clinic_with, group, meeting, one_to_one
from tests.verify.breaking import amounts, broken, found

RULE = "patient_day_limit"
MONDAY_SESSIONS = (meeting("g1", "mon", "10:00-11:00"), one_to_one("p1", "mon", "11:00-11:50"))


@pytest.mark.parametrize(("limit", "amount"), [(None, []), (110, []), (109, [1])])
def test_a_day_holds_up_to_the_limit(limit: int | None, amount: list[int]) -> None:
    caseload = clinic_with(groups=[group()], levels=[LevelLimits(LEVEL, max_minutes_day=limit)])
    assert amounts(RULE, caseload, *MONDAY_SESSIONS) == amount


def test_only_care_that_counts_is_limited() -> None:
    caseload = clinic_with(
        groups=[group()],
        session_types=[replace(SKILLS, counts=False), INDIVIDUAL],
        levels=[LevelLimits(LEVEL, max_minutes_day=50)],
    )
    assert amounts(RULE, caseload, *MONDAY_SESSIONS) == []


def test_says_how_much_and_the_limit() -> None:
    caseload = clinic_with(groups=[group()], levels=[LevelLimits(LEVEL, max_minutes_day=90)])
    (violation,) = found(RULE, caseload, *MONDAY_SESSIONS)
    assert violation.says == "p1 has 1 h 50 min of care on Mon 2026-03-02, at most 1 h 30 min are allowed"
    assert broken(caseload, *MONDAY_SESSIONS) == {RULE}
