"""Stories of what nobody could give a patient: what facts leave no room for, and needs that leave each other none."""

from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.caseload import (
    Closure,
    LevelLimits,
)
from scheduler.schedule import Earlier
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
)
from tests.explain.story import MON_ONLY, Story, at_row, one_hour, one_talk

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
