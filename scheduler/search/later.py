"""The tiers after care, a few patients at a time and never at the price of an earlier tier."""

import random

from scheduler.model.places import Places
from scheduler.search.best import Best
from scheduler.search.budget import Budget
from scheduler.search.diary import Account
from scheduler.search.improve import make_better
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import BATCH, around_somebody


class LaterRepair:
    """A search that plans the neighbourhoods of patients who lack something in one tier anew."""

    def __init__(self, places: Places, best: Best, tier: str) -> None:
        self._best = best
        self._tier = tier
        self._incumbent = Incumbent(places, best.placed)

    def improve(self, budget: Budget, chance: random.Random) -> None:
        """Go on until the budget ends, nobody lacks anything in the tier, or no more can be had."""
        says = f"{self._tier.replace('_', '-')} of a few patients"
        with budget.diary.part(says) as account:
            self._improve(budget, chance, says, account)

    def _improve(self, budget: Budget, chance: random.Random, says: str, account: Account) -> None:
        while budget.left and self._best.worth[self._tier] > self._best.bound[self._tier]:
            if self._best.worth < self._incumbent.worth:
                self._incumbent = Incumbent(self._incumbent.places, self._best.placed)
            worths = self._incumbent.worths
            lacking = {patient: lack for patient in sorted(worths) if (lack := worths[patient][self._tier])}
            if not lacking:
                return
            (patient,) = chance.choices(list(lacking), list(lacking.values()))
            free = around_somebody(self._incumbent, patient, chance, chance.choice((1, BATCH // 4, BATCH // 2)))
            account.tries += 1
            if make_better(self._incumbent, free, self._tier, budget):
                account.found += 1
                self._best.offer(self._incumbent.placed, self._incumbent.worth, says)
