"""When somebody is busy, as a calendar file of any program says it; what for is not looked at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from scheduler.calendars.zones import clinic_zone
from scheduler.errors import BadInput, Problem
from scheduler.times import MINUTES_A_DAY, Window, Windows, merged

LARGEST_BYTES = 32 * 1024 * 1024
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})


def busy_times(place: Path, timezone: str, first: date, last: date) -> Mapping[date, Windows]:
    """Windows in which somebody is busy, by date, from the first date to the last, by the clinic's clock.

    Recurring events are expanded; what is cancelled or marked as free is left out. Times without a zone are by the
    clock that the file names or, where it names none, by the clinic's.

    Args:
        place: the file.
        timezone: the clinic's.
        first: from this date.
        last: up to and including this one.

    Raises:
        BadInput: where the file, or one of its events, cannot be read as a calendar.
    """
    zone = clinic_zone(timezone)
    found: defaultdict[date, list[Window]] = defaultdict(list)
    for start, end in _events(place, first, last):
        for on, window in _days(_local(start, zone), _local(end, zone)):
            if first <= on <= last:
                found[on].append(window)
    return {on: merged(windows) for on, windows in sorted(found.items())}


def _events(place: Path, first: date, last: date) -> list[tuple[date, date]]:
    """Start and end of the single events around these dates; a day more on both sides, as zones differ."""

    def refuse(says: str, fix: str) -> BadInput:
        return BadInput([Problem(place.name, 0, "", "", says, fix)])

    try:
        if place.stat().st_size > LARGEST_BYTES:
            raise refuse(f"the file has more than {LARGEST_BYTES} bytes", "Check that it is the right file")
        content = place.read_bytes()
    except OSError as error:
        raise refuse(f"it cannot be read: {error.strerror}", "Check its name and where it lies") from None
    try:
        calendar = Calendar.from_ical(content)
        query = recurring_ical_events.of(calendar)
        found = query.between(first - timedelta(days=1), last + timedelta(days=2))
        return [(event.start, event.end) for event in found if isinstance(event, Event) and _takes_time(event)]
    # The libraries raise errors of many kinds for what is written in a wrong way.
    except Exception as error:
        raise refuse(
            "this is not a calendar, or an event in it is written in a wrong way",
            "Export the calendar again as iCalendar (.ics)",
        ) from error


def _takes_time(event: Event) -> bool:
    words = {str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    return not words & {"CANCELLED", "TRANSPARENT", *_FREE}


def _days(start: datetime, end: datetime) -> Iterator[tuple[date, Window]]:
    """The minutes that an event takes of each day; parts of a minute count as a whole one."""
    day = start.date()
    while datetime.combine(day, time()) < end:
        midnight = datetime.combine(day, time())
        first = max(0, int((start - midnight).total_seconds() // 60))
        last = min(MINUTES_A_DAY, -int((midnight - end).total_seconds() // 60))
        if first < last:
            yield day, Window(first, last)
        day += timedelta(days=1)


def _local(moment: date, zone: ZoneInfo) -> datetime:
    """A moment by the clinic's clock, without a zone; a date is its first moment."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
