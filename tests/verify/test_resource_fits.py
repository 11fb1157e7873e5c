"""A session holds one thing of each needed kind, big enough."""

from dataclasses import replace

import pytest

from scheduler.caseload import GroupMode, Mode
from tests.caseloads import INDIVIDUAL, SKILLS, clinic_with, group, meeting, one_to_one, patient, room
from tests.verify.breaking import amounts, broken

RULE = "resource_fits"
THINGS = [room("hall", "room gym"), room("office", "room"), room("van", "car")]


@pytest.mark.parametrize(
    ("kinds", "held", "amount"),
    [
        ((), "", []),
        ((), "office", [1]),
        (("room",), "office", []),
        (("room",), "hall", []),
        (("room",), "", [1]),
        (("room",), "van", [1, 1]),
        (("room",), "hall office", [1]),
        (("room", "gym"), "hall office", []),
        (("room", "gym"), "hall", [1]),
        (("room", "gym"), "hall hall", [1]),
        (("gym", "room", "car"), "office van", [1]),
        (("room", "gym", "car"), "hall office van", []),
    ],
)
def test_one_thing_for_each_kind(kinds: tuple[str, ...], held: str, amount: list[int]) -> None:
    caseload = clinic_with(session_types=[replace(INDIVIDUAL, resources=kinds)], resources=THINGS)
    session = one_to_one("p1", "mon", "10:00-10:50", resources=held)
    assert amounts(RULE, caseload, session) == amount


@pytest.mark.parametrize(
    ("capacity", "modes", "amount"),
    [
        (None, ("in_person", "in_person"), []),
        (2, ("in_person", "either"), []),
        (1, ("in_person", "either"), [1]),
        (1, ("in_person", "virtual"), []),
        (0, ("virtual", "in_person"), [1]),
    ],
)
def test_those_who_come_in_person_have_a_seat(capacity: int | None, modes: tuple[Mode, ...], amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient(f"p{number}", mode=mode) for number, mode in enumerate(modes)],
        session_types=[replace(SKILLS, resources=("room",))],
        resources=[room(capacity=capacity)],
        groups=[group(mode="hybrid")],
    )
    session = meeting("g1", "mon", "10:00-11:00", "p0 p1", resources="r1", mode="hybrid")
    assert amounts(RULE, caseload, session) == amount


@pytest.mark.parametrize(("held", "amount"), [("", []), ("r1", [1])])
def test_a_virtual_meeting_holds_nothing(held: str, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient(mode="either")],
        session_types=[replace(SKILLS, resources=("room",))],
        resources=[room()],
        groups=[group(mode="virtual")],
    )
    assert amounts(RULE, caseload, meeting("g1", "mon", "10:00-11:00", resources=held, mode="virtual")) == amount


@pytest.mark.parametrize(
    ("mode", "row_mode", "held", "amount"),
    [
        ("virtual", "virtual", "", []),
        ("virtual", "virtual", "r1", [1]),
        ("either", "in_person", "r1", []),
        ("either", "in_person", "", [1]),
    ],
)
def test_one_to_one_the_patient_s_mode_decides(mode: Mode, row_mode: GroupMode, held: str, amount: list[int]) -> None:
    caseload = clinic_with(
        patients=[patient(mode=mode)],
        session_types=[replace(INDIVIDUAL, resources=("room",))],
        resources=[room()],
    )
    session = one_to_one("p1", "mon", "10:00-10:50", resources=held, mode=row_mode)
    assert amounts(RULE, caseload, session) == amount
    assert broken(caseload, session) == ({RULE} if amount else set())
