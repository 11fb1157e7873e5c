"""Nine hours from many services, by day and in the evening, with groups for medication-assisted treatment."""

from scheduler.scenarios.figures import Figure
from scheduler.scenarios.program import Kind, Level, Line, Program, Role, Route, Step, Track, Want
from scheduler.times import Window

_ROOM = "group_room"
_CARE = (
    Want("individual", 1, 1, therapist="primary"),
    Want("group_therapy", 3, 5),
    Want("skills", 1, 2),
    Want("education", 0, 1),
    Want("psych_evaluation", 1, 1, 4, "any"),
    Want("mara", 1, 1, mark="mat"),
    Want("medication", 1, 1, 2, "any", mark="mat"),
)

MULTISERVICE = Program(
    name="multiservice",
    story="nine hours or more from many services, by day and in the evening, on three to five days",
    opening={"mon tue wed thu": (Window(510, 1260),), "fri": (Window(510, 1125),)},
    levels=(
        Level("iop", 1, 9, 15, 3, 5, 2, 4),
        Level("iop", 9, 6, 9, 3, 5, 2, 4),
        Level("iop_plus", 1, 10, 15, 3, 5, 2, 4),
        Level("teen", 1, 6, 15, 3, 5, 2, 4),
    ),
    kinds={
        "group_therapy": Kind(180, (4, 12), _ROOM, max_per_day=1),
        "skills": Kind(60, (3, 10), _ROOM, max_per_day=1),
        "mara": Kind(90, (3, 10), _ROOM, max_per_day=1),
        "education": Kind(60, (4, 20), _ROOM),
        "individual": Kind(60, resource="office"),
        "psych_evaluation": Kind(60, resource="office", buffer_minutes=10),
        "medication": Kind(20, resource="office", counts=False, buffer_minutes=10),
    },
    tracks=(
        Track(
            "morning",
            ("morning",),
            ("mon tue thu", "mon wed fri"),
            (Line("group_therapy", "10:00"), Line("skills", "09:00", (1,))),
            10,
        ),
        Track("class-day", ("morning",), ("wed",), (Line("education", "13:30"),), 20),
        Track(
            "evening",
            ("evening",),
            ("mon tue thu",),
            (Line("group_therapy", "18:00"),),
            10,
        ),
        Track("skills-eve", ("evening",), ("wed",), (Line("skills", "18:00"),), 10),
        Track("class-eve", ("evening",), ("wed",), (Line("education", "19:15"),), 20),
        Track(
            "early",
            ("early",),
            ("mon wed thu",),
            (Line("group_therapy", "17:30", minutes=120),),
            10,
        ),
        Track("two-hours", ("early",), ("tue",), (Line("skills", "17:30", minutes=120),), 10),
        Track("teens", ("teen",), ("mon tue wed thu",), (Line("group_therapy", "16:00", minutes=120),), 10),
        Track("mara-day", ("mat", "morning"), ("tue", "fri"), (Line("mara", "13:30"),), 10),
        Track("mara-evening", ("mat", "evening"), ("fri",), (Line("mara", "17:15"),), 10),
        Track("mara-early", ("mat", "early"), ("fri",), (Line("mara", "17:15"),), 10),
    ),
    routes=(
        Route("morning", (Step("iop", None, "morning"),), 4),
        Route("longer mornings", (Step("iop_plus", 3, "morning"), Step("iop", None, "morning"))),
        Route("evening", (Step("iop", None, "evening"),), 1.5),
        Route("early evening", (Step("iop", None, "early"),), 0.5),
        Route("school", (Step("teen", None, "teen"),), who="adolescent"),
    ),
    wants={
        "iop": _CARE,
        "iop_plus": _CARE,
        "teen": (
            Want("individual", 1, 1, therapist="primary"),
            Want("group_therapy", 3, 5),
            Want("psych_evaluation", 1, 1, 4, "any"),
        ),
    },
    marks={"mat": 0.3},
    roles=(
        Role("counselor", ("group_therapy", "skills", "education", "mara", "individual"), (24, 28), 7),
        Role("psychiatrist", ("psych_evaluation", "medication"), (8, 12), 5),
        Role("nurse", ("medication", "education"), (8, 12), 4),
    ),
    figures={
        "remote": Figure("patients treated from home only", 0.0, "no group of the program can be followed from home"),
    },
)
