"""The tiers of a week as goals: what each asks to make small, and that none costs an earlier one."""

from collections.abc import Callable, Mapping

from ortools.sat.python import cp_model

from scheduler.model.measure import Worth, tiers_of
from scheduler.model.tiers import care, comfort, make_ups
from scheduler.model.variables import WeekModel

GOALS: Mapping[str, Callable[[WeekModel], cp_model.LinearExprT]] = {
    "care": care,
    "make_ups": make_ups,
    "comfort": comfort,
}


def aim_at(model: WeekModel, tier: str, now: Worth) -> cp_model.LinearExprT:
    """Make a tier as small as possible, with no more than now in the tiers before it; gives what is made small."""
    tiers = tiers_of(model.week)
    for earlier in tiers[: tiers.index(tier)]:
        model.cp.add(GOALS[earlier](model) <= now[earlier])
    goal = GOALS[tier](model)
    model.cp.minimize(goal)
    return goal
