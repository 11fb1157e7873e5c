"""A patient is in one session at a time."""

import pytest

from tests.caseloads import clinic_with, group, meeting, one_to_one, therapist
from tests.verify.breaking import amounts, broken

RULE = "patient_not_double_booked"
CASELOAD = clinic_with(groups=[group()], therapists=[therapist(), therapist("t2")])


@pytest.mark.parametrize(
    ("clocks", "amount"), [("11:00-11:50", []), ("09:10-10:00", []), ("10:59-11:49", [1]), ("09:11-10:01", [1])]
)
def test_sessions_may_touch_but_not_overlap(clocks: str, amount: list[int]) -> None:
    sessions = (meeting("g1", "mon", "10:00-11:00"), one_to_one("p1", "mon", clocks, therapists="t2"))
    assert amounts(RULE, CASELOAD, *sessions) == amount


def test_each_pair_is_told() -> None:
    sessions = [one_to_one("p1", "mon", f"10:{minute}-10:50") for minute in ("00", "10", "40")]
    assert amounts(RULE, CASELOAD, *sessions) == [40, 10, 10]


def test_the_same_time_on_other_days_is_free() -> None:
    sessions = (meeting("g1", "mon", "10:00-11:00"), one_to_one("p1", "tue", "10:00-10:50"))
    assert amounts(RULE, CASELOAD, *sessions) == []


def test_breaks_no_other_rule() -> None:
    sessions = (meeting("g1", "mon", "10:00-11:00"), one_to_one("p1", "mon", "10:30-11:20", therapists="t2"))
    assert broken(CASELOAD, *sessions) == {RULE}
