"""A therapist leads only inside the therapist's windows."""

import pytest

from tests.caseloads import absent, available, busy, clinic_with, one_to_one, patient
from tests.verify.breaking import amounts, broken

RULE = "therapist_available"
TUESDAY_AT_TEN = one_to_one("p1", "tue", "10:00-10:50")


@pytest.mark.parametrize(("clocks", "amount"), [("10:00-10:50", []), ("10:01-10:50", [1]), ("10:00-10:49", [1])])
def test_leads_inside_available_hours(clocks: str, amount: list[int]) -> None:
    assert amounts(RULE, clinic_with(availability=[available("t1", "tue", clocks)]), TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(("clocks", "amount"), [("09:00-10:00", []), ("09:00-10:01", [1]), ("10:49-11:00", [1])])
def test_leads_outside_busy_hours_and_absences(clocks: str, amount: list[int]) -> None:
    travelling = [patient(travel_minutes=60)]
    rows = [busy("t1", "tue", clocks)]
    assert amounts(RULE, clinic_with(patients=travelling, availability=rows), TUESDAY_AT_TEN) == amount
    assert amounts(RULE, clinic_with(absences=[absent("t1", "tue", clocks)]), TUESDAY_AT_TEN) == amount


def test_has_no_time_on_days_without_available_hours() -> None:
    caseload = clinic_with(availability=[available("t1", "mon", "09:00-17:00")])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == [50]
    assert broken(caseload, TUESDAY_AT_TEN) == {RULE}
