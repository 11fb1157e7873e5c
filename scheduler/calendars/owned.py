"""The calendar of one patient, therapist or resource: what is there, what the schedule says, and what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from scheduler.calendars.changes import Audience, CalendarChange, Change
from scheduler.calendars.earlier import content_of
from scheduler.calendars.entries import Wording, entry_of
from scheduler.calendars.events import CalendarEvent, calendar_bytes, newest, read_events
from scheduler.calendars.secret import SHORTEST_SECRET_BYTES, opaque
from scheduler.calendars.staff_table import StaffRow
from scheduler.calendars.zones import local_week
from scheduler.schedule import Session
from scheduler.times import clock
from scheduler.week import monday_of

FILE_LETTERS = 32
UID_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for every calendar of one export; ``weeks`` are the Mondays of the weeks it covers.

    Raises:
        ValueError: for a secret that can be guessed.
    """

    wording: Wording
    folder: Path
    secret: bytes
    now: datetime
    weeks: frozenset[date]

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST_SECRET_BYTES:
            raise ValueError("a secret that can be guessed")

    def cover(self, row: StaffRow) -> bool:
        """Whether the row's session is in a week that the export covers."""
        return monday_of(date.fromisoformat(row.on)) in self.weeks


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody with a calendar: the sessions of the schedule, and the rows of the staff's table before the export."""

    audience: Audience
    who: str
    sessions: Sequence[Session]
    recorded: Sequence[StaffRow]


@dataclass(frozen=True, slots=True)
class OwnedCalendar:
    """A calendar after the export, and its rows; ``content`` is None where nothing is left in it."""

    change: CalendarChange
    rows: Sequence[StaffRow]
    content: bytes | None


def calendar_after(terms: Terms, owner: Owner) -> OwnedCalendar:
    """The owner's calendar after the export.

    Raises:
        BadInput: where the one that is there is damaged.
    """
    file = _file(terms, owner)
    old_content = content_of(terms.folder / file)
    before = {} if old_content is None else read_events(terms.folder / file, old_content)
    rows = _rows_after(terms, owner, file)
    scheduled = {row.uid: row.session for row in rows if row.status == "scheduled" and terms.cover(row)}
    events = _events(terms, owner, scheduled, before)
    dropped = _dropped(terms, rows, scheduled, before)
    kept = [event for uid, event in before.items() if uid not in events and uid not in dropped]
    content = calendar_bytes([*kept, *events.values()]) if kept or events else None
    change = CalendarChange(
        audience=owner.audience,
        who=owner.who,
        file=file,
        change=_change(old_content, content),
        added=tuple(session for uid, session in scheduled.items() if uid not in before),
        changed=tuple(session for uid, session in scheduled.items() if before.get(uid, events[uid]) is not events[uid]),
        dropped=tuple(dropped.values()),
    )
    return OwnedCalendar(change, rows, content)


def _file(terms: Terms, owner: Owner) -> str:
    """Path of the owner's file from the folder: the recorded one, else one that says nothing."""
    if owner.recorded:
        return owner.recorded[0].file
    return f"{owner.audience}/{opaque(terms.secret, 'file', owner.audience, owner.who, letters=FILE_LETTERS)}.ics"


def _rows_after(terms: Terms, owner: Owner, file: str) -> Sequence[StaffRow]:
    """The owner's rows of the staff's table after the export, in order of time."""
    uids = {row.key: row.uid for row in owner.recorded}
    rows = {}
    for session in owner.sessions:
        key = (owner.who, session.session, session.on.isoformat())
        # The date stands in the UID, so that none is used again for a session that was moved to another day by hand.
        uid = uids.get(key) or opaque(terms.secret, "event", owner.audience, *key, letters=UID_LETTERS)
        start, end = clock(session.start), clock(session.end)
        rows[key] = StaffRow(owner.who, key[2], start, end, session.session, uid, file, "scheduled")
    for row in owner.recorded:
        rows.setdefault(row.key, replace(row, status="dropped") if terms.cover(row) else row)
    return sorted(rows.values())


def _events(
    terms: Terms, owner: Owner, scheduled: Mapping[str, str], before: Mapping[str, CalendarEvent]
) -> Mapping[str, CalendarEvent]:
    """The events of the scheduled sessions by UID; one that shows what it showed before is that very event."""
    sessions = {session.session: session for session in owner.sessions}
    return {
        uid: newest(
            entry_of(terms.wording, owner.audience, owner.who, sessions[session], uid), before.get(uid), terms.now
        )
        for uid, session in scheduled.items()
    }


def _dropped(
    terms: Terms, rows: Sequence[StaffRow], scheduled: Mapping[str, str], before: Mapping[str, CalendarEvent]
) -> Mapping[str, str]:
    """UID of each event that leaves the calendar, with its session, or the UID where the staff's table knows none."""
    recorded = {row.uid: row for row in rows}
    result = {}
    for uid, event in before.items():
        row = recorded.get(uid)
        covered = terms.cover(row) if row else local_week(event.start, terms.wording.zone) in terms.weeks
        if covered and uid not in scheduled:
            result[uid] = row.session if row else uid
    return result


def _change(old: bytes | None, new: bytes | None) -> Change:
    if new == old:
        return "unchanged"
    if new is None:
        return "removed"
    return "new" if old is None else "changed"
