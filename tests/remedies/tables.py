"""The tables that state the facts of a caseload made by hand or by chance, for what reads tables."""

from collections.abc import Mapping
from pathlib import Path

from scheduler.caseload import (
    Absence,
    Appointment,
    Caseload,
    Group,
    LevelLimits,
    Patient,
    SessionType,
    Therapist,
)
from scheduler.remedies.cells import cells_of
from scheduler.tables import write_tables
from scheduler.times import ALL_DAY, WEEKDAYS, Window, clock

Row = Mapping[str, str]


def tables_of(caseload: Caseload) -> dict[str, list[Row]]:
    """Every table, each row with what differs from a blank cell."""
    return {
        "clinic": [
            {"setting": "timezone", "value": caseload.clinic.timezone},
            {"setting": "grid_minutes", "value": str(caseload.clinic.grid_minutes)},
        ],
        "opening_hours": [
            {"day": WEEKDAYS[day], "start": clock(window.start), "end": clock(window.end)}
            for day, windows in enumerate(caseload.opening)
            for window in windows
        ],
        "levels": [level_row(row) for rows in caseload.levels.values() for row in rows],
        "session_types": [session_type_row(one) for one in caseload.session_types.values()],
        "therapists": [therapist_row(one) for one in caseload.therapists.values()],
        "resources": [
            {"resource": one.resource, "kind": ";".join(sorted(one.kinds)), "capacity": text(one.capacity)}
            for one in caseload.resources.values()
        ],
        "patients": [patient_row(one) for one in caseload.patients.values()],
        "plans": [cells_of(row) for rows in caseload.plans.values() for row in rows.values()],
        "groups": [group_row(one) for one in caseload.groups.values()],
        "meetings": [cells_of(row) for rows in caseload.meetings.values() for row in rows],
        "availability": [cells_of(row) for rows in caseload.availability.values() for row in rows],
        "absences": [absence_row(row) for rows in caseload.absences.values() for row in rows],
        "keep_apart": [cells_of(row) for row in caseload.keep_apart],
        "members": [cells_of(row) for row in caseload.members],
        "appointments": [appointment_row(row) for row in caseload.appointments],
    }


def write(caseload: Caseload, folder: Path) -> Path:
    """The folder, with the tables of the caseload in it."""
    write_tables(tables_of(caseload), folder)
    return folder


def session_type_row(one: SessionType) -> Row:
    """A type of sessions as a row."""
    return {
        "session_type": one.session_type,
        "format": one.format,
        "minutes": str(one.minutes),
        "min_size": str(one.min_size) if one.is_group else "",
        "max_size": str(one.max_size) if one.is_group else "",
        "counts": "yes" if one.counts else "no",
        "resources": ";".join(one.resources),
        "buffer_minutes": str(one.buffer_minutes),
        "max_per_day": text(one.max_per_day),
        "needs_family": "yes" if one.needs_family else "no",
    }


def therapist_row(one: Therapist) -> Row:
    """A therapist as a row."""
    return {
        "therapist": one.therapist,
        "leads": ";".join(sorted(one.leads)),
        "max_hours_week": hours_text(one.max_minutes_week),
        "max_hours_day": hours_text(one.max_minutes_day),
    }


def patient_row(one: Patient) -> Row:
    """A patient as a row."""
    return {
        "patient": one.patient,
        "level": one.level,
        "admitted": text(one.admitted),
        "discharged": text(one.discharged),
        "min_hours_week": hours_text(one.min_minutes_week),
        "max_hours_week": hours_text(one.max_minutes_week),
        "tags": ";".join(sorted(one.tags)),
        "primary_therapist": one.primary_therapist or "",
        "mode": one.mode,
        "travel_minutes": str(one.travel_minutes),
    }


def group_row(one: Group) -> Row:
    """A group as a row."""
    return {
        "group": one.group,
        "session_type": one.session_type,
        "minutes": str(one.minutes),
        "min_size": str(one.min_size),
        "max_size": str(one.max_size),
        "admits": ";".join(sorted(one.admits)),
        "therapists": ";".join(one.therapists),
        "leaders": str(one.leaders),
        "meetings_per_week": str(one.meetings_per_week),
        "meetings_per_day": str(one.meetings_per_day),
        "same_members": "yes" if one.same_members else "no",
        "mode": one.mode,
    }


def absence_row(row: Absence) -> Row:
    """An absence as a row."""
    return {
        "who": row.who,
        "party": row.party,
        "date": text(row.first),
        "until": text(row.last),
        **span_cells(row.window),
    }


def appointment_row(row: Appointment) -> Row:
    """An appointment as a row."""
    return {
        "patient": row.patient,
        "session_type": row.session_type,
        "day": "" if row.weekday is None else WEEKDAYS[row.weekday],
        "date": text(row.on),
        "start": clock(row.start),
        "therapist": row.therapist or "",
        "resource": row.resource or "",
    }


def level_row(row: LevelLimits) -> Row:
    """The limits of a level as a row."""
    return {
        "level": row.level,
        "from_week": str(row.from_week),
        "min_hours_week": hours_text(row.min_minutes_week),
        "max_hours_week": hours_text(row.max_minutes_week),
        "min_days_week": str(row.min_days_week),
        "max_days_week": text(row.max_days_week),
        "min_hours_day": hours_text(row.min_minutes_day),
        "max_hours_day": hours_text(row.max_minutes_day),
    }


def span_cells(window: Window) -> Row:
    """Start and end; both blank for all day."""
    return {} if window == ALL_DAY else {"start": clock(window.start), "end": clock(window.end)}


def text(value: object) -> str:
    """A cell; blank for nothing."""
    return "" if value is None else str(value)


def hours_text(minutes: int | None) -> str:
    """Minutes as hours with decimals enough that reading gives the same minutes."""
    return "" if minutes is None else f"{minutes / 60:.4f}"
