"""What an export did to which calendar."""

from typing import TYPE_CHECKING

from scheduler.report.words import columns, count

if TYPE_CHECKING:
    from scheduler.calendars import CalendarChange, Export


def export_lines(export: "Export") -> list[str]:
    """A line for each calendar that is new or changed, and how many stayed as they were."""
    unchanged = len(export.calendars) - len(export.written)
    lines = [f"Calendars in {export.folder}: {len(export.written)} written, {unchanged} unchanged."]
    if export.written:
        lines.extend(columns([_cells(calendar) for calendar in export.written]))
    if export.without:
        lines.append(f"Without a session, and so without a new calendar: {', '.join(export.without)}.")
    lines.extend(f"For staff only: {export.folder / table}" for table in export.tables)
    return lines


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
