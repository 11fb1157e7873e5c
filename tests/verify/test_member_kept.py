"""Agreed group places are kept, as far as windows, stay and the patient's own limits allow."""

from dataclasses import replace
from typing import Literal

import pytest

from scheduler.caseload import Absence, Appointment, Availability, Caseload, LevelLimits, Member, Patient
from scheduler.schedule import Session
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    SKILLS,
    absent,
    available,
    busy,
    clinic_with,
    day,
    group,
    meeting,
    once,
    one_to_one,
    patient,
    plan,
)
from tests.verify.breaking import amounts, broken, found

RULE = "member_kept"
PATIENTS = [patient("p1"), patient("p2")]
IN = Member("g1", "p1", "in")
MONDAY_WITHOUT = meeting("g1", "mon", "10:00-11:00", "p2")
TUESDAY_WITHOUT = meeting("g1", "tue", "10:00-11:00", "p2")
MONDAY_WITH = meeting("g1", "mon", "10:00-11:00", "p1 p2")
TUESDAY_WITH = meeting("g1", "tue", "10:00-11:00", "p1 p2")


def member_of(
    *,
    who: Patient = PATIENTS[0],
    level: LevelLimits | None = None,
    availability: tuple[Availability, ...] = (),
    absences: tuple[Absence, ...] = (),
    appointments: tuple[Appointment, ...] = (),
    most: int | None = None,
    same_members: bool = False,
) -> Caseload:
    """A caseload whose patient ``p1`` is in ``g1`` and may also attend ``g2``."""
    patients = [who, PATIENTS[1]]
    return clinic_with(
        patients=patients,
        levels=[level or LevelLimits(LEVEL)],
        plans=[plan(row.patient, name, most=most) for row in patients for name in ("skills", "individual")],
        groups=[replace(group(), same_members=same_members), group("g2")],
        availability=availability,
        absences=absences,
        appointments=appointments,
        members=[IN],
    )


@pytest.mark.parametrize(
    ("status", "names", "amount"), [("in", "p1 p2", []), ("in", "p2", [1]), ("out", "p1 p2", [1]), ("out", "p2", [])]
)
def test_in_attends_and_out_stays_away(status: Literal["in", "out"], names: str, amount: list[int]) -> None:
    caseload = clinic_with(patients=PATIENTS, groups=[group()], members=[Member("g1", "p1", status)])
    session = meeting("g1", "mon", "10:00-11:00", names)
    assert amounts(RULE, caseload, session) == amount
    assert broken(caseload, session) == ({RULE} if amount else set())


def test_each_missed_meeting_is_told() -> None:
    assert amounts(RULE, member_of(), MONDAY_WITHOUT, TUESDAY_WITHOUT) == [1, 1]
    assert amounts(RULE, member_of(), MONDAY_WITH, TUESDAY_WITHOUT) == [1]


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        (available("p1", "mon", "10:00-11:00"), [1]),
        (available("p1", "mon", "10:01-11:00"), []),
        (busy("p1", "mon", "08:00-09:30"), [1]),
        (busy("p1", "mon", "08:00-09:31"), []),
    ],
)
def test_meetings_outside_the_windows_are_excused(row: Availability, amount: list[int]) -> None:
    caseload = member_of(who=patient(travel_minutes=30), availability=(row,))
    assert amounts(RULE, caseload, MONDAY_WITHOUT) == amount


@pytest.mark.parametrize(("discharged", "amount"), [("tue", [1, 1]), ("mon", [1])])
def test_meetings_outside_the_stay_are_excused(discharged: str, amount: list[int]) -> None:
    leaving = replace(patient(), discharged=day(discharged))
    assert amounts(RULE, member_of(who=leaving), MONDAY_WITHOUT, TUESDAY_WITHOUT) == amount


@pytest.mark.parametrize(("needs_family", "amount"), [(True, []), (False, [1])])
def test_a_needed_family_that_is_away_is_an_excuse(needs_family: bool, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=PATIENTS,
        session_types=[replace(SKILLS, needs_family=needs_family), INDIVIDUAL],
        groups=[group()],
        absences=[absent("p1", "mon", party="family")],
        members=[IN],
    )
    assert amounts(RULE, caseload, MONDAY_WITHOUT) == amount


@pytest.mark.parametrize(
    ("level", "amount"),
    [
        (LevelLimits(LEVEL, max_minutes_week=120), [1]),
        (LevelLimits(LEVEL, max_minutes_week=119), []),
        (LevelLimits(LEVEL, max_days_week=2), [1]),
        (LevelLimits(LEVEL, max_days_week=1), []),
        (LevelLimits(LEVEL, max_minutes_day=60), [1]),
        (LevelLimits(LEVEL, max_minutes_day=59), []),
    ],
)
def test_limits_excuse_what_would_break_them(level: LevelLimits, amount: list[int]) -> None:
    assert amounts(RULE, member_of(level=level), MONDAY_WITH, TUESDAY_WITHOUT) == amount


@pytest.mark.parametrize(("most", "amount"), [(2, [1]), (1, [])])
def test_the_plan_excuses_what_would_break_it(most: int, amount: list[int]) -> None:
    assert amounts(RULE, member_of(most=most), MONDAY_WITH, TUESDAY_WITHOUT) == amount


