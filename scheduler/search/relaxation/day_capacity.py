"""What a therapist can lead on one day: of the largest sets of sessions that fit, one is chosen.

A day of 330 minutes holds five sessions of 50 minutes with 10 between them, not five and a half.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from scheduler.model.domains import Starts, only, starts_in_free
from scheduler.search.relaxation.fitting import NEVER, WHOLE_DAY
from scheduler.search.relaxation.program import Option, Relaxation
from scheduler.search.solver.linear import Term

MOST_SETS = 400
MOST_COUNTS = 200


@dataclass(frozen=True, slots=True)
class _Meeting:
    variable: int
    minutes: int
    taken: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """Sessions with an open start that last as long, taken together."""

    minutes: int
    lasting: int
    starts: Starts
    variables: tuple[int, ...]


Counts = tuple[int, ...]


def choose_capacity(relaxation: Relaxation, same_day: Sequence[Option], most: int | None) -> bool:
    """Rows that a therapist's day is inside one of the largest sets that fit; False where these are too many."""
    meetings, kinds = _meetings(same_day), _kinds(same_day)
    count = 1
    for kind in kinds:
        count *= len(kind.variables) + 1
    largest: list[tuple[frozenset[int], Counts]] = []
    number = 0
    for chosen, taken, minutes in _sets(meetings, 0, 0, (), most):
        number += 1
        if number > MOST_SETS:
            return False
        variables = frozenset(meeting.variable for meeting in chosen)
        counts = _largest_counts(kinds, taken, None if most is None else most - minutes)
        if counts is None:
            return False
        largest += [(variables, each) for each in counts]
    largest = _undominated(largest)
    total_variables = frozenset(meeting.variable for meeting in meetings)
    total_counts = tuple(len(kind.variables) for kind in kinds)
    if largest == [(total_variables, total_counts)]:
        return True
    program = relaxation.program
    patterns = [program.variable() for _ in largest]
    program.row([(1, pattern) for pattern in patterns], most=1)
    for meeting in meetings:
        inside: list[Term] = [(-1, pattern) for pattern, (held, _) in zip(patterns, largest, strict=True) if meeting.variable in held]
        program.row([(1, meeting.variable), *inside], most=0)
    for place, kind in enumerate(kinds):
        room = [(-counts[place], pattern) for pattern, (_, counts) in zip(patterns, largest, strict=True) if counts[place]]
        program.row([*((1, variable) for variable in kind.variables), *room], most=0)
    return True


def _undominated(sets: list[tuple[frozenset[int], Counts]]) -> list[tuple[frozenset[int], Counts]]:
    kept: list[tuple[frozenset[int], Counts]] = []
    for held, counts in sorted(sets, key=lambda one: (-len(one[0]) - sum(one[1]), sorted(one[0]), one[1])):
        if not any(held <= other and all(map(int.__le__, counts, more)) for other, more in kept):
            kept.append((held, counts))
    return kept


def _lasting(option: Option) -> int:
    return option.candidate.minutes + option.candidate.session_type.buffer_minutes


def _meetings(same_day: Sequence[Option]) -> list[_Meeting]:
    return [
        _Meeting(option.variable, option.candidate.minutes, ((1 << _lasting(option)) - 1) << start)
        for option in same_day
        if (start := only(option.starts)) is not None
    ]


def _kinds(same_day: Sequence[Option]) -> list[_Kind]:
    alike: dict[tuple[int, int], list[Option]] = defaultdict(list)
    for option in same_day:
        if only(option.starts) is None:
            alike[option.candidate.minutes, _lasting(option)].append(option)
    kinds = []
    for (minutes, lasting), options in alike.items():
        starts = 0
        for option in options:
            starts |= option.starts
        kinds.append(_Kind(minutes, lasting, starts, tuple(option.variable for option in options)))
    return kinds


def _sets(
    meetings: Sequence[_Meeting], taken: int, minutes: int, chosen: tuple[_Meeting, ...], most: int | None
) -> Iterator[tuple[tuple[_Meeting, ...], int, int]]:
    yield chosen, taken, minutes
    for number, meeting in enumerate(meetings):
        if not taken & meeting.taken and (most is None or minutes + meeting.minutes <= most):
            yield from _sets(
                meetings[number + 1 :], taken | meeting.taken, minutes + meeting.minutes, (*chosen, meeting), most
            )


def _largest_counts(kinds: Sequence[_Kind], taken: int, minutes: int | None) -> list[Counts] | None:
    """Largest numbers of sessions of each kind that fit beside what is taken; None where too many are to be tried."""
    free = WHOLE_DAY & ~taken
    starts = [kind.starts & starts_in_free(free, kind.lasting) for kind in kinds]
    ends: dict[Counts, int] = {(0,) * len(kinds): 0}
    latest = [(0,) * len(kinds)]
    largest = []
    while latest:
        following: dict[Counts, int] = {}
        for counts in latest:
            is_largest = True
            for place, kind in enumerate(kinds):
                if counts[place] == len(kind.variables):
                    continue
                more = (*counts[:place], counts[place] + 1, *counts[place + 1 :])
                if minutes is not None and sum(each * one.minutes for each, one in zip(more, kinds, strict=True)) > minutes:
                    continue
                later = starts[place] >> ends[counts]
                if later:
                    end = ends[counts] + (later & -later).bit_length() - 1 + kind.lasting
                    following[more] = min(end, following.get(more, NEVER))
                    is_largest = False
            if is_largest:
                largest.append(counts)
        ends.update(following)
        if len(ends) > MOST_COUNTS:
            return None
        latest = list(following)
    return largest
