"""From what a patient lacks at the least, step by step, to the part of each need that every step takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from scheduler.causes import Cause
from scheduler.model.tiers.care import NeedKey

Parts = Mapping[NeedKey, Mapping[Cause, int]]
"""Minutes of each need by cause; they add up to what the need lacks."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What is known of one patient.

    Args:
        unmet: minutes that each need lacks in the week, in the order in which they are asked; none of them 0.
        alone: minutes that each lacks at the least, taken alone, with nobody else served; None where not settled.
        together: minutes that the first need, the first two and so on lack at the least beside all needs that the week
            meets, with nobody else served; None where not settled.
        beside: the same where agreements of others, keep-apart pairs, the past and the least sizes of groups hold.
        is_least: whether no week has less unmet care in all.
        because: by cause and need, what is known to be behind it, in words.
        exclusive: by need that others exclude, a set of needs that cannot be had together.
    """

    unmet: Mapping[NeedKey, int]
    alone: Mapping[NeedKey, int] | None = None
    together: Sequence[int] | None = None
    beside: Sequence[int] | None = None
    is_least: bool = False
    because: Mapping[tuple[Cause, NeedKey], str] = field(default_factory=dict)
    exclusive: Mapping[NeedKey, tuple[NeedKey, ...]] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether all is known but for what goes to other patients."""
        return self.beside is not None and self.together is not None and self.alone is not None

    def with_words(self, cause: Cause, keys: Iterable[NeedKey], words: str) -> "Steps":
        """The same, with what is behind a cause of these needs."""
        return replace(self, because={**self.because, **{(cause, key): words for key in keys}})


def parts_of(steps: Steps) -> Parts:
    """Each need's minutes by cause; what is not settled is ``open``."""
    keys, unmet = list(steps.unmet), list(steps.unmet.values())
    alone = [0] * len(keys) if steps.alone is None else [min(steps.alone[key], steps.unmet[key]) for key in keys]
    own = agreed = [0] * len(keys)
    if steps.alone is not None and steps.together is not None:
        own = _pushed_back(_less(_increments(steps.together), alone), _less(unmet, alone))
        if steps.beside is not None:
            room = _less(_less(unmet, alone), own)
            wanted = _less(_less(_increments(steps.beside), alone), own)
            agreed = _exactly(steps.beside[-1] - steps.together[-1], wanted, room)
    rest: Cause = "capacity" if steps.is_settled and steps.is_least else "open"
    return {
        key: _named(rest, unmet[number], alone[number], own[number], agreed[number]) for number, key in enumerate(keys)
    }


def _named(rest: Cause, unmet: int, alone: int, own: int, agreed: int) -> Mapping[Cause, int]:
    parts: dict[Cause, int] = {"unavoidable": alone, "own_needs": own, "agreement": agreed}
    parts[rest] = unmet - alone - own - agreed
    return {cause: minutes for cause, minutes in parts.items() if minutes}


def _increments(sums: Sequence[int]) -> list[int]:
    return [later - earlier for earlier, later in pairwise((0, *sums))]


def _less(amounts: Sequence[int], others: Sequence[int]) -> list[int]:
    return [amount - other for amount, other in zip(amounts, others, strict=True)]


def _pushed_back(wanted: Sequence[int], room: Sequence[int]) -> list[int]:
    """The wanted amounts where there is room; what is too much for one goes to the nearest before it.

    That suffices, since the first so many lack no less in the week than they have to.
    """
    given, over = [0] * len(wanted), 0
    for number in reversed(range(len(wanted))):
        given[number] = min(wanted[number] + over, room[number])
        over += wanted[number] - given[number]
    return given


def _exactly(total: int, wanted: Sequence[int], room: Sequence[int]) -> list[int]:
    """So much in all: as wanted as far as there is room, else where there is room, the first before the others."""
    given = [max(0, min(want, space)) for want, space in zip(wanted, room, strict=True)]
    kept = [max(0, min(share, total - before)) for share, before in zip(given, (0, *accumulate(given)), strict=False)]
    missing = total - sum(kept)
    for number, space in enumerate(room):
        more = min(missing, space - kept[number])
        kept[number] += more
        missing -= more
    return kept