@pytest.mark.parametrize(("a_day", "amount"), [(2, [1]), (1, [])])
def test_the_type_s_limit_for_a_day_is_an_excuse(a_day: int, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=PATIENTS,
        session_types=[replace(SKILLS, max_per_day=a_day)],
        groups=[group(meetings_per_day=2)],
        members=[IN],
    )
    assert amounts(RULE, caseload, MONDAY_WITH, meeting("g1", "mon", "12:00-13:00", "p2")) == amount


@pytest.mark.parametrize(
    "other",
    [
        meeting("g2", "mon", "10:00-11:00", "p1", therapists="t2"),
        one_to_one("p1", "mon", "10:30-11:20"),
        one_to_one("p1", "mon", "12:00-12:50"),
    ],
)
def test_sessions_that_nobody_agreed_are_no_excuse(other: Session) -> None:
    caseload = member_of(level=LevelLimits(LEVEL, max_minutes_day=60))
    assert amounts(RULE, caseload, MONDAY_WITHOUT, other) == [1]


def test_an_agreed_appointment_uses_up_the_limit() -> None:
    session = one_to_one("p1", "mon", "12:00-12:50")
    agreed = (once("p1", "mon", "12:00"),)
    for limit, amount in ((110, [1]), (109, [])):
        caseload = member_of(level=LevelLimits(LEVEL, max_minutes_day=limit), appointments=agreed)
        assert amounts(RULE, caseload, MONDAY_WITHOUT, session) == amount


def test_care_that_does_not_count_breaks_no_limit_of_minutes() -> None:
    caseload = clinic_with(
        patients=PATIENTS,
        session_types=[replace(SKILLS, counts=False)],
        levels=[LevelLimits(LEVEL, max_minutes_day=0)],
        groups=[group()],
        members=[IN],
    )
    assert amounts(RULE, caseload, MONDAY_WITHOUT) == [1]


@pytest.mark.parametrize(
    ("sessions", "amount"),
    [
        ((MONDAY_WITH, TUESDAY_WITH), []),
        ((MONDAY_WITH, TUESDAY_WITHOUT), [1]),
        ((MONDAY_WITHOUT, TUESDAY_WITHOUT), [2]),
    ],
)
def test_same_members_attend_all(sessions: tuple[Session, ...], amount: list[int]) -> None:
    assert amounts(RULE, member_of(same_members=True), *sessions) == amount


@pytest.mark.parametrize(
    ("caseload", "amount"),
    [
        (member_of(same_members=True, absences=(absent("p1", "tue", "10:59-12:00"),)), []),
        (member_of(same_members=True, absences=(absent("p1", "tue", "11:00-12:00"),)), [2]),
        (member_of(same_members=True, level=LevelLimits(LEVEL, max_minutes_week=119)), []),
        (member_of(same_members=True, level=LevelLimits(LEVEL, max_minutes_week=120)), [2]),
        (member_of(same_members=True, most=1), []),
        (member_of(same_members=True, level=LevelLimits(LEVEL, max_days_week=1)), []),
    ],
)
def test_same_members_attend_none_where_one_is_not_possible(caseload: Caseload, amount: list[int]) -> None:
    assert amounts(RULE, caseload, MONDAY_WITHOUT, TUESDAY_WITHOUT) == amount


def test_same_members_who_attend_some_with_an_excuse_break_the_other_rule() -> None:
    caseload = member_of(same_members=True, absences=(absent("p1", "tue"),))
    assert broken(caseload, MONDAY_WITH, TUESDAY_WITHOUT) == {"group_same_members"}


def test_says_who_misses_what() -> None:
    (violation,) = found(RULE, member_of(), MONDAY_WITHOUT)
    assert violation.says == (
        "p1 is in g1 and misses g1 on Mon 2026-03-02 10:00-11:00 (session g1.mon.10:00), "
        "which lies in the patient's windows and limits"
    )


def test_a_limit_that_is_broken_anyway_excuses_nothing_else() -> None:
    caseload = member_of(
        level=LevelLimits(LEVEL, max_minutes_day=60),
        appointments=(once("p1", "mon", "12:00"),),
    )
    beyond = (MONDAY_WITH, one_to_one("p1", "mon", "12:00-12:50"))
    assert amounts(RULE, caseload, *beyond, TUESDAY_WITHOUT) == [1]


@pytest.mark.parametrize(("who", "status"), [("p1", "out"), ("p2", "in")])
def test_only_places_of_the_patient_use_up_the_limit(who: str, status: Literal["in", "out"]) -> None:
    caseload = replace(member_of(level=LevelLimits(LEVEL, max_minutes_day=60)), members=(IN, Member("g2", who, status)))
    other = meeting("g2", "mon", "12:00-13:00", "p1 p2")
    assert 1 in amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00", "p2"), other)
    assert [
        violation.sessions for violation in found(RULE, caseload, MONDAY_WITHOUT, other) if "misses" in violation.says
    ] == [("g1.mon.10:00",)]


@pytest.mark.parametrize(("limit", "amount"), [(170, [1]), (169, [])])
def test_same_members_count_other_agreed_sessions(limit: int, amount: list[int]) -> None:
    caseload = member_of(
        same_members=True,
        level=LevelLimits(LEVEL, max_minutes_week=limit),
        appointments=(once("p1", "fri", "12:00"),),
    )
    sessions = (MONDAY_WITH, TUESDAY_WITHOUT, one_to_one("p1", "fri", "12:00-12:50"))
    assert amounts(RULE, caseload, *sessions) == amount
