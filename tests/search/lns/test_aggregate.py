"""Meetings at the same time that go on as they are: one place for patients to come to, and told apart afterwards."""

import random
from collections.abc import Collection

import pytest

from benchmarks.planted import facts, plant
from scheduler.caseload import KeepApart, Member
from scheduler.model.solution import Assignment
from scheduler.schedule import Earlier
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.aggregate import disaggregated
from scheduler.search.lns.subproblem import insert, subproblem_of
from tests.caseloads import clinic_with, group, meeting, meeting_row, patient, plan, span, therapist
from tests.search.replanning import given_week, is_sound, week_of_sessions

SIX = tuple(patient(f"p{number}") for number in range(1, 7))


def two_beside_each_other(**kwargs: object) -> Incumbent:
    """Two groups of the same type at the same time, three patients in one and two in the other, each for four."""
    facts_of_it = {
        "opening": ((span("09:00-12:00"),), *(((),) * 6)),
        "patients": SIX,
        "plans": [plan(one.patient, "skills") for one in SIX],
        "therapists": [therapist("t1"), therapist("t2")],
        "groups": [group(name, sizes=(2, 4), meetings_per_week=1) for name in ("g1", "g2")],
        "meetings": [
            meeting_row("g1", days="mon", starts="09:00", therapists="t1"),
            meeting_row("g2", days="mon", starts="09:00", therapists="t2"),
        ],
    }
    clinic = clinic_with(**{**facts_of_it, **kwargs})  # type: ignore[arg-type]
    held = [
        meeting("g1", "mon", "09:00-10:00", "p1 p2 p3", therapists="t1"),
        meeting("g2", "mon", "09:00-10:00", "p4 p5", therapists="t2"),
    ]
    return week_of_sessions(clinic, *held)


def as_one(incumbent: Incumbent, free: Collection[str]) -> list[set[str]]:
    """Groups whose meetings are one place where these patients are planned anew."""
    aggregates = subproblem_of(incumbent, free).aggregates
    return [{name.split("/")[0] for name in names} for names in aggregates.values()]


def test_meetings_beside_each_other_are_one_place_with_the_seats_of_both() -> None:
    incumbent = two_beside_each_other()
    problem = subproblem_of(incumbent, {"p3", "p6"})
    (candidate,) = (candidate for candidate in problem.candidates if candidate.group)
    assert set(candidate.patients) == {"p3", "p6"}
    assert candidate.group is not None
    assert (candidate.group.max_size, candidate.min_size, candidate.needed_leaders) == (4, 0, 0)
    assert problem.aggregates == {candidate.name: ("g1/0/0/0", "g2/0/0/0")}


@pytest.mark.parametrize(
    ("kwargs", "free"),
    [
        ({"members": [Member("g1", "p3", "in")]}, {"p3", "p6"}),
        ({"keep_apart": [KeepApart("p3", "p6", "session")]}, {"p3", "p6"}),
        ({}, {"p2", "p3"}),
    ],
)
def test_what_is_not_the_same_stands_alone(kwargs: dict[str, object], free: set[str]) -> None:
    incumbent = two_beside_each_other(**kwargs)
    assert {"g1"} not in as_one(incumbent, free)
    assert {"g1", "g2"} not in as_one(incumbent, free)


def test_with_an_earlier_week_every_meeting_stands_alone() -> None:
    planted = plant(24, seed=3)
    for earlier in (None, Earlier(planted.schedule)):
        incumbent = given_week(facts(planted), planted.monday, planted.schedule, earlier)
        assert bool(as_one(incumbent, incumbent.problem.patients[:6])) == (earlier is None)


def test_who_was_in_one_of_them_stays_there_and_others_go_where_most_seats_are_left() -> None:
    incumbent = two_beside_each_other()
    problem = subproblem_of(incumbent, {"p3", "p6"})
    (candidate,) = (candidate for candidate in problem.candidates if candidate.group)
    one, names = Assignment(candidate, 540, ("p3", "p6"), (), ()), problem.aggregates[candidate.name]
    assert [(apart.candidate.name, apart.patients) for apart in disaggregated(incumbent, one, names)] == [
        ("g1/0/0/0", ("p3",)),
        ("g2/0/0/0", ("p6",)),
    ]
    insert(incumbent, problem, [one])
    assert is_sound(incumbent)
    assert incumbent.placed["g1/0/0/0"].patients == ("p1", "p2", "p3")
    assert incumbent.placed["g2/0/0/0"].patients == ("p4", "p5", "p6")


def test_nobody_has_a_seat_too_many_whoever_comes() -> None:
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    for _ in range(20):
        incumbent = two_beside_each_other()
        free = {"p3", "p6"}
        problem = subproblem_of(incumbent, free)
        (candidate,) = (candidate for candidate in problem.candidates if candidate.group)
        come = tuple(sorted(rng.sample(sorted(free), rng.randint(0, 2))))
        insert(incumbent, problem, [Assignment(candidate, 540, come, (), ())])
        assert is_sound(incumbent)
        assert {who for who in free if incumbent.attended[who]} == set(come)
