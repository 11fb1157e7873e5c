"""From the clinic's wall clock to UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import BadInput, Problem
from scheduler.times import MINUTES_A_DAY, Window, monday_of


def is_timezone(name: str) -> bool:
    """Whether the IANA database has a time zone of this name."""
    try:
        ZoneInfo(name)
    # A name unknown is a KeyError, one that is no name a ValueError, and "Europe" is a folder and so an OSError.
    except (KeyError, ValueError, OSError):
        return False
    return True


def clinic_zone(name: str) -> ZoneInfo:
    """The time zone of this name.

    Raises:
        BadInput: where there is none.
    """
    if not is_timezone(name):
        fix = "Write a name such as America/Chicago"
        raise BadInput([Problem("clinic", 0, "value", name, "the timezone is not one of the IANA database", fix)])
    return ZoneInfo(name)


def local_week(moment: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week in which the moment lies at the clinic."""
    return monday_of(moment.astimezone(zone).date())


def utc_times(on: date, window: Window, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end in UTC of what takes these minutes of a day at the clinic; the end is always later.

    Where clocks change, a local time is read as RFC 5545 (3.3.5) reads it: one that exists twice is the first of the
    two, one that is skipped counts from before the gap (02:30 becomes 03:30). What has its start skipped keeps its
    length.
    """
    start_local = _wall_clock(on, window.start, zone)
    start = start_local.astimezone(UTC)
    end = _wall_clock(on, window.end, zone).astimezone(UTC)
    skipped = start.astimezone(zone).replace(tzinfo=None) != start_local.replace(tzinfo=None)
    if skipped:
        end = start + timedelta(minutes=window.minutes)
    return start, end


def _wall_clock(on: date, minute: int, zone: ZoneInfo) -> datetime:
    """That minute of the day on the clinic's wall; minute 1440 is the next day's midnight."""
    days, rest = divmod(minute, MINUTES_A_DAY)
    return datetime.combine(on + timedelta(days=days), time(rest // 60, rest % 60), zone)
