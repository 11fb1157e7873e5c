"""What is known of a week when it is looked at, before it is put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from scheduler.caseload import Caseload
from scheduler.schedule import Earlier, Schedule
from scheduler.verify import Score
from scheduler.week.week import Week


class Lack(Protocol):
    """A part of one need that is unmet, with its cause; as the explanation of a week or ``unmet.csv`` has it."""

    @property
    def patient(self) -> str:
        """Who lacks it."""

    @property
    def need(self) -> str:
        """Which need."""

    @property
    def session_type(self) -> str:
        """Of which planned sessions; "" for other needs."""

    @property
    def minutes(self) -> int:
        """How much."""

    @property
    def cause(self) -> str:
        """Why, in a word."""

    @property
    def explanation(self) -> str:
        """Why, in a sentence."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A patient's calendar: its file, its events to come, when it last changed, and whether to send it now."""

    patient: str
    file: str
    events: int
    changed: str
    send: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenWeek:
    """A week and what is known of it.

    Args:
        bounds: what is proven of each tier; a tier that is missing is not proven at all.
        lacks: every part of unmet care.
        earlier: the week that it was planned from, or is compared with.
        week, score: what follows from all this, where it is known already.
    """

    caseload: Caseload
    monday: date
    schedule: Schedule
    lacks: Sequence[Lack]
    bounds: Mapping[str, int] = field(default_factory=dict)
    earlier: Earlier | None = None
    warnings: Sequence[str] = ()
    calendars: Sequence[CalendarFile] = ()
    week: Week | None = None
    score: Score | None = None
