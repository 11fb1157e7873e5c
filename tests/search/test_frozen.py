"""Weeks planned on from what has happened: rooms in use, ids, numbers, hours, and the same bytes again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from benchmarks.planted import plant
from benchmarks.repair import therapist_away
from scheduler.caseload import Caseload
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search import Limits, solve
from scheduler.tables import schedule_csv
from scheduler.verify import score, violations
from scheduler.verify.violation import OtherCheck
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    clinic_with,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    week,
)
from tests.model.edits import edits

MOMENT = datetime.fromisoformat("2026-03-03T12:00")
LIMITS = Limits(seconds=20, workers=1)
NOON = (span("12:00-13:00"),)
TWO_ROOMS = [room("r1"), room("r2")]


def planned(caseload: Caseload, *happened: Session) -> list[Session]:
    """What is new in the best week after these sessions."""
    earlier = Earlier(week(*happened), MOMENT)
    result = solve(caseload, MONDAY, LIMITS, earlier=earlier)
    assert result.status == "optimal"
    assert violations(caseload, MONDAY, result.schedule, earlier=earlier) == ()
    assert {session.session for session in happened} <= {session.session for session in result.schedule.sessions}
    return [session for session in result.schedule.sessions if (session.on, session.start) >= (MOMENT.date(), 720)]


def test_a_room_that_is_still_in_use_is_left_and_the_other_taken() -> None:
    caseload = clinic_with(
        opening=((), NOON, (), (), (), (), ()),
        patients=[patient("p1"), patient("p2")],
        therapists=[therapist("t1"), therapist("t2")],
        resources=TWO_ROOMS,
        session_types=[SKILLS, replace(INDIVIDUAL, resources=("room",))],
        plans=[plan("p1"), plan("p2", least=1, most=1, therapist="t2")],
    )
    held = one_to_one("p1", "tue", "11:50-12:40", resources="r1")
    (new,) = planned(caseload, held)
    assert (new.patients, new.start, new.resources) == (("p2",), 720, ("r2",))
    assert planned(replace(caseload, resources={"r1": room("r1")}), held) == []


def test_meetings_are_numbered_after_those_that_have_happened_and_ids_stay_apart() -> None:
    caseload = clinic_with(
        opening=((), (span("09:00-14:00"),), (), (), (), (), ()),
        plans=[plan("p1", "skills", least=2)],
        groups=[group(meetings_per_week=2, meetings_per_day=2)],
        meetings=[meeting_row(days="tue", starts="09:00"), meeting_row(days="tue", starts="13:00")],
    )
    held = replace(meeting("g1", "tue", "09:00-10:00"), session="20260303.g1.1")
    (new,) = planned(caseload, held)
    assert (new.session, new.meeting, new.start) == ("20260303.g1.2", 2, 780)
    (beside,) = planned(caseload, replace(held, session="20260303.g1.2"))
    assert (beside.session, beside.meeting) == ("20260303.g1.1", 2)


@pytest.fixture(scope="module")
def repaired() -> tuple[Caseload, Earlier, Schedule]:
    """A planted week repaired from Tuesday noon on, because a therapist is away."""
    story = therapist_away(plant(12, seed=3, timetable="leaders_open"))
    earlier = Earlier(story.before, datetime.fromisoformat(f"{story.monday + timedelta(days=1)}T12:00"))
    limits = Limits(seconds=1.5, deterministic=True)
    first, second = (solve(story.caseload, story.monday, limits, earlier=earlier) for _ in range(2))
    assert schedule_csv(first.schedule) == schedule_csv(second.schedule)
    found = score(story.caseload, story.monday, first.schedule, earlier)
    assert (first.tiers["care"].value, first.tiers["stability"].value) == (found.care, found.stability)
    return story.caseload, earlier, first.schedule


def test_a_repaired_week_is_sound(repaired: tuple[Caseload, Earlier, Schedule]) -> None:
    caseload, earlier, schedule = repaired
    assert violations(caseload, schedule.sessions[0].on, schedule, earlier=earlier) == ()


def test_single_faults_in_what_has_happened_are_found(repaired: tuple[Caseload, Earlier, Schedule]) -> None:
    caseload, earlier, schedule = repaired
    until = earlier.frozen_before
    assert until is not None
    frozen = {each.session for each in schedule.sessions if (each.on, each.start) < (until.date(), 720)}
    tried = 0
    for number, edited in enumerate(edits(caseload, schedule)):
        kept = {each.session: each for each in edited.sessions}
        touched = {name for name in frozen if kept.get(name) not in schedule.sessions}
        if number % 12 == 0 and touched:
            tried += 1
            rules = [found.rule for found in violations(caseload, until.date(), edited, earlier=earlier)]
            assert OtherCheck.FROZEN in rules
    assert tried > 5


def test_rooms_are_kept_where_they_can_be() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        therapists=[therapist("t1"), therapist("t2")],
        resources=[room("r1", capacity=3), room("r2", capacity=4), room("r3", capacity=4)],
        session_types=[SKILLS, replace(INDIVIDUAL, resources=("room",))],
        plans=[plan("p1", least=1, most=1), plan("p2", least=1, most=1)],
    )
    before = [
        one_to_one("p1", "thu", "09:00-09:50", resources="r3"),
        one_to_one("p2", "thu", "09:00-09:50", therapists="t2", resources="r1"),
    ]
    result = solve(caseload, MONDAY, LIMITS, earlier=Earlier(week(*before)))
    assert [session.resources for session in result.schedule.sessions] == [("r3",), ("r1",)]
