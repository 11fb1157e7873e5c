"""What an export did to each calendar, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Audience = Literal["patients", "therapists", "resources"]
Change = Literal["new", "changed", "unchanged"]

# Whether each session is an event, or those of a patient's day that follow each other are one.
Per = Literal["session", "day"]

# Whether the phone reminds of each session, or once of those that follow each other.
Remind = Literal["run", "session"]


@dataclass(frozen=True, order=True, slots=True)
class CalendarChange:
    """What became of one calendar: ``who`` owns it, ``file`` is its path from the export's folder.

    ``added``, ``changed`` and ``dropped`` are ids of sessions or names of blocks, as the staff's table has them, or
    the UID where it does not know the event. A dropped one stays in the calendar as cancelled; one that comes back
    after that is changed.
    """

    audience: Audience
    who: str
    file: str
    change: Change
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoseFile:
    """Whose calendar is in which file.

    Args:
        patient: whose it is.
        send: whether it is among those that the latest change was to, so that it has to be sent.
        file: its path from the export's folder.
        events: how many events it has that are not cancelled.
        changed: when it last changed, by the clinic's clock: ``2026-11-23 14:05``.
    """

    patient: str
    send: bool
    file: str
    events: int
    changed: str


@dataclass(frozen=True, slots=True)
class Export:
    """What an export did.

    Args:
        folder: the folder that holds it all.
        calendars: every calendar asked for, unchanged ones too, by audience and owner.
        tables: the staff's tables, as paths from the folder.
        without: those asked for who have no session in this schedule.
        whose: one entry for each patient with a calendar in the folder, those to be sent first.
    """

    folder: Path
    calendars: tuple[CalendarChange, ...]
    tables: tuple[str, ...]
    without: tuple[str, ...]
    whose: tuple[WhoseFile, ...] = ()

    @property
    def to_send(self) -> tuple[str, ...]:
        """The patients whose calendars are new or changed."""
        return tuple(calendar.who for calendar in self.written if calendar.audience == "patients")

    @property
    def written(self) -> tuple[CalendarChange, ...]:
        """The calendars that are new or changed."""
        return tuple(calendar for calendar in self.calendars if calendar.change != "unchanged")


@dataclass(frozen=True, slots=True)
class PreparedExport:
    """An export that is still to be written.

    Args:
        export: what it will have done.
        files: what differs from what lies in the folder, by path, in the order in which it is to be written.
        seen: what lies there in the place of these files; None where nothing does.
    """

    export: Export
    files: Mapping[Path, bytes]
    seen: Mapping[Path, bytes | None]
