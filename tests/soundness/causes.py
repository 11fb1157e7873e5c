"""Causes of unmet care, held against plain models of small clinics to the minute."""

from collections import Counter

from scheduler.caseload import Caseload
from scheduler.errors import Contradiction
from scheduler.explain import shortfalls
from scheduler.verify import score
from scheduler.week.week import week_of
from tests.caseloads import MONDAY
from tests.search.budgets import seconds
from tests.soundness.alone import PlainModels


def refuted_causes(seed: int, caseload: Caseload) -> tuple[list[str], Counter[str]]:
    """What plain models refute of the causes in a clinic, and minutes by cause; two weeks of three are best ones."""
    exact = PlainModels(caseload)
    refuted: list[str] = []
    try:
        schedule, is_least = exact.week(best=seed % 3 > 0)
    except Contradiction:
        return [], Counter()
    patients, budget = score(caseload, MONDAY, schedule).patients, seconds(120, 1)
    short = sum(patient.care > 0 for patient in patients)

    def no_facts(answered: int, _: int) -> None:
        """Alone and beside what is agreed are the first two questions of each; what is behind is not asked here."""
        if answered == 2 * short:
            budget.stops[0].set()

    found = shortfalls(week_of(caseload, MONDAY), schedule, is_least, budget=budget, tell=no_facts)
    seen: Counter[str] = Counter()
    for patient in patients:
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
            if sum(parts.values()) != need.unmet_minutes:
                refuted.append(f"{sum(parts.values())} min of {need} are explained")
            if parts.get("unavoidable", 0) != by_itself:
                refuted.append(f"{parts.get('unavoidable', 0)} min of {need} are unavoidable, not {by_itself}")
            alone += by_itself
            by_cause.update(parts)
        together, beside = exact.alone(who, every), exact.beside(who, every)
        rest = "capacity" if is_least else "open"
        wanted = {"own_needs": together - alone, "agreement": beside - together, rest: patient.care - beside}
        refuted += [
            f"{by_cause[cause]} min of {who} are {cause}, not {minutes}"
            for cause, minutes in wanted.items()
            if by_cause[cause] != minutes
        ]
        seen += by_cause
    return refuted, seen
