"""Where the rules about rooms, opening hours, starts and the schedule's rows bite."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.caseload import Closure
from scheduler.rules import RuleId
from scheduler.schedule import Schedule
from scheduler.times import ALL_DAY
from tests.caseloads import (
    INDIVIDUAL,
    SKILLS,
    absent,
    available,
    clinic_with,
    day,
    group,
    meeting,
    meeting_row,
    once,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
)
from tests.model.stories import Story, every, some, spans

TWO = (patient("p1"), patient("p2"))
STAFF = (therapist("t1"), therapist("t2"))
ROOM = ("room",)
IN_ROOMS = (replace(SKILLS, resources=ROOM), replace(INDIVIDUAL, resources=ROOM))
GIVEN = (RuleId.GROUP_MEETINGS,)

RESOURCE_AVAILABLE = (
    Story(
        "three starts before the room is out of use and nine after it, the other room at any time",
        clinic_with(
            resources=[room("r1"), room("r2")],
            session_types=IN_ROOMS,
            availability=[available("r1", "mon", "09:00-12:00")],
            absences=[absent("r1", "mon", "10:00-10:30")],
        ),
        every(
            [
                one_to_one("p1", "mon", clocks, resources=where)
                for clocks in spans("08:55", "11:15", 5, 50)
                for where in ("r1", "r2")
            ]
        ),
        1 + (3 + 9) + 29,
    ),
)

RESOURCE_NOT_DOUBLE_BOOKED = (
    Story(
        "a room is free from the minute at which a session ends",
        clinic_with(patients=TWO, resources=[room("r1"), room("r2", capacity=5)], session_types=IN_ROOMS),
        every(
            [one_to_one("p1", "mon", "09:00-09:50", resources="r1")],
            [
                one_to_one("p2", "mon", clocks, resources=where)
                for clocks, where in (("09:50-10:40", "r1"), ("09:49-10:39", "r1"), ("09:49-10:39", "r2"))
            ],
        ),
        2 * 4 - 1,
    ),
    Story(
        "two rooms that are alike hold two of three sessions at once",
        clinic_with(patients=[*TWO, patient("p3")], resources=[room("r1"), room("r2")], session_types=IN_ROOMS),
        every(
            *(
                [one_to_one(who, "mon", clocks, resources="r1") for clocks in ("09:00-09:50", "09:30-10:20")]
                for who in ("p1", "p2")
            ),
            [one_to_one("p3", "mon", clocks, resources="r2") for clocks in ("09:40-10:30", "09:50-10:40")],
        ),
        # The third session is missing, or one of the others is; or all are there, the third at 9:50 while one
        # at least of the others has ended.
        9 + 2 * (1 + 2 + 2) + 3,
        alike=("r1", "r2"),
    ),
)

SCREENED = replace(SKILLS, resources=("room", "screen"))
RESOURCE_FITS = (
    Story(
        "a room and a screen, one thing serving as one of them, with seats for those who come",
        clinic_with(
            patients=[patient("p1"), patient("p2", mode="virtual"), patient("p3", mode="either")],
            resources=[room("r1", capacity=2), room("s1", "screen"), room("b1", "room screen", capacity=1)],
            session_types=[SCREENED],
            groups=[group(mode="hybrid")],
        ),
        every(
            [
                meeting("g1", "mon", "09:00-10:00", who, resources=what, mode="hybrid")
                for who in some("p1", "p2", "p3")
                for what in ("", *some("r1", "s1", "b1"))
            ]
        ),
        # All seven sets of patients in the room of two, five where only one may come in person.
        1 + 7 + 5 + 5,
    ),
    Story(
        "two things that are alike serve as room and screen, one alone does not",
        clinic_with(
            resources=[room("b1", "room screen"), room("b2", "room screen")], session_types=[SCREENED], groups=[group()]
        ),
        every([meeting("g1", "mon", "09:00-10:00", resources=what) for what in ("", *some("b1", "b2"))]),
        1 + 1,
    ),
    Story(
        "a session with a virtual patient holds nothing, every other one room",
        clinic_with(
            patients=[patient("p1"), patient("p2", mode="virtual")],
            resources=[room("r1"), room("r2", capacity=0), room("s1", "screen")],
            session_types=IN_ROOMS,
            groups=[group(mode="virtual")],
        ),
        (
            *every([one_to_one("p1", "mon", "09:00-09:50", resources=what) for what in ("", *some("r1", "r2", "s1"))]),
            *every([one_to_one("p2", "mon", "09:00-09:50", resources=what, mode="virtual") for what in ("", "r1")]),
            *every([meeting("g1", "mon", "09:00-10:00", "p2", resources=what, mode="virtual") for what in ("", "r1")]),
        ),
        2 + 2 + 2,
    ),
)

CLINIC_OPEN = (
    Story(
        "three starts before a closure, nine after it and fifteen after the noon break; never on a closed day",
        clinic_with(
            opening=((span("09:00-12:00"), span("13:00-15:00")), (), (ALL_DAY,), (), (), (), ()),
            closures=[Closure(day("mon"), span("10:00-10:30")), Closure(day("wed"))],
        ),
        (
            *every([one_to_one("p1", "mon", clocks) for clocks in spans("08:55", "14:15", 5, 50)]),
            *every([one_to_one("p1", "tue", "10:00-10:50")], [one_to_one("p1", "wed", "10:00-10:50")]),
        ),
        1 + 3 + 9 + 15 + 1,
    ),
)

GRID = (
    Story(
        "one to one on the grid, but for what was agreed",
        clinic_with(plans=[plan()], appointments=[once("p1", "tue", "10:05")]),
        every(
            [one_to_one("p1", "mon", clocks) for clocks in ("10:00-10:50", "10:05-10:55", "10:15-11:05")],
            [one_to_one("p1", "tue", clocks) for clocks in ("10:00-10:50", "10:05-10:55", "10:10-11:00")],
        ),
        3 * 3,
    ),
    Story(
        "a start that a row gives, and a free meeting on the grid",
        clinic_with(
            groups=[group(meetings_per_week=2)], meetings=[meeting_row(days="mon", starts="09:07", therapists="t1")]
        ),
        every(*([meeting("g1", name, clocks) for clocks in ("09:07-10:07", "09:15-10:15")] for name in ("mon", "tue"))),
        # Nothing, one meeting in three ways, or 9:07 on Monday and 9:15 on Tuesday.
        1 + 3 + 1,
        beside=GIVEN,
    ),
    Story(
        "one row gives the start and another does not",
        clinic_with(
            groups=[group(meetings_per_week=2)],
            meetings=[meeting_row(days="mon"), meeting_row(days="mon tue", starts="09:07")],
        ),
        every(*([meeting("g1", name, clocks) for clocks in ("09:07-10:07", "09:15-10:15")] for name in ("mon", "tue"))),
        # Nothing, one meeting in three ways, or 9:15 on Monday and 9:07 on Tuesday.
        1 + 3 + 1,
        beside=GIVEN,
    ),
    Story(
        "off the grid with another therapist than the row's",
        clinic_with(
            therapists=STAFF,
            groups=[group(meetings_per_week=2)],
            meetings=[meeting_row(starts="09:07", therapists="t1")],
        ),
        every([meeting("g1", "mon", "09:07-10:07", therapists=who) for who in ("t1", "t2")]),
        2,
        beside=GIVEN,
    ),
)

MONDAY_GROUP = meeting("g1", "mon", "09:00-10:00")
ALONE = one_to_one("p1", "mon", "09:00-09:50")
SCHEDULE_ROW = (
    Story(
        "a length, mode, type, group, size or name that is not there",
        clinic_with(
            patients=[patient("p1"), patient("p2", mode="virtual")],
            resources=[room("r1")],
            session_types=[*IN_ROOMS, replace(SKILLS, session_type="other")],
            groups=[group(meetings_per_day=1)],
        ),
        (
            *every([replace(MONDAY_GROUP, end=MONDAY_GROUP.start + minutes) for minutes in (59, 60, 61)]),
            *every([replace(MONDAY_GROUP, mode=mode) for mode in ("virtual", "in_person", "hybrid")]),
            *every([replace(MONDAY_GROUP, session_type=name) for name in ("other", "individual", "unknown")]),
            *every([replace(MONDAY_GROUP, group=name) for name in (None, "g2")]),
            *every([replace(MONDAY_GROUP, patients=who) for who in (("p1", "p2"), ("p1", "p1"), ("p1", "p3"))]),
            *every([replace(MONDAY_GROUP, therapists=who) for who in (("t1",), ("t2",))]),
            *every([replace(MONDAY_GROUP, resources=what) for what in (("r1",), ("r2",))]),
            *every([replace(ALONE, end=ALONE.start + minutes) for minutes in (49, 50, 51)]),
            *every([replace(ALONE, mode=mode) for mode in ("virtual", "in_person", "hybrid")]),
            *every([replace(ALONE, patients=who) for who in ((), ("p1", "p2"), ("p3",))]),
            *every([one_to_one("p2", "mon", "09:00-09:50", mode=mode) for mode in ("virtual", "in_person")]),
            *(Schedule.of([replace(MONDAY_GROUP, meeting=number)]) for number in (None, 0, 1, 2)),
            *(Schedule.of([replace(ALONE, meeting=number)]) for number in (None, 1)),
        ),
        # Nothing at all is right each time; so is one length, one mode, no type, no group, one set of patients,
        # one therapist and one resource, then one length, one mode, no set of patients and one mode, then one
        # number of a meeting and none one to one.
        11 + (1 + 1 + 0 + 0 + 1 + 1 + 1) + (1 + 1 + 0 + 1) + (1 + 1),
    ),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.RESOURCE_AVAILABLE: RESOURCE_AVAILABLE,
    RuleId.RESOURCE_NOT_DOUBLE_BOOKED: RESOURCE_NOT_DOUBLE_BOOKED,
    RuleId.RESOURCE_FITS: RESOURCE_FITS,
    RuleId.CLINIC_OPEN: CLINIC_OPEN,
    RuleId.GRID: GRID,
    RuleId.SCHEDULE_ROW: SCHEDULE_ROW,
}
