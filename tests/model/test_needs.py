"""Unmet care at the edges of each need, for a patient who may have one of two groups and a session: 110 min."""

from dataclasses import replace

import pytest

from scheduler.caseload import LevelLimits
from scheduler.search import Limits, solve
from scheduler.verify import score
from tests.caseloads import INDIVIDUAL, LEVEL, MONDAY, SKILLS, clinic_with, group, meeting_row, plan, span

OPEN_ON_MONDAY = ((span("09:00-12:00"),), (), (), (), (), (), ())


def unmet(level: LevelLimits, *, groups: int = 0, visits: int = 0, counts: bool = True) -> int:
    """Unmet care minutes of the best week, by the search and by the verifier."""
    caseload = clinic_with(
        opening=OPEN_ON_MONDAY,
        levels=[level],
        session_types=[replace(SKILLS, counts=counts, max_per_day=1), INDIVIDUAL],
        plans=[plan("p1", "skills", least=groups), plan("p1", least=visits, most=1)],
        groups=[group(meetings_per_week=2, meetings_per_day=2)],
        meetings=[meeting_row(days="mon", starts=clock) for clock in ("09:00", "10:00")],
    )
    result = solve(caseload, MONDAY, Limits(seconds=20, workers=1))
    assert result.status == "optimal"
    care = result.tiers["care"].value
    assert care == score(caseload, MONDAY, result.schedule).care
    return care


@pytest.mark.parametrize(("asked", "lacking"), [(0, 0), (110, 0), (111, 1), (300, 190)])
def test_hours_of_the_week(asked: int, lacking: int) -> None:
    assert unmet(LevelLimits(LEVEL, min_minutes_week=asked)) == lacking


@pytest.mark.parametrize(("asked", "lacking"), [(50, 0), (51, 1)])
def test_hours_that_do_not_count(asked: int, lacking: int) -> None:
    assert unmet(LevelLimits(LEVEL, min_minutes_week=asked), counts=False) == lacking


@pytest.mark.parametrize(("groups", "visits", "lacking"), [(1, 1, 0), (2, 1, 60), (3, 1, 120), (2, 3, 60 + 100)])
def test_planned_sessions(groups: int, visits: int, lacking: int) -> None:
    assert unmet(LevelLimits(LEVEL), groups=groups, visits=visits) == lacking


@pytest.mark.parametrize(
    ("days", "a_day", "lacking"), [(1, 110, 0), (1, 111, 111), (2, 110, 110), (3, 60, 120), (0, 111, 0), (7, 0, 0)]
)
def test_days_that_qualify(days: int, a_day: int, lacking: int) -> None:
    assert unmet(LevelLimits(LEVEL, min_days_week=days, min_minutes_day=a_day)) == lacking


def test_what_is_asked_twice_is_lacking_twice() -> None:
    # 10 min of the week, a second group, and the day that would need 120 min.
    level = LevelLimits(LEVEL, min_minutes_week=120, min_days_week=1, min_minutes_day=120)
    assert unmet(level, groups=2) == 10 + 60 + 120
