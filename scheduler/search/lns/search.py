"""Adaptive large neighbourhood search: patients are freed, CP-SAT plans them again, and what is better is kept.

One loop for every tier. Each step takes a patient who lacks something in the tier, an operator that is worth its time
(``selection``), frees whom the operator says, and repairs. A search works on its own copy of the shared incumbent:
what another search found meanwhile is adopted before each step, and a find that came too late is planned once more
for those only whose sessions it changes.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from scheduler.model.problem import WeekProblem
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.limits import Budget
from scheduler.search.lns.neighbourhoods import rivals_for_missing_sessions
from scheduler.search.lns.operators import PORTFOLIOS, Freed, Operator
from scheduler.search.lns.reoptimise import each_lacks_less, insert_found, repaired
from scheduler.search.lns.selection import AdaptiveSelection, Outcome
from scheduler.search.lns.subproblem import Subproblem, insert, subproblem_of
from scheduler.search.policy import POLICY
from scheduler.search.shared import SharedIncumbent, WorkerIncumbent
from scheduler.search.solver import presets
from scheduler.search.statistics import Account

A_FEW: Mapping[str, str] = {
    "care": "a few patients anew",
    "make_ups": "make-ups of a few patients",
    "stability": "a few patients, as before where that can be",
    "comfort": "comfort of a few patients",
}
"""What the search is called in the statistics, by tier."""


class NeighbourhoodSearch:
    """A worker that improves the shared incumbent in one tier, at no cost of earlier ones.

    Args:
        problem: of the whole week; one whose starts are fixed keeps to these.
        best: the incumbent that searches side by side share.
        alone: what each patient lacks of care when alone, below which it is not looked for.
        tier: to improve.
        operators: each with the patients to free at first and the gain per second that is expected of it; those of the
            tier unless given.
    """

    def __init__(
        self,
        problem: WeekProblem,
        best: SharedIncumbent,
        alone: PatientBounds,
        tier: str,
        operators: Sequence[tuple[Operator, int, float]] | None = None,
    ) -> None:
        self._best = best
        self._alone = alone
        self._tier = tier
        self._copy = WorkerIncumbent(problem, best)
        self._incumbent = self._copy.incumbent
        self._selection = AdaptiveSelection(operators or PORTFOLIOS[tier], len(problem.patients))

    def run(self, budget: Budget, rng: random.Random, patience: int | None = None) -> None:
        """Go on until the budget ends, nobody lacks anything that can be had, or nothing helps any more.

        With ``patience``, after so many failures in a row; else a search of a later tier ends once each patient has
        failed with as many tries as there are operators, and one for care does not.
        """
        with budget.statistics.part(A_FEW[self._tier]) as account:
            self._run(budget, rng, account, patience)

    def _run(self, budget: Budget, rng: random.Random, account: Account, patience: int | None) -> None:
        failures: Counter[str] = Counter()
        in_a_row = 0
        while budget.left and in_a_row != patience and not self._best.settled[self._tier].is_set():
            if self._copy.sync() and self._tier != "care":
                failures.clear()
            lacking = self._lacking()
            if not lacking or self._is_exhausted(lacking, failures):
                return
            patient = _least_tried(lacking, failures, rng)
            account.tries += 1
            if self._step(patient, budget, rng):
                account.found += 1
                failures[patient] = in_a_row = 0
                continue
            in_a_row += 1
            failures[patient] += 1
            if self._tier == "care":
                self._alone.of(self._incumbent, patient)
                if failures[patient] % POLICY.lns.patience == 0:
                    self._shuffle(patient, budget, rng)

    def _lacking(self) -> dict[str, int]:
        """Patients who lack something that can be had, as far as is known, with what they lack."""
        costs = self._incumbent.costs
        lacking = {patient: lack for patient in sorted(costs) if (lack := costs[patient][self._tier])}
        if self._tier != "care":
            return lacking
        least = {patient: self._alone.known(patient) for patient in lacking}
        short = {patient: lack for patient, lack in lacking.items() if lack > least[patient]}
        if not short:
            self._best.prove("each alone", care=sum(least.values()))
        return short

    def _is_exhausted(self, lacking: Mapping[str, int], failures: Mapping[str, int]) -> bool:
        enough = POLICY.lns.tries_for_each_operator * self._selection.count
        return self._tier != "care" and all(failures[patient] >= enough for patient in lacking)

    def _step(self, patient: str, budget: Budget, rng: random.Random) -> bool:
        """Try one operator for a patient; tells whether the shared incumbent got better by it."""
        number, operator, size, patience = self._selection.choose(rng)
        begun = budget.spent
        freed = operator.destroy(self._incumbent, patient, rng, size)
        outcome, gained = self._repair(patient, operator, freed, patience, budget)
        self._selection.learn(number, outcome, gained, budget.spent - begun)
        return outcome is Outcome.BETTER

    def _repair(
        self, patient: str, operator: Operator, freed: Freed, patience: float, budget: Budget
    ) -> tuple[Outcome, int]:
        """Plan the freed patients again; tells what became of it and by how much the tier got better."""
        repair, known = operator.repair, None
        free, seated = freed.free, freed.seated
        while True:
            problem = subproblem_of(
                self._incumbent,
                free,
                seated,
                other_leaders=operator.other_leaders,
                other_rooms=operator.other_rooms,
            )
            goal = repair.goal(self._incumbent, problem, patient, self._alone.known(patient))
            found = repaired(problem, goal, budget, repair.parameters, patience * repair.seconds, known)
            if found.placed is None:
                return (Outcome.REFUTED if found.is_refuted else Outcome.TIMED_OUT), 0
            known, before = found.placed, self._incumbent.cost[self._tier]
            insert(self._incumbent, problem, found.placed.values())
            gained = before - self._incumbent.cost[self._tier]
            if self._copy.publish(A_FEW[self._tier]):
                return Outcome.BETTER, gained
            moved = self._moved(problem)
            free, seated = free & moved, seated & moved
            self._copy.sync()

    def _shuffle(self, patient: str, budget: Budget, rng: random.Random) -> None:
        """Leave a plateau: plan those in a patient's way again such that nobody lacks more care.

        By chance somebody lacks less then, which is not to be lost.
        """
        free = rivals_for_missing_sessions(self._incumbent, patient, rng, POLICY.lns.shuffled)
        problem = subproblem_of(self._incumbent, free)
        goal = each_lacks_less(self._incumbent, {})
        found = repaired(problem, goal, budget, presets.QUICK, POLICY.lns.shuffle_seconds)
        if insert_found(self._incumbent, problem, found):
            self._copy.publish(A_FEW[self._tier])

    def _moved(self, problem: Subproblem) -> frozenset[str]:
        """Patients whose sessions in the subproblem are others than in the incumbent that was seen last."""
        pairs = [(self._copy.seen.get(name), self._incumbent.placed.get(name)) for name in problem.names]
        return frozenset(who for pair in pairs if pair[0] != pair[1] for one in pair if one for who in one.patients)


def _least_tried(lacking: Mapping[str, int], failures: Mapping[str, int], rng: random.Random) -> str:
    """One of those for whom least has been tried, rather one who lacks much."""
    least = min(failures[patient] for patient in lacking)
    some = [patient for patient in lacking if failures[patient] == least]
    return rng.choices(some, [lacking[patient] for patient in some])[0]
