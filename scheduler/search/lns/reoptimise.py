"""Planning a few patients anew while everything else stays: the step that makes a week better at any size."""

from collections.abc import Callable, Collection, Mapping

from ortools.sat.python import cp_model

from scheduler.model.build import model_of
from scheduler.model.objective import minimise_tier
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, Solution, solution_of
from scheduler.model.tiers import care
from scheduler.model.tiers.care import needs_of
from scheduler.model.variables import WeekModel
from scheduler.search.construct.warm_start import hint
from scheduler.search.exact.full_model import seconds_to_build
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters, run

A_MOMENT = 0.5
"""Seconds within which a few patients are planned anew, or left as they are."""

Goal = Callable[[WeekModel], None]
"""What is asked of some patients' places, beside the rules."""


def reoptimised(
    problem: WeekProblem,
    demand: Goal,
    budget: Budget,
    parameters: Parameters,
    most: float = A_MOMENT,
    known: Solution | None = None,
) -> dict[str, Assignment] | None:
    """What is placed in these places to meet the demand, if it is found in time; ``known`` may be close to it."""
    model = model_of(problem)
    demand(model)
    if known is not None:
        hint(model, known)
    found = run(model.cp, budget, parameters, most)
    return None if found.values is None else solution_of(model, found.values)


def each_lacks_less(incumbent: Incumbent, least: Mapping[str, int]) -> Goal:
    """Each of these patients lacks no more than their least, and less than now; nobody else lacks more than now."""

    def demand(model: WeekModel) -> None:
        for who in model.problem.patients:
            now = incumbent.costs[who].care
            lacking = cp_model.LinearExpr.sum(list(needs_of(model, who).values()))
            model.cp.add(lacking <= (min(least[who], now - 1) if who in least else now))

    return demand


def sum_lacks_less(incumbent: Incumbent) -> Goal:
    """All of them together lack less than now, the less the better."""

    def demand(model: WeekModel) -> None:
        goal = care(model)
        model.cp.add(goal <= sum(incumbent.costs[who].care for who in model.problem.patients) - 1)
        model.cp.minimize(goal)

    return demand


def improve_tier(
    incumbent: Incumbent,
    free: Collection[str],
    tier: str,
    budget: Budget,
    parameters: Parameters = presets.LINEAR,
    most: float = A_MOMENT,
) -> bool:
    """Plan these patients anew, better in this tier and no worse in earlier ones, if that is found; tells whether.

    Nothing is begun that the budget would not last for; it counts as a try in vain.
    """
    problem = subproblem_of(incumbent, free)
    if seconds_to_build(problem) > budget.left:
        budget.work(most)
        return False
    now = incumbent.cost_around(problem)

    def demand(model: WeekModel) -> None:
        model.cp.add(minimise_tier(model, tier, now) <= now[tier] - 1)

    return insert_if_found(incumbent, problem, reoptimised(problem, demand, budget, parameters, most))


def insert_if_found(incumbent: Incumbent, problem: WeekProblem, placed: Mapping[str, Assignment] | None) -> bool:
    """Change the incumbent to what was placed, where anything was; tells whether."""
    if placed is None:
        return False
    insert(incumbent, problem, placed.values())
    return True
