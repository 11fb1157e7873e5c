"""Tiers as objectives of a model: one of them with the earlier ones held, or several weighted."""

from collections.abc import Callable, Mapping

from ortools.sat.python import cp_model

from scheduler.model.cost import Cost, tiers_of
from scheduler.model.tiers import care, comfort, make_ups, stability
from scheduler.model.variables import WeekModel
from scheduler.week.previous import NOT_KEPT
from scheduler.week.week import Week

GOALS: Mapping[str, Callable[[WeekModel], cp_model.LinearExprT]] = {
    "care": care,
    "make_ups": make_ups,
    "stability": stability,
    "comfort": comfort,
}


MOST: Mapping[str, Callable[[Week], int]] = {
    "make_ups": lambda week: sum(week.make_ups.values()),
    "stability": lambda week: NOT_KEPT * sum(len(had.leaders) for those in week.had.values() for had in those),
}
"""The most that a tier can be, of those between care and comfort."""


def minimise_tier(model: WeekModel, tier: str, now: Cost) -> cp_model.LinearExprT:
    """Minimise a tier, with no more than now in those before it (epsilon constraints); gives the expression."""
    tiers = tiers_of(model.week)
    for earlier in tiers[: tiers.index(tier)]:
        model.cp.add(GOALS[earlier](model) <= now[earlier])
    goal = GOALS[tier](model)
    model.cp.minimize(goal)
    return goal


def minimise_all_before_comfort(model: WeekModel) -> cp_model.LinearExprT:
    """Minimise the tiers before comfort in order, weighted by ``weights``; gives the expression."""
    goal = sum(weight * GOALS[tier](model) for tier, weight in weights(model.week).items())
    model.cp.minimize(goal)
    return goal


def weights(week: Week) -> dict[str, int]:
    """Weight of a minute or point of each tier before comfort: more than all that the later ones can be."""
    found: dict[str, int] = {}
    weight = 1
    *before, _comfort = tiers_of(week)
    for tier in reversed(before):
        found[tier] = weight
        weight += weight * MOST[tier](week) if tier in MOST else 0
    return dict(reversed(found.items()))
