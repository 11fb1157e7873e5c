"""On site and from home: partial hospitalization, intensive outpatient and outpatient care with one staff."""

from scheduler.scenarios.figures import ASSUMED, Figure
from scheduler.scenarios.program import Kind, Level, Line, Program, Role, Route, Step, Track, Want
from scheduler.times import Window

_ROOM = "group_room"
_FOUR_DAYS = (Line("process", "17:30"), Line("dbt_skills", "19:15", (0, 2, 3)))

HYBRID = Program(
    name="hybrid",
    story="on site and from home, at least ten hours a week, with a gathering online for everybody",
    opening={"mon tue wed thu fri": (Window(480, 1260),), "sat": (Window(540, 780),)},
    grid_minutes=30,
    levels=(
        Level("php", 1, 20, 30, 4, 6, 5, 6),
        Level("iop", 1, 10, 19, 3, 6, 2, 5),
        Level("teen", 1, 6, 15, 3, 6, 2, 5),
        Level("op", 1, 2, 8, 1, 4, 1, 3),
        Level("op", 9, 1, 6, 1, 3, 1, 3),
    ),
    kinds={
        "process": Kind(90, (3, 10), _ROOM, max_per_day=1),
        "dbt_skills": Kind(90, (3, 8), _ROOM, max_per_day=1),
        "art": Kind(60, (3, 10), "studio"),
        "music": Kind(60, (3, 10), "studio"),
        "lecture": Kind(60, (4, 40), "hall"),
        "gathering": Kind(60, (4, 60)),
        "dbt_individual": Kind(50, resource="office", buffer_minutes=10),
        "family": Kind(50, resource="office", buffer_minutes=10, needs_family=True),
        "medical": Kind(30, resource="office"),
    },
    tracks=(
        Track(
            "php",
            ("php",),
            ("mon tue wed thu fri",),
            (
                Line("process", "09:00"),
                Line("dbt_skills", "10:45"),
                Line("lecture", "13:00"),
                Line("art", "14:15", (0, 2, 4)),
                Line("music", "14:15", (1, 3)),
            ),
            8,
        ),
        Track(
            "day",
            ("day",),
            ("mon tue wed fri", "mon wed thu fri"),
            (Line("process", "10:00"), Line("dbt_skills", "11:45", (0, 2, 3))),
            8,
        ),
        Track("eve", ("evening",), ("mon tue wed thu",), _FOUR_DAYS, 8),
        Track("net", ("net",), ("mon tue wed thu",), _FOUR_DAYS, 8, "virtual"),
        Track(
            "teen",
            ("teen",),
            ("mon wed thu",),
            (Line("dbt_skills", "15:30"), Line("process", "17:15")),
            8,
        ),
        Track("op-day", ("op", "op-day"), ("thu", "tue"), (Line("process", "10:00"),), 10),
        Track("op-eve", ("op", "op-evening"), ("wed", "thu"), (Line("process", "17:30"),), 10),
        Track("op-net", ("op", "op-net"), ("wed", "thu"), (Line("process", "17:30"),), 10, "virtual"),
        Track("gathering", (), ("tue",), (Line("gathering", "19:30"),), 60, "virtual", 2),
    ),
    routes=(
        Route("day", (Step("php", 2, "php"), Step("iop", 6, "day"), Step("op", None, "op-day")), 4, modes=("either",)),
        Route("evening", (Step("iop", 8, "evening"), Step("op", None, "op-evening")), 1, modes=("either",)),
        Route("home", (Step("iop", 8, "net"), Step("op", None, "op-net")), 2, modes=("virtual",)),
        Route("school", (Step("teen", None, "teen"),), who="adolescent", modes=("either",)),
    ),
    wants={
        "php": (
            Want("process", 4, 5),
            Want("dbt_skills", 3, 5),
            Want("lecture", 1),
            Want("art", 1),
            Want("music", 1),
            Want("dbt_individual", 1, 1, therapist="primary"),
            Want("gathering", 1, 1),
            Want("medical", 1, 1, 2, "any"),
            Want("family", 1, 1, 2, "any", 0.3),
        ),
        "iop": (
            Want("process", 3, 4),
            Want("dbt_skills", 3, 4),
            Want("dbt_individual", 1, 1, therapist="primary"),
            Want("gathering", 1, 1),
            Want("medical", 1, 1, 4, "any", 0.5),
            Want("family", 1, 1, 2, "any", 0.2),
        ),
        "teen": (
            Want("process", 2, 3),
            Want("dbt_skills", 2, 3),
            Want("dbt_individual", 1, 1, therapist="primary"),
            Want("gathering", 1, 1),
            Want("family", 1, 1, 2, "any", 0.8),
        ),
        "op": (
            Want("process", 1, 1),
            Want("dbt_individual", 1, 1, 2, "primary"),
            Want("gathering", 1, 1),
        ),
    },
    roles=(
        Role("counselor", ("process", "dbt_skills", "dbt_individual", "gathering"), (24, 28), 6),
        Role("art and music therapist", ("art", "music"), (10, 14), 4),
        Role("family therapist", ("family", "lecture"), (12, 18), 5),
        Role("physician", ("medical", "lecture"), (6, 10), 3),
    ),
    figures={
        "remote": Figure("patients treated from home only", 0.35, ASSUMED, (0.2, 0.5)),
        "either": Figure("patients who come or connect", 0.65, ASSUMED, (0.5, 0.8)),
    },
)
