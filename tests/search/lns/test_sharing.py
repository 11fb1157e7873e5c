"""Searches side by side: what one finds is not lost to another, and a week can be followed into any other."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.model.cost import Cost
from scheduler.model.solution import Assignment
from scheduler.model.tiers import care
from scheduler.search.construct.seating import take_seats
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns import search
from scheduler.search.lns.neighbourhoods import related
from scheduler.search.lns.reoptimise import Repaired, repaired
from scheduler.search.lns.search import NeighbourhoodSearch
from scheduler.search.lns.subproblem import subproblem_of
from scheduler.search.policy import LnsPolicy, Policy
from scheduler.search.shared import SharedIncumbent, WorkerIncumbent
from tests.caseloads import clinic_with, group, meeting, meeting_row, patient
from tests.search.budgets import seconds
from tests.search.replanning import agreed_week, given_week, is_sound, plan_anew, week_of_sessions

EMPTY: Mapping[str, Assignment] = {}


def best_of(cost: Cost) -> tuple[SharedIncumbent, list[str]]:
    """The best week so far, and what will be told of it."""
    told: list[str] = []
    return SharedIncumbent(EMPTY, cost, lambda _, says: told.append(says)), told


def test_only_a_better_week_is_kept() -> None:
    best, told = best_of(Cost(care=60))
    assert best.offer({}, Cost(care=50, comfort=9), "better") is not None
    assert best.offer({}, Cost(care=50, comfort=9), "the same") is None
    assert best.offer({}, Cost(care=51), "worse") is None
    assert best.offer({}, Cost(care=50, comfort=8), "more comfortable") is not None
    assert best.cost == Cost(care=50, comfort=8)
    assert told == ["better", "more comfortable"]


def test_what_another_search_found_meanwhile_is_not_lost() -> None:
    best, told = best_of(Cost(care=60))
    seen = best.placed
    assert best.offer({}, Cost(care=50), "another") is not None
    assert best.offer({}, Cost(care=10), "from an older week", since=seen) is None
    assert best.cost == Cost(care=50)
    assert best.offer({}, Cost(care=40), "from this one", since=best.placed) is not None
    assert best.cost == Cost(care=40)
    assert told == ["another", "from this one"]


def test_a_bound_never_falls_and_settles_tiers_in_order() -> None:
    best, told = best_of(Cost(care=60, comfort=5))
    best.prove("comfort first", comfort=5)
    assert not best.settled["comfort"].is_set()
    best.prove("some", care=30)
    best.prove("less", care=20)
    assert best.bound == Cost(care=30, comfort=5)
    assert not best.settled["care"].is_set()
    best.offer({}, Cost(care=30, comfort=6), "care")
    assert best.settled["care"].is_set()
    assert not best.settled["comfort"].is_set()
    best.offer({}, Cost(care=30, comfort=5), "comfort")
    assert all(event.is_set() for event in best.settled.values())
    assert told == ["comfort first", "some", "care", "comfort"]


def test_a_search_goes_abreast_of_the_best_week() -> None:
    planted = plant(12, seed=3)
    full = given_week(facts(planted), planted.monday, planted.schedule)
    start = agreed_week(facts(planted), planted.monday)
    best = SharedIncumbent(start.placed, start.cost, lambda *_: None)
    one, other = WorkerIncumbent(start.problem, best), WorkerIncumbent(start.problem, best)
    assert not one.sync()
    assert not one.publish("no better")
    one.incumbent.sync(full.placed)
    assert one.publish("better")
    assert one.seen is best.placed
    other.incumbent.sync({**full.placed})
    assert not other.publish("begun from an older week")
    assert other.sync()
    assert other.incumbent.cost == best.cost == full.cost
    assert not other.sync()


def improve_care(start: Incumbent, best: SharedIncumbent, budget: Budget) -> None:
    """Search for care, always in the same way."""
    rng = random.Random(1)  # noqa: S311 - a test is to be repeatable, not secret
    NeighbourhoodSearch(start.problem, best, PatientBounds(budget), "care").run(budget, rng)


def met(incumbent: Incumbent) -> list[str]:
    """Patients who lack no care."""
    return [patient for patient, cost in incumbent.costs.items() if not cost.care]


def test_a_repair_goes_on_in_the_week_that_another_search_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(12, seed=3)
    start = agreed_week(facts(planted), planted.monday)
    budget = seconds(60)
    best = SharedIncumbent(start.placed, start.cost, lambda *_: None)
    found: list[Cost] = []
    known: list[str] = []

    def beaten(*arguments: object) -> Repaired:
        placed = repaired(*arguments)  # type: ignore[arg-type]
        if not found:
            other = Incumbent(start.problem, best.placed)
            lacking = sorted(set(start.problem.patients) - set(met(other)))
            plan_anew(other, set(lacking[:4]), care)
            assert best.offer(other.placed, other.cost, "meanwhile") is not None
            found.append(other.cost)
            known.extend(met(other))
        return placed

    monkeypatch.setattr(search, "repaired", beaten)
    improve_care(start, best, budget)
    after = Incumbent(start.problem, best.placed)
    assert is_sound(after)
    assert after.cost == best.cost < found[0] < start.cost
    assert set(known) <= set(met(after))
    assert best.cost.care == 0


@pytest.mark.parametrize("timetable", ["fixed", "all_open"])
def test_seats_are_taken_in_a_sound_week_from_whatever_week_it_begins(timetable: Timetable) -> None:
    planted = plant(12, seed=3, timetable=timetable)
    full = given_week(facts(planted), planted.monday, planted.schedule)
    assert any(not one.candidate.group and not one.candidate.agreed for one in full.placed.values())
    groups = {(name, patient) for name, one in full.placed.items() if one.candidate.group for patient in one.patients}
    for seats in (groups, set(sorted(groups)[::2])):
        incumbent = Incumbent(full.problem, full.placed)
        take_seats(incumbent, seats, (), seconds(), 5)
        assert is_sound(incumbent)
        assert all(one.candidate.group or one.candidate.agreed for one in incumbent.placed.values())


def test_who_lacks_seats_and_who_is_unsettled_find_others() -> None:
    planted = plant(12, seed=3)
    full = given_week(facts(planted), planted.monday, planted.schedule)
    seats = {(name, patient) for name, one in full.placed.items() if one.candidate.group for patient in one.patients}
    lacking = full.problem.patients[2]
    for known, unsettled in (({one for one in seats if one[1] != lacking}, ()), (set(), full.problem.patients)):
        incumbent = Incumbent(full.problem, full.placed)
        take_seats(incumbent, known, unsettled, seconds(), 5)
        assert is_sound(incumbent)
        found = {
            (name, patient) for name, one in incumbent.placed.items() if one.candidate.group for patient in one.patients
        }
        assert known <= found
        assert in_groups(incumbent) >= in_groups(full)


def in_groups(incumbent: Incumbent) -> Counter[tuple[str, str]]:
    """How many sessions in groups patients have, by planned type, as far as they need them."""
    had = Counter(
        (patient, one.candidate.session_type.session_type)
        for one in incumbent.placed.values()
        if one.candidate.group
        for patient in one.patients
    )
    needed = Counter(
        {
            (patient, name): planned.sessions_min
            for patient in incumbent.problem.patients
            for name, planned in incumbent.problem.week.plans[patient].items()
        }
    )
    return had & needed


def test_a_repair_ends_where_another_search_met_the_same_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(12, seed=3)
    full = given_week(facts(planted), planted.monday, planted.schedule)
    start = agreed_week(facts(planted), planted.monday)
    best = SharedIncumbent(start.placed, start.cost, lambda *_: None)
    tries: list[int] = []

    def beaten(*arguments: object) -> Repaired:
        placed = repaired(*arguments)  # type: ignore[arg-type]
        tries.append(len(tries))
        best.offer(full.placed, full.cost, "meanwhile")
        return placed

    monkeypatch.setattr(search, "repaired", beaten)
    improve_care(start, best, seconds(60))
    assert best.cost == full.cost
    assert len(tries) <= 2


def indexes(incumbent: Incumbent) -> dict[str, object]:
    """All that is known of a week, without what stays empty."""
    return {
        "placed": incumbent.placed,
        "worth": incumbent.cost,
        "worths": incumbent.costs,
        "attended": incumbent.attended,
        "led": {who: names for who, names in incumbent.led.items() if names},
        "held": {pool: names for pool, names in incumbent.held.items() if names},
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_week_that_follows_another_is_as_if_begun_with_it(seed: int) -> None:
    planted = plant(12, seed=seed)
    full = given_week(facts(planted), planted.monday, planted.schedule)
    agreed = Incumbent(full.problem, {name: one for name, one in full.placed.items() if one.candidate.agreed})
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    other = Incumbent(full.problem, full.placed)
    plan_anew(other, set(rng.sample(full.problem.patients, 5)), lambda model: -care(model), 0.05)
    walker = Incumbent(full.problem, full.placed)
    for target in (other, full, agreed, agreed, other, full):
        walker.sync(target.placed)
        assert indexes(walker) == indexes(Incumbent(full.problem, target.placed))
    assert other.placed != full.placed


def test_to_follow_costs_what_has_changed_only(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(12, seed=1)
    walker = given_week(facts(planted), planted.monday, planted.schedule)
    name, one = next((name, one) for name, one in walker.placed.items() if not one.candidate.group)
    counted: list[str] = []
    count = Incumbent.cost_with

    def noted(incumbent: Incumbent, who: str) -> Cost:
        counted.append(who)
        return count(incumbent, who)

    monkeypatch.setattr(Incumbent, "cost_with", noted)
    walker.sync({**walker.placed, name: replace(one)})
    assert counted == list(one.patients)


def test_those_beside_a_patient_are_the_nearest() -> None:
    who = [f"p{number}" for number in range(1, 9)]
    incumbent = week_of_sessions(
        clinic_with(
            patients=[replace(patient(one), primary_therapist="t1") for one in who],
            groups=[group("g1", meetings_per_week=2), group("g2", meetings_per_week=2)],
            meetings=[
                *(meeting_row("g1", days=name, starts="09:00") for name in ("mon", "tue")),
                *(meeting_row("g2", days=name, starts="13:00") for name in ("mon", "tue")),
            ],
        ),
        *(meeting("g1", name, "09:00-10:00", "p1 p2 p3") for name in ("mon", "tue")),
        *(meeting("g2", name, "13:00-14:00", "p4 p5 p6 p7 p8") for name in ("mon", "tue")),
    )
    for seed in range(20):
        rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
        near = related(incumbent, "p1", rng, 5)
        assert near[0] == "p1"
        assert set(near[1:3]) == {"p2", "p3"}
        assert len(set(near)) == 5
        assert related(incumbent, "p1", random.Random(seed), 5) == near  # noqa: S311 - likewise
    others = {tuple(related(incumbent, "p1", random.Random(seed), 5)[3:]) for seed in range(20)}  # noqa: S311 - likewise
    assert len(others) > 3
    assert sorted(related(incumbent, "p4", random.Random(1), 99)) == who  # noqa: S311 - likewise
    assert related(incumbent, "p4", random.Random(1), 1) == ["p4"]  # noqa: S311 - likewise


def test_what_a_shuffle_makes_better_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(12, seed=3)
    full = given_week(facts(planted), planted.monday, planted.schedule)
    start = agreed_week(facts(planted), planted.monday)
    best = SharedIncumbent(start.placed, start.cost, lambda *_: None)
    answers: list[Iterable[Assignment] | None] = [None, full.placed.values()]

    def in_turn(*_: object) -> Repaired:
        answer = answers.pop(0)
        return Repaired(None if answer is None else {one.candidate.name: one for one in answer})

    monkeypatch.setattr(search, "POLICY", Policy(lns=LnsPolicy(patience=1, shuffled=12)))
    monkeypatch.setattr(
        search, "subproblem_of", lambda incumbent, *_, **__: subproblem_of(incumbent, incumbent.problem.patients)
    )
    monkeypatch.setattr(search, "repaired", in_turn)
    improve_care(start, best, seconds(60))
    assert not answers
    assert best.cost == full.cost
