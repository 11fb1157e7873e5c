"""Which patients to plan anew together: small sets, chosen by what ties patients to each other."""

import random
from collections.abc import Collection

from scheduler.search.incumbent import Incumbent

BATCH = 14
"""Patients planned anew at a time, as a rule: sub-models of that size are solved in tens of milliseconds."""

SAME_MEETING, SAME_THERAPIST, SAME_CHOICE, CHANCE = 10, 8, 10, 6
"""What makes one patient near another: each meeting that both attend, the primary therapist, and how far the groups are
the same that either could attend; chance makes each choice another one."""


def beside(incumbent: Incumbent, patient: str, chance: random.Random, size: int) -> list[str]:
    """A patient and those nearest, with whom sessions could be exchanged."""
    patients, attended = incumbent.places.caseload.patients, incumbent.attended
    possible, therapist = incumbent.possible, patients[patient].primary_therapist

    def nearness(other: str) -> float:
        here, there = possible[patient], possible[other]
        return (
            SAME_MEETING * len(attended[patient] & attended[other])
            + SAME_THERAPIST * (patients[other].primary_therapist == therapist)
            + SAME_CHOICE * (here & there).bit_count() / max(1, (here | there).bit_count())
            + CHANCE * chance.random()
        )

    near = {other: nearness(other) for other in incumbent.places.patients if other != patient}
    return [patient, *sorted(near, key=lambda other: (-near[other], other))[: size - 1]]


def caseloads_of(incumbent: Incumbent, patients: Collection[str]) -> list[str]:
    """Everybody who shares a primary therapist with one of these patients."""
    facts = incumbent.places.caseload.patients
    therapists = {facts[patient].primary_therapist for patient in patients}
    return [other for other in incumbent.places.patients if facts[other].primary_therapist in therapists]


def of_same_therapist(incumbent: Incumbent, patient: str, chance: random.Random, size: int) -> list[str]:
    """A patient and others of the same primary therapist, whose hours they share."""
    others = [other for other in caseloads_of(incumbent, [patient]) if other != patient]
    return [patient, *chance.sample(others, min(len(others), size - 1))]


def of_same_therapist_and_beside(incumbent: Incumbent, patient: str, chance: random.Random, size: int) -> list[str]:
    """A patient with half of them of the same primary therapist, the others near for any reason."""
    of_therapist = of_same_therapist(incumbent, patient, chance, 1 + size // 2)
    near = [other for other in beside(incumbent, patient, chance, size) if other not in of_therapist]
    return [*of_therapist, *near[: size - len(of_therapist)]]


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
