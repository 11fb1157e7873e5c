"""Session minutes led are at most the therapist's maxima."""

from dataclasses import replace

import pytest

from tests.caseloads import INDIVIDUAL, clinic_with, one_to_one, patient, therapist
from tests.verify.breaking import amounts, broken

RULE = "therapist_hours"
SESSIONS = (
    one_to_one("p1", "mon", "10:00-10:50"),
    one_to_one("p2", "mon", "11:00-11:50"),
    one_to_one("p1", "tue", "10:00-10:50"),
)


@pytest.mark.parametrize(
    ("a_day", "a_week", "amount"),
    [(None, None, []), (100, 150, []), (99, 150, [1]), (100, 149, [1]), (49, 100, [50, 51, 1])],
)
def test_a_day_and_a_week_hold_up_to_their_limits(a_day: int | None, a_week: int | None, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        therapists=[therapist(max_minutes_day=a_day, max_minutes_week=a_week)],
        session_types=[replace(INDIVIDUAL, counts=False, buffer_minutes=5)],
    )
    assert amounts(RULE, caseload, *SESSIONS) == amount
    assert broken(caseload, *SESSIONS) == ({RULE} if amount else set())
