"""Start domains as bits of one integer: bit ``s`` is set where a session may start at minute ``s``.

Intersections of whole days are a handful of machine words, however fine the grid: 0.2 s for all rules of 240 patients,
0.7 s for 500.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ortools.sat.python import cp_model

from scheduler.times import MINUTES_A_DAY, Windows

Starts = int

NONE: Starts = 0


@lru_cache(maxsize=65536)
def starts_inside(windows: Windows, minutes: int) -> Starts:
    """Starts of sessions of ``minutes`` that lie inside one of the windows."""
    mask = NONE
    for window in windows:
        room = window.minutes - minutes + 1
        if room > 0:
            mask |= ((1 << room) - 1) << window.start
    return mask


@lru_cache(maxsize=65536)
def starts_clear_of(windows: Windows, minutes: int) -> Starts:
    """Starts of sessions of ``minutes`` that share no minute with any of the windows."""
    mask = all_starts(minutes)
    for window in windows:
        first = max(0, window.start - minutes + 1)
        mask &= ~(((1 << (window.end - first)) - 1) << first)
    return mask


def union(choices: Iterable[Starts]) -> Starts:
    """Starts of any of them."""
    found = NONE
    for starts in choices:
        found |= starts
    return found


def within(starts: Starts, choices: Iterable[Starts]) -> Starts:
    """Those of the starts that any of the choices has."""
    found = NONE
    for choice in choices:
        found |= choice & starts
        if found == starts:
            break
    return found


def minutes_covered(starts: Starts, minutes: int) -> int:
    """The minutes, as bits, that sessions of ``minutes`` with these starts can take."""
    covered, width = starts, 1
    while width < minutes:
        step = min(width, minutes - width)
        covered |= covered << step
        width += step
    return covered


def starts_in_free(free: int, minutes: int) -> Starts:
    """Starts of sessions of ``minutes`` that take only free minutes, which are bits."""
    width = 1
    while width < minutes:
        step = min(width, minutes - width)
        free &= free >> step
        width += step
    return free


@lru_cache(maxsize=4096)
def all_starts(minutes: int) -> Starts:
    """Starts of sessions of ``minutes`` that end by midnight."""
    return (1 << max(0, MINUTES_A_DAY - minutes + 1)) - 1


@lru_cache(maxsize=64)
def on_grid(grid_minutes: int) -> Starts:
    """Multiples of the grid."""
    return starts_at(range(0, MINUTES_A_DAY, grid_minutes))


def starts_at(minutes: Iterable[int]) -> Starts:
    """Exactly these starts."""
    mask = NONE
    for minute in minutes:
        mask |= 1 << minute
    return mask


def each(starts: Starts) -> Iterator[int]:
    """The start minutes, ascending."""
    while starts:
        low = starts & -starts
        yield low.bit_length() - 1
        starts ^= low


def only(starts: Starts) -> int | None:
    """The single start, None where there are none or several."""
    return starts.bit_length() - 1 if starts and not starts & (starts - 1) else None


@lru_cache(maxsize=65536)
def domain(starts: Starts) -> cp_model.Domain:
    """The same set as a CP-SAT domain."""
    return cp_model.Domain.from_values(list(each(starts)))
