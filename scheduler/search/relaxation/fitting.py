"""Whether sessions fit into one day of one person, exactly: minutes of a day as bits, and orders tried by subset."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.model.domains import Starts, starts_in_free
from scheduler.times import MINUTES_A_DAY

WHOLE_DAY = (1 << 2 * MINUTES_A_DAY) - 1
"""Minutes of a day and of the one after it, into which a buffer may reach."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A session whose start is open: its possible starts, and for how many minutes nothing else can be."""

    starts: Starts
    minutes: int


def first_end(starts: Starts, after: int, minutes: int) -> int | None:
    """When a session ends that begins as soon as it can; None where it cannot any more."""
    later = starts >> after
    return after + (later & -later).bit_length() - 1 + minutes if later else None


def fits(visits: Sequence[Visit], taken: int) -> bool:
    """Whether all of these can be had one after the other, beside the minutes that are taken, which are bits.

    In a given order each had better begin as soon as it can, so that the earliest end of each subset decides (dynamic
    programming over subsets, Held and Karp 1962).
    """
    starts = [visit.starts & starts_in_free(WHOLE_DAY & ~taken, visit.minutes) for visit in visits]
    if len(visits) < 2 or not all(starts):
        return all(starts)
    ends: list[int | None] = [0, *(None for _ in range(1, 1 << len(visits)))]
    for chosen in range(1, len(ends)):
        found = [
            first_end(starts[number], before, visit.minutes)
            for number, visit in enumerate(visits)
            if chosen >> number & 1 and (before := ends[chosen ^ 1 << number]) is not None
        ]
        ends[chosen] = min((end for end in found if end is not None), default=None)
    return ends[-1] is not None
