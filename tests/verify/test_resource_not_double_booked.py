"""A room holds one session at a time."""

from dataclasses import replace

import pytest

from tests.caseloads import INDIVIDUAL, clinic_with, one_to_one, patient, room, therapist
from tests.verify.breaking import amounts, broken

RULE = "resource_not_double_booked"
CASELOAD = clinic_with(
    patients=[patient("p1"), patient("p2")],
    therapists=[therapist("t1"), therapist("t2")],
    session_types=[replace(INDIVIDUAL, resources=("room",))],
    resources=[room("r1"), room("r2")],
)


@pytest.mark.parametrize(
    ("clocks", "held", "amount"),
    [
        ("10:50-11:40", "r1", []),
        ("10:49-11:39", "r1", [1]),
        ("10:00-10:50", "r1", [50]),
        ("10:00-10:50", "r2", []),
    ],
)
def test_sessions_may_touch_but_not_overlap(clocks: str, held: str, amount: list[int]) -> None:
    sessions = (
        one_to_one("p1", "mon", "10:00-10:50", resources="r1"),
        one_to_one("p2", "mon", clocks, therapists="t2", resources=held),
    )
    assert amounts(RULE, CASELOAD, *sessions) == amount


def test_breaks_no_other_rule() -> None:
    sessions = (
        one_to_one("p1", "mon", "10:00-10:50", resources="r1"),
        one_to_one("p2", "mon", "10:15-11:05", therapists="t2", resources="r1"),
    )
    assert broken(CASELOAD, *sessions) == {RULE}
