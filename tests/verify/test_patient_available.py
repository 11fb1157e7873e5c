"""A patient attends only inside the stay and the windows, travel included."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.caseload import GroupMode, Patient
from tests.caseloads import absent, available, busy, clinic_with, day, group, meeting, one_to_one, patient, span
from tests.verify.breaking import amounts, broken, found

RULE = "patient_available"
TUESDAY_AT_TEN = one_to_one("p1", "tue", "10:00-10:50")


@pytest.mark.parametrize(
    ("clocks", "amount"),
    [("10:00-10:50", []), ("10:01-12:00", [1]), ("09:00-10:49", [1]), ("11:00-12:00", [50])],
)
def test_attends_inside_available_hours(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(availability=[available("p1", "tue", clocks)])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount


def test_windows_that_touch_count_as_one() -> None:
    rows = [available("p1", "tue", "09:00-10:20"), available("p1", "tue", "10:20-12:00")]
    assert amounts(RULE, clinic_with(availability=rows), TUESDAY_AT_TEN) == []


@pytest.mark.parametrize(
    ("clocks", "amount"), [("09:00-10:00", []), ("10:50-12:00", []), ("09:00-10:01", [1]), ("10:49-12:00", [1])]
)
def test_attends_outside_busy_hours(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(availability=[busy("p1", "tue", clocks)])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(
    ("clocks", "amount"), [("09:00-09:30", []), ("11:20-12:00", []), ("09:00-09:31", [1]), ("11:19-12:00", [1])]
)
def test_busy_hours_grow_by_travel(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(patients=[patient(travel_minutes=30)], availability=[busy("p1", "tue", clocks)])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount


def test_travel_stays_within_the_day() -> None:
    caseload = clinic_with(patients=[patient(travel_minutes=60)], availability=[busy("p1", "mon", "23:00-24:00")])
    assert amounts(RULE, caseload, one_to_one("p1", "tue", "00:00-00:50")) == []


@pytest.mark.parametrize(
    ("who", "mode", "amount"),
    [
        (patient(mode="virtual", travel_minutes=30), "hybrid", []),
        (patient(mode="either", travel_minutes=30), "hybrid", [1]),
        (patient(mode="either", travel_minutes=30), "in_person", [1]),
        (patient(mode="either", travel_minutes=30), "virtual", []),
    ],
)
def test_only_those_who_come_in_person_travel(who: Patient, mode: GroupMode, amount: list[int]) -> None:
    circle = group(mode=mode)
    caseload = clinic_with(patients=[who], groups=[circle], availability=[busy("p1", "tue", "09:00-09:31")])
    assert amounts(RULE, caseload, meeting("g1", "tue", "10:00-11:00", mode=mode)) == amount


@pytest.mark.parametrize(("clocks", "amount"), [("09:00-10:00", []), ("09:00-10:01", [1])])
def test_absences_never_grow_by_travel(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(patients=[patient(travel_minutes=30)], absences=[absent("p1", "tue", clocks)])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(("days_before", "amount"), [(0, []), (1, [50])])
def test_comes_up_to_and_including_the_day_of_discharge(days_before: int, amount: list[int]) -> None:
    leaving = replace(patient(), discharged=day("tue") - timedelta(days=days_before))
    assert amounts(RULE, clinic_with(patients=[leaving]), TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(("days_after", "amount"), [(0, []), (1, [50])])
def test_comes_from_the_day_of_admission(days_after: int, amount: list[int]) -> None:
    coming = replace(patient(), admitted=day("tue") + timedelta(days=days_after))
    assert amounts(RULE, clinic_with(patients=[coming]), TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(("last", "amount"), [(day("tue"), []), (day("mon"), [50])])
def test_available_rows_that_are_out_of_date_leave_no_time(last: date, amount: list[int]) -> None:
    row = replace(available("p1", "tue", "09:00-12:00"), last=last)
    assert amounts(RULE, clinic_with(availability=[row]), TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(("first", "amount"), [(day("tue"), [50]), (day("wed"), [])])
def test_busy_rows_begin_on_their_first_date(first: date, amount: list[int]) -> None:
    row = replace(busy("p1", "tue", "09:00-12:00"), first=first)
    assert amounts(RULE, clinic_with(availability=[row]), TUESDAY_AT_TEN) == amount


def test_absences_cover_each_date_from_first_to_last() -> None:
    away = replace(absent("p1", "mon", "10:00-10:20"), last=day("tue"))
    caseload = clinic_with(absences=[away])
    three = [one_to_one("p1", name, "10:00-10:50") for name in ("mon", "tue", "wed")]
    assert amounts(RULE, caseload, *three) == [20, 20]


def test_minutes_taken_twice_are_missed_once() -> None:
    rows = [busy("p1", "tue", "10:00-10:30"), busy("p1", "tue", "10:20-10:40")]
    caseload = clinic_with(availability=rows, absences=[absent("p1", "tue", "10:00-10:10")])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == [40]


def test_wishes_and_family_rows_take_nothing_away() -> None:
    rows = [
        replace(busy("p1", "tue", "10:00-11:00"), status="avoid"),
        replace(busy("p1", "tue", "12:00-13:00"), status="prefer"),
        busy("p1", "tue", "10:00-11:00", party="family"),
    ]
    assert amounts(RULE, clinic_with(availability=rows), TUESDAY_AT_TEN) == []


def test_says_who_when_how_much_and_which_row() -> None:
    row = replace(busy("p1", "tue", "12:00-13:00"), window=span("09:00-10:10"), row=7)
    (violation,) = found(RULE, clinic_with(patients=[patient(travel_minutes=15)], availability=[row]), TUESDAY_AT_TEN)
    assert violation.says == (
        "p1 cannot attend 25 min of individual on Tue 2026-03-03 10:00-10:50 (session p1.individual.tue.10:00): "
        "busy 09:00-10:10 and 15 min of travel before and after (availability row 7)"
    )
    assert violation.sessions == ("p1.individual.tue.10:00",)


def test_breaks_no_other_rule() -> None:
    caseload = clinic_with(absences=[absent("p1", "tue")])
    assert broken(caseload, TUESDAY_AT_TEN) == {RULE}


def test_says_where_a_day_has_no_available_hours() -> None:
    for days, words in (("mon", "available at no time on that day"), ("tue", "available 12:00-13:00 on that day")):
        caseload = clinic_with(availability=[available("p1", days, "12:00-13:00")])
        (violation,) = found(RULE, caseload, TUESDAY_AT_TEN)
        assert violation.says.endswith(f": {words}")
