"""What a page shows of a week: one value, apart from how it is drawn, that JSON can hold; docs/page.md tells each part.

Times are minutes after midnight and days count from 0 (Monday). Names are "" unless they were asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

VERSION = 1

Tone = Literal["good", "fair", "bad"]
Span = tuple[int, int]
DaySpan = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day of the week; ``opening`` is when the clinic is open, closures taken away."""

    day: int
    date: str
    label: str
    opening: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session: ``remote`` are those of its patients who attend from elsewhere, ``places`` 0 where it is one to one.

    ``marks`` are kinds of conflicts and of what is special about it, in the order of ``marks`` of the view.
    """

    session: str
    day: int
    start: int
    end: int
    session_type: str
    group: str
    title: str
    therapists: tuple[str, ...]
    resources: tuple[str, ...]
    mode: str
    patients: tuple[str, ...]
    remote: tuple[str, ...]
    places: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingView:
    """A part of a need that is unmet, in minutes, with its cause and a sentence."""

    need: str
    session_type: str
    minutes: int
    cause: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedView:
    """Sessions of a type: how many the plan asks for, and how many the patient has."""

    session_type: str
    asked: int
    planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientView:
    """A patient in care this week.

    ``counted_minutes`` are set against ``asked_minutes``, ``days`` of at least ``day_minutes`` against ``asked_days``;
    ``attended_days`` have any session. ``waiting_minutes`` lie between two sessions of a day. ``gets`` says what is
    short in words, "" where nothing is.
    """

    patient: str
    name: str
    level: str
    mode: str
    counted_minutes: int
    asked_minutes: int
    day_minutes: int
    days: int
    asked_days: int
    attended_days: int
    waiting_minutes: int
    unmet_minutes: int
    gets: str
    lacks: tuple[str, ...]
    planned: tuple[PlannedView, ...]
    missing: tuple[MissingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapistView:
    """A therapist: minutes led of those that are allowed (0: no limit), and hours away while the clinic is open."""

    therapist: str
    name: str
    sessions: int
    minutes: int
    max_minutes: int
    away: tuple[DaySpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """A room or other resource: minutes in use of those in which it could be; ``capacity`` 0 is no limit."""

    resource: str
    kinds: tuple[str, ...]
    capacity: int
    sessions: int
    minutes: int
    open_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group: places taken of those in its meetings of this week."""

    group: str
    title: str
    session_type: str
    mode: str
    meetings: int
    taken: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TierView:
    """What the week is for, in order: its value, its proven bound (-1 where that is not known), and both in words."""

    tier: str
    value: int
    bound: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseView:
    """Unmet care of one cause: minutes, how many patients, and what the cause means."""

    cause: str
    minutes: int
    patients: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point of an answer; ``link`` is the id of the part of the page that it is about, "" for none."""

    words: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of a coordinator, the answer, and its points; ``tone`` says whether the answer is welcome."""

    question: str
    answer: str
    tone: Tone
    points: tuple[PointView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A kind of mark on a session: its word, its sign, and whether it is a conflict."""

    mark: str
    word: str
    sign: str
    is_conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A broken rule: its kind of mark, its id, its title, what breaks it in words, and the sessions concerned."""

    mark: str
    rule: str
    title: str
    words: str
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What became of a session since the earlier week, for a patient or a therapist, in a sentence."""

    role: str
    who: str
    kind: str
    words: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Whose calendar is in which file, when that last changed, and whether it is to be sent now."""

    patient: str
    name: str
    file: str
    events: int
    changed: str
    send: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """Everything that is shown of a week."""

    version: int
    week: str
    title: str
    names: bool
    from_minute: int
    to_minute: int
    questions: tuple[QuestionView, ...]
    tiers: tuple[TierView, ...]
    comfort: tuple[str, ...]
    days: tuple[DayView, ...]
    sessions: tuple[SessionView, ...]
    patients: tuple[PatientView, ...]
    therapists: tuple[TherapistView, ...]
    rooms: tuple[RoomView, ...]
    groups: tuple[GroupView, ...]
    causes: tuple[CauseView, ...]
    marks: tuple[MarkView, ...]
    conflicts: tuple[ConflictView, ...]
    changes: tuple[ChangeView, ...]
    calendars: tuple[CalendarView, ...]
    warnings: tuple[str, ...]


# What a value of JSON that is a view has at least.
KEYS = tuple(field.name for field in fields(WeekView))


def view_json(view: WeekView) -> str:
    """The view as JSON on one line."""
    return json.dumps(view, ensure_ascii=False, separators=(",", ":"), default=_value)


def _value(part: object) -> Mapping[str, object]:
    """A part of a view as a value of JSON, whose own parts may still be views."""
    if not is_dataclass(part):
        raise TypeError(f"no part of a view: {type(part).__name__}")
    return {each.name: getattr(part, each.name) for each in fields(part)}
