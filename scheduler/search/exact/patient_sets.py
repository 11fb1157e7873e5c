"""Bound of comfort from small sets of patients, each alone in the clinic: a Lagrangian decomposition."""

from ortools.sat.python import cp_model

from scheduler.model.build import model_of
from scheduler.model.objective import minimise_tier
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import problem_of_patients
from scheduler.model.tiers import care
from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.batches import batches_of
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run

SAYS = "comfort in small sets"


def prove_comfort_by_sets(problem: WeekProblem, best: SharedIncumbent, budget: Budget) -> None:
    """Add up the least comfort of the sets, in weeks as good before comfort as the incumbent.

    All sets together lack no more care than the incumbent, so its penalty is taken off the sum (Geoffrion 1974).
    """
    sets = batches_of(problem, max(1, round(len(problem.patients) / POLICY.proofs.set_patients)))
    proven = -POLICY.proofs.care_penalty * best.cost.care
    with budget.statistics.part(SAYS) as account:
        for number, some in enumerate(sets):
            mine = budget.share(1 / (len(sets) - number))
            if mine.left:
                account.tries += 1
                proven += _least(problem_of_patients(problem, some), best, mine)
        best.prove(SAYS, comfort=proven)


def _least(problem: WeekProblem, best: SharedIncumbent, budget: Budget) -> int:
    model = model_of(problem)
    goal = minimise_tier(model, "comfort", best.cost)
    if best.cost.care:
        model.cp.minimize(cp_model.LinearExpr.weighted_sum([goal, care(model)], [1, POLICY.proofs.care_penalty]))
    return max(0, run(model.cp, budget, presets.PATHS).bound or 0)
