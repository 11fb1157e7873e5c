"""What a patient lacks at the least, alone and beside what is agreed with others; and what binds."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import accumulate
from threading import Lock

from scheduler.causes import Cause
from scheduler.errors import Contradiction
from scheduler.explain.causes import Steps, parts_of
from scheduler.explain.conflict import conflicting_rows
from scheduler.explain.instead import Instead
from scheduler.explain.proofs import Proofs
from scheduler.explain.used_up import UsedUp
from scheduler.explain.words import agreement_words, capacity_words, own_needs_words, unavoidable_words
from scheduler.model.deadline import OutOfTime
from scheduler.model.patient_beside_agreed import PlacesBeside
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import SinglePatientProblems, week_alone, with_few_choices
from scheduler.model.tiers.care import NeedKey
from scheduler.schedule import Schedule
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
        schedule: what it lacks is asked about.
        needs: all needs, met or not, of the patients who are asked about.
        budget: how long all of it may take.
    """

    def __init__(self, week: Week, schedule: Schedule, needs: Mapping[str, tuple[Need, ...]], budget: Budget) -> None:
        self._week = week
        self._needs = {who: tuple((need.need, need.session_type) for need in of_one) for who, of_one in needs.items()}
        self._budget = budget
        self._beside = PlacesBeside(week)
        self._proofs = Proofs(week, budget)
        self._used_up = UsedUp(week, schedule)
        self._instead = Instead(week, schedule, budget)
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
            return replace(known, beside=self._sums(asked, every, known, known.together))
        except NoWeek:
            return known

    def facts_of_sessions(self, who: str, known: Steps) -> Steps:
        """Which facts make missing sessions unavoidable, type by type, and which of others are in the way."""
        known = self._unavoidable(who, known, [key for key in _short(known, "unavoidable") if key[1]])
        in_the_way = _short(known, "agreement")
        if in_the_way and known.beside and self.has_time:
            found = self._proofs.beside(who, self._needs[who], known.beside[-1])
            if found:
                known = known.with_words("agreement", in_the_way, agreement_words(found))
        return known

    def facts_of_hours(self, who: str, known: Steps) -> Steps:
        """The same for hours of the week and treatment days, which takes longer: all groups matter to them."""
        return self._unavoidable(who, known, [key for key in _short(known, "unavoidable") if not key[1]])

    def _unavoidable(self, who: str, known: Steps, keys: Iterable[NeedKey]) -> Steps:
        for key in keys:
            lacking = min((known.alone or {})[key], known.unmet[key])
            with suppress(OutOfTime):
                found = self._proofs.alone(who, [key], lacking) if self.has_time else None
                if found:
                    instead = self._proofs.instead(who, found, [key], lacking)
                    known = known.with_words("unavoidable", [key], unavoidable_words(found, instead))
        return known

    def capacity(self, who: str, known: Steps) -> Steps:
        """What is full or used up, and who would lose what if this patient had all that can be had."""
        short = _short(known, "capacity")
        if not short or not known.beside:
            return known
        losses = self._instead.losses(who, known.beside[-1])
        return known.with_words("capacity", short, capacity_words(who, self._used_up.words(who, short), losses))

    def rivals(self, who: str, known: Steps) -> Steps:
        """For each need that others of the patient exclude, a smallest set of needs that cannot be had together."""
        short = _short(known, "own_needs")
        if not short:
            return known
        asked = self._asked(self._alone.of(who), who)
        found = {key: self._exclusive(asked, key, who, known) for key in short}
        known = replace(known, exclusive={key: some for key, some in found.items() if some})
        for key, some in known.exclusive.items():
            known = known.with_words("own_needs", [key], own_needs_words(some, None))
        return known

    def facts_of_rivals(self, who: str, known: Steps) -> Steps:
        """Which facts keep needs from being had together."""
        for some in dict.fromkeys(known.exclusive.values()):
            found = self._proofs.alone(who, some, _certain(known, some) + 1) if self.has_time else None
            if found:
                keys = [key for key, same in known.exclusive.items() if same == some]
                known = known.with_words("own_needs", keys, own_needs_words(some, found))
        return known

    def _exclusive(self, asked: Lacking, key: NeedKey, who: str, known: Steps) -> tuple[NeedKey, ...]:
        """Needs, this one among them if it can be, that lack more together than each by itself; none can be spared.

        None at all where two runs of the solver do not agree on it in time.
        """
        some: list[NeedKey] = list(self._needs[who])
        for other in [*(each for each in some if each != key), key]:
            rest = [each for each in some if each != other]
            if len(rest) > 1 and asked.is_denied(rest, _certain(known, rest)):
                some = rest
        least = _certain(known, some)
        denied = asked.is_denied(some, least) and asked.is_denied(some, least, again=True)
        return tuple(some) if denied else ()

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


def _short(known: Steps, cause: Cause) -> list[NeedKey]:
    """The needs of which a part has this cause."""
    return [key for key, causes in parts_of(known).items() if causes.get(cause)]


def _certain(known: Steps, some: Iterable[NeedKey]) -> int:
    """Minutes that these needs lack even one by one."""
    return sum((known.alone or {}).get(key, 0) for key in some)
