"""The sessions of a week: what a schedule says, whoever wrote it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.caseload import GroupMode
from scheduler.times import Window, clock, day_words

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Session:
    """One session: a meeting of a group, or a one-to-one session (``group`` and ``meeting`` are None).

    ``start`` and ``end`` are minutes after midnight of ``on``; the tuples hold ids, sorted. ``row`` is the row of the
    table it was read from, 0 for a session that was not read.
    """

    session: str
    on: date
    start: int
    end: int
    session_type: str
    group: str | None
    meeting: int | None
    therapists: tuple[str, ...]
    resources: tuple[str, ...]
    mode: GroupMode
    patients: tuple[str, ...]
    row: int = 0

    @property
    def window(self) -> Window:
        """The minutes of its day that it takes."""
        return Window(self.start, self.end)

    @property
    def when(self) -> str:
        """Its date and times in words: ``Tue 2026-03-03 09:00-10:00``."""
        return f"{day_words(self.on)} {clock(self.start)}-{clock(self.end)}"

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Schedule:
    """Sessions sorted by date, start and id."""

    sessions: tuple[Session, ...]

    @classmethod
    def of(cls, sessions: Iterable[Session]) -> "Schedule":
        """The schedule of these sessions, in whatever order they come."""
        return cls(tuple(sorted(sessions, key=lambda session: (session.on, session.start, session.session))))


class Numbering:
    """Ids of sessions that come in order of time, none of them one that is taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = frozenset(taken)
        self._orders: Counter[tuple[date, str, str, bool]] = Counter()

    def next_id(self, on: date, session_type: str, holder: str, *, is_group: bool) -> str:
        """Id of the next session of that date and type of a group or, one to one, of a patient."""
        key = on, session_type, holder, is_group
        while True:
            self._orders[key] += 1
            own_id = session_id(on, session_type, holder, self._orders[key], is_group=is_group)
            if own_id not in self._taken:
                return own_id


def session_id(on: date, session_type: str, holder: str, order: int, *, is_group: bool) -> str:
    """Id of the ``order``-th session (from 1) of that date and type of a group or, one to one, of a patient.

    The same for the same four facts, in every week and however the sessions were found. A dot within an id is
    doubled, so that two different sessions never share an id; one longer than 64 characters ends in a digest.
    """
    parts = (holder,) if is_group else (holder, session_type)
    text = ".".join((f"{on:%Y%m%d}", *(part.replace(".", "..") for part in parts), str(order)))
    if len(text) <= LONGEST_ID:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[: LONGEST_ID - len(digest) - 1]}-{digest}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of an earlier week.

    Args:
        schedule: sessions of one week, this one or an earlier one.
        frozen_before: a moment of this week, by the clinic's clock; sessions of the schedule, which is of the same
            week then, that start before it stay as they are, and nothing new starts before it.
        max_changes: how many earlier appointments may change at most, those left out that can no longer be kept.
    """

    schedule: Schedule
    frozen_before: datetime | None = None
    max_changes: int | None = None
