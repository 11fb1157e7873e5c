"""A schedule becomes calendars for a folder that may be kept from week to week."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from scheduler.calendars.changes import Audience, Export, Per, PreparedExport, Remind, WhoseFile
from scheduler.calendars.entries import Wording, owners_of
from scheduler.calendars.events import in_utc, read_events
from scheduler.calendars.folder import content_of
from scheduler.calendars.owned import OwnedCalendar, Owner, Terms, calendar_after, is_opaque_file
from scheduler.calendars.staff_table import StaffRow, contradictions, read_rows, table_bytes, table_name
from scheduler.calendars.whose import WHOSE_TABLE, check_whose, whose_after, whose_bytes
from scheduler.calendars.zones import clinic_zone
from scheduler.caseload import Caseload
from scheduler.errors import BadInput, IopError, Problem
from scheduler.files.write import Contents, check_replaceable, inside
from scheduler.schedule import Schedule, Session
from scheduler.times import monday_of

AUDIENCES: tuple[Audience, ...] = ("patients", "therapists", "resources")

# Outside these a moment in UTC can leave what a date can be.
YEARS = range(1000, 9999)


class NoSuchCalendar(IopError):
    """Nobody and nothing of those asked for has this id."""

    exit_code = 2


def prepare_export(  # noqa: PLR0913 -- each is an option of its own to those who export
    caseload: Caseload,
    schedule: Schedule,
    folder: Path,
    *,
    secret: bytes,
    now: datetime,
    audience: Audience | Literal["all"] = "patients",
    only: str | None = None,
    alarm_minutes: int | None = 60,
    location: str | None = None,
    week: date | None = None,
    per: Per = "session",
    pause_minutes: int = 0,
    remind: Remind = "run",
) -> PreparedExport:
    """Prepare a calendar for each patient, therapist or resource with a session, and the staff's tables beside them.

    The weeks of the schedule's sessions, and that of ``week``, become as the schedule has them; events of other weeks
    in the folder stay as they are, and so does what would say the same, is over or is a block of a day that has begun.
    An event that the schedule no longer has, and that has not begun, stays as cancelled. Nothing is written here.

    Args:
        caseload: whose patients, therapists and resources they are.
        schedule: the sessions; their ids are unique.
        folder: where the calendars are or will be.
        secret: the installation's, at least 16 bytes.
        now: the moment of the export, with a time zone.
        audience: whose calendars.
        only: the id of the only one whose calendar is asked for.
        alarm_minutes: how long before each session a patient's calendar reminds; None for no alarm.
        location: the place in patients' calendars of the sessions they come to; None for none.
        week: a day of a week that the schedule covers even where it has no session in it.
        per: whether a patient's sessions of a day that follow each other are one event.
        pause_minutes: the longest pause between sessions of one such event.
        remind: whether a patient is reminded of each event, or only of the first of those that follow each other.

    Raises:
        BadInput: where the schedule is not one of the caseload, or what lies in the folder is damaged.
        Foreign: where a file of somebody else is in the place of the list of whose calendar is whose.
        NoSuchCalendar: where ``only`` is nobody's id.
        ValueError: for a secret too short, a negative alarm or pause, or a moment without a time zone.
    """
    _refuse_strangers(caseload, schedule)
    wording = Wording(caseload, clinic_zone(caseload.clinic.timezone), location, alarm_minutes, remind)
    days = [session.on for session in schedule.sessions] + ([week] if week else [])
    weeks = frozenset(monday_of(day) for day in days)
    terms = Terms(wording, folder, secret, in_utc(now), weeks, per == "day", pause_minutes)
    return _prepared(terms, [each for each in AUDIENCES if audience in {each, "all"}], schedule, only)


def _prepared(terms: Terms, audiences: Iterable[Audience], schedule: Schedule, only: str | None) -> PreparedExport:
    """The calendars and tables of these audiences after the export, and the files that are not yet so."""
    caseload, folder = terms.wording.caseload, terms.folder
    recorded = {each: read_rows(folder, each) for each in audiences}
    asked_for = {each: recorded[each] for each in _asked_for(only, caseload, recorded)}
    calendars = {each: _calendars(terms, each, schedule, rows, only) for each, rows in asked_for.items()}
    tables = {each: _rows_after(folder, each, rows, calendars[each]) for each, rows in asked_for.items()}
    every = [calendar for each in calendars.values() for calendar in each]
    check_whose(folder)
    whose = whose_after(folder, calendars.get("patients", ()), terms.wording.zone)
    export = Export(
        folder=folder,
        calendars=tuple(calendar.change for calendar in every),
        tables=(*(table_name(each) for each in tables), *((WHOSE_TABLE,) if whose else ())),
        without=tuple(who for each in tables for who in _without(caseload, schedule, each) if only in {None, who}),
        whose=whose,
    )
    return PreparedExport(export, *_differing(folder, every, tables, whose))


def check_calendars(folder: Path, days: Iterable[date]) -> None:
    """Nothing, where patients' calendars can be brought up to date in the folder, which may hold earlier ones.

    Args:
        folder: where the calendars are or will be.
        days: a day of each week that is to be exported.

    Raises:
        BadInput: where what lies in the folder is damaged, or no calendar holds a week.
        Foreign: where a file of somebody else is in the place of the list of whose calendar is whose.
        NotWritten: where a file cannot be written anew.
    """
    if any(day.year not in YEARS for day in days):
        raise BadInput([Problem("schedule", 0, "date", "", "no calendar holds this year", "Choose another week")])
    audience = AUDIENCES[0]
    recorded = {row.file for row in read_rows(folder, audience)}
    there = {f"{audience}/{place.name}" for place in (folder / audience).glob("*.ics") if is_opaque_file(place)}
    check_whose(folder)
    check_replaceable(folder / table_name(audience))
    for place in inside(folder, dict.fromkeys(sorted(recorded | there), b"")):
        content = content_of(place)
        if content is not None:
            read_events(place, content)
        check_replaceable(place)


def _ids(caseload: Caseload, audience: Audience) -> frozenset[str]:
    """Ids of all those of the audience in the caseload."""
    ids: Mapping[Audience, Mapping[str, object]] = {
        "patients": caseload.patients,
        "therapists": caseload.therapists,
        "resources": caseload.resources,
    }
    return frozenset(ids[audience])


def _refuse_strangers(caseload: Caseload, schedule: Schedule) -> None:
    """Refuse a schedule with somebody whom the caseload does not know, or two sessions of one id."""
    problems = []
    seen: set[str] = set()
    for session in schedule.sessions:
        if session.session in seen:
            says, fix = "another session has the same id", "Give each session an id of its own"
            problems.append(Problem("schedule", session.row, "session", session.session, says, fix))
        seen.add(session.session)
        if session.on.year not in YEARS:
            says, fix = "no calendar holds this year", "Correct the date"
            problems.append(Problem("schedule", session.row, "date", str(session.on), says, fix))
        for audience in AUDIENCES:
            for who in sorted(set(owners_of(session, audience)) - _ids(caseload, audience)):
                says, fix = f"this is no id of the caseload's {audience}", "Give the caseload of this schedule"
                problems.append(Problem("schedule", session.row, audience, who, says, fix))
    if problems:
        raise BadInput(problems)


def _asked_for(
    only: str | None, caseload: Caseload, recorded: Mapping[Audience, Sequence[StaffRow]]
) -> Sequence[Audience]:
    """The audiences asked for; with ``only``, the one that it belongs to, now or in the table."""
    found = [
        audience
        for audience, rows in recorded.items()
        if only is None or only in _ids(caseload, audience) or only in {row.who for row in rows}
    ]
    if not found:
        raise NoSuchCalendar(f"{only!r} is no id of the {' or '.join(recorded)} of this caseload.")
    return found


def _calendars(
    terms: Terms, audience: Audience, schedule: Schedule, recorded: Sequence[StaffRow], only: str | None
) -> Sequence[OwnedCalendar]:
    """The calendars of the audience after the export, those that stay as they are too."""
    owners = _owners(audience, schedule, recorded)
    return [calendar_after(terms, owner) for owner in owners if only in {None, owner.who}]


def _owners(audience: Audience, schedule: Schedule, recorded: Sequence[StaffRow]) -> Iterator[Owner]:
    """All of the audience who are in the schedule or in the staff's table, by id."""
    sessions: defaultdict[str, list[Session]] = defaultdict(list)
    for session in schedule.sessions:
        for who in owners_of(session, audience):
            sessions[who].append(session)
    rows: defaultdict[str, list[StaffRow]] = defaultdict(list)
    for row in recorded:
        rows[row.who].append(row)
    return (Owner(audience, who, sessions[who], rows[who]) for who in sorted({*sessions, *rows}))


