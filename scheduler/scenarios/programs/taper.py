"""Hours that fall from week to week, from partial hospitalization to outpatient care, over about 90 days."""

from scheduler.scenarios.figures import Figure
from scheduler.scenarios.program import Kind, Level, Line, Open, Program, Role, Route, Step, Track, Want
from scheduler.times import Window

_ROOM = "group_room"
_GROUPS = ("process_group", "relapse_prevention", "dual_diagnosis", "anger_management")

TAPER = Program(
    name="taper",
    story="hours that fall from 30 to 6 a week as patients progress, over about 90 days",
    opening={
        "mon tue wed thu": (Window(480, 1260),),
        "fri": (Window(480, 1020),),
        "sat": (Window(540, 810),),
    },
    levels=(
        Level("php", 1, 27, 31, 5, 6, 4, 7),
        Level("php", 2, 24, 28, 5, 6, 4, 6.5),
        Level("php", 3, 20, 24, 4, 5, 4, 6),
        Level("iop", 1, 14, 19, 3, 6, 3, 5),
        Level("iop", 3, 12, 15, 3, 5, 3, 5),
        Level("iop", 6, 9, 12, 3, 5, 3, 5),
        Level("op", 1, 6, 8.5, 2, 4, 1.5, 4),
        Level("teen", 1, 9, 12, 3, 5, 2, 4),
        Level("teen", 6, 6, 9, 3, 5, 1.5, 4),
    ),
    kinds={
        "process_group": Kind(90, (3, 12), _ROOM, buffer_minutes=10, max_per_day=2),
        "relapse_prevention": Kind(90, (3, 12), _ROOM, buffer_minutes=10, max_per_day=1),
        "dual_diagnosis": Kind(90, (3, 12), _ROOM, buffer_minutes=10, max_per_day=1),
        "anger_management": Kind(90, (3, 10), _ROOM, buffer_minutes=10, max_per_day=1),
        "trauma_group": Kind(90, (2, 8), _ROOM, buffer_minutes=10, max_per_day=1),
        "teen_process": Kind(90, (2, 8), _ROOM, max_per_day=1),
        "teen_skills": Kind(90, (2, 8), _ROOM, buffer_minutes=10, max_per_day=1),
        "individual": Kind(60, resource="office"),
        "emdr": Kind(60, resource="office", buffer_minutes=10),
        "family_counseling": Kind(60, resource="office", buffer_minutes=10, needs_family=True),
        "assessment": Kind(30, resource="office"),
    },
    tracks=(
        Track(
            "php",
            ("php",),
            ("mon tue wed thu fri",),
            (
                Line("process_group", "09:00"),
                Line("relapse_prevention", "10:45", (0, 2, 4)),
                Line("dual_diagnosis", "10:45", (1, 3)),
                Line("anger_management", "13:00", (0, 3)),
                Line("dual_diagnosis", "13:00", (2, 4)),
                Line("relapse_prevention", "13:00", (1,)),
                Line("process_group", "14:45"),
            ),
            10,
        ),
        Track(
            "am",
            ("half-day",),
            ("mon tue wed thu fri",),
            (
                Line("process_group", "09:00"),
                Line("relapse_prevention", "10:45", (0, 2, 4)),
                Line("dual_diagnosis", "10:45", (1, 3)),
            ),
            10,
        ),
        Track(
            "eve",
            ("evening",),
            ("mon tue wed thu sat",),
            (
                Line("process_group", "17:30", (0, 2, 3)),
                Line("relapse_prevention", "17:30", (1,)),
                Line("dual_diagnosis", "19:15", (0, 3)),
                Line("anger_management", "19:15", (1,)),
                Line("relapse_prevention", "19:15", (2,)),
                Line("relapse_prevention", "09:00", (4,)),
                Line("process_group", "10:45", (4,)),
            ),
            10,
            "hybrid",
        ),
        Track(
            "op-day",
            ("op", "op-day"),
            ("tue thu", "mon wed"),
            (Line("process_group", "09:00"), Line("relapse_prevention", "10:45")),
            10,
        ),
        Track(
            "op-eve",
            ("op", "op-evening"),
            ("mon wed", "tue thu"),
            (Line("process_group", "17:30"), Line("relapse_prevention", "19:15")),
            10,
            "hybrid",
        ),
        Track(
            "teen",
            ("teen",),
            ("mon wed thu",),
            (Line("teen_process", "16:00"), Line("teen_skills", "17:30")),
            8,
        ),
    ),
    open_groups=(Open("trauma", "trauma_group", ("trauma",), 8),),
    routes=(
        Route("day", (Step("php", 3, "php"), Step("iop", 6, "half-day"), Step("op", None, "op-day")), 4),
        Route(
            "evening",
            (Step("iop", 9, "evening"), Step("op", None, "op-evening")),
            modes=("in_person", "either", "virtual"),
        ),
        Route("school", (Step("teen", None, "teen"),), who="adolescent"),
    ),
    wants={
        "php": (
            Want("individual", 1, 1, therapist="primary"),
            Want("process_group", 4),
            Want("relapse_prevention", 3),
            Want("dual_diagnosis", 2),
            Want("anger_management", 0),
            Want("assessment", 1, 1, 1, "any"),
            Want("trauma_group", 0, 1, mark="trauma"),
            Want("emdr", 1, 1, 1, "any", mark="trauma"),
            Want("family_counseling", 1, 1, 2, "primary", 0.3),
        ),
        "iop": (
            Want("individual", 1, 1, therapist="primary"),
            Want("process_group", 2),
            Want("relapse_prevention", 2),
            Want("dual_diagnosis", 1),
            Want("anger_management", 0),
            Want("assessment", 1, 1, 2, "any"),
            Want("trauma_group", 0, 1, mark="trauma"),
            Want("family_counseling", 1, 1, 3, "primary", 0.3),
        ),
        "op": (
            Want("individual", 1, 1, 2, "primary"),
            Want("process_group", 1),
            Want("relapse_prevention", 1),
            Want("assessment", 1, 1, 2, "any"),
        ),
        "teen": (
            Want("individual", 1, 1, therapist="primary"),
            Want("teen_process", 2),
            Want("teen_skills", 2),
            Want("family_counseling", 1, 1, 2, "primary", 0.7),
        ),
    },
    marks={"trauma": 0.2},
    roles=(
        Role("counselor", (*_GROUPS, "teen_process", "teen_skills", "individual", "family_counseling"), (24, 28), 7),
        Role("trauma therapist", ("trauma_group", "emdr"), (12, 16), 6),
        Role("assessor", ("assessment",), (10, 14), 6),
    ),
    figures={
        "stay_days": Figure(
            "median stay of all who are admitted", 90, "about 90 days, as the program says", (80, 100), "days"
        ),
    },
)
