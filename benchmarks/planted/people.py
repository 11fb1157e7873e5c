"""Patients, therapists, groups and bookings of a week while it is being planted."""

import random
from dataclasses import dataclass, field
from datetime import date

from benchmarks.planted.clinic import KINDS, Care, Track, care_of
from scheduler.caseload import GroupMode, Mode
from scheduler.times import DAYS_A_WEEK, Window, grown


@dataclass(slots=True, eq=False)
class Booking:
    """One session of the planted week; ``day`` is a weekday (0 is Monday)."""

    session_type: str
    day: int
    window: Window
    mode: GroupMode
    patients: list["Attendee"]
    therapists: list["Staff"] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)

    @property
    def held_until(self) -> int:
        """The minute at which its therapists are free again."""
        return self.window.end + KINDS[self.session_type].buffer_minutes


@dataclass(slots=True, eq=False)
class Diary:
    """Sessions by weekday, with their minutes; kept as totals, because they are asked for at every possible time."""

    by_day: tuple[list[Booking], ...] = field(default_factory=lambda: tuple([] for _ in range(DAYS_A_WEEK)))
    led_by_day: list[int] = field(default_factory=lambda: [0] * DAYS_A_WEEK)
    counted_by_day: list[int] = field(default_factory=lambda: [0] * DAYS_A_WEEK)

    def take(self, booking: Booking) -> None:
        """Put a session in."""
        self.by_day[booking.day].append(booking)
        self.led_by_day[booking.day] += booking.window.minutes
        if KINDS[booking.session_type].counts:
            self.counted_by_day[booking.day] += booking.window.minutes

    def bookings(self) -> list[Booking]:
        """All sessions of the week, day by day."""
        return [booking for that_day in self.by_day for booking in that_day]

    def days(self) -> set[int]:
        """Weekdays with a session."""
        return {day for day, that_day in enumerate(self.by_day) if that_day}

    def hull(self, day: int) -> Window:
        """From the first to the last minute of a weekday's sessions."""
        windows = [booking.window for booking in self.by_day[day]]
        return Window(min(window.start for window in windows), max(window.end for window in windows))


@dataclass(slots=True, eq=False, kw_only=True)
class Attendee(Diary):
    """A patient whose week is being planted; ``cohort`` is blank for one who keeps to no cohort."""

    patient: str
    unit: int
    level: str
    level_week: int
    cohort: str
    tags: frozenset[str]
    mode: Mode
    travel_minutes: int
    admitted: date
    level_since: date
    discharged: date | None = None
    gone: bool = False
    primary: "Staff | None" = None
    work: Window | None = None

    @property
    def care(self) -> Care:
        """The limits of the level in force this week."""
        return care_of(self.level, self.level_week)

    def on_site(self, booking: Booking) -> bool:
        """Whether the patient comes to the clinic for the session."""
        return booking.mode != "virtual" and self.mode != "virtual"

    def visit_mode(self) -> GroupMode:
        """How the patient's one-to-one sessions are held."""
        return "virtual" if self.mode == "virtual" else "in_person"

    def away(self) -> Window | None:
        """Work or school of each weekday with the way there and back."""
        return grown(self.work, self.travel_minutes) if self.work else None

    def can_come(self, day: int, window: Window) -> bool:
        """Whether nothing else of the patient's is at that time, and neither day nor week is too full for it."""
        if any(booking.window.overlaps(window) for booking in self.by_day[day]):
            return False
        away = self.away()
        if away and day < 5 and away.overlaps(window):
            return False
        if day not in self.days() and len(self.days()) >= self.care.max_days:
            return False
        return (
            self.counted_by_day[day] + window.minutes <= self.care.max_day
            and sum(self.counted_by_day) + window.minutes <= self.care.max_week
        )

    def waiting(self, day: int, window: Window) -> int | None:
        """Minutes between the window and the nearest session of its day; None on a day without any."""
        gaps = [
            max(booking.window.start - window.end, window.start - booking.window.end, 0) for booking in self.by_day[day]
        ]
        return min(gaps, default=None)


LONGEST_SHIFT_MINUTES = 630
MOST_MINUTES_A_DAY = 450
VISITS_TO_PRESCRIBER_MINUTES = 480


@dataclass(slots=True, eq=False, kw_only=True)
class Staff(Diary):
    """A therapist whose week is being planted."""

    therapist: str
    unit: int
    leads: set[str]
    prescribes: bool = False
    patients: int = 0

    def minutes(self) -> int:
        """Minutes led in the week."""
        return sum(self.led_by_day)

    def burden(self) -> int:
        """Minutes led, and those that visits to a prescriber will still take."""
        return self.minutes() + (VISITS_TO_PRESCRIBER_MINUTES if self.prescribes else 0)

    def can_lead(self, session_type: str, day: int, window: Window) -> bool:
        """Whether the therapist is free then, buffers included, and the shift does not grow too long."""
        held = Window(window.start, window.end + KINDS[session_type].buffer_minutes)
        that_day = self.by_day[day]
        if any(booking.window.start < held.end and held.start < booking.held_until for booking in that_day):
            return False
        first = min((booking.window.start for booking in that_day), default=window.start)
        last = max((booking.window.end for booking in that_day), default=window.end)
        return (
            max(last, window.end) - min(first, window.start) <= LONGEST_SHIFT_MINUTES
            and self.led_by_day[day] + window.minutes <= MOST_MINUTES_A_DAY
        )


@dataclass(slots=True, eq=False)
class Circle:
    """A group with its planted meetings."""

    group: str
    session_type: str
    minutes: int
    mode: GroupMode
    unit: int
    admits: tuple[str, ...] = ()
    leaders: int = 1
    same_members: bool = False
    meetings: list[Booking] = field(default_factory=list)
    candidates: list[Staff] = field(default_factory=list)
    max_size: int = 0


@dataclass(slots=True, eq=False)
class Cohort:
    """Patients who keep to one track, with its days and start."""

    cohort: str
    unit: int
    track: Track
    days: tuple[int, ...]
    start: int
    lengths: tuple[int, int]
    patients: list[Attendee] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Week:
    """All that is planted so far."""

    rng: random.Random
    monday: date
    units: int
    patients: list[Attendee] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    visits: list[Booking] = field(default_factory=list)
    rooms: dict[str, tuple[tuple[str, ...], int | None]] = field(default_factory=dict)

    def staff_near(self, unit: int, reach: int = 1) -> list[Staff]:
        """Therapists of a unit and of its neighbours, in a fixed order."""
        near = {(unit + step) % self.units for step in range(-reach, reach + 1)}
        return [staff for staff in self.staff if staff.unit in near]

    def patients_of(self, units: set[int]) -> list[Attendee]:
        """Patients of the units whose stay holds the week, in a fixed order."""
        return [patient for patient in self.patients if patient.unit in units and not patient.gone]

    def bookings(self) -> list[Booking]:
        """Every session, in order of time."""
        every = [booking for circle in self.circles for booking in circle.meetings] + self.visits
        return sorted(every, key=lambda booking: (booking.day, booking.window))


def enter(booking: Booking) -> None:
    """Put the session into the week of everyone who takes part."""
    for patient in booking.patients:
        patient.take(booking)
    for staff in booking.therapists:
        staff.take(booking)
