"""Limits drawn tightly around the planted week: group sizes, therapists' hours, patients' hours."""

from collections import Counter

from benchmarks.planted.people import Attendee, Circle, Staff, Week


def give_sizes(week: Week) -> None:
    """Set each group's largest size so that every planted meeting fills 70 to 100 % of it."""
    for circle in week.circles:
        fullest = max(len(meeting.patients) for meeting in circle.meetings)
        roomy = max(fullest, min(fullest + 2, emptiest(circle) * 10 // 7))
        circle.max_size = week.rng.randint(fullest, roomy)


def emptiest(circle: Circle) -> int:
    """Patients in the smallest meeting."""
    return min(len(meeting.patients) for meeting in circle.meetings)


def least_size(circle: Circle) -> int:
    """The smallest size at which the group meets."""
    return min(emptiest(circle), max(2, emptiest(circle) // 2))


def hours_text(minutes: int) -> str:
    """Minutes as decimal hours that round back to the same minutes."""
    hundredths = (minutes * 100 + 30) // 60
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def most_minutes_week(week: Week, staff: Staff, short_percent: int) -> int:
    """A therapist's limit, of which the planted week takes 86 to 94 %, less what the clinic is short of."""
    return staff.minutes() * 100 // week.rng.randint(86, 94) * (100 - short_percent) // 100


def most_minutes_day(week: Week, staff: Staff) -> int:
    """A therapist's limit on a day: the fullest planted one and up to an hour more."""
    return max(staff.led_by_day) + week.rng.choice((0, 25, 50))


def least_minutes(week: Week, patient: Attendee) -> int | None:
    """The patient's own minimum of a week; None where the level's will do."""
    planted = sum(patient.counted_by_day)
    if planted < patient.care.min_week:
        return planted
    if week.rng.randrange(100) < 30:
        return None
    return max(patient.care.min_week, planted - week.rng.choice((0, 0, 10, 15)))


def most_minutes(week: Week, patient: Attendee) -> int | None:
    """The patient's own maximum of a week; None where the level's will do."""
    if week.rng.randrange(100) < 40:
        return None
    return sum(patient.counted_by_day) + week.rng.choice((0, 30, 60))


def sessions_by_type(patient: Attendee) -> Counter[str]:
    """How many sessions of each type the patient has in the planted week."""
    return Counter(booking.session_type for booking in patient.bookings())
