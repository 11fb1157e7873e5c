"""People whose rows say the same are found, nobody else is, and taking them in order costs no care."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from ortools.sat.python import cp_model

from benchmarks.planted import Timetable, facts, plant
from scheduler.caseload import Caseload, KeepApart, LevelLimits, Member, Patient, Plan
from scheduler.model.build import model_of, problem_under
from scheduler.model.problem import WeekProblem
from scheduler.model.solver import solved
from scheduler.model.tiers import care
from scheduler.model.variables import Literal, WeekModel
from scheduler.search.exact.symmetry import break_symmetry, symmetric_patients, symmetric_therapists
from scheduler.week.week import week_of
from tests.caseloads import (
    LEVEL,
    MONDAY,
    available,
    clinic_with,
    group,
    hours_of,
    meeting_row,
    patient,
    plan,
    therapist,
    weekly,
)

Fact = TypeVar("Fact")
PATIENTS = ("p1", "p2", "p3")
SAME: Mapping[str, Any] = {
    "patients": [patient(who) for who in PATIENTS],
    "therapists": [therapist("t1"), therapist("t2")],
    "levels": [LevelLimits(LEVEL, min_minutes_week=120)],
    "plans": [row for who in PATIENTS for row in (plan(who, least=1, most=1), plan(who, "skills"))],
    "groups": [group("g1", sizes=(1, 2)), group("g2", sizes=(1, 2), meetings_per_week=1)],
    "availability": [available(who, "mon tue", "09:00-12:00") for who in ("t1", "t2")],
}


def problem_for(**others: Any) -> WeekProblem:  # noqa: ANN401 - tables of any kind
    return problem_under(week_of(clinic_with(**{**SAME, **others}), MONDAY))


def with_plan(row: Plan) -> list[Plan]:
    return [row, *SAME["plans"][1:]]


def test_patients_and_therapists_with_the_same_rows_are_equal() -> None:
    assert symmetric_patients(problem_for()) == [("p1", "p2", "p3")]
    assert symmetric_therapists(problem_for()) == [("t1", "t2")]


def test_names_rows_and_wishes_tell_nobody_apart() -> None:
    people = [replace(patient(who), name=f"Name of {who}", row=number) for number, who in enumerate(PATIENTS)]
    wishes = [*SAME["availability"], hours_of("avoid", "p1", "mon", "09:00-10:00")]
    assert symmetric_patients(problem_for(patients=people, availability=wishes)) == [("p1", "p2", "p3")]


@pytest.mark.parametrize(
    "others",
    [
        {"availability": [*SAME["availability"], available("p1", "mon", "09:00-11:00")]},
        {"availability": [*SAME["availability"], hours_of("busy", "p1", "tue", "11:45-12:00")]},
        {"patients": [patient("p1", mode="virtual"), patient("p2"), patient("p3")]},
        {"patients": [replace(patient("p1"), min_minutes_week=60), patient("p2"), patient("p3")]},
        {"plans": with_plan(plan("p1", least=2, most=2))},
        {"plans": with_plan(plan("p1", least=0, most=1))},
        {"plans": with_plan(plan("p1", least=1, most=1, therapist="t1"))},
        {"members": [Member("g1", "p1", "in")]},
        {"members": [Member("g1", "p1", "out")]},
        {"appointments": [weekly("p1", "mon", "09:00")]},
    ],
)
def test_whoever_differs_in_one_row_is_equal_to_nobody(others: Mapping[str, Any]) -> None:
    assert symmetric_patients(problem_for(**others)) == [("p2", "p3")]


def test_patients_who_are_kept_apart_are_equal_to_nobody() -> None:
    assert symmetric_patients(problem_for(keep_apart=[KeepApart("p1", "p2", "session")])) == []


@pytest.mark.parametrize(
    "others",
    [
        {"therapists": [therapist("t1"), therapist("t2", "skills")]},
        {"therapists": [therapist("t1"), therapist("t2", max_minutes_week=600)]},
        {"therapists": [therapist("t1"), therapist("t2", max_minutes_day=600)]},
        {"availability": [available("t1", "mon tue", "09:00-12:00"), available("t2", "mon tue", "09:00-11:45")]},
        {"groups": [group("g1", therapists="t1"), group("g2")]},
        {"meetings": [meeting_row("g1", days="mon", therapists="t2")]},
    ],
)
def test_a_therapist_who_differs_in_one_row_is_equal_to_nobody(others: Mapping[str, Any]) -> None:
    assert symmetric_therapists(problem_for(**others)) == []


def test_of_equal_people_the_one_before_is_first_in_what_most_can_attend() -> None:
    problem = problem_for()
    most = max(len(candidate.patients) for candidate in problem.candidates)
    model = ordered(problem)
    for taken, equal in ((model.attends, ("p1", "p2", "p3")), (model.leads, ("t1", "t2"))):
        for first, second in pairwise(equal):
            in_order = [number for number, literals in enumerate(taken) if comes_first(model, literals, first, second)]
            assert len(in_order) == 1
            assert len(problem.candidates[in_order[0]].patients) == most


def comes_first(model: WeekModel, literals: Mapping[str, Literal], first: str, second: str) -> bool:
    """Whether no week has the second without the first in this session, though both can take part."""
    if first not in literals or second not in literals:
        return False
    asked = model.cp.clone()
    asked.add(literals[first] == 0)
    asked.add(literals[second] == 1)
    return solved(cp_model.CpSolver(), asked) == cp_model.INFEASIBLE


def ordered(problem: WeekProblem) -> WeekModel:
    model = model_of(problem)
    break_symmetry(model)
    return model


def least_care(model: WeekModel) -> int:
    model.cp.minimize(care(model))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solved(solver, model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("timetable", ["fixed", "leaders_open"])
@pytest.mark.parametrize("seed", range(4))
def test_no_care_is_lost_by_the_order(seed: int, timetable: Timetable) -> None:
    planted = plant(10, seed=seed, timetable=timetable, short_percent=25)
    problem = problem_under(week_of(made_equal(facts(planted), seed), planted.monday))
    assert symmetric_patients(problem)
    free = model_of(problem)
    assert least_care(ordered(problem)) == least_care(free)


def made_equal(caseload: Caseload, seed: int) -> Caseload:
    """The same with patients, by chance, who have the rows of another."""
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    agreed = {row.patient for row in caseload.appointments} | {row.patient for row in caseload.members}
    free = [who for who in caseload.patients if who not in agreed]
    as_one = {who: rng.choice(free[:2]) for who in free[2:]}

    def copied(table: Mapping[str, Fact], rename: Callable[[Fact, str], Fact]) -> dict[str, Fact]:
        rows = {who: rename(table[one], who) for who, one in as_one.items() if one in table}
        return {**{who: row for who, row in table.items() if who not in as_one}, **rows}

    return replace(
        caseload,
        patients=copied(caseload.patients, renamed),
        plans=copied(caseload.plans, lambda rows, who: {name: replace(row, patient=who) for name, row in rows.items()}),
        availability=copied(caseload.availability, lambda rows, who: tuple(replace(row, who=who) for row in rows)),
        absences=copied(caseload.absences, lambda rows, who: tuple(replace(row, who=who) for row in rows)),
        keep_apart=(),
    )


def renamed(row: Patient, who: str) -> Patient:
    return replace(row, patient=who)


def test_nothing_is_asked_where_changes_are_limited() -> None:
    problem = replace(problem_for(), changes_left=0)
    free = model_of(problem)
    before = len(free.cp.proto.constraints)
    break_symmetry(free)
    assert len(free.cp.proto.constraints) == before
