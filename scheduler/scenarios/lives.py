"""What keeps patients away: work, school and the care of others, drawn by the figures of a profile."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.scenarios.program import Who, at
from scheduler.times import Window

WORKDAYS = (0, 1, 2, 3, 4)
FULL_TIME, NIGHT, EVENING, CHANGING = "Full-time work", "Night shift", "Evening shift", "Changing shifts"
PART_TIME, SCHOOL, CARE = "Part-time work", "School", "Cares for others"
ROTATING = "Rotating shift"
_USUAL_STARTS = ("07:00", "07:30", "08:00", "08:30", "09:00")
_OTHER_STARTS = ("06:00", "06:30", "09:30", "10:00")
_HALF_DAYS = (("08:00", "12:00"), ("09:00", "13:00"), ("12:00", "16:00"), ("13:00", "17:00"), ("16:00", "20:00"))
_CARE = (
    ("07:00", "09:00", WORKDAYS),
    ("15:00", "18:00", WORKDAYS),
    ("08:00", "21:00", (0, 2)),
    ("08:00", "21:00", (4,)),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Weekly hours at which somebody cannot come, or (``avoid``) would rather not."""

    days: tuple[int, ...]
    window: Window
    reason: str
    status: str = "busy"
    first: date | None = None
    last: date | None = None


Life = tuple[Duty, ...]


def life_of(chance: random.Random, shares: Mapping[str, float], who: Who, monday: date) -> Life:
    """The duties of one patient in the week that begins on ``monday`` and after it."""
    if who == "adolescent":
        begins = chance.choice((at("07:45"), at("08:00"), at("08:00")))
        return (Duty(WORKDAYS, Window(begins, begins + 7 * 60), SCHOOL),)
    drawn = chance.random()
    if drawn < shares["full_time"]:
        return _full_time(chance, shares, monday)
    if drawn < shares["full_time"] + shares["part_time"]:
        start, end = chance.choice(_HALF_DAYS)
        days = tuple(sorted(chance.sample(WORKDAYS, chance.choice((3, 4, 5)))))
        return (Duty(days, Window(at(start), at(end)), PART_TIME),)
    if chance.random() < shares["care_of_others"]:
        start, end, care_days = chance.choice(_CARE)
        return (Duty(care_days, Window(at(start), at(end)), CARE),)
    return ()


def is_free(life: Life, day: int, window: Window, monday: date) -> bool:
    """Whether no duty of the week takes any of the window."""
    on = monday + timedelta(days=day)
    return not any(
        duty.status == "busy"
        and day in duty.days
        and duty.window.overlaps(window)
        and (duty.first is None or duty.first <= on)
        and (duty.last is None or on <= duty.last)
        for duty in life
    )


def _full_time(chance: random.Random, shares: Mapping[str, float], monday: date) -> Life:
    kinds = ("day", "evening", "night", "irregular", "rotating")
    kind = chance.choices(kinds, [shares[f"{kind}_shift"] for kind in kinds])[0]
    if kind == "evening":
        return (Duty(WORKDAYS, Window(at("15:00"), at("23:00")), EVENING),)
    if kind == "night":
        return (
            Duty((0, 1, 2, 3), Window(at("22:00"), at("24:00")), NIGHT),
            Duty((1, 2, 3, 4), Window(0, at("06:00")), NIGHT),
            Duty(WORKDAYS, Window(at("06:00"), at("12:30")), "Sleep", "avoid"),
        )
    if kind == "irregular":
        starts = [at(f"{chance.randrange(6, 15):02d}:00") for _ in WORKDAYS]
        return tuple(Duty((day,), Window(starts[day], starts[day] + 480), CHANGING) for day in WORKDAYS)
    if kind == "rotating":
        early, late = Window(at("06:00"), at("14:00")), Window(at("14:00"), at("22:00"))
        shifts = (early, late) if chance.random() < 0.5 else (late, early)
        return tuple(
            Duty(WORKDAYS, shift, ROTATING, first=begins, last=begins + timedelta(days=6))
            for shift, begins in zip(shifts, (monday, monday + timedelta(weeks=1)), strict=True)
        )
    usual = chance.random() < shares["starts_7_to_9"]
    start = at(chance.choice(_USUAL_STARTS if usual else _OTHER_STARTS))
    return (Duty(WORKDAYS, Window(start, start + chance.choice((480, 480, 510, 540))), FULL_TIME),)
