"""What an export did to which calendar."""

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.calendars.whose import WHOSE_TABLE
from scheduler.report.words import columns, count
from scheduler.schedule import Schedule

if TYPE_CHECKING:
    from datetime import date

    from scheduler.calendars import CalendarChange, Export
    from scheduler.times import Window

MOST_NAMED = 12
SHORT_PAUSE = 15


def export_lines(export: "Export") -> list[str]:
    """A line for each calendar that is new or changed, and how many stayed as they were."""
    unchanged = len(export.calendars) - len(export.written)
    lines = [f"Calendars in {export.folder}: {len(export.written)} written, {unchanged} unchanged."]
    if export.written:
        lines.extend(columns([_cells(calendar) for calendar in export.written]))
    if export.without:
        lines.append(f"Without a session, and so without a new calendar: {', '.join(export.without)}.")
    lines.extend(f"For staff only: {export.folder / table}" for table in export.tables)
    lines.extend(send_lines(export))
    return lines


def send_lines(export: "Export") -> list[str]:
    """Whose calendars to send, and where it stands which file is whose; nothing where none is new or changed."""
    send = export.to_send
    if not send:
        return []
    named = ", ".join(send[:MOST_NAMED]) + (f" and {len(send) - MOST_NAMED} more" if len(send) > MOST_NAMED else "")
    return [f"Send these today: {named}. Whose file is whose: {export.folder / WHOSE_TABLE} (for staff only)."]


def per_day_hint(schedule: Schedule) -> list[str]:
    """A word for one event a day, where most days of patients are several sessions in a row."""
    days: defaultdict[tuple[str, date], list[Window]] = defaultdict(list)
    for session in schedule.sessions:
        for patient in session.patients:
            days[patient, session.on].append(session.window)
    in_a_row = sum(any(b.start - a.end <= SHORT_PAUSE for a, b in pairwise(sorted(of))) for of in days.values())
    if 2 * in_a_row <= len(days):
        return []
    why = "on most days sessions follow each other, and one event for all of them is less clutter and tells less"
    return [f"Think of --per day --pause {SHORT_PAUSE}: {why}."]


def calendar_count(export: "Export") -> str:
    """The one line that a solved week says of its calendars."""
    return (
        f"{count(len(export.calendars), 'calendar')} in {export.folder}, {len(export.written)} of them new or changed"
    )


def _cells(calendar: "CalendarChange") -> tuple[str, str, str, str]:
    parts = (
        ("added", len(calendar.added)),
        ("changed", len(calendar.changed)),
        ("cancelled", len(calendar.dropped)),
    )
    changes = ", ".join(f"{count(number, 'event')} {what}" for what, number in parts if number)
    return (calendar.who, calendar.change, calendar.file, changes)
