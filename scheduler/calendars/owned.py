"""The calendar of one patient, therapist or resource: what is there, what the schedule says, and what becomes of it.

What lies in the folder is all that an export knows of earlier ones. The file has what was shown; the staff's table has
whose it is and, should the file be lost or older than the table, times and SEQUENCE.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from scheduler.calendars.blocks import Planned, planned_events
from scheduler.calendars.changes import Audience, CalendarChange, Change
from scheduler.calendars.entries import Wording, entry_of, patient_title
from scheduler.calendars.events import CalendarEvent, Entry, calendar_bytes, cancelled, newest, read_events
from scheduler.calendars.folder import content_of
from scheduler.calendars.secret import SHORTEST_SECRET_BYTES, is_opaque, opaque
from scheduler.calendars.staff_table import Key, RowStatus, StaffRow
from scheduler.calendars.zones import local_week, utc_times
from scheduler.schedule import Session
from scheduler.times import clock, monday_of

FILE_LETTERS = 32
UID_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for every calendar of one export; ``weeks`` are the Mondays of the weeks it covers.

    ``in_blocks`` asks for patients' sessions as one event where no pause between them is longer than ``pause_minutes``.

    Raises:
        ValueError: for a secret that can be guessed, or a pause below 0.
    """

    wording: Wording
    folder: Path
    secret: bytes
    now: datetime
    weeks: frozenset[date]
    in_blocks: bool
    pause_minutes: int

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST_SECRET_BYTES:
            raise ValueError("a secret that can be guessed")
        if self.pause_minutes < 0:
            raise ValueError("a pause shorter than none")

    def cover(self, row: StaffRow) -> bool:
        """Whether the row's session is in a week that the export covers."""
        return monday_of(date.fromisoformat(row.on)) in self.weeks

    def times(self, row: StaffRow) -> tuple[datetime, datetime]:
        """Start and end of the row in UTC."""
        return utc_times(date.fromisoformat(row.on), row.window, self.wording.zone)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody with a calendar: the sessions of the schedule, and the rows of the staff's table before the export."""

    audience: Audience
    who: str
    sessions: Sequence[Session]
    recorded: Sequence[StaffRow]


@dataclass(frozen=True, slots=True)
class OwnedCalendar:
    """A calendar after the export, and its rows; ``content`` is None where there is nothing to put in it.

    ``events`` are those that are not cancelled, ``modified`` is when the latest change was, in UTC.
    """

    change: CalendarChange
    rows: Sequence[StaffRow]
    content: bytes | None
    events: int = 0
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as the staff's table and the file keep it; None where one of them does not."""

    row: StaffRow | None
    event: CalendarEvent | None


def calendar_after(terms: Terms, owner: Owner) -> OwnedCalendar:
    """The owner's calendar after the export.

    Raises:
        BadInput: where the one that is there is damaged.
    """
    file = _file(terms, owner)
    old_content = content_of(terms.folder / file)
    before = {} if old_content is None else read_events(terms.folder / file, old_content)
    recorded = {row.key: row for row in owner.recorded}
    events = planned_events(owner.sessions, _merges(terms, owner), terms.pause_minutes)
    planned = {_key(owner, event): event for event in events}
    after = [_planned(terms, owner, file, event, recorded.get(key), before) for key, event in planned.items()]
    after += [_dropped(terms, owner, row, before.get(row.uid)) for key, row in recorded.items() if key not in planned]
    uids = {kept.row.uid for kept in after if kept.row}
    after += [_unrecorded(terms, event) for uid, event in before.items() if uid not in uids]
    inside = [kept.event for kept in after if kept.event]
    content = calendar_bytes(inside) if inside else None
    return OwnedCalendar(
        change=_told(owner, file, _change(old_content, content), after, before),
        rows=[kept.row for kept in after if kept.row],
        content=content,
        events=sum(not event.entry.is_cancelled for event in inside),
        modified=max((event.edition.modified for event in inside), default=None),
    )


def _file(terms: Terms, owner: Owner) -> str:
    """Path of the owner's file from the folder: the recorded one, else one that says nothing."""
    if owner.recorded:
        return owner.recorded[0].file
    return f"{owner.audience}/{opaque(terms.secret, 'file', owner.audience, owner.who, letters=FILE_LETTERS)}.ics"


def is_opaque_file(place: Path) -> bool:
    """Whether the file has a name of those that calendars get."""
    return place.suffix == ".ics" and is_opaque(place.stem, letters=FILE_LETTERS)


