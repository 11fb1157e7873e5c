"""Day patterns: one variable for each set of sessions that a patient can attend on one day.

Day by day, two thirds of each of three meetings make a day that no patient can have. With a variable for each whole
day, of which one is chosen, the program is the convex hull of what each patient can attend on each day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.model.domains import only
from scheduler.search.relaxation.fitting import Visit, fits
from scheduler.search.relaxation.cuts import attendance_of_day
from scheduler.search.relaxation.program import Option, by_day, Relaxation
from scheduler.search.solver.linear import Term

Pattern = frozenset[int]
"""Variables of what a patient attends on a day."""


MOST = 1000


def choose_patterns(relaxation: "Relaxation", patient: str) -> None:
    """One pattern of each day of the patient on which they are not too many."""
    program, week = relaxation.program, relaxation.problem.week
    sessions = {
        name: min(limits)
        for name, planned in week.plans[patient].items()
        if (limits := [most for most in (planned.sessions_max, week.caseload.session_types[name].max_per_day) if most is not None])
    }
    care = week.limits[patient]
    minutes = min((most for most in (care.max_minutes_day, care.max_minutes_week) if most is not None), default=None)
    for day, same_day in enumerate(by_day(relaxation.options[patient])):
        found = day_patterns(same_day, DayLimits(minutes, sessions), MOST) if same_day else None
        if found is None:
            continue
        chosen = relaxation.patterns[patient, day] = {pattern: (program.variable(), counted) for pattern, counted in found.items()}
        program.row([(1, variable) for variable, _ in chosen.values()], least=1, most=1)
        for option in {option.variable for option in same_day}:
            held = [(1, variable) for pattern, (variable, _) in chosen.items() if option in pattern]
            program.row([*held, (-1, option)], least=0, most=0)


def attendance(relaxation: "Relaxation", patient: str, same_day: "Sequence[Option]") -> "list[Term]":
    """Terms that are 1 at the least where a patient attends any of these options of a day."""
    patterns = relaxation.patterns.get((patient, same_day[0].candidate.day))
    if patterns is None:
        return [(1, attendance_of_day(relaxation.program, same_day))]
    meant = {option.variable for option in same_day}
    return [(1, variable) for pattern, (variable, _) in patterns.items() if not meant.isdisjoint(pattern)]


@dataclass(frozen=True, slots=True)
class DayLimits:
    """What a day of a patient may hold: counted minutes, and sessions by type."""

    minutes: int | None
    sessions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Item:
    """What is chosen together on a day: the options of one variable."""

    variable: int
    counted: int
    taken: int
    """Minutes, as bits, of those with a given start; -1 where two of these overlap."""
    visits: tuple[Visit, ...]
    types: tuple[str, ...]


def day_patterns(same_day: Sequence[Option], limits: DayLimits, most: int) -> dict[Pattern, int] | None:
    """Every set of sessions that fits into a patient's day, with its counted minutes; None where they are too many."""
    by_variable: dict[int, list[Option]] = defaultdict(list)
    for option in same_day:
        by_variable[option.variable].append(option)
    items = [_item(variable, options) for variable, options in by_variable.items()]
    found: dict[Pattern, int] = {}
    for chosen in _sets([item for item in items if item.taken >= 0], limits, (), 0):
        if len(found) >= most:
            return None
        found[frozenset(item.variable for item in chosen)] = sum(item.counted for item in chosen)
    return found


def _item(variable: int, options: Sequence[Option]) -> _Item:
    taken = 0
    visits = []
    for option in options:
        start = only(option.starts)
        if start is None:
            visits.append(Visit(option.starts, option.candidate.minutes))
            continue
        minutes = ((1 << option.candidate.minutes) - 1) << start
        taken = -1 if taken < 0 or taken & minutes else taken | minutes
    return _Item(
        variable,
        sum(option.counted for option in options),
        taken,
        tuple(visits),
        tuple(option.candidate.session_type.session_type for option in options),
    )


def _sets(
    items: Sequence[_Item], limits: DayLimits, chosen: tuple[_Item, ...], taken: int
) -> Iterator[tuple[_Item, ...]]:
    """These and every larger set that is possible with some of the items: whatever is possible, is so without one."""
    yield chosen
    for number, item in enumerate(items):
        more = (*chosen, item)
        if not taken & item.taken and _is_possible(more, limits, taken | item.taken):
            yield from _sets(items[number + 1 :], limits, more, taken | item.taken)


def _is_possible(chosen: Sequence[_Item], limits: DayLimits, taken: int) -> bool:
    if limits.minutes is not None and sum(item.counted for item in chosen) > limits.minutes:
        return False
    types = [name for item in chosen for name in item.types]
    if any(types.count(name) > limits.sessions.get(name, len(types)) for name in set(types)):
        return False
    visits = [visit for item in chosen for visit in item.visits]
    return not visits or fits(visits, taken)
