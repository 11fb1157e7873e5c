"""Who is planned anew together with a patient."""

import random
from collections import Counter

import pytest

from benchmarks.planted import facts, plant
from scheduler.model.candidates import Candidate
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.neighbourhoods import rivals_for_any_session, rivals_for_missing_sessions
from tests.search.replanning import given_week


@pytest.fixture(scope="module")
def full() -> Incumbent:
    """A week in which nobody lacks anything."""
    planted = plant(24, seed=3)
    return given_week(facts(planted), planted.monday, planted.schedule)


def without_visits(full: Incumbent, patient: str) -> Incumbent:
    """The same week, but the patient sees nobody one to one."""
    gone = {
        name for name in full.attended[patient] if not full.candidates[name].group and not full.candidates[name].agreed
    }
    assert gone
    return Incumbent(full.problem, {name: one for name, one in full.placed.items() if name not in gone})


def seen_by(incumbent: Incumbent, therapists: set[str], day: int) -> set[str]:
    """Whom these therapists see one to one on a day."""
    led = (incumbent.placed[name] for therapist in therapists for name in incumbent.led[therapist])
    return {who for one in led if one.candidate.day == day and not one.candidate.group for who in one.patients}


def in_meetings(incumbent: Incumbent, patient: str, day: int) -> set[str]:
    """Who attends meetings that the patient could attend instead of those of a day."""
    attended = incumbent.attended[patient]
    candidates = incumbent.candidates
    types = {
        candidates[name].session_type.session_type
        for name in attended
        if candidates[name].group and candidates[name].day == day
    }
    could = (
        candidate
        for candidate in incumbent.candidates_of[patient]
        if candidate.group and candidate.session_type.session_type in types
    )
    return {
        who
        for candidate in could
        if candidate.name not in attended and candidate.name in incumbent.placed
        for who in incumbent.placed[candidate.name].patients
    }


def on_short_days(incumbent: Incumbent, patient: str) -> list[Candidate]:
    """What a patient could attend besides on days with fewer hours than there should be."""
    attended = incumbent.attended[patient]
    hours = Counter[int]()
    for name in attended:
        hours[incumbent.candidates[name].day] += incumbent.candidates[name].minutes
    least = incumbent.problem.week.limits[patient].min_minutes_day
    could = incumbent.candidates_of[patient]
    return [candidate for candidate in could if candidate.name not in attended and hours[candidate.day] < least]


def rng(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size", [2, 6, 20])
def test_who_is_in_the_way_has_the_therapist_or_a_seat(full: Incumbent, seed: int, size: int) -> None:
    patient = next(
        who for who in full.problem.patients if any(not full.candidates[n].group for n in full.attended[who])
    )
    incumbent = without_visits(full, patient)
    free = rivals_for_missing_sessions(incumbent, patient, rng(seed), size)
    assert patient in free
    assert 1 < len(free) <= size
    attended = incumbent.attended[patient]
    had = {incumbent.candidates[name].session_type.session_type for name in attended}
    lacking = [
        candidate for candidate in incumbent.candidates_of[patient] if candidate.session_type.session_type not in had
    ]
    rivals = set()
    for candidate in lacking:
        if not candidate.group:
            rivals |= seen_by(incumbent, set(candidate.leaders), candidate.day) | in_meetings(
                incumbent, patient, candidate.day
            )
        elif candidate.name in incumbent.placed:
            rivals |= set(incumbent.placed[candidate.name].patients)
    assert free - {patient} <= rivals


@pytest.mark.parametrize("seed", range(5))
def test_where_only_hours_of_a_day_are_lacking_it_is_who_has_seats_or_therapists_then(
    full: Incumbent, seed: int
) -> None:
    patient = next(who for who in full.problem.patients if on_short_days(full, who))
    rivals = set()
    for candidate in on_short_days(full, patient):
        if not candidate.group:
            rivals |= seen_by(full, set(candidate.leaders), candidate.day) | in_meetings(full, patient, candidate.day)
        elif candidate.name in full.placed:
            rivals |= set(full.placed[candidate.name].patients)
    free = rivals_for_missing_sessions(full, patient, rng(seed), 9)
    assert patient in free
    assert 1 < len(free) <= 9
    assert free - {patient} <= rivals


def test_where_nothing_would_help_it_is_anybody_around(full: Incumbent, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = full.problem.patients[0]
    monkeypatch.setitem(full.candidates_of, patient, [full.candidates[name] for name in sorted(full.attended[patient])])
    assert rivals_for_missing_sessions(full, patient, rng(1), 9) == rivals_for_any_session(full, patient, rng(1), 9)
    assert len(rivals_for_any_session(full, patient, rng(1), 9)) == 9
