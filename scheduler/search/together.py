"""Meetings at the same time that go on as they are, as one place: models need not tell apart what is the same."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from scheduler.model.placed import Placed
from scheduler.model.places import Unit
from scheduler.search.incumbent import Incumbent


def with_those_beside_as_one(
    incumbent: Incumbent, planned: Collection[str], meetings: Sequence[Unit]
) -> Iterator[Unit]:
    """These meetings, where those that go on as they are and are open to the same patients at the same time are one.

    It needs no therapist and no room, which stay reserved for the meetings it stands for. A group that could meet at
    another time, is closed or might become too small, what is agreed about it, whom to keep apart, and an earlier week
    let meetings stand alone.
    """
    spoken_for = {member.group for member in incumbent.places.caseload.members if member.patient in planned}
    spoken_for |= {unit.group.group for unit in meetings if unit.group and not unit.stays}
    same: dict[object, list[Unit]] = defaultdict(list)
    for unit in meetings:
        if not unit.stays or not _is_as_it_was(unit) or not _is_like_others(incumbent, unit, spoken_for):
            yield unit
        elif unit.patients:
            kind = (unit.session_type.session_type, unit.day, unit.minutes, unit.starts)
            same[kind, tuple(unit.patients)].append(unit)
    for units in same.values():
        seats = sum(unit.group.max_size - len(unit.staying) for unit in units if unit.group)
        first, names = units[0], tuple(unit.name for unit in units)
        group = first.group and replace(first.group, min_size=0, max_size=seats, leaders=0)
        yield replace(
            first, name=" ".join(names), group=group, row=None, leaders={}, pools={}, staying=(), beside=names
        )


def _is_as_it_was(unit: Unit) -> bool:
    """Whether nobody else can lead it, and no other thing be held."""
    return len(unit.leaders) == unit.needed_leaders and all(len(pools) == 1 for pools in unit.pools.values())


def _is_like_others(incumbent: Incumbent, unit: Unit, spoken_for: Collection[str]) -> bool:
    group = unit.group
    if group is None or group.same_members or group.group in spoken_for or incumbent.places.week.earlier:
        return False
    rooms = [incumbent.places.pools[pool].capacity for pools in unit.pools.values() for pool in pools]
    return (
        len(unit.staying) >= group.min_size
        and all(capacity is None or capacity >= group.max_size for capacity in rooms)
        and not any(other in unit.patients for who in unit.patients for other, _ in incumbent.apart[who])
    )


def told_apart(incumbent: Incumbent, one: Placed) -> Iterator[Placed]:
    """What is placed in a unit, each meeting that it stands for by itself; whoever was in one of them stays there."""
    if not one.unit.beside:
        yield one
        return
    held = [incumbent.placed[name] for name in one.unit.beside]
    seats = {before.unit.name: [who for who in one.patients if who in before.patients] for before in held}
    seated = {who for there in seats.values() for who in there}
    free = Counter(
        {
            before.unit.name: before.unit.group.max_size - len(_staying(one, before)) - len(seats[before.unit.name])
            for before in held
            if before.unit.group
        }
    )
    for who in one.patients:
        if who not in seated:
            name = max(free, key=lambda name: (free[name], name))
            free[name] -= 1
            seats[name].append(who)
    for before in held:
        unit = replace(before.unit, staying=_staying(one, before))
        yield replace(before, unit=unit, patients=tuple(seats[before.unit.name]))


def _staying(one: Placed, before: Placed) -> tuple[str, ...]:
    return tuple(who for who in before.patients if who not in one.unit.patients)
