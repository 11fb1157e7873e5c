"""Agreements that a week cannot keep are told by their rows, tried as solving tries them."""

from dataclasses import replace

import pytest

from scheduler.caseload import Absence, Appointment, Caseload, KeepApart, Member
from scheduler.errors import Problem
from scheduler.explain import advice
from scheduler.explain.advice import what_a_new_one_clashes_with
from scheduler.times import ALL_DAY
from tests.caseloads import MONDAY, clinic_with, day, group, meeting_row, patient, plan, room, therapist

IDS = ("p1", "p2", "p3")


def seminar(*, seats: int = 8, **facts: object) -> Caseload:
    """Three who are `in` a group that meets on two mornings."""
    caseload = clinic_with(
        patients=[patient(who) for who in IDS],
        plans=[plan(who, "skills") for who in IDS],
        groups=[group(sizes=(1, seats), meetings_per_week=2)],
        meetings=[meeting_row(days=name, starts="10:00") for name in ("mon", "wed")],
    )
    members = tuple(Member("g1", who, "in", row=row) for row, who in enumerate(IDS, 2))
    return replace(caseload, members=members, **facts)  # type: ignore[arg-type]


def told(caseload: Caseload, table: str = "members") -> list[Problem]:
    return [problem for problem in advice(caseload, MONDAY) if problem.table == table]


def test_as_many_as_there_are_seats_are_silent() -> None:
    assert told(seminar(seats=3)) == []


def test_more_than_there_are_seats_are_told() -> None:
    (problem,) = told(seminar(seats=2))
    assert (problem.row, problem.severity) == (2, "warning")
    assert "rows 2 to 4: 3 are to attend, and it has 2 places, so that g1 cannot meet in the week" in problem.says
    assert [each.table for each in advice(seminar(seats=2)) if each.table == "members"] == ["members"]


def away(who: str, name: str) -> dict[str, tuple[Absence, ...]]:
    return {who: (Absence(who, "self", day(name), day(name), ALL_DAY),)}


def test_one_of_them_away_leaves_room_on_that_day() -> None:
    (problem,) = told(seminar(seats=2, absences=away("p1", "mon")))
    assert problem.says.endswith("cannot meet on wed")


def test_two_who_are_kept_apart_leave_no_meeting() -> None:
    (problem,) = told(seminar(keep_apart=(KeepApart("p1", "p3", row=5),)))
    assert "p1 and p3 are to attend, and are kept apart (keep_apart, row 5)" in problem.says
    assert told(seminar(keep_apart=(KeepApart("p1", "p4", row=5),))) == []


@pytest.mark.parametrize(("capacity", "is_told"), [(2, True), (3, False), (None, False)])
def test_more_than_any_room_holds_are_told(capacity: int | None, is_told: bool) -> None:
    caseload = seminar(resources={"r1": room("r1", "room", capacity)})
    kinds = {**caseload.session_types, "skills": replace(caseload.session_types["skills"], resources=("room",))}
    found = told(replace(caseload, session_types=kinds))
    assert [("no room holds more than 2" in problem.says) for problem in found] == ([True] if is_told else [])
    larger = [problem.says for problem in told(replace(caseload, session_types=kinds), "groups")]
    assert any("no room holds more than" in says for says in larger) == (capacity is not None)


def agreed(who: str, start: int, row: int) -> Appointment:
    return Appointment(who, "individual", 0, None, start, row=row)


def individual(*appointments: Appointment) -> Caseload:
    caseload = clinic_with(
        patients=[patient(who) for who in IDS],
        plans=[plan(who, "individual", least=1) for who in IDS],
        therapists=[therapist("t1")],
    )
    return replace(caseload, appointments=appointments)


def test_appointments_in_each_other_s_way_are_an_error() -> None:
    (problem,) = told(individual(agreed("p1", 600, 2), agreed("p2", 649, 3), agreed("p3", 900, 4)), "appointments")
    assert (problem.row, problem.severity) == (2, "error")
    assert "appointments, row 2" in problem.says
    assert "appointments, row 3" in problem.says
    assert "row 4" not in problem.says
    assert told(individual(agreed("p1", 600, 2), agreed("p2", 650, 3)), "appointments") == []


def test_only_what_is_new_is_told_of_a_new_appointment() -> None:
    first, second, third = agreed("p1", 600, 2), agreed("p2", 620, 3), agreed("p3", 620, 0)
    clash = what_a_new_one_clashes_with(individual(first), individual(first, third), None)
    assert any("individual of p3 on mon at 10:20" in words for words in clash)
    assert not any("row 0" in words for words in clash)
    assert what_a_new_one_clashes_with(individual(first, second), individual(first, second, third), None) == ()
    dated = replace(third, weekday=None, on=MONDAY)
    assert what_a_new_one_clashes_with(individual(first), individual(first, dated), MONDAY)


def test_a_patient_without_a_plan_is_told() -> None:
    caseload = clinic_with(patients=[patient("p1"), patient("p2")], plans=[plan("p1", "individual", least=1)])
    assert [problem.value for problem in told(replace(caseload, plans={**caseload.plans, "p2": {}}), "patients")] == [
        "p2"
    ]


def test_a_given_meeting_that_nobody_is_there_to_lead_is_told() -> None:
    (problem,) = told(seminar(absences=away("t1", "wed")), "meetings")
    assert "too few of those who may lead g1 are there then" in problem.says
    assert told(seminar(absences=away("t1", "thu")), "meetings") == []
