"""In a group that keeps its members each patient attends all meetings or none."""

from dataclasses import replace

import pytest

from scheduler.schedule import Session
from tests.caseloads import clinic_with, group, meeting, patient
from tests.verify.breaking import amounts, broken, found

RULE = "group_same_members"
PATIENTS = [patient("p1"), patient("p2")]
CLOSED = clinic_with(patients=PATIENTS, groups=[replace(group(), same_members=True)])
OPEN = clinic_with(patients=PATIENTS, groups=[group()])


def meetings_with(*patients: str) -> list[Session]:
    """Meetings on one day after the other, with these patients."""
    return [meeting("g1", name, "10:00-11:00", who) for name, who in zip(("mon", "tue", "wed"), patients, strict=False)]


@pytest.mark.parametrize(
    ("patients", "amount"),
    [
        (("p1 p2", "p1 p2", "p1 p2"), []),
        (("p1", "p1", "p1"), []),
        (("p1 p2", "p1 p2", "p1"), [1]),
        (("p1", "p1", "p1 p2"), [2]),
        (("p1", "p2", "p1"), [1, 2]),
    ],
)
def test_all_or_none(patients: tuple[str, ...], amount: list[int]) -> None:
    assert amounts(RULE, CLOSED, *meetings_with(*patients)) == amount


def test_other_groups_are_open() -> None:
    assert amounts(RULE, OPEN, *meetings_with("p1", "p2")) == []
    assert broken(CLOSED, *meetings_with("p1", "p2")) == {RULE}


def test_says_how_many_are_missed_and_when() -> None:
    (violation,) = found(RULE, CLOSED, *meetings_with("p1 p2", "p1 p2", "p2"))
    assert violation.says == (
        "p1 attends 2 of 3 meetings of g1, all or none are allowed; "
        "missing: g1 on Wed 2026-03-04 10:00-11:00 (session g1.wed.10:00)"
    )
