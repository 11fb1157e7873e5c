"""Seats for everybody at once or part by part: whole ones, never more than there are, and a week begun from them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import pytest

from benchmarks.planted import Planted, Timetable, facts, plant
from scheduler.model.build import problem_under
from scheduler.model.problem import WeekProblem
from scheduler.search import Limits, care
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.relaxation import batches
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.relaxation.batches import batches_of, seats_in_batches
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.relaxation.rounding import Seats, rounded_seats
from scheduler.verify import violations
from scheduler.week.week import week_of
from tests.search.budgets import is_care_proven, seconds, solved_until
from tests.search.policies import policy_with
from tests.search.replanning import agreed_week


def problem_for(planted: Planted) -> WeekProblem:
    return problem_under(week_of(facts(planted), planted.monday))


def seats_for(problem: WeekProblem, *, integral_only: bool) -> Seats:
    relaxation = relaxation_of(problem)
    assert relaxation is not None
    before = relaxation.program.least.copy(), relaxation.program.most.copy(), relaxation.program.goal
    seats = rounded_seats(relaxation, seconds(), integral_only=integral_only)
    assert (relaxation.program.least, relaxation.program.most, relaxation.program.goal) == before
    assert seats is not None
    return seats


def too_many(problem: WeekProblem, taken: Collection[Seat]) -> list[str]:
    """Meetings with more patients than they have seats."""
    sizes = {candidate.name: candidate.group.max_size for candidate in problem.candidates if candidate.group}
    return [name for name, count in Counter(name for name, _ in taken).items() if count > sizes[name]]


@pytest.mark.parametrize("timetable", ["fixed", "leaders_open"])
@pytest.mark.parametrize("short_percent", [0, 25])
def test_whole_seats_are_a_part_of_what_the_relaxation_gives(timetable: Timetable, short_percent: int) -> None:
    problem = problem_for(plant(30, seed=4, timetable=timetable, short_percent=short_percent))
    whole, dived = seats_for(problem, integral_only=True), seats_for(problem, integral_only=False)
    assert whole.unsettled >= dived.unsettled
    assert whole.taken <= dived.taken
    assert not too_many(problem, whole.taken)
    assert not too_many(problem, dived.taken)


def test_each_part_has_its_share_of_the_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(40, seed=2)
    problem = problem_for(planted)
    seats = sum(len(candidate.patients) for candidate in problem.candidates if candidate.group)
    monkeypatch.setattr(batches, "POLICY", policy_with("relaxation", batch_seats=seats // 3))
    assert [len(part) for part in batches_of(problem, 3)] == [13, 13, 13]
    taken = seats_in_batches(problem, seconds()).taken
    planted_seats = sum(len(one.patients) for one in planted.schedule.sessions if one.group)
    assert not too_many(problem, taken)
    assert 0.7 * planted_seats < len(taken) <= 1.1 * planted_seats


@pytest.mark.parametrize("workers", [1, 2])
def test_a_large_week_is_begun_in_parts(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "SHARES", replace(care.SHARES, built_at_once=0))
    monkeypatch.setattr(batches, "POLICY", policy_with("relaxation", batch_seats=300))
    planted = plant(30, seed=6)
    found = solved_until(is_care_proven, planted, Limits(seconds=60, workers=workers))
    assert violations(facts(planted), planted.monday, found.schedule) == ()
    assert found.tiers["care"].value == 0


def test_the_least_of_a_patient_alone_is_known_once_somebody_asked() -> None:
    planted = plant(12, seed=3, short_percent=25)
    week = agreed_week(facts(planted), planted.monday)
    alone = PatientBounds(seconds())
    patient = week.problem.patients[0]
    assert alone.known(patient) == 0
    assert alone.of(week, patient) == alone.known(patient)
