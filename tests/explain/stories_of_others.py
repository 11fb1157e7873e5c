"""Stories of what others have: what is agreed with them, what is full, and both beside facts that leave no room."""

from dataclasses import replace
from datetime import datetime

from scheduler.caseload import (
    Appointment,
    KeepApart,
    LevelLimits,
    Member,
)
from scheduler.schedule import Earlier
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    SKILLS,
    available,
    clinic_with,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    room,
    therapist,
    week,
    weekly,
)
from tests.explain.story import FREE, TWO, Story, at_row, one_hour, one_talk

AGREEMENT = {
    "an appointment of somebody else": Story(
        # The only therapist is agreed with p2 at the only time at which p1 can come.
        one_talk(
            patients=TWO,
            levels=[LevelLimits(LEVEL), FREE],
            plans=[plan("p1", least=1, most=1), plan("p2", most=1)],
            availability=[available("p1", "mon", "10:00-10:50")],
            appointments=[at_row(8, weekly("p2", "mon", "10:00"))],
        ),
        {"agreement": 50},
        ("individual of p2 is agreed for mon 10:00 (appointments, row 8)",),
        schedule=week(one_to_one("p2", "mon", "10:00-10:50")),
    ),
    "the only place is somebody else's": Story(
        one_hour(
            patients=TWO,
            levels=[LevelLimits(LEVEL), FREE],
            plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
            groups=[group(sizes=(1, 1), meetings_per_week=1)],
            meetings=[meeting_row(days="mon", starts="09:00")],
            members=[at_row(3, Member("g1", "p2", "in"))],
        ),
        {"agreement": 60},
        ("p2 is `in` g1 (members, row 3)",),
        schedule=week(meeting("g1", "mon", "09:00-10:00", "p2")),
    ),
    "kept apart from one who is agreed to come": Story(
        one_hour(
            patients=TWO,
            levels=[LevelLimits(LEVEL), FREE],
            plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
            members=[at_row(2, Member("g1", "p2", "in"))],
            keep_apart=[at_row(5, KeepApart("p1", "p2"))],
        ),
        {"agreement": 60},
        ("p1 and p2 are kept apart (keep_apart, row 5)", "p2 is `in` g1 (members, row 2)"),
        schedule=week(meeting("g1", "mon", "09:00-10:00", "p2")),
    ),
    "too few may join the group": Story(
        one_hour(groups=[at_row(2, group(sizes=(3, 8), meetings_per_week=1))]),
        {"agreement": 60},
        ("too few patients can come: g1 needs 3, and 1 may join it (groups, row 2)",),
    ),
    "the group has met already": Story(
        one_hour(
            patients=TWO,
            levels=[LevelLimits(LEVEL), FREE],
            plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
        ),
        {"agreement": 60},
        ("g1 on mon 09:00-10:00 has happened already with others (earlier schedule)",),
        schedule=week(meeting("g1", "mon", "09:00-10:00", "p2")),
        earlier=Earlier(
            week(meeting("g1", "mon", "09:00-10:00", "p2")),
            frozen_before=datetime(2026, 3, 3),  # noqa: DTZ001 - by the clinic's clock
        ),
    ),
}

CAPACITY = {
    "the group is full": Story(
        # One place, and both need it: whoever has it, the other lacks an hour.
        one_hour(
            patients=[patient("p1"), patient("p2")],
            plans=[plan(who, "skills", least=1) for who in ("p1", "p2")],
            groups=[group(sizes=(1, 1), meetings_per_week=1)],
            meetings=[meeting_row(days="mon", starts="09:00")],
        ),
        {"capacity": 60},
        ("full: g1 on mon 09:00 (1 patients)", "in the best week that gives p1 all that can be had, p2 would lose 1 h"),
        schedule=week(meeting("g1", "mon", "09:00-10:00", "p2")),
    ),
    "the therapist's hours are used up": Story(
        one_talk(
            patients=[patient("p1"), patient("p2")],
            therapists=[therapist(max_minutes_week=50)],
            plans=[plan(who, least=1, most=1) for who in ("p1", "p2")],
        ),
        {"capacity": 50},
        ("t1 leads 50 min of at most 50 min", "p2 would lose 50 min"),
        schedule=week(one_to_one("p2", "mon", "09:00-09:50")),
    ),
    "the only free time is taken": Story(
        one_talk(
            patients=[patient("p1"), patient("p2")],
            plans=[plan(who, least=1, most=1) for who in ("p1", "p2")],
            availability=[available(who, "mon", "09:00-09:50") for who in ("p1", "p2")],
        ),
        {"capacity": 50},
        ("no 50 min are left when p1 and t1 are there", "p2 would lose 50 min"),
        schedule=week(one_to_one("p2", "mon", "09:00-09:50")),
    ),
    "the only room is taken": Story(
        one_talk(
            patients=[patient("p1"), patient("p2")],
            therapists=[therapist("t1"), therapist("t2")],
            session_types=[SKILLS, replace(INDIVIDUAL, resources=("office",))],
            resources=[room("r1", "office")],
            plans=[plan(who, least=1, most=1) for who in ("p1", "p2")],
            availability=[available(who, "mon", "09:00-09:50") for who in ("p1", "p2")],
        ),
        {"capacity": 50},
        ("no office is free then: r1", "p2 would lose 50 min"),
        schedule=week(one_to_one("p2", "mon", "09:00-09:50", resources="r1")),
    ),
}

APPOINTMENT_OF_ITS_OWN: Appointment = weekly("p1", "mon", "10:00")

MIXED = {
    "an appointment of one's own": Story(
        # An hour a day at most, of which the agreed session takes 50 min; the group meets on Monday alone.
        clinic_with(
            levels=[at_row(2, LevelLimits(LEVEL, max_minutes_day=60))],
            plans=[plan("p1", least=1, most=1), plan("p1", "skills", least=1)],
            groups=[group(meetings_per_week=1)],
            meetings=[at_row(2, meeting_row(days="mon", starts="14:00"))],
            appointments=[at_row(3, APPOINTMENT_OF_ITS_OWN)],
        ),
        {"unavoidable": 60},
        (
            "g1 meets mon 14:00-15:00 (meetings, row 2)",
            "p1 may have at most 1 h a day (levels, row 2)",
            "individual of p1 is agreed for mon 10:00 (appointments, row 3)",
        ),
        schedule=week(one_to_one("p1", "mon", "10:00-10:50")),
    ),
    "a part that nobody could give and a part lost to others": Story(
        clinic_with(
            levels=[LevelLimits(LEVEL, min_minutes_week=120)],
            patients=[patient("p1"), replace(patient("p2"), min_minutes_week=60)],
            plans=[plan("p1", "skills"), plan("p2", "skills")],
            groups=[group(sizes=(1, 1), meetings_per_week=1)],
            meetings=[meeting_row(days="mon", starts="09:00")],
            availability=[available("p1", "mon", "09:00-10:00")],
        ),
        {"unavoidable": 60, "capacity": 60},
        ("p1 is available only mon 09:00-10:00", "full: g1 on mon 09:00", "p2 would lose 1 h"),
        schedule=week(meeting("g1", "mon", "09:00-10:00", "p2")),
    ),
}
