"""Pools: interchangeable rooms as one cumulative resource, settled to rooms by name afterwards."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduler.week.week import Week


@dataclass(frozen=True, slots=True)
class Pool:
    """Interchangeable resources of a day: same kinds, capacity and windows, none of them named by a row of that day."""

    day: int
    resources: tuple[str, ...]
    kinds: frozenset[str]
    capacity: int | None


def pools_of(week: Week, named: Collection[str], day: int) -> Iterator[Pool]:
    """The pools of a day, in which each of the ``named`` resources is alone."""
    alike: dict[object, list[str]] = {}
    for name, resource in week.caseload.resources.items():
        own = name if name in named else ""
        alike.setdefault((own, resource.kinds, resource.capacity, week.resources[name][day]), []).append(name)
    for names in alike.values():
        resource = week.caseload.resources[names[0]]
        yield Pool(day, tuple(sorted(names)), resource.kinds, resource.capacity)
