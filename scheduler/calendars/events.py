"""One event of a calendar, written, read back, changed and cancelled; the bytes of a calendar file."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from icalendar import Alarm, Calendar, Event, vDDDTypes

from scheduler.errors import BadInput, Problem

# Names neither the clinic nor a treatment: the owner of a phone is not the only one to see it.
PRODUCT = "-//calendar//EN"

CANCELLED = "Cancelled: "

# As many calendars as a large clinic has.
MOST_KEPT = 1024

_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows of one event; times in UTC, ``alarm_minutes`` before the start (None: no alarm).

    A cancelled one says so before its ``title``, has no alarm and takes up no time.
    """

    uid: str
    start: datetime
    end: datetime
    title: str
    location: str | None = None
    description: str | None = None
    alarm_minutes: int | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """How often an event was changed, and when last, in UTC."""

    sequence: int
    stamp: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as it stands in a file: what it shows, but for its alarm, and the whole of it in bytes."""

    entry: Entry
    edition: Edition
    content: bytes

    @property
    def uid(self) -> str:
        """Its identity."""
        return self.entry.uid


def in_utc(now: datetime) -> datetime:
    """The moment in UTC, in whole seconds.

    Raises:
        ValueError: where it has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return now.astimezone(UTC).replace(microsecond=0)


def one_line(text: str) -> str:
    """The text with line breaks and control characters as single spaces, none at its ends, and no hidden turns."""
    spaced = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} else c for c in forthright(text))
    return " ".join("".join(spaced).split())


def forthright(text: str) -> str:
    """The text without letters that nobody sees and that make what follows appear in another order."""
    return "".join(c for c in text if unicodedata.bidirectional(c) not in _TURNS)


def newest(entry: Entry, before: CalendarEvent | None, sequence: int, now: datetime) -> CalendarEvent:
    """The event of the entry: the very one before where it shows the same, else one changed ``now``.

    A changed event has a higher SEQUENCE than the one before. None is lower than ``sequence``, which others may have
    seen already although the file no longer has it.
    """
    if before is None:
        return _event(entry, Edition(sequence, now, now))
    if before.edition.sequence >= sequence and _event(entry, before.edition).content == before.content:
        return before
    return _event(entry, Edition(max(sequence, before.edition.sequence + 1), now, now))


def cancelled(entry: Entry) -> Entry:
    """The entry as it stays in a calendar when nothing comes of it."""
    location = None if entry.location is None else forthright(entry.location)
    return replace(entry, is_cancelled=True, alarm_minutes=None, title=forthright(entry.title), location=location)


def calendar_bytes(events: Iterable[CalendarEvent]) -> bytes:
    """A calendar of these events in order of time, as the bytes of a file."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    end = b"END:VCALENDAR\r\n"
    inside = sorted(events, key=lambda event: (event.entry.start, event.uid))
    # Each event is already in bytes; writing them once more would double the time of an export.
    return b"".join((calendar.to_ical().removesuffix(end), *(event.content for event in inside), end))


@lru_cache(maxsize=MOST_KEPT)
def read_events(file: Path, content: bytes) -> Mapping[str, CalendarEvent]:
    """The events of an exported calendar by UID; what was read already is not read again, which takes its time.

    Raises:
        BadInput: where the content is not a calendar as this program writes it.
    """
    try:
        calendar = Calendar.from_ical(content.decode("utf-8"))
        events = [_read(component) for component in calendar.subcomponents]
    except ValueError as error:
        raise _damaged(file) from error
    by_uid = {event.uid: event for event in events}
    if not isinstance(calendar, Calendar) or calendar.errors or len(by_uid) < len(events):
        raise _damaged(file)
    return MappingProxyType(by_uid)


def _event(entry: Entry, edition: Edition) -> CalendarEvent:
    """The event that shows the entry."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", edition.sequence)
    event.add("dtstamp", edition.stamp)
    event.add("last-modified", edition.modified)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", CANCELLED + entry.title if entry.is_cancelled else entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.is_cancelled:
        event.add("transp", "TRANSPARENT")
    if entry.location is not None:
        event.add("location", entry.location)
    if entry.description is not None:
        event.add("description", entry.description)
    if entry.alarm_minutes is not None:
        event.add_component(_alarm(entry.title, entry.alarm_minutes))
    return CalendarEvent(entry, edition, event.to_ical())


def _alarm(title: str, minutes: int) -> Alarm:
    """An alarm that shows the title, that many minutes before the start."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm


def _read(component: object) -> CalendarEvent:
    """The event of a calendar's component.

    Raises:
        ValueError: where it is no event, or lacks what every event of this program has, once and readable.
    """
    if not isinstance(component, Event) or component.errors:
        raise ValueError("no event, or an unreadable one")
    uid, sequence, title = component.get("UID"), component.get("SEQUENCE"), component.get("SUMMARY")
    if not isinstance(uid, str) or not isinstance(sequence, int) or not isinstance(title, str):
        raise ValueError("an event without identity")  # noqa: TRY004 -- the file is at fault, not the caller
    is_cancelled = component.get("STATUS") == "CANCELLED"
    entry = Entry(
        uid=str(uid),
        start=_moment(component, "DTSTART"),
        end=_moment(component, "DTEND"),
        title=str(title).removeprefix(CANCELLED) if is_cancelled else str(title),
        location=_text(component, "LOCATION"),
        description=_text(component, "DESCRIPTION"),
        is_cancelled=is_cancelled,
    )
    edition = Edition(int(sequence), _moment(component, "DTSTAMP"), _moment(component, "LAST-MODIFIED"))
    return CalendarEvent(entry, edition, component.to_ical())


def _text(event: Event, name: str) -> str | None:
    """A text of an event that it may have.

    Raises:
        ValueError: where there are several.
    """
    value = event.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"several of {name}")
    return None if value is None else str(value)


def _moment(event: Event, name: str) -> datetime:
    """A moment of an event, in UTC.

    Raises:
        ValueError: where there is none.
    """
    value = event.get(name)
    moment = value.dt if isinstance(value, vDDDTypes) else None
    if not isinstance(moment, datetime) or moment.utcoffset() != timedelta(0):
        raise ValueError(f"no {name} in UTC")
    return moment


def _damaged(file: Path) -> BadInput:
    says = "this calendar is damaged or was changed by another program"
    fix = "Put its backup in its place, or move it away: the export then writes it anew"
    return BadInput([Problem(str(file), 0, "", "", says, fix)])
