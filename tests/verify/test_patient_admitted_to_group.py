"""Tags, level and mode fit each group that a patient attends."""

from dataclasses import replace

import pytest

from scheduler.caseload import GroupMode, Mode
from tests.caseloads import LEVEL, clinic_with, group, meeting, patient
from tests.verify.breaking import amounts, broken, found

RULE = "patient_admitted_to_group"


@pytest.mark.parametrize(
    ("admits", "amount"),
    [((), []), (("teen",), []), ((LEVEL,), []), (("teen", LEVEL), []), (("teen", "night"), [1]), (("a", "b"), [2])],
)
def test_all_tags_are_needed_and_the_level_is_one(admits: tuple[str, ...], amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient(tags=("teen", "other"))], groups=[replace(group(), admits=frozenset(admits))]
    )
    assert amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00")) == amount


@pytest.mark.parametrize(
    ("mode", "group_mode", "amount"),
    [
        ("in_person", "in_person", []),
        ("in_person", "virtual", [1]),
        ("in_person", "hybrid", []),
        ("virtual", "in_person", [1]),
        ("virtual", "virtual", []),
        ("virtual", "hybrid", []),
        ("either", "in_person", []),
        ("either", "virtual", []),
        ("either", "hybrid", []),
    ],
)
def test_modes_fit(mode: Mode, group_mode: GroupMode, amount: list[int]) -> None:
    caseload = clinic_with(patients=[patient(mode=mode)], groups=[group(mode=group_mode)])
    assert amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00", mode=group_mode)) == amount


def test_says_what_does_not_fit() -> None:
    caseload = clinic_with(groups=[replace(group(), admits=frozenset({"night"}))])
    meetings = (meeting("g1", "mon", "10:00-11:00"), meeting("g1", "tue", "10:00-11:00"))
    (violation,) = found(RULE, caseload, *meetings)
    assert violation.says == "p1 attends 2 meetings of g1 but does not fit it: the tag night is missing"
    assert broken(caseload, *meetings) == {RULE}
