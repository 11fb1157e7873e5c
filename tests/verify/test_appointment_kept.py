"""Each appointment that applies this week has a session of its own; some weekly ones are dropped."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.caseload import Absence, Appointment, Availability, Closure
from scheduler.schedule import Session
from scheduler.verify import dropped_appointments
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    absent,
    available,
    busy,
    clinic_with,
    day,
    hours_of,
    once,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    weekly,
)
from tests.verify.breaking import amounts, broken, found

RULE = "appointment_kept"
TUESDAY_AT_TEN = one_to_one("p1", "tue", "10:00-10:50", resources="r1")
STAFF = [therapist("t1"), therapist("t2")]
IN_A_ROOM = [replace(INDIVIDUAL, resources=("room",))]
ROOMS = [room("r1"), room("r2")]


@pytest.mark.parametrize(
    ("agreed", "amount"),
    [
        (weekly("p1", "tue", "10:00"), []),
        (once("p1", "tue", "10:00"), []),
        (weekly("p1", "tue", "10:00", therapist="t1", resource="r1"), []),
        (weekly("p1", "tue", "10:01"), [1]),
        (weekly("p1", "mon", "10:00"), [1]),
        (once("p1", "mon", "10:00"), [1]),
        (weekly("p2", "tue", "10:00"), [1]),
        (weekly("p1", "tue", "10:00", therapist="t2"), [1]),
        (weekly("p1", "tue", "10:00", resource="r2"), [1]),
        (replace(once("p1", "mon", "10:00"), on=MONDAY - timedelta(days=1)), []),
        (replace(once("p1", "mon", "10:00"), on=MONDAY + timedelta(days=7)), []),
    ],
)
def test_a_session_keeps_the_agreement(agreed: Appointment, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        therapists=STAFF,
        session_types=IN_A_ROOM,
        resources=ROOMS,
        appointments=[agreed],
    )
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount
    assert broken(caseload, TUESDAY_AT_TEN) == ({RULE} if amount else set())


def test_two_agreements_need_two_sessions() -> None:
    caseload = clinic_with(appointments=[weekly("p1", "tue", "10:00"), once("p1", "tue", "10:00")])
    again = replace(TUESDAY_AT_TEN, session="again")
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == [1]
    assert amounts(RULE, caseload, TUESDAY_AT_TEN, again) == []


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        ([], "does not take place"),
        ([one_to_one("p1", "tue", "10:00-10:50", therapists="t1")], "takes place with another therapist or resource"),
    ],
)
def test_says_what_was_agreed(sessions: list[Session], words: str) -> None:
    agreed = replace(weekly("p1", "tue", "10:00", therapist="t2"), row=5)
    (violation,) = found(RULE, clinic_with(therapists=STAFF, appointments=[agreed]), *sessions)
    assert violation.says == (
        f"the agreed session individual of p1 on Tue 2026-03-03 at 10:00 with t2 (appointments row 5) {words}"
    )


@pytest.mark.parametrize(("clocks", "amount"), [("09:00-10:00", [1]), ("10:50-11:00", [1]), ("09:00-10:01", [])])
def test_a_closure_drops_a_weekly_one(clocks: str, amount: list[int]) -> None:
    closures = [Closure(day("tue"), span(clocks))]
    assert amounts(RULE, clinic_with(closures=closures, appointments=[weekly("p1", "tue", "10:00")])) == amount
    assert amounts(RULE, clinic_with(closures=closures, appointments=[once("p1", "tue", "10:00")])) == [1]


@pytest.mark.parametrize(
    ("absences", "amount"),
    [
        ([absent("p1", "tue", "10:49-12:00")], []),
        ([absent("p1", "tue", "10:50-12:00")], [1]),
        ([absent("p1", "mon")], [1]),
        ([absent("p1", "tue", party="family")], []),
        ([absent("t1", "tue")], [1]),
        ([absent("t1", "tue", "10:00-10:01"), absent("t2", "tue", "10:49-10:50")], []),
        ([absent("r1", "tue")], [1]),
        ([absent("r1", "tue"), absent("r2", "tue")], []),
    ],
)
def test_absences_drop_a_weekly_one(absences: list[Absence], amount: list[int]) -> None:
    caseload = clinic_with(
        therapists=STAFF,
        session_types=[replace(IN_A_ROOM[0], needs_family=True)],
        resources=ROOMS,
        absences=absences,
        appointments=[weekly("p1", "tue", "10:00")],
    )
    assert amounts(RULE, caseload) == amount


@pytest.mark.parametrize(
    ("other", "amount"),
    [
        ([available("t2", "tue", "10:00-10:50")], [1]),
        ([available("t2", "tue", "10:01-12:00")], []),
        ([available("t2", "tue", "09:00-10:49")], []),
        ([available("t2", "tue", "09:00-10:20"), available("t2", "tue", "10:20-11:00")], [1]),
        ([available("t2", "wed", "09:00-12:00")], []),
        ([replace(available("t2", "tue", "09:00-12:00"), last=day("mon"))], []),
        ([replace(available("t2", "tue", "09:00-12:00"), first=day("tue"))], [1]),
        ([busy("t2", "tue", "10:50-12:00"), busy("t2", "tue", "09:00-10:00")], [1]),
        ([busy("t2", "tue", "10:49-12:00")], []),
        ([replace(busy("t2", "tue", "10:49-12:00"), first=day("wed"))], [1]),
        ([hours_of("avoid", "t2", "tue", "09:00-12:00")], [1]),
        ([busy("t1", "tue", "10:00-10:10"), busy("t2", "tue", "10:00-10:10")], [1]),
    ],
)
def test_who_never_works_at_that_hour_keeps_nothing(other: list[Availability], amount: list[int]) -> None:
    caseload = clinic_with(
        therapists=STAFF,
        availability=other,
        absences=[absent("t1", "tue")],
        appointments=[weekly("p1", "tue", "10:00")],
    )
    assert amounts(RULE, caseload) == amount
    assert len(week_of(caseload, MONDAY).agreed) == len(amount)


@pytest.mark.parametrize(("clocks", "amount"), [("10:00-10:50", [1]), ("10:00-10:49", [])])
def test_a_room_that_is_never_free_at_that_hour_keeps_nothing(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(
        session_types=IN_A_ROOM,
        resources=ROOMS,
        availability=[available("r2", "tue", clocks)],
        absences=[absent("r1", "tue", "10:30-10:31")],
        appointments=[weekly("p1", "tue", "10:00")],
    )
    assert amounts(RULE, caseload) == amount
    assert len(week_of(caseload, MONDAY).agreed) == len(amount)


def test_the_family_matters_only_where_it_is_needed() -> None:
    caseload = clinic_with(absences=[absent("p1", "tue", party="family")], appointments=[weekly("p1", "tue", "10:00")])
    assert amounts(RULE, caseload) == [1]


@pytest.mark.parametrize(
    ("agreed", "planned", "amount"),
    [
        (weekly("p1", "tue", "10:00", therapist="t2"), None, [1]),
        (weekly("p1", "tue", "10:00", therapist="t1"), "t2", []),
        (weekly("p1", "tue", "10:00"), "t1", []),
        (weekly("p1", "tue", "10:00"), "t2", [1]),
        (weekly("p1", "tue", "10:00", resource="r2"), "t2", [1]),
        (weekly("p1", "tue", "10:00", resource="r1"), "t2", []),
    ],
)
def test_who_and_what_is_named_counts_alone(agreed: Appointment, planned: str | None, amount: list[int]) -> None:
    caseload = clinic_with(
        therapists=STAFF,
        session_types=IN_A_ROOM,
        resources=ROOMS,
        plans=[plan(therapist=planned)],
        absences=[absent("t1", "tue"), absent("r1", "tue")],
        appointments=[agreed],
    )
    assert amounts(RULE, caseload) == amount


def test_a_virtual_patient_needs_no_room() -> None:
    caseload = clinic_with(
        patients=[patient(mode="virtual")],
        session_types=IN_A_ROOM,
        resources=[room("r1")],
        absences=[absent("r1", "tue")],
        appointments=[weekly("p1", "tue", "10:00")],
    )
    assert amounts(RULE, caseload) == [1]


def test_being_busy_or_booked_drops_nothing() -> None:
    rows = [busy(who, "tue", "00:00-24:00") for who in ("p1", "t1")]
    caseload = clinic_with(availability=rows, appointments=[weekly("p1", "tue", "10:00")])
    assert amounts(RULE, caseload) == [1]


@pytest.mark.parametrize(
    ("admitted", "discharged", "amount"),
    [(day("tue"), day("tue"), [1]), (day("wed"), None, []), (None, day("mon"), [])],
)
def test_the_stay_drops_a_weekly_one(admitted: date | None, discharged: date | None, amount: list[int]) -> None:
    staying = [replace(patient(), admitted=admitted, discharged=discharged)]
    assert amounts(RULE, clinic_with(patients=staying, appointments=[weekly("p1", "tue", "10:00")])) == amount
    assert amounts(RULE, clinic_with(patients=staying, appointments=[once("p1", "tue", "10:00")])) == [1]


@pytest.mark.parametrize(("weeks_before", "amount"), [(0, [1]), (1, []), (2, [1])])
def test_a_plan_that_is_not_due_drops_a_weekly_one(weeks_before: int, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[replace(patient(), admitted=MONDAY - timedelta(weeks=weeks_before))],
        plans=[plan(least=1, most=1, every_weeks=2)],
        appointments=[weekly("p1", "tue", "10:00")],
    )
    assert amounts(RULE, caseload) == amount


def test_dropped_appointments_are_told_with_their_reason() -> None:
    gone, kept, dated = weekly("p1", "tue", "10:00"), weekly("p1", "wed", "10:00"), once("p1", "tue", "10:00")
    caseload = clinic_with(absences=[absent("t1", "tue")], appointments=[gone, kept, dated])
    assert dropped_appointments(caseload, MONDAY) == ((gone, "every therapist who could lead it then is absent"),)
