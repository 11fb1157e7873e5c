"""Care that one patient lacks at the least in such places: found, bounded, or told where two runs agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.model.build import model_of
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import TO_BE_FOUND
from scheduler.model.tiers.care import Amount, NeedKey, needs_of
from scheduler.search.limits import Budget
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import ANOTHER_WAY, Parameters, Run, run

A_WHILE = 5.0
"""Seconds of counted work for one proof; nearly all need hundredths or tenths."""

A_TRY = 0.5
"""Seconds in which a week is looked for; nearly all that there are are found in hundredths."""

A_LOOK = 1.0
"""Seconds for one of many proofs on the way to facts; what takes longer is not looked into."""


@dataclass(frozen=True, slots=True)
class Known:
    """Minutes that are lacking at the least; where it is not ``settled``, no more than what was known before."""

    minutes: int
    settled: bool


class NoWeek(Exception):
    """Two runs of the solver agree that no week keeps what is agreed here."""


class Lacking:
    """Questions about what one patient lacks in these places, who is the only one to need anything."""

    def __init__(self, problem: WeekProblem, patient: str, budget: Budget) -> None:
        self._budget = budget
        self._model = model_of(problem)
        self._amounts: Mapping[NeedKey, Amount] = needs_of(self._model, patient)

    def can_be(self, keys: Iterable[NeedKey], most: int, seconds: float = A_TRY) -> bool:
        """Whether a week is found in which these needs lack no more than so many minutes in all."""
        return self._run(keys, most, TO_BE_FOUND, seconds).values is not None

    def can_have_all(self) -> bool:
        """Whether a week is found in which no need lacks anything."""
        return self.can_be(self._amounts, 0, A_WHILE)

    def bound(self) -> int:
        """Minutes that all needs lack at the least, as one run bounds them; 0 where it does not."""
        cp = self._model.cp.clone()
        cp.minimize(self._amount(self._amounts))
        # A patient alone always has a week, that of the agreed sessions: where the solver finds none, nothing is known.
        found = run(cp, self._budget, presets.CORE, A_WHILE)
        if found.is_contradiction:
            self._budget.statistics.disagree("a patient alone has a week")
        return max(0, found.bound or 0)

    def is_denied(self, keys: Iterable[NeedKey], most: int, *, again: bool = False) -> bool | None:
        """Whether one run calls it impossible that these needs lack no more than that; None where it does not end.

        ``again`` asks another configuration, as a second opinion.
        """
        found = self._run(keys, most, ANOTHER_WAY if again else presets.SMALL, A_WHILE if again else A_LOOK)
        return found.is_contradiction if found.is_contradiction or found.values is not None else None

    def least(self, keys: Iterable[NeedKey], known: int, had: int) -> Known:
        """What these needs lack in all.

        Args:
            keys: the needs.
            known: minutes that are lacking for certain.
            had: minutes with which a week is known.

        Raises:
            NoWeek: where not even what is agreed can be kept.
        """
        asked = tuple(keys)
        if had <= known or self.can_be(asked, known):
            return Known(known, settled=True)
        found = self._minimised(asked)
        if found is None:
            return Known(known, settled=False)
        if found <= known:
            return Known(known, settled=True)
        # Told to people, so a second run, without what the first one's proof may rest on, has to say so too.
        second = self._run(asked, found - 1, ANOTHER_WAY, A_WHILE)
        if second.values is not None:
            self._budget.statistics.disagree("a patient could lack less")
        return Known(found, settled=True) if second.is_contradiction else Known(known, settled=False)

    def _minimised(self, keys: tuple[NeedKey, ...]) -> int | None:
        """The least minutes as one run proves them; None where it does not end, or calls every week impossible."""
        cp = self._model.cp.clone()
        amount = self._amount(keys)
        total = cp.new_int_var(0, cp_model.INT32_MAX, "lacking")
        cp.add(total == amount)
        cp.minimize(total)
        found = run(cp, self._budget, presets.PATHS, A_WHILE)
        if found.is_contradiction:
            if run(self._model.cp, self._budget, ANOTHER_WAY, A_WHILE).is_contradiction:
                raise NoWeek
            self._budget.statistics.disagree("a patient has a week")
        if found.values is None or found.bound is None:
            return None
        value = found.values[total.index]
        return value if value <= found.bound else None

    def _run(self, keys: Iterable[NeedKey], most: int, parameters: Parameters, seconds: float) -> Run:
        cp = self._model.cp.clone()
        cp.add(self._amount(keys) <= most)
        return run(cp, self._budget, parameters, seconds)

    def _amount(self, keys: Iterable[NeedKey]) -> Amount:
        return cp_model.LinearExpr.sum([self._amounts[key] for key in keys if key in self._amounts])
