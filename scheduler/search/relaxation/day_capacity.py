"""What a therapist can lead on one day: one of the largest sets of sessions that fit is chosen, or a part of it.

A day of 330 minutes holds five sessions of 50 minutes with 10 between them, and not five and a half; beside a meeting
it depends on when that is. One-to-one sessions of the same length are as good as each other here, so that a set is the
meetings in it and how many sessions of each length.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from scheduler.model.domains import Starts, only, starts_in_free
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.fitting import WHOLE_DAY, first_end
from scheduler.search.relaxation.program import Option, Relaxation, by_day
from scheduler.search.solver.linear import Program, Term

Counts = tuple[int, ...]
"""How many sessions of each kind."""


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A session with a given start; the minutes that it takes, with its buffer, are bits."""

    variable: int
    minutes: int
    taken: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """Sessions with open starts that last as long, with and without their buffer; starts of any of them."""

    minutes: int
    lasting: int
    starts: Starts
    variables: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """Some of the meetings of a day, by variable, and sessions that fit beside them."""

    meetings: frozenset[int]
    counts: Counts

    def holds(self, other: "_Day") -> bool:
        return other.meetings <= self.meetings and all(map(int.__le__, other.counts, self.counts))


def lead_one_set_a_day(relaxation: Relaxation, therapist: str) -> None:
    """Keep each day of a therapist to one of the largest sets of sessions, where these are not too many."""
    facts = relaxation.problem.caseload.therapists[therapist]
    limits = [most for most in (facts.max_minutes_day, facts.max_minutes_week) if most is not None]
    for same_day in by_day(relaxation.led[therapist]):
        choose_capacity(relaxation.program, same_day, min(limits, default=None))


def choose_capacity(program: Program, same_day: Sequence[Option], most: int | None) -> None:
    """Rows that keep what a therapist leads on a day to one of the largest sets; none where these are too many.

    Args:
        program: gets a variable for each of these sets.
        same_day: what the therapist may lead on this day.
        most: minutes of sessions on a day, None for no limit.
    """
    meetings, kinds = _meetings(same_day), _kinds(same_day)
    days = _largest_days(meetings, kinds, most)
    if days is None or days == [_Day(frozenset(one.variable for one in meetings), _all_of(kinds))]:
        return
    chosen = [program.variable() for _ in days]
    program.row([(1, variable) for variable in chosen], most=1)
    for meeting in meetings:
        room: list[Term] = [
            (-1, variable) for variable, day in zip(chosen, days, strict=True) if meeting.variable in day.meetings
        ]
        program.row([(1, meeting.variable), *room], most=0)
    for number, kind in enumerate(kinds):
        room = [(-day.counts[number], variable) for variable, day in zip(chosen, days, strict=True)]
        program.row([*((1, variable) for variable in kind.variables), *room], most=0)


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


def _lasting(option: Option) -> int:
    return option.candidate.minutes + option.candidate.session_type.buffer_minutes


def _all_of(kinds: Sequence[_Kind]) -> Counts:
    return tuple(len(kind.variables) for kind in kinds)


def _largest_days(meetings: Sequence[_Meeting], kinds: Sequence[_Kind], most: int | None) -> list[_Day] | None:
    """Days that no other one holds; any day is part of one of them. None where too many are to be tried."""
    if prod(count + 1 for count in _all_of(kinds)) > POLICY.patterns.counts:
        return None
    found: list[_Day] = []
    for tried, (chosen, taken) in enumerate(_sets(meetings, (), 0, most)):
        if tried == POLICY.patterns.sets:
            return None
        left = None if most is None else most - sum(meeting.minutes for meeting in chosen)
        variables = frozenset(meeting.variable for meeting in chosen)
        found += [_Day(variables, counts) for counts in _largest_counts(kinds, taken, left)]
    largest: list[_Day] = []
    for day in sorted(found, key=lambda day: -len(day.meetings) - sum(day.counts)):
        if not any(other.holds(day) for other in largest):
            largest.append(day)
    return largest


def _sets(
    meetings: Sequence[_Meeting], chosen: tuple[_Meeting, ...], taken: int, left: int | None
) -> Iterator[tuple[tuple[_Meeting, ...], int]]:
    """Every set of meetings that fits, with the minutes that it takes."""
    yield chosen, taken
    for number, meeting in enumerate(meetings):
        if not taken & meeting.taken and (left is None or meeting.minutes <= left):
            after = None if left is None else left - meeting.minutes
            yield from _sets(meetings[number + 1 :], (*chosen, meeting), taken | meeting.taken, after)


def _largest_counts(kinds: Sequence[_Kind], taken: int, most: int | None) -> Iterator[Counts]:
    """Numbers of sessions of each kind that fit beside what is taken, and no session more.

    The earliest end of so many sessions decides, whatever their order: dynamic programming over the numbers.
    """
    starts = [kind.starts & starts_in_free(WHOLE_DAY & ~taken, kind.lasting) for kind in kinds]
    ends: dict[Counts, int] = {(0,) * len(kinds): 0}
    while ends:
        following: dict[Counts, int] = {}
        for counts, end in ends.items():
            is_largest = True
            for number, kind in enumerate(kinds):
                more = (*counts[:number], counts[number] + 1, *counts[number + 1 :])
                minutes = sum(count * one.minutes for count, one in zip(more, kinds, strict=True))
                after = first_end(starts[number], end, kind.lasting)
                if more[number] <= len(kind.variables) and (most is None or minutes <= most) and after is not None:
                    following[more] = min(after, following.get(more, after))
                    is_largest = False
            if is_largest:
                yield counts
        ends = following
