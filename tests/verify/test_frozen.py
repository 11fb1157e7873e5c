"""What has happened stays as it was and breaks no rule by itself; whatever is new beside it keeps every rule."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.caseload import Appointment, Caseload, KeepApart, LevelLimits, Member, Resource
from scheduler.rules import RuleId
from scheduler.schedule import Earlier, Session
from scheduler.verify import score, violations
from scheduler.verify.violation import OtherCheck
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    absent,
    busy,
    clinic_with,
    day,
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

MOMENT = datetime.fromisoformat("2026-03-03T12:00")
"""Tuesday noon of the week of the tests."""
MORNING = one_to_one("p1", "mon", "09:00-09:50")
TUESDAY = one_to_one("p1", "tue", "11:30-12:20")
THURSDAY = one_to_one("p1", "thu", "09:00-09:50")
MET = meeting("g1", "mon", "10:00-11:00", "p1 p2")
TWO = [patient("p1"), patient("p2")]
STAFF = [therapist("t1"), therapist("t2")]


def broken(caseload: Caseload, happened: list[Session], new: list[Session]) -> list[str]:
    """Rules that new sessions break beside those that have happened, whatever these break."""
    whole = week(*happened, *new)
    earlier = Earlier(week(*happened, THURSDAY), MOMENT)
    return sorted({violation.rule.value for violation in violations(caseload, MONDAY, whole, earlier=earlier)})


def test_what_has_happened_is_exactly_as_it_was() -> None:
    caseload = clinic_with(patients=TWO, therapists=STAFF)
    earlier = Earlier(week(MORNING, TUESDAY, THURSDAY), MOMENT)
    for changed, witnesses in (
        ((MORNING, TUESDAY), 0),
        ((MORNING, TUESDAY, one_to_one("p2", "tue", "12:00-12:50", therapists="t2")), 0),
        ((MORNING,), 1),
        ((MORNING, replace(TUESDAY, therapists=("t2",))), 2),
        ((MORNING, replace(TUESDAY, session="another")), 2),
        ((replace(MORNING, row=9), TUESDAY), 0),
        ((MORNING, TUESDAY, one_to_one("p2", "tue", "10:00-10:50")), 1),
    ):
        found = violations(caseload, MONDAY, week(*changed), earlier=earlier)
        assert [violation.rule for violation in found] == [OtherCheck.FROZEN] * witnesses


def test_without_a_moment_nothing_is_frozen() -> None:
    earlier = Earlier(week(MORNING))
    assert violations(clinic_with(), MONDAY, week(THURSDAY), earlier=earlier) == ()


def test_the_moment_itself_is_open_and_the_minute_before_is_not() -> None:
    caseload = clinic_with(patients=TWO, grid_minutes=1)
    for minutes, count in ((0, 0), (1, 1)):
        new = replace(one_to_one("p2", "tue", "12:00-12:50"), start=12 * 60 - minutes, end=12 * 60 + 50 - minutes)
        assert len(violations(caseload, MONDAY, week(new), earlier=Earlier(week(), MOMENT))) == count


IN_A_ROOM = replace(INDIVIDUAL, resources=("room",))
HAPPENED = {
    "somebody was away since": clinic_with(absences=[absent("p1", "mon"), absent("t1", "mon")]),
    "hours that are too many by now": clinic_with(levels=[LevelLimits(LEVEL, max_minutes_week=10, max_minutes_day=10)]),
    "days that are too many by now": clinic_with(levels=[LevelLimits(LEVEL, max_days_week=0)]),
    "a plan without it": clinic_with(plans=[]),
    "a therapist who no longer leads it": clinic_with(therapists=[therapist("t1", "skills")]),
    "hours of the therapist": clinic_with(therapists=[therapist("t1", max_minutes_week=10, max_minutes_day=10)]),
    "another length": clinic_with(session_types=[SKILLS, replace(INDIVIDUAL, minutes=60)]),
    "a room that it lacks": clinic_with(session_types=[SKILLS, replace(INDIVIDUAL, resources=("room",))]),
    "a clinic that is closed": clinic_with(opening=((),) * 7),
    "a grid that it is not on": clinic_with(grid_minutes=7),
    "another mode": clinic_with(patients=[patient("p1", mode="virtual")]),
    "a stay that has ended": clinic_with(patients=[replace(patient("p1"), discharged=MONDAY - timedelta(days=1))]),
}


@pytest.mark.parametrize("caseload", HAPPENED.values(), ids=HAPPENED)
def test_what_has_happened_breaks_no_rule(caseload: Caseload) -> None:
    assert violations(caseload, MONDAY, week(MORNING)) != ()
    assert broken(caseload, [MORNING], []) == []


def closed(*, meetings_per_week: int = 5) -> Caseload:
    members = [replace(group(meetings_per_week=meetings_per_week), same_members=True)]
    return clinic_with(patients=TWO, groups=members, therapists=STAFF)


LIMITED = clinic_with(levels=[LevelLimits(LEVEL, max_minutes_week=110, max_minutes_day=110, max_days_week=2)])
APART = [KeepApart("p1", "p2", "day")]
FAULTS: dict[str, tuple[Caseload, list[Session], list[Session], list[str]]] = {
    "beside it": (clinic_with(), [TUESDAY], [one_to_one("p1", "tue", "12:30-13:20")], ["patient_plan_limit"]),
    "hours that suffice": (LIMITED, [MORNING], [THURSDAY], []),
    "hours used up": (LIMITED, [MORNING, TUESDAY], [THURSDAY], ["patient_week_limit"]),
    "the patient is still there": (
        clinic_with(groups=[group()], therapists=STAFF),
        [TUESDAY],
        [meeting("g1", "tue", "12:15-13:15", therapists="t2")],
        ["patient_not_double_booked"],
    ),
    "the therapist is still there": (
        clinic_with(patients=TWO),
        [TUESDAY],
        [one_to_one("p2", "tue", "12:15-13:05")],
        ["therapist_not_double_booked"],
    ),
    "the buffer is not over": (
        clinic_with(patients=TWO, session_types=[SKILLS, replace(INDIVIDUAL, buffer_minutes=30)]),
        [TUESDAY],
        [one_to_one("p2", "tue", "12:30-13:20")],
        ["therapist_not_double_booked"],
    ),
    "hours of the therapist used up": (
        clinic_with(patients=TWO, therapists=[therapist("t1", max_minutes_week=100)]),
        [MORNING, TUESDAY],
        [one_to_one("p2", "thu", "09:00-09:50")],
        ["therapist_hours"],
    ),
    "the room is still in use": (
        clinic_with(
            patients=TWO,
            therapists=STAFF,
            resources=[room()],
            session_types=[IN_A_ROOM],
        ),
        [replace(TUESDAY, resources=("r1",))],
        [one_to_one("p2", "tue", "12:15-13:05", therapists="t2", resources="r1")],
        ["resource_not_double_booked"],
    ),
    "on site on one day": (
        clinic_with(patients=TWO, therapists=STAFF, keep_apart=APART),
        [TUESDAY],
        [one_to_one("p2", "tue", "15:00-15:50", therapists="t2")],
        ["kept_apart"],
    ),
    "on site on another day": (
        clinic_with(patients=TWO, therapists=STAFF, keep_apart=APART),
        [TUESDAY],
        [one_to_one("p2", "wed", "15:00-15:50", therapists="t2")],
        [],
    ),
    "met often enough": (
        clinic_with(patients=TWO, groups=[group(meetings_per_week=1)]),
        [MET],
        [meeting("g1", "wed", "10:00-11:00", "p1")],
        ["group_meetings"],
    ),
    "the row of the timetable is taken": (
        clinic_with(
            patients=TWO, groups=[group(meetings_per_week=1)], meetings=[meeting_row(), meeting_row(days="wed")]
        ),
        [],
        [meeting("g1", "thu", "10:00-11:00", "p1"), meeting("g1", "wed", "10:00-11:00", "p1")],
        ["group_meetings"],
    ),
    "joined late": (
        closed(),
        [meeting("g1", "mon", "10:00-11:00", "p1")],
        [meeting("g1", "wed", "10:00-11:00", "p1 p2")],
        ["group_same_members"],
    ),
    "left for the rest of the week": (closed(), [MET], [meeting("g1", "wed", "10:00-11:00", "p1")], []),
    "came to some of the rest": (
        closed(),
        [MET],
        [meeting("g1", "wed", "10:00-11:00", "p1 p2"), meeting("g1", "thu", "10:00-11:00", "p1")],
        ["group_same_members"],
    ),
}


@pytest.mark.parametrize(("caseload", "happened", "new", "rules"), FAULTS.values(), ids=FAULTS)
def test_a_rule_is_broken_where_something_new_takes_part(
    caseload: Caseload, happened: list[Session], new: list[Session], rules: list[str]
) -> None:
    assert broken(caseload, happened, new) == rules


@pytest.mark.parametrize(
    ("agreed", "happened", "rules"),
    [
        (weekly("p1", "mon", "09:00"), [], []),
        (once("p1", "mon", "09:00"), [], [RuleId.APPOINTMENT_KEPT]),
        (once("p1", "mon", "09:00"), [MORNING], []),
        (once("p1", "mon", "09:00", therapist="t2"), [MORNING], []),
        (once("p1", "mon", "09:15"), [MORNING], [RuleId.APPOINTMENT_KEPT]),
        (weekly("p1", "thu", "10:00"), [MORNING], [RuleId.APPOINTMENT_KEPT]),
    ],
)
def test_appointments_before_the_moment(agreed: Appointment, happened: list[Session], rules: list[str]) -> None:
    caseload = clinic_with(therapists=STAFF, appointments=[agreed])
    assert broken(caseload, happened, []) == rules


def test_a_member_is_excused_by_what_has_happened() -> None:
    caseload = clinic_with(
        patients=TWO,
        groups=[group()],
        therapists=STAFF,
        levels=[LevelLimits(LEVEL, max_minutes_week=100)],
        members=[Member("g1", "p1", "in")],
    )
    new = [meeting("g1", "wed", "10:00-11:00", "p2")]
    assert broken(caseload, [], new) == ["member_kept"]
    assert broken(caseload, [MORNING], new) == []
    at_noon = [meeting("g1", "tue", "12:00-13:00", "p2", therapists="t2")]
    assert broken(replace(caseload, levels={LEVEL: (LevelLimits(LEVEL),)}), [TUESDAY], at_noon) == []
    assert broken(replace(caseload, levels={LEVEL: (LevelLimits(LEVEL),)}), [MORNING], at_noon) == ["member_kept"]


def test_what_has_happened_counts_as_care_and_costs_no_change() -> None:
    caseload = clinic_with(levels=[LevelLimits(LEVEL, min_minutes_week=90)], plans=[plan("p1", least=2)])
    found = score(caseload, MONDAY, week(MORNING), Earlier(week(MORNING, THURSDAY), MOMENT))
    assert (found.care, found.stability) == (40 + 50, 2)


def test_rows_that_have_happened_may_look_otherwise() -> None:
    capacity = [Resource("r1", frozenset({"room"}), 0)]
    caseload = clinic_with(resources=capacity, availability=[busy("p1", "mon", "08:00-12:00")])
    odd = replace(MORNING, resources=("r1",), mode="hybrid", meeting=4, on=day("mon"))
    assert broken(caseload, [odd], []) == []
    assert broken(caseload, [replace(MORNING, therapists=("t9",))], []) == ["schedule_row"]
