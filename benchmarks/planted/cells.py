"""The planted week as the tables of a caseload, every cell a text."""

from datetime import timedelta

from benchmarks.planted.agreements import absence_rows, apart_rows, appointment_rows, member_rows
from benchmarks.planted.clinic import CLOSED_THIS_WEEK, GRID_MINUTES, KINDS, LEVELS, OPENING, Row
from benchmarks.planted.groups import with_others
from benchmarks.planted.limits import (
    hours_text,
    least_minutes,
    least_size,
    most_minutes,
    most_minutes_day,
    most_minutes_week,
    sessions_by_type,
)
from benchmarks.planted.people import Attendee, Booking, Circle, Week
from benchmarks.planted.visits import sees_psychiatrist
from benchmarks.planted.windows import availability_rows
from scheduler.tables import TABLES
from scheduler.times import WEEKDAYS, clock


def tables_of(week: Week, timetable: str, short_percent: int) -> dict[str, list[Row]]:
    """All tables, each row with all columns of its table."""
    tables = {
        "clinic": clinic_rows(),
        "opening_hours": opening_rows(),
        "closures": closure_rows(week),
        "levels": level_rows(),
        "session_types": session_type_rows(),
        "therapists": therapist_rows(week, short_percent),
        "resources": resource_rows(week),
        "patients": patient_rows(week),
        "plans": [row for patient in week.patients for row in plan_rows(week, patient)],
        "groups": [group_row(week, circle, timetable) for circle in week.circles],
        "availability": availability_rows(week),
        "keep_apart": apart_rows(week),
        "absences": absence_rows(week),
        "appointments": appointment_rows(week),
        "members": member_rows(week),
        # Last, because only a fixed timetable draws rooms to leave out: the three have all else in common.
        "meetings": meeting_rows(week, timetable),
    }
    return {
        table: [{column: row.get(column, "") for column in columns} for row in tables[table]]
        for table, columns in TABLES.items()
        if table in tables
    }


def clinic_rows() -> list[Row]:
    """Settings of the clinic."""
    settings = {"timezone": "America/New_York", "grid_minutes": str(GRID_MINUTES), "calendar_title": "Appointment"}
    return [{"setting": setting, "value": value} for setting, value in settings.items()]


def opening_rows() -> list[Row]:
    """Opening hours, one row a window."""
    return [
        {"day": WEEKDAYS[day], "start": clock(window.start), "end": clock(window.end)}
        for day, windows in enumerate(OPENING)
        for window in windows
    ]


def closure_rows(week: Week) -> list[Row]:
    """Hours closed in the planted week, and a holiday in a later one."""
    rows = [
        {
            "date": f"{week.monday + timedelta(days=day)}",
            "start": clock(window.start),
            "end": clock(window.end),
            "reason": reason,
        }
        for day, window, reason in CLOSED_THIS_WEEK
    ]
    return [*rows, {"date": f"{week.monday + timedelta(days=14)}", "reason": "holiday"}]


def level_rows() -> list[Row]:
    """Levels of care; a minimum of 0 is left blank."""
    return [
        {
            "level": care.level,
            "from_week": str(care.from_week),
            "min_hours_week": hours_text(care.min_week),
            "max_hours_week": hours_text(care.max_week),
            "min_days_week": str(care.min_days) if care.min_days else "",
            "max_days_week": str(care.max_days),
            "min_hours_day": hours_text(care.min_day) if care.min_day else "",
            "max_hours_day": hours_text(care.max_day),
        }
        for care in LEVELS
    ]


def session_type_rows() -> list[Row]:
    """Types of session with what they hold and need."""
    return [
        {
            "session_type": session_type,
            "format": "group" if kind.is_group else "one_to_one",
            "minutes": str(kind.minutes),
            "min_size": "2" if kind.is_group else "",
            "max_size": ("35" if session_type in {"education", "assembly"} else "12") if kind.is_group else "",
            "counts": "yes" if kind.counts else "no",
            "resources": ";".join(kind.resources),
            "buffer_minutes": str(kind.buffer_minutes),
            "max_per_day": "1" if session_type in {"process", "education"} else "",
            "needs_family": "yes" if kind.needs_family else "",
        }
        for session_type, kind in KINDS.items()
    ]


def therapist_rows(week: Week, short_percent: int) -> list[Row]:
    """Therapists with limits close to the planted hours."""
    return [
        {
            "therapist": staff.therapist,
            "name": f"Therapist {staff.therapist[1:]}",
            "leads": ";".join(sorted(staff.leads)),
            "tags": "prescriber" if staff.prescribes else "",
            "max_hours_week": hours_text(most_minutes_week(week, staff, short_percent)),
            "max_hours_day": hours_text(most_minutes_day(week, staff)),
        }
        for staff in week.staff
    ]


def resource_rows(week: Week) -> list[Row]:
    """Rooms and projectors."""
    return [
        {"resource": room, "kind": ";".join(kinds), "capacity": "" if capacity is None else str(capacity)}
        for room, (kinds, capacity) in week.rooms.items()
    ]


