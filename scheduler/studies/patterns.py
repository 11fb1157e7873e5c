"""When in the day patients can come: what work, school and family leave them of the clinic's hours."""

from collections.abc import Mapping

from scheduler.times import Window, intersected, total_minutes
from scheduler.week.week import Week

PARTS: Mapping[str, Window] = {
    "morning": Window(0, 12 * 60),
    "afternoon": Window(12 * 60, 17 * 60),
    "evening": Window(17 * 60, 24 * 60),
}
WORKDAYS = range(5)

_NAMES: Mapping[frozenset[str], str] = {
    frozenset(): "seldom",
    frozenset({"morning", "afternoon"}): "daytime",
    frozenset({"afternoon", "evening"}): "late",
    frozenset({"morning", "evening"}): "ends",
    **{frozenset({part}): part for part in PARTS},
}
PATTERNS = ("any", "daytime", "morning", "afternoon", "late", "evening", "ends", "seldom")
"""In which parts of the day somebody can come: in all that the clinic has, in two of them, one or none."""


def patterns_of(week: Week) -> Mapping[str, str]:
    """By patient in care in the week, in which parts of workdays they can come, in a word of ``PATTERNS``.

    A part of the day counts where, on half of its days, half of the hours that the clinic is open are free, travel
    included.
    """
    parts = {part: days for part, window in PARTS.items() if (days := _open_days(week, window))}
    return {who: _pattern(week, who, parts) for who in week.stays}


def _open_days(week: Week, part: Window) -> tuple[int, ...]:
    return tuple(day for day in WORKDAYS if intersected(week.opening[day], (part,)))


def _pattern(week: Week, who: str, parts: Mapping[str, tuple[int, ...]]) -> str:
    free = frozenset(part for part, days in parts.items() if _is_free(week, who, PARTS[part], days))
    return "any" if free and free == frozenset(parts) else _NAMES.get(free, "seldom")


def _is_free(week: Week, who: str, part: Window, days: tuple[int, ...]) -> bool:
    windows = week.remote if week.caseload.patients[who].mode == "virtual" else week.on_site
    here = [day for day in days if day in week.stays[who]]
    good = 0
    for day in here:
        opening = intersected(week.opening[day], (part,))
        good += 2 * total_minutes(intersected(opening, windows[who][day])) >= total_minutes(opening)
    return bool(here) and 2 * good >= len(here)
