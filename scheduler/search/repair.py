"""The care tier from below its size: seats, then caseload by caseload, then a few patients at a time."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from scheduler.model.places import Places
from scheduler.search import portfolio
from scheduler.search.abreast import Abreast
from scheduler.search.alike import Seat
from scheduler.search.around import places_around, put_in
from scheduler.search.best import Best
from scheduler.search.bounds import AloneBounds
from scheduler.search.budget import Budget
from scheduler.search.diary import Account
from scheduler.search.engine import Parameters
from scheduler.search.improve import Demand, less_unmet, needs_met, planned, seat
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import (
    around_somebody,
    beside,
    caseloads_of,
    in_the_way,
    of_same_therapist,
    of_same_therapist_and_beside,
)

SEATS_TAKEN, VISITS = "seats in groups", "one-to-one sessions, caseload by caseload"
A_FEW = "a few patients anew"

SEATING_SECONDS = 5.0

SECONDS_PER_SEAT = 6e-5
"""For each possible seat in a group, to build the model that seats everybody, which nothing can stop."""

MANY = 20
"""Patients of a caseload whose one-to-one sessions are planned at a time, with their seats as they are."""

MEMORY = 0.8
"""How much of what a way gained and took counts once more after its next trial."""

A_TRIAL = 0.1
"""Seconds that a way counts as having taken before its first trial."""

PATIENCE, SHUFFLED = 7, 30
"""Failures with a patient after which others are shuffled before the next trial, and how many of them."""

Asked = Callable[[Incumbent, str, int], Demand]


def _all_of_one(incumbent: Incumbent, patient: str, least: int) -> Demand:
    return needs_met(incumbent, {patient: least})


def _less_of_all(incumbent: Incumbent, _patient: str, _least: int) -> Demand:
    return less_unmet(incumbent)


@dataclass(frozen=True, slots=True)
class Effort:
    """How a few patients are planned anew.

    Args:
        parameters: of the solver.
        seconds: within which a plan is found, or given up.
    """

    parameters: Parameters
    seconds: float


ALL_VISITS = Effort(portfolio.SMALL, 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way to plan a patient and some others anew.

    Args:
        asked: what is demanded of their new plan.
        others: who is planned anew with the patient.
        size: how many they are at most.
        by: how.
        with_caseloads: of whom the caseloads' one-to-one sessions may change too: of all who are planned anew, or of
            the patient alone.
    """

    asked: Asked
    others: Callable[[Incumbent, str, random.Random, int], Collection[str]]
    size: int
    by: Effort
    with_caseloads: bool = False

    def seated(self, incumbent: Incumbent, patient: str, free: Collection[str]) -> Collection[str]:
        """Whose one-to-one sessions may change beside those of the free patients."""
        return caseloads_of(incumbent, free if self.with_caseloads else [patient])


NEAR = Way(_all_of_one, in_the_way, 20, Effort(portfolio.QUICK, 1.0))
OF_THERAPIST = Way(_less_of_all, of_same_therapist, 40, Effort(portfolio.SMALL, 0.5))
FARTHER = replace(NEAR, size=30)
NEAR_AND_CASELOADS = replace(NEAR, with_caseloads=True)

WAYS = (
    NEAR,
    NEAR,
    OF_THERAPIST,
    NEAR,
    FARTHER,
    NEAR_AND_CASELOADS,
    Way(_all_of_one, beside, 14, Effort(portfolio.QUICK, 0.5)),
    FARTHER,
    Way(_less_of_all, around_somebody, 14, Effort(portfolio.SMALL, 0.5)),
    NEAR_AND_CASELOADS,
    Way(_less_of_all, around_somebody, 30, Effort(portfolio.SMALL, 2.0)),
    Way(_all_of_one, beside, 24, Effort(portfolio.QUICK, 1.0), with_caseloads=True),
    Way(_less_of_all, of_same_therapist_and_beside, 24, Effort(portfolio.SMALL, 2.0)),
    Way(_less_of_all, beside, 30, Effort(portfolio.SMALL, 2.0)),
    Way(_all_of_one, beside, 90, Effort(portfolio.QUICK, 2.0), with_caseloads=True),
)
"""The cheapest first, more than once where chance makes it another one; where all of them failed for a patient, those
that gain more for their time more often."""


