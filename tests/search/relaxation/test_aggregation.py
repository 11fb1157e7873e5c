"""Meetings that are the same to some patients: each seat is in one choice, and nothing is lost by not telling apart."""

from collections import Counter
from typing import get_args

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.search.relaxation import build
from scheduler.search.relaxation.aggregation import Bundle, MeetingClass, disaggregated_seats, patients_by_class
from scheduler.search.solver.linear import solve_lp
from scheduler.week.week import week_of
from tests.search.budgets import seconds

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)


def planted_problem(patients: int, seed: int, timetable: Timetable, short_percent: int = 0) -> WeekProblem:
    planted = plant(patients, seed=seed, timetable=timetable, short_percent=short_percent)
    return problem_under(week_of(facts(planted), planted.monday))


def meetings_of(problem: WeekProblem) -> list[Candidate]:
    return [candidate for candidate in problem.candidates if candidate.group]


def each_alone(_problem: WeekProblem, meetings: list[Candidate], _certain: object) -> dict[MeetingClass, list[str]]:
    return {((candidate.name,),): list(candidate.patients) for candidate in meetings}


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_each_seat_is_in_one_choice(timetable: Timetable) -> None:
    problem = planted_problem(120, 2, timetable)
    meetings = meetings_of(problem)
    choices = patients_by_class(problem, meetings, set())
    seats = Counter(
        (name, who) for meeting_class, patients in choices.items() for who in patients for (name,) in meeting_class
    )
    assert seats == Counter((candidate.name, who) for candidate in meetings for who in candidate.patients)
    assert sum(map(len, choices.values())) < (1 if timetable == "all_open" else 0.9) * seats.total()


def test_whoever_attends_a_closed_group_that_is_held_attends_all_of_it() -> None:
    problem = planted_problem(60, 2, "fixed")
    meetings = meetings_of(problem)
    choices = patients_by_class(problem, meetings, {candidate.name for candidate in meetings})
    by_name = {candidate.name: candidate for candidate in meetings}
    closed = Counter(candidate.held_for for candidate in meetings if candidate.group and candidate.group.same_members)
    bundles = {bundle for meeting_class in choices for bundle in meeting_class}
    assert any(len(bundle) > 1 for bundle in bundles)
    for bundle in bundles:
        (group,) = {by_name[name].held_for for name in bundle}
        assert len(bundle) == closed.get(group, 1)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize("seed", [3, 4])
def test_the_relaxation_has_the_same_least(seed: int, timetable: Timetable, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = planted_problem(24, seed, timetable, 25)
    least = []
    for _ in range(2):
        relaxed = build.relaxation_of(problem)
        assert relaxed is not None
        found = solve_lp(relaxed.program, seconds(), 30)
        assert found is not None
        least.append(sum(weight * found.values[variable] for weight, variable in relaxed.program.goal))
        monkeypatch.setattr(build, "patients_by_class", each_alone)
    assert least[0] > 0
    assert least[0] == pytest.approx(least[1], abs=0.01)


def test_seats_are_handed_out_as_they_are_shared_and_as_long_as_there_are_any() -> None:
    either: MeetingClass = (("a",), ("b",))
    closed: MeetingClass = (("c", "d"),)

    def share(_alike: MeetingClass, bundle: Bundle) -> float:
        return {"a": 2.4, "b": 0.6}.get(bundle[0], 9)

    chosen = {either: ["p1", "p2", "p3", "p4"], closed: ["p1", "p2"]}
    seats = list(disaggregated_seats(chosen, share, {"a": 2, "b": 1, "c": 5, "d": 1}))
    assert Counter(name for name, _ in seats) == {"a": 2, "b": 1, "c": 1, "d": 1}
    assert Counter(who for name, who in seats if name in "ab") == {"p1": 1, "p2": 1, "p3": 1}
    assert {who for name, who in seats if name in "cd"} == {"p1"}
