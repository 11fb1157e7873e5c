"""Weekdays, minutes after midnight, half-open windows and Mondays of weeks; no time zones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAYS_A_WEEK = len(WEEKDAYS)

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """Minutes of one day, half-open; ``end`` may be 1440 for midnight.

    Raises:
        ValueError: where it is empty or leaves the day.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_A_DAY:
            raise ValueError(f"not a window of one day: {self.start}-{self.end}")

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start

    def overlaps(self, other: "Window") -> bool:
        """Whether the two share a minute."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Window") -> bool:
        """Whether every minute of the other is a minute of this one."""
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"


Windows = tuple[Window, ...]

ALL_DAY = Window(0, MINUTES_A_DAY)


def clock(minute: int) -> str:
    """Minute of the day as ``HH:MM``; 1440 is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours(minutes: int) -> str:
    """Minutes as people say them: ``1 h 30 min``, ``45 min``, ``9 h``."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def merged(windows: Iterable[Window]) -> Windows:
    """The same minutes as few windows as possible, sorted: overlapping and touching ones become one."""
    result: list[Window] = []
    for window in sorted(windows):
        if result and window.start <= result[-1].end:
            result[-1] = Window(result[-1].start, max(result[-1].end, window.end))
        else:
            result.append(window)
    return tuple(result)


def intersected(left: Windows, right: Windows) -> Windows:
    """The minutes that are in both."""
    return tuple(Window(max(a.start, b.start), min(a.end, b.end)) for a in left for b in right if a.overlaps(b))


def without(windows: Windows, taken: Iterable[Window]) -> Windows:
    """The minutes of ``windows`` that no window of ``taken`` holds."""
    remaining = list(windows)
    for hole in taken:
        remaining = [
            Window(start, end)
            for window in remaining
            for start, end in (
                ((window.start, min(window.end, hole.start)), (max(window.start, hole.end), window.end))
                if window.overlaps(hole)
                else ((window.start, window.end),)
            )
            if start < end
        ]
    return tuple(sorted(remaining))


def grown(window: Window, minutes: int) -> Window:
    """The window with ``minutes`` more on both sides, cut at the ends of the day."""
    return Window(max(0, window.start - minutes), min(MINUTES_A_DAY, window.end + minutes))


def overlap_minutes(windows: Windows, window: Window) -> int:
    """How many minutes of ``window`` lie in ``windows``."""
    return sum(part.minutes for part in intersected(windows, (window,)))


def total_minutes(windows: Windows) -> int:
    """Minutes in all."""
    return sum(window.minutes for window in windows)


def day_words(on: date) -> str:
    """A date with its weekday: ``Tue 2026-03-03``."""
    return f"{WEEKDAYS[on.weekday()].capitalize()} {on.isoformat()}"


def monday_of(day: date) -> date:
    """Monday of the week that holds the date."""
    return day - timedelta(days=day.weekday())


def weeks_between(since: date, monday: date) -> int:
    """Whole weeks from the week of ``since`` to the week of ``monday``; negative where it lies ahead."""
    return (monday - monday_of(since)).days // DAYS_A_WEEK
