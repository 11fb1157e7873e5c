"""The tiers after care, a few patients at a time and never at the price of an earlier tier."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass

from scheduler.model.problem import WeekProblem
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.neighbourhoods import related, rivals_for_any_session, same_caseload
from scheduler.search.lns.reoptimise import improve_tier
from scheduler.search.shared import SharedIncumbent, WorkerIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters
from scheduler.search.statistics import Account

MEMORY = 0.8
"""How much of what a way gained and took counts once more after its next trial."""

PARAMETERS: dict[str, Parameters] = {"comfort": presets.PATHS}
"""Of sub-models, where the default relaxation is not the best."""


@dataclass(frozen=True, slots=True, eq=False)
class TierOperator:
    """Whom to plan anew together with a patient.

    Args:
        neighbourhood: gives them, the patient included.
        size: how many they are at most.
        seconds: within which a better plan is found, or given up.
    """

    neighbourhood: Callable[[Incumbent, str, random.Random, int], Collection[str]]
    size: int
    seconds: float


OPERATORS = (
    TierOperator(related, 1, 0.2),
    TierOperator(related, 3, 0.3),
    TierOperator(related, 7, 0.5),
    TierOperator(related, 14, 0.5),
    TierOperator(related, 28, 1.0),
    TierOperator(related, 42, 2.0),
    TierOperator(rivals_for_any_session, 7, 0.5),
    TierOperator(rivals_for_any_session, 14, 0.5),
    TierOperator(same_caseload, 7, 0.5),
    TierOperator(same_caseload, 28, 1.0),
)
"""Those that gain more for their time are taken more often; at first, the quick ones are."""


class TierSearch:
    """A search that plans the neighbourhoods of patients who lack something in one tier anew."""

    def __init__(self, problem: WeekProblem, best: SharedIncumbent, tier: str) -> None:
        self._best = best
        self._tier = tier
        self._says = f"{tier.replace('_', '-')} of a few patients"
        self._parameters = PARAMETERS.get(tier, presets.LINEAR)
        self._copy = WorkerIncumbent(problem, best)
        self._incumbent = self._copy.incumbent
        self._operators = [operator for operator in OPERATORS if operator.size <= len(problem.patients)]
        self._gained = dict.fromkeys(self._operators, 0.0)
        self._spent = {operator: operator.seconds for operator in self._operators}

    def improve(self, budget: Budget, rng: random.Random) -> None:
        """Go on until the budget ends, nobody lacks anything in the tier, or no more can be had."""
        with budget.statistics.part(self._says) as account:
            self._improve(budget, rng, account)

    def _improve(self, budget: Budget, rng: random.Random, account: Account) -> None:
        tried: set[tuple[str, TierOperator]] = set()
        while budget.left and self._best.cost[self._tier] > self._best.bound[self._tier]:
            if self._copy.sync():
                tried.clear()
            costs = self._incumbent.costs
            lacking = {patient: lack for patient in sorted(costs) if (lack := costs[patient][self._tier])}
            if len(tried) >= len(lacking) * len(self._operators):
                return
            (patient,) = rng.choices(list(lacking), list(lacking.values()))
            (operator,) = rng.choices(
                self._operators, [(1 + self._gained[operator]) / self._spent[operator] for operator in self._operators]
            )
            tried.add((patient, operator))
            account.tries += 1
            if self._reoptimise(patient, operator, budget, rng):
                account.found += 1
                tried.clear()

    def _reoptimise(self, patient: str, operator: TierOperator, budget: Budget, rng: random.Random) -> bool:
        """Plan a patient and others anew; where another search got further meanwhile, once more in its week."""
        free = operator.neighbourhood(self._incumbent, patient, rng, operator.size)
        begun, gained, is_kept = budget.spent, 0, False
        while not is_kept:
            before = self._incumbent.cost[self._tier]
            if not improve_tier(self._incumbent, free, self._tier, budget, self._parameters, operator.seconds):
                break
            gained = before - self._incumbent.cost[self._tier]
            is_kept = self._copy.publish(self._says)
            if not is_kept:
                self._copy.sync()
        self._gained[operator] = MEMORY * self._gained[operator] + (gained if is_kept else 0)
        self._spent[operator] = MEMORY * self._spent[operator] + budget.spent - begun
        return is_kept
