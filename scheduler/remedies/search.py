"""The search for remedies: screened by a relaxation, tried from the week at hand, paired where one does not suffice."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import ClassVar, TypeVar

from scheduler.caseload import Caseload
from scheduler.errors import IopError, NoScheduleInTime
from scheduler.model.deadline import OutOfTime
from scheduler.remedies.answer import Answer, Week, answer_of, checked_week, name_of, tightened
from scheduler.remedies.attempt import Attempt
from scheduler.remedies.focus import focused
from scheduler.remedies.narrowing import narrowed
from scheduler.remedies.proposals import Asked, proposals
from scheduler.remedies.remedy import Remedy
from scheduler.remedies.standing import Standing
from scheduler.schedule import Earlier, Schedule
from scheduler.search.limits import Budget
from scheduler.search.lns.operators import Portfolio
from scheduler.verify import violations

T = TypeVar("T")

PAIR = 2


@dataclass(frozen=True, slots=True)
class Shares:
    """How the time is shared out, as parts of what is left at the beginning; each ends sooner where nothing is left.

    Args:
        without: for a better week without any change, against which all are measured.
        screened: until which proposals are relaxed, in the order of their promise.
        tried: until which those that may give something are searched, the most promising first.
        again: until which the best of them are searched longer.
        paired: until which pairs are tried.
        try_seconds: for a first try; 60 patients with one therapist less take half a second for a remedy.
        again_seconds: for each of the best, once more.
        first: proposals that are tried before all others are screened, so that there is an answer soon.
        best: how many are searched longer, and paired.
        proved_seconds: for each answer, to prove that it gives no more.
        kept_seconds: for each answer, to change as few appointments as possible.
    """

    without: float = 0.08
    screened: float = 0.4
    tried: float = 0.65
    again: float = 0.8
    paired: float = 0.9
    try_seconds: float = 0.6
    again_seconds: float = 2.5
    first: int = 6
    best: int = 6
    proved_seconds: float = 1.0
    kept_seconds: float = 0.4


SHARES = Shares()

Told = Callable[[int, int, Answer | None], None]


class UnknownRemedy(IopError):
    """No remedy of this name is proposed for the week."""

    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No remedy {name!r} is proposed for this week as the tables and the schedule are now. "
            "List them again without --apply."
        )


class BreaksRules(IopError):
    """The week at hand breaks rules, so nothing can be measured against it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, number: int) -> None:
        super().__init__(
            f"The schedule breaks rules ({number} times), so no remedy can be measured against it. "
            "`iop verify` lists what it breaks; mend that first, or solve the week again."
        )


