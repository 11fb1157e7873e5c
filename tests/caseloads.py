"""Tiny caseloads and schedules, made by hand in few words.

Everything has a default: ``clinic_with()`` is an empty clinic with one level (``iop``, without limits), the group
type ``skills`` (60 min), the one-to-one type ``individual`` (50 min), the therapist ``t1`` who leads both, and the
patient ``p1``; it is open all day, and each patient may have any number of sessions of each type. Times are ``HH:MM``
and spans of time ``HH:MM-HH:MM``; the week starts on ``MONDAY``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from scheduler.caseload import (
    Absence,
    Appointment,
    Availability,
    Caseload,
    Clinic,
    Closure,
    Group,
    GroupMode,
    KeepApart,
    LevelLimits,
    Member,
    Mode,
    Party,
    Patient,
    Plan,
    Resource,
    SessionType,
    Status,
    Therapist,
    TimetableRow,
)
from scheduler.schedule import Schedule, Session
from scheduler.times import ALL_DAY, WEEKDAYS, Window, Windows

Fact = TypeVar("Fact")
Stated = TypeVar("Stated", Availability, Absence)

MONDAY = date(2026, 3, 2)
LEVEL = "iop"
SKILLS = SessionType("skills", "group", 60, max_size=12)
INDIVIDUAL = SessionType("individual", "one_to_one", 50, max_per_day=1)
ALWAYS_OPEN: tuple[Windows, ...] = ((ALL_DAY,),) * 7


def at(clock: str) -> int:
    """Minute of the day of ``HH:MM``."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def span(clocks: str) -> Window:
    """The window of ``HH:MM-HH:MM``."""
    start, end = clocks.split("-")
    return Window(at(start), at(end))


def day(name: str) -> date:
    """Date of a weekday (``mon``) in the week of the tests."""
    return MONDAY + timedelta(days=WEEKDAYS.index(name))


def weekdays(names: str) -> tuple[int, ...]:
    """Numbers of weekdays: ``mon tue`` is ``(0, 1)``."""
    return tuple(sorted(WEEKDAYS.index(name) for name in names.split()))


def patient(who: str = "p1", *, tags: Iterable[str] = (), mode: Mode = "in_person", travel_minutes: int = 0) -> Patient:
    """A patient at the usual level; the dates of the stay are put in with ``dataclasses.replace``."""
    return Patient(who, LEVEL, tags=frozenset(tags), mode=mode, travel_minutes=travel_minutes)


def therapist(
    who: str = "t1",
    leads: str = "skills individual",
    *,
    max_minutes_day: int | None = None,
    max_minutes_week: int | None = None,
) -> Therapist:
    """A therapist who leads these types."""
    return Therapist(who, frozenset(leads.split()), max_minutes_day=max_minutes_day, max_minutes_week=max_minutes_week)


def room(name: str = "r1", kinds: str = "room", capacity: int | None = None) -> Resource:
    """A resource that serves as these kinds."""
    return Resource(name, frozenset(kinds.split()), capacity)


def group(
    name: str = "g1",
    *,
    session_type: str = "skills",
    sizes: tuple[int, int] = (1, 12),
    therapists: str = "",
    meetings_per_week: int = 5,
    meetings_per_day: int = 1,
    mode: GroupMode = "in_person",
) -> Group:
    """A group of 60 minutes; without candidates, all who lead its type. More with ``dataclasses.replace``."""
    return Group(
        name,
        session_type,
        60,
        *sizes,
        therapists=tuple(sorted(therapists.split())),
        meetings_per_week=meetings_per_week,
        meetings_per_day=meetings_per_day,
        mode=mode,
    )


def meeting_row(
    name: str = "g1", *, days: str = "", starts: str = "", therapists: str = "", resources: str = ""
) -> TimetableRow:
    """A row of the timetable; what is empty is not given."""
    return TimetableRow(
        name,
        weekdays(days) or None,
        tuple(sorted(map(at, starts.split()))) or None,
        tuple(sorted(therapists.split())) or None,
        tuple(sorted(resources.split())) or None,
    )


def plan(
    who: str = "p1",
    session_type: str = "individual",
    *,
    least: int = 0,
    most: int | None = None,
    every_weeks: int = 1,
    therapist: str | None = None,
) -> Plan:
    """A plan row; without ``most`` there is no limit, whatever the type."""
    return Plan(who, session_type, every_weeks, least, most, therapist)


def hours_of(status: Status, who: str, days: str, clocks: str, *, party: Party = "self") -> Availability:
    """A row of availability in force on every date; limits to dates are put in with ``dataclasses.replace``."""
    return Availability(who, party, weekdays(days), span(clocks), status)


def available(who: str, days: str, clocks: str, *, party: Party = "self") -> Availability:
    """Hours in which somebody is there."""
    return hours_of("available", who, days, clocks, party=party)


def busy(who: str, days: str, clocks: str, *, party: Party = "self") -> Availability:
    """Hours in which somebody has something else to do."""
    return hours_of("busy", who, days, clocks, party=party)


def absent(who: str, name: str, clocks: str = "00:00-24:00", *, party: Party = "self") -> Absence:
    """An absence on one day of the week of the tests."""
    return Absence(who, party, day(name), day(name), span(clocks))


