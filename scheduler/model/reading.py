"""From a solution of the model to the sessions of a schedule."""

import heapq
from collections.abc import Callable, Iterable, Mapping

from scheduler.caseload import GroupMode
from scheduler.model.places import Unit
from scheduler.model.variables import Literal, WeekModel
from scheduler.schedule import Schedule, Session, session_id

Values = Callable[[Literal], bool]


def read_schedule_of(model: WeekModel, is_true: Callable[[Literal], bool], start_of: Callable[[int], int]) -> Schedule:
    """The schedule that a solution stands for.

    Args:
        model: the model that was solved.
        is_true: value of a literal.
        start_of: start minute of a unit by its number.
    """
    running = sorted(
        (number for number in range(len(model.units)) if is_true(model.runs[number])),
        key=lambda number: (model.units[number].day, start_of(number), model.units[number].name),
    )
    things = _things(model, running, is_true, start_of)
    orders: dict[object, int] = {}
    meetings: dict[str, int] = {}
    sessions = []
    for number in running:
        unit = model.units[number]
        patients = tuple(sorted(who for who, literal in model.attends[number].items() if is_true(literal)))
        holder = unit.group.group if unit.group else patients[0]
        on = model.week.date_of(unit.day)
        key = (on, unit.session_type.session_type, holder, unit.group is None)
        orders[key] = orders.get(key, 0) + 1
        if unit.group:
            meetings[holder] = meetings.get(holder, 0) + 1
        sessions.append(
            Session(
                session=session_id(
                    on, unit.session_type.session_type, holder, orders[key], is_group=unit.group is not None
                ),
                on=on,
                start=start_of(number),
                end=start_of(number) + unit.minutes,
                session_type=unit.session_type.session_type,
                group=holder if unit.group else None,
                meeting=meetings[holder] if unit.group else None,
                therapists=tuple(sorted(who for who, literal in model.leads[number].items() if is_true(literal))),
                resources=tuple(sorted(things.get(number, ()))),
                mode=_mode(unit),
                patients=patients,
            )
        )
    return Schedule.of(sessions)


def _mode(unit: Unit) -> GroupMode:
    if unit.group:
        return unit.group.mode
    return "virtual" if unit.remote else "in_person"


def _things(
    model: WeekModel, running: Iterable[int], is_true: Values, start_of: Callable[[int], int]
) -> Mapping[int, list[str]]:
    """Which resource of its pools each unit holds: the one free longest ago, so as many suffice as overlap at once."""
    free: dict[tuple[int, int], list[str]] = {}
    busy: dict[tuple[int, int], list[tuple[int, str]]] = {}
    held: dict[int, list[str]] = {}
    for number in running:
        unit = model.units[number]
        for pools in model.holds[number].values():
            for pool, literal in pools.items():
                if not is_true(literal):
                    continue
                key = (pool, unit.day)
                ready = free.setdefault(key, list(model.places.pools[pool].resources))
                ending = busy.setdefault(key, [])
                while ending and ending[0][0] <= start_of(number):
                    heapq.heappush(ready, heapq.heappop(ending)[1])
                thing = heapq.heappop(ready)
                heapq.heappush(ending, (start_of(number) + unit.minutes, thing))
                held.setdefault(number, []).append(thing)
    return held
