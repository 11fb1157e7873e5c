"""Make-ups come after everybody's care and before comfort: tried against every schedule, counted as the checks do."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.planted import facts, plant
from scheduler.caseload import Caseload, LevelLimits, Missed
from scheduler.model.cost import Cost
from scheduler.schedule import Schedule
from scheduler.search import Limits, Tier, solve
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import LEVEL, MONDAY, clinic_with, group, meeting_row, patient, plan, therapist
from tests.model.accepting import Acceptance
from tests.model.clinics import open_clinic, small_clinic
from tests.model.edits import edits
from tests.model.tiny_clinics import every_week, tiny_clinic
from tests.search.budgets import a_while_after, is_care_proven

BEFORE = MONDAY - timedelta(weeks=1)
LIMITS = Limits(seconds=30, workers=1)


def with_missed(caseload: Caseload, **minutes: int) -> Caseload:
    return replace(caseload, missed=tuple(Missed(who, BEFORE, each) for who, each in sorted(minutes.items())))


def tiny_with_missed(seed: int) -> Caseload:
    """A tiny clinic that asks for so little that there is something left to make up."""
    caseload = tiny_clinic(seed)
    (row,) = caseload.levels[LEVEL]
    eased = replace(caseload, levels={LEVEL: (replace(row, min_minutes_week=60, max_minutes_week=200),)})
    rng = random.Random(seed)  # noqa: S311 -- a test is to be repeatable, not secret
    return with_missed(eased, p1=rng.choice((30, 60, 90)), p2=rng.choice((0, 45, 150)))


@pytest.mark.parametrize("seed", [10, 11, 12, 13, 15, 20, 21, 22, 23, 25])
def test_no_schedule_is_better_in_this_order(seed: int) -> None:
    caseload = tiny_with_missed(seed)
    values = (
        (found.care, found.make_ups, found.comfort)
        for schedule in every_week(caseload)
        if not violations(caseload, MONDAY, schedule)
        for found in [score(caseload, MONDAY, schedule)]
    )
    best = min(values, default=None)
    result = solve(caseload, MONDAY, LIMITS)
    assert list(result.tiers) == ["care", "make_ups", "comfort"]
    assert result.status == "optimal"
    assert tuple(tier.value for tier in result.tiers.values()) == best


@pytest.mark.parametrize("clinic", [small_clinic, open_clinic])
def test_the_model_counts_edited_weeks_right(clinic: Callable[[], Caseload]) -> None:
    caseload = with_missed(clinic(), p1=25, p2=200, p3=60, p4=60)
    model = Acceptance(caseload)
    good = model.week_with_least_unmet_care()
    rng = random.Random(7)  # noqa: S311 -- a test is to be repeatable, not secret
    told = set()
    for schedule in [good, *rng.sample(list(edits(caseload, good)), 100)]:
        counted = model.cost(schedule)
        if counted is not None:
            found = score(caseload, MONDAY, schedule)
            assert found.make_ups is not None
            assert counted == Cost(care=found.care, make_ups=found.make_ups, comfort=found.comfort)
            told.add(counted.make_ups)
    assert len(told) > 2


HOURS = st.none() | st.integers(0, 300)


@given(
    least=st.integers(0, 300),
    most=HOURS,
    a_day=st.integers(0, 200),
    own=st.tuples(HOURS, HOURS),
    missed=st.lists(st.tuples(st.integers(0, 200), st.integers(-15, 8)), max_size=5),
)
def test_the_model_asks_for_what_the_checks_ask_for(
    least: int, most: int | None, a_day: int, own: tuple[int | None, int | None], missed: list[tuple[int, int]]
) -> None:
    level = LevelLimits(LEVEL, min_minutes_week=least, max_minutes_week=most, min_minutes_day=a_day)
    who = replace(patient(), min_minutes_week=own[0], max_minutes_week=own[1])
    rows = tuple(Missed("p1", MONDAY + timedelta(days=days), minutes) for minutes, days in missed)
    caseload = replace(clinic_with(patients=[who], levels=[level]), missed=rows)
    (counted,) = score(caseload, MONDAY, Schedule(())).patients
    asked = counted.make_up.asked_minutes if counted.make_up else 0
    assert week_of(caseload, MONDAY).make_ups.get("p1", 0) == asked
    assert 0 <= asked <= a_day
    least, most = (least if own[0] is None else own[0]), (most if own[1] is None else own[1])
    assert most is None or asked == 0 or least + asked <= most


def test_nobody_s_make_up_costs_another_s_care() -> None:
    # The therapist has two hours: p2 needs the second one more than p1 can make up with it.
    caseload = with_missed(
        clinic_with(
            patients=[patient("p1"), patient("p2")],
            levels=[LevelLimits(LEVEL, min_minutes_week=50, min_minutes_day=50)],
            therapists=[therapist(max_minutes_week=100)],
            plans=[plan("p1", most=2), plan("p2", most=2)],
        ),
        p1=50,
    )
    result = solve(caseload, MONDAY, LIMITS)
    assert (result.tiers["care"], result.tiers["make_ups"]) == (Tier(0, 0), Tier(50, 50))
    assert sorted(who for session in result.schedule.sessions for who in session.patients) == ["p1", "p2"]


def test_a_make_up_comes_before_comfort() -> None:
    # A second day, which costs 30 points, is the only way to make up what was missed.
    caseload = clinic_with(
        levels=[LevelLimits(LEVEL, min_minutes_week=60, min_days_week=1, max_minutes_day=60, min_minutes_day=60)],
        groups=[group(meetings_per_week=2)],
        meetings=[meeting_row(days=name, starts="10:00") for name in ("mon", "tue")],
        plans=[plan("p1", "skills")],
    )
    assert len(solve(caseload, MONDAY, LIMITS).schedule.sessions) == 1
    result = solve(with_missed(caseload, p1=60), MONDAY, LIMITS)
    assert [(tier.value, tier.bound) for tier in result.tiers.values()] == [(0, 0), (0, 0), (30, 30)]


def test_a_week_without_attendance_has_no_such_tier() -> None:
    caseload = clinic_with()
    assert list(solve(caseload, MONDAY, LIMITS).tiers) == ["care", "comfort"]
    assert list(solve(replace(caseload, missed=()), MONDAY, LIMITS).tiers) == ["care", "make_ups", "comfort"]


def test_what_several_searches_make_up_together_is_what_the_checks_count() -> None:
    planted = plant(14, seed=3)
    before = planted.monday - timedelta(days=3)
    caseload = facts(planted)
    missed = tuple(Missed(who, before, 45) for who in list(caseload.patients)[::2])
    heard, stop = a_while_after(is_care_proven, 2)
    result = solve(replace(caseload, missed=missed), planted.monday, Limits(seconds=60, workers=2), heard, stop)
    found = score(replace(caseload, missed=missed), planted.monday, result.schedule)
    assert violations(caseload, planted.monday, result.schedule) == ()
    assert [tier.value for tier in result.tiers.values()] == [found.care, found.make_ups, found.comfort]
    # Everybody's care can be met, make-ups or not.
    assert result.tiers["care"].value == 0
    assert 0 <= result.tiers["make_ups"].bound <= result.tiers["make_ups"].value
