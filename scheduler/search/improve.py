"""Planning a few patients anew while everything else stays: the step that makes a week better at any size."""

from collections.abc import Collection

from scheduler.model.assembly import model_of
from scheduler.model.placed import placed_by
from scheduler.model.tiers import care
from scheduler.search import portfolio
from scheduler.search.around import places_around, put_in
from scheduler.search.budget import Budget
from scheduler.search.engine import run
from scheduler.search.incumbent import Incumbent

Seat = tuple[str, str]


def improve_care(
    incumbent: Incumbent, free: Collection[str], budget: Budget, most: float, seats: Collection[Seat] | None = None
) -> bool:
    """Plan these patients anew with as little unmet care as can be found; True where there is less than before.

    Where ``seats`` are given, as unit and patient, meetings are open only to those who have one there.
    """
    before = sum(incumbent.worths[patient].care for patient in free)
    places = places_around(incumbent, free)
    if seats is not None:
        for unit in places.units:
            if unit.group:
                unit.patients = {who: starts for who, starts in unit.patients.items() if (unit.name, who) in seats}
    model = model_of(places)
    model.keep_agreements()
    goal = care(model)
    model.cp.add(goal <= before)
    model.cp.minimize(goal)
    found = run(model.cp, budget, most, portfolio.SMALL)
    if found.values is None:
        return False
    put_in(incumbent, places, placed_by(model, found.values).values())
    return sum(incumbent.worths[patient].care for patient in free) < before
