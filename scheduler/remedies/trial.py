"""A remedy under trial, and trials that are looked at together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from scheduler.remedies.answer import Week
from scheduler.remedies.attempt import Attempt
from scheduler.remedies.remedy import Remedy

WINDOWS = frozenset({"free_window", "family_window"})
"""Kinds of which there is one for each day of somebody's week."""


@dataclass(eq=False, slots=True)
class Trial:
    """A remedy under trial.

    Args:
        remedy: as it was proposed.
        name: by which it can be asked for.
        attempt: the week with it, once it was screened by itself.
        is_screened: whether those whom it concerns were planned anew with it.
        is_searched: whether the whole week was.
        is_settled: whether its week was looked at once more, for its bound and for fewer changes.
        found: the remedy as small as the best week found allows, and that week, by the independent check.
    """

    remedy: Remedy
    name: str
    attempt: Attempt | None = None
    is_screened: bool = False
    is_searched: bool = False
    is_settled: bool = False
    found: tuple[Remedy, Week] | None = None

    def begin_again(self) -> None:
        """Forget what was found, since there is a better week to begin with."""
        self.attempt, self.is_screened, self.is_searched, self.found = None, False, False, None


def windows_of_one(trials: Iterable[Trial]) -> list[list[Trial]]:
    """Trials of windows that one patient, or one family, could free on different days; of two days at least."""
    found: defaultdict[object, list[Trial]] = defaultdict(list)
    for one in trials:
        if one.remedy.kind in WINDOWS and one.remedy.opens:
            found[one.remedy.kind, one.remedy.opens.who].append(one)
    return [some for some in found.values() if len(some) > 1]


def together(trials: Sequence[Trial]) -> Remedy | None:
    """All of them as one remedy; None where two change the same row."""
    first: Remedy | None = trials[0].remedy
    return reduce(lambda known, one: known and known.together(one.remedy), trials[1:], first)


def unlike(trials: Iterable[Trial]) -> list[Trial]:
    """The same trials, the first of each kind before the second of any, and so on."""
    seen: Counter[str] = Counter()
    turns: list[tuple[int, Trial]] = []
    for one in trials:
        turns.append((seen[one.remedy.kind], one))
        seen[one.remedy.kind] += 1
    return [one for _, one in sorted(turns, key=lambda turn: turn[0])]
