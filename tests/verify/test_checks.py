"""All checks together: one for each rule, in order, silent on a clean week, never at a loss."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from scheduler.caseload import KeepApart, LevelLimits, Member
from scheduler.rules import CATALOGUE, RuleId
from scheduler.schedule import Schedule, Session
from scheduler.verify import CHECKS, Violation, monday_of, score, violations
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    clinic_with,
    group,
    meeting,
    meeting_row,
    once,
    one_to_one,
    patient,
    plan,
    room,
    therapist,
    week,
    weekly,
)

CASELOAD = clinic_with(
    patients=[patient("p1"), patient("p2", mode="virtual"), patient("p3")],
    therapists=[therapist("t1", max_minutes_day=300), therapist("t2")],
    resources=[room("r1", capacity=2)],
    session_types=[replace(SKILLS, resources=("room",)), replace(INDIVIDUAL, needs_family=True, buffer_minutes=10)],
    levels=[LevelLimits(LEVEL, max_minutes_week=600, max_minutes_day=300, max_days_week=4)],
    plans=[plan(who, name, most=3, therapist=None) for who in ("p1", "p2", "p3") for name in ("skills", "individual")],
    groups=[replace(group(mode="hybrid"), same_members=True), group("g2")],
    meetings=[meeting_row("g1", days="mon wed", starts="10:07")] * 2,
    keep_apart=[KeepApart("p1", "p3", "day")],
    appointments=[weekly("p1", "tue", "09:05", therapist="t1"), once("p2", "thu", "17:00")],
    members=[Member("g1", "p1", "in"), Member("g2", "p1", "out")],
)
CLEAN = week(
    meeting("g1", "mon", "10:07-11:07", "p1 p2", resources="r1", mode="hybrid"),
    meeting("g1", "wed", "10:07-11:07", "p1 p2", therapists="t2", resources="r1", mode="hybrid"),
    meeting("g2", "thu", "10:00-11:00", "p3", resources="r1"),
    one_to_one("p1", "tue", "09:05-09:55"),
    one_to_one("p2", "thu", "17:00-17:50", mode="virtual"),
)


def test_each_rule_has_a_check_of_its_name_and_a_test() -> None:
    assert list(CHECKS) == [rule.id for rule in CATALOGUE] == list(RuleId)
    assert [check.__name__ for check in CHECKS.values()] == [rule.value for rule in RuleId]
    here = Path(__file__).parent
    assert [rule.value for rule in RuleId if not (here / f"test_{rule.value}.py").is_file()] == []


def test_a_clean_week_is_silent() -> None:
    assert violations(CASELOAD, MONDAY, CLEAN) == ()


def test_violations_come_in_the_order_of_the_catalogue() -> None:
    late = Schedule.of(replace(session, start=session.start + 1, end=session.end + 9) for session in CLEAN.sessions)
    found = [RuleId(violation.rule) for violation in violations(CASELOAD, MONDAY, late)]
    assert found == sorted(found, key=list(RuleId).index)
    assert set(found) == {
        RuleId.GRID,
        RuleId.APPOINTMENT_KEPT,
        RuleId.SCHEDULE_ROW,
    }


def test_only_the_rules_asked_for_are_checked() -> None:
    assert {found.rule for found in violations(CASELOAD, MONDAY, Schedule(()), [RuleId.APPOINTMENT_KEPT])} == {
        RuleId.APPOINTMENT_KEPT
    }
    assert violations(CASELOAD, MONDAY, Schedule(()), [RuleId.GRID]) == ()


@pytest.mark.parametrize("days", range(7))
def test_any_day_names_the_week(days: int) -> None:
    assert monday_of(MONDAY + timedelta(days=days)) == MONDAY
    assert violations(CASELOAD, MONDAY + timedelta(days=days), CLEAN) == ()


@pytest.mark.parametrize("monday", [date(1, 1, 1), date(9999, 12, 20)])
def test_the_ends_of_the_calendar_are_weeks_like_others(monday: date) -> None:
    assert score(CASELOAD, monday, Schedule(())).care == 0


UNKNOWN: tuple[dict[str, Any], ...] = (
    {"session_type": "nothing"},
    {"group": "nobody"},
    {"group": None},
    {"therapists": ("nobody",)},
    {"therapists": ()},
    {"resources": ("nothing",)},
    {"patients": ("nobody",)},
    {"patients": ()},
    {"meeting": None},
    {"mode": "in_person"},
    {"mode": "virtual"},
    {"end": 0},
    {"start": -5},
    {"end": 2000},
    {"on": date(1, 1, 1)},
    {"on": date(9999, 12, 31)},
)


@pytest.mark.parametrize("number", range(len(CLEAN.sessions)))
def test_what_nobody_knows_is_told_and_never_crashes(number: int) -> None:
    others = [session for place, session in enumerate(CLEAN.sessions) if place != number]
    for one, two in product(UNKNOWN, repeat=2):
        edited: Session = replace(CLEAN.sessions[number], **{**one, **two})
        schedule = Schedule.of([*others, edited])
        found = violations(CASELOAD, MONDAY, schedule)
        assert all(violation.says and violation.amount >= 1 for violation in found)
        assert score(CASELOAD, MONDAY, schedule).care == 0
        if edited != CLEAN.sessions[number]:
            assert found, (one, two)


@pytest.mark.parametrize(
    "change", [{"therapists": ("nobody",)}, {"resources": ("nothing",)}, {"patients": ("nobody",)}]
)
def test_an_unknown_id_alone_is_told_as_a_row_only(change: dict[str, tuple[str, ...]]) -> None:
    session = replace(week(meeting("g2", "fri", "10:00-11:00", "p3", resources="r1")).sessions[0], meeting=2, **change)  # type: ignore[arg-type]
    found = violations(CASELOAD, MONDAY, Schedule.of([*CLEAN.sessions, session]))
    assert [violation.rule for violation in found] == [RuleId.SCHEDULE_ROW]


def test_a_violation_has_an_amount() -> None:
    with pytest.raises(ValueError, match="by 0 is none"):
        Violation(RuleId.GRID, 0, "nothing", ())
