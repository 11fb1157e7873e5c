"""Cuts and cliques of the relaxation, from the minutes that sessions of one day take.

Without the cover cuts most patients whose seats come from the relaxation have no time left to see their therapist: 43,
31 and 34 patients lacked 8,040, 6,005 and 7,280 minutes (fixed 240, three seeds), with them 27 to 31 lack 2,900 to
3,500, for 900 rows and 0.1 s. Cuts for pairs of meetings, 2,700 to 3,700 rows, gained nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduler.model.domains import Starts, each, minutes_covered, only
from scheduler.search.relaxation.program import Option
from scheduler.search.solver.linear import Program, Term


def reach(lasting: list[tuple[Option, int]]) -> int:
    """Minutes of a day and the hours after it, as bits, that options of such lengths can take."""
    reached = 0
    for option, minutes in lasting:
        reached |= minutes_covered(option.starts, minutes)
    return reached


def conflict_cliques(given: list[tuple[int, Option]], fewest: int = 2) -> Iterator[list[Option]]:
    """Maximal sets of options that take the same minute; those with fewer than ``fewest`` are left out."""
    by_start = [
        {number for number, (start, option) in enumerate(given) if start <= now < start + option.candidate.minutes}
        for now in sorted({start for start, _ in given})
    ]
    by_start.append(set())
    for here, after in pairwise(by_start):
        if len(here) >= fewest and not here <= after:
            yield [given[number][1] for number in sorted(here)]


def attendance_of_day(program: Program, same_day: list[Option]) -> int:
    """Variable of whether a patient comes on a day: at least any clique of its sessions."""
    coming = program.variable()
    given = [(start, option) for option in same_day if (start := only(option.starts)) is not None]
    open_ones = [[option] for option in same_day if only(option.starts) is None]
    for clique in (*conflict_cliques(given, fewest=1), *open_ones):
        program.row([*((1, option.variable) for option in clique), (-1, coming)], most=0)
    return coming


def long_session_cuts(same_day: list[Option], asked: int) -> Iterator[tuple[list[Term], int]]:
    """Cut for a qualifying day: minutes that long sessions must add where as many as fit are short.

    Two meetings of 75 minutes are not three hours, whatever fractions of others are added: there has to be one of 105
    minutes instead of one of them, or two of 90. Of those who lacked something 40 of 94 lacked only such a day, with
    the cut 23 of 73 (fixed 500).
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
    for end, start in sorted((start + option.candidate.minutes, start) for start, option in given):
        if start >= until:
            count, until = count + 1, end
    return count


def starts_taken(given: Option, other: Option, *, buffered: bool = False) -> Starts:
    """Starts of the other option that would overlap this one, whose start is given, or a buffer where asked."""
    start = only(given.starts) or 0
    after_other, after_given = (one.candidate.session_type.buffer_minutes if buffered else 0 for one in (other, given))
    return _between(start - other.candidate.minutes - after_other + 1, start + given.candidate.minutes + after_given)


def _between(first: int, end: int) -> Starts:
    first = max(0, first)
    return ((1 << max(0, end - first)) - 1) << first


def day_part_cuts(same_day: list[Option]) -> Iterator[tuple[list[Term], int]]:
    """Knapsack rows: parts of a therapist's day too short for all sessions that lie wholly inside, buffers included."""
    lasting = [(option, option.candidate.minutes + option.candidate.session_type.buffer_minutes) for option in same_day]
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


@dataclass(frozen=True, slots=True)
class _Blocking:
    """An option with a given start, and the starts of a one-to-one session that it takes."""

    option: Option
    starts: Starts


def cover_cuts(visit: Option, attended: Sequence[Option], led: Sequence[Option]) -> Iterator[tuple[list[Term], int]]:
    """Cover inequalities of a one-to-one session: not beside a set of others that leaves it no start.

    The therapist's other sessions take all of its starts but those that a meeting of the patient takes; so not all of
    these can be had. Sets are cut down to minimal covers, and meetings at the same minute are lifted together.

    Args:
        visit: a one-to-one session as its therapist could lead it, with the starts at which the patient could come.
        attended: what the patient could attend on that day.
        led: what the therapist could lead on that day, the session itself among others.
    """
    of_therapist = _in_the_way(visit, led, buffered=True)
    left = _without(visit.starts, of_therapist)
    if not left:
        yield _row(visit, [], _needed(visit.starts, of_therapist))
        return
    all_left = [one for one in _in_the_way(visit, attended, buffered=False) if not left & ~one.starts]
    starts_of = {one.option.variable: one.starts for one in all_left}
    given = [(start, one.option) for one in all_left if (start := only(one.option.starts)) is not None]
    for clique in conflict_cliques(given, fewest=1):
        remaining = visit.starts
        for option in clique:
            remaining &= starts_of[option.variable]
        yield _row(visit, clique, _needed(visit.starts & ~remaining, of_therapist))


def _in_the_way(visit: Option, options: Sequence[Option], *, buffered: bool) -> list[_Blocking]:
    given = [
        option for option in options if option.candidate is not visit.candidate and only(option.starts) is not None
    ]
    taken = [_Blocking(option, starts_taken(option, visit, buffered=buffered) & visit.starts) for option in given]
    return [one for one in taken if one.starts]


def _without(starts: Starts, taken: Sequence[_Blocking]) -> Starts:
    for one in taken:
        starts &= ~one.starts
    return starts


def _needed(starts: Starts, taken: Sequence[_Blocking]) -> list[Option]:
    """A minimal cover: options that together still take these starts, one dropped after the other."""
    kept = list(taken)
    for one in taken:
        others = [other for other in kept if other is not one]
        if not _without(starts, others):
            kept = others
    return [one.option for one in kept]


def _row(visit: Option, one_of: Sequence[Option], all_of: Sequence[Option]) -> tuple[list[Term], int]:
    """Not the session with one of these and all of those."""
    terms: list[Term] = [(1, option.variable) for option in (visit, *one_of, *all_of)]
    return terms, len(all_of) + bool(one_of)
