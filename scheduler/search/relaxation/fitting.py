"""Whether sessions fit into one day of one person, exactly, for sets small enough to try all orders of."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.model.domains import Starts, starts_in_free
from scheduler.times import MINUTES_A_DAY

NEVER = 10 * MINUTES_A_DAY

WHOLE_DAY = (1 << 2 * MINUTES_A_DAY) - 1


@dataclass(frozen=True, slots=True)
class Visit:
    """A session whose start is open: its possible starts, and the minutes until the next one can begin."""

    starts: Starts
    minutes: int


def fits(visits: Sequence[Visit], taken: int) -> bool:
    """Whether all of these can be had one after the other, beside the minutes that are taken, which are bits.

    Any order's best plan begins each session as soon as it can, so the earliest end of each subset decides (dynamic
    programming over subsets, Held and Karp 1962).
    """
    free = WHOLE_DAY & ~taken
    starts = [visit.starts & starts_in_free(free, visit.minutes) for visit in visits]
    if not all(starts):
        return False
    if len(visits) == 1:
        return True
    ends = [0] + [NEVER] * ((1 << len(visits)) - 1)
    for chosen in range(1, len(ends)):
        for number, visit in enumerate(visits):
            if chosen >> number & 1 and (before := ends[chosen ^ 1 << number]) < NEVER:
                later = starts[number] >> before
                if later:
                    start = before + (later & -later).bit_length() - 1
                    ends[chosen] = min(ends[chosen], start + visit.minutes)
    return ends[-1] < NEVER
