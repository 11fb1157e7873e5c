"""Repair: CP-SAT plans the freed patients of a subproblem again, towards one of a few goals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.model.build import model_of
from scheduler.model.objective import minimise_all_before_comfort, minimise_tier, weights
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, Solution, solution_of
from scheduler.model.tiers import care
from scheduler.model.tiers.care import needs_of
from scheduler.model.variables import WeekModel
from scheduler.search.construct.warm_start import hint
from scheduler.search.exact.full_model import seconds_to_build
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.subproblem import Subproblem, insert
from scheduler.search.solver.cpsat import Parameters, run

Goal = Callable[[WeekModel], None]
"""What is asked of a subproblem's model, beside the rules."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a repair.

    Args:
        placed: assignments of the subproblem; None where none were found.
        is_refuted: whether there are none, as far as the solver is to be believed.
    """

    placed: Mapping[str, Assignment] | None
    is_refuted: bool = False


def repaired(
    problem: WeekProblem,
    goal: Goal,
    budget: Budget,
    parameters: Parameters,
    seconds: float,
    known: Solution | None = None,
) -> Repaired:
    """Solve a subproblem towards a goal within so many seconds; ``known`` may be close to what is looked for.

    Nothing is begun that the budget would not last for: it counts as a try in vain.
    """
    if seconds_to_build(problem) > budget.left:
        budget.work(seconds)
        return Repaired(None)
    model = model_of(problem)
    goal(model)
    if known is not None:
        hint(model, known)
    found = run(model.cp, budget, parameters, seconds)
    if found.values is None:
        return Repaired(None, found.is_contradiction)
    return Repaired(solution_of(model, found.values))


def insert_found(incumbent: Incumbent, problem: Subproblem, found: Repaired) -> bool:
    """Change the incumbent to what was found; tells whether anything was."""
    if found.placed is None:
        return False
    insert(incumbent, problem, found.placed.values())
    return True


def each_lacks_less(incumbent: Incumbent, least: Mapping[str, int]) -> Goal:
    """Each of these patients lacks no more care than their least, and less than now; nobody else more than now."""

    def goal(model: WeekModel) -> None:
        for who in model.problem.patients:
            now = incumbent.costs[who].care
            lacking = cp_model.LinearExpr.sum(list(needs_of(model, who).values()))
            model.cp.add(lacking <= (min(least[who], now - 1) if who in least else now))

    return goal


def sum_lacks_less(incumbent: Incumbent) -> Goal:
    """All who are freed lack less care together than now, the less the better."""

    def goal(model: WeekModel) -> None:
        lacking = care(model)
        model.cp.add(lacking <= sum(incumbent.costs[who].care for who in model.problem.patients) - 1)
        model.cp.minimize(lacking)

    return goal


def tier_improves(incumbent: Incumbent, problem: WeekProblem, tier: str) -> Goal:
    """The subproblem is better in this tier, the better the better, and no worse in earlier ones."""
    now = incumbent.cost_around(problem)

    def goal(model: WeekModel) -> None:
        model.cp.add(minimise_tier(model, tier, now) <= now[tier] - 1)

    return goal


def all_before_comfort_improve(incumbent: Incumbent, problem: WeekProblem) -> Goal:
    """The subproblem is better by all tiers before comfort, in their order."""
    now = incumbent.cost_around(problem)

    def goal(model: WeekModel) -> None:
        most = sum(weight * now[tier] for tier, weight in weights(model.week).items())
        model.cp.add(minimise_all_before_comfort(model) <= most - 1)

    return goal
