"""The care tier from below its size: seats for all at once, then a few patients at a time."""

import random
from collections import defaultdict

from scheduler.model.places import Places
from scheduler.search.best import Best
from scheduler.search.bounds import AloneBounds
from scheduler.search.budget import Budget
from scheduler.search.improve import Seat, meet_all_needs, meet_more_needs, seat
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import BATCH, MANY, around_somebody, batches
from scheduler.search.relaxation import relax


class CareRepair:
    """A search that begins with a cheap week and goes on by planning a few patients anew."""

    def __init__(self, places: Places, best: Best, alone: AloneBounds) -> None:
        self._best = best
        self._alone = alone
        self._incumbent = Incumbent(places, best.placed)

    def construct(self, budget: Budget) -> None:
        """A first week in which most care is met."""
        relaxed = relax(self._incumbent.places, budget.left)
        seats: set[Seat] | None = None
        if relaxed:
            self._best.prove("seats", care=relaxed.care)
            seats = {*relaxed.seats, *self._incumbent.invitations}
            seat(self._incumbent, seats, budget)
            self._publish("seats")
        for batch in _caseloads(self._incumbent) if relaxed else batches(self._incumbent, BATCH):
            if not budget.left:
                return
            if any(self._incumbent.worths[patient].care for patient in batch):
                meet_more_needs(self._incumbent, batch, budget, seats)
                self._publish("caseloads")

    def improve(self, budget: Budget, chance: random.Random) -> None:
        """Plan the neighbourhoods of patients with unmet care anew until none can have more or the budget ends.

        By turns a few with as little unmet care as can be found, and, twice as often, more of them with all their care;
        the longer nothing helps, the more.
        """
        failures = 0
        while budget.left:
            if self._best.worth < self._incumbent.worth:
                self._incumbent = Incumbent(self._incumbent.places, self._best.placed)
            unmet = self._incumbent.unmet()
            least = {patient: self._alone.of(self._incumbent, patient) for patient in sorted(unmet)}
            short = [patient for patient in least if unmet[patient] > least[patient]]
            if not short:
                self._best.prove("each alone", care=sum(least.values()))
                return
            patient = chance.choice(short)
            if failures % 3:
                free = around_somebody(self._incumbent, patient, chance, min(MANY, BATCH + failures))
                is_better = meet_all_needs(self._incumbent, free, sum(least.get(who, 0) for who in free), budget)
            else:
                free = around_somebody(self._incumbent, patient, chance, chance.choice((BATCH // 2, BATCH)))
                is_better = meet_more_needs(self._incumbent, free, budget)
            failures = 0 if is_better else failures + 1
            if is_better:
                self._publish("a few patients anew")

    def _publish(self, says: str) -> None:
        self._best.offer(self._incumbent.placed, self._incumbent.worth, says)


def _caseloads(incumbent: Incumbent) -> list[list[str]]:
    """Patients by primary therapist, whose hours they share."""
    caseloads: dict[str, list[str]] = defaultdict(list)
    for patient in incumbent.places.patients:
        caseloads[incumbent.places.caseload.patients[patient].primary_therapist or ""].append(patient)
    return [
        caseload[begin : begin + BATCH]
        for _, caseload in sorted(caseloads.items())
        for begin in range(0, len(caseload), BATCH)
    ]
