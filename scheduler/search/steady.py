"""Keeping what was: the earlier week as far as it goes, then a few patients at a time, care first and changes next."""

import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from scheduler.carried import Place
from scheduler.model.assembly import model_of
from scheduler.model.goals import aim_at_all, weights
from scheduler.model.placed import placed_by
from scheduler.model.places import Places, Unit
from scheduler.model.starts import starts_at
from scheduler.model.tiers import stability
from scheduler.search import portfolio
from scheduler.search.around import places_around, put_in
from scheduler.search.best import Best
from scheduler.search.bounds import AloneBounds
from scheduler.search.budget import Budget
from scheduler.search.diary import Account
from scheduler.search.engine import run
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import BATCH, around_somebody

AS_BEFORE, A_FEW = "as in the earlier week", "a few patients, as before where that can be"

A_MOMENT = 0.5
"""Seconds within which a few patients are planned anew, or left as they are."""

ENOUGH_FAILURES = 20
"""In a row, after which the care that is lacking is left to a search of the whole week."""


class Steady:
    """A search that begins with the earlier week and changes as little of it as it can."""

    def __init__(self, places: Places, best: Best, alone: AloneBounds) -> None:
        self._best = best
        self._alone = alone
        self._incumbent = Incumbent(places, best.placed)

    def keep(self, budget: Budget) -> None:
        """As much of the earlier week as can be, and nothing else."""
        with budget.diary.part(AS_BEFORE):
            model = model_of(as_before(self._incumbent.places))
            model.cp.minimize(stability(model))
            found = run(model.cp, budget, portfolio.LINEAR)
        if found.values is not None:
            self._incumbent = Incumbent(self._incumbent.places, placed_by(model, found.values))
            self._offer(AS_BEFORE)

    def mend(self, budget: Budget, chance: random.Random) -> None:
        """Plan the neighbourhoods of patients who lack care anew, as long as that helps."""
        with budget.diary.part(A_FEW) as account:
            self._improve(budget, chance, account, ENOUGH_FAILURES)

    def improve(self, budget: Budget, chance: random.Random) -> None:
        """Plan the neighbourhoods of patients with changes anew, until the budget ends or nothing has changed."""
        with budget.diary.part(A_FEW) as account:
            self._improve(budget, chance, account, None)

    def _improve(self, budget: Budget, chance: random.Random, account: Account, enough: int | None) -> None:
        failures = 0
        while budget.left and failures != enough:
            if self._best.worth < self._incumbent.worth:
                self._incumbent = Incumbent(self._incumbent.places, self._best.placed)
            wanting = self._changed() if enough is None else self._short()
            if not wanting:
                return
            (patient,) = chance.choices(list(wanting), list(wanting.values()))
            size = chance.choice((BATCH // 4, BATCH // 2, BATCH, BATCH + min(failures, BATCH)))
            free = around_somebody(self._incumbent, patient, chance, size)
            account.tries += 1
            if plan_steadily(self._incumbent, free, budget):
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
        worths = self._incumbent.worths
        return {patient: worths[patient].stability for patient in sorted(worths) if worths[patient].stability}

    def _offer(self, says: str) -> None:
        self._best.offer(self._incumbent.placed, self._incumbent.worth, says)


def as_before(places: Places) -> Places:
    """The places of the earlier appointments for those who had them, and of what is agreed."""
    who_had: dict[Place, set[str]] = defaultdict(set)
    for patient, appointments in places.week.had.items():
        for had in appointments:
            who_had[had.place].add(patient)
    starts: dict[tuple[str, str | None, int], list[int]] = defaultdict(list)
    for place in who_had:
        starts[place.session_type, place.group, place.day].append(place.start)
    units = []
    for unit in places.units:
        kind = unit.session_type.session_type, unit.held_for, unit.day
        before = unit.starts & starts_at(starts.get(kind, ()))
        if unit.agreed:
            units.append(unit)
        elif before:
            units.append(
                _only_then(unit, before, {who for start in starts[kind] for who in who_had[Place(*kind, start)]})
            )
    kept = replace(places, units=units)
    kept.settle()
    return kept


def _only_then(unit: Unit, starts: int, patients: Collection[str]) -> Unit:
    invited = {who: possible & starts for who, possible in unit.patients.items() if who in patients}
    return replace(
        unit,
        starts=starts,
        patients={who: possible for who, possible in invited.items() if possible},
        leaders=dict(unit.leaders),
        pools={kind: dict(pools) for kind, pools in unit.pools.items()},
    )


def plan_steadily(incumbent: Incumbent, free: Collection[str], budget: Budget) -> bool:
    """Plan these patients anew for all tiers before comfort, if better is found; tells whether it was."""
    model = model_of(places_around(incumbent, free, other_leaders=True, other_rooms=True))
    now = incumbent.worth_around(model.places)
    model.cp.add(aim_at_all(model) <= sum(weight * now[tier] for tier, weight in weights(model.week).items()) - 1)
    found = run(model.cp, budget, portfolio.LINEAR, A_MOMENT)
    if found.values is None:
        return False
    put_in(incumbent, model.places, placed_by(model, found.values).values())
    return True
