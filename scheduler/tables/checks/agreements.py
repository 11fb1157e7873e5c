"""Agreements that their own row, or the rows that it names, refute; patients who are kept apart from themselves."""

from collections.abc import Iterator

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked, repeated
from scheduler.tables.cells import listed
from scheduler.tables.schema import (
    AppointmentRow,
    GroupRow,
    KeepApartRow,
    MemberRow,
    PatientRow,
    ResourceRow,
    SessionTypeRow,
    TherapistRow,
)
from scheduler.times import MINUTES_A_DAY, hours


def problems(book: Book) -> Iterator[Problem]:
    """Agreements that no week could keep."""
    yield from checked(book, KeepApartRow, _two_patients)
    yield from checked(
        book,
        AppointmentRow,
        _one_day,
        _is_one_to_one,
        _is_planned,
        _ends_today,
        _therapist_leads,
        _resource_fits,
        _therapist_has_time,
        _patient_has_time,
        _within_stay,
    )
    yield from repeated(book, MemberRow, "group", "patient", what="this patient of this group")
    yield from checked(book, MemberRow, _has_tags, _mode_fits, _plan_has_type)


def _two_patients(row: KeepApartRow, _: Book) -> Iterator[Problem]:
    if row.patient_a == row.patient_b:
        yield row.fault("patient_b", "nobody can be kept apart from themselves", "Name two patients")


def _one_day(row: AppointmentRow, _: Book) -> Iterator[Problem]:
    if row.day is None and row.on is None:
        yield row.fault("day", "neither day nor date is given", "Give day for every week, or date for once")
    elif row.day is not None and row.on is not None:
        yield row.fault("date", "both day and date are given", "Leave one of them blank")
    elif row.day is not None and len(row.day) > 1:
        yield row.fault("day", "an appointment is on one day", "Write a row for each day")


def _is_one_to_one(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    if book.register(SessionTypeRow)[row.session_type].format == "group":
        yield row.fault(
            "session_type", "sessions of this type are groups", "Name a one_to_one type, or use table members"
        )


def _is_planned(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    if book.register(SessionTypeRow)[row.session_type].format == "group":
        return
    if book.register(PatientRow).knows(row.patient) and (row.patient, row.session_type) not in book.plans:
        says = "the patient's plan has no sessions of this type"
        yield row.fault("session_type", says, "Add a row for the patient and this type to table plans")


def _ends_today(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    minutes = book.register(SessionTypeRow)[row.session_type].minutes
    if row.start + minutes > MINUTES_A_DAY:
        yield row.fault("start", f"with its {minutes} minutes it would run past midnight", "Give an earlier start")


def _therapist_leads(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    if row.therapist is None or book.register(SessionTypeRow)[row.session_type].format == "group":
        return
    if not book.leads(book.register(TherapistRow)[row.therapist], row.session_type):
        says = f"the therapist does not lead sessions of the type {row.session_type!r}"
        yield row.fault("therapist", says, "Name another therapist, or add the type to the leads")


def _resource_fits(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    if row.resource is None or book.register(SessionTypeRow)[row.session_type].format == "group":
        return
    if book.register(PatientRow)[row.patient].mode == "virtual":
        yield row.fault("resource", "the sessions of a virtual patient use no resource", "Leave the cell blank")
        return
    needed = book.register(SessionTypeRow)[row.session_type].resources
    resource = book.register(ResourceRow)[row.resource]
    if resource.capacity == 0:
        yield row.fault("resource", "it has room for nobody", "Name another resource, or correct its capacity")
    if not resource.kind & needed:
        kinds = f"only {listed(sorted(needed))} is needed" if needed else "its type needs none"
        says = f"this is not of a kind that the session needs: {kinds}"
        yield row.fault("resource", says, "Name another resource, or leave the cell blank")


def _therapist_has_time(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    session_type = book.register(SessionTypeRow)[row.session_type]
    if row.therapist is None or session_type.format == "group":
        return
    therapist = book.register(TherapistRow)[row.therapist]
    for when, most in (("a day", therapist.max_hours_day), ("a week", therapist.max_hours_week)):
        if most is not None and most < session_type.minutes:
            says = f"the therapist leads at most {hours(most)} {when}, and the session takes {session_type.minutes} min"
            yield row.fault("therapist", says, "Name another therapist, or raise the therapist's maximum")


def _patient_has_time(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    session_type = book.register(SessionTypeRow)[row.session_type]
    most = book.register(PatientRow)[row.patient].max_hours_week
    if session_type.format == "one_to_one" and session_type.counts and most is not None and most < session_type.minutes:
        says = f"the patient may have at most {hours(most)} a week, and the session takes {session_type.minutes} min"
        yield row.fault("patient", says, "Raise the patient's max_hours_week, or take the row out")


def _within_stay(row: AppointmentRow, book: Book) -> Iterator[Problem]:
    if row.on is None:
        return
    patient = book.register(PatientRow)[row.patient]
    if patient.admitted is not None and row.on < patient.admitted:
        yield row.fault("date", f"the patient's stay begins on {patient.admitted}", "Give a date within the stay")
    if patient.discharged is not None and patient.discharged < row.on:
        yield row.fault("date", f"the patient's stay ends on {patient.discharged}", "Give a date within the stay")


def _has_tags(row: MemberRow, book: Book) -> Iterator[Problem]:
    if row.status == "out":
        return
    patient = book.register(PatientRow)[row.patient]
    lacking = book.register(GroupRow)[row.group].admits - patient.tags - {patient.level}
    if lacking:
        says = f"the group admits only patients with {listed(sorted(lacking))}, which this one lacks"
        yield row.fault("patient", says, "Correct the patient's tags or level, or the group's admits")


def _mode_fits(row: MemberRow, book: Book) -> Iterator[Problem]:
    modes = book.register(PatientRow)[row.patient].mode, book.register(GroupRow)[row.group].mode
    if row.status == "in" and modes in {("in_person", "virtual"), ("virtual", "in_person")}:
        says = f"the patient is {modes[0]} and the group is {modes[1]}"
        yield row.fault("patient", says, "Correct the mode of one of them, or take the row out")


def _plan_has_type(row: MemberRow, book: Book) -> Iterator[Problem]:
    session_type = book.register(GroupRow)[row.group].session_type
    if row.status == "out" or not book.register(PatientRow).knows(row.patient):
        return
    if (row.patient, session_type) not in book.plans:
        says = f"the patient's plan has no sessions of the group's type, {session_type!r}"
        yield row.fault("patient", says, "Add a row for the patient and that type to table plans")
