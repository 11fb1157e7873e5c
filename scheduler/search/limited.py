"""A limit on changes of the earlier week: a first week within it, and the proof where there is none."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.model.assembly import model_of
from scheduler.model.measure import changed
from scheduler.model.placed import Placed, placed_by
from scheduler.model.places import Places
from scheduler.model.tiers.stability import changes
from scheduler.search import portfolio
from scheduler.search.budget import Budget
from scheduler.search.engine import ANOTHER_WAY, run, run_twice
from scheduler.search.whole import hint


def first_within(places: Places, known: Mapping[str, Placed], budget: Budget) -> Mapping[str, Placed]:
    """A week with no more changes than the limit allows.

    Args:
        places: with a limit.
        known: a week that keeps every rule, which may change more.
        budget: for the search.

    Raises:
        Contradiction: where every week changes more; tells how many at least.
        NoScheduleInTime: where none is found, and none excluded.
    """
    limit = places.changes_left
    if limit is None or changes_of(places, known) <= limit:
        return known
    model = model_of(places)
    hint(model, known)
    found = run_twice(model.cp, budget, portfolio.QUICK, "a week keeps to the limit on changes")
    if found.is_contradiction:
        raise Contradiction(_too_few(places, limit, budget))
    if found.values is None:
        raise NoScheduleInTime(f"no schedule with at most {limit} changes in {budget.elapsed:.0f} s")
    return placed_by(model, found.values)


def _too_few(places: Places, limit: int, budget: Budget) -> list[str]:
    """How many changes are allowed, and how many there have to be at least."""
    model = model_of(replace(places, changes_left=None))
    least, amount = limit + 1, changes(model)
    aimed = model.cp.clone()
    aimed.minimize(amount)
    bound = run(aimed, budget, portfolio.CORE).bound or 0
    if bound > least:
        model.cp.add(amount < bound)
        if run(model.cp, budget, ANOTHER_WAY).is_contradiction:
            least = bound
    return [
        f"at most {limit} of the earlier appointments that can still be kept may change",
        f"at least {least} of them have to",
    ]


def changes_of(places: Places, placed: Mapping[str, Placed]) -> int:
    """How many earlier appointments change that a limit counts."""
    attended: dict[str, list[Placed]] = {patient: [] for patient in places.patients}
    for one in placed.values():
        for patient in one.patients:
            attended[patient].append(one)
    return sum(changed(places, patient, units) for patient, units in attended.items())
