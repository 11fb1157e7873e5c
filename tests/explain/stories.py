"""Small weeks, each with the cause of what one patient lacks and the facts that are named, to be checked by hand.

Each story is a caseload, a schedule that keeps its rules, and what is to be told of one patient: by cause, minutes and
words that the sentence has to hold; and the remedy that helps that patient best.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from scheduler.caseload import (
    Absence,
    Appointment,
    Availability,
    Caseload,
    Closure,
    Group,
    KeepApart,
    LevelLimits,
    Member,
    Patient,
    Plan,
    Resource,
    Therapist,
    TimetableRow,
)
from scheduler.schedule import Earlier, Schedule
from scheduler.times import Windows
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    absent,
    available,
    busy,
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
    weekly,
)

Row = TypeVar(
    "Row",
    Absence,
    Appointment,
    Availability,
    Closure,
    Group,
    KeepApart,
    LevelLimits,
    Member,
    Patient,
    Plan,
    Resource,
    Therapist,
    TimetableRow,
)
FREE = LevelLimits("free")
NOTHING = week()
WITHOUT_NEEDS = replace(patient("p2"), level="free")
TWO = [patient("p1"), WITHOUT_NEEDS]
MON_ONLY: tuple[Windows, ...] = ((span("09:00-17:00"),), *((),) * 6)


@dataclass(frozen=True, slots=True)
class Story:
    """A week and what is to be told of its first patient.

    Args:
        told: by cause, the minutes of all needs.
        names: words that stand in the sentences.
        omits: words that do not.
    """

    caseload: Caseload
    told: Mapping[str, int]
    names: tuple[str, ...]
    omits: tuple[str, ...] = ()
    schedule: Schedule = NOTHING
    earlier: Earlier | None = None


def at_row(row: int, fact: Row) -> Row:
    """The fact as that row of its table says it."""
    return replace(fact, row=row)


def one_hour(**tables: object) -> Caseload:
    """One session of an hour in a group, and whatever else is said."""
    given: dict[str, object] = {"plans": [plan("p1", "skills", least=1)], "groups": [group(meetings_per_week=1)]}
    return clinic_with(**{**given, **tables})  # type: ignore[arg-type]


def one_talk(**tables: object) -> Caseload:
    """One individual session, and whatever else is said."""
    given: dict[str, object] = {"plans": [plan("p1", least=1, most=1)]}
    return clinic_with(**{**given, **tables})  # type: ignore[arg-type]


UNAVOIDABLE = {
    "the windows are too short": Story(
        # 45 min on Tuesday, and the session takes 50.
        one_talk(availability=[at_row(7, available("p1", "tue", "10:00-10:45"))]),
        {"unavoidable": 50},
        ("p1 is available only tue 10:00-10:45 (availability, row 7)",),
        ("therapists", "opening_hours"),
    ),
    "the way is too long": Story(
        # Free from 10:00 to 12:00 between two shifts; with an hour of travel nothing is left of it.
        one_hour(
            patients=[at_row(3, patient("p1", travel_minutes=60))],
            opening=MON_ONLY,
            availability=[at_row(2, busy("p1", "mon", "08:00-10:00")), at_row(3, busy("p1", "mon", "12:00-17:00"))],
        ),
        {"unavoidable": 60},
        (
            "p1 travels 1 h each way (patients, row 3)",
            "p1 is busy mon 08:00-10:00 (availability, row 2)",
            "p1 is busy mon 12:00-17:00 (availability, row 3)",
            "the clinic is open mon 09:00-17:00 (opening_hours)",
        ),
    ),
    "the primary therapist leaves too early": Story(
        # The patient comes after 16:30, when t1 has left; t2 is there all day and leads the type too.
        one_talk(
            therapists=[therapist("t1"), therapist("t2")],
            plans=[at_row(5, plan("p1", least=1, most=1, therapist="t1"))],
            availability=[
                at_row(2, available("p1", "mon tue wed thu fri", "16:30-19:00")),
                at_row(3, available("t1", "mon tue wed thu fri", "09:00-16:30")),
            ],
        ),
        {"unavoidable": 50},
        (
            "t1 is there mon-fri 09:00-16:30 (availability, row 3)",
            "individual of p1 is with t1 (plans, row 5)",
            "p1 is available only mon-fri 16:30-19:00 (availability, row 2)",
            "another who leads individual could give it",
        ),
    ),
    "nobody else leads it either": Story(
        # As before, but t2 leads groups alone.
        one_talk(
            therapists=[at_row(2, therapist("t1")), therapist("t2", "skills")],
            plans=[plan("p1", least=1, most=1, therapist="t1")],
            availability=[available("p1", "mon", "16:30-19:00"), available("t1", "mon", "09:00-16:30")],
        ),
        {"unavoidable": 50},
        ("t1 is there mon 09:00-16:30 (availability)",),
        ("another who leads",),
    ),
    "the group meets at another time": Story(
        one_hour(
            meetings=[at_row(4, meeting_row(days="mon", starts="09:00"))],
            availability=[at_row(2, available("p1", "mon", "13:00-17:00"))],
        ),
        {"unavoidable": 60},
        ("g1 meets mon 09:00-10:00 (meetings, row 4)", "p1 is available only mon 13:00-17:00 (availability, row 2)"),
    ),
    "the stay begins too late": Story(
        one_hour(
            patients=[at_row(2, replace(patient("p1"), admitted=MONDAY + timedelta(days=3)))],
            meetings=[meeting_row(days="mon tue", starts="09:00")],
        ),
        {"unavoidable": 60},
        ("p1 is admitted on 2026-03-05 (patients, row 2)", "g1 meets mon/tue 09:00-10:00"),
    ),
    "no row of the plan gives the hours": Story(
        # Two hours a week are asked for; the plan has one session of 50 min, and groups would give more.
        clinic_with(
            levels=[LevelLimits(LEVEL, min_minutes_week=120)],
            groups=[group()],
            plans=[at_row(3, plan("p1", least=1, most=1))],
        ),
        {"unavoidable": 70},
        ("the plan of p1 has individual alone (plans, row 3)", "a row of skills would help"),
        schedule=week(one_to_one("p1", "mon", "09:00-09:50")),
    ),
    "the limit of the day": Story(
        # Two groups on the only day, and at most one hour a day.
        clinic_with(
            levels=[at_row(2, LevelLimits(LEVEL, max_minutes_day=60))],
            groups=[group("g1"), group("g2")],
            plans=[plan("p1", "skills", least=2)],
            availability=[at_row(9, available("p1", "wed", "09:00-17:00"))],
        ),
        {"unavoidable": 60},
        ("p1 may have at most 1 h a day (levels, row 2)", "p1 is available only wed 09:00-17:00 (availability, row 9)"),
        schedule=week(meeting("g1", "wed", "09:00-10:00")),
    ),
    "no room is there": Story(
        one_talk(
            session_types=[SKILLS, replace(INDIVIDUAL, resources=("office",))],
            resources=[at_row(2, room("r1", "office"))],
            availability=[available("r1", "mon", "09:00-12:00"), at_row(3, available("p1", "tue", "09:00-17:00"))],
        ),
        {"unavoidable": 50},
        ("r1 is free mon 09:00-12:00 (resources, row 2)", "p1 is available only tue 09:00-17:00"),
    ),
    "the family never comes": Story(
        one_talk(
            session_types=[SKILLS, replace(INDIVIDUAL, needs_family=True)],
            availability=[at_row(2, available("p1", "sat", "09:00-09:45", party="family"))],
        ),
        {"unavoidable": 50},
        ("the family of p1 is available only sat 09:00-09:45 (availability, row 2)",),
    ),
    "no group admits the patient": Story(
        one_hour(groups=[at_row(6, replace(group(), admits=frozenset({"teen"})))]),
        {"unavoidable": 60},
        ("only who has teen is admitted to g1 (groups, row 6)",),
    ),
    "not due this week": Story(
        # The stay is in its second week, and the session is due in the first, the third and so on.
        clinic_with(
            levels=[LevelLimits(LEVEL, min_minutes_week=50)],
            patients=[replace(patient("p1"), admitted=MONDAY - timedelta(days=7))],
            plans=[at_row(4, plan("p1", least=1, most=1, every_weeks=2))],
        ),
        {"unavoidable": 50},
        ("individual of p1 is not due this week (plans, row 4)",),
    ),
    "the only day is over": Story(
        one_hour(meetings=[at_row(2, meeting_row(days="mon", starts="09:00"))]),
        {"unavoidable": 60},
        ("g1 meets mon 09:00-10:00 (meetings, row 2)", "nothing new starts before 2026-03-03 00:00"),
        earlier=Earlier(week(), frozen_before=datetime(2026, 3, 3)),  # noqa: DTZ001 - by the clinic's clock
    ),
    "there is no such group": Story(
        one_hour(groups=()),
        {"unavoidable": 60},
        ("there is no group of skills (groups)",),
        ("too few hours",),
    ),
    "away and closed": Story(
        # Open on Monday and Tuesday; closed on the one, away on the other.
        one_talk(
            opening=((span("09:00-17:00"),), (span("09:00-17:00"),), *((),) * 5),
            closures=[at_row(2, Closure(MONDAY))],
            absences=[at_row(3, absent("p1", "tue"))],
        ),
        {"unavoidable": 50},
        (
            "the clinic is closed on mon 2026-03-02 (closures, row 2)",
            "p1 is away on 2026-03-03 (absences, row 3)",
            "the clinic is open mon-tue 09:00-17:00 (opening_hours)",
        ),
    ),
}

OWN_NEEDS = {
    "two sessions in one hour": Story(
        clinic_with(
            session_types=[SKILLS, INDIVIDUAL, replace(INDIVIDUAL, session_type="family")],
            therapists=[therapist("t1", "individual family")],
            availability=[at_row(4, available("p1", "mon", "09:00-10:00"))],
            plans=[plan("p1", least=1, most=1), plan("p1", "family", least=1, most=1)],
        ),
        {"own_needs": 50},
        (
            "the planned sessions of family and the planned sessions of individual cannot be had together",
            "p1 is available only mon 09:00-10:00 (availability, row 4)",
        ),
        ("other patients", "treatment days"),
        schedule=week(one_to_one("p1", "mon", "09:00-09:50", session_type="family")),
    ),
    "three sessions in two hours": Story(
        clinic_with(
            session_types=[replace(INDIVIDUAL, session_type=kind, minutes=60) for kind in ("a", "b", "c", "d")],
            therapists=[therapist("t1", "a b c d")],
            # The fourth has its own day.
            availability=[available("p1", "mon", "09:00-11:00"), available("t1", "mon", "09:00-11:00")],
            plans=[plan("p1", kind, least=1, most=1) for kind in ("a", "b", "c")],
        ),
        {"own_needs": 60},
        ("the planned sessions of a, the planned sessions of b and the planned sessions of c cannot be had together",),
        schedule=week(
            *(one_to_one("p1", "mon", f"{9 + hour:02}:00-{10 + hour}:00", session_type="ab"[hour]) for hour in (0, 1))
        ),
    ),
}

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

STORIES: Mapping[str, Story] = {**UNAVOIDABLE, **OWN_NEEDS, **AGREEMENT, **CAPACITY, **MIXED}

HELPS: Mapping[str, str] = {
    # Five minutes are lacking on Tuesday; on any other day it would be fifty.
    "the windows are too short": "p1 is free on tue 10:45-10:50 too",
    # With an hour's way on both sides of an hour's session, three hours from 08:15 on.
    "the way is too long": "p1 is free on mon 09:15-10:15 too",
    "the primary therapist leaves too early": "any therapist may lead individual of p1, not only t1",
    # The patient comes at 16:30: either comes fifty minutes sooner or t1 stays as long; mornings are farther away.
    "nobody else leads it either": "p1 is free on mon 15:30-16:20 too",
    "the group meets at another time": "the meeting of g1 on mon 09:00 moves to mon 13:00",
    "the stay begins too late": "one more meeting of g1 on thu 00:00",
    # No table that a remedy may change says which types are in the plan.
    "no row of the plan gives the hours": "",
    # The hour of the second group on another day, at the patient's usual time.
    "the limit of the day": "p1 is free on mon 16:00-17:00 too",
    "no room is there": "p1 attends by video",
    "the family never comes": "the family of p1 can come on sat 09:45-09:50",
    "no group admits the patient": "",
    "not due this week": "",
    "the only day is over": "one more meeting of g1 on tue 00:00",
    "there is no such group": "",
    "away and closed": "",
    "two sessions in one hour": "p1 is free on tue 10:00-10:50 too",
    # The patient and the therapist both have two hours, and need a third: before them or after them.
    "three sessions in two hours": "p1 is free on mon 11:00-12:00 too; and t1 works on mon 11:00-12:00 too",
    # p2 has t1 until 10:50, and sessions begin each quarter of an hour.
    "an appointment of somebody else": "p1 is free on mon 11:00-11:50 too",
    "the only place is somebody else's": "g1 takes 2 patients instead of 1",
    "kept apart from one who is agreed to come": "p1 and p2 are no longer kept apart (session)",
    "too few may join the group": "",
    "the group has met already": "one more meeting of g1 on tue 00:00",
    "the group is full": "g1 takes 2 patients instead of 1",
    "the therapist's hours are used up": "t1 leads up to 1 h 50 min a week, an hour more",
    "the only free time is taken": "p1 is free on mon 08:00-08:50 too",
    "the only room is taken": "p1 attends by video",
    "an appointment of one's own": "one more meeting of g1 on tue 00:00",
    "a part that nobody could give and a part lost to others": "g1 takes 2 patients instead of 1",
}
"""By story, how the remedy begins that helps its patient best; "" where no change that is tried would help.

Of remedies that give as much with as few changes of the week, one that asks nobody to come at other times is the best,
then the one that asks for the fewest minutes, on the earliest day.
"""
