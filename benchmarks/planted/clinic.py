"""The clinic that every planted caseload shares: its types of session, levels of care, hours and tracks."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from scheduler.caseload import GroupMode
from scheduler.times import Window, Windows, without

GRID_MINUTES = 15
MON, TUE, WED, THU, FRI, SAT = range(6)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of session with its length and what it needs."""

    minutes: int
    is_group: bool = False
    counts: bool = True
    resources: tuple[str, ...] = ()
    buffer_minutes: int = 10
    needs_family: bool = False


GROUP_ROOM, ART_ROOM, PROJECTOR, OFFICE = "group room", "art room", "projector", "office"

KINDS: dict[str, Kind] = {
    "process": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "skills": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "education": Kind(90, is_group=True, resources=(GROUP_ROOM, PROJECTOR)),
    "art": Kind(90, is_group=True, resources=(ART_ROOM,)),
    "relapse_prevention": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "support": Kind(60, is_group=True, resources=(GROUP_ROOM,)),
    "multi_family": Kind(75, is_group=True, resources=(GROUP_ROOM,), needs_family=True),
    "assembly": Kind(50, is_group=True, counts=False, buffer_minutes=0),
    "individual": Kind(50, resources=(OFFICE,)),
    "family": Kind(50, resources=(OFFICE,), needs_family=True),
    "medication": Kind(25, resources=(OFFICE,), buffer_minutes=5),
    "psychiatric": Kind(50, resources=(OFFICE,)),
}


@dataclass(frozen=True, slots=True)
class Care:
    """Limits of a level of care from one of its weeks, in minutes and days."""

    level: str
    from_week: int
    min_week: int
    max_week: int
    min_days: int
    max_days: int
    min_day: int
    max_day: int


LEVELS: tuple[Care, ...] = (
    Care("php", 1, 1200, 1800, 5, 6, 240, 360),
    Care("iop", 1, 540, 1140, 3, 5, 180, 330),
    Care("teen", 1, 360, 1140, 3, 5, 120, 270),
    Care("taper", 1, 540, 1140, 3, 5, 180, 330),
    Care("taper", 4, 360, 720, 2, 4, 180, 330),
    Care("taper", 8, 180, 480, 1, 3, 180, 330),
    Care("op", 1, 120, 360, 0, 3, 0, 240),
)


@cache
def care_of(level: str, week: int) -> Care:
    """The limits in force in a patient's ``week`` (from 1) at a level."""
    return [care for care in LEVELS if care.level == level and care.from_week <= week][-1]


OPENING: tuple[Windows, ...] = (
    (Window(480, 1260),),
    (Window(480, 1260),),
    (Window(480, 1260),),
    (Window(480, 1260),),
    (Window(480, 1125),),
    (Window(540, 720), Window(750, 840)),
    (),
)
CLOSED_THIS_WEEK: tuple[tuple[int, Window, str], ...] = (
    (TUE, Window(480, 510), "staff meeting"),
    (FRI, Window(960, 1125), "training"),
)


def open_windows(day: int) -> Windows:
    """When the clinic is open on a weekday (0 is Monday) of the planted week."""
    return without(OPENING[day], [window for closed, window, _ in CLOSED_THIS_WEEK if closed == day])


OPEN: tuple[Windows, ...] = tuple(open_windows(day) for day in range(7))


def is_open(day: int, window: Window) -> bool:
    """Whether the clinic is open all through the window."""
    return any(hours.covers(window) for hours in OPEN[day])


TrackName = Literal["php", "evening", "teens", "morning", "virtual", "midday"]


@dataclass(frozen=True, slots=True)
class Track:
    """A part of the day that a cohort keeps, with the patterns of days and starts it may have."""

    name: TrackName
    level: str
    mode: GroupMode
    days: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    lengths: tuple[tuple[int, int], ...]


WEEKDAYS = ((MON, TUE, WED, THU, FRI),)
LATE_DAYS = ((MON, TUE, THU), (MON, WED, THU), (TUE, WED, THU))
TRACKS: dict[TrackName, Track] = {
    "php": Track("php", "php", "in_person", WEEKDAYS, (510, 540), ((90, 90),)),
    "evening": Track("evening", "iop", "hybrid", LATE_DAYS, (1035, 1050), ((90, 90), (105, 75), (75, 105))),
    "teens": Track("teens", "teen", "in_person", LATE_DAYS, (945, 960), ((60, 60), (50, 70))),
    "morning": Track(
        "morning",
        "iop",
        "in_person",
        ((MON, WED, FRI), (TUE, WED, FRI), (MON, TUE, THU)),
        (525, 540, 570, 600),
        ((90, 90), (120, 60), (60, 120)),
    ),
    "virtual": Track("virtual", "iop", "virtual", LATE_DAYS, (1020, 1035, 1050), ((90, 90), (75, 105))),
    "midday": Track("midday", "iop", "in_person", LATE_DAYS, (750, 765, 780), ((90, 90), (105, 75))),
}
# Cohorts are added in this order as a unit grows, so that even a small clinic works on more than one part of the day.
TRACK_ORDER: tuple[TrackName, ...] = ("evening", "teens", "morning", "virtual", "midday", "morning")

# Two therapists could not see a cohort of adolescents one by one between school and closing time.
TRACK_ORDER_OF_TWO: tuple[TrackName, ...] = ("evening", "morning")

# Session types of the first and second slot on a cohort's three days.
THREE_DAYS = (("process", "skills"), ("process", "education"), ("art", "skills"))
THREE_DAYS_ONLINE = (("process", "skills"), ("process", "education"), ("relapse_prevention", "skills"))
FIVE_DAYS = (
    ("process", "skills", "education"),
    ("process", "relapse_prevention", "education"),
    ("process", "art", "education"),
    ("process", "skills", "education"),
    ("process", "relapse_prevention", "education"),
)
