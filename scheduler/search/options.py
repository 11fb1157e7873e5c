"""Units that somebody may take part in on a day, and which of them cannot all be: the minutes that they could take."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scheduler.model.places import Unit
from scheduler.model.starts import Starts, each, minutes_covered, only
from scheduler.search.linear import Program, Term
from scheduler.times import DAYS_A_WEEK


@dataclass(frozen=True, slots=True)
class Option:
    """A unit that somebody may take part in, at one of these starts."""

    unit: Unit
    variable: int
    starts: Starts

    @property
    def counted(self) -> int:
        """Minutes that count for a patient's hours."""
        return self.unit.minutes if self.unit.session_type.counts else 0


def by_day(options: list[Option]) -> list[list[Option]]:
    """The options of each day of the week."""
    return [[option for option in options if option.unit.day == day] for day in range(DAYS_A_WEEK)]


def reach(lasting: list[tuple[Option, int]]) -> int:
    """The minutes, as bits, that options of such lengths can take of a day and the hours after it."""
    reached = 0
    for option, minutes in lasting:
        reached |= minutes_covered(option.starts, minutes)
    return reached


def at_the_same_time(given: list[tuple[int, Option]], fewest: int = 2) -> Iterator[list[Option]]:
    """Options that take the same minute, as many as there are at it; none that are all in another such list."""
    by_start = [
        {number for number, (start, option) in enumerate(given) if start <= now < start + option.unit.minutes}
        for now in sorted({start for start, _ in given})
    ]
    by_start.append(set())
    for here, after in pairwise(by_start):
        if len(here) >= fewest and not here <= after:
            yield [given[number][1] for number in sorted(here)]


def comes(program: Program, same_day: list[Option]) -> int:
    """How much a patient comes on a day: at least as much as for any sessions of it that take the same minute."""
    coming = program.variable()
    given = [(start, option) for option in same_day if (start := only(option.starts)) is not None]
    open_ones = [[option] for option in same_day if only(option.starts) is None]
    for together in (*at_the_same_time(given, fewest=1), *open_ones):
        program.row([*((1, option.variable) for option in together), (-1, coming)], most=0)
    return coming


def beyond_short_ones(same_day: list[Option], asked: int) -> Iterator[tuple[list[Term], int]]:
    """Minutes that long options must add where as many as can be attended are short, for so many counted ones.

    Two meetings of 75 minutes are not three hours, whatever parts of others a relaxation adds: there has to be one of
    105 minutes instead of one of them, or two of 90.
    """
    given = [(start, option) for option in same_day if option.counted and (start := only(option.starts)) is not None]
    most = _most_one_after_the_other(given)
    for short in sorted({option.counted for _, option in given}):
        lacking = asked - most * short
        if lacking > 0:
            timed = {option.variable for _, option in given}
            longer = [(option, option.counted - short * (option.variable in timed)) for option in same_day]
            yield [(min(minutes, lacking), option.variable) for option, minutes in longer if minutes > 0], lacking


def _most_one_after_the_other(given: list[tuple[int, Option]]) -> int:
    """How many options with a given start can be attended at most."""
    count = until = 0
    for end, start in sorted((start + option.unit.minutes, start) for start, option in given):
        if start >= until:
            count, until = count + 1, end
    return count


def starts_taken(given: Option, other: Option, *, buffered: bool = False) -> Starts:
    """Starts of the other option at which it would overlap this one, whose start is given; or the buffer after it."""
    start = only(given.starts) or 0
    after_other, after_given = (one.unit.session_type.buffer_minutes if buffered else 0 for one in (other, given))
    return _between(start - other.unit.minutes - after_other + 1, start + given.unit.minutes + after_given)


def _between(first: int, end: int) -> Starts:
    first = max(0, first)
    return ((1 << max(0, end - first)) - 1) << first


def parts_that_cannot_hold_all(same_day: list[Option]) -> Iterator[tuple[list[Term], int]]:
    """Parts of a therapist's day too short for all sessions that lie wholly inside, buffers included."""
    lasting = [(option, option.unit.minutes + option.unit.session_type.buffer_minutes) for option in same_day]
    reached = reach(lasting)
    spans = [(next(each(option.starts)), option.starts.bit_length() - 1 + minutes) for option, minutes in lasting]
    known: set[tuple[int, ...]] = set()
    for begin in sorted({first for first, _ in spans}):
        for end in sorted({last for _, last in spans if last > begin}):
            inside = tuple(number for number, (first, last) in enumerate(spans) if first >= begin and last <= end)
            room = (reached & _between(begin, end)).bit_count()
            if inside not in known and sum(lasting[number][1] for number in inside) > room:
                known.add(inside)
                yield [(lasting[number][1], lasting[number][0].variable) for number in inside], room
