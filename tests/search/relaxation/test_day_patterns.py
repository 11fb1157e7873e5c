"""Whole days to choose from: every day that is possible is there, no other is, and torn days are refused."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product

import pytest

from scheduler.caseload import Caseload, LevelLimits, Member
from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.domains import each, starts_at
from scheduler.search.relaxation import day_patterns
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.relaxation.day_patterns import DayLimits, patterns_of
from scheduler.search.relaxation.program import Option, Relaxation
from scheduler.search.solver.linear import solve_lp
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    available,
    busy,
    clinic_with,
    group,
    meeting_row,
    patient,
    plan,
    therapist,
)
from tests.search.budgets import seconds
from tests.search.policies import policy_with
from tests.soundness.exact import exact

NO_LIMITS = DayLimits(None, {})


def option(variable: int, minutes: int, *starts: int, kind: str = "skills") -> Option:
    session_type = replace(SKILLS, session_type=kind)
    return Option(
        Candidate(f"unit {variable}", 0, minutes, session_type, starts_at(starts)), variable, starts_at(starts)
    )


def sets_of(options: Sequence[Option]) -> Iterator[tuple[Option, ...]]:
    for count in range(len(options) + 1):
        yield from combinations(options, count)


def is_possible(chosen: Sequence[Option]) -> bool:
    """Whether any starts of all of them leave each its minutes."""
    for starts in product(*(each(one.starts) for one in chosen)):
        spans = sorted((start, start + one.candidate.minutes) for start, one in zip(starts, chosen, strict=True))
        if all(here[1] <= after[0] for here, after in pairwise(spans)):
            return True
    return False


def bound_of(relaxation: Relaxation | None) -> int | None:
    assert relaxation is not None
    found = solve_lp(relaxation.program, seconds(), 30)
    assert found is not None
    return relaxation.program.bound(found.prices)


def bounds(caseload: Caseload) -> tuple[int | None, int | None, int]:
    """Least unmet care: day by day, by whole days, and in truth."""
    problem = problem_under(week_of(caseload, MONDAY))
    known = exact(caseload)
    assert known is not None
    return bound_of(relaxation_of(problem)), bound_of(relaxation_of(problem, by_pattern=True)), known.least["care"]


@pytest.mark.parametrize("seed", range(40))
def test_patterns_are_just_the_sets_that_fit_into_the_day(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    options = [
        option(number, rng.choice((30, 50, 60)), *rng.sample(range(540, 720, 15), rng.choice((1, 1, 2, 4))))
        for number in range(6)
    ]
    found = patterns_of(options, NO_LIMITS, 64)
    assert found is not None
    assert {pattern.options for pattern in found} == {
        frozenset(one.variable for one in chosen) for chosen in sets_of(options) if is_possible(chosen)
    }
    assert len(found) == len({pattern.options for pattern in found})
    minutes = {one.variable: one.candidate.minutes for one in options}
    assert all(pattern.counted == sum(minutes[one] for one in pattern.options) for pattern in found)
    assert patterns_of(options, NO_LIMITS, len(found)) == found
    assert patterns_of(options, NO_LIMITS, len(found) - 1) is None


def test_patterns_keep_to_the_limits_of_the_day() -> None:
    options = [option(0, 60, 540), option(1, 60, 600), option(2, 30, 700, kind="process"), option(3, 30, 750, 780)]
    found = patterns_of(options, DayLimits(100, {"skills": 1}), 64)
    assert found is not None
    assert {pattern.options for pattern in found} == {
        frozenset(chosen) for chosen in ((), (0,), (1,), (2,), (3,), (0, 2), (1, 2), (2, 3))
    }


def test_what_is_chosen_together_is_there_together_or_not_at_all() -> None:
    apart, together = [option(0, 60, 540), option(0, 60, 660)], [option(1, 60, 540), option(1, 60, 570)]
    found = patterns_of([*apart, *together, option(2, 30, 600, 690)], NO_LIMITS, 64)
    assert found is not None
    assert {pattern.options for pattern in found} == {frozenset(chosen) for chosen in ((), (0,), (2,), (0, 2))}


def an_hour_for_two() -> Caseload:
    """A patient who is there for an hour and ten minutes, and needs two sessions of 50."""
    doctor = replace(INDIVIDUAL, session_type="meds")
    return clinic_with(
        session_types=[SKILLS, INDIVIDUAL, doctor],
        therapists=[therapist(), therapist("t2", "meds")],
        plans=[plan(least=1, most=1), plan(session_type="meds", least=1, most=1)],
        availability=[available("p1", "mon", "09:00-10:10")],
        grid_minutes=5,
    )


def test_a_bound_by_whole_days_is_not_below_that_day_by_day() -> None:
    torn, by_days, least = bounds(an_hour_for_two())
    assert torn == 30
    assert by_days == least == 50


def test_where_there_are_too_many_days_sessions_are_chosen_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_patterns, "POLICY", policy_with("patterns", of_patient=2))
    torn, by_days, least = bounds(an_hour_for_two())
    assert torn == by_days == 30
    assert least == 50


def members_with_little_time() -> Caseload:
    """A member of two groups whose hours allow one of them, and who would sooner see the therapist."""
    return clinic_with(
        session_types=[SKILLS, replace(INDIVIDUAL, minutes=60)],
        levels=[LevelLimits(LEVEL, 1, max_minutes_week=60)],
        patients=[patient(), patient("p2"), patient("p3")],
        groups=[group("a", sizes=(2, 3), meetings_per_week=1), group("b", sizes=(1, 3), meetings_per_week=1)],
        meetings=[meeting_row("a", days="mon", starts="09:00"), meeting_row("b", days="tue", starts="09:00")],
        plans=[
            plan(least=1, most=1),
            plan(session_type="skills"),
            plan("p2", "skills", least=1),
            plan("p3", "skills", least=1),
        ],
        members=[Member("a", "p1", "in", row=2), Member("b", "p1", "in", row=3)],
        availability=[busy("p2", "tue", "00:00-24:00"), busy("p3", "tue", "00:00-24:00")],
    )


def test_a_member_is_excused_by_what_else_was_agreed_and_by_nothing_else() -> None:
    torn, by_days, least = bounds(members_with_little_time())
    assert torn == 0
    assert by_days == least == 60


def test_a_seat_is_no_larger_than_the_meeting() -> None:
    """A meeting of ten is held by a tenth for the one who needs it, and takes six minutes, where seats allow that."""
    caseload = clinic_with(
        groups=[group("a", sizes=(1, 10), meetings_per_week=1)],
        meetings=[meeting_row("a", days="mon", starts="09:00")],
        therapists=[therapist(max_minutes_week=60)],
        plans=[plan(least=1, most=1), plan(session_type="skills", least=1)],
    )
    torn, by_days, least = bounds(caseload)
    assert torn is not None
    assert torn < least == 50
    assert by_days == least
