"""What has been agreed before the week is planned: absences, appointments, places in groups, patients kept apart."""

from datetime import date, timedelta

from benchmarks.planted.clinic import Row
from benchmarks.planted.people import Attendee, Circle, Week
from benchmarks.planted.visits import psychiatric_due, sees_psychiatrist
from benchmarks.planted.windows import family_windows
from scheduler.times import WEEKDAYS, clock


def some(number: int, of: int, percent: int) -> int:
    """A small part of a number, at least ``of`` where there are so many."""
    return min(number, max(of, number * percent // 100))


def on(week: Week, day: int) -> date:
    """The date of a weekday of the planted week."""
    return week.monday + timedelta(days=day)


def absence_rows(week: Week) -> list[Row]:
    """Patients, families, therapists and a room that are away while nothing is planned for them."""
    present = [patient for patient in week.patients if patient.bookings()]
    rows: list[Row] = []
    for patient in week.rng.sample(present, some(len(present), 2, 6)):
        rows += patient_absences(week, patient)
    families = [patient for patient in present if family_windows(patient)]
    for patient in week.rng.sample(families, some(len(families), 1, 10)):
        away = next(day for day in range(7) if day not in family_windows(patient))
        rows.append({"who": patient.patient, "party": "family", "date": f"{on(week, away)}", "reason": "journey"})
    for staff in week.rng.sample(week.staff, some(len(week.staff), 1, 20)):
        off = [day for day in range(5) if not staff.by_day[day]]
        if off:
            rows.append({"who": staff.therapist, "date": f"{on(week, off[0])}", "reason": "leave"})
        else:
            ends = max(booking.window.end for booking in staff.by_day[4])
            hours = {"start": clock(ends), "end": "24:00"}
            rows.append({"who": staff.therapist, "date": f"{on(week, 4)}", **hours, "reason": "leave"})
    for room in list(week.rooms)[-1:]:
        rows.append({"who": room, "date": f"{on(week, 7)}", "until": f"{on(week, 9)}", "reason": "painting"})
    return rows


def patient_absences(week: Week, patient: Attendee) -> list[Row]:
    """An absence on a day without sessions, else after the last one; the week before may have had one too."""
    idle = [day for day in range(6) if day not in patient.days()]
    day = week.rng.choice(idle) if idle else max(patient.days())
    hours = {} if idle else {"start": clock(patient.hull(day).end), "end": "24:00"}
    rows = [{"who": patient.patient, "date": f"{on(week, day)}", **hours, "reason": "court date"}]
    if week.rng.randrange(2):
        rows.append(
            {"who": patient.patient, "date": f"{on(week, -5)}", "until": f"{on(week, -3)}", "reason": "illness"}
        )
    return rows


def appointment_rows(week: Week) -> list[Row]:
    """One-to-one sessions agreed as they are planted, weekly or for the date, and some that are not due."""
    rows: list[Row] = []
    for index, booking in enumerate(week.rng.sample(week.visits, some(len(week.visits), 2, 8))):
        when = {"day": WEEKDAYS[booking.day]} if index % 2 == 0 else {"date": f"{on(week, booking.day)}"}
        rows.append(
            {
                "patient": booking.patients[0].patient,
                "session_type": booking.session_type,
                **when,
                "start": clock(booking.window.start),
                "therapist": booking.therapists[0].therapist if week.rng.randrange(2) else "",
                "resource": booking.resources[0] if booking.resources and week.rng.randrange(3) == 0 else "",
            }
        )
    return rows + idle_appointment_rows(week)


def idle_appointment_rows(week: Week) -> list[Row]:
    """Weekly appointments of psychiatric visits that are not due this week."""
    waiting = [
        patient
        for patient in week.patients
        if patient.bookings()
        and sees_psychiatrist(patient)
        and not any(booking.session_type == "psychiatric" for booking in patient.bookings())
    ]
    return [
        {
            "patient": patient.patient,
            "session_type": "psychiatric",
            "day": WEEKDAYS[min(patient.days())],
            "start": clock(patient.hull(min(patient.days())).start),
        }
        for patient in waiting[: len(week.patients) // 50]
        if not psychiatric_due(patient, week)
    ]


def member_rows(week: Week) -> list[Row]:
    """Agreed places in groups that the patient attends throughout, and groups that a patient stays out of."""
    places = [
        (circle, patient)
        for circle in week.circles
        for patient in circle.meetings[0].patients
        if all(patient in meeting.patients for meeting in circle.meetings)
    ]
    rows = [
        {"group": circle.group, "patient": patient.patient, "status": "in"}
        for circle, patient in week.rng.sample(places, some(len(places), 2, 3))
    ]
    present = [patient for patient in week.patients if patient.bookings()]
    for patient in week.rng.sample(present, some(len(present), 2, 5)):
        strange = [circle for circle in week.circles if might_join(circle, patient)]
        if strange:
            circle = week.rng.choice(strange)
            rows.append({"group": circle.group, "patient": patient.patient, "status": "out"})
    return rows


def might_join(circle: Circle, patient: Attendee) -> bool:
    """Whether the patient's plan and tags would allow a group that the patient is not in."""
    return (
        circle.session_type in {booking.session_type for booking in patient.bookings()}
        and set(circle.admits) <= patient.tags | {patient.level}
        and not any(patient in meeting.patients for meeting in circle.meetings)
    )


def apart_rows(week: Week) -> list[Row]:
    """Pairs whose planted weeks do not meet: in no session, or on no day on site."""
    present = [patient for patient in week.patients if patient.bookings()]
    rows: list[Row] = []
    for scope, apart, wanted in (
        ("session", share_no_session, max(1, len(present) // 20)),
        ("day", share_no_day, max(1, len(present) // 40)),
    ):
        tried = 0
        found = 0
        while found < wanted and tried < 400:
            tried += 1
            first, second = week.rng.sample(present, 2)
            known = {first.patient, second.patient}
            if apart(first, second) and not any({one["patient_a"], one["patient_b"]} == known for one in rows):
                rows.append({"patient_a": first.patient, "patient_b": second.patient, "scope": scope})
                found += 1
    return rows


def share_no_session(first: Attendee, second: Attendee) -> bool:
    """Whether the two are neighbours, so that they could meet, and yet are in no session together."""
    near = abs(first.unit - second.unit) <= 1
    return near and not any(booking in second.bookings() for booking in first.bookings())


def share_no_day(first: Attendee, second: Attendee) -> bool:
    """Whether the two share neither a session nor a day on site."""
    return share_no_session(first, second) and not days_on_site(first) & days_on_site(second)


def days_on_site(patient: Attendee) -> set[int]:
    """Weekdays on which the patient comes to the clinic."""
    return {booking.day for booking in patient.bookings() if patient.on_site(booking)}
