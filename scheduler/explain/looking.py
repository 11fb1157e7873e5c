"""What a patient lacks at the least: alone, and beside what is agreed with others; and what of it is to blame."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import accumulate
from threading import Lock

from scheduler.errors import Contradiction
from scheduler.explain.causes import Steps, parts_of
from scheduler.explain.conflict import conflicting_rows
from scheduler.explain.words import agreement_words, own_needs_words
from scheduler.model.patient_beside_agreed import HOLDS, Hold, PlacesBeside
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import SinglePatientProblems, week_alone, with_few_choices
from scheduler.model.tiers.care import NeedKey
from scheduler.search.exact.patient_care import Lacking, NoWeek
from scheduler.search.limits import Budget
from scheduler.search.solver.cpsat import can_be
from scheduler.search.statistics import LAYING_OUT
from scheduler.verify import Need
from scheduler.week.week import Week

MARGIN = 1.5
"""Times as long as laying out took for the search, for which there has to be time."""


class Looking:
    """Answers about the patients of a week, each as far as the budget goes; from any thread.

    Args:
        week: the facts.
        needs: all needs, met or not, of the patients who are asked about.
        budget: how long all of it may take.
    """

    def __init__(self, week: Week, needs: Mapping[str, tuple[Need, ...]], budget: Budget) -> None:
        self._week = week
        self._needs = {who: tuple((need.need, need.session_type) for need in of_one) for who, of_one in needs.items()}
        self._budget = budget
        self._beside = PlacesBeside(week)
        self._lock = Lock()
        self._laid_out: SinglePatientProblems | None = None

    @property
    def has_time(self) -> bool:
        """Whether to go on: laying out a week cannot be ended, and takes as long as it took before."""
        laying_out = self._budget.statistics.accounts.get(LAYING_OUT)
        if laying_out is None or self._budget.limits.deterministic:
            return self._budget.left > 0
        return self._budget.left > MARGIN * laying_out.seconds

    @property
    def _alone(self) -> SinglePatientProblems:
        with self._lock:
            if self._laid_out is None:
                self._laid_out = SinglePatientProblems(self._week, self._needs)
            return self._laid_out

    def _asked(self, problem: WeekProblem, who: str) -> Lacking:
        """Questions about these places; OutOfTime where the budget ends before the first."""
        return Lacking(replace(problem, is_over=lambda: self._budget.is_over), who, self._budget)

    def alone(self, who: str, known: Steps) -> Steps:
        """What each need lacks at the least by itself, and what all of them lack together, with nobody else served.

        Raises:
            Contradiction: where the patient's own agreements cannot be kept together.
        """
        every, problem = self._needs[who], self._alone.of(who)
        if self._asked(with_few_choices(problem), who).can_be(every, 0):
            return replace(known, alone=dict.fromkeys(known.unmet, 0), together=[0] * len(known.unmet))
        asked = self._asked(problem, who)
        try:
            found = {key: asked.least([key], 0, minutes) for key, minutes in known.unmet.items()}
            by_itself = {key: least.minutes for key, least in found.items()}
            known = replace(known, alone=by_itself)
            if not all(least.settled for least in found.values()):
                return known
            return replace(known, together=self._sums(asked, every, known, list(by_itself.values())))
        except NoWeek:
            asked_twice = partial(can_be, budget=self._budget, about="a patient's own agreements can be kept")
            rows = conflicting_rows(week_alone(self._week, who), asked_twice)
            raise Contradiction(rows) from None

    def beside(self, who: str, known: Steps) -> Steps:
        """What the needs lack together beside what is agreed with others, and what of that is in the way."""
        unmet = sum(known.unmet.values())
        if known.together is None:
            return known
        least, every = known.together[-1], self._needs[who]
        if least >= unmet:
            return replace(known, beside=known.together)
        with_few = self._asked(self._beside.of(who, with_few=True), who)
        if with_few.can_be(every, least):
            return replace(known, beside=known.together)
        asked = self._asked(self._beside.of(who), who)
        try:
            known = replace(known, beside=self._sums(asked, every, known, known.together))
        except NoWeek:
            return known
        if known.beside is None or known.beside[-1] == least:
            return known
        return replace(known, because={**known.because, **self._in_the_way(who, known, known.beside[-1])})

    def rivals(self, who: str, known: Steps) -> Steps:
        """For each need that others of the patient exclude, which of them do so one by one, in words."""
        short = [key for key, causes in parts_of(known).items() if causes.get("own_needs")]
        if not short:
            return known
        every, alone = self._needs[who], known.alone or {}
        asked = self._asked(self._alone.of(who), who)

        @cache
        def exclude_each_other(pair: frozenset[NeedKey]) -> bool:
            certain = sum(alone.get(key, 0) for key in pair)
            had = sum(known.unmet.get(key, 0) for key in pair)
            return asked.least(sorted(pair), certain, had).minutes > certain

        words = {
            ("own_needs", key): own_needs_words(
                [other for other in every if other != key and exclude_each_other(frozenset({key, other}))]
            )
            for key in short
        }
        return replace(known, because={**known.because, **words})

    def _sums(
        self, asked: Lacking, every: Sequence[NeedKey], known: Steps, least: Sequence[int]
    ) -> Sequence[int] | None:
        """What the first need, the first two and so on lack at the least; None where that is not settled.

        Each of ``least`` is lacking for certain: of the needs one by one, or of the first so many of them.
        """
        keys, unmet = list(known.unmet), list(accumulate(known.unmet.values()))
        certain = list(accumulate(least)) if known.together is None else list(least)
        total = asked.least(every, certain[-1], unmet[-1])
        if not total.settled:
            return None
        if total.minutes == certain[-1]:
            return certain
        met = [key for key in every if key not in known.unmet]
        alone = list((known.alone or {}).values())
        sums: list[int] = []
        for number in range(len(keys) - 1):
            before = sums[-1] if sums else 0
            found = asked.least(
                [*met, *keys[: number + 1]], max(certain[number], before + alone[number]), unmet[number]
            )
            if not found.settled:
                return None
            sums.append(found.minutes)
        return [*sums, total.minutes]

    def _in_the_way(self, who: str, known: Steps, least: int) -> Mapping[tuple[str, NeedKey], str]:
        """For each need that others have a hold on, by what they have it, in words."""
        every = self._needs[who]
        holds: list[Hold] = []
        for hold in HOLDS if self._budget.left else ():
            without = self._asked(self._beside.of(who, without=hold), who)
            if without.can_be(every, least - 1):
                holds.append(hold)
        short = [key for key, causes in parts_of(known).items() if causes.get("agreement")]
        return {("agreement", key): agreement_words(self._week, who, key, holds) for key in short}
