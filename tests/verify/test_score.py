"""Scores counted by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.caseload import LevelLimits
from scheduler.verify import Need, PatientScore, score
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    clinic_with,
    day,
    group,
    hours_of,
    meeting,
    one_to_one,
    patient,
    plan,
    week,
)

LONG = replace(group("long"), minutes=90)
SESSIONS = week(
    meeting("g1", "mon", "09:00-10:00"),
    one_to_one("p1", "mon", "10:30-11:20"),
    meeting("long", "mon", "12:00-13:30"),
    meeting("g1", "wed", "09:00-10:00"),
)


def test_care_is_hours_and_planned_sessions_and_qualifying_days() -> None:
    caseload = clinic_with(
        levels=[LevelLimits(LEVEL, min_minutes_week=540, min_days_week=3, min_minutes_day=120)],
        plans=[plan(session_type="skills", least=5), plan(least=3)],
        groups=[group(), LONG],
    )
    # Monday has 60 + 50 + 90 = 200 counted minutes and qualifies, Wednesday has 60 and does not.
    found = score(caseload, MONDAY, SESSIONS)
    assert found.patients[0].counted_minutes == 260
    assert found.patients[0].needs == (
        Need("p1", "weekly_hours", "", 540, 280),
        Need("p1", "planned_sessions", "individual", 150, 100),
        Need("p1", "planned_sessions", "skills", 300, 120),
        Need("p1", "qualifying_days", "", 360, 240),
    )
    assert found.care == 280 + 100 + 120 + 240


@pytest.mark.parametrize(("a_day", "unmet"), [(60, 0), (61, 61), (201, 402)])
def test_a_day_qualifies_at_the_minimum(a_day: int, unmet: int) -> None:
    caseload = clinic_with(levels=[LevelLimits(LEVEL, min_days_week=2, min_minutes_day=a_day)], groups=[group(), LONG])
    assert score(caseload, MONDAY, SESSIONS).care == unmet


@pytest.mark.parametrize(("own", "unmet"), [(None, 40), (0, 0), (261, 1), (260, 0)])
def test_the_patient_s_own_minimum_counts_instead(own: int | None, unmet: int) -> None:
    caseload = clinic_with(
        patients=[replace(patient(), min_minutes_week=own)],
        levels=[LevelLimits(LEVEL, min_minutes_week=300)],
        groups=[group(), LONG],
    )
    assert score(caseload, MONDAY, SESSIONS).care == unmet


def test_care_that_does_not_count_meets_the_plan_only() -> None:
    caseload = clinic_with(
        session_types=[replace(SKILLS, counts=False), INDIVIDUAL],
        levels=[LevelLimits(LEVEL, min_minutes_week=100, min_days_week=1, min_minutes_day=51)],
        plans=[plan(session_type="skills", least=3)],
        groups=[group(), LONG],
    )
    assert score(caseload, MONDAY, SESSIONS).care == 50 + 0 + 51


@pytest.mark.parametrize(
    ("admitted", "discharged", "unmet"),
    [
        (None, None, 300),
        (day("sun"), None, 300),
        (day("sun") + timedelta(days=1), None, 0),
        (None, day("mon"), 300),
        (None, MONDAY - timedelta(days=1), 0),
    ],
)
def test_only_a_stay_that_holds_a_day_of_the_week_has_needs(
    admitted: date | None, discharged: date | None, unmet: int
) -> None:
    caseload = clinic_with(
        patients=[replace(patient(), admitted=admitted, discharged=discharged)],
        levels=[LevelLimits(LEVEL, min_minutes_week=300)],
    )
    assert score(caseload, MONDAY, week()).care == unmet


@pytest.mark.parametrize(("weeks_before", "unmet"), [(0, 50), (1, 0), (2, 0), (3, 50)])
def test_a_plan_asks_for_nothing_where_it_is_not_due(weeks_before: int, unmet: int) -> None:
    caseload = clinic_with(
        patients=[replace(patient(), admitted=MONDAY - timedelta(weeks=weeks_before))],
        plans=[plan(least=1, every_weeks=3)],
    )
    assert score(caseload, MONDAY, week()).care == unmet


def test_needs_taper_with_the_week_at_the_level() -> None:
    levels = [LevelLimits(LEVEL, 1, min_minutes_week=300), LevelLimits(LEVEL, 3, min_minutes_week=200)]
    caseload = clinic_with(patients=[replace(patient(), level_since=MONDAY)], levels=levels)
    weeks = [score(caseload, MONDAY + timedelta(weeks=ahead), week()).care for ahead in (-2, 0, 1, 2, 9)]
    assert weeks == [300, 300, 300, 200, 200]


def test_comfort_is_waiting_and_extra_days_and_wishes() -> None:
    rows = [
        hours_of("avoid", "p1", "mon", "09:30-11:00"),
        hours_of("avoid", "p1", "mon", "10:45-11:10"),
        hours_of("prefer", "p1", "mon wed", "09:00-12:30"),
        hours_of("avoid", "p1", "wed", "00:00-24:00", party="family"),
        replace(hours_of("avoid", "p1", "wed", "00:00-24:00"), last=day("tue")),
        hours_of("avoid", "t1", "wed", "00:00-24:00"),
    ]
    caseload = clinic_with(levels=[LevelLimits(LEVEL, min_days_week=1)], groups=[group(), LONG], availability=rows)
    found = score(caseload, MONDAY, SESSIONS)
    # Waiting from 10:00 to 10:30 and from 11:20 to 12:00; one day above the minimum of one; 30 min of the first
    # session and 40 of the second to be avoided; the last session of Monday ends 60 min after the preferred hours.
    assert found.patients == (PatientScore("p1", (), 260, waiting=70, extra_days=30, avoid=70, outside_prefer=60),)
    assert found.comfort == 70 + 30 + 70 + 60


@pytest.mark.parametrize("last", [None, MONDAY - timedelta(days=1)])
def test_any_preference_makes_other_times_uncomfortable(last: date | None) -> None:
    row = replace(hours_of("prefer", "p1", "fri", "09:00-12:00"), last=last)
    caseload = clinic_with(groups=[group(), LONG], availability=[row])
    assert score(caseload, MONDAY, SESSIONS).patients[0].outside_prefer == 260


def test_only_the_patient_s_own_preferences_count() -> None:
    rows = [
        hours_of("prefer", "p1", "fri", "09:00-12:00", party="family"),
        hours_of("avoid", "p1", "fri", "09:00-12:00"),
    ]
    caseload = clinic_with(groups=[group(), LONG], availability=rows)
    assert score(caseload, MONDAY, SESSIONS).patients[0].outside_prefer == 0


def test_sessions_that_touch_leave_no_waiting() -> None:
    touching = week(meeting("g1", "mon", "09:00-10:00"), one_to_one("p1", "mon", "10:00-10:50"))
    assert score(clinic_with(groups=[group()]), MONDAY, touching).patients[0].waiting == 0


def test_every_patient_has_a_score() -> None:
    caseload = clinic_with(patients=[patient("p2"), patient("p1")], groups=[group(), LONG])
    assert [found.patient for found in score(caseload, MONDAY, SESSIONS).patients] == ["p1", "p2"]
