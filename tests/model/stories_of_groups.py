"""Where the rules about groups bite: sizes, timetables and members."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.rules import RuleId
from tests.caseloads import (
    SKILLS,
    absent,
    clinic_with,
    day,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    room,
    therapist,
)
from tests.model.stories import Story, every, some

TWO = (patient("p1"), patient("p2"))
STAFF = (therapist("t1"), therapist("t2"))

GROUP_SIZE = (
    Story(
        "six pairs and four threes of four patients, no one alone, nobody at all nor all four; one to one is for one",
        clinic_with(patients=map(patient, ("p1", "p2", "p3", "p4")), groups=[group(sizes=(2, 3))]),
        every(
            [meeting("g1", "mon", "09:00-10:00", who) for who in ("", *some("p1", "p2", "p3", "p4"))],
            [one_to_one(who, "tue", "09:00-09:50") for who in ("p1", "p1 p2")],
        ),
        (1 + 6 + 4) * 2,
    ),
    Story(
        "three are needed and there are two",
        clinic_with(patients=TWO, groups=[group(sizes=(3, 3))]),
        every([meeting("g1", "mon", "09:00-10:00", who) for who in some("p1", "p2")]),
        1,
    ),
)

GROUP_MEETINGS = (
    Story(
        "Monday with this therapist in this room only, and Tuesday or Wednesday at one of two starts",
        clinic_with(
            therapists=STAFF,
            resources=[room("r1"), room("r2")],
            session_types=[replace(SKILLS, resources=("room",))],
            groups=[group(meetings_per_week=2)],
            meetings=[
                meeting_row(days="mon", starts="09:00", therapists="t1", resources="r1"),
                meeting_row(days="tue wed", starts="10:00 11:00"),
            ],
        ),
        every(
            [
                meeting("g1", "mon", clocks, therapists=who, resources=where)
                for clocks in ("09:00-10:00", "09:15-10:15")
                for who in ("t1", "t2")
                for where in ("r1", "r2")
            ],
            [meeting("g1", "tue", clocks, resources="r2") for clocks in ("10:00-11:00", "10:15-11:15")],
            [meeting("g1", "wed", "11:00-12:00", therapists="t2", resources="r1")],
        ),
        2 * 3,
    ),
    Story(
        "one row and two free meetings, two a day, never at once",
        clinic_with(
            groups=[group(meetings_per_week=3, meetings_per_day=2)],
            meetings=[meeting_row(days="mon", starts="09:00")],
        ),
        every(
            *([meeting("g1", "mon", clocks)] for clocks in ("09:00-10:00", "09:30-10:30", "10:00-11:00")),
            [meeting("g1", "tue", "14:00-15:00")],
            [meeting("g1", "wed", "14:00-15:00")],
        ),
        # Beside nothing, 9:00, 9:30, 10:00, and 9:00 with 10:00 on Monday.
        4 + 4 + 3 + 3 + 3,
    ),
    Story(
        "two equal rows with two days and two starts: any two of the four",
        clinic_with(
            groups=[group(meetings_per_week=2, meetings_per_day=2)],
            meetings=[meeting_row(days="mon tue", starts="09:00 10:00")] * 2,
        ),
        every(*([meeting("g1", name, clocks)] for name in ("mon", "tue") for clocks in ("09:00-10:00", "10:00-11:00"))),
        1 + 4 + 6,
    ),
    Story(
        "the same rows once a day",
        clinic_with(
            groups=[group(meetings_per_week=2)],
            meetings=[meeting_row(days="mon tue", starts="09:00 10:00")] * 2,
        ),
        every(*([meeting("g1", name, clocks)] for name in ("mon", "tue") for clocks in ("09:00-10:00", "10:00-11:00"))),
        3 * 3,
    ),
    Story(
        "three rows, two meetings a week",
        clinic_with(
            groups=[group(meetings_per_week=2)],
            meetings=[meeting_row(days=name, starts="09:00") for name in ("mon", "tue", "wed")],
        ),
        every(*([meeting("g1", name, "09:00-10:00")] for name in ("mon", "tue", "wed"))),
        2**3 - 1,
    ),
    Story(
        "a meeting that two rows fit leaves the other to the meeting that only it fits",
        clinic_with(
            groups=[group(meetings_per_week=2, meetings_per_day=2)],
            meetings=[meeting_row(days="mon", starts="09:00 10:00"), meeting_row(days="mon", starts="09:00")],
        ),
        every(
            [meeting("g1", "mon", "09:00-10:00"), meeting("g1", "mon", "09:15-10:15")],
            [meeting("g1", "mon", "10:00-11:00")],
        ),
        2 * 2,
    ),
    Story(
        "half the row is given: the day but no start, the room but no day",
        clinic_with(
            resources=[room("r1"), room("r2")],
            session_types=[replace(SKILLS, resources=("room",))],
            groups=[group(meetings_per_week=2)],
            meetings=[meeting_row(days="mon"), meeting_row(resources="r1")],
        ),
        every(
            [meeting("g1", "mon", "09:15-10:15", resources=where) for where in ("r1", "r2")],
            [meeting("g1", "tue", "09:30-10:30", resources=where) for where in ("r1", "r2")],
            [meeting("g1", "wed", "09:45-10:45", resources=where) for where in ("r1", "r2")],
        ),
        # Tuesday or Wednesday in the first room, or neither.
        3 * 3,
    ),
)

GROUP_SAME_MEMBERS = (
    Story(
        "three meetings: none or one as they like, two with three kinds of members, three with three",
        clinic_with(patients=TWO, groups=[replace(group(), same_members=True)]),
        every(
            *([meeting("g1", name, "09:00-10:00", who) for who in some("p1", "p2")] for name in ("mon", "tue", "wed"))
        ),
        1 + 3 * 3 + 3 * 3 + 3,
    ),
    Story(
        "who cannot come on Tuesday comes on Monday only where Tuesday does not run, whoever leaves on Monday too",
        clinic_with(
            patients=[patient("p1"), patient("p2"), replace(patient("p3"), discharged=day("mon"))],
            groups=[replace(group(), same_members=True)],
            absences=[absent("p1", "tue")],
        ),
        every(
            *([meeting("g1", name, "09:00-10:00", who) for who in some("p1", "p2", "p3")] for name in ("mon", "tue"))
        ),
        # Neither runs, Monday alone with any, Tuesday alone or both with the second patient alone.
        1 + 7 + 1 + 1,
        beside=(RuleId.PATIENT_AVAILABLE,),
    ),
)

STORIES: Mapping[RuleId, tuple[Story, ...]] = {
    RuleId.GROUP_SIZE: GROUP_SIZE,
    RuleId.GROUP_MEETINGS: GROUP_MEETINGS,
    RuleId.GROUP_SAME_MEMBERS: GROUP_SAME_MEMBERS,
}
