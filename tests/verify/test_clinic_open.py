"""Every session lies inside opening hours and outside closures."""

from dataclasses import replace

import pytest

from scheduler.caseload import Closure
from scheduler.times import Windows
from tests.caseloads import clinic_with, day, one_to_one, span
from tests.verify.breaking import amounts, broken, found

RULE = "clinic_open"
TUESDAY_AT_TEN = one_to_one("p1", "tue", "10:00-10:50")


def open_on_tuesday(*clocks: str) -> tuple[Windows, ...]:
    return ((), tuple(map(span, clocks)), (), (), (), (), ())


@pytest.mark.parametrize(
    ("clocks", "amount"),
    [
        (["10:00-10:50"], []),
        (["10:01-10:50"], [1]),
        (["10:00-10:49"], [1]),
        (["09:00-10:20", "10:30-12:00"], [10]),
        ([], [50]),
    ],
)
def test_lies_inside_opening_hours(clocks: list[str], amount: list[int]) -> None:
    caseload = clinic_with(opening=open_on_tuesday(*clocks))
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount
    assert broken(caseload, TUESDAY_AT_TEN) == ({RULE} if amount else set())


@pytest.mark.parametrize(
    ("name", "clocks", "amount"),
    [
        ("tue", "09:00-10:00", []),
        ("tue", "10:50-12:00", []),
        ("tue", "09:00-10:01", [1]),
        ("tue", "10:49-12:00", [1]),
        ("wed", "00:00-24:00", []),
    ],
)
def test_lies_outside_closures(name: str, clocks: str, amount: list[int]) -> None:
    assert amounts(RULE, clinic_with(closures=[Closure(day(name), span(clocks))]), TUESDAY_AT_TEN) == amount


def test_minutes_closed_twice_count_once_and_both_are_told() -> None:
    closure = replace(Closure(day("tue"), span("10:00-10:20")), row=3)
    caseload = clinic_with(opening=open_on_tuesday("10:10-12:00"), closures=[closure])
    (violation,) = found(RULE, caseload, TUESDAY_AT_TEN)
    assert violation.amount == 20
    assert violation.says.endswith(": open 10:10-12:00 on that day; closed 10:00-10:20 (closures row 3)")
