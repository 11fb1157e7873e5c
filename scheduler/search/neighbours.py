"""Which patients to plan anew together: small sets, chosen by what ties patients to each other."""

import random

from scheduler.search.incumbent import Incumbent

BATCH = 14
"""Patients planned anew at a time, as a rule: sub-models of that size are solved in tens of milliseconds."""

MANY = 60
"""Patients planned anew at most, where all care is demanded of them."""


def batches(incumbent: Incumbent, size: int) -> list[list[str]]:
    """Everybody in care, in batches of patients who could share many sessions, the least free first."""
    shared = {patient: _possible_units(incumbent, patient) for patient in incumbent.places.patients}
    waiting = sorted(shared, key=lambda patient: (shared[patient].bit_count(), patient))
    result = []
    while waiting:
        first = waiting[0]
        by_likeness = sorted(waiting, key=lambda other: (-_likeness(shared[first], shared[other]), other))
        batch = by_likeness[:size]
        result.append(batch)
        left = set(waiting) - set(batch)
        waiting = [patient for patient in waiting if patient in left]
    return result


def _possible_units(incumbent: Incumbent, patient: str) -> int:
    bits = 0
    for unit in incumbent.units_of[patient]:
        if unit.group:
            bits |= 1 << incumbent.numbers[unit.name]
    return bits


def _likeness(one: int, other: int) -> int:
    """Thousandths of the units that either could attend which both could."""
    return 1000 * (one & other).bit_count() // max(1, (one | other).bit_count())


def around_somebody(incumbent: Incumbent, patient: str, chance: random.Random, size: int) -> set[str]:
    """A patient and people whose sessions are in the way of this one's: in the groups, or with the therapists."""
    free = {patient}
    units = list(incumbent.units_of[patient])
    chance.shuffle(units)
    for unit in units:
        if len(free) >= size:
            break
        rivals = _rivals(incumbent, unit.name, chance)
        free.update(rivals[: max(1, min(len(rivals), size - len(free), 1 + size // 3))])
    return free


def _rivals(incumbent: Incumbent, name: str, chance: random.Random) -> list[str]:
    unit = incumbent.units[name]
    if unit.group:
        held = incumbent.placed.get(name)
        rivals = list(held.patients) if held else [who for who in unit.patients if incumbent.worths[who].care]
    else:
        led = [incumbent.placed[other] for who in sorted(unit.leaders) for other in sorted(incumbent.led[who])]
        rivals = [who for one in led if one.unit.day == unit.day and not one.unit.group for who in one.patients]
    chance.shuffle(rivals)
    return rivals
