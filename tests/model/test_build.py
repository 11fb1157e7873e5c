"""Laying out a week: rules narrow what candidates may be, in any order, and nothing is left that nobody can use."""

import random

import pytest

from benchmarks.planted import facts, plant
from scheduler.model.build import ALL_RULES, problem_under
from scheduler.model.candidates import Candidate, Domains, candidates_of
from scheduler.model.domains import union
from scheduler.model.problem import WeekProblem, open_domains, without_candidates
from scheduler.model.rules import RULES
from scheduler.week.week import Week, week_of
from tests.caseloads import MONDAY
from tests.model.clinics import small_clinic


def planted_week() -> Week:
    planted = plant(12, seed=3, timetable="all_open")
    return week_of(facts(planted), planted.monday)


WEEKS = [week_of(small_clinic(), MONDAY), planted_week()]


def bare(week: Week) -> tuple[WeekProblem, list[Candidate]]:
    candidates = candidates_of(week, [part.admits for part in RULES.values() if part.admits])
    return without_candidates(week, candidates), candidates


def left(empty: WeekProblem, candidate: Candidate, rng: random.Random) -> Domains:
    """What all rules leave of a candidate, taken in any order."""
    of_day = [number for number, pool in enumerate(empty.pools) if pool.day == candidate.day]
    domains = open_domains(candidate, of_day, empty.week.frozen.until)
    rules = [part.narrow for part in RULES.values() if part.narrow]
    for narrow in rng.sample(rules, len(rules)):
        domains = narrow(empty, candidate, domains)
    return domains


@pytest.mark.parametrize("week", WEEKS, ids=["small", "planted"])
@pytest.mark.parametrize("seed", range(3))
def test_rules_leave_the_same_in_any_order(week: Week, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  # chance, no secret
    empty, candidates = bare(week)
    expected = {one.name: one for one in problem_under(week).candidates}
    found = {}
    for candidate in candidates:
        domains = left(empty, candidate, rng)
        settled = WeekProblem(week, empty.pools, [candidate.with_domains(domains)], ()).settled()
        found.update({one.name: one for one in settled.candidates})
    assert found.keys() == expected.keys()
    for name, one in found.items():
        assert one.domains == expected[name].domains


@pytest.mark.parametrize("week", WEEKS, ids=["small", "planted"])
def test_each_start_that_is_left_can_be_taken_and_each_choice_has_one(week: Week) -> None:
    for candidate in problem_under(week, ALL_RULES).candidates:
        pools = [pools.values() for pools in candidate.pools.values()]
        choices = [candidate.patients.values(), candidate.leaders.values(), *pools]
        assert candidate.starts
        assert all(union(one) == candidate.starts for one in choices)
        assert all(starts & candidate.starts == starts > 0 for one in choices for starts in one)


def test_a_candidate_says_what_it_was_made_of() -> None:
    """Patients who may join a group are one mapping for all of its meetings: a copy leaves that of others alone."""
    empty, candidates = bare(WEEKS[0])
    first, second = [one for one in candidates if one.held_for == "g2"][:2]
    assert first.patients is second.patients
    who, *others = first.patients
    narrowed = first.with_patients({who: first.patients[who]})
    assert list(narrowed.patients) == [who]
    assert list(second.patients) == [who, *others]
    assert empty.candidates == ()
