"""A room is used only inside its windows."""

from dataclasses import replace

import pytest

from scheduler.caseload import Absence, Availability
from tests.caseloads import INDIVIDUAL, absent, available, busy, clinic_with, one_to_one, room
from tests.verify.breaking import amounts, broken

RULE = "resource_available"
TUESDAY_AT_TEN = one_to_one("p1", "tue", "10:00-10:50", resources="r1")


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        (available("r1", "tue", "10:00-10:50"), []),
        (available("r1", "tue", "10:00-10:49"), [1]),
        (available("r1", "mon", "10:00-10:50"), [50]),
        (busy("r1", "tue", "10:50-12:00"), []),
        (busy("r1", "tue", "10:49-12:00"), [1]),
        (absent("r1", "tue", "09:00-10:00"), []),
        (absent("r1", "tue", "09:00-10:01"), [1]),
    ],
)
def test_is_used_inside_its_windows(row: Availability | Absence, amount: list[int]) -> None:
    caseload = clinic_with(
        session_types=[replace(INDIVIDUAL, resources=("room",))],
        resources=[room()],
        availability=[row] if isinstance(row, Availability) else [],
        absences=[row] if isinstance(row, Absence) else [],
    )
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount
    assert broken(caseload, TUESDAY_AT_TEN) == ({RULE} if amount else set())
