"""Sessions of one person in two weeks, paired: what each became."""

from collections.abc import Iterator, Sequence
from itertools import product

from scheduler.changes.change import Pair, holder, week_minute
from scheduler.schedule import Session


def followed(before: Sequence[Session], after: Sequence[Session]) -> Iterator[Pair]:
    """Each session of one person with what it became: of the same group or, one to one, the same type and patient.

    The nearest in the week belong together, and of two as near those with the same therapists.
    """
    free_before, free_after = set(range(len(before))), set(range(len(after)))
    near = sorted(
        (abs(week_minute(earlier) - week_minute(later)), set(earlier.therapists) != set(later.therapists), place, now)
        for (place, earlier), (now, later) in product(enumerate(before), enumerate(after))
        if holder(earlier) == holder(later)
    )
    for _, _, place, now in near:
        if place in free_before and now in free_after:
            free_before.remove(place)
            free_after.remove(now)
            yield Pair(before[place], after[now])
    yield from (Pair(before[place], None) for place in sorted(free_before))
    yield from (Pair(None, after[now]) for now in sorted(free_after))
