"""Keeping what was: the earlier week as far as it goes, then a few patients at a time, care first and changes next."""

import random
from collections.abc import Collection

from scheduler.model.build import model_of
from scheduler.model.objective import minimise_all_before_comfort, weights
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import solution_of
from scheduler.model.tiers import stability
from scheduler.search.construct.warm_start import only_earlier_appointments
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.neighbourhoods import NEIGHBOURHOOD_SIZE, rivals_for_any_session
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run
from scheduler.search.statistics import Account

AS_BEFORE, A_FEW = "as in the earlier week", "a few patients, as before where that can be"

A_MOMENT = 0.5
"""Seconds within which a few patients are planned anew, or left as they are."""

ENOUGH_FAILURES = 20
"""In a row, after which the care that is lacking is left to a search of the whole week."""


class StabilitySearch:
    """A search that begins with the earlier week and changes as little of it as it can."""

    def __init__(self, problem: WeekProblem, best: SharedIncumbent, alone: PatientBounds) -> None:
        self._best = best
        self._alone = alone
        self._incumbent = Incumbent(problem, best.placed)

    def keep(self, budget: Budget) -> None:
        """As much of the earlier week as can be, and nothing else."""
        with budget.statistics.part(AS_BEFORE):
            model = model_of(only_earlier_appointments(self._incumbent.problem))
            model.cp.minimize(stability(model))
            found = run(model.cp, budget, presets.LINEAR)
        if found.values is not None:
            self._incumbent = Incumbent(self._incumbent.problem, solution_of(model, found.values))
            self._offer(AS_BEFORE)

    def mend(self, budget: Budget, rng: random.Random) -> None:
        """Plan the neighbourhoods of patients who lack care anew, as long as that helps."""
        with budget.statistics.part(A_FEW) as account:
            self._improve(budget, rng, account, ENOUGH_FAILURES)

    def improve(self, budget: Budget, rng: random.Random) -> None:
        """Plan the neighbourhoods of patients with changes anew, until the budget ends or nothing has changed."""
        with budget.statistics.part(A_FEW) as account:
            self._improve(budget, rng, account, None)

    def _improve(self, budget: Budget, rng: random.Random, account: Account, enough: int | None) -> None:
        failures = 0
        while budget.left and failures != enough:
            if self._best.cost < self._incumbent.cost:
                self._incumbent = Incumbent(self._incumbent.problem, self._best.placed)
            wanting = self._changed() if enough is None else self._short()
            if not wanting:
                return
            (patient,) = rng.choices(list(wanting), list(wanting.values()))
            size = rng.choice(
                (
                    NEIGHBOURHOOD_SIZE // 4,
                    NEIGHBOURHOOD_SIZE // 2,
                    NEIGHBOURHOOD_SIZE,
                    NEIGHBOURHOOD_SIZE + min(failures, NEIGHBOURHOOD_SIZE),
                )
            )
            free = rivals_for_any_session(self._incumbent, patient, rng, size)
            account.tries += 1
            if improve_all_tiers(self._incumbent, free, budget):
                failures = 0
                account.found += 1
                self._offer(A_FEW)
            else:
                failures += 1

    def _short(self) -> dict[str, int]:
        """Patients who lack more care than they would alone, all of the same weight."""
        unmet = self._incumbent.unmet()
        least = {patient: self._alone.of(self._incumbent, patient) for patient in sorted(unmet)}
        short = {patient: 1 for patient in least if unmet[patient] > least[patient]}
        if not short:
            self._best.prove("each alone", care=sum(least.values()))
        return short

    def _changed(self) -> dict[str, int]:
        """Patients with changes, weighted by what these cost."""
        costs = self._incumbent.costs
        return {patient: costs[patient].stability for patient in sorted(costs) if costs[patient].stability}

    def _offer(self, says: str) -> None:
        self._best.offer(self._incumbent.placed, self._incumbent.cost, says)


def improve_all_tiers(incumbent: Incumbent, free: Collection[str], budget: Budget) -> bool:
    """Plan these patients anew for all tiers before comfort, if better is found; tells whether it was."""
    model = model_of(subproblem_of(incumbent, free, other_leaders=True, other_rooms=True))
    now = incumbent.cost_around(model.problem)
    model.cp.add(
        minimise_all_before_comfort(model)
        <= sum(weight * now[tier] for tier, weight in weights(model.week).items()) - 1
    )
    found = run(model.cp, budget, presets.LINEAR, A_MOMENT)
    if found.values is None:
        return False
    insert(incumbent, model.problem, solution_of(model, found.values).values())
    return True
