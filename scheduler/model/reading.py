"""From what is placed to the sessions of a schedule."""

import heapq
from collections import Counter
from collections.abc import Iterable

from scheduler.caseload import GroupMode
from scheduler.model.placed import Placed, PlacedWeek
from scheduler.model.places import Places, Unit
from scheduler.schedule import Schedule, Session, session_id


def schedule_of(places: Places, placed: PlacedWeek) -> Schedule:
    """The schedule that the placed units stand for."""
    in_order = sorted(placed.values(), key=lambda one: (one.unit.day, one.start, one.unit.name))
    things = _things(places, in_order)
    orders: Counter[object] = Counter()
    meetings: Counter[str] = Counter()
    sessions = []
    for one in in_order:
        unit, group = one.unit, one.unit.group
        holder = group.group if group else one.patients[0]
        on, name = places.week.date_of(unit.day), unit.session_type.session_type
        orders[on, name, holder, group is None] += 1
        if group:
            meetings[holder] += 1
        sessions.append(
            Session(
                session=session_id(
                    on, name, holder, orders[on, name, holder, group is None], is_group=group is not None
                ),
                on=on,
                start=one.start,
                end=one.start + unit.minutes,
                session_type=name,
                group=holder if group else None,
                meeting=meetings[holder] if group else None,
                therapists=one.leaders,
                resources=tuple(sorted(things[unit.name])),
                mode=_mode(unit),
                patients=one.patients,
            )
        )
    return Schedule.of(sessions)


def _mode(unit: Unit) -> GroupMode:
    if unit.group:
        return unit.group.mode
    return "virtual" if unit.remote else "in_person"


def _things(places: Places, in_order: Iterable[Placed]) -> dict[str, list[str]]:
    """Which resource of its pools each unit holds.

    Taking the first that is free by then, in order of time, as many suffice as are in use at once.
    """
    free: dict[tuple[int, int], list[str]] = {}
    busy: dict[tuple[int, int], list[tuple[int, str]]] = {}
    held: dict[str, list[str]] = {}
    for one in in_order:
        held[one.unit.name] = []
        for _, pool in one.pools:
            ready = free.setdefault((pool, one.unit.day), sorted(places.pools[pool].resources))
            ending = busy.setdefault((pool, one.unit.day), [])
            while ending and ending[0][0] <= one.start:
                heapq.heappush(ready, heapq.heappop(ending)[1])
            thing = heapq.heappop(ready)
            heapq.heappush(ending, (one.start + one.unit.minutes, thing))
            held[one.unit.name].append(thing)
    return held
