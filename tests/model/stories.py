"""A caseload with every schedule of a small universe, to be held against a rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from scheduler.caseload import Caseload
from scheduler.rules import RuleId
from scheduler.schedule import Schedule, Session
from tests.caseloads import at, week


@dataclass(frozen=True, slots=True)
class Story:
    """Where a rule bites.

    Args:
        says: what the caseload is about.
        caseload: the facts.
        schedules: every schedule that is compared.
        allowed: how many of the schedules keep the rule, counted by hand.
        beside: rules that have to hold too, because this one speaks of what they leave.
        alike: resources that differ in nothing but their name, so that the model leaves open which of them it is.
    """

    says: str
    caseload: Caseload
    schedules: tuple[Schedule, ...]
    allowed: int
    beside: tuple[RuleId, ...] = ()
    alike: tuple[str, ...] = ()


def every(*problem: Iterable[Session]) -> tuple[Schedule, ...]:
    """Every schedule that has, of each place, one of its sessions or none."""
    return tuple(
        week(*(session for session in chosen if session is not None))
        for chosen in product(*((None, *options) for options in problem))
    )


def spans(first: str, last: str, step: int, minutes: int) -> Iterator[str]:
    """Spans of so many minutes that start at each step from the first to the last time, both included."""
    for start in range(at(first), at(last) + 1, step):
        end = start + minutes
        yield f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


def some(*who: str) -> list[str]:
    """Every set of one or more of these, in words with blanks between."""
    return [" ".join(chosen) for size in range(1, len(who) + 1) for chosen in combinations(who, size)]
