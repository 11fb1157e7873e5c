"""Several levels of care at once, all of it on site and in working hours."""

from scheduler.caseload import Mode
from scheduler.scenarios.figures import Figure
from scheduler.scenarios.program import Kind, Level, Line, Program, Role, Route, Step, Track, Want
from scheduler.times import Window

_ROOM = "group_room"
_ON_SITE: tuple[Mode, ...] = ("in_person",)
_ONLY_ON_SITE = "the program treats on site only"

TIERS = Program(
    name="tiers",
    story="four levels at once, on site and in working hours only, so that not everybody who works by day can come",
    opening={"mon tue wed thu fri": (Window(510, 1020),)},
    levels=(
        Level("daily", 1, 15, 20, 5, 5, 3, 4),
        Level("core", 1, 9, 15, 3, 5, 3, 4),
        Level("core", 13, 6, 12, 3, 4, 2, 4),
        Level("step", 1, 4, 8, 2, 4, 2, 4),
        Level("continuing", 1, 2, 4, 2, 3, 1, 2),
    ),
    kinds={
        "group_counselling": Kind(90, (3, 10), _ROOM, max_per_day=1),
        "behaviour_group": Kind(90, (3, 10), _ROOM, max_per_day=1),
        "education": Kind(90, (3, 20), "hall", max_per_day=1),
        "twelve_step": Kind(60, (3, 12), _ROOM, max_per_day=1),
        "individual": Kind(60, resource="office", buffer_minutes=10),
        "case_management": Kind(30, resource="office"),
        "medication": Kind(30, resource="exam"),
        "testing": Kind(15, resource="lab", counts=False),
    },
    tracks=(
        Track(
            "am",
            ("am",),
            ("mon tue wed thu fri",),
            (
                Line("group_counselling", "09:00"),
                Line("behaviour_group", "10:45", (0, 2, 4)),
                Line("education", "10:45", (1, 3)),
            ),
            8,
        ),
        Track(
            "pm",
            ("pm",),
            ("mon tue thu", "mon wed thu"),
            (
                Line("group_counselling", "13:00"),
                Line("behaviour_group", "14:45", (0, 2)),
                Line("education", "14:45", (1,)),
            ),
            8,
        ),
        Track(
            "step",
            ("step",),
            ("mon thu", "tue fri"),
            (Line("group_counselling", "10:00"), Line("twelve_step", "11:45")),
            10,
        ),
        Track("noon", ("noon",), ("wed fri", "mon thu"), (Line("twelve_step", "12:30"),), 10),
        Track("teens", ("after-school",), ("mon tue thu",), (Line("group_counselling", "15:45", minutes=60),), 8),
    ),
    routes=(
        Route(
            "mornings",
            (Step("daily", 4, "am"), Step("core", 12, "am"), Step("step", 4, "step"), Step("continuing", None, "noon")),
            3,
            modes=_ON_SITE,
        ),
        Route(
            "afternoons",
            (Step("core", 16, "pm"), Step("step", 4, "step"), Step("continuing", None, "noon")),
            modes=_ON_SITE,
        ),
        Route("school", (Step("continuing", None, "after-school"),), who="adolescent", modes=_ON_SITE),
    ),
    wants={
        "daily": (
            Want("individual", 1, 1, therapist="primary"),
            Want("group_counselling", 4),
            Want("behaviour_group", 2),
            Want("education", 1),
            Want("case_management", 1, 1, 1, "any"),
            Want("testing", 1, 1, 1, "any"),
            Want("medication", 1, 1, 2, "any", 0.3),
        ),
        "core": (
            Want("individual", 1, 1, therapist="primary"),
            Want("group_counselling", 2),
            Want("behaviour_group", 1),
            Want("education", 1),
            Want("case_management", 1, 1, 2, "any"),
            Want("testing", 1, 1, 1, "any"),
            Want("medication", 1, 1, 4, "any", 0.3),
        ),
        "step": (
            Want("individual", 1, 1, 2, "primary"),
            Want("group_counselling", 1),
            Want("twelve_step", 1),
            Want("testing", 1, 1, 1, "any"),
        ),
        "continuing": (
            Want("individual", 1, 1, 2, "primary"),
            Want("twelve_step", 0, 2),
            Want("group_counselling", 0, 3),
        ),
    },
    roles=(
        Role(
            "counselor", ("group_counselling", "behaviour_group", "twelve_step", "education", "individual"), (24, 28), 6
        ),
        Role("case manager", ("case_management", "education", "testing"), (14, 18), 5),
        Role("nurse", ("testing", "medication"), (8, 12), 4),
    ),
    figures={
        "stay_days": Figure(
            "median stay of all who are admitted", 135, "three to six months, as the program says", (90, 180), "days"
        ),
        "remote": Figure("patients treated from home only", 0.0, _ONLY_ON_SITE),
        "either": Figure("patients who come or connect", 0.0, _ONLY_ON_SITE),
    },
)