def weekly(
    who: str, name: str, clock: str, *, therapist: str | None = None, resource: str | None = None
) -> Appointment:
    """An individual session agreed for every week."""
    return Appointment(who, "individual", WEEKDAYS.index(name), None, at(clock), therapist, resource)


def once(who: str, name: str, clock: str, *, therapist: str | None = None, resource: str | None = None) -> Appointment:
    """An individual session agreed for one date in the week of the tests."""
    return Appointment(who, "individual", None, day(name), at(clock), therapist, resource)


def clinic_with(  # noqa: PLR0913 -- one argument for each table
    *,
    patients: Iterable[Patient] = (patient(),),
    therapists: Iterable[Therapist] = (therapist(),),
    resources: Iterable[Resource] = (),
    session_types: Iterable[SessionType] = (SKILLS, INDIVIDUAL),
    levels: Iterable[LevelLimits] = (LevelLimits(LEVEL),),
    plans: Iterable[Plan] | None = None,
    groups: Iterable[Group] = (),
    meetings: Iterable[TimetableRow] = (),
    availability: Iterable[Availability] = (),
    keep_apart: Iterable[KeepApart] = (),
    absences: Iterable[Absence] = (),
    appointments: Iterable[Appointment] = (),
    members: Iterable[Member] = (),
    opening: tuple[Windows, ...] = ALWAYS_OPEN,
    closures: Iterable[Closure] = (),
    grid_minutes: int = 15,
) -> Caseload:
    """A caseload of these facts; ``plans`` left out lets every patient have every type without limit."""
    people = _by_id({row.patient: row for row in patients})
    types = _by_id({row.session_type: row for row in session_types})
    staff = _by_id({row.therapist: row for row in therapists})
    circles = _by_id({row.group: _with_candidates(row, staff) for row in groups})
    if plans is None:
        plans = [Plan(who, name) for who in people for name in types]
    by_patient: dict[str, dict[str, Plan]] = {who: {} for who in people}
    for row in sorted(plans, key=lambda row: (row.patient, row.session_type)):
        by_patient[row.patient][row.session_type] = row
    by_level: defaultdict[str, tuple[LevelLimits, ...]] = defaultdict(tuple)
    for level in sorted(levels):
        by_level[level.level] += (level,)
    timetable = tuple(meetings)
    return Caseload(
        clinic=Clinic("Europe/Berlin", grid_minutes),
        opening=opening,
        closures=tuple(sorted(closures)),
        levels=dict(by_level),
        session_types=types,
        therapists=staff,
        resources=_by_id({row.resource: row for row in resources}),
        patients=people,
        plans=by_patient,
        groups=circles,
        meetings={name: tuple(row for row in timetable if row.group == name) for name in circles},
        availability=_by_who(availability),
        keep_apart=tuple(sorted(keep_apart)),
        absences=_by_who(absences),
        appointments=tuple(appointments),
        members=tuple(sorted(members)),
    )


def meeting(  # noqa: PLR0913 -- what a row of the schedule holds
    name: str,
    weekday: str,
    clocks: str,
    patients: str = "p1",
    *,
    therapists: str = "t1",
    resources: str = "",
    session_type: str = "skills",
    mode: GroupMode = "in_person",
) -> Session:
    """A meeting of a group; ``week`` numbers it."""
    window = span(clocks)
    return Session(
        f"{name}.{weekday}.{clocks[:5]}",
        day(weekday),
        window.start,
        window.end,
        session_type,
        name,
        None,
        tuple(sorted(therapists.split())),
        tuple(sorted(resources.split())),
        mode,
        tuple(sorted(patients.split())),
    )


def one_to_one(
    who: str,
    weekday: str,
    clocks: str,
    *,
    therapists: str = "t1",
    resources: str = "",
    session_type: str = "individual",
    mode: GroupMode = "in_person",
) -> Session:
    """A one-to-one session of a patient."""
    held = meeting(
        who, weekday, clocks, who, therapists=therapists, resources=resources, session_type=session_type, mode=mode
    )
    return replace(held, session=f"{who}.{session_type}.{weekday}.{clocks[:5]}", group=None)


def week(*sessions: Session) -> Schedule:
    """The schedule of these sessions, the meetings of each group numbered in order of time."""
    numbers: Counter[str] = Counter()
    numbered = []
    for session in Schedule.of(sessions).sessions:
        if session.group is not None:
            numbers[session.group] += 1
            numbered.append(replace(session, meeting=numbers[session.group]))
        else:
            numbered.append(session)
    return Schedule.of(numbered)


def _with_candidates(row: Group, staff: Mapping[str, Therapist]) -> Group:
    if row.therapists:
        return row
    return replace(row, therapists=tuple(who for who, known in staff.items() if row.session_type in known.leads))


def _by_id(rows: Mapping[str, Fact]) -> Mapping[str, Fact]:
    return {name: rows[name] for name in sorted(rows)}


def _by_who(rows: Iterable[Stated]) -> Mapping[str, tuple[Stated, ...]]:
    found: defaultdict[str, tuple[Stated, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.who] += (row,)
    return _by_id(found)