def _key(owner: Owner, planned: Planned) -> Key:
    """What a row of the staff's table goes by."""
    return (owner.who, planned.name, planned.on.isoformat())


def _merges(terms: Terms, owner: Owner) -> Callable[[date], bool]:
    """Whether sessions of a date become blocks.

    A day that has begun stays as it was shown: what is past is left alone, and would stand there twice.
    """
    if owner.audience != "patients":
        return lambda _: False
    today = terms.now.astimezone(terms.wording.zone).date().isoformat()
    begun = {row.on: row.is_block for row in owner.recorded if row.status == "scheduled" and row.on <= today}
    return lambda on: begun.get(on.isoformat(), terms.in_blocks)


def _planned(
    terms: Terms,
    owner: Owner,
    file: str,
    planned: Planned,
    recorded: StaffRow | None,
    before: Mapping[str, CalendarEvent],
) -> Kept:
    """What is planned; left alone where it is over, and was when it was last shown."""
    key = _key(owner, planned)
    # The date stands in the UID, so that none is used again for a session that was moved to another day by hand.
    uid = recorded.uid if recorded else opaque(terms.secret, "event", owner.audience, *key, letters=UID_LETTERS)
    window = planned.window
    row = StaffRow(owner.who, key[2], clock(window.start), clock(window.end), planned.name, uid, file, "scheduled")
    entry = entry_of(terms.wording, owner.audience, owner.who, planned, uid)
    shown = before.get(uid)
    if shown and max(shown.entry.end, entry.end) <= terms.now:
        status: RowStatus = "dropped" if shown.entry.is_cancelled else "scheduled"
        return Kept(recorded or replace(row, status=status, sequence=shown.edition.sequence), shown)
    event = newest(entry, shown, _lowest_sequence(recorded, row, shown), terms.now)
    return Kept(replace(row, sequence=event.edition.sequence), event)


def _dropped(terms: Terms, owner: Owner, recorded: StaffRow, shown: CalendarEvent | None) -> Kept:
    """What was planned once: cancelled where it has not begun, left alone where it has, or in a week not covered."""
    entry = shown.entry if shown else _lost_entry(terms, owner, recorded)
    if not terms.cover(recorded) or entry.start <= terms.now:
        return Kept(recorded, shown)
    row = replace(recorded, status="dropped")
    event = newest(cancelled(entry), shown, _lowest_sequence(recorded, row, shown), terms.now)
    return Kept(replace(row, sequence=event.edition.sequence), event)


def _lost_entry(terms: Terms, owner: Owner, row: StaffRow) -> Entry:
    """What is still known of an event that the file has lost."""
    start, end = terms.times(row)
    return Entry(row.uid, start, end, patient_title(terms.wording) if owner.audience == "patients" else row.session)


def _unrecorded(terms: Terms, shown: CalendarEvent) -> Kept:
    """An event that no table knows and nothing plans: cancelled where the export covers it and it has not begun."""
    is_covered = local_week(shown.entry.start, terms.wording.zone) in terms.weeks
    if not is_covered or shown.entry.start <= terms.now:
        return Kept(None, shown)
    return Kept(None, newest(cancelled(shown.entry), shown, 0, terms.now))


def _lowest_sequence(recorded: StaffRow | None, row: StaffRow, shown: CalendarEvent | None) -> int:
    """The lowest SEQUENCE that the row's event may have.

    It matters where the file is lost or older than the table: somebody may have seen what the table records.
    """
    if recorded is None or (shown and shown.edition.sequence >= recorded.sequence):
        return 0
    return recorded.sequence if recorded.shows_as(row) else recorded.sequence + 1


def _told(
    owner: Owner, file: str, change: Change, after: Sequence[Kept], before: Mapping[str, CalendarEvent]
) -> CalendarChange:
    """What became of the calendar's events, by the names that the staff's table has for them, else by UID."""
    touched: dict[str, list[str]] = {"added": [], "changed": [], "dropped": []}
    for kept in after:
        event = kept.event
        if event is None or event is before.get(event.uid):
            continue
        what = "dropped" if event.entry.is_cancelled else "changed" if event.uid in before else "added"
        touched[what].append(kept.row.session if kept.row else event.uid)
    return CalendarChange(owner.audience, owner.who, file, change, **{what: tuple(of) for what, of in touched.items()})


def _change(old: bytes | None, new: bytes | None) -> Change:
    if new == old:
        return "unchanged"
    return "new" if old is None else "changed"
