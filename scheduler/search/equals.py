"""People whose rows say the same: whatever week one of them has, another could have instead.

As far as care goes, that is: their wishes may differ, and their earlier appointments.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import pairwise

from scheduler.model.places import Places, Unit
from scheduler.model.variables import Literal, WeekModel

Equal = tuple[str, ...]
"""Ids of those who are equal, in order."""


def take_equal_people_in_order(model: WeekModel) -> None:
    """Of equal people, the one before is first to take part in what most patients can attend; no care is lost by that.

    For a model that asks for care alone. Nothing is said of a week that has begun or whose changes are limited.
    """
    places = model.places
    if places.week.frozen.sessions or places.changes_left is not None:
        return
    _in_order(model, equal_patients(places), model.attends)
    _in_order(model, equal_therapists(places), model.leads)


def equal_patients(places: Places) -> list[Equal]:
    """Patients who need and can attend the same at the same times; nobody with agreements or kept apart from others."""
    caseload, week = places.caseload, places.week
    alone = places.seated | {member.patient for member in caseload.members}
    alone |= {agreed.appointment.patient for agreed in week.agreed}
    alone |= {who for pair in caseload.keep_apart for who in (pair.patient_a, pair.patient_b)}
    can: dict[str, list[Hashable]] = {who: [] for who in places.patients if who not in alone}
    for unit in places.units:
        session = unit.name if unit.group else _whoever_it_is_for(unit)
        for who, starts in unit.patients.items():
            if who in can:
                can[who].append((session, starts, who in unit.remote))
    return _equal((who, (tuple(units), week.limits[who], tuple(_planned(places, who)))) for who, units in can.items())


def _whoever_it_is_for(unit: Unit) -> Hashable:
    """What there is to say of a one-to-one session but its patient."""
    led = tuple(sorted(unit.leaders.items()))
    held = tuple((kind, tuple(pools.items())) for kind, pools in unit.pools.items())
    return unit.session_type.session_type, unit.day, unit.order, led, held


def _planned(places: Places, patient: str) -> Iterable[Hashable]:
    for session_type, planned in places.week.plans[patient].items():
        yield session_type, planned.sessions_min, planned.sessions_max


def equal_therapists(places: Places) -> list[Equal]:
    """Therapists who can lead the same at the same times, for as many hours."""
    can: dict[str, list[Hashable]] = defaultdict(list)
    for unit in places.units:
        for who, starts in unit.leaders.items():
            can[who].append((unit.name, starts))
    facts = places.caseload.therapists
    hours = {who: (facts[who].max_minutes_week, facts[who].max_minutes_day) for who in can}
    return _equal((who, (tuple(units), hours[who], places.therapists.get(who))) for who, units in can.items())


def _equal(people: Iterable[tuple[str, Hashable]]) -> list[Equal]:
    same: dict[Hashable, list[str]] = defaultdict(list)
    for who, rows in people:
        same[rows].append(who)
    return sorted(tuple(sorted(equal)) for equal in same.values() if len(equal) > 1)


def _in_order(model: WeekModel, people: Collection[Equal], taken: Sequence[Mapping[str, Literal]]) -> None:
    for equal in people:
        shared = [number for number, literals in enumerate(taken) if _tells_apart(literals, equal)]
        if shared:
            widest = max(shared, key=lambda number: (len(model.units[number].patients), -number))
            for first, second in pairwise(equal):
                model.cp.add_implication(taken[widest][second], taken[widest][first])


def _tells_apart(literals: Mapping[str, Literal], equal: Equal) -> bool:
    return len({literals[who].index for who in equal if who in literals}) == len(equal)
