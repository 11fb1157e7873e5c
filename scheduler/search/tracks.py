"""Parts of a week that share nobody and nothing: what is true of each of them is true of all together."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import replace

from scheduler.model.places import Places, Unit


def tracks_of(places: Places) -> list[Places]:
    """The places of each part that shares no patient, therapist, resource or group with the others, nor keeps apart.

    Where at most so many appointments may change in all, that is one part.
    """
    if places.changes_left is not None:
        return [places]
    leads_to: dict[Hashable, Hashable] = {}
    for unit in places.units:
        _join(leads_to, [("unit", unit.name), *_taking_part(unit)])
    for pair in places.caseload.keep_apart:
        _join(leads_to, [("patient", pair.patient_a), ("patient", pair.patient_b)])
    units: dict[Hashable, list[Unit]] = defaultdict(list)
    for unit in places.units:
        units[_end(leads_to, ("unit", unit.name))].append(unit)
    patients: dict[Hashable, list[str]] = defaultdict(list)
    for who in places.patients:
        end = _end(leads_to, ("patient", who))
        patients[end if end in units else next(iter(units), end)].append(who)
    if len(units) <= 1:
        return [places]
    return [replace(places, units=some, patients=tuple(patients[end])) for end, some in units.items()]


def _taking_part(unit: Unit) -> Iterator[Hashable]:
    if unit.group:
        yield "group", unit.group.group
    for who in unit.patients:
        yield "patient", who
    for who in unit.leaders:
        yield "therapist", who
    for choices in unit.pools.values():
        for pool in choices:
            yield "pool", pool


def _join(leads_to: dict[Hashable, Hashable], together: list[Hashable]) -> None:
    first = _end(leads_to, together[0])
    for one in together[1:]:
        leads_to[_end(leads_to, one)] = first


def _end(leads_to: dict[Hashable, Hashable], one: Hashable) -> Hashable:
    """What stands for everything that is joined with it."""
    while (then := leads_to.get(one, one)) != one:
        leads_to[one] = leads_to.get(then, then)
        one = then
    return one
