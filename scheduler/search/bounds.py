"""What nobody can have, whatever else is planned: each patient alone in an empty week."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from scheduler.model.alone import TO_BE_FOUND, with_few_choices
from scheduler.model.assembly import model_of
from scheduler.model.places import Places, Unit
from scheduler.model.tiers import care
from scheduler.search import portfolio
from scheduler.search.budget import Budget
from scheduler.search.engine import run
from scheduler.search.incumbent import Incumbent

A_WHILE = 5.0
"""Seconds for one patient alone; nearly all need hundredths."""


class AloneBounds:
    """Least unmet care of each patient who is the only one to be served, found when first asked for."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._known: dict[str, int] = {}

    def known(self, patient: str) -> int:
        """What is known already of the patient's least unmet minutes alone; 0 where nobody asked."""
        return self._known.get(patient, 0)

    def of(self, incumbent: Incumbent, patient: str) -> int:
        """Least unmet minutes of the patient alone; 0 where the budget ends first."""
        if patient not in self._known:
            with self._budget.diary.part("each alone", quietly=True):
                self._known[patient] = _least(places_alone(incumbent, patient), self._budget)
        return self._known[patient]


def places_alone(incumbent: Incumbent, patient: str) -> Places:
    """The places of one patient, where nobody else is and no group waits for others."""
    return _of_some(incumbent.places, incumbent.units_of[patient], {patient})


def places_apart(places: Places, patients: Collection[str]) -> Places:
    """The places of some patients, where nobody else is and no group waits for others.

    What these have in a week of all places, they can have here.
    """
    some = set(patients)
    return _of_some(places, (unit for unit in places.units if not some.isdisjoint(unit.patients)), some)


def _of_some(places: Places, units: Iterable[Unit], some: Collection[str]) -> Places:
    kept = [
        replace(
            unit,
            patients={patient: starts for patient, starts in unit.patients.items() if patient in some},
            group=unit.group and replace(unit.group, min_size=1),
        )
        for unit in units
    ]
    return replace(places, units=kept, patients=tuple(sorted(some)))


def _least(places: Places, budget: Budget) -> int:
    if _can_have_all(with_few_choices(places), budget) or _can_have_all(places, budget):
        return 0
    model = model_of(places)
    model.cp.minimize(care(model))
    # A patient alone always has a week, that of the agreed sessions: where the solver finds none, nothing is known.
    found = run(model.cp, budget, portfolio.CORE, A_WHILE)
    if found.is_contradiction:
        budget.diary.disagree("a patient alone has a week")
    return max(0, found.bound or 0)


def _can_have_all(places: Places, budget: Budget) -> bool:
    model = model_of(places)
    model.cp.add(care(model) <= 0)
    return run(model.cp, budget, TO_BE_FOUND, A_WHILE).values is not None
