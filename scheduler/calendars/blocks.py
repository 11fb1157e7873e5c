"""What a calendar is to show of a day: each session, or a block of those that follow each other back to back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.calendars.staff_table import BLOCK
from scheduler.schedule import Session
from scheduler.times import Window, merged


@dataclass(frozen=True, slots=True)
class Planned:
    """One event that a calendar is to have; ``name`` is the id of its session, or names a block among those of its day.

    ``window`` is in minutes after midnight of ``on``; ``free_before`` are those between the end of what is before it on
    that day and its start, below 0 where they overlap, None where it is the first.
    """

    name: str
    on: date
    window: Window
    sessions: tuple[Session, ...]
    free_before: int | None = None


def planned_events(
    sessions: Iterable[Session], in_blocks: Callable[[date], bool], pause_minutes: int
) -> Sequence[Planned]:
    """The events of one owner's sessions, by date.

    ``in_blocks`` tells on which dates those are merged between which there is no longer pause than that.
    """
    days: defaultdict[date, list[Session]] = defaultdict(list)
    for session in sessions:
        days[session.on].append(session)
    result: list[Planned] = []
    for on, of_day in sorted(days.items()):
        result.extend(_after_each_other(_blocks(on, of_day, pause_minutes) if in_blocks(on) else map(_alone, of_day)))
    return result


def _after_each_other(events: Iterable[Planned]) -> Iterable[Planned]:
    """The events of a day, each with the minutes that are free before it."""
    end: int | None = None
    for event in sorted(events, key=lambda each: (each.window, each.name)):
        yield event if end is None else replace(event, free_before=event.window.start - end)
        end = event.window.end if end is None else max(end, event.window.end)


def _alone(session: Session) -> Planned:
    return Planned(session.session, session.on, session.window, (session,))


def _blocks(on: date, sessions: Sequence[Session], pause_minutes: int) -> Iterable[Planned]:
    """The blocks of a day, counted from 1 by their start."""
    windows: list[Window] = []
    for window in merged(session.window for session in sessions):
        if windows and window.start - windows[-1].end <= pause_minutes:
            windows[-1] = Window(windows[-1].start, window.end)
        else:
            windows.append(window)
    for order, window in enumerate(windows, start=1):
        within = tuple(session for session in sessions if window.covers(session.window))
        yield Planned(f"{BLOCK}{order}", on, window, within)
