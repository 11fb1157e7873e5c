"""A patient alone: everybody's places laid out once are each patient's own, and few choices are enough to have care."""

from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from benchmarks.planted import Timetable, facts, plant
from scheduler.caseload import Caseload, KeepApart, Member
from scheduler.model.build import model_of, problem_under
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import SinglePatientProblems, week_alone, with_few_choices
from scheduler.model.solver import solved
from scheduler.model.tiers.care import needs_of
from scheduler.week.week import Week, week_of
from tests.caseloads import MONDAY, SKILLS, clinic_with, group, meeting_row, patient, plan, therapist, weekly


def a_week(seed: int, timetable: Timetable, short_percent: int = 0) -> Week:
    planted = plant(14, seed=seed, timetable=timetable, short_percent=short_percent)
    return week_of(facts(planted), planted.monday)


def least(problem: WeekProblem, who: str) -> int:
    """Care that a patient lacks at the least in these places."""
    model = model_of(problem)
    model.cp.minimize(cp_model.LinearExpr.sum(list(needs_of(model, who).values())))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solved(solver, model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize(("timetable", "short"), [("fixed", 25), ("leaders_open", 0), ("all_open", 25)])
@pytest.mark.parametrize("seed", [1, 2])
def test_places_laid_out_for_all_are_those_of_a_caseload_of_one(seed: int, timetable: Timetable, short: int) -> None:
    week = a_week(seed, timetable, short)
    alone = SinglePatientProblems(week)
    for who in week.stays:
        assert least(alone.of(who), who) == least(problem_under(week_alone(week, who)), who)


@pytest.mark.parametrize("timetable", ["fixed", "leaders_open", "all_open"])
def test_few_choices_promise_no_more_than_there_is_and_are_mostly_enough(timetable: Timetable) -> None:
    week = a_week(3, timetable)
    alone = SinglePatientProblems(week)
    lacks = [(least(alone.of(who), who), least(with_few_choices(alone.of(who)), who)) for who in week.stays]
    assert all(all_there_is <= few for all_there_is, few in lacks)
    assert sum(few == all_there_is for all_there_is, few in lacks) >= len(lacks) - 1


def alone_in(caseload: Caseload, who: str = "p1") -> WeekProblem:
    return SinglePatientProblems(week_of(caseload, MONDAY)).of(who)


def test_nobody_elses_agreements_hold_and_no_group_waits() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        groups=[group("g1", sizes=(2, 8), meetings_per_week=1)],
        meetings=[meeting_row("g1", days="mon", starts="09:00")],
        appointments=[weekly("p2", "mon", "09:00")],
        members=[Member("g1", "p2", "in")],
        keep_apart=[KeepApart("p1", "p2", "day")],
        plans=[plan("p1", "skills", least=1, most=1), plan("p2"), plan("p2", "skills")],
    )
    assert least(alone_in(caseload), "p1") == 0
    assert least(with_few_choices(alone_in(caseload)), "p1") == 0
    assert not any(candidate.agreed for candidate in alone_in(caseload).candidates)


def test_own_agreements_hold_with_few_choices_too() -> None:
    caseload = clinic_with(
        appointments=[weekly("p1", "mon", "09:00", therapist="t2")],
        therapists=[therapist("t1", "individual"), therapist("t2", "individual")],
        plans=[plan(least=1, most=1)],
    )
    few = with_few_choices(alone_in(caseload))
    assert [list(candidate.leaders) for candidate in few.candidates if candidate.agreed] == [["t2"]]
    assert least(few, "p1") == 0


def test_few_choices_are_two_meetings_of_a_kind_with_one_leader_each_by_turns() -> None:
    caseload = replace(three_of_a_kind(2), therapists={who: therapist(who) for who in ("t1", "t2")})
    both_lead = {name: replace(one, therapists=("t1", "t2")) for name, one in caseload.groups.items()}
    few = with_few_choices(alone_in(replace(caseload, groups=both_lead)))
    assert len(few.candidates) == 2
    assert sorted(tuple(candidate.leaders) for candidate in few.candidates) == [("t1",), ("t2",)]
    assert least(few, "p1") == 0


def test_what_few_choices_lack_may_still_be_had() -> None:
    assert least(alone_in(three_of_a_kind(3)), "p1") == 0
    assert least(with_few_choices(alone_in(three_of_a_kind(3))), "p1") == SKILLS.minutes


def three_of_a_kind(asked: int) -> Caseload:
    """Three groups of one type meet on Monday, and the patient needs some of these meetings."""
    names = ["g1", "g2", "g3"]
    return clinic_with(
        groups=[group(name, meetings_per_week=1) for name in names],
        meetings=[meeting_row(name, days="mon") for name in names],
        plans=[plan("p1", "skills", least=asked, most=asked)],
    )
