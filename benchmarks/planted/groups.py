"""Group meetings: a timetable for every cohort, groups that draw on several of them, and their leaders."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.planted.clinic import (
    FIVE_DAYS,
    FRI,
    GRID_MINUTES,
    KINDS,
    MON,
    OPEN,
    THREE_DAYS,
    THREE_DAYS_ONLINE,
    THU,
    TUE,
    WED,
    is_open,
)
from benchmarks.planted.people import Attendee, Booking, Circle, Cohort, Staff, Week, enter
from scheduler.caseload import GroupMode
from scheduler.times import Window

PAUSE_MINUTES = 15
DAY_CARE_AFTERNOON = 240
DAY_CARE_AFTERNOON_MINUTES = 60


def plan_cohorts(week: Week) -> None:
    """Plan the groups of every cohort; paired units share their education groups."""
    shared: dict[str, Circle] = {}
    for cohort in week.cohorts:
        circles: dict[tuple[str, int], Circle] = {}
        for position, types in enumerate(curriculum(cohort)):
            for slot, session_type in enumerate(types):
                window = slot_window(cohort, slot)
                circle = circle_of(week, cohort, session_type, window.minutes, circles, shared)
                attend(circle, cohort, cohort.days[position], window, present(cohort, position))
    # Groups that meet every day are the hardest to find leaders for.
    for circle in sorted(week.circles, key=lambda circle: -len(circle.meetings)):
        lead(week, circle)


def curriculum(cohort: Cohort) -> tuple[tuple[str, ...], ...]:
    """Session types of each of the cohort's days, slot by slot."""
    if cohort.track.name == "php":
        return FIVE_DAYS
    return THREE_DAYS_ONLINE if cohort.track.mode == "virtual" else THREE_DAYS