class CareRepair:
    """A search that begins with a cheap week and goes on by planning a few patients anew."""

    def __init__(self, places: Places, best: Best, alone: AloneBounds) -> None:
        self._best = best
        self._alone = alone
        self._abreast = Abreast(places, best)
        self._incumbent = self._abreast.incumbent
        self._gained = dict.fromkeys(WAYS, 0.0)
        self._spent = dict.fromkeys(WAYS, A_TRIAL)

    def construct(self, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget) -> None:
        """A first week in which these seats are taken as far as can be, and one-to-one sessions fit in between.

        The unsettled patients may have other seats, and whoever lacks one; nobody where that is None. Where the time
        would end before all of them are seated, nothing is begun.
        """
        places = self._incumbent.places
        if budget.left < SECONDS_PER_SEAT * sum(len(unit.patients) for unit in places.units if unit.group):
            return
        with budget.diary.part(SEATS_TAKEN):
            seat(self._incumbent, seats, unsettled, budget, SEATING_SECONDS)
            self._best.offer(self._incumbent.placed, self._incumbent.worth, SEATS_TAKEN)
        with budget.diary.part(VISITS) as account:
            for caseload in _caseloads(places):
                if budget.left and any(self._incumbent.worths[patient].care for patient in caseload):
                    account.tries += 1
                    account.found += self._see(caseload, budget)

    def _see(self, caseload: Collection[str], budget: Budget) -> bool:
        """Plan the one-to-one sessions of a caseload, as many as there can be of those that are needed."""
        return self._plan((), caseload, lambda: less_unmet(self._incumbent), ALL_VISITS, VISITS, budget) > 0

    def improve(self, budget: Budget, chance: random.Random) -> None:
        """Plan patients with unmet care anew, each with some others, until none can have more or the budget ends."""
        with budget.diary.part(A_FEW) as account:
            self._improve(budget, chance, account)

    def _improve(self, budget: Budget, chance: random.Random, account: Account) -> None:
        failures: Counter[str] = Counter()
        while budget.left:
            self._abreast.follow()
            short = self._short()
            if not short:
                return
            patient = _next(short, failures, chance)
            way = self._way(failures[patient], chance)
            account.tries += 1
            if self._plan_anew(patient, way, budget, chance):
                account.found += 1
                failures[patient] = 0
            else:
                failures[patient] += 1
                self._alone.of(self._incumbent, patient)
                if failures[patient] > PATIENCE:
                    self._shuffle(patient, budget, chance)

    def _short(self) -> list[str]:
        """Patients who lack more than they would alone, as far as that is known."""
        unmet = self._incumbent.unmet()
        least = {patient: self._alone.known(patient) for patient in sorted(unmet)}
        short = [patient for patient in least if unmet[patient] > least[patient]]
        if not short:
            self._best.prove("each alone", care=sum(least.values()))
        return short

    def _way(self, failures: int, chance: random.Random) -> Way:
        if failures < len(WAYS):
            return WAYS[failures]
        (way,) = chance.choices(list(self._spent), [1 + self._gained[way] / self._spent[way] for way in self._spent])
        return way

    def _plan_anew(self, patient: str, way: Way, budget: Budget, chance: random.Random) -> bool:
        """Plan a patient and others anew."""
        least = self._alone.known(patient)
        free = way.others(self._incumbent, patient, chance, way.size)
        seated = way.seated(self._incumbent, patient, free)
        begun = budget.spent
        gained = self._plan(free, seated, lambda: way.asked(self._incumbent, patient, least), way.by, A_FEW, budget)
        self._gained[way] = MEMORY * self._gained[way] + gained
        self._spent[way] = MEMORY * self._spent[way] + budget.spent - begun
        return gained > 0

    def _shuffle(self, patient: str, budget: Budget, chance: random.Random) -> None:
        """Plan those in a patient's way anew such that nobody lacks more, for another beginning of the next trial.

        By chance somebody lacks less then, which is not to be lost.
        """
        places = places_around(self._incumbent, in_the_way(self._incumbent, patient, chance, SHUFFLED))
        found = planned(places, needs_met(self._incumbent, {}), budget, portfolio.QUICK)
        if found is not None:
            put_in(self._incumbent, places, found.values())
            self._abreast.publish(A_FEW)

    def _plan(
        self,
        free: Collection[str],
        seated: Collection[str],
        asked: Callable[[], Demand],
        by: Effort,
        says: str,
        budget: Budget,
    ) -> int:
        """Plan patients anew; tells how many minutes less of care are unmet.

        Where another search changed the same meanwhile, those whose sessions changed are planned once more.
        """
        known = None
        while True:
            places = places_around(self._incumbent, free, seated, other_leaders=True)
            found = planned(places, asked(), budget, by.parameters, by.seconds, known)
            if found is None:
                return 0
            known, before = found, self._incumbent.worth.care
            put_in(self._incumbent, places, found.values())
            gained = before - self._incumbent.worth.care
            if self._abreast.publish(says):
                return gained
            moved = self._moved(places)
            free, seated = moved.intersection(free), moved.intersection(seated)
            self._abreast.follow()

    def _moved(self, places: Places) -> set[str]:
        """Patients whose sessions in these places are others than in the week that was seen last."""
        names = [name for unit in places.units for name in unit.stands_for]
        pairs = [(self._abreast.seen.get(name), self._incumbent.placed.get(name)) for name in names]
        return {patient for pair in pairs if pair[0] != pair[1] for one in pair if one for patient in one.patients}


def _next(short: Collection[str], failures: Counter[str], chance: random.Random) -> str:
    """One of those for whom least has been tried."""
    least = min(failures[patient] for patient in short)
    return chance.choice([patient for patient in short if failures[patient] == least])


def _caseloads(places: Places) -> list[list[str]]:
    """Patients by primary therapist, whose hours they share; where those are many, some at a time."""
    caseloads: dict[str, list[str]] = defaultdict(list)
    for patient in places.patients:
        caseloads[places.caseload.patients[patient].primary_therapist or ""].append(patient)
    return [
        caseload[begin : begin + MANY]
        for _, caseload in sorted(caseloads.items())
        for begin in range(0, len(caseload), MANY)
    ]
