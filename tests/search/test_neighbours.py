"""Who is planned anew together with a patient."""

import random
from collections import Counter

import pytest

from benchmarks.planted import facts, plant
from scheduler.model.places import Unit
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import around_somebody, in_the_way
from tests.search.replanning import given_week


@pytest.fixture(scope="module")
def full() -> Incumbent:
    """A week in which nobody lacks anything."""
    planted = plant(24, seed=3)
    return given_week(facts(planted), planted.monday, planted.schedule)


def without_visits(full: Incumbent, patient: str) -> Incumbent:
    """The same week, but the patient sees nobody one to one."""
    gone = {name for name in full.attended[patient] if not full.units[name].group and not full.units[name].agreed}
    assert gone
    return Incumbent(full.places, {name: one for name, one in full.placed.items() if name not in gone})


def seen_by(incumbent: Incumbent, therapists: set[str], day: int) -> set[str]:
    """Whom these therapists see one to one on a day."""
    led = (incumbent.placed[name] for therapist in therapists for name in incumbent.led[therapist])
    return {who for one in led if one.unit.day == day and not one.unit.group for who in one.patients}


def in_meetings(incumbent: Incumbent, patient: str, day: int) -> set[str]:
    """Who attends meetings that the patient could attend instead of those of a day."""
    attended = incumbent.attended[patient]
    units = incumbent.units
    types = {units[name].session_type.session_type for name in attended if units[name].group and units[name].day == day}
    could = (unit for unit in incumbent.units_of[patient] if unit.group and unit.session_type.session_type in types)
    return {
        who
        for unit in could
        if unit.name not in attended and unit.name in incumbent.placed
        for who in incumbent.placed[unit.name].patients
    }


def on_short_days(incumbent: Incumbent, patient: str) -> list[Unit]:
    """What a patient could attend besides on days with fewer hours than there should be."""
    attended = incumbent.attended[patient]
    hours = Counter[int]()
    for name in attended:
        hours[incumbent.units[name].day] += incumbent.units[name].minutes
    least = incumbent.places.week.limits[patient].min_minutes_day
    could = incumbent.units_of[patient]
    return [unit for unit in could if unit.name not in attended and hours[unit.day] < least]


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size", [2, 6, 20])
def test_who_is_in_the_way_has_the_therapist_or_a_seat(full: Incumbent, seed: int, size: int) -> None:
    patient = next(who for who in full.places.patients if any(not full.units[n].group for n in full.attended[who]))
    incumbent = without_visits(full, patient)
    free = in_the_way(incumbent, patient, chance(seed), size)
    assert patient in free
    assert 1 < len(free) <= size
    attended = incumbent.attended[patient]
    had = {incumbent.units[name].session_type.session_type for name in attended}
    lacking = [unit for unit in incumbent.units_of[patient] if unit.session_type.session_type not in had]
    rivals = set()
    for unit in lacking:
        if not unit.group:
            rivals |= seen_by(incumbent, set(unit.leaders), unit.day) | in_meetings(incumbent, patient, unit.day)
        elif unit.name in incumbent.placed:
            rivals |= set(incumbent.placed[unit.name].patients)
    assert free - {patient} <= rivals


@pytest.mark.parametrize("seed", range(5))
def test_where_only_hours_of_a_day_are_lacking_it_is_who_has_seats_or_therapists_then(
    full: Incumbent, seed: int
) -> None:
    patient = next(who for who in full.places.patients if on_short_days(full, who))
    rivals = set()
    for unit in on_short_days(full, patient):
        if not unit.group:
            rivals |= seen_by(full, set(unit.leaders), unit.day) | in_meetings(full, patient, unit.day)
        elif unit.name in full.placed:
            rivals |= set(full.placed[unit.name].patients)
    free = in_the_way(full, patient, chance(seed), 9)
    assert patient in free
    assert 1 < len(free) <= 9
    assert free - {patient} <= rivals


def test_where_nothing_would_help_it_is_anybody_around(full: Incumbent, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = full.places.patients[0]
    monkeypatch.setitem(full.units_of, patient, [full.units[name] for name in sorted(full.attended[patient])])
    assert in_the_way(full, patient, chance(1), 9) == around_somebody(full, patient, chance(1), 9)
    assert len(around_somebody(full, patient, chance(1), 9)) == 9
