"""Of small clinics by chance: named facts suffice, none can be spared, and lifting a fact takes nothing away."""

from collections import Counter
from threading import Event

import pytest

from scheduler.explain import proofs, shortfalls
from scheduler.explain.fact import Fact, smallest
from scheduler.explain.proofs import facts_alone
from scheduler.explain.words import unavoidable_words
from scheduler.model.deadline import OutOfTime
from scheduler.search.exact.patient_care import Lacking
from scheduler.search.limits import Budget, Limits
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, available, clinic_with, plan
from tests.search.budgets import seconds
from tests.soundness.alone import PlainModels
from tests.soundness.clinics import random_clinic
from tests.soundness.facts import least, refuted_facts

SEEDS = (3, 5, 11, 28, 53, 54)


def test_named_facts_suffice_and_none_can_be_spared() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        refuted, looked_at = refuted_facts(random_clinic(seed))
        assert refuted == [], seed
        seen += looked_at
    assert seen.keys() == {"alone", "own needs", "beside"}


def test_without_a_fact_everything_is_possible_that_was_possible_with_it() -> None:
    for seed in SEEDS[:2]:
        week = week_of(random_clinic(seed), MONDAY)
        who = min(week.stays)
        for key in [("weekly_hours", ""), *(("planned_sessions", kind) for kind in week.plans[who])]:
            base, facts = facts_alone(week, who, [key])
            if key[0] == "weekly_hours" and not base.limits[who].min_minutes_week:
                continue
            if key[1] and not base.plans[who][key[1]].sessions_min:
                continue
            lacking = least(base, who, [key], [])
            assert all(least(base, who, [key], [fact]) <= lacking for fact in facts), seed


def test_facts_that_could_not_be_spared_in_time_are_all_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "SPARING_SHARE", 0)
    plans, hours = [plan("p1", least=1, most=1)], available("p1", "mon", "09:00-09:30")
    week = week_of(clinic_with(plans=plans, availability=[hours]), MONDAY)
    key = ("planned_sessions", "individual")
    found = proofs.Proofs(week, seconds(60, 1)).alone("p1", [key], 50)
    assert found is not None
    assert not found.is_smallest
    assert len(found.facts) > 1
    told = unavoidable_words(found, [])
    assert "p1 is available only mon 09:00-09:30" in told
    assert "not all of it may be needed" in told
    monkeypatch.setattr(proofs, "MOST_UNSPARED", len(found.facts) - 1)
    assert proofs.Proofs(week, seconds(60, 1)).alone("p1", [key], 50) is None


def test_what_a_second_run_refutes_is_no_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    def liar(_: Lacking, *__: object, again: bool = False) -> bool:
        return not again

    monkeypatch.setattr(Lacking, "is_denied", liar)
    budget = seconds(60, 1)
    found = proofs.Proofs(week_of(clinic_with(plans=[plan("p1", least=1, most=1)]), MONDAY), budget)
    assert found.alone("p1", [("planned_sessions", "individual")], 50) is None
    assert "a patient could lack less beside these facts" in budget.statistics.disagreements


@pytest.mark.parametrize("most", [0.2, 1.0, 20.0])
def test_by_counted_work_the_same_facts_are_found_again(most: float) -> None:
    caseload = random_clinic(28)
    schedule, _ = PlainModels(caseload).week(best=True)
    told = []
    for _ in range(2):
        budget = Budget.of(Limits(seconds=most, deterministic=True), Event())
        told.append(shortfalls(week_of(caseload, MONDAY), schedule, care_proven=True, budget=budget))
    assert told[0] == told[1]
    in_figures = [lack for lack in told[0] if "since within the opening hours" in lack.explanation]
    assert bool(in_figures) == (most < 5)


def named(*names: str) -> list[Fact]:
    return [Fact("", (), name, lambda world: world) for name in names]


def names(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.says for fact in facts]


def test_of_two_proofs_the_facts_named_last_are_kept() -> None:
    # It cannot be with a and b, nor with c alone.
    def cannot_be(lifted: object) -> bool:
        gone = {fact.says for fact in lifted}  # type: ignore[attr-defined]
        return "c" not in gone or not gone & {"a", "b"}

    found = smallest(named("a", "b", "c", "d"), cannot_be)
    assert (names(found.facts), found.is_smallest) == (["c"], True)


def test_facts_that_time_does_not_suffice_for_stay_and_are_said_to() -> None:
    asked: list[int] = []

    def cannot_be(lifted: object) -> bool:
        asked.append(len(lifted))  # type: ignore[arg-type]
        if len(asked) > 3:
            raise OutOfTime
        return "d" not in {fact.says for fact in lifted}  # type: ignore[attr-defined]

    found = smallest(named("a", "b", "c", "d"), cannot_be)
    assert not found.is_smallest
    assert "d" in names(found.facts)


def test_a_fact_whose_lifting_is_not_settled_may_not_be_needed() -> None:
    found = smallest(named("a"), lambda _: None)
    assert (names(found.facts), found.is_smallest) == (["a"], False)


def test_facts_of_a_need_leave_out_other_types() -> None:
    caseload = clinic_with(
        plans=[plan("p1", least=1), plan("p1", "skills")], availability=[available("p1", "mon", "9:00-9:30")]
    )
    base, facts = facts_alone(week_of(caseload, MONDAY), "p1", [("planned_sessions", "individual")])
    assert set(base.plans["p1"]) == {"individual"}
    assert not any("skills" in fact.says for fact in facts)
