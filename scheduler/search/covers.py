"""Meetings that leave a one-to-one session no start: what the linear relaxation must know to share out seats well.

A session is led by one therapist for one patient. Where the therapist's other sessions of the day take all of its
starts but those that a meeting of the patient takes, the patient cannot have both. Without these rows most patients
whose seats come from the relaxation have no time left to see their therapist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.model.starts import Starts, only
from scheduler.search.linear import Term
from scheduler.search.options import Option, at_the_same_time, starts_taken


@dataclass(frozen=True, slots=True)
class _Taken:
    """Starts of a one-to-one session that another session with a given start takes, where it is held or attended."""

    option: Option
    starts: Starts


def covers(visit: Option, attended: Sequence[Option], led: Sequence[Option]) -> Iterator[tuple[list[Term], int]]:
    """Sums of variables with their limits, which every week keeps.

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
    for together in at_the_same_time(given, fewest=1):
        remaining = visit.starts
        for option in together:
            remaining &= starts_of[option.variable]
        yield _row(visit, together, _needed(visit.starts & ~remaining, of_therapist))


def _in_the_way(visit: Option, options: Sequence[Option], *, buffered: bool) -> list[_Taken]:
    given = [option for option in options if option.unit is not visit.unit and only(option.starts) is not None]
    taken = [_Taken(option, starts_taken(option, visit, buffered=buffered) & visit.starts) for option in given]
    return [one for one in taken if one.starts]


def _without(starts: Starts, taken: Sequence[_Taken]) -> Starts:
    for one in taken:
        starts &= ~one.starts
    return starts


def _needed(starts: Starts, taken: Sequence[_Taken]) -> list[Option]:
    """As few as can be, one dropped after the other, that together still take these starts."""
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