def patient_rows(week: Week) -> list[Row]:
    """Patients with their stay, tags and limits."""
    return [
        {
            "patient": patient.patient,
            "name": f"Patient {patient.patient[1:]}",
            "level": patient.level,
            "admitted": f"{patient.admitted}",
            "discharged": f"{patient.discharged or ''}",
            "level_since": "" if patient.level_since == patient.admitted else f"{patient.level_since}",
            "min_hours_week": optional_hours(least_minutes(week, patient)),
            "max_hours_week": optional_hours(most_minutes(week, patient)),
            "tags": ";".join(sorted(patient.tags)),
            "primary_therapist": patient.primary.therapist if patient.primary and not sees_any(patient) else "",
            "mode": "" if patient.mode == "in_person" else patient.mode,
            "travel_minutes": str(patient.travel_minutes),
        }
        for patient in week.patients
    ]


def optional_hours(minutes: int | None) -> str:
    """Hours, or a blank cell for the default."""
    return "" if minutes is None else hours_text(minutes)


def sees_any(patient: Attendee) -> bool:
    """Whether the patient has no primary therapist, and whoever leads the type may see the patient."""
    needs_primary = any(booking.session_type == "family" for booking in patient.bookings())
    return int(patient.patient[1:]) % 30 == 7 and not needs_primary


def plan_rows(week: Week, patient: Attendee) -> list[Row]:
    """A patient's plan: what is planted, and a psychiatric visit that may not be due."""
    rows = []
    for session_type, sessions in sorted(sessions_by_type(patient).items()):
        is_group = KINDS[session_type].is_group
        least = sessions - 1 if session_type == "assembly" else sessions
        rows.append(
            {
                "patient": patient.patient,
                "session_type": session_type,
                "every_weeks": "4" if session_type == "psychiatric" else "",
                "sessions_min": str(least),
                "sessions_max": str(sessions + week.rng.randrange(2)) if is_group and week.rng.randrange(2) else "",
                "therapist": "" if is_group else plan_therapist(week, patient, session_type),
            }
        )
    if sees_psychiatrist(patient) and not any(row["session_type"] == "psychiatric" for row in rows):
        rows.append(idle_psychiatric_row(patient))
    return rows


def idle_psychiatric_row(patient: Attendee) -> Row:
    """A psychiatric visit that is not planted: not due, or as needed where it is."""
    return {
        "patient": patient.patient,
        "session_type": "psychiatric",
        "every_weeks": "4",
        "sessions_min": "0",
        "sessions_max": "1",
        "therapist": "any",
    }


def plan_therapist(week: Week, patient: Attendee, session_type: str) -> str:
    """Who leads a one-to-one type for the patient: the primary, named or not, or any."""
    if session_type in {"medication", "psychiatric"}:
        return "any"
    if sees_any(patient) or patient.primary is None:
        return ""
    led_by = {staff for one in patient.bookings() if one.session_type == session_type for staff in one.therapists}
    if patient.primary not in led_by:
        return min(staff.therapist for staff in led_by)
    return week.rng.choice(("", "primary", patient.primary.therapist))


def group_row(week: Week, circle: Circle, timetable: str) -> Row:
    """A group with its sizes, and the therapists who may lead it."""
    candidates = with_others(week, circle, week.rng.randint(2, 5))
    named = week.rng.randrange(10) < 7 or timetable != "fixed"
    return {
        "group": circle.group,
        "session_type": circle.session_type,
        "title": circle.group.replace("-", " ").replace("_", " ").capitalize(),
        "minutes": "" if circle.minutes == KINDS[circle.session_type].minutes else str(circle.minutes),
        "min_size": str(least_size(circle)),
        "max_size": str(circle.max_size),
        "admits": ";".join(circle.admits),
        "therapists": ";".join(staff.therapist for staff in candidates) if named else "",
        "leaders": "" if circle.leaders == 1 else str(circle.leaders),
        "meetings_per_week": str(len(circle.meetings)) if timetable == "all_open" else "",
        "meetings_per_day": "",
        "same_members": "yes" if circle.same_members else "",
        "mode": "" if circle.mode == "in_person" else circle.mode,
    }


def meeting_rows(week: Week, timetable: str) -> list[Row]:
    """The timetable as far as it is given; in an open one some groups have rows that leave everything open."""
    if timetable == "all_open":
        return [{"group": circle.group} for circle in week.circles[::5] for _ in circle.meetings]
    return [meeting_row(week, circle, meeting, timetable) for circle in week.circles for meeting in circle.meetings]


def meeting_row(week: Week, circle: Circle, meeting: Booking, timetable: str) -> Row:
    """Day and start of a meeting, and in a fixed timetable its leaders and mostly its rooms."""
    given = {"group": circle.group, "day": WEEKDAYS[meeting.day], "start": clock(meeting.window.start)}
    if timetable == "leaders_open":
        return given
    rooms = ";".join(sorted(meeting.resources)) if week.rng.randrange(10) < 8 else ""
    leaders = ";".join(sorted(staff.therapist for staff in meeting.therapists))
    return {**given, "therapists": leaders, "resources": rooms}
