"""The tiers after care, a few patients at a time and never at the price of an earlier tier."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass

from scheduler.model.places import Places
from scheduler.search import portfolio
from scheduler.search.abreast import Abreast
from scheduler.search.best import Best
from scheduler.search.budget import Budget
from scheduler.search.diary import Account
from scheduler.search.engine import Parameters
from scheduler.search.improve import make_better
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import around_somebody, beside, of_same_therapist

MEMORY = 0.8
"""How much of what a way gained and took counts once more after its next trial."""

PARAMETERS: dict[str, Parameters] = {"comfort": portfolio.PATHS}
"""Of sub-models, where the default relaxation is not the best."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Whom to plan anew together with a patient.

    Args:
        others: gives them, the patient included.
        size: how many they are at most.
        seconds: within which a better plan is found, or given up.
    """

    others: Callable[[Incumbent, str, random.Random, int], Collection[str]]
    size: int
    seconds: float


WAYS = (
    Way(beside, 1, 0.2),
    Way(beside, 3, 0.3),
    Way(beside, 7, 0.5),
    Way(beside, 14, 0.5),
    Way(beside, 28, 1.0),
    Way(beside, 42, 2.0),
    Way(around_somebody, 7, 0.5),
    Way(around_somebody, 14, 0.5),
    Way(of_same_therapist, 7, 0.5),
    Way(of_same_therapist, 28, 1.0),
)
"""Those that gain more for their time are taken more often; at first, the quick ones are."""


class LaterRepair:
    """A search that plans the neighbourhoods of patients who lack something in one tier anew."""

    def __init__(self, places: Places, best: Best, tier: str) -> None:
        self._best = best
        self._tier = tier
        self._says = f"{tier.replace('_', '-')} of a few patients"
        self._parameters = PARAMETERS.get(tier, portfolio.LINEAR)
        self._abreast = Abreast(places, best)
        self._incumbent = self._abreast.incumbent
        self._ways = [way for way in WAYS if way.size <= len(places.patients)]
        self._gained = dict.fromkeys(self._ways, 0.0)
        self._spent = {way: way.seconds for way in self._ways}

    def improve(self, budget: Budget, chance: random.Random) -> None:
        """Go on until the budget ends, nobody lacks anything in the tier, or no more can be had."""
        with budget.diary.part(self._says) as account:
            self._improve(budget, chance, account)

    def _improve(self, budget: Budget, chance: random.Random, account: Account) -> None:
        tried: set[tuple[str, Way]] = set()
        while budget.left and self._best.worth[self._tier] > self._best.bound[self._tier]:
            if self._abreast.follow():
                tried.clear()
            worths = self._incumbent.worths
            lacking = {patient: lack for patient in sorted(worths) if (lack := worths[patient][self._tier])}
            if len(tried) >= len(lacking) * len(self._ways):
                return
            (patient,) = chance.choices(list(lacking), list(lacking.values()))
            (way,) = chance.choices(self._ways, [(1 + self._gained[way]) / self._spent[way] for way in self._ways])
            tried.add((patient, way))
            account.tries += 1
            if self._plan_anew(patient, way, budget, chance):
                account.found += 1
                tried.clear()

    def _plan_anew(self, patient: str, way: Way, budget: Budget, chance: random.Random) -> bool:
        """Plan a patient and others anew; where another search got further meanwhile, once more in its week."""
        free = way.others(self._incumbent, patient, chance, way.size)
        begun, gained, is_kept = budget.spent, 0, False
        while not is_kept:
            before = self._incumbent.worth[self._tier]
            if not make_better(self._incumbent, free, self._tier, budget, self._parameters, way.seconds):
                break
            gained = before - self._incumbent.worth[self._tier]
            is_kept = self._abreast.publish(self._says)
            if not is_kept:
                self._abreast.follow()
        self._gained[way] = MEMORY * self._gained[way] + (gained if is_kept else 0)
        self._spent[way] = MEMORY * self._spent[way] + budget.spent - begun
        return is_kept
