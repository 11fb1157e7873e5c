"""What a program is made of: levels, kinds of session, tracks of group meetings, and the ways through it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scheduler.caseload import GroupMode, Mode
from scheduler.scenarios.figures import Figure
from scheduler.times import WEEKDAYS, Window

Who = Literal["adult", "adolescent"]


def at(clock: str) -> int:
    """Minute of the day of ``HH:MM``."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def days_of(names: str) -> tuple[int, ...]:
    """Numbers of weekdays: ``mon tue`` is ``(0, 1)``."""
    return tuple(WEEKDAYS.index(name) for name in names.split())


@dataclass(frozen=True, slots=True)
class Level:
    """A row of table ``levels``; hours and days, None for no limit."""

    level: str
    from_week: int
    min_hours_week: float
    max_hours_week: float
    min_days_week: int
    max_days_week: int
    min_hours_day: float
    max_hours_day: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of session; ``size`` is None one to one, else the fewest and most patients."""

    minutes: int
    size: tuple[int, int] | None = None
    resource: str = ""
    counts: bool = True
    buffer_minutes: int = 0
    max_per_day: int | None = None
    needs_family: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Meetings of one type on the days of a track; ``on`` are their places among those days, None for all."""

    session_type: str
    start: str
    on: tuple[int, ...] | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """Groups that the same patients attend one after the other; there are as many sections of it as patients need.

    Args:
        admits: tags that a patient needs for it, the level's name among them.
        days: patterns of days, of which each section takes the next one.
        size: most patients of a section.
        leaders: therapists who lead each meeting together.
    """

    name: str
    admits: tuple[str, ...]
    days: tuple[str, ...]
    lines: tuple[Line, ...]
    size: int
    mode: GroupMode = "in_person"
    leaders: int = 1


@dataclass(frozen=True, slots=True)
class Open:
    """A group that meets once a week whenever it fits."""

    name: str
    session_type: str
    admits: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a stay: a level for so many weeks (None: to the end), with the tag of its track."""

    level: str
    weeks: int | None
    tag: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way through the program; of those that fit a patient's hours one is taken by weight."""

    name: str
    steps: tuple[Step, ...]
    weight: float = 1.0
    who: Who = "adult"
    modes: tuple[Mode, ...] = ("in_person", "either")


@dataclass(frozen=True, slots=True)
class Want:
    """A row of a plan that patients of a level have; ``share`` of them, and only those with the ``mark`` if given.

    What is wanted at least is never more than the patient's track has.
    """

    session_type: str
    least: int
    most: int | None = None
    every_weeks: int = 1
    therapist: str = ""
    share: float = 1.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Therapists of one kind: what they lead, and how many hours a week and a day they may be in direct care."""

    name: str
    leads: tuple[str, ...]
    hours_week: tuple[int, int]
    hours_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program from which caseloads of any size are drawn.

    Args:
        story: what is special about it, in a sentence.
        opening: days and hours at which it is open.
        wants: plan rows by level.
        marks: shares of adults with a tag of their own.
        roles: the first is the one of primary therapists.
        shifts: hours of therapists by day and late; ``late`` begins where evening groups are led.
        figures: those of this program that differ from the usual ones; a span of ``stay_days`` is the shortest and the
            longest stay, evenly drawn.
    """

    name: str
    story: str
    opening: Mapping[str, tuple[Window, ...]]
    grid_minutes: int = 15
    levels: tuple[Level, ...]
    kinds: Mapping[str, Kind]
    tracks: tuple[Track, ...]
    open_groups: tuple[Open, ...] = ()
    routes: tuple[Route, ...]
    wants: Mapping[str, tuple[Want, ...]]
    marks: Mapping[str, float] = field(default_factory=dict)
    roles: tuple[Role, ...]
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def windows(self, day: int) -> tuple[Window, ...]:
        """When it is open on a weekday (0 is Monday)."""
        return next((windows for names, windows in self.opening.items() if day in days_of(names)), ())
