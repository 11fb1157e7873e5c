"""A session that needs family lies inside the family's windows."""

from dataclasses import replace

import pytest

from scheduler.caseload import Availability, Party
from tests.caseloads import INDIVIDUAL, absent, available, busy, clinic_with, one_to_one, patient
from tests.verify.breaking import amounts, broken

RULE = "family_available"
WITH_FAMILY = replace(INDIVIDUAL, needs_family=True)
TUESDAY_AT_TEN = one_to_one("p1", "tue", "10:00-10:50")


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        (available("p1", "tue", "10:00-10:50", party="family"), []),
        (available("p1", "tue", "10:01-10:50", party="family"), [1]),
        (available("p1", "tue", "10:00-10:49", party="family"), [1]),
        (busy("p1", "tue", "10:50-12:00", party="family"), []),
        (busy("p1", "tue", "10:49-12:00", party="family"), [1]),
        (busy("p1", "tue", "10:00-12:00"), []),
    ],
)
def test_lies_inside_the_windows_of_the_family(row: Availability, amount: list[int]) -> None:
    caseload = clinic_with(session_types=[WITH_FAMILY], availability=[row])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount


def test_families_do_not_travel() -> None:
    caseload = clinic_with(
        patients=[patient(travel_minutes=60)],
        session_types=[WITH_FAMILY],
        availability=[busy("p1", "tue", "09:00-10:00", party="family")],
    )
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == []


@pytest.mark.parametrize(("party", "broken_rules"), [("family", {RULE}), ("self", {"patient_available"})])
def test_absences_count_for_the_party_they_name(party: Party, broken_rules: set[str]) -> None:
    away = absent("p1", "tue", party=party)
    assert broken(clinic_with(session_types=[WITH_FAMILY], absences=[away]), TUESDAY_AT_TEN) == broken_rules


def test_a_family_without_rows_can_always_come() -> None:
    assert amounts(RULE, clinic_with(session_types=[WITH_FAMILY]), TUESDAY_AT_TEN) == []


def test_other_sessions_need_no_family() -> None:
    caseload = clinic_with(availability=[busy("p1", "tue", "00:00-24:00", party="family")])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == []
