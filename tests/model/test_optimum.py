"""Care, then changes, then comfort of the solved week are the best of all schedules there are, tried one by one."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from scheduler.caseload import Caseload
from scheduler.errors import Contradiction
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search import Limits, solve
from scheduler.verify import score, violations
from tests.caseloads import MONDAY, week
from tests.model.tiny_clinics import every_week, tiny_clinic

SEEDS = range(10, 30)
MOMENTS = ("2026-03-02T09:30", "2026-03-02T10:00", "2026-03-02T11:30", "2026-03-03T09:01")
WITH_A_WEEK = (10, 11, 12, 13, 14, 15, 18, 20)
"""Seeds of clinics whose agreements can be kept."""
LIMITS = Limits(seconds=30, workers=1)

Worth = tuple[int, int, int]


@cache
def possible(seed: int) -> tuple[list[Schedule], list[Schedule]]:
    """Every schedule of a clinic, and those that break no rule."""
    caseload = tiny_clinic(seed)
    schedules = list(every_week(caseload))
    return schedules, [schedule for schedule in schedules if not violations(caseload, MONDAY, schedule)]


def best_of(caseload: Caseload, schedules: Iterable[Schedule]) -> Worth | None:
    best: Worth | None = None
    for schedule in schedules:
        value = score(caseload, MONDAY, schedule)
        cost = value.care, 0, value.comfort
        if (best is None or cost < best) and not violations(caseload, MONDAY, schedule):
            best = cost
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_no_schedule_is_better_than_the_solved_one(seed: int) -> None:
    caseload = tiny_clinic(seed)
    best = best_of(caseload, possible(seed)[1] if seed in WITH_A_WEEK else every_week(caseload))
    if best is None:
        with pytest.raises(Contradiction):
            solve(caseload, MONDAY, LIMITS)
        return
    result = solve(caseload, MONDAY, LIMITS)
    assert result.status == "optimal"
    assert (result.tiers["care"].value, 0, result.tiers["comfort"].value) == best
    assert violations(caseload, MONDAY, result.schedule) == ()


def some_earlier_week(sound: list[Schedule], schedules: list[Schedule], seed: int) -> Schedule:
    """A week that was once planned, of which some sessions have since become impossible, a week before."""
    rng = random.Random(seed)  # noqa: S311 -- a test is to be repeatable, not secret
    fullest = max(len(schedule.sessions) for schedule in sound)
    full = [schedule for schedule in sound if len(schedule.sessions) >= fullest - 1]
    beside = [session for schedule in rng.sample(schedules, 2) for session in schedule.sessions]
    sessions = [*rng.choice(full).sessions, *beside]
    return Schedule.of(replace(session, on=session.on - timedelta(weeks=1)) for session in sessions)


@pytest.mark.parametrize("seed", WITH_A_WEEK)
def test_no_schedule_changes_less_of_an_earlier_week_at_as_little_unmet_care(seed: int) -> None:
    caseload = tiny_clinic(seed)
    schedules, sound = possible(seed)
    earlier = Earlier(some_earlier_week(sound, schedules, seed))
    best = min(
        (value.care, value.stability or 0, value.comfort)
        for value in (score(caseload, MONDAY, schedule, earlier) for schedule in sound)
    )
    result = solve(caseload, MONDAY, LIMITS, earlier=earlier)
    assert result.status == "optimal"
    assert tuple(result.tiers[tier].value for tier in ("care", "stability", "comfort")) == best
    assert violations(caseload, MONDAY, result.schedule) == ()


def is_before(session: Session, moment: datetime) -> bool:
    return (session.on, session.start) < (moment.date(), moment.hour * 60 + moment.minute)


def merged_week(frozen: list[Session], rest: Schedule) -> Schedule:
    """What is frozen as it stands, and the rest with its meetings numbered after it."""
    meetings = sum(session.group is not None for session in frozen)
    later = [
        session if session.meeting is None else replace(session, meeting=session.meeting + meetings)
        for session in rest.sessions
    ]
    return Schedule.of([*frozen, *later])


@pytest.mark.parametrize("seed", SEEDS)
def test_beside_what_has_happened_no_schedule_is_better(seed: int) -> None:
    caseload = tiny_clinic(seed)
    schedules = list(every_week(caseload))
    rng = random.Random(seed)  # noqa: S311 -- a test is to be repeatable, not secret
    # Whatever happened may break rules: it was planned under other facts, or by hand.
    happened = [
        replace(session, session=f"{session.session}.{number}")
        for number, schedule in enumerate(rng.sample(schedules, 2))
        for session in schedule.sessions
    ]
    until = datetime.fromisoformat(rng.choice(MOMENTS))
    earlier = Earlier(week(*happened), until)
    frozen = [session for session in earlier.schedule.sessions if is_before(session, until)]
    best: Worth | None = None
    for schedule in every_week(caseload, lambda session: not is_before(session, until)):
        whole = merged_week(frozen, schedule)
        value = score(caseload, MONDAY, whole, earlier)
        cost = value.care, value.stability or 0, value.comfort
        if (best is None or cost < best) and not violations(caseload, MONDAY, whole, earlier=earlier):
            best = cost
    if best is None:
        with pytest.raises(Contradiction):
            solve(caseload, MONDAY, LIMITS, earlier=earlier)
        return
    result = solve(caseload, MONDAY, LIMITS, earlier=earlier)
    assert violations(caseload, MONDAY, result.schedule, earlier=earlier) == ()
    assert tuple(result.tiers[tier].value for tier in ("care", "stability", "comfort")) == best
    assert result.status == "optimal"


@pytest.mark.parametrize("seed", WITH_A_WEEK)
def test_within_a_limit_on_changes_no_schedule_is_better(seed: int) -> None:
    caseload = tiny_clinic(seed)
    schedules, sound = possible(seed)
    before = some_earlier_week(sound, schedules, seed)
    scores = [score(caseload, MONDAY, schedule, Earlier(before)) for schedule in sound]
    counts = sorted({each.changes.limited for each in scores if each.changes})
    for most in (0, counts[0], (counts[0] + counts[-1]) // 2):
        earlier = Earlier(before, max_changes=most)
        within = [each for each in scores if each.changes and each.changes.limited <= most]
        if not within:
            with pytest.raises(Contradiction) as failure:
                solve(caseload, MONDAY, LIMITS, earlier=earlier)
            assert f"at least {counts[0]} " in failure.value.rows[-1]
            continue
        result = solve(caseload, MONDAY, LIMITS, earlier=earlier)
        found = score(caseload, MONDAY, result.schedule, earlier)
        assert result.status == "optimal"
        assert found.changes is not None
        assert found.changes.limited <= most
        assert violations(caseload, MONDAY, result.schedule) == ()
        best = min((each.care, each.stability or 0, each.comfort) for each in within)
        assert tuple(result.tiers[tier].value for tier in ("care", "stability", "comfort")) == best
        assert result.unlimited is not None
        assert result.unlimited.value == min(each.care for each in scores)
