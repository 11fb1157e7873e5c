"""Planning a few patients anew while everything else stays: the step that makes a week better at any size."""

from collections.abc import Collection

from ortools.sat.python import cp_model

from scheduler.model.assembly import model_of
from scheduler.model.goals import aim_at
from scheduler.model.measure import NOTHING, Worth
from scheduler.model.placed import placed_by
from scheduler.model.places import Places
from scheduler.model.tiers import care
from scheduler.model.variables import WeekModel
from scheduler.search import portfolio
from scheduler.search.around import places_around, put_in
from scheduler.search.budget import Budget
from scheduler.search.engine import Parameters, run
from scheduler.search.incumbent import Incumbent

Seat = tuple[str, str]
"""Name of a group's unit, and a patient."""

A_MOMENT = 0.5
"""Seconds within which a few patients are planned anew, or left as they are."""


def meet_more_needs(
    incumbent: Incumbent,
    free: Collection[str],
    budget: Budget,
    seats: Collection[Seat] | None = None,
) -> bool:
    """Plan these patients anew with less unmet care, if that is found; tells whether it was.

    Where ``seats`` are given, meetings are open only to those who have a seat there.
    """
    places = places_around(incumbent, free)
    if seats is not None:
        keep_to_seats(places, seats)
    model = _model_of(places)
    goal = care(model)
    model.cp.add(goal <= _worth(incumbent, free).care - 1)
    model.cp.minimize(goal)
    return _put_in(incumbent, model, budget, portfolio.LINEAR)


def meet_all_needs(incumbent: Incumbent, free: Collection[str], least: int, budget: Budget) -> bool:
    """Plan these patients anew with no more than ``least`` unmet minutes, if that is found; tells whether it was.

    Without a goal to make smaller, many more patients can be planned together than with one.
    """
    model = _model_of(places_around(incumbent, free))
    model.cp.add(care(model) <= least)
    return _put_in(incumbent, model, budget, portfolio.QUICK, most=2 * A_MOMENT)


def make_better(incumbent: Incumbent, free: Collection[str], tier: str, budget: Budget) -> bool:
    """Plan these patients anew, better in this tier and no worse in earlier ones, if that is found; tells whether."""
    model = _model_of(places_around(incumbent, free))
    now = incumbent.worth_around(model.places)
    model.cp.add(aim_at(model, tier, now) <= now[tier] - 1)
    return _put_in(incumbent, model, budget, portfolio.LINEAR)


def seat(incumbent: Incumbent, seats: Collection[Seat], budget: Budget) -> None:
    """Let as many patients as can be take their seats in groups; one-to-one sessions come later."""
    whole = places_around(incumbent, incumbent.places.patients)
    whole.units = [unit for unit in whole.units if unit.group or unit.agreed]
    keep_to_seats(whole, {*seats, *incumbent.invitations})
    model = _model_of(whole)
    taken = [literal for attends in model.attends for literal in attends.values()]
    model.cp.maximize(cp_model.LinearExpr.sum(taken))
    _put_in(incumbent, model, budget, portfolio.LINEAR, most=10 * A_MOMENT)


def keep_to_seats(places: Places, seats: Collection[Seat]) -> None:
    """Meetings are open only to those who have a seat there."""
    for number, unit in enumerate(places.units):
        if unit.group:
            kept = {who: starts for who, starts in unit.patients.items() if (unit.name, who) in seats}
            places.units[number] = unit.with_patients(kept)


def _model_of(places: Places) -> WeekModel:
    model = model_of(places)
    model.keep_agreements()
    return model


def _worth(incumbent: Incumbent, free: Collection[str]) -> Worth:
    return sum((incumbent.worths[patient] for patient in free), NOTHING)


def _put_in(
    incumbent: Incumbent, model: WeekModel, budget: Budget, parameters: Parameters, most: float = A_MOMENT
) -> bool:
    found = run(model.cp, budget, parameters, most)
    if found.values is None:
        return False
    put_in(incumbent, model.places, placed_by(model, found.values).values())
    return True
