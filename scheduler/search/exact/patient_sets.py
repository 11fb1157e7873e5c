"""Bound of comfort from small sets of patients, each alone in the clinic: a Lagrangian decomposition."""

from ortools.sat.python import cp_model

from scheduler.model.build import model_of
from scheduler.model.objective import minimise_tier
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import problem_of_patients
from scheduler.model.tiers import care
from scheduler.search.limits import Budget
from scheduler.search.relaxation.batches import batches_of
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run

SET_SIZE = 8
"""Patients in a set, whose comfort is mostly proven within a second at given times (fixed 240, seed 2: sets of 8 have
16,910 after 13 s, of 12 17,015 after 16 s, of 20 and more are slower)."""

CARE_PENALTY = 2
"""Multiplier of unmet care, in points a minute: without it each set could lack all that the whole week does."""

SAYS = "comfort in small sets"


def prove_comfort_by_sets(problem: WeekProblem, best: SharedIncumbent, budget: Budget) -> None:
    """Add up the least comfort of the sets, in weeks as good before comfort as the incumbent.

    All sets together lack no more care than the incumbent, so its penalty is taken off the sum (Geoffrion 1974).
    """
    sets = batches_of(problem, max(1, round(len(problem.patients) / SET_SIZE)))
    proven = -CARE_PENALTY * best.cost.care
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
        model.cp.minimize(cp_model.LinearExpr.weighted_sum([goal, care(model)], [1, CARE_PENALTY]))
    return max(0, run(model.cp, budget, presets.PATHS).bound or 0)
