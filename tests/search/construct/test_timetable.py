"""Drafts of open timetables: they keep what they promise, count what is lacking, and give times a week can have."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.planted import Timetable as Given
from benchmarks.planted import facts, plant
from scheduler.caseload import Member
from scheduler.model.build import problem_under
from scheduler.model.domains import each, only
from scheduler.model.problem import WeekProblem
from scheduler.schedule import Schedule
from scheduler.search import Limits, care, solve
from scheduler.search.construct.draft import Draft
from scheduler.search.construct.draft_state import FreeTime
from scheduler.search.construct.timetable import Timetable, is_open
from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY
from scheduler.verify import violations
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, at, available, clinic_with, group, meeting_row, patient, plan, therapist
from tests.search.budgets import seconds, solved_until, stopped

MINUTES = 200


def open_problem(patients: int = 40, seed: int = 5, timetable: Given = "all_open") -> WeekProblem:
    planted = plant(patients, seed=seed, timetable=timetable)
    return problem_under(week_of(facts(planted), planted.monday))


def changed_often(problem: WeekProblem, seed: int) -> Draft:
    """A draft whose meetings came and went by chance."""
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    draft = Draft(problem)
    for _ in range(5):
        for name in rng.sample(sorted(draft.candidates), len(draft.candidates)):
            if meeting := draft.best(name):
                draft.hold(meeting)
        for name in rng.sample(sorted(draft.held), len(draft.held) // 3):
            draft.cancel(name)
    return draft


def lacking(problem: WeekProblem, draft: Draft) -> int:
    """What all patients lack, counted from the meetings and from what is agreed."""
    week, total = problem.week, 0
    for who in problem.patients:
        had: Counter[str] = Counter()
        on_day: Counter[int] = Counter()
        attended = [one.candidate for one in draft.held.values() if who in one.patients]
        for candidate in [
            *attended,
            *(candidate for candidate in problem.candidates if candidate.agreed and who in candidate.patients),
        ]:
            had[candidate.session_type.session_type] += 1
            on_day[candidate.day] += candidate.minutes if candidate.session_type.counts else 0
        limits = week.limits[who]
        total += max(0, limits.min_minutes_week - on_day.total())
        for name, planned in week.plans[who].items():
            total += max(0, planned.sessions_min - had[name]) * week.caseload.session_types[name].minutes
        parts = sorted((min(limits.min_minutes_day, minutes) for minutes in on_day.values()), reverse=True)
        total += limits.min_minutes_day * limits.min_days_week - sum(parts[: limits.min_days_week])
    return total


def share_no_time(spans: list[tuple[int, int]]) -> bool:
    return all(here[1] <= after[0] for here, after in pairwise(sorted(spans)))


@pytest.mark.parametrize("seed", range(4))
def test_a_draft_counts_what_is_lacking(seed: int) -> None:
    problem = open_problem(seed=seed + 1)
    draft = changed_often(problem, seed)
    assert draft.held
    assert draft.lacking == lacking(problem, draft)


@pytest.mark.parametrize("seed", range(4))
def test_a_draft_keeps_time_sizes_and_how_often_groups_meet(seed: int) -> None:
    problem = open_problem(seed=seed + 1)
    draft = changed_often(problem, seed)
    spans: dict[object, list[tuple[int, int]]] = defaultdict(list)
    met: Counter[object] = Counter()
    led: Counter[str] = Counter()
    for candidate in problem.candidates:
        start = only(candidate.starts)
        if candidate.agreed and start is not None:
            for who in [*candidate.patients, *(candidate.leaders if len(candidate.leaders) == 1 else ())]:
                pause = candidate.session_type.buffer_minutes if who in candidate.leaders else 0
                spans[who, candidate.day].append((start, start + candidate.minutes + pause))
            led.update({who: candidate.minutes for who in candidate.leaders if len(candidate.leaders) == 1})
    for one in draft.held.values():
        candidate, end = one.candidate, one.start + one.candidate.minutes
        assert candidate.group is not None
        assert candidate.min_size <= len(one.patients) <= candidate.group.max_size
        assert len(one.leaders) == len(set(one.leaders)) == candidate.needed_leaders
        assert len(one.things) == len(set(one.things)) == len(candidate.pools)
        assert all(candidate.patients[who] >> one.start & 1 for who in one.patients)
        assert all(candidate.leaders[who] >> one.start & 1 for who in one.leaders)
        for key in [*one.patients, *one.things]:
            spans[key, candidate.day].append((one.start, end))
        for who in one.leaders:
            spans[who, candidate.day].append((one.start, end + candidate.session_type.buffer_minutes))
            led[who] += candidate.minutes
        met.update([candidate.group.group, (candidate.group.group, candidate.day)])
        assert met[candidate.group.group] <= candidate.group.meetings_per_week
        assert met[candidate.group.group, candidate.day] <= candidate.group.meetings_per_day
    assert all(share_no_time(taken) for taken in spans.values())
    for who, minutes in led.items():
        most = problem.caseload.therapists[who].max_minutes_week
        assert most is None or minutes <= most


def test_cancelling_everything_leaves_the_draft_as_it_was() -> None:
    problem = open_problem()
    before = Draft(problem)
    draft = changed_often(problem, 3)
    for name in list(draft.held):
        draft.cancel(name)
    assert draft.lacking == before.lacking
    assert [draft.best(name) for name in draft.candidates] == [before.best(name) for name in before.candidates]


def test_members_alone_come_to_further_meetings_of_a_closed_group() -> None:
    clinic = clinic_with(
        patients=[patient(who) for who in ("p1", "p2", "p3")],
        groups=[replace(group(meetings_per_week=2), same_members=True)],
        plans=[plan(who, "skills", least=2) for who in ("p1", "p2", "p3")],
        availability=[available(who, "mon tue", "09:00-10:00") for who in ("p1", "p2")]
        + [available("p3", "tue", "09:00-10:00")],
    )
    draft = Draft(problem_under(week_of(clinic, MONDAY)))
    monday, tuesday = draft.candidates
    assert who_would_come(draft, tuesday) == {"p1", "p2", "p3"}
    first = draft.best(monday)
    assert first is not None
    draft.hold(first)
    assert who_would_come(draft, tuesday) == {"p1", "p2"}
    draft.cancel(monday)
    assert who_would_come(draft, tuesday) == {"p1", "p2", "p3"}


def who_would_come(draft: Draft, name: str) -> frozenset[str]:
    meeting = draft.best(name)
    assert meeting is not None
    return meeting.patients


@pytest.mark.parametrize("seed", range(30))
def test_free_time_tells_every_start(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    free = [rng.random() < 0.97 for _ in range(MINUTES)]
    time = FreeTime(sum(1 << minute for minute, is_free in enumerate(free) if is_free))
    minutes, near = rng.choice((1, 2, 7, 15, 30)), POLICY.draft.near_minutes
    starts = set(each(time.starts(minutes)))
    assert starts == {at for at in range(len(free)) if all(free[at : at + minutes]) and at + minutes <= len(free)}
    for start in starts:
        before = any(not free[at] for at in range(max(0, start - near), start))
        end = start + minutes
        after = end + near > len(free) or not all(free[end : end + near])
        assert bool(time.close(minutes) >> start & 1) == (before or after)


def test_what_is_taken_for_good_was_free_or_not() -> None:
    time = FreeTime((1 << 60) - 1)
    time.take(50, 30)
    time.take(40, 20)
    assert time.starts(10).bit_length() == 31


def drafted(problem: WeekProblem, budget: Budget) -> Timetable:
    timetable = Timetable(problem, seconds(), random.Random(1))  # noqa: S311 - a test is to be repeatable, not secret
    timetable.improve(budget)
    return timetable


def test_every_meeting_gets_a_time() -> None:
    problem = open_problem()
    for timetable in (drafted(problem, stopped()), drafted(problem, seconds(1.5))):
        timed = timetable.problem
        meetings = {candidate.name: candidate for candidate in timed.candidates if candidate.group}
        assert not is_open(timed)
        assert all(only(candidate.starts) is not None for candidate in meetings.values())
        assert [candidate for candidate in timed.candidates if not candidate.group] == [
            candidate for candidate in problem.candidates if not candidate.group
        ]
        sizes = Counter(name for name, _ in timetable.seats)
        assert sizes.keys() == meetings.keys()
        assert all(who in meetings[name].patients for name, who in timetable.seats)


def test_a_longer_draft_goes_on_from_a_short_one_and_lacks_no_more() -> None:
    timetable = drafted(open_problem(), stopped())
    before = len(timetable.seats)
    timetable.improve(seconds(2))
    assert len(timetable.seats) > before


@pytest.mark.parametrize(("without_a_row", "is_drafted"), [(0, False), (1, False), (2, True), (4, True)])
def test_a_few_groups_without_given_times_are_no_open_timetable(without_a_row: int, *, is_drafted: bool) -> None:
    names = ["g1", "g2", "g3", "g4"]
    clinic = clinic_with(
        groups=[group(name, meetings_per_week=1) for name in names],
        meetings=[meeting_row(name, days="mon", starts="09:00") for name in names[without_a_row:]],
    )
    assert is_open(problem_under(week_of(clinic, MONDAY))) == is_drafted


def test_given_times_stay() -> None:
    problem = open_problem(timetable="leaders_open")
    assert drafted(problem, stopped()).problem.candidates == problem.candidates


def test_equal_meetings_of_a_day_follow_each_other() -> None:
    """The patients who come late are more, so that their meeting is drafted first."""
    early, late = ["p1", "p2"], ["p3", "p4", "p5"]
    clinic = clinic_with(
        patients=[patient(who) for who in early + late],
        groups=[group(sizes=(2, 12), meetings_per_week=2, meetings_per_day=2)],
        plans=[plan(who, "skills", least=1) for who in early + late],
        availability=[available(who, "mon", "08:00-09:00") for who in early]
        + [available(who, "mon", "17:00-18:00") for who in late],
    )
    timetable = drafted(problem_under(week_of(clinic, MONDAY)), stopped())
    candidates = {candidate.name: candidate for candidate in timetable.problem.candidates if candidate.group}
    assert {candidate.order: only(candidate.starts) for candidate in candidates.values()} == {
        0: at("08:00"),
        1: at("17:00"),
    }
    assert {(candidates[name].order, who) for name, who in timetable.seats} == {
        *((0, who) for who in early),
        *((1, who) for who in late),
    }


def two_groups(members: Iterable[Member]) -> Draft:
    """Two groups for patients who are all free on Monday from nine to eleven; the second one has a seat less."""
    patients = ["p1", "p2", "p3"]
    clinic = clinic_with(
        patients=[patient(who) for who in patients],
        therapists=[therapist("t1"), therapist("t2")],
        groups=[
            group("g1", therapists="t1", meetings_per_week=1),
            group("g2", sizes=(1, 2), therapists="t2", meetings_per_week=1),
        ],
        plans=[plan(who, "skills", least=least) for who, least in zip(patients, (1, 2, 2), strict=True)],
        availability=[available(who, "mon", "09:00-11:00") for who in patients],
        members=members,
    )
    draft = Draft(problem_under(week_of(clinic, MONDAY)))
    first = draft.best("g1/0/0/0")
    assert first is not None
    assert first.patients == set(patients)
    draft.hold(first)
    return draft


def test_an_agreed_member_has_a_seat_before_others_who_need_it_more() -> None:
    assert who_would_come(two_groups([]), "g2/0/0/0") == {"p2", "p3"}
    assert "p1" not in who_would_come(two_groups([Member("g2", "p1", "out")]), "g2/0/0/0")
    assert "p1" in who_would_come(two_groups([Member("g2", "p1", "in")]), "g2/0/0/0")


def test_a_group_does_not_meet_while_an_agreed_member_attends_another() -> None:
    draft = two_groups([Member("g2", "p1", "in")])
    (first,) = draft.held.values()
    second = draft.best("g2/0/0/0")
    assert second is not None
    assert share_no_time([(one.start, one.start + 60) for one in (first, second)])


def sessions(schedule: Schedule) -> list[str]:
    return sorted(repr(one) for one in schedule.sessions)


@pytest.mark.parametrize("relaxed_in_a_second", [care.SHARES.relaxed_in_a_second, 1])
def test_a_large_open_week_begins_with_a_draft(relaxed_in_a_second: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shares = replace(care.SHARES, relaxed_in_a_second=relaxed_in_a_second, building=0)
    monkeypatch.setattr(care, "SHARES", shares)
    planted = plant(30, seed=6, timetable="all_open")
    asked = sum(limits.min_minutes_week for limits in week_of(facts(planted), planted.monday).limits.values())
    found = solved_until(lambda progress: progress.tiers["care"].value < asked / 8, planted)
    assert violations(facts(planted), planted.monday, found.schedule) == ()
    assert found.tiers["care"].value < asked / 8


def test_drafts_do_not_depend_on_the_clock() -> None:
    planted = plant(20, seed=2, timetable="all_open")
    limits = Limits(seconds=0.7, deterministic=True, seed=3)
    weeks = [solve(facts(planted), planted.monday, limits).schedule for _ in range(2)]
    assert sessions(weeks[0]) == sessions(weeks[1])


def test_a_small_draft_ends_by_itself() -> None:
    budget = seconds(60)
    drafted(open_problem(10), budget)
    assert budget.left > 30


def test_where_the_time_is_over_meetings_are_left_out() -> None:
    timetable = Timetable(open_problem(), stopped(), random.Random(1))  # noqa: S311 - a test is to be repeatable
    assert timetable.seats == set()
    assert not any(candidate.group for candidate in timetable.problem.candidates)
