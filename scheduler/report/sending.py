"""Whom to send which calendar, and where a week is looked at."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.files.outputs import PAGE_FILE
from scheduler.report.words import columns, count

if TYPE_CHECKING:
    from scheduler.calendars import CalendarChange, Export
    from scheduler.report.changes import Naming


def sending_lines(exports: Sequence["Export"], naming: "Naming") -> list[str]:
    """A line for each patient whose file is new or changed since the last time, and where it lies."""
    changes: dict[str, list[CalendarChange]] = {}
    for export in exports:
        for calendar in export.written:
            changes.setdefault(calendar.who, []).append(calendar)
    if not changes:
        return ["Nobody's calendar has changed: there is nothing to send."]
    folder = exports[0].folder
    rows = [(naming.called(who), str(folder / found[0].file), _what(found)) for who, found in sorted(changes.items())]
    return [f"Send {count(len(rows), 'patient')} their file:", *columns(rows)]


def looking_lines(folders: Iterable[Path]) -> list[str]:
    """Where weeks that were planned are to be looked at."""
    return [f"Look at the week: open {folder / PAGE_FILE} in a browser." for folder in folders]


def _what(changes: Sequence["CalendarChange"]) -> str:
    """Whether somebody has had it before, and how many events differ, all weeks together."""
    parts = (
        ("added", sum(len(each.added) for each in changes)),
        ("changed", sum(len(each.changed) for each in changes)),
        ("cancelled", sum(len(each.dropped) for each in changes)),
    )
    told = ", ".join(f"{count(number, 'event')} {what}" for what, number in parts if number)
    return f"{'new' if any(each.change == 'new' for each in changes) else 'changed'}: {told}"