@dataclass(eq=False, slots=True)
class _Try:
    """A remedy under trial; ``found`` is it as small as the best week found allows, and that week."""

    remedy: Remedy
    name: str
    attempt: Attempt | None = None
    is_searched: bool = False
    found: tuple[Remedy, Week] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        at_hand: the week that was given.
        without: the best week known without any change.
        answers: those that give something, the best first.
        proposed: how many remedies were thought of, ``relaxed`` how many of them were screened, ``tried`` searched.
    """

    at_hand: Week
    without: Week
    answers: tuple[Answer, ...]
    proposed: int
    relaxed: int
    tried: int


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
        is_proven: whether no week of the caseload as it is has less unmet care.

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
        is_proven: bool = False,
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
        self._is_proven = is_proven
        self._without = replace(self._at_hand, bound=self._at_hand.care) if is_proven else self._at_hand
        self._base = Attempt(caseload, monday, self._earlier)
        standing = Standing(caseload, monday, schedule, self._earlier)
        self._tries = [_Try(each.remedy, name_of(each.remedy)) for each in proposals(standing, asked)]

    def run(self, only: str | None = None) -> Found:
        """Screen, try, pair, and say what was found; ``only`` is the name of a remedy, of two joined by a plus sign.

        Raises:
            NoScheduleInTime: not even the week at hand could be taken over in time.
            UnknownRemedy: no remedy of that name is proposed for this week.
        """
        self._base.relax(self._budget)
        if not self._base.begin(self._budget):
            raise NoScheduleInTime("The week at hand could not be taken over in time.")
        self._note_base()
        if only is not None:
            self._tries = [self._named(only)]
        first = self._tries[: SHARES.first]
        if not self._is_proven:
            self._at_once(self._improve_base, [None], SHARES.without)
        self._at_once(self._relax, first, SHARES.screened)
        self._at_once(self._try, self._hopeful(first), SHARES.screened)
        self._at_once(self._relax, self._tries[SHARES.first :], SHARES.screened)
        self._at_once(self._try, self._hopeful(self._tries), SHARES.tried)
        self._at_once(self._again, self._leading(), SHARES.again)
        if only is None and self._is_short:
            pairs = self._pairs()
            self._tries += pairs
            self._at_once(self._relax, pairs, SHARES.paired)
            self._at_once(self._try, self._hopeful(pairs), SHARES.paired)
        self._at_once(self._settle, self._leading(), 1)
        return Found(
            self._at_hand,
            self._without,
            self._ranked(),
            len(self._tries),
            sum(one.attempt is not None for one in self._tries),
            sum(one.is_searched for one in self._tries),
        )

    def _named(self, name: str) -> _Try:
        by_name = {one.name: one.remedy for one in self._tries}
        parts = [by_name.get(part) for part in name.split("+")]
        known = [part for part in parts if part is not None]
        remedy = known[0] if len(known) == 1 else known[0].together(known[1]) if len(known) == PAIR else None
        if remedy is None or len(known) != len(parts):
            raise UnknownRemedy(name)
        return _Try(remedy, name)

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

    def _improve_base(self, _: None) -> None:
        """A better week without any change, if there is one: what that gives is no remedy's merit."""
        budget = self._seconds(SHARES.without * self._whole)
        self._search(self._base, budget, focused((), self._asked.patient))
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

    def _relax(self, one: _Try) -> None:
        """Lay the changed week out, and bound what it lacks."""
        if one.attempt is None:
            attempt = Attempt(one.remedy.applied(self._caseload), self._monday, self._earlier, self._base)
            attempt.relax(self._budget)
            one.attempt = attempt
        with self._lock:
            self._looked_at += 1
            told = self._looked_at, len(self._tries), next(iter(self._ranked()), None)
        self._tell(*told)

    def _hopeful(self, tries: Sequence[_Try]) -> list[_Try]:
        """Those that may give something and were not searched, the most promising first."""
        some = [one for one in tries if one.attempt and not one.is_searched and self._hope(one) > 0]
        return sorted(some, key=lambda one: (-self._hope(one) / one.remedy.count, one.name))

    def _hope(self, one: _Try) -> int:
        """By how much the bound falls with the remedy: a guess of what it gives; 0 where it can give nothing."""
        if one.attempt is None or one.attempt.bound >= self._without.care:
            return 0
        # A bound that does not fall may be too weak to tell, where nothing bounds the week but people's own days.
        return max(1, self._base.bound - one.attempt.bound)

    def _try(self, one: _Try) -> None:
        """Search the changed week for a while."""
        attempt = one.attempt
        if attempt is None:
            return
        one.is_searched = True
        if attempt.begin(self._budget):
            self._search(attempt, self._seconds(SHARES.try_seconds), focused(one.remedy.concerns, self._asked.patient))
            self._answer(one)

    def _again(self, one: _Try) -> None:
        """Search one of the best for longer."""
        if one.attempt:
            operators = focused(one.remedy.concerns, self._asked.patient)
            self._search(one.attempt, self._seconds(SHARES.again_seconds), operators, seed=1)
            self._answer(one)

    def _settle(self, one: _Try) -> None:
        """Change no appointment that need not change, and prove what there is time for."""
        if one.attempt:
            one.attempt.prove(self._seconds(SHARES.proved_seconds))
            one.attempt.keep_appointments(self._seconds(SHARES.kept_seconds))
            less = None
            if one.remedy.opens:
                seconds = self._seconds(SHARES.kept_seconds)
                less = narrowed(one.attempt, self._base.problem.week, one.remedy.opens, seconds)
            self._answer(one, less)

    def _answer(self, one: _Try, schedule: Schedule | None = None) -> None:
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
            for one in self._tries
            if one.found and one.found[1].care < self._without.care
        ]
        some = [each for each in given if each.regained_by(self._asked.patient) > 0]
        return tuple(sorted(some, key=self._rank))

    def _rank(self, answer: Answer) -> tuple[float, float, int, str]:
        per_change = answer.regained_by(self._asked.patient) / answer.remedy.count
        return -per_change, -answer.regained / answer.remedy.count, sum(answer.moved.values()), answer.remedy.says

    def _leading(self) -> list[_Try]:
        """The tries behind the best answers."""
        names = [answer.name for answer in self._ranked()[: SHARES.best]]
        return sorted((one for one in self._tries if one.name in names), key=lambda one: names.index(one.name))

    @property
    def _is_short(self) -> bool:
        """Whether no single remedy gives all care, to the one who is asked for or to everybody."""
        patient = self._asked.patient
        left = [
            answer.week.care if patient is None else answer.week.by_patient.get(patient, 0) for answer in self._ranked()
        ]
        lacking = self._without.care if patient is None else self._without.by_patient.get(patient, 0)
        return min(left, default=lacking) > 0

    def _pairs(self) -> list[_Try]:
        """Pairs of the best remedies, and of those that promise most though they give nothing by themselves."""
        leading = self._leading()
        others = [one for one in self._tries if one.attempt and one not in leading]
        some = [*leading, *others[: max(0, SHARES.best - len(leading))]]
        return [
            _Try(both, f"{one.name}+{other.name}")
            for one, other in combinations(some, 2)
            if (both := one.remedy.together(other.remedy)) is not None
        ]
