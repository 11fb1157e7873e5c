"""Counted minutes in the week and days attended are at most their maxima."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.caseload import LevelLimits
from tests.caseloads import INDIVIDUAL, LEVEL, MONDAY, clinic_with, one_to_one, patient
from tests.verify.breaking import amounts, broken

RULE = "patient_week_limit"
TWO_DAYS = (one_to_one("p1", "mon", "10:00-10:50"), one_to_one("p1", "sun", "10:00-10:50"))


@pytest.mark.parametrize(("limit", "amount"), [(None, []), (100, []), (99, [1])])
def test_a_week_holds_up_to_the_level_s_limit(limit: int | None, amount: list[int]) -> None:
    caseload = clinic_with(levels=[LevelLimits(LEVEL, max_minutes_week=limit)])
    assert amounts(RULE, caseload, *TWO_DAYS) == amount


@pytest.mark.parametrize(("own", "level", "amount"), [(100, 60, []), (99, 200, [1]), (0, None, [100])])
def test_the_patient_s_own_limit_counts_instead(own: int, level: int | None, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[replace(patient(), max_minutes_week=own)], levels=[LevelLimits(LEVEL, max_minutes_week=level)]
    )
    assert amounts(RULE, caseload, *TWO_DAYS) == amount


@pytest.mark.parametrize(("limit", "amount"), [(None, []), (2, []), (1, [1])])
def test_days_with_any_session_are_limited(limit: int | None, amount: list[int]) -> None:
    caseload = clinic_with(
        session_types=[replace(INDIVIDUAL, counts=False)],
        levels=[LevelLimits(LEVEL, max_days_week=limit, max_minutes_week=0)],
    )
    assert amounts(RULE, caseload, *TWO_DAYS) == amount


@pytest.mark.parametrize(("weeks_before", "amount"), [(-1, []), (0, []), (2, []), (3, [40]), (9, [40])])
def test_the_row_in_force_depends_on_the_week_at_the_level(weeks_before: int, amount: list[int]) -> None:
    # The Sunday ends the week at the level however late it begins.
    since = MONDAY - timedelta(weeks=weeks_before) + timedelta(days=6)
    caseload = clinic_with(
        patients=[replace(patient(), level_since=since)],
        levels=[LevelLimits(LEVEL, 1, max_minutes_week=100), LevelLimits(LEVEL, 4, max_minutes_week=60)],
    )
    assert amounts(RULE, caseload, *TWO_DAYS) == amount


def test_breaks_no_other_rule() -> None:
    assert broken(clinic_with(levels=[LevelLimits(LEVEL, max_days_week=1)]), *TWO_DAYS) == {RULE}