def slot_window(cohort: Cohort, slot: int) -> Window:
    """When a slot of the cohort's day is; starts are on the grid."""
    if slot == 2:
        start = cohort.start + DAY_CARE_AFTERNOON
        return Window(start, start + DAY_CARE_AFTERNOON_MINUTES)
    first, second = cohort.lengths
    if slot == 0:
        return Window(cohort.start, cohort.start + first)
    start = -(-(cohort.start + first + 10) // GRID_MINUTES) * GRID_MINUTES
    return Window(start, start + second)


def circle_of(
    week: Week,
    cohort: Cohort,
    session_type: str,
    minutes: int,
    circles: dict[tuple[str, int], Circle],
    shared: dict[str, Circle],
) -> Circle:
    """The cohort's group of that type and length, made where it is not there yet."""
    if (session_type, minutes) in circles:
        return circles[session_type, minutes]
    pair = f"{cohort.track.name}-{cohort.unit // 2}-{cohort.cohort.rsplit('-', 1)[1]}"
    if session_type == "education" and pair in shared:
        return shared[pair]
    circle = Circle(
        group=f"{session_type}-{cohort.cohort}",
        session_type=session_type,
        minutes=minutes,
        mode=cohort.track.mode,
        unit=cohort.unit,
        admits={"php": ("php",), "teens": ("adolescent",)}.get(cohort.track.name, ()),
        same_members=session_type == "skills",
    )
    circles[session_type, minutes] = circle
    if session_type == "education":
        shared[pair] = circle
    week.circles.append(circle)
    return circle


def present(cohort: Cohort, position: int) -> list[Attendee]:
    """Patients who attend on the cohort's ``position``-th day; those who step down come on fewer days."""
    return [
        patient
        for patient in cohort.patients
        if patient.care.min_days >= 3
        or (patient.care.min_days == 2 and position != 1)
        or (patient.care.min_days == 1 and position == 1)
    ]


def attend(circle: Circle, cohort: Cohort, day: int, window: Window, patients: list[Attendee]) -> None:
    """Plan a meeting, or let the patients join the one that their partners already have."""
    for meeting in circle.meetings:
        if (meeting.day, meeting.window) == (day, window):
            meeting.patients.extend(patients)
            break
    else:
        meeting = Booking(circle.session_type, day, window, cohort.track.mode, list(patients))
        circle.meetings.append(meeting)
    for patient in patients:
        patient.take(meeting)


def lead(week: Week, circle: Circle) -> None:
    """Give every meeting its leaders: one for all meetings where possible, the least burdened first."""
    pool = eligible_staff(week, circle.unit, circle.session_type, 1)
    whole = leaders_for(circle, pool, circle.meetings)
    for meeting in circle.meetings:
        chosen = whole or leaders_for(circle, pool, [meeting]) or leaders_for(circle, anyone(week, circle), [meeting])
        if not chosen:
            raise RuntimeError(f"nobody is free to lead {circle.group}")
        meeting.therapists = list(chosen)
        for staff in chosen:
            staff.leads.add(circle.session_type)
            staff.take(meeting)


def anyone(week: Week, circle: Circle) -> list[Staff]:
    """All therapists, the nearest and least burdened first, also those who have yet to learn the type."""
    return sorted(week.staff, key=lambda staff: (abs(staff.unit - circle.unit), staff.minutes()))


def eligible_staff(week: Week, unit: int, session_type: str, reach: int) -> list[Staff]:
    """Therapists near a unit who lead the type, the least burdened first and a unit's own before its neighbours'."""
    stranger_minutes = 120 if week.rng.randrange(8) else 0
    near = [staff for staff in week.staff_near(unit, reach) if session_type in staff.leads]
    return sorted(near, key=lambda staff: staff.burden() + (stranger_minutes if staff.unit != unit else 0))


def leaders_for(circle: Circle, pool: list[Staff], meetings: list[Booking]) -> tuple[Staff, ...]:
    """The first of the pool who can lead all these meetings; none where they are too few."""
    able = [
        staff
        for staff in pool
        if all(staff.can_lead(circle.session_type, meeting.day, meeting.window) for meeting in meetings)
    ][: circle.leaders]
    return tuple(able) if len(able) == circle.leaders else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A group of one meeting that is open to several cohorts; a blank tag admits everybody."""

    session_type: str
    mode: GroupMode = "in_person"
    tag: str = ""
    days: tuple[int, ...] = (MON, TUE, WED, THU, FRI)
    limit: int = 9

    def suits(self, patient: Attendee) -> bool:
        """Whether the group admits the patient, who has no other of its type."""
        return (
            self.tag in {"", patient.level, *patient.tags}
            and not any(booking.session_type == self.session_type for booking in patient.bookings())
            and patient.mode != ("in_person" if self.mode == "virtual" else "virtual")
        )


WOMEN = Offer(session_type="support", tag="women")
SPECIAL = (Offer(session_type="support", tag="mat"), Offer(session_type="support", tag="spanish"))
FAMILIES = Offer(session_type="multi_family", tag="teen")
ONLINE = Offer(session_type="assembly", mode="virtual", limit=20)
RELAPSE = (
    Offer(session_type="relapse_prevention", days=(WED, TUE), limit=12),
    Offer(session_type="relapse_prevention", days=(TUE, WED), limit=12),
)


def plan_open_groups(week: Week) -> None:
    """Plan the groups that draw on several cohorts, unit by unit together with the next one."""
    for unit in range(week.units):
        both = week.patients_of({unit, (unit + 1) % week.units})
        few_hours = [patient for patient in week.patients_of({unit}) if patient.level == "op"]
        parts = -(-len(few_hours) // 12)
        for part in range(parts):
            gather(week, unit, RELAPSE[part % 2], few_hours[part::parts])
        offers = [FAMILIES, WOMEN, SPECIAL[unit % 2]] + ([ONLINE] if unit % 2 == 0 else [])
        for offer in offers:
            gather(week, unit, offer, both)


def gather(week: Week, unit: int, offer: Offer, pool: list[Attendee]) -> None:
    """Plan the group at the time at which most of the pool can come; none where nobody could."""
    allowed = [patient for patient in pool if offer.suits(patient)]
    circle = Circle(
        group=f"{offer.session_type}-{offer.tag or 'open'}-{unit + 1}-{len(week.circles) + 1}",
        session_type=offer.session_type,
        minutes=KINDS[offer.session_type].minutes,
        mode=offer.mode,
        unit=unit,
        admits=(offer.tag,) if offer.tag else (),
        leaders=2 if offer is FAMILIES and len(week.staff) >= 4 else 1,
    )
    meeting = best_meeting(week, circle, allowed, offer)
    if meeting:
        circle.meetings.append(meeting)
        week.circles.append(circle)
        enter(meeting)


def best_meeting(week: Week, circle: Circle, allowed: list[Attendee], offer: Offer) -> Booking | None:
    """The meeting that most of the patients can attend without waiting long, with somebody to lead it."""
    pool = eligible_staff(week, circle.unit, circle.session_type, 1)
    best: Booking | None = None
    for day, window in open_times(circle.minutes, offer.days):
        coming = [patient for patient in allowed if comes_gladly(patient, day, window)]
        number = min(offer.limit, len(coming))
        if number <= (len(best.patients) if best else 1):
            continue
        empty = Booking(circle.session_type, day, window, circle.mode, [])
        empty.therapists = list(leaders_for(circle, pool, [empty]))
        if empty.therapists:
            best = empty
            best.patients = sorted(week.rng.sample(coming, number), key=lambda patient: patient.patient)
    return best


def open_times(minutes: int, days: tuple[int, ...]) -> Iterator[tuple[int, Window]]:
    """Windows of that length within the opening hours, starting on the grid."""
    for day in days:
        for start in range(OPEN[day][0].start, OPEN[day][-1].end - minutes + 1, GRID_MINUTES):
            window = Window(start, start + minutes)
            if is_open(day, window):
                yield day, window


def comes_gladly(patient: Attendee, day: int, window: Window) -> bool:
    """Whether the patient is free and is there anyway, or comes for few hours only."""
    waiting = patient.waiting(day, window)
    near = waiting <= 45 if waiting is not None else patient.level == "op" and len(patient.days()) < 2
    return near and patient.can_come(day, window)


def with_others(week: Week, circle: Circle, wanted: int) -> list[Staff]:
    """Candidates of a group: its planted leaders and others nearby who lead the type."""
    leaders = {staff.therapist: staff for meeting in circle.meetings for staff in meeting.therapists}
    others = [
        staff
        for staff in week.staff_near(circle.unit)
        if circle.session_type in staff.leads and staff.therapist not in leaders
    ]
    extra = week.rng.sample(others, min(len(others), max(0, wanted - len(leaders))))
    return sorted([*leaders.values(), *extra], key=lambda staff: staff.therapist)
