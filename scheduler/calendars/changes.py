"""What an export did to each calendar, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Audience = Literal["patients", "therapists", "resources"]
Change = Literal["new", "changed", "unchanged", "removed"]


@dataclass(frozen=True, order=True, slots=True)
class CalendarChange:
    """What became of one calendar: ``who`` owns it, ``file`` is its path from the export's folder.

    ``added`` and ``changed`` are ids of sessions. ``dropped`` are those of the exported week that the schedule no
    longer has: the id of the session, or the UID where the staff's table does not know the event. A calendar whose
    last event was dropped is ``removed``.
    """

    audience: Audience
    who: str
    file: str
    change: Change
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """What an export did.

    Args:
        folder: the folder that holds it all.
        calendars: every calendar asked for, unchanged ones too, by audience and owner.
        tables: the staff's tables, as paths from the folder.
        without: those asked for who have no session in this schedule.
    """

    folder: Path
    calendars: tuple[CalendarChange, ...]
    tables: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def written(self) -> tuple[CalendarChange, ...]:
        """The calendars that are new, changed or removed."""
        return tuple(calendar for calendar in self.calendars if calendar.change != "unchanged")


@dataclass(frozen=True, slots=True)
class PreparedExport:
    """An export that is still to be written.

    Args:
        export: what it will have done.
        files: what differs from what lies in the folder, by path, in the order in which it is to be written.
        removed: paths of calendars in which nothing is left.
    """

    export: Export
    files: Mapping[Path, bytes]
    removed: tuple[Path, ...]
