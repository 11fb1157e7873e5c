"""The search for remedies: those concerned anew, then the whole week, and pairs where one change does not suffice."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TypeVar

from scheduler.caseload import Caseload
from scheduler.errors import NoScheduleInTime
from scheduler.model.deadline import OutOfTime
from scheduler.remedies.answer import Answer, Found, Week, answer_of, checked_week, name_of, tightened
from scheduler.remedies.attempt import Attempt
from scheduler.remedies.focus import focused
from scheduler.remedies.narrowing import narrowed
from scheduler.remedies.proposals import Asked, proposals
from scheduler.remedies.refusals import BreaksRules, UnknownRemedy
from scheduler.remedies.remedy import Remedy
from scheduler.remedies.shares import BASE_SHARE, SHARES
from scheduler.remedies.standing import Standing
from scheduler.remedies.trial import Trial, together, unlike, windows_of_one
from scheduler.schedule import Earlier, Schedule
from scheduler.search.limits import Budget
from scheduler.search.lns.operators import Portfolio
from scheduler.verify import violations

T = TypeVar("T")

PAIR = 2

Told = Callable[[int, int, Answer | None], None]


class RemedySearch:
    """Remedies for what a schedule leaves unmet; ``run`` tries them in their order.

    Args:
        caseload: the facts.
        monday: first day of the week.
        schedule: the week at hand, which keeps every rule.
        asked: which remedies are looked for.
        budget: how long it may take, with how many workers, and what ends it.
        earlier: the week that it was planned from; what is frozen of it holds.
        tell: told of how many remedies of how many were looked at, and of the best answer so far; from any thread.
        known_bound: minutes of unmet care that every week of the caseload as it is has, as far as is known.

    Raises:
        BreaksRules: the schedule breaks rules.
    """

    def __init__(  # noqa: PLR0913 - what there is, what is asked, and how long
        self,
        caseload: Caseload,
        monday: date,
        schedule: Schedule,
        asked: Asked,
        budget: Budget,
        earlier: Earlier | None = None,
        tell: Told | None = None,
        *,
        known_bound: int = 0,
    ) -> None:
        self._caseload = caseload
        self._monday = monday
        self._asked = asked
        self._budget = budget
        self._earlier = Earlier(schedule, earlier.frozen_before if earlier else None)
        self._tell = tell or (lambda *_: None)
        self._begun, self._whole = budget.spent, budget.left
        self._lock = threading.Lock()
        self._looked_at = 0
        broken = violations(caseload, monday, schedule, earlier=self._earlier)
        if broken:
            raise BreaksRules(len(broken))
        self._at_hand = checked_week(caseload, monday, schedule, 0, self._earlier)
        self._without = replace(self._at_hand, bound=known_bound if known_bound <= self._at_hand.care else 0)
        self._base = Attempt(caseload, monday, self._earlier)
        self._base.prove_at_least(self._without.bound)
        standing = Standing(caseload, monday, schedule, self._earlier)
        self._trials = [Trial(each.remedy, name_of(each.remedy)) for each in proposals(standing, asked)]

    def run(self, only: str | None = None) -> Found:
        """Screen, try, pair, and say what was found; ``only`` is the name of a remedy, of two joined by a plus sign.

        Raises:
            NoScheduleInTime: not even the week at hand could be taken over in time.
            UnknownRemedy: no remedy of that name is proposed for this week.
        """
        if not self._base.begin(self._budget):
            raise NoScheduleInTime("The week at hand could not be taken over in time.")
        self._note_base()
        if only is not None:
            self._trials = [self._named(only)]
        self._screen_first()
        self._at_once(self._screen_windows, windows_of_one(self._trials), SHARES.screened)
        self._at_once(self._screen, self._trials, SHARES.screened)
        self._at_once(self._try, self._hopeful(self._trials), SHARES.tried)
        self._at_once(self._again, self._leading(), SHARES.again)
        self._at_once(self._settle, self._leading()[: SHARES.bounded], SHARES.settled)
        if only is None and self._is_short:
            pairs = self._pairs()
            self._trials += pairs
            self._at_once(self._screen, pairs, SHARES.paired)
            self._at_once(self._try, self._hopeful(pairs), SHARES.paired)
        self._at_once(self._answer, [one for one in self._trials if self._gain(one) > 0 and one.found is None], 1)
        if not self._without.bound:
            self._at_once(self._bound_base, [self._budget], 1)
        self._at_once(self._settle, self._leading(), 1)
        return Found(
            self._at_hand,
            self._without,
            self._ranked(),
            len(self._trials),
            sum(one.is_screened for one in self._trials),
            sum(one.is_searched for one in self._trials),
        )

    def _screen_first(self) -> None:
        """A few remedies, and a better week without any if there is one: what that gives is no remedy's merit."""
        first = self._trials[: SHARES.first]
        if self._base.is_small:
            self._improve_base(0)
        self._at_once(self._screen, first, SHARES.without)
        if not self._base.is_settled:
            known = self._base.care
            self._at_once(self._improve_base, range(self._budget.limits.workers_at_once), SHARES.without)
            if self._base.care < known:
                self._looked_at = 0
                for one in first:
                    one.begin_again()

    def _named(self, name: str) -> Trial:
        by_name = {one.name: one.remedy for one in self._trials}
        parts = [by_name.get(part) for part in name.split("+")]
        known = [part for part in parts if part is not None]
        remedy = known[0] if len(known) == 1 else known[0].together(known[1]) if len(known) == PAIR else None
        if remedy is None or len(known) != len(parts):
            raise UnknownRemedy(name)
        return Trial(remedy, name)

    def _at_once(self, work: Callable[[T], None], items: Iterable[T], until: float) -> None:
        """The work on each of the items by all workers, as long as there is time for it."""

        def unless_over(item: T) -> None:
            if self._left_until(until) > 0:
                with suppress(OutOfTime):
                    work(item)

        with ThreadPoolExecutor(self._budget.limits.workers_at_once) as pool:
            for done in [pool.submit(unless_over, item) for item in items]:
                done.result()

    def _left_until(self, until: float) -> float:
        """Seconds left until this part of the time is over."""
        return min(self._budget.left, until * self._whole - (self._budget.spent - self._begun))

    def _seconds(self, seconds: float) -> Budget:
        """So many seconds of what is left."""
        return self._budget.share(min(1.0, seconds / max(self._budget.left, seconds)))

    def _improve_base(self, seed: int) -> None:
        budget = self._seconds(self._left_until(SHARES.without))
        self._search(self._base, budget, focused((), self._asked.patient), seed)
        self._note_base()

    def _note_base(self) -> None:
        week = checked_week(self._caseload, self._monday, self._base.schedule, self._base.bound, self._earlier)
        self._measure_against(week)

    def _measure_against(self, week: Week) -> None:
        with self._lock:
            bound = max(week.bound, self._without.bound)
            best = min((week, self._without), key=lambda each: each.care)
            self._without = replace(best, bound=bound if bound <= best.care else 0)

    def _search(self, attempt: Attempt, budget: Budget, operators: Portfolio, seed: int = 0) -> None:
        """Exactly where the week is small; else by patients anew."""
        if attempt.is_small:
            attempt.prove(budget)
        attempt.improve(budget, seed, operators=operators)

    def _attempted(self, remedy: Remedy) -> Attempt:
        """The week at hand with the remedy, and those planned anew whom it concerns; small weeks are solved at once."""
        changed = remedy.applied(self._caseload)
        attempt = Attempt(changed, self._monday, self._earlier, self._base, remedy.changes)
        if attempt.begin(self._budget):
            if attempt.is_small:
                fair = self._left_until(SHARES.screened) / max(1, len(self._trials) - self._looked_at)
                seconds = self._seconds(max(SHARES.try_seconds, fair * self._budget.limits.workers_at_once))
                self._search(attempt, seconds, focused(remedy.concerns, self._asked.patient))
            else:
                attempt.plan_anew(remedy.concerns, remedy.staff, self._budget)
        return attempt

    def _screen(self, one: Trial) -> None:
        """Plan those anew whom the remedy concerns, nobody else."""
        if not one.is_screened:
            one.attempt = self._attempted(one.remedy)
            one.is_screened = True
            one.is_searched = one.attempt.is_small
            best = next(iter(self._ranked()), None)
            if self._gain(one) / one.remedy.count > (best.regained_by(self._asked.patient) if best else 0):
                self._answer(one)
            self._heard(1)

    def _screen_windows(self, trials: Sequence[Trial]) -> None:
        """Windows that one patient could free, first all of them: where those give nothing, none of them does."""
        allof = together(trials)
        if allof is None or self._base.is_small or any(one.is_screened for one in trials):
            return
        if self._attempted(allof).care >= self._without.care:
            for one in trials:
                one.is_screened = True
            self._heard(len(trials))

    def _heard(self, more: int) -> None:
        with self._lock:
            self._looked_at += more
            told = self._looked_at, len(self._trials), next(iter(self._ranked()), None)
        self._tell(*told)

    def _gain(self, one: Trial) -> int:
        """Minutes that the best week found with the remedy gives back to whom it is asked for."""
        attempt, patient = one.attempt, self._asked.patient
        if attempt is None or not attempt.has_week:
            return 0
        if patient is None or attempt.care >= self._without.care:
            return max(0, self._without.care - attempt.care)
        return max(0, self._without.by_patient.get(patient, 0) - attempt.care_of(patient))

    def _hopeful(self, trials: Sequence[Trial]) -> list[Trial]:
        """Those that may give something more and were not searched, those that have given most first."""
        some = [one for one in trials if one.attempt and not one.is_searched and one.attempt.bound < self._without.care]
        return sorted(some, key=lambda one: -self._gain(one) / one.remedy.count)[: SHARES.most]

    def _try(self, one: Trial) -> None:
        """Search the changed week for a while."""
        if one.attempt is not None and one.attempt.has_week:
            one.is_searched = True
            operators = focused(one.remedy.concerns, self._asked.patient)
            self._search(one.attempt, self._seconds(SHARES.try_seconds), operators)
            self._answer(one)

    def _bound(self, attempt: Attempt, budget: Budget) -> None:
        """Prove what the week lacks at the least."""
        if not attempt.is_settled and (attempt.is_small or not attempt.relax(budget)):
            attempt.prove(budget)

    def _bound_base(self, budget: Budget) -> None:
        self._bound(self._base, budget.share(BASE_SHARE))
        self._note_base()

    def _again(self, one: Trial) -> None:
        """Search one of the best for longer."""
        if one.attempt:
            operators = focused(one.remedy.concerns, self._asked.patient)
            self._search(one.attempt, self._seconds(SHARES.again_seconds), operators, seed=1)
            self._answer(one)

    def _settle(self, one: Trial) -> None:
        """Change no appointment that need not change, and prove what there is time for; once."""
        if one.attempt and not one.is_settled:
            one.is_settled = True
            self._bound(one.attempt, self._seconds(SHARES.proved_seconds))
            one.attempt.keep_appointments(self._seconds(SHARES.kept_seconds))
            less = None
            if one.remedy.opens:
                seconds = self._seconds(SHARES.kept_seconds)
                less = narrowed(one.attempt, self._base.problem.week, one.remedy.opens, seconds)
            self._answer(one, less)

    def _answer(self, one: Trial, schedule: Schedule | None = None) -> None:
        """Note what the remedy gives, by the independent check; a week that needs no remedy is noted as such."""
        if one.attempt is None or not one.attempt.has_week:
            return
        changed = one.remedy.applied(self._caseload)
        best = schedule or one.attempt.schedule
        week = checked_week(changed, self._monday, best, one.attempt.bound, self._earlier)
        if not violations(self._caseload, self._monday, week.schedule, earlier=self._earlier):
            self._measure_against(replace(week, bound=0))
        remedy = tightened(one.remedy, self._caseload, self._monday, week, self._earlier)
        one.found = remedy, week

    def _ranked(self) -> tuple[Answer, ...]:
        """The answers that give something beside the best week without any change, the best first."""
        given = [
            answer_of(one.name, one.found, self._caseload, self._monday, self._without, self._at_hand.schedule)
            for one in self._trials
            if one.found and one.found[1].care < self._without.care
        ]
        some = [each for each in given if each.regained_by(self._asked.patient) > 0]
        alone = {each.name: each.regained_by(self._asked.patient) for each in some}
        worth = {each.name: self._per_change(each, alone) for each in some}
        return tuple(
            sorted(
                (each for each in some if worth[each.name] > 0),
                key=lambda each: (
                    -worth[each.name],
                    -each.regained / each.remedy.count,
                    sum(each.moved.values()),
                    each.remedy.opened,
                    each.remedy.says,
                ),
            )
        )

    def _per_change(self, answer: Answer, alone: Mapping[str, int]) -> float:
        """What each change gives; of a pair no more than the second adds, so nothing where one of them does as well."""
        gives = answer.regained_by(self._asked.patient)
        if answer.remedy.count == 1:
            return gives
        return min(gives / answer.remedy.count, gives - max(alone.get(part, 0) for part in answer.name.split("+")))

    def _leading(self) -> list[Trial]:
        """The tries behind the best answers."""
        names = [answer.name for answer in self._ranked()[: SHARES.best]]
        return sorted((one for one in self._trials if one.name in names), key=lambda one: names.index(one.name))

    @property
    def _is_short(self) -> bool:
        """Whether no single remedy gives all care, to the one who is asked for or to everybody."""
        patient = self._asked.patient
        left = [
            answer.week.care if patient is None else answer.week.by_patient.get(patient, 0) for answer in self._ranked()
        ]
        lacking = self._without.care if patient is None else self._without.by_patient.get(patient, 0)
        return min(left, default=lacking) > 0

    def _pairs(self) -> list[Trial]:
        """Pairs of the best remedies, and of those that promise most though they give nothing by themselves."""
        leading = self._leading()
        others = unlike([one for one in self._trials if one.attempt and one not in leading])
        most = SHARES.best * (2 if self._base.is_small else 1)
        some = [*leading, *others][: max(most, len(leading))]
        return [
            Trial(both, f"{one.name}+{other.name}")
            for one, other in combinations(some, 2)
            if (both := one.remedy.together(other.remedy)) is not None
        ]
