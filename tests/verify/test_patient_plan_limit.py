"""Sessions of a type are at most what the plan and the type allow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.caseloads import INDIVIDUAL, MONDAY, clinic_with, group, meeting, one_to_one, patient, plan
from tests.verify.breaking import amounts, broken

RULE = "patient_plan_limit"
TWO_DAYS = (one_to_one("p1", "mon", "10:00-10:50"), one_to_one("p1", "tue", "10:00-10:50"))


@pytest.mark.parametrize(("most", "amount"), [(None, []), (2, []), (1, [1]), (0, [2])])
def test_the_plan_limits_the_week(most: int | None, amount: list[int]) -> None:
    assert amounts(RULE, clinic_with(plans=[plan(most=most)]), *TWO_DAYS) == amount


@pytest.mark.parametrize(("a_day", "amount"), [(None, []), (2, []), (1, [1])])
def test_the_type_limits_the_day(a_day: int | None, amount: list[int]) -> None:
    caseload = clinic_with(session_types=[replace(INDIVIDUAL, max_per_day=a_day)])
    same_day = (one_to_one("p1", "mon", "10:00-10:50"), one_to_one("p1", "mon", "11:00-11:50"))
    assert amounts(RULE, caseload, *same_day) == amount


def test_a_type_that_the_plan_does_not_have_is_too_much() -> None:
    caseload = clinic_with(plans=[plan(session_type="skills")])
    assert amounts(RULE, caseload, *TWO_DAYS) == [2]
    assert broken(caseload, *TWO_DAYS) == {RULE}


@pytest.mark.parametrize(("weeks_before", "amount"), [(0, []), (1, [2]), (2, [2]), (3, [])])
def test_a_one_to_one_type_that_is_not_due_has_no_session(weeks_before: int, amount: list[int]) -> None:
    # Admitted on a Sunday, the week of that Sunday is the first of the stay.
    admitted = MONDAY - timedelta(weeks=weeks_before) + timedelta(days=6 if weeks_before else 0)
    caseload = clinic_with(
        patients=[replace(patient(), admitted=admitted)], plans=[plan(least=1, most=2, every_weeks=3)]
    )
    assert amounts(RULE, caseload, *TWO_DAYS) == amount


def test_every_week_is_due_where_no_admission_is_known() -> None:
    assert amounts(RULE, clinic_with(plans=[plan(most=2, every_weeks=3)]), *TWO_DAYS) == []


def test_a_group_type_that_is_not_due_keeps_its_maximum() -> None:
    caseload = clinic_with(
        patients=[replace(patient(), admitted=MONDAY - timedelta(weeks=1))],
        plans=[plan(session_type="skills", most=1, every_weeks=2)],
        groups=[group()],
    )
    one, two = meeting("g1", "mon", "10:00-11:00"), meeting("g1", "tue", "10:00-11:00")
    assert amounts(RULE, caseload, one) == []
    assert amounts(RULE, caseload, one, two) == [1]
