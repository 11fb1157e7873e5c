"""Two patients share no session or, where the day is meant, no day on site."""

import pytest

from scheduler.caseload import KeepApart, Mode
from tests.caseloads import clinic_with, group, meeting, one_to_one, patient
from tests.verify.breaking import amounts, broken

RULE = "kept_apart"
SESSION = KeepApart("p1", "p2")
DAY = KeepApart("p1", "p2", "day")
SAME_DAY = (one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p2", "mon", "19:00-19:50"))


@pytest.mark.parametrize(("pair", "amount"), [(SESSION, [1, 1]), (DAY, [1, 1])])
def test_share_no_session(pair: KeepApart, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient(f"p{number}") for number in (1, 2, 3)], groups=[group()], keep_apart=[pair]
    )
    together = (meeting("g1", "mon", "10:00-11:00", "p1 p2 p3"), meeting("g1", "tue", "10:00-11:00", "p1 p2"))
    assert amounts(RULE, caseload, *together) == amount
    assert broken(caseload, *together) == {RULE}
    assert amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00", "p1 p3")) == []


@pytest.mark.parametrize(("pair", "amount"), [(SESSION, []), (DAY, [1])])
def test_share_no_day_on_site(pair: KeepApart, amount: list[int]) -> None:
    caseload = clinic_with(patients=[patient("p1"), patient("p2")], keep_apart=[pair])
    assert amounts(RULE, caseload, *SAME_DAY) == amount


def test_other_days_are_free() -> None:
    caseload = clinic_with(patients=[patient("p1"), patient("p2")], keep_apart=[DAY])
    sessions = (one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p2", "tue", "09:00-09:50"))
    assert amounts(RULE, caseload, *sessions) == []


@pytest.mark.parametrize(("mode", "amount"), [("virtual", []), ("either", [1])])
def test_only_those_who_come_are_on_site(mode: Mode, amount: list[int]) -> None:
    caseload = clinic_with(patients=[patient("p1"), patient("p2", mode=mode)], keep_apart=[DAY])
    assert amounts(RULE, caseload, *SAME_DAY) == amount


def test_a_virtual_session_is_shared_all_the_same() -> None:
    caseload = clinic_with(
        patients=[patient("p1", mode="either"), patient("p2", mode="virtual")],
        groups=[group(mode="virtual")],
        keep_apart=[DAY],
    )
    assert amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00", "p1 p2", mode="virtual")) == [1]