def _rows_after(
    folder: Path, audience: Audience, recorded: Sequence[StaffRow], calendars: Sequence[OwnedCalendar]
) -> Sequence[StaffRow]:
    """All rows of the staff's table after the export, of those not exported too."""
    exported = {calendar.change.who for calendar in calendars}
    rows = [row for calendar in calendars for row in calendar.rows]
    rows += [row for row in recorded if row.who not in exported]
    contradictions(folder / table_name(audience), rows)
    return rows


def _differing(
    folder: Path,
    calendars: Sequence[OwnedCalendar],
    tables: Mapping[Audience, Sequence[StaffRow]],
    whose: Sequence[WhoseFile],
) -> tuple[Mapping[Path, bytes], Contents]:
    """The files that are not yet as they shall be, and what lies in their place.

    The tables come first: what they record is what an export that was cut short goes on with.
    """
    files = {table_name(audience): table_bytes(audience, rows) for audience, rows in tables.items()}
    files |= {calendar.change.file: calendar.content for calendar in calendars if calendar.content is not None}
    files |= {WHOSE_TABLE: whose_bytes(whose)} if whose else {}
    places = inside(folder, files)
    seen = {place: content_of(place) for place in places}
    differing = {place: content for place, content in places.items() if seen[place] != content}
    return differing, {place: seen[place] for place in differing}


def _without(caseload: Caseload, schedule: Schedule, audience: Audience) -> Sequence[str]:
    """Ids of those of the audience who have no session in the schedule."""
    return sorted(
        _ids(caseload, audience) - {who for session in schedule.sessions for who in owners_of(session, audience)}
    )
