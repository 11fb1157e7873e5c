"""Causes of unmet care are what plain models of small clinics say, to the minute."""

from collections import Counter

from scheduler.errors import Contradiction
from scheduler.explain import shortfalls
from scheduler.verify import score, violations
from tests.caseloads import MONDAY
from tests.explain.random_clinics import Exact, random_clinic
from tests.search.budgets import seconds

A_FEW = 16
"""Clinics that are tried at each run; ``causes_are_exact`` takes any seed, for as many more as one likes."""


def test_causes_of_small_clinics_are_exact_and_all_of_them_occur() -> None:
    seen: Counter[str] = Counter()
    for seed in range(A_FEW):
        seen += causes_are_exact(seed)
    assert {"unavoidable", "own_needs", "agreement", "capacity", "open"} <= set(seen)


def causes_are_exact(seed: int) -> Counter[str]:
    """Which causes there are in a clinic, after each has been looked at."""
    caseload = random_clinic(seed)
    exact = Exact(caseload)
    try:
        schedule, is_least = exact.week(best=seed % 3 > 0)
    except Contradiction:
        return Counter()
    assert violations(caseload, MONDAY, schedule) == ()
    found = shortfalls(caseload, MONDAY, schedule, is_least, budget=seconds(120, 1))
    seen: Counter[str] = Counter()
    for patient in score(caseload, MONDAY, schedule).patients:
        who = patient.patient
        lacks = [lack for lack in found if lack.patient == who]
        every = [(need.need, need.session_type) for need in patient.needs]
        by_cause: Counter[str] = Counter()
        alone = 0
        for need in patient.needs:
            parts = {
                lack.cause: lack.minutes
                for lack in lacks
                if (lack.need, lack.session_type) == (need.need, need.session_type)
            }
            by_itself = exact.alone(who, [(need.need, need.session_type)]) if need.unmet_minutes else 0
            assert sum(parts.values()) == need.unmet_minutes
            assert parts.get("unavoidable", 0) == by_itself, (seed, who, need)
            alone += by_itself
            by_cause.update(parts)
        together, beside = exact.alone(who, every), exact.beside(who, every)
        rest = "capacity" if is_least else "open"
        wanted = {"own_needs": together - alone, "agreement": beside - together, rest: patient.care - beside}
        assert {cause: by_cause[cause] for cause in wanted} == wanted, (seed, who)
        seen += by_cause
    return seen
