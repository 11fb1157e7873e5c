"""Sessions that are when they were are where they were, as far as they can be."""

from dataclasses import replace

from scheduler.model.build import problem_under
from scheduler.model.domains import starts_at
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, Solution
from scheduler.schedule import Earlier
from scheduler.search.rooms import as_they_were
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, SKILLS, at, clinic_with, group, meeting, meeting_row, room, week
from tests.search.budgets import seconds

NINE = starts_at([at("09:00")])


def places_in_two_rooms() -> WeekProblem:
    """A group that met in the larger room, which is not the first, and could meet in either."""
    caseload = clinic_with(
        resources=[room("r1", capacity=4), room("r2", capacity=8)],
        session_types=[replace(SKILLS, resources=("room",))],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00")],
    )
    earlier = Earlier(week(meeting("g1", "mon", "09:00-10:00", resources="r2")))
    return problem_under(week_of(caseload, MONDAY, earlier))


def in_room(problem: WeekProblem, name: str, *, narrowed: bool) -> Solution:
    """The week with the meeting in this room, found where it had no other or among all."""
    (candidate,) = problem.candidates
    (pool,) = (number for number in candidate.pools["room"] if name in problem.pools[number].resources)
    seen = replace(candidate, pools={"room": {pool: NINE}}) if narrowed else candidate
    return {candidate.name: Assignment(seen, at("09:00"), ("p1",), ("t1",), (("room", pool),))}


def test_a_meeting_returns_to_its_room_wherever_it_was_found() -> None:
    problem = places_in_two_rooms()
    for narrowed in (False, True):
        found = as_they_were(problem, in_room(problem, "r1", narrowed=narrowed), seconds())
        assert [one.pools for one in found.values()] == [
            one.pools for one in in_room(problem, "r2", narrowed=False).values()
        ]
