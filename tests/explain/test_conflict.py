"""Agreements that contradict each other are named, and only those, with the rules in their way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from scheduler.caseload import Appointment, Caseload, Closure
from scheduler.errors import Contradiction
from scheduler.planning.plan import plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.rules import CATALOGUE, RuleId
from scheduler.schedule import Earlier, Session
from scheduler.search import Limits, solve
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    absent,
    busy,
    clinic_with,
    day,
    once,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    week,
    weekly,
)

TITLES = {rule.id: rule.title for rule in CATALOGUE}
THREE = [patient("p1"), patient("p2"), patient("p3")]
STAFF = [therapist("t1"), therapist("t2")]
LIMITS = Limits(seconds=20, workers=1)
IN_ROOMS = replace(INDIVIDUAL, resources=("room",))


def numbered(*agreed: Appointment) -> list[Appointment]:
    """The appointments as rows of their table, from row 2 on."""
    return [replace(row, row=number) for number, row in enumerate(agreed, start=2)]


clinic_open_on_weekdays = partial(clinic_with, opening=((span("09:00-13:00"),),) * 5 + ((), ()))


def clash(caseload: Caseload) -> Sequence[str]:
    with pytest.raises(Contradiction) as failure:
        plan_week(caseload, MONDAY, Allotted(LIMITS))
    return failure.value.rows


def without_row(caseload: Caseload, row: int) -> Caseload:
    return replace(caseload, appointments=tuple(agreed for agreed in caseload.appointments if agreed.row != row))


def rows_named(says: Sequence[str]) -> list[int]:
    return [int(line.partition("row ")[2].partition(":")[0]) for line in says if line.startswith("appointments, row ")]


CLASHES = {
    "a patient in two places": (
        clinic_open_on_weekdays(
            patients=THREE,
            therapists=STAFF,
            session_types=[replace(INDIVIDUAL, max_per_day=2)],
            plans=[plan("p1", most=2), plan("p2", most=1), plan("p3", most=1)],
            appointments=numbered(
                once("p2", "mon", "10:00", therapist="t1"),
                once("p1", "mon", "11:00", therapist="t1"),
                once("p1", "mon", "11:49", therapist="t2"),
                once("p3", "fri", "11:00"),
            ),
        ),
        [3, 4],
        [RuleId.PATIENT_NOT_DOUBLE_BOOKED],
    ),
    "a therapist in two places": (
        clinic_open_on_weekdays(
            patients=THREE,
            therapists=STAFF,
            appointments=numbered(
                weekly("p1", "mon", "10:00", therapist="t1"),
                weekly("p2", "mon", "10:49", therapist="t1"),
                weekly("p3", "mon", "10:00", therapist="t2"),
            ),
        ),
        [2, 3],
        [RuleId.THERAPIST_NOT_DOUBLE_BOOKED],
    ),
    "three sessions for two therapists": (
        clinic_open_on_weekdays(
            patients=THREE,
            therapists=STAFF,
            appointments=numbered(*(weekly(who, "mon", "10:00") for who in ("p1", "p2", "p3"))),
        ),
        [2, 3, 4],
        [RuleId.THERAPIST_QUALIFIED, RuleId.THERAPIST_NOT_DOUBLE_BOOKED],
    ),
    "three sessions in the hours for two": (
        clinic_open_on_weekdays(
            patients=THREE,
            therapists=[therapist(max_minutes_week=149)],
            appointments=numbered(
                *(weekly(who, "mon", f"{hour}:00") for who, hour in (("p1", 9), ("p2", 10), ("p3", 11)))
            ),
        ),
        [2, 3, 4],
        [RuleId.THERAPIST_HOURS],
    ),
    "two sessions in one room": (
        clinic_open_on_weekdays(
            patients=THREE,
            therapists=STAFF,
            session_types=[IN_ROOMS],
            resources=[room("r1"), room("r2")],
            appointments=numbered(
                weekly("p1", "mon", "10:00", resource="r1"),
                weekly("p2", "mon", "10:30", resource="r1"),
                weekly("p3", "tue", "10:30", resource="r1"),
            ),
        ),
        [2, 3],
        [RuleId.RESOURCE_NOT_DOUBLE_BOOKED],
    ),
    "more sessions than the plan allows": (
        clinic_open_on_weekdays(
            patients=THREE,
            plans=[plan("p1", most=1), plan("p2", most=1)],
            appointments=numbered(once("p2", "mon", "09:00"), once("p1", "mon", "10:00"), once("p1", "tue", "10:00")),
        ),
        [3, 4],
        [RuleId.PATIENT_PLAN_LIMIT],
    ),
    "a date on which the patient is absent": (
        clinic_open_on_weekdays(
            patients=THREE,
            absences=[absent("p1", "mon")],
            appointments=numbered(once("p2", "tue", "10:00"), once("p1", "mon", "10:00")),
        ),
        [3],
        [RuleId.PATIENT_AVAILABLE],
    ),
    "a date on which the clinic is closed": (
        clinic_open_on_weekdays(closures=[Closure(day("mon"))], appointments=numbered(once("p1", "mon", "10:00"))),
        [2],
        [RuleId.CLINIC_OPEN],
    ),
    "a weekday on which the therapist is busy": (
        clinic_open_on_weekdays(
            availability=[busy("t1", "mon", "10:49-11:00")], appointments=numbered(weekly("p1", "mon", "10:00"))
        ),
        [2],
        [RuleId.THERAPIST_AVAILABLE],
    ),
}


@pytest.mark.parametrize("name", CLASHES)
def test_names_the_rows_that_clash_and_the_rules_in_their_way(name: str) -> None:
    caseload, rows, rules = CLASHES[name]
    says = clash(caseload)
    assert rows_named(says) == rows
    assert says[-1].startswith("possible only without the rule: ")
    assert all(TITLES[rule] in says[-1] for rule in rules)


@pytest.mark.parametrize("name", CLASHES)
def test_none_of_the_rows_can_be_spared(name: str) -> None:
    caseload, rows, _ = CLASHES[name]
    for row in rows:
        spared = without_row(caseload, row)
        assert len(solve(spared, MONDAY, LIMITS).schedule.sessions) >= len(spared.appointments)


TOGETHER = {
    "neither the patient nor the therapist is there": (
        clinic_open_on_weekdays(
            availability=[busy("p1", "mon", "10:00-10:01"), busy("t1", "mon", "10:49-11:00")],
            appointments=numbered(weekly("p1", "mon", "10:00")),
        ),
        [2],
        [RuleId.PATIENT_AVAILABLE, RuleId.THERAPIST_AVAILABLE],
    ),
    "a date on which the clinic is closed, the room taken away and the patient absent": (
        clinic_open_on_weekdays(
            patients=THREE,
            session_types=[IN_ROOMS],
            resources=[room("r1"), room("r2")],
            closures=[Closure(day("mon"), span("10:49-12:00"))],
            absences=[absent("p1", "mon"), absent("r1", "mon")],
            appointments=numbered(once("p2", "mon", "09:00"), once("p1", "mon", "10:00", resource="r1")),
        ),
        [3],
        [RuleId.PATIENT_AVAILABLE, RuleId.RESOURCE_AVAILABLE, RuleId.CLINIC_OPEN],
    ),
    "twice at once with the same therapist, and more than is planned": (
        clinic_open_on_weekdays(
            patients=THREE,
            therapists=STAFF,
            plans=[plan("p1", most=1), plan("p2", most=1)],
            appointments=numbered(
                once("p1", "mon", "10:00", therapist="t1"),
                once("p2", "mon", "10:00", therapist="t2"),
                once("p1", "mon", "10:49", therapist="t1"),
            ),
        ),
        [2, 4],
        [RuleId.PATIENT_NOT_DOUBLE_BOOKED, RuleId.PATIENT_PLAN_LIMIT, RuleId.THERAPIST_NOT_DOUBLE_BOOKED],
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_names_just_the_rules_that_stand_in_the_way_together(name: str) -> None:
    caseload, rows, rules = TOGETHER[name]
    says = clash(caseload)
    assert rows_named(says) == rows
    assert says[-1] == f"possible only without these rules, all at once: {'; '.join(TITLES[rule] for rule in rules)}"


def test_says_what_was_agreed() -> None:
    caseload, _, _ = CLASHES["two sessions in one room"]
    assert clash(caseload)[0] == "appointments, row 2: individual of p1 on mon at 10:00 in r1"


def test_says_the_date_and_the_therapist() -> None:
    caseload, _, _ = CLASHES["a patient in two places"]
    assert clash(caseload)[0] == "appointments, row 3: individual of p1 on 2026-03-02 at 11:00 with t1"


MOMENT = datetime.fromisoformat("2026-03-03T12:00")
HELD = replace(one_to_one("p1", "tue", "11:30-12:20"), row=7)
ELSEWHERE = replace(one_to_one("p2", "mon", "09:00-09:50"), row=3)


def clash_beside(caseload: Caseload, *happened: Session) -> Sequence[str]:
    with pytest.raises(Contradiction) as failure:
        plan_week(caseload, MONDAY, Allotted(LIMITS), earlier=Earlier(week(*happened), MOMENT))
    return failure.value.rows


def test_what_is_frozen_is_named_where_an_appointment_cannot_be_kept_beside_it() -> None:
    caseload = clinic_open_on_weekdays(
        patients=THREE, therapists=STAFF, appointments=numbered(once("p1", "tue", "12:00"), once("p2", "wed", "09:00"))
    )
    says = clash_beside(caseload, ELSEWHERE, HELD)
    assert rows_named(says) == [2]
    held = "session p1.individual.tue.11:30 on 2026-03-03 at 11:30-12:20, which stays as it was"
    assert says[1] == f"earlier schedule, row 7: {held}"
    assert TITLES[RuleId.PATIENT_NOT_DOUBLE_BOOKED] in says[-1]
    assert len(says) == 3


def test_an_appointment_that_is_over_is_named_with_the_moment() -> None:
    caseload = clinic_open_on_weekdays(appointments=numbered(once("p1", "mon", "10:00"), once("p1", "wed", "10:00")))
    says = clash_beside(caseload, ELSEWHERE)
    assert rows_named(says) == [2]
    assert says[-1] == "possible only if something new could start before 2026-03-03 12:00"
    assert len(says) == 2
