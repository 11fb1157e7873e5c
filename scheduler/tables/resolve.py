"""A book without problems becomes the frozen facts of the caseload: defaults applied, references resolved, sorted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol, TypeVar

from scheduler import caseload as facts
from scheduler.tables import schema
from scheduler.tables.book import Book
from scheduler.tables.checks.clinic import SETTINGS
from scheduler.tables.checks.groups import candidates_of, minutes_of, opening_of
from scheduler.tables.row import R
from scheduler.times import ALL_DAY, Window


class _Stated(Protocol):
    """A fact with the row that states it."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def row(self) -> int: ...


T = TypeVar("T")
F = TypeVar("F", bound=_Stated)


def caseload_of(book: Book) -> facts.Caseload:
    """The facts; the book has to be without problems."""
    return facts.Caseload(
        clinic=_clinic(book),
        opening=opening_of(book),
        closures=_once(facts.Closure(row.date, _window(row), row=row.row) for row in book.rows(schema.ClosureRow)),
        levels=_gathered((row.level, _level(row)) for row in book.rows(schema.LevelRow)),
        session_types=_by_id(book, schema.SessionTypeRow, _session_type),
        therapists=_by_id(book, schema.TherapistRow, _therapist),
        resources=_by_id(book, schema.ResourceRow, _resource),
        patients=_by_id(book, schema.PatientRow, patient_of),
        plans=_plans(book),
        groups=_by_id(book, schema.GroupRow, lambda row: _group(row, book)),
        meetings=_meetings(book),
        availability=_gathered((row.who, _availability(row)) for row in book.rows(schema.AvailabilityRow)),
        keep_apart=_once(_keep_apart(row) for row in book.rows(schema.KeepApartRow)),
        absences=_gathered((row.who, _absence(row)) for row in book.rows(schema.AbsenceRow)),
        appointments=_sorted(_appointment(row) for row in book.rows(schema.AppointmentRow)),
        members=_once(
            facts.Member(row.group, row.patient, row.status, row=row.row) for row in book.rows(schema.MemberRow)
        ),
    )


def _by_id(book: Book, model: type[R], fact: Callable[[R], T]) -> dict[str, T]:
    by_id = book.register(model).by_id
    return {key: fact(by_id[key]) for key in sorted(by_id)}


def _sorted(stated: Iterable[F]) -> tuple[F, ...]:
    """By content; what is not given comes first."""

    def content(fact: F) -> list[tuple[bool, object]]:
        values = (getattr(fact, field.name) for field in fields(fact) if field.compare)
        return [*((value is not None, value) for value in values), (True, fact.row)]

    return tuple(sorted(stated, key=content))


def _once(stated: Iterable[F]) -> tuple[F, ...]:
    """By content, each fact once however often it is stated."""
    ordered = _sorted(stated)
    return tuple(fact for place, fact in enumerate(ordered) if place == 0 or fact != ordered[place - 1])


def _gathered(stated: Iterable[tuple[str, F]]) -> dict[str, tuple[F, ...]]:
    """The facts of each id."""
    by_id: dict[str, list[F]] = {}
    for key, fact in stated:
        by_id.setdefault(key, []).append(fact)
    return {key: _once(by_id[key]) for key in sorted(by_id)}


def _window(row: schema.ClosureRow | schema.AvailabilityRow | schema.AbsenceRow) -> Window:
    return ALL_DAY if row.start is None or row.end is None else Window(row.start, row.end)


def _clinic(book: Book) -> facts.Clinic:
    settings: dict[str, Any] = {
        row.setting: SETTINGS[row.setting](row.value) for row in book.rows(schema.ClinicRow) if row.value
    }
    return facts.Clinic(**settings)


def _level(row: schema.LevelRow) -> facts.LevelLimits:
    return facts.LevelLimits(
        row.level,
        row.from_week,
        row.min_hours_week,
        row.max_hours_week,
        row.min_days_week,
        row.max_days_week,
        row.min_hours_day,
        row.max_hours_day,
        row=row.row,
    )


def _session_type(row: schema.SessionTypeRow) -> facts.SessionType:
    is_group = row.format == "group"
    return facts.SessionType(
        row.session_type,
        row.format,
        row.minutes,
        min_size=row.min_size if is_group else 1,
        max_size=row.max_size or 1,
        counts=row.counts,
        resources=tuple(sorted(row.resources)),
        buffer_minutes=row.buffer_minutes,
        max_per_day=row.max_per_day or (None if is_group else 1),
        needs_family=row.needs_family,
        row=row.row,
    )


