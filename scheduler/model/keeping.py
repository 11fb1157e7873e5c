"""Earlier appointments that could still be kept exactly, each taken alone: those that a limit on changes counts."""

from collections import defaultdict
from dataclasses import replace

from scheduler.carried import Had, Leaders, Place
from scheduler.model.places import Places, Unit


def to_keep(places: Places) -> dict[str, tuple[Had, ...]]:
    """By patient, the appointments that the facts still allow, with the same therapists.

    Args:
        places: narrowed by the rules, and not yet settled, so that nobody else's facts count.
    """
    units: defaultdict[tuple[str, str | None, int], list[Unit]] = defaultdict(list)
    for unit in places.units:
        units[unit.session_type.session_type, unit.held_for, unit.day].append(unit)
    out = {(row.patient, row.group) for row in places.caseload.members if row.status == "out"}
    found = {}
    for patient, appointments in places.week.had.items():
        left = []
        for had in appointments:
            place = had.place
            there = units[place.session_type, place.group, place.day] if (patient, place.group) not in out else []
            leaders = tuple(each for each in had.leaders if any(_allows(unit, patient, place, each) for unit in there))
            if leaders:
                left.append(replace(had, leaders=leaders))
        found[patient] = tuple(left)
    return found


def _allows(unit: Unit, patient: str, place: Place, leaders: Leaders) -> bool:
    """Whether the patient could be there then, led by just these, with some room."""
    now = 1 << place.start
    return bool(
        unit.starts & now
        and unit.patients.get(patient, 0) & now
        and len(leaders) == unit.needed_leaders
        and all(unit.leaders.get(who, 0) & now for who in leaders)
        and all(any(starts & now for starts in pools.values()) for pools in unit.pools.values())
        and (unit.group is None or unit.group.meetings_per_week)
    )
