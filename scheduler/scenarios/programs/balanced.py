"""Treatment beside work, school and family: from three days of two hours to five days of four, by day or evening."""

from scheduler.scenarios.figures import Figure
from scheduler.scenarios.program import Kind, Level, Line, Program, Role, Route, Step, Track, Want
from scheduler.times import Window

_ROOM = "group_room"

BALANCED = Program(
    name="balanced",
    story="treatment beside work, school and family, by day or in the evening, over 8 to 12 weeks",
    opening={
        "mon tue wed thu": (Window(480, 1290),),
        "fri": (Window(480, 960),),
        "sat": (Window(540, 780),),
    },
    levels=(
        Level("full", 1, 18, 22, 5, 6, 3, 5),
        Level("standard", 1, 12, 16, 4, 5, 3, 4),
        Level("light", 1, 6, 9, 3, 5, 2, 4),
        Level("teen", 1, 6, 9, 3, 5, 2, 4),
    ),
    kinds={
        "group_therapy": Kind(90, (3, 12), _ROOM, buffer_minutes=10, max_per_day=1),
        "workshop": Kind(90, (3, 14), _ROOM, buffer_minutes=10, max_per_day=1),
        "life_skills": Kind(60, (3, 12), _ROOM, max_per_day=1),
        "holistic": Kind(60, (3, 10), "studio", max_per_day=1),
        "individual": Kind(60, resource="office"),
        "family_therapy": Kind(60, resource="office", needs_family=True),
    },
    tracks=(
        Track(
            "day",
            ("day",),
            ("mon tue wed thu fri",),
            (
                Line("group_therapy", "09:00"),
                Line("workshop", "10:45"),
                Line("holistic", "12:45", (0, 2, 4)),
                Line("life_skills", "12:45", (1, 3)),
            ),
            10,
        ),
        Track(
            "eve",
            ("evening",),
            ("mon tue wed thu",),
            (
                Line("group_therapy", "18:00"),
                Line("workshop", "19:45", (0, 2)),
                Line("life_skills", "19:45", (1, 3), 90),
            ),
            10,
        ),
        Track(
            "light-day",
            ("light", "light-day"),
            ("mon wed thu", "mon wed fri", "tue wed thu"),
            (Line("group_therapy", "10:00", minutes=60), Line("life_skills", "11:00")),
            10,
        ),
        Track(
            "light-eve",
            ("light", "light-evening"),
            ("mon tue thu", "mon wed thu", "tue wed thu"),
            (Line("group_therapy", "18:00", minutes=60), Line("life_skills", "19:00")),
            10,
        ),
        Track(
            "teen",
            ("teen",),
            ("mon wed thu", "mon tue thu"),
            (Line("group_therapy", "15:30", minutes=60), Line("life_skills", "16:30")),
            10,
        ),
    ),
    routes=(
        Route("day", (Step("full", 2, "day"), Step("standard", 6, "day"), Step("light", None, "light-day")), 4),
        Route("evening", (Step("standard", 8, "evening"), Step("light", None, "light-evening"))),
        Route("school", (Step("teen", None, "teen"),), who="adolescent"),
    ),
    wants={
        "full": (
            Want("individual", 1, 1, therapist="primary"),
            Want("group_therapy", 4),
            Want("workshop", 3),
            Want("life_skills", 1),
            Want("holistic", 2),
            Want("family_therapy", 1, 1, 2, "primary", 0.25),
        ),
        "standard": (
            Want("individual", 1, 1, therapist="primary"),
            Want("group_therapy", 3),
            Want("workshop", 2),
            Want("life_skills", 1),
            Want("holistic", 0),
            Want("family_therapy", 1, 1, 4, "primary", 0.25),
        ),
        "light": (
            Want("individual", 1, 1, 2, "primary"),
            Want("group_therapy", 2),
            Want("life_skills", 2),
            Want("family_therapy", 1, 1, 4, "primary", 0.25),
        ),
        "teen": (
            Want("individual", 1, 1, therapist="primary"),
            Want("group_therapy", 2),
            Want("life_skills", 2),
            Want("family_therapy", 1, 1, 2, "primary", 0.6),
        ),
    },
    roles=(
        Role("counselor", ("group_therapy", "life_skills", "individual", "family_therapy"), (24, 28), 6),
        Role("teacher", ("workshop", "life_skills", "holistic"), (18, 24), 6),
    ),
    figures={
        "stay_days": Figure(
            "median stay of all who are admitted", 70, "8 to 12 weeks, as the program says", (56, 84), "days"
        ),
        "remote": Figure("patients treated from home only", 0.0, "no group of the program can be followed from home"),
    },
)
