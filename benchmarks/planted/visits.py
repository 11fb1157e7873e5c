"""One-to-one sessions, each put next to the groups of a day on which the patient comes anyway."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.planted.clinic import GRID_MINUTES, KINDS, OPEN, SAT, is_open
from benchmarks.planted.people import Attendee, Booking, Staff, Week, enter
from benchmarks.planted.roster import weeks_in
from scheduler.times import Window, grown

FULL_WEEK_MINUTES = 27 * 60
LONGEST_WAIT_MINUTES = 150
NEW_DAY_COST = 240
EVENING = 16 * 60
SHIFTS = (Window(450, 930), Window(480, 960), Window(540, 990), Window(420, 900), Window(840, 1260), Window(780, 1200))


@dataclass(frozen=True, slots=True)
class Slot:
    """A time and a therapist for a one-to-one session, and how unwelcome it is."""

    cost: int
    day: int
    start: int
    therapist: Staff


def here(week: Week) -> list[Attendee]:
    """Patients whose stay holds the week."""
    return week.patients_of(set(range(week.units)))


def give_work(week: Week) -> None:
    """Give work to half of the adults, where their groups leave room for it."""
    for patient in here(week):
        works = patient.level in {"iop", "taper", "op"} and week.rng.randrange(100) < 55
        for hours in week.rng.sample(SHIFTS, 3) if works else ():
            away = grown(hours, patient.travel_minutes)
            if not any(booking.window.overlaps(away) for booking in patient.bookings() if booking.day < SAT):
                patient.work = hours
                break


def plan_visits(week: Week) -> None:
    """Plan the individual, family, medication and psychiatric sessions of everybody."""
    order = sorted(here(week), key=lambda patient: (patient.work is None, patient.patient))
    for patient in order:
        prescribers = [staff for staff in week.staff_near(patient.unit) if "medication" in staff.leads]
        if week.rng.randrange(100) < (60 if "mat" in patient.tags else 12):
            visit(week, patient, "medication", prescribers)
        if psychiatric_due(patient, week):
            visit(week, patient, "psychiatric", prescribers)
    for patient in order:
        visit(week, patient, "individual", unhurried(week, patient, "individual"))
        if week.rng.randrange(100) < (80 if patient.level == "teen" else 20):
            own = patient.primary
            willing = [own] if own and own.minutes() < FULL_WEEK_MINUTES else unhurried(week, patient, "family")
            visit(week, patient, "family", willing)


def sees_psychiatrist(patient: Attendee) -> bool:
    """Whether a psychiatric visit is part of the patient's plan, due or not."""
    return int(patient.patient[1:]) % 5 == 0


def psychiatric_due(patient: Attendee, week: Week) -> bool:
    """Whether the visit of every fourth week falls into this one."""
    return sees_psychiatrist(patient) and weeks_in(patient, week.monday) % 4 == 0


def unhurried(week: Week, patient: Attendee, session_type: str) -> list[Staff]:
    """Therapists near the patient's unit with hours left, the least burdened first; for individual sessions all."""
    near = [staff for staff in week.staff_near(patient.unit) if session_type in staff.leads]
    by_burden = sorted(near, key=lambda staff: staff.minutes() + (150 if staff.unit != patient.unit else 0))
    with_time = [staff for staff in by_burden if staff.minutes() < FULL_WEEK_MINUTES]
    return with_time + [staff for staff in by_burden if staff not in with_time and session_type == "individual"]


def visit(week: Week, patient: Attendee, session_type: str, therapists: list[Staff]) -> None:
    """Book the most welcome slot; work gives way where it leaves none (school to individual sessions only).

    Without any slot there is no visit.
    """
    slot = best_slot(week, patient, session_type, therapists[:4]) or best_slot(
        week, patient, session_type, therapists[4:]
    )
    if slot is None and patient.work and (patient.level != "teen" or session_type == "individual"):
        patient.work = None
        slot = best_slot(week, patient, session_type, therapists)
    if slot is None:
        return
    minutes = KINDS[session_type].minutes
    window = Window(slot.start, slot.start + minutes)
    booking = Booking(session_type, slot.day, window, patient.visit_mode(), [patient], [slot.therapist])
    week.visits.append(booking)
    enter(booking)
    if session_type == "individual":
        patient.primary = slot.therapist
        slot.therapist.patients += 1


def best_slot(week: Week, patient: Attendee, session_type: str, therapists: list[Staff]) -> Slot | None:
    """The slot with the least waiting and burden among those at which both are free."""
    if not therapists:
        return None
    burdens = [(staff.minutes() // 8, staff) for staff in therapists]
    lightest = min(burden for burden, _ in burdens)
    best: Slot | None = None
    for cost, day, start in sorted(times_for(patient, session_type, week)):
        if best and cost + lightest >= best.cost:
            break
        window = Window(start, start + KINDS[session_type].minutes)
        for burden, staff in burdens:
            if (best is None or cost + burden < best.cost) and staff.can_lead(session_type, day, window):
                best = Slot(cost + burden, day, start, staff)
    return best


def times_for(patient: Attendee, session_type: str, week: Week) -> Iterator[tuple[int, int, int]]:
    """How unwelcome, weekday and start of each time at which the patient could come."""
    kind = KINDS[session_type]
    attended = patient.days()
    for day in range(SAT + 1 if kind.needs_family else SAT):
        if day not in attended and len(attended) >= patient.care.max_days - 1 and patient.level != "op":
            continue
        for window in near_times(patient, day, kind.minutes):
            waiting = patient.waiting(day, window)
            if is_open(day, window) and patient.can_come(day, window):
                early = 60 if kind.needs_family and window.start < EVENING and day != SAT else 0
                unwelcome = NEW_DAY_COST if waiting is None else waiting
                yield unwelcome + early + week.rng.randrange(8), day, window.start


def near_times(patient: Attendee, day: int, minutes: int) -> Iterator[Window]:
    """Windows on the grid that are not too long before or after the patient's sessions of the day."""
    first, last = OPEN[day][0].start, OPEN[day][-1].end - minutes
    if patient.by_day[day]:
        hull = patient.hull(day)
        earliest = -(-(hull.start - minutes - LONGEST_WAIT_MINUTES) // GRID_MINUTES) * GRID_MINUTES
        first, last = max(first, earliest), min(last, hull.end + LONGEST_WAIT_MINUTES)
    for start in range(first, last + 1, GRID_MINUTES):
        yield Window(start, start + minutes)
