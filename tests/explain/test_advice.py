"""Each warning has a caseload that deserves it, and a neighbour that does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.caseload import Availability, Caseload, Closure, LevelLimits, Mode, Patient
from scheduler.explain import advice
from tests.caseloads import (
    LEVEL,
    MONDAY,
    SKILLS,
    absent,
    available,
    busy,
    clinic_with,
    day,
    group,
    patient,
    plan,
    room,
    span,
    therapist,
)

NINE_TO_FIVE = ((span("09:00-17:00"),),) * 5 + ((), ())


def told(caseload: Caseload, *, dated: bool = True) -> list[tuple[str, str, str]]:
    """Table, column and sentence of each warning."""
    found = advice(caseload, day("wed") if dated else None)
    assert all(problem.severity == "warning" for problem in found)
    return [(problem.table, problem.column, problem.says) for problem in found]


def asking(
    *,
    who: Patient | None = None,
    availability: tuple[Availability, ...] = (),
    min_minutes_week: int = 0,
    min_days_week: int = 0,
    min_minutes_day: int = 0,
    max_minutes_day: int | None = None,
) -> Caseload:
    level = LevelLimits(
        LEVEL,
        min_minutes_week=min_minutes_week,
        min_days_week=min_days_week,
        min_minutes_day=min_minutes_day,
        max_minutes_day=max_minutes_day,
    )
    return clinic_with(opening=NINE_TO_FIVE, patients=[who or patient()], levels=[level], availability=availability)


def free_for(clocks: str) -> tuple[Availability, ...]:
    return (available("p1", "mon tue sat", clocks),)


CASES: dict[str, tuple[Callable[[], Caseload], Callable[[], Caseload], tuple[str, str, str]]] = {
    "windows too short for the week": (
        lambda: asking(availability=free_for("08:00-10:00"), min_minutes_week=121),
        lambda: asking(availability=free_for("08:00-10:00"), min_minutes_week=120),
        (
            "patients",
            "patient",
            "the week asks for 2 h 1 min, but at most 2 h lie inside the patient's windows and the opening hours",
        ),
    ),
    "days too short for the week": (
        lambda: asking(min_minutes_week=301, max_minutes_day=60),
        lambda: asking(min_minutes_week=300, max_minutes_day=60),
        (
            "patients",
            "patient",
            "the week asks for 5 h 1 min, but at most 5 h lie inside the patient's windows and the opening hours",
        ),
    ),
    "too few days that could qualify": (
        lambda: asking(availability=free_for("08:00-10:00"), min_days_week=2, min_minutes_day=61),
        lambda: asking(availability=free_for("08:00-10:00"), min_days_week=2, min_minutes_day=60),
        ("patients", "patient", "2 days with 1 h 1 min are asked for, but the patient's windows hold that on 0"),
    ),
    "travel too long": (
        lambda: asking(
            who=patient(travel_minutes=31),
            availability=(busy("p1", "mon tue wed thu", "09:00-17:00"), busy("p1", "fri", "10:30-17:00")),
            min_minutes_week=60,
        ),
        lambda: asking(
            who=patient(travel_minutes=30),
            availability=(busy("p1", "mon tue wed thu", "09:00-17:00"), busy("p1", "fri", "10:30-17:00")),
            min_minutes_week=60,
        ),
        (
            "patients",
            "patient",
            "the week asks for 1 h, but at most 59 min lie inside the patient's windows and the opening hours",
        ),
    ),
    "a minimum above the maximum": (
        lambda: asking(who=replace(patient(), max_minutes_week=119), min_minutes_week=120),
        lambda: asking(who=replace(patient(), max_minutes_week=120), min_minutes_week=120),
        ("patients", "min_hours_week", "p1 needs 2 h this week but may have at most 1 h 59 min"),
    ),
    "a planned type without a group": (
        lambda: clinic_with(
            patients=[patient()],
            plans=[plan("p1", "skills", least=1)],
            groups=[replace(group(), admits=frozenset({"mat"})), group("g2", mode="virtual")],
        ),
        lambda: clinic_with(
            patients=[patient(tags=["mat"])],
            plans=[plan("p1", "skills", least=1)],
            groups=[replace(group(), admits=frozenset({"mat"}))],
        ),
        ("plans", "session_type", "no group of this type admits p1"),
    ),
    "a group for nobody": (
        lambda: clinic_with(groups=[replace(group(), admits=frozenset({"mat"}))]),
        lambda: clinic_with(groups=[replace(group(), admits=frozenset({LEVEL}))]),
        ("groups", "group", "nobody may join it"),
    ),
    "a group for too few": (
        lambda: clinic_with(patients=[patient("p1"), patient("p2")], groups=[group(sizes=(3, 8))]),
        lambda: clinic_with(patients=map(patient, ("p1", "p2", "p3")), groups=[group(sizes=(3, 8))]),
        ("groups", "group", "it needs 3 patients, but only 2 may join it"),
    ),
    "a therapist with a maximum of nothing": (
        lambda: clinic_with(therapists=[therapist(max_minutes_week=0)]),
        lambda: clinic_with(therapists=[therapist(max_minutes_week=60)]),
        ("therapists", "therapist", "has no hours inside the opening hours"),
    ),
    "a therapist who is there when the clinic is closed": (
        lambda: clinic_with(opening=NINE_TO_FIVE, availability=[available("t1", "mon", "17:00-18:00")]),
        lambda: clinic_with(opening=NINE_TO_FIVE, availability=[available("t1", "mon", "16:59-18:00")]),
        ("therapists", "therapist", "has no hours inside the opening hours"),
    ),
    "a therapist who leads nothing": (
        lambda: clinic_with(therapists=[therapist("t1"), therapist("t2", "")]),
        lambda: clinic_with(therapists=[therapist("t1"), therapist("t2", "skills")]),
        ("therapists", "leads", "t2 leads no type of session"),
    ),
    "a room that is never free": (
        lambda: clinic_with(
            opening=NINE_TO_FIVE, resources=[room()], availability=[busy("r1", "mon tue wed thu fri", "09:00-17:00")]
        ),
        lambda: clinic_with(
            opening=NINE_TO_FIVE, resources=[room()], availability=[busy("r1", "mon tue wed thu fri", "09:01-17:00")]
        ),
        ("resources", "resource", "is never free inside the opening hours"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_warns_where_it_is_due_and_only_there(name: str) -> None:
    deserved, neighbour, warning = CASES[name]
    assert warning in told(deserved())
    assert told(neighbour()) == []


@pytest.mark.parametrize("name", CASES)
def test_an_ordinary_week_is_warned_of_in_the_same_way(name: str) -> None:
    deserved, neighbour, _ = CASES[name]
    assert told(deserved(), dated=False) == told(deserved())
    assert told(neighbour(), dated=False) == []


def test_dates_matter_in_a_week_only() -> None:
    caseload = clinic_with(
        opening=NINE_TO_FIVE,
        closures=[Closure(day(name)) for name in ("mon", "tue", "wed")],
        absences=[absent("p1", "thu"), absent("p1", "fri")],
        levels=[LevelLimits(LEVEL, min_minutes_week=60)],
    )
    assert [column for _, column, _ in told(caseload)] == ["patient"]
    assert told(caseload, dated=False) == []


def test_who_is_not_in_care_this_week_is_not_warned_of() -> None:
    late = replace(patient(), admitted=MONDAY + timedelta(days=7))
    assert told(asking(who=late, availability=free_for("07:00-08:00"), min_minutes_week=60)) == []


def test_what_ends_some_day_is_there_in_an_ordinary_week() -> None:
    last_week = MONDAY - timedelta(days=1)
    hours = replace(available("p1", "mon", "09:00-10:00"), last=last_week)
    caseload = asking(availability=(hours,), min_minutes_week=60)
    assert len(told(caseload)) == 1
    assert told(caseload, dated=False) == []


@pytest.mark.parametrize(("mode", "warnings"), [("virtual", 0), ("either", 0), ("in_person", 1)])
def test_a_virtual_patient_does_not_travel(mode: Mode, warnings: int) -> None:
    rows = (busy("p1", "mon tue wed thu", "09:00-17:00"), busy("p1", "fri", "10:00-17:00"))
    who = patient(travel_minutes=30, mode=mode)
    assert len(told(asking(who=who, availability=rows, min_minutes_week=60))) == warnings


def test_warnings_name_ids_and_rows_only() -> None:
    named = replace(patient(), name="Somebody Real", row=7)
    (problem,) = advice(asking(who=named, availability=free_for("07:00-08:00"), min_minutes_week=60), MONDAY)
    assert "Somebody" not in str(problem)
    assert (problem.row, problem.value) == (7, "p1")
    assert problem.says
    assert SKILLS.session_type not in problem.says
