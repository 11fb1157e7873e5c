"""Where the limits on a patient's day, week and plan bite."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import LevelLimits
from scheduler.rules import RuleId
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    clinic_with,
    group,
    meeting,
    once,
    one_to_one,
    patient,
    plan,
    therapist,
)
from tests.model.stories import Story, every

GAMES = replace(SKILLS, session_type="games", counts=False)
STAFF = (therapist("t1", "skills individual family parents games"),)
TWO = (patient("p1"), patient("p2"))


def _day_of_care(most: int, allowed: int) -> Story:
    return Story(
        f"{most} min a day, for groups of 60 min and one to one of 50 min; games do not count",
        clinic_with(
            therapists=STAFF,
            session_types=[SKILLS, INDIVIDUAL, GAMES],
            levels=[LevelLimits(LEVEL, max_minutes_day=most)],
            groups=[group("g1"), group("g2"), group("g3", session_type="games")],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00")],
            [meeting("g2", "mon", "10:00-11:00")],
            [one_to_one("p1", "mon", "11:00-11:50")],
            [meeting("g3", "mon", "12:00-13:00", session_type="games")],
            [meeting("g1", "tue", "09:00-10:00")],
        ),
        allowed,
    )


# Of the eight ways to have two groups and a session on Monday, 110 min allow all but the two with both groups,
# 109 min only those with one session at most. Games and Tuesday are free.
PATIENT_DAY_LIMIT = (_day_of_care(110, 6 * 4), _day_of_care(109, 4 * 4))

PATIENT_WEEK_LIMIT = (
    Story(
        "the patient's own 170 min, not the level's 60, hold two groups and a session; games do not count",
        clinic_with(
            patients=[replace(patient(), max_minutes_week=170)],
            therapists=STAFF,
            session_types=[SKILLS, INDIVIDUAL, GAMES],
            levels=[LevelLimits(LEVEL, max_minutes_week=60)],
            groups=[group("g1"), group("g3", session_type="games")],
        ),
        every(
            *([meeting("g1", name, "09:00-10:00")] for name in ("mon", "tue", "wed")),
            [one_to_one("p1", "thu", "09:00-09:50")],
            [meeting("g3", "fri", "09:00-10:00", session_type="games")],
        ),
        (16 - 2) * 2,
    ),
    Story(
        "two days, also with games: of sixteen ways the three with all three days are too many",
        clinic_with(
            therapists=STAFF,
            session_types=[SKILLS, INDIVIDUAL, GAMES],
            levels=[LevelLimits(LEVEL, max_days_week=2)],
            groups=[group("g1"), group("g3", session_type="games")],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00")],
            [one_to_one("p1", "mon", "10:00-10:50")],
            [meeting("g3", "tue", "09:00-10:00", session_type="games")],
            [one_to_one("p1", "wed", "10:00-10:50")],
        ),
        16 - 3,
    ),
)

PATIENT_PLAN_LIMIT = (
    Story(
        "two groups a week and one a day, and a patient without that type in the plan",
        clinic_with(
            patients=TWO,
            session_types=[replace(SKILLS, max_per_day=1), INDIVIDUAL],
            plans=[plan("p1", "skills", most=2), plan("p2", "individual")],
            groups=[group("g1"), group("g2")],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00")],
            [meeting("g2", "mon", "10:00-11:00")],
            [meeting("g1", "tue", "09:00-10:00")],
            [meeting("g1", "wed", "09:00-10:00")],
            [meeting("g2", "thu", "09:00-10:00", "p2")],
        ),
        4 + 2 * 3,
    ),
    Story(
        "what is not due: no session one to one, groups as ever",
        clinic_with(
            patients=[
                replace(patient("p1"), admitted=MONDAY - timedelta(days=7)),
                replace(patient("p2"), admitted=MONDAY - timedelta(days=14)),
            ],
            plans=[
                plan("p1", most=1, every_weeks=2),
                plan("p1", "skills", most=1, every_weeks=2),
                plan("p2", most=1, every_weeks=2),
            ],
            groups=[group()],
        ),
        every(
            *([one_to_one(who, name, "10:00-10:50")] for who in ("p1", "p2") for name in ("mon", "tue")),
            [meeting("g1", "wed", "09:00-10:00")],
        ),
        3 * 2,
    ),
    Story(
        "agreed sessions count: two for one who may have one, two on a day for one who may have one a day",
        clinic_with(
            patients=TWO,
            plans=[plan("p1", most=1), plan("p2", most=2)],
            appointments=[
                once("p1", "mon", "10:00"),
                once("p1", "tue", "10:00"),
                once("p2", "mon", "10:00"),
                once("p2", "mon", "12:00"),
            ],
        ),
        every(
            [one_to_one("p1", "mon", "10:00-10:50")],
            [one_to_one("p1", "tue", "10:00-10:50")],
            [one_to_one("p2", "mon", "10:00-10:50")],
            [one_to_one("p2", "mon", "12:00-12:50")],
        ),
        3 * 3,
    ),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.PATIENT_DAY_LIMIT: PATIENT_DAY_LIMIT,
    RuleId.PATIENT_WEEK_LIMIT: PATIENT_WEEK_LIMIT,
    RuleId.PATIENT_PLAN_LIMIT: PATIENT_PLAN_LIMIT,
}
