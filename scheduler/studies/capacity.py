"""How many more patients of a kind fit, and how few therapist hours do: by bisection, each answer with two proofs.

A number fits where a schedule shows it, and does not where a bound does; where the time given settles neither, the
answer is said to be open. What lies between two numbers that are settled is found by halving.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import Event
from typing import Literal

from scheduler.caseload import Caseload
from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.planning.plan import PlannedWeek, plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.schedule import Schedule
from scheduler.search import Limits, Progress
from scheduler.studies.edits import Tables
from scheduler.tables import caseload_of_text
from scheduler.verify import score

Verdict = Literal["fits", "breaks", "open"]
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Tried:
    """A number that was tried.

    Args:
        number: of patients more, or of hours.
        asked: minutes of care that are asked for.
        allowed: minutes that may be unmet.
        unmet: of the best week found; None where there is none.
        at_least: unmet in every week, proven.
        week: the best week found.
        has_clash: whether agreements exclude each other, so that there is no week at all.
    """

    number: int
    tables: Tables
    asked: int
    allowed: int
    unmet: int | None
    at_least: int
    week: PlannedWeek | None
    has_clash: bool = False

    @property
    def verdict(self) -> Verdict:
        """What is proven of the number."""
        if self.has_clash:
            return "breaks"
        if self.unmet is not None and self.unmet <= self.allowed:
            return "fits"
        return "breaks" if self.at_least > self.allowed else "open"


Try = Callable[[int], Tried]


@dataclass(frozen=True, slots=True)
class Answer:
    """The largest number that is shown to fit and the smallest above it that is shown not to; None where none is.

    ``tried`` are all, by number.
    """

    fits: Tried | None
    breaks: Tried | None
    tried: tuple[Tried, ...]

    @property
    def is_settled(self) -> bool:
        """Whether the two are next to each other, so that nothing is open between them."""
        return bool(self.breaks and self.breaks.number == (self.fits.number + 1 if self.fits else 0))


def most_that_fit(attempt: Try, most: int, *, first: Tried | None = None) -> Answer:
    """The largest number from 0 to ``most`` that fits, as far as it can be told.

    Numbers are doubled until one does not fit, then the gap is halved: first for the largest that fits, an open one
    counting as too many, then for the smallest that is proven not to, an open one counting as not yet too many. Between
    two neighbours that are settled nothing is open. Beyond the first number that does not fit nothing is tried.
    ``first`` is what is known of a number already.
    """
    tried: dict[int, Tried] = {} if first is None else {first.number: first}

    def known(number: int) -> Tried:
        if number not in tried:
            tried[number] = attempt(number)
        return tried[number]

    fits, over = -1, 0
    while over <= most and known(over).verdict == "fits":
        fits, over = over, min(most, max(1, 2 * over)) if over < most else most + 1
    low, high = fits, over
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if known(middle).verdict == "fits" else (low, middle)
    proven = [one.number for one in tried.values() if one.verdict == "breaks" and one.number > low]
    last, least = low, min(proven, default=most + 1)
    while least - last > 1:
        middle = (last + least) // 2
        if known(middle).verdict == "breaks":
            least = middle
        else:
            last = middle
            # One more patient may let a group meet, so that a number fits above one that is open.
            low = middle if known(middle).verdict == "fits" else low
    return Answer(tried.get(low), tried.get(least), tuple(tried[number] for number in sorted(tried)))


@dataclass(frozen=True, slots=True)
class Trying:
    """How numbers are tried.

    Args:
        limits: of each week, its search ending as soon as the number is settled.
        stop: ends everything.
        tell: told of each number that was tried, and what it is of.
    """

    monday: date
    limits: Limits
    stop: Event
    tell: Callable[[Tried, str], None]

    def tried(self, number: int, tables: Tables, allowed: Callable[[int], int] | None = None, about: str = "") -> Tried:
        """What becomes of a number whose tables these are.

        Args:
            number: of what is asked about.
            tables: the caseload with it.
            allowed: tells what may be unmet, of what is asked; without it that is what the best week lacks, which is
                searched for as long as there is time.
            about: whom it is about.

        Raises:
            BadInput: the tables are no caseload.
            Stopped: the end was asked for.
        """
        caseload = caseload_of_text(tables)
        asked = asked_minutes(caseload, self.monday)
        most = allowed(asked) if allowed else 0
        found = Tried(number, tables, asked, most, None, 0, None)
        try:
            week = self._solved(caseload, most if allowed else None)
        except Contradiction:
            found = replace(found, has_clash=True)
        except NoScheduleInTime:
            pass
        else:
            care = week.summary.tiers["care"]
            most = most if allowed else care.value
            found = replace(found, allowed=most, unmet=care.value, at_least=care.bound, week=week)
        if self.stop.is_set():
            raise Stopped
        self.tell(found, about)
        return found

    def _solved(self, caseload: Caseload, allowed: int | None) -> PlannedWeek:
        """The best week that is found until the question is settled, where there is one."""
        settled = _Settled(self.stop)

        def heard(progress: Progress) -> None:
            care = progress.tiers.get("care")
            if care and allowed is not None and (care.value <= allowed or care.bound > allowed):
                settled.set()

        return plan_week(caseload, self.monday, Allotted(self.limits), heard, settled)


class Stopped(NoScheduleInTime):
    """The end was asked for before there was an answer."""


class _Settled(Event):
    """Set by itself, or where the whole is to end."""

    def __init__(self, whole: Event) -> None:
        super().__init__()
        self._whole = whole

    def is_set(self) -> bool:
        """Whether there is nothing more to search for."""
        return super().is_set() or self._whole.is_set()


def asked_minutes(caseload: Caseload, monday: date) -> int:
    """Minutes of care that are asked for in a week, each need measured apart."""
    found = score(caseload, monday, Schedule(()))
    return sum(need.asked_minutes for one in found.patients for need in one.needs)


def allowed_by(target: int) -> Callable[[int], int]:
    """The minutes that may be unmet so that ``target`` per cent of those asked for are met."""
    return lambda asked: asked * (PER_CENT - target) // PER_CENT
