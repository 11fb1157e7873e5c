"""Meetings that are the same to some patients: each seat is in one choice, and nothing is lost by not telling apart."""

from collections import Counter
from typing import get_args

import pytest

from benchmarks.planted import Timetable, facts, plant
from scheduler.model.assembly import places_under
from scheduler.model.places import Places, Unit
from scheduler.search import relaxation
from scheduler.search.alike import Alike, Bundle, handed_out, patients_by_choice
from scheduler.search.linear import torn_least
from scheduler.week import week_of
from tests.search.budgets import seconds

TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)


def planted_places(patients: int, seed: int, timetable: Timetable, short_percent: int = 0) -> Places:
    planted = plant(patients, seed=seed, timetable=timetable, short_percent=short_percent)
    return places_under(week_of(facts(planted), planted.monday))


def meetings_of(places: Places) -> list[Unit]:
    return [unit for unit in places.units if unit.group]


def each_alone(_places: Places, meetings: list[Unit], _certain: object) -> dict[Alike, list[str]]:
    return {((unit.name,),): list(unit.patients) for unit in meetings}


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_each_seat_is_in_one_choice(timetable: Timetable) -> None:
    places = planted_places(120, 2, timetable)
    meetings = meetings_of(places)
    choices = patients_by_choice(places, meetings, set())
    seats = Counter((name, who) for alike, patients in choices.items() for who in patients for (name,) in alike)
    assert seats == Counter((unit.name, who) for unit in meetings for who in unit.patients)
    assert sum(map(len, choices.values())) < (1 if timetable == "all_open" else 0.9) * seats.total()


def test_whoever_attends_a_closed_group_that_is_held_attends_all_of_it() -> None:
    places = planted_places(60, 2, "fixed")
    meetings = meetings_of(places)
    choices = patients_by_choice(places, meetings, {unit.name for unit in meetings})
    by_name = {unit.name: unit for unit in meetings}
    closed = Counter(unit.held_for for unit in meetings if unit.group and unit.group.same_members)
    bundles = {bundle for alike in choices for bundle in alike}
    assert any(len(bundle) > 1 for bundle in bundles)
    for bundle in bundles:
        (group,) = {by_name[name].held_for for name in bundle}
        assert len(bundle) == closed.get(group, 1)


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize("seed", [3, 4])
def test_the_relaxation_has_the_same_least(seed: int, timetable: Timetable, monkeypatch: pytest.MonkeyPatch) -> None:
    places = planted_places(24, seed, timetable, 25)
    least = []
    for _ in range(2):
        relaxed = relaxation.relaxation_of(places)
        assert relaxed is not None
        found = torn_least(relaxed.program, seconds(), 30)
        assert found is not None
        least.append(sum(weight * found.values[variable] for weight, variable in relaxed.program.goal))
        monkeypatch.setattr(relaxation, "patients_by_choice", each_alone)
    assert least[0] > 0
    assert least[0] == pytest.approx(least[1], abs=0.01)


def test_seats_are_handed_out_as_they_are_shared_and_as_long_as_there_are_any() -> None:
    either: Alike = (("a",), ("b",))
    closed: Alike = (("c", "d"),)

    def share(_alike: Alike, bundle: Bundle) -> float:
        return {"a": 2.4, "b": 0.6}.get(bundle[0], 9)

    chosen = {either: ["p1", "p2", "p3", "p4"], closed: ["p1", "p2"]}
    seats = list(handed_out(chosen, share, {"a": 2, "b": 1, "c": 5, "d": 1}))
    assert Counter(name for name, _ in seats) == {"a": 2, "b": 1, "c": 1, "d": 1}
    assert Counter(who for name, who in seats if name in "ab") == {"p1": 1, "p2": 1, "p3": 1}
    assert {who for name, who in seats if name in "cd"} == {"p1"}
