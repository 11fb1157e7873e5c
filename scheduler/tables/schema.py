"""The rows of each table: its columns, what may stand in them, and what a blank cell means.

A default of None is "no limit", "not given" or another table's to say.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PlainValidator

from scheduler.caseload import GroupMode, Mode, Party, Status
from scheduler.tables import cells
from scheduler.tables.row import Row

NewId = Annotated[str, PlainValidator(cells.new_id)]
Id = Annotated[str, PlainValidator(cells.identifier)]
Ids = Annotated[tuple[str, ...], PlainValidator(cells.list_of(cells.listed_id))]
Word = Annotated[str, PlainValidator(cells.word)]
Text = Annotated[str, PlainValidator(cells.text)]
Tags = Annotated[frozenset[str], PlainValidator(cells.tags)]
YesNo = Annotated[bool, PlainValidator(cells.yes_no)]
Days = Annotated[tuple[int, ...], PlainValidator(cells.days)]
Start = Annotated[int, PlainValidator(cells.start)]
Starts = Annotated[tuple[int, ...], PlainValidator(cells.starts)]
End = Annotated[int, PlainValidator(cells.end)]
Date = Annotated[date, PlainValidator(cells.calendar_date)]
HoursOfWeek = Annotated[int, PlainValidator(cells.hours_as_minutes(168))]
HoursOfDay = Annotated[int, PlainValidator(cells.hours_as_minutes(24))]
DaysOfWeek = Annotated[int, PlainValidator(cells.whole(0, 7))]
Length = Annotated[int, PlainValidator(cells.whole(1, 1440, are_minutes=True))]
Margin = Annotated[int, PlainValidator(cells.whole(0, 1440, are_minutes=True))]
Count = Annotated[int, PlainValidator(cells.whole(0, 9999))]
OneOrMore = Annotated[int, PlainValidator(cells.whole(1, 9999))]
Format = Annotated[Literal["group", "one_to_one"], PlainValidator(cells.one_of("group", "one_to_one"))]
PatientMode = Annotated[Mode, PlainValidator(cells.one_of("in_person", "virtual", "either"))]
ModeOfGroup = Annotated[GroupMode, PlainValidator(cells.one_of("in_person", "virtual", "hybrid"))]
OfParty = Annotated[Party, PlainValidator(cells.one_of("self", "family"))]
OfStatus = Annotated[Status, PlainValidator(cells.one_of("available", "busy", "prefer", "avoid"))]
Scope = Annotated[Literal["session", "day"], PlainValidator(cells.one_of("session", "day"))]
InOut = Annotated[Literal["in", "out"], PlainValidator(cells.one_of("in", "out"))]


class ClinicRow(Row):
    """One setting of the clinic."""

    table: ClassVar[str] = "clinic"

    setting: Word
    value: Text = ""


class OpeningRow(Row):
    """Hours at which the clinic is open."""

    table: ClassVar[str] = "opening_hours"

    day: Days
    start: Start
    end: End


class ClosureRow(Row):
    """A date, or hours of it, at which the clinic is closed."""

    table: ClassVar[str] = "closures"
    required: ClassVar[bool] = False

    date: Date
    start: Start | None = None
    end: End | None = None
    reason: Text = ""


class LevelRow(Row):
    """Limits of a level of care from a week on; hours are minutes here."""

    table: ClassVar[str] = "levels"
    id_column: ClassVar[str] = "level"

    level: NewId
    from_week: OneOrMore = 1
    min_hours_week: HoursOfWeek = 0
    max_hours_week: HoursOfWeek | None = None
    min_days_week: DaysOfWeek = 0
    max_days_week: DaysOfWeek | None = None
    min_hours_day: HoursOfDay = 0
    max_hours_day: HoursOfDay | None = None


class SessionTypeRow(Row):
    """A kind of session."""

    table: ClassVar[str] = "session_types"
    id_column: ClassVar[str] = "session_type"

    session_type: NewId
    format: Format
    minutes: Length
    min_size: OneOrMore = 1
    max_size: OneOrMore | None = None
    counts: YesNo = True
    resources: Tags = frozenset()
    buffer_minutes: Margin = 0
    max_per_day: OneOrMore | None = None
    needs_family: YesNo = False


class TherapistRow(Row):
    """Somebody who leads sessions."""

    table: ClassVar[str] = "therapists"
    id_column: ClassVar[str] = "therapist"

    therapist: NewId
    name: Text = ""
    leads: Ids = ()
    tags: Tags = frozenset()
    max_hours_week: HoursOfWeek | None = None
    max_hours_day: HoursOfDay | None = None


class ResourceRow(Row):
    """A room or another thing that sessions need."""

    table: ClassVar[str] = "resources"
    required: ClassVar[bool] = False
    id_column: ClassVar[str] = "resource"

    resource: NewId
    kind: Tags
    capacity: Count | None = None


class PatientRow(Row):
    """Somebody in care."""

    table: ClassVar[str] = "patients"
    id_column: ClassVar[str] = "patient"

    patient: NewId
    name: Text = ""
    level: Id
    admitted: Date | None = None
    discharged: Date | None = None
    level_since: Date | None = None
    min_hours_week: HoursOfWeek | None = None
    max_hours_week: HoursOfWeek | None = None
    tags: Tags = frozenset()
    primary_therapist: Id | None = None
    mode: PatientMode = "in_person"
    travel_minutes: Margin = 0


class PlanRow(Row):
    """What a patient needs of one type of session."""

    table: ClassVar[str] = "plans"

    patient: Id
    session_type: Id
    every_weeks: OneOrMore = 1
    sessions_min: Count = 0
    sessions_max: Count | None = None
    therapist: Id | None = None


class LevelPlanRow(Row):
    """What each patient of a level needs of one type of session, where the patient has no plan row of it."""

    table: ClassVar[str] = "level_plans"
    required: ClassVar[bool] = False

    level: Id
    session_type: Id
    every_weeks: OneOrMore = 1
    sessions_min: Count = 0
    sessions_max: Count | None = None
    therapist: Id | None = None


Planned = PlanRow | LevelPlanRow


class GroupRow(Row):
    """A group that patients attend."""

    table: ClassVar[str] = "groups"
    required: ClassVar[bool] = False
    id_column: ClassVar[str] = "group"

    group: NewId
    session_type: Id
    title: Text = ""
    minutes: Length | None = None
    min_size: OneOrMore | None = None
    max_size: OneOrMore | None = None
    admits: Tags = frozenset()
    therapists: Ids | None = None
    leaders: OneOrMore = 1
    meetings_per_week: Count | None = None
    meetings_per_day: OneOrMore = 1
    same_members: YesNo = False
    mode: ModeOfGroup = "in_person"


class MeetingRow(Row):
    """A meeting of a group, as far as it is given."""

    table: ClassVar[str] = "meetings"
    required: ClassVar[bool] = False

    group: Id
    day: Days | None = None
    start: Starts | None = None
    therapists: Ids | None = None
    resources: Ids | None = None


class AvailabilityRow(Row):
    """Weekly hours of a person or thing."""

    table: ClassVar[str] = "availability"
    required: ClassVar[bool] = False

    who: Id
    party: OfParty = "self"
    day: Days
    start: Start | None = None
    end: End | None = None
    status: OfStatus
    first: Date | None = Field(default=None, alias="from")
    until: Date | None = None
    reason: Text = ""


class KeepApartRow(Row):
    """Two patients who are kept apart."""

    table: ClassVar[str] = "keep_apart"
    required: ClassVar[bool] = False

    patient_a: Id
    patient_b: Id
    scope: Scope = "session"


class AbsenceRow(Row):
    """Dates at which a person or thing is away."""

    table: ClassVar[str] = "absences"
    required: ClassVar[bool] = False

    who: Id
    party: OfParty = "self"
    first: Date = Field(alias="date")
    until: Date | None = None
    start: Start | None = None
    end: End | None = None
    reason: Text = ""


class AppointmentRow(Row):
    """An agreed one-to-one session."""

    table: ClassVar[str] = "appointments"
    required: ClassVar[bool] = False

    patient: Id
    session_type: Id
    day: Days | None = None
    on: Date | None = Field(default=None, alias="date")
    start: Start
    therapist: Id | None = None
    resource: Id | None = None


class MemberRow(Row):
    """Whether a patient attends a group."""

    table: ClassVar[str] = "members"
    required: ClassVar[bool] = False

    group: Id
    patient: Id
    status: InOut


MODELS: tuple[type[Row], ...] = (
    ClinicRow,
    OpeningRow,
    ClosureRow,
    LevelRow,
    SessionTypeRow,
    TherapistRow,
    ResourceRow,
    PatientRow,
    PlanRow,
    LevelPlanRow,
    GroupRow,
    MeetingRow,
    AvailabilityRow,
    KeepApartRow,
    AbsenceRow,
    AppointmentRow,
    MemberRow,
)
