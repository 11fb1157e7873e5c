"""A therapist is in one session at a time, and buffers stay free."""

from dataclasses import replace

import pytest

from tests.caseloads import INDIVIDUAL, SKILLS, available, clinic_with, group, meeting, one_to_one, patient
from tests.verify.breaking import amounts, broken

RULE = "therapist_not_double_booked"
PATIENTS = [patient("p1"), patient("p2")]
BUFFERED = [replace(SKILLS, buffer_minutes=30), replace(INDIVIDUAL, buffer_minutes=10)]


@pytest.mark.parametrize(("clocks", "amount"), [("10:50-11:40", []), ("10:49-11:39", [1]), ("10:00-10:50", [50])])
def test_sessions_may_touch_but_not_overlap(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(patients=PATIENTS)
    sessions = (one_to_one("p1", "mon", "10:00-10:50"), one_to_one("p2", "mon", clocks))
    assert amounts(RULE, caseload, *sessions) == amount


@pytest.mark.parametrize(
    ("one", "two", "amount"),
    [
        ("10:00-10:50", "11:00-12:00", []),
        ("10:00-10:50", "10:59-11:59", [1]),
        ("11:30-12:20", "10:00-11:00", []),
        ("11:29-12:19", "10:00-11:00", [1]),
    ],
)
def test_the_buffer_of_the_earlier_session_stays_free(one: str, two: str, amount: list[int]) -> None:
    caseload = clinic_with(patients=PATIENTS, session_types=BUFFERED, groups=[group()])
    sessions = (one_to_one("p1", "mon", one), meeting("g1", "mon", two, "p2"))
    assert amounts(RULE, caseload, *sessions) == amount


@pytest.mark.parametrize(
    ("first", "second", "amount"),
    [
        (("mon", "23:10-24:00"), ("tue", "00:10-01:00"), []),
        (("mon", "23:10-24:00"), ("tue", "00:09-00:59"), [1]),
        (("mon", "23:09-23:59"), ("tue", "00:09-00:59"), []),
        (("mon", "23:09-23:59"), ("tue", "00:08-00:58"), [1]),
        (("mon", "23:10-24:00"), ("wed", "00:00-00:50"), []),
        (("sun", "23:10-24:00"), ("mon", "00:00-00:50"), []),
    ],
)
def test_the_buffer_goes_on_after_midnight(first: tuple[str, str], second: tuple[str, str], amount: list[int]) -> None:
    caseload = clinic_with(patients=PATIENTS, session_types=BUFFERED)
    sessions = (one_to_one("p1", *first), one_to_one("p2", *second))
    assert amounts(RULE, caseload, *sessions) == amount


def test_a_whole_day_of_buffer_ends_at_the_same_minute() -> None:
    caseload = clinic_with(patients=PATIENTS, session_types=[replace(INDIVIDUAL, buffer_minutes=1440)])
    sessions = [one_to_one("p1", "mon", "23:00-23:50"), one_to_one("p2", "tue", "23:00-23:50")]
    assert amounts(RULE, caseload, *sessions) == [50]
    assert amounts(RULE, caseload, sessions[0], one_to_one("p2", "wed", "00:00-00:50")) == []


def test_the_buffer_may_run_past_the_window() -> None:
    caseload = clinic_with(session_types=BUFFERED, availability=[available("t1", "mon", "10:00-10:50")])
    assert broken(caseload, one_to_one("p1", "mon", "10:00-10:50")) == set()


def test_a_long_session_hides_no_overlap_behind_a_short_one() -> None:
    caseload = clinic_with(patients=PATIENTS, groups=[group(), group("g2")])
    sessions = (
        meeting("g1", "mon", "10:00-13:00", "p1"),
        one_to_one("p2", "mon", "10:00-10:50"),
        meeting("g2", "mon", "12:30-13:30", "p2"),
    )
    assert amounts(RULE, caseload, *sessions) == [50, 30]


def test_breaks_no_other_rule() -> None:
    sessions = (one_to_one("p1", "mon", "10:00-10:50"), one_to_one("p2", "mon", "10:45-11:35"))
    assert broken(clinic_with(patients=PATIENTS), *sessions) == {RULE}
