"""A meeting that runs has as many patients as its group takes."""

import pytest

from scheduler.schedule import Session
from tests.caseloads import clinic_with, group, meeting, patient
from tests.verify.breaking import amounts, broken

RULE = "group_size"
CASELOAD = clinic_with(patients=[patient(f"p{number}") for number in range(1, 7)], groups=[group(sizes=(2, 4))])


def with_patients(names: str) -> Session:
    return meeting("g1", "mon", "10:00-11:00", names)


@pytest.mark.parametrize(
    ("names", "amount"),
    [
        ("", [2]),
        ("p1", [1]),
        ("p1 p2", []),
        ("p1 p2 p3 p4", []),
        ("p1 p2 p3 p4 p5", [1]),
        ("p1 p2 p3 p4 p5 p6", [2]),
        ("p1 p1", [1]),
    ],
)
def test_size_lies_between_min_and_max(names: str, amount: list[int]) -> None:
    assert amounts(RULE, CASELOAD, with_patients(names)) == amount


def test_breaks_no_other_rule() -> None:
    assert broken(CASELOAD, with_patients("p1")) == {RULE}
