"""The comfort tier, a few patients at a time and never at the price of care."""

import random

from scheduler.model.places import Places
from scheduler.search.best import Best
from scheduler.search.budget import Budget
from scheduler.search.improve import make_more_comfortable
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import BATCH, around_somebody


class ComfortRepair:
    """A search that plans the neighbourhoods of patients with discomfort anew."""

    def __init__(self, places: Places, best: Best) -> None:
        self._best = best
        self._incumbent = Incumbent(places, best.placed)

    def improve(self, budget: Budget, chance: random.Random) -> None:
        """Go on until the budget ends or nobody has any discomfort."""
        while budget.left:
            if self._best.worth < self._incumbent.worth:
                self._incumbent = Incumbent(self._incumbent.places, self._best.placed)
            worths = self._incumbent.worths
            patients = sorted(patient for patient in worths if worths[patient].comfort)
            if not patients:
                return
            (patient,) = chance.choices(patients, [worths[patient].comfort for patient in patients])
            free = around_somebody(self._incumbent, patient, chance, chance.choice((1, BATCH // 4, BATCH // 2)))
            if make_more_comfortable(self._incumbent, free, budget):
                self._best.offer(self._incumbent.placed, self._incumbent.worth, "comfort of a few patients")
