"""The relaxation never claims more unmet care than a week that keeps every rule has."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Literal, get_args

import pytest

from benchmarks.planted import Planted, Timetable, facts, plant
from scheduler.caseload import Caseload, KeepApart
from scheduler.model.build import problem_under
from scheduler.schedule import Earlier
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.relaxation.program import Relaxation
from scheduler.search.relaxation.rounding import rounded_seats
from scheduler.search.solver.linear import solve_lp, solve_mip
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, busy, clinic_with, group, meeting, meeting_row, patient, plan, span, week
from tests.model.clinics import small_clinic
from tests.model.tiny_clinics import every_week, tiny_clinic
from tests.search.budgets import seconds, stopped

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)
GIVEN_STARTS: tuple[Timetable, ...] = ("fixed", "leaders_open")
"""Timetables in which the relaxation tears no meeting into parts on several days."""
WITH_A_WEEK = (10, 11, 12, 13, 14, 15, 18, 20)
"""Seeds of tiny clinics whose agreements can be kept."""
WHOLE_TOO = (11, 18)


def relaxed(caseload: Caseload, monday: date = MONDAY) -> Relaxation:
    relaxation = relaxation_of(problem_under(week_of(caseload, monday)))
    assert relaxation is not None
    return relaxation


def torn_bound(relaxation: Relaxation) -> int:
    found = solve_lp(relaxation.program, seconds(), 30)
    assert found is not None
    bound = relaxation.program.bound(found.prices)
    assert bound is not None
    return bound


def possible_seats(relaxation: Relaxation) -> set[Seat]:
    return {
        (name, patient) for meeting_class, patient in relaxation.choices for bundle in meeting_class for name in bundle
    }


def least_unmet(caseload: Caseload) -> int:
    """Of all the schedules there are, tried one by one."""
    return min(
        score(caseload, MONDAY, schedule).care
        for schedule in every_week(caseload)
        if not violations(caseload, MONDAY, schedule)
    )


@pytest.mark.parametrize("seed", WITH_A_WEEK)
def test_no_bound_is_above_the_least_of_all_schedules(seed: int) -> None:
    caseload = tiny_clinic(seed)
    least = least_unmet(caseload)
    relaxation = relaxed(caseload)
    torn = torn_bound(relaxation)
    assert torn <= least
    if seed in WHOLE_TOO:
        whole = solve_mip(relaxation.program, seconds())
        assert whole.bound is not None
        assert torn <= whole.bound <= least


def asking_more(planted: Planted, rng: random.Random) -> Caseload:
    """The caseload with some patients who need more hours or sessions than the planted week has for them."""
    caseload = facts(planted)
    patients = {
        who: replace(patient, min_minutes_week=rng.randrange(0, 900, 30)) if rng.random() < 0.4 else patient
        for who, patient in caseload.patients.items()
    }
    plans = {
        who: {
            name: replace(row, sessions_min=row.sessions_min + 1, sessions_max=None) if rng.random() < 0.2 else row
            for name, row in of_patient.items()
        }
        for who, of_patient in caseload.plans.items()
    }
    return replace(caseload, patients=patients, plans=plans)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize("seed", range(31, 37))
def test_no_bound_is_above_a_week_that_keeps_every_rule(seed: int, timetable: Timetable) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    planted = plant(rng.randint(10, 20), seed=seed, timetable=timetable)
    assert torn_bound(relaxed(facts(planted), planted.monday)) == 0
    caseload = asking_more(planted, rng)
    assert violations(caseload, planted.monday, planted.schedule) == ()
    unmet = score(caseload, planted.monday, planted.schedule).care
    assert 0 < torn_bound(relaxed(caseload, planted.monday)) <= unmet


def test_the_bound_is_not_nothing() -> None:
    planted = plant(20, seed=3, short_percent=25)
    assert torn_bound(relaxed(facts(planted), planted.monday)) > 0


def test_there_is_none_in_a_week_that_has_begun() -> None:
    caseload = small_clinic()
    held = meeting("g2", "tue", "09:00-10:00", "p2", therapists="t1", resources="r1", mode="hybrid")
    earlier = Earlier(week(held), datetime(2026, 3, 3, 12))  # noqa: DTZ001 - the clinic's own clock
    assert relaxation_of(problem_under(week_of(caseload, MONDAY, earlier))) is None
    assert relaxation_of(problem_under(week_of(caseload, MONDAY, Earlier(week(held))))) is not None


@pytest.mark.parametrize("timetable", GIVEN_STARTS)
@pytest.mark.parametrize(("patients", "seed"), [(10, 1), (24, 5), (30, 2)])
def test_seats_of_a_planted_caseload_are_whole_and_leave_nothing_unmet(
    patients: int, seed: int, timetable: Timetable
) -> None:
    planted = plant(patients, seed=seed, timetable=timetable)
    relaxation = relaxed(facts(planted), planted.monday)
    seats = rounded_seats(relaxation, seconds())
    assert seats is not None
    taken = Counter(name for name, _ in seats.taken)
    for candidate in relaxation.problem.candidates:
        if candidate.group and taken[candidate.name]:
            assert candidate.group.min_size <= taken[candidate.name] <= candidate.group.max_size
    for (meeting_class, who), variable in relaxation.choices.items():
        is_taken = float(any((name, who) in seats.taken for bundle in meeting_class for name in bundle))
        relaxation.program.least[variable] = relaxation.program.most[variable] = is_taken
    assert torn_bound(relaxation) == 0


def test_seats_of_an_open_timetable_are_in_places_that_there_are() -> None:
    planted = plant(24, seed=5, timetable="all_open")
    relaxation = relaxed(facts(planted), planted.monday)
    seats = rounded_seats(relaxation, seconds())
    assert seats is not None
    assert seats.taken
    assert seats.taken <= possible_seats(relaxation)


def test_seats_where_not_all_care_can_be_met() -> None:
    planted = plant(20, seed=3, short_percent=25)
    relaxation = relaxed(facts(planted), planted.monday)
    program = relaxation.program
    before = program.least.copy(), program.most.copy(), program.goal
    seats = rounded_seats(relaxation, seconds())
    assert seats is not None
    assert seats.taken <= possible_seats(relaxation)
    assert (program.least, program.most, program.goal) == before


def test_no_seats_where_the_search_has_ended() -> None:
    planted = plant(120, seed=1, timetable="all_open")
    assert rounded_seats(relaxed(facts(planted), planted.monday), stopped()) is None


@pytest.mark.parametrize(("scope", "bound"), [("session", 0), ("day", 60)])
def test_who_is_kept_apart_for_the_day_does_not_come_on_the_same(scope: Literal["session", "day"], bound: int) -> None:
    clinic = clinic_with(
        opening=((span("09:00-11:00"),), *(((),) * 6)),
        patients=[patient("p1"), patient("p2")],
        plans=[plan("p1", "skills", least=1), plan("p2", "skills", least=1)],
        groups=[group(name, sizes=(1, 4), meetings_per_week=1) for name in ("g1", "g2")],
        meetings=[meeting_row("g1", days="mon", starts="09:00"), meeting_row("g2", days="mon", starts="10:00")],
        availability=[busy("p1", "mon", "10:00-11:00"), busy("p2", "mon", "09:00-10:00")],
        keep_apart=[KeepApart("p1", "p2", scope)],
    )
    assert torn_bound(relaxed(clinic)) == bound


def test_no_more_meetings_are_held_for_certain_than_a_group_may_have() -> None:
    clinic = clinic_with(
        patients=[patient("p1")],
        plans=[plan("p1", "skills", least=1)],
        groups=[group("g1", sizes=(1, 4), meetings_per_week=1), group("g2", sizes=(1, 4), meetings_per_week=1)],
        meetings=[
            meeting_row("g1", days="mon", starts="09:00"),
            meeting_row("g1", days="tue", starts="09:00"),
            meeting_row("g2", days="wed", starts="09:00"),
        ],
    )
    relaxation = relaxation_of(problem_under(week_of(clinic, MONDAY)), for_seats=True)
    assert relaxation is not None
    certain = {name.split("/")[0] for name, held in relaxation.held.items() if relaxation.program.least[held]}
    assert certain == {"g2"}
    assert rounded_seats(relaxation, seconds()) is not None
