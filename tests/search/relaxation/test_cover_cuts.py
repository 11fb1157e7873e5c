"""Rows about meetings that leave a one-to-one session no start: true of every week, and telling where they can be."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from scheduler.model.candidates import Candidate
from scheduler.model.domains import each, only, starts_at
from scheduler.search.relaxation.cuts import cover_cuts
from scheduler.search.relaxation.program import Option
from tests.model.clinics import small_clinic

KIND = next(iter(small_clinic().session_types.values()))


def option(variable: int, minutes: int, *starts: int, buffer: int = 10) -> Option:
    kind = replace(KIND, buffer_minutes=buffer)
    return Option(Candidate(f"unit {variable}", 0, minutes, kind, starts_at(starts)), variable, starts_at(starts))


def overlaps(one: Option, start: int, other: Option, *, buffered: bool) -> bool:
    """Whether a session with its given start is in the way of another at this start."""
    given = only(one.starts)
    assert given is not None
    ends = [begun + held.candidate.minutes for begun, held in ((given, one), (start, other))]
    buffers = [held.candidate.session_type.buffer_minutes if buffered else 0 for held in (one, other)]
    return start < ends[0] + buffers[0] and given < ends[1] + buffers[1]


def is_possible(visit: Option, attended: Sequence[Option], led: Sequence[Option]) -> bool:
    """Whether the patient has no two meetings at a time, and the session has a start beside them."""
    together = [(one, start) for one in attended for start in each(one.starts)]
    if any(
        overlaps(one, start, other, buffered=False)
        for one, _ in together
        for other, start in together
        if one is not other
    ):
        return False
    return any(
        not any(overlaps(one, start, visit, buffered=False) for one in attended)
        and not any(overlaps(one, start, visit, buffered=True) for one in led)
        for start in each(visit.starts)
    )


def kept(rows: Sequence[tuple[list[tuple[float, int]], int]], chosen: Sequence[Option]) -> bool:
    variables = {one.variable for one in chosen}
    return all(sum(weight for weight, variable in terms if variable in variables) <= most for terms, most in rows)


@pytest.mark.parametrize("seed", range(40))
def test_every_day_that_is_possible_keeps_the_rows(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test is to be repeatable, not secret
    visit = option(0, 50, *rng.sample(range(540, 780, 15), rng.randint(1, 6)))
    attended = [option(number, rng.choice((60, 90)), rng.randrange(540, 780, 15)) for number in (1, 2, 3)]
    led = [option(number, 60, rng.randrange(540, 780, 15), buffer=rng.choice((0, 15))) for number in (4, 5)]
    rows = list(cover_cuts(visit, attended, [visit, *led]))
    refuted = 0
    for come, lead in product(product((False, True), repeat=3), product((False, True), repeat=2)):
        here = [one for one, is_here in zip(attended, come, strict=True) if is_here]
        there = [one for one, is_there in zip(led, lead, strict=True) if is_there]
        if is_possible(visit, here, there):
            assert kept(rows, [visit, *here, *there])
        refuted += not kept(rows, [visit, *here, *there])
        assert kept(rows, here[:1] + there)
    assert bool(refuted) == bool(rows)


def test_a_meeting_and_the_therapists_other_sessions_leave_no_start() -> None:
    visit, meeting = option(0, 50, 540, 600, 660), option(1, 60, 600)
    early, late = option(2, 60, 540, buffer=0), option(3, 60, 660, buffer=0)
    assert list(cover_cuts(visit, [meeting], [visit, early, late])) == [([(1, 0), (1, 1), (1, 2), (1, 3)], 3)]
    assert list(cover_cuts(visit, [meeting], [visit, early])) == []


def test_meetings_at_the_same_time_share_a_row() -> None:
    visit = option(0, 50, 600)
    meetings = [option(1, 60, 600), option(2, 90, 570)]
    ((terms, most),) = cover_cuts(visit, meetings, [visit])
    assert (sorted(terms), most) == ([(1, 0), (1, 1), (1, 2)], 1)


@pytest.mark.parametrize(
    ("start", "is_told"), [(549, False), (550, False), (551, True), (660, True), (669, True), (670, False)]
)
def test_a_buffer_of_the_therapist_counts_and_none_of_the_patient(start: int, is_told: bool) -> None:
    visit = option(0, 50, 610)
    assert bool(list(cover_cuts(visit, [], [visit, option(1, 50, start)]))) == is_told
    assert bool(list(cover_cuts(visit, [option(1, 50, start)], [visit]))) == (560 < start < 660)


def test_a_session_is_not_in_its_own_way() -> None:
    visit = option(0, 50, 600)
    led_by_one_of_two = replace(visit, variable=7)
    assert list(cover_cuts(led_by_one_of_two, [visit], [led_by_one_of_two])) == []
