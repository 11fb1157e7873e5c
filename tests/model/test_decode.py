"""From placed sessions to rooms by name: rooms of the earlier week are left to those who had them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.schedule import Earlier, Schedule
from scheduler.search import Limits, solve
from tests.caseloads import INDIVIDUAL, MONDAY, clinic_with, one_to_one, patient, room, therapist, weekly


@pytest.mark.parametrize("had", ["r1", "r2"])
@pytest.mark.parametrize("clock", ["09:00", "09:30"])
def test_whoever_is_new_does_not_take_the_room_that_somebody_had(had: str, clock: str) -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        therapists=[therapist("t1"), therapist("t2")],
        session_types=[replace(INDIVIDUAL, resources=("room",))],
        resources=[room("r1"), room("r2")],
        # In order of time, and of names where that is the same, the new session of p1 is placed first.
        appointments=[weekly("p1", "tue", "09:00", therapist="t1"), weekly("p2", "tue", clock, therapist="t2")],
    )
    end = {"09:00": "09:50", "09:30": "10:20"}[clock]
    before = one_to_one("p2", "tue", f"{clock}-{end}", therapists="t2", resources=had)
    earlier = Earlier(Schedule.of([replace(before, on=before.on - timedelta(weeks=1))]))
    found = solve(caseload, MONDAY, Limits(seconds=10, workers=1), earlier=earlier).schedule.sessions
    assert {session.patients: session.resources for session in found}[("p2",)] == (had,)
