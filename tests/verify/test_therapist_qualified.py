"""A session is led by the right number of the right people."""

from dataclasses import replace

import pytest

from scheduler.caseload import Appointment
from tests.caseloads import clinic_with, group, meeting, once, one_to_one, plan, therapist, weekly
from tests.verify.breaking import amounts, broken, found

RULE = "therapist_qualified"
STAFF = [therapist("t1"), therapist("t2"), therapist("t3"), therapist("other", "individual")]


@pytest.mark.parametrize(
    ("leaders", "therapists", "amount"),
    [
        (1, "t1", []),
        (1, "", [1]),
        (1, "t1 t2", [1]),
        (2, "t1 t2", []),
        (2, "t1", [1]),
        (2, "t1 t1", [1]),
        (1, "t3", [1]),
        (2, "t1 t3", [1]),
        (1, "other", [1]),
    ],
)
def test_a_meeting_is_led_by_candidates(leaders: int, therapists: str, amount: list[int]) -> None:
    circle = replace(group(therapists="t1 t2"), leaders=leaders)
    caseload = clinic_with(groups=[circle], therapists=STAFF)
    assert amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00", therapists=therapists)) == amount


@pytest.mark.parametrize(
    ("named", "therapists", "amount"),
    [
        ("t1", "t1", []),
        ("t1", "t2", [1]),
        (None, "t2", []),
        (None, "", [1]),
        (None, "t1 t2", [1]),
        ("t1", "t1 t2", [1, 1]),
    ],
)
def test_a_one_to_one_session_is_led_by_the_plan_s_therapist(
    named: str | None, therapists: str, amount: list[int]
) -> None:
    caseload = clinic_with(therapists=STAFF, plans=[plan(therapist=named)])
    assert amounts(RULE, caseload, one_to_one("p1", "mon", "10:00-10:50", therapists=therapists)) == amount


@pytest.mark.parametrize(
    ("agreed", "amount"),
    [
        (weekly("p1", "mon", "10:00", therapist="t2"), []),
        (once("p1", "mon", "10:00", therapist="t2"), []),
        (weekly("p1", "mon", "10:01", therapist="t2"), [1]),
        (weekly("p1", "tue", "10:00", therapist="t2"), [1]),
        (weekly("p1", "mon", "10:00", therapist="t3"), [1]),
        (weekly("p1", "mon", "10:00"), [1]),
    ],
)
def test_an_agreement_may_name_another_therapist(agreed: Appointment, amount: list[int]) -> None:
    caseload = clinic_with(therapists=STAFF, plans=[plan(therapist="t1")], appointments=[agreed])
    assert amounts(RULE, caseload, one_to_one("p1", "mon", "10:00-10:50", therapists="t2")) == amount


def test_even_an_agreement_names_somebody_who_leads_the_type() -> None:
    caseload = clinic_with(
        therapists=[therapist(), therapist("t2", "skills")], appointments=[once("p1", "mon", "10:00", therapist="t2")]
    )
    assert amounts(RULE, caseload, one_to_one("p1", "mon", "10:00-10:50", therapists="t2")) == [1]


def test_says_who_should_lead() -> None:
    caseload = clinic_with(therapists=STAFF, plans=[plan(therapist="t1")])
    session = one_to_one("p1", "mon", "10:00-10:50", therapists="t2")
    (violation,) = found(RULE, caseload, session)
    assert violation.says.endswith(": the plan names t1 and no appointment names t2")
    assert broken(caseload, session) == {RULE}
