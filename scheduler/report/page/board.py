"""A board: a day's sessions in columns, each placed by its time and beside those that overlap it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scheduler.report.page.view import SessionView, WeekView

By = Literal["room", "therapist", "group", "patient"]

NOWHERE = "no room"
ONE_TO_ONE = "one to one"


@dataclass(frozen=True, slots=True)
class Block:
    """A session in a column: the ``lane`` of ``lanes`` that it is drawn in."""

    session: SessionView
    lane: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a board and its blocks by time; ``is_somebody`` tells whether its key is an id."""

    key: str
    blocks: tuple[Block, ...]
    is_somebody: bool = True


_KEYS: Mapping[By, Callable[[SessionView], Sequence[str]]] = {
    "room": lambda session: session.resources or (NOWHERE,),
    "therapist": lambda session: session.therapists,
    "group": lambda session: (session.group or ONE_TO_ONE,),
    "patient": lambda session: session.patients,
}


def columns(view: WeekView, day: int, by: By = "room") -> tuple[Column, ...]:
    """The columns of a day that have a session, by id; sessions without a room or group come last."""
    found: dict[str, list[SessionView]] = {}
    for session in view.sessions:
        if session.day == day:
            for key in _KEYS[by](session):
                found.setdefault(key, []).append(session)
    last = (NOWHERE, ONE_TO_ONE)
    return tuple(
        Column(key, in_lanes(found[key]), key not in last) for key in sorted(found, key=lambda key: (key in last, key))
    )


def in_lanes(sessions: Iterable[SessionView]) -> tuple[Block, ...]:
    """Each session with a lane of its own among those that overlap it, directly or through others."""
    blocks: list[Block] = []
    together: list[SessionView] = []
    for session in sorted(sessions, key=lambda each: (each.start, each.end, each.session)):
        if together and session.start >= max(each.end for each in together):
            blocks += _side_by_side(together)
            together = []
        together.append(session)
    return (*blocks, *_side_by_side(together))


def _side_by_side(sessions: Sequence[SessionView]) -> list[Block]:
    ends: list[int] = []
    lanes = []
    for session in sessions:
        free = next((lane for lane, end in enumerate(ends) if end <= session.start), len(ends))
        ends[free : free + 1] = [session.end]
        lanes.append(free)
    return [Block(session, lane, len(ends)) for session, lane in zip(sessions, lanes, strict=True)]
