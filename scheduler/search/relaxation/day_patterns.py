"""Day patterns: a variable for each set of sessions that a patient can attend on one day, of which one is chosen.

Day by day, two thirds of each of three meetings make a day that no patient can have. With whole days to choose from,
the program is the convex hull of what each patient can attend on each day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.model.domains import only
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.cuts import attendance_of_day
from scheduler.search.relaxation.fitting import Visit, fits
from scheduler.search.relaxation.program import Option, Pattern, Relaxation, by_day
from scheduler.search.solver.linear import Term


@dataclass(frozen=True, slots=True)
class DayLimits:
    """What a day of a patient may hold: counted minutes, None for no limit, and sessions by type where limited."""

    minutes: int | None
    sessions: Mapping[str, int]


def choose_patterns(relaxation: Relaxation, patient: str) -> None:
    """Have the patient choose one pattern for each day on which there are not too many of them."""
    program, limits = relaxation.program, _limits(relaxation, patient)
    for day, same_day in enumerate(by_day(relaxation.options[patient])):
        possible = patterns_of(same_day, limits, POLICY.patterns.of_patient) if same_day else None
        if possible is None:
            continue
        chosen = relaxation.patterns[patient, day] = {program.variable(): pattern for pattern in possible}
        program.row([(1, variable) for variable in chosen], least=1, most=1)
        for option in {option.variable: option for option in same_day}:
            inside: list[Term] = [(1, variable) for variable, pattern in chosen.items() if option in pattern.options]
            program.row([*inside, (-1, option)], least=0, most=0)


def _limits(relaxation: Relaxation, patient: str) -> DayLimits:
    """The limits of any day, those of the week among them."""
    week = relaxation.problem.week
    care = week.limits[patient]
    minutes = [most for most in (care.max_minutes_day, care.max_minutes_week) if most is not None]
    sessions = {}
    for name, planned in week.plans[patient].items():
        most = (planned.sessions_max, week.caseload.session_types[name].max_per_day)
        if given := [one for one in most if one is not None]:
            sessions[name] = min(given)
    return DayLimits(min(minutes, default=None), sessions)


def attendance(relaxation: Relaxation, patient: str, same_day: list[Option]) -> list[Term]:
    """Terms whose sum is at least 1 where a patient attends any of these options of one day."""
    patterns = relaxation.patterns.get((patient, same_day[0].candidate.day))
    if patterns is None:
        return [(1, attendance_of_day(relaxation.program, same_day))]
    meant = {option.variable for option in same_day}
    return [(1, variable) for variable, pattern in patterns.items() if not meant.isdisjoint(pattern.options)]


def sit_where_meetings_are_held(relaxation: Relaxation) -> None:
    """Nobody has more of a seat than the meeting is held: a quarter of a meeting is no seat for anybody.

    Without these rows a meeting of twelve is held by a twelfth for each who attends it, and takes as little of its
    leader's time.
    """
    for (meeting_class, _), choice in relaxation.choices.items():
        for names in zip(*meeting_class, strict=True):
            relaxation.program.row([(1, choice), *((-1, relaxation.held[name]) for name in names)], most=0)


@dataclass(frozen=True, slots=True)
class _Item:
    """What is chosen together on a day: the options of one variable.

    Args:
        taken: minutes of those with a given start, as bits.
        visits: the others.
        types: of each of them all.
    """

    variable: int
    counted: int
    taken: int
    visits: tuple[Visit, ...]
    types: tuple[str, ...]


def patterns_of(same_day: Sequence[Option], limits: DayLimits, most: int) -> list[Pattern] | None:
    """Every set of options that fits into a patient's day, the empty one first; None where they are more than most."""
    by_variable: dict[int, list[Option]] = defaultdict(list)
    for option in same_day:
        by_variable[option.variable].append(option)
    items = [item for variable, options in by_variable.items() if (item := _item(variable, options)) is not None]
    found: list[Pattern] = []
    for chosen in _sets(items, limits, (), 0):
        if len(found) == most:
            return None
        counted = sum(item.counted for item in chosen)
        found.append(Pattern(frozenset(item.variable for item in chosen), counted))
    return found


def _item(variable: int, options: Sequence[Option]) -> _Item | None:
    """None where two of the options are at the same time, so that nobody can take them."""
    taken, visits = 0, []
    for option in options:
        start = only(option.starts)
        if start is None:
            visits.append(Visit(option.starts, option.candidate.minutes))
            continue
        minutes = ((1 << option.candidate.minutes) - 1) << start
        if taken & minutes:
            return None
        taken |= minutes
    types = tuple(option.candidate.session_type.session_type for option in options)
    return _Item(variable, sum(option.counted for option in options), taken, tuple(visits), types)


def _sets(
    items: Sequence[_Item], limits: DayLimits, chosen: tuple[_Item, ...], taken: int
) -> Iterator[tuple[_Item, ...]]:
    """This set and every possible one with some of the items too: part of what is possible is possible."""
    yield chosen
    for number, item in enumerate(items):
        more = (*chosen, item)
        if not taken & item.taken and _is_possible(more, limits, taken | item.taken):
            yield from _sets(items[number + 1 :], limits, more, taken | item.taken)


def _is_possible(chosen: Sequence[_Item], limits: DayLimits, taken: int) -> bool:
    if limits.minutes is not None and sum(item.counted for item in chosen) > limits.minutes:
        return False
    types = [name for item in chosen for name in item.types]
    if any(types.count(name) > most for name, most in limits.sessions.items()):
        return False
    return fits([visit for item in chosen for visit in item.visits], taken)