def _therapist(row: schema.TherapistRow) -> facts.Therapist:
    return facts.Therapist(
        row.therapist,
        leads=frozenset(row.leads),
        tags=row.tags,
        max_minutes_week=row.max_hours_week,
        max_minutes_day=row.max_hours_day,
        name=row.name,
        row=row.row,
    )


def _resource(row: schema.ResourceRow) -> facts.Resource:
    return facts.Resource(row.resource, kinds=row.kind, capacity=row.capacity, row=row.row)


def patient_of(row: schema.PatientRow) -> facts.Patient:
    """The patient of a row."""
    return facts.Patient(
        row.patient,
        row.level,
        admitted=row.admitted,
        discharged=row.discharged,
        level_since=row.level_since or row.admitted,
        min_minutes_week=row.min_hours_week,
        max_minutes_week=row.max_hours_week,
        tags=row.tags,
        primary_therapist=row.primary_therapist,
        mode=row.mode,
        travel_minutes=row.travel_minutes,
        name=row.name,
        row=row.row,
    )


def _plans(book: Book) -> dict[str, Mapping[str, facts.Plan]]:
    plans: dict[str, dict[str, facts.Plan]] = {
        patient: {} for patient in sorted(book.register(schema.PatientRow).by_id)
    }
    for patient, session_type in sorted(book.plans):
        plans[patient][session_type] = _plan(patient, book.plans[patient, session_type], book)
    return dict(plans)


def _plan(patient: str, row: schema.Planned, book: Book) -> facts.Plan:
    is_group = book.register(schema.SessionTypeRow)[row.session_type].format == "group"
    primary = book.register(schema.PatientRow)[patient].primary_therapist
    named = book.planned_leader(row)
    therapist = primary if named in {None, "primary"} else named
    most = row.sessions_max
    return facts.Plan(
        patient,
        row.session_type,
        every_weeks=row.every_weeks,
        sessions_min=row.sessions_min,
        sessions_max=row.sessions_min if most is None and not is_group else most,
        therapist=None if is_group or therapist == "any" else therapist,
        table=row.table,
        row=row.row,
    )


def _group(row: schema.GroupRow, book: Book) -> facts.Group:
    session_type = _session_type(book.register(schema.SessionTypeRow)[row.session_type])
    meetings = sum(1 for meeting in book.rows(schema.MeetingRow) if meeting.group == row.group)
    return facts.Group(
        row.group,
        row.session_type,
        minutes_of(row, book),
        min_size=row.min_size or session_type.min_size,
        max_size=row.max_size or session_type.max_size,
        admits=row.admits,
        therapists=candidates_of(row, book),
        leaders=row.leaders,
        meetings_per_week=(meetings or 1) if row.meetings_per_week is None else row.meetings_per_week,
        meetings_per_day=row.meetings_per_day,
        same_members=row.same_members,
        mode=row.mode,
        title=row.title,
        row=row.row,
    )


def _meetings(book: Book) -> dict[str, tuple[facts.TimetableRow, ...]]:
    """By group; rows that say the same are as many meetings, so each of them stays."""
    meetings: dict[str, list[facts.TimetableRow]] = {
        group: [] for group in sorted(book.register(schema.GroupRow).by_id)
    }
    for row in book.rows(schema.MeetingRow):
        therapists = None if row.therapists is None else tuple(sorted(row.therapists))
        resources = None if row.resources is None else tuple(sorted(row.resources))
        meetings[row.group].append(
            facts.TimetableRow(row.group, row.day, row.start, therapists, resources, row=row.row)
        )
    return {group: _sorted(found) for group, found in meetings.items()}


def _availability(row: schema.AvailabilityRow) -> facts.Availability:
    return facts.Availability(row.who, row.party, row.day, _window(row), row.status, row.first, row.until, row=row.row)


def _keep_apart(row: schema.KeepApartRow) -> facts.KeepApart:
    patient_a, patient_b = sorted((row.patient_a, row.patient_b))
    return facts.KeepApart(patient_a, patient_b, row.scope, row=row.row)


def _absence(row: schema.AbsenceRow) -> facts.Absence:
    return facts.Absence(row.who, row.party, row.first, row.until or row.first, _window(row), row=row.row)


def _appointment(row: schema.AppointmentRow) -> facts.Appointment:
    return facts.Appointment(
        row.patient,
        row.session_type,
        weekday=None if row.day is None else row.day[0],
        on=row.on,
        start=row.start,
        therapist=row.therapist,
        resource=row.resource,
        row=row.row,
    )
