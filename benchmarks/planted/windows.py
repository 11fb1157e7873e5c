"""Availability drawn closely around the planted week: little free time beside what is planted."""

from datetime import timedelta

from benchmarks.planted.clinic import GRID_MINUTES, KINDS, OPEN, Row
from benchmarks.planted.people import Attendee, Staff, Week
from scheduler.times import MINUTES_A_DAY, WEEKDAYS, Window, clock, grown

SLACK_MINUTES = (0, 0, 15, 30, 45, 60)
LONGEST_EXTRA_WAY = 120


def days_text(days: list[int]) -> str:
    """Weekdays as a cell: a range where three or more follow one another, else a list."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ";".join(WEEKDAYS[day] for day in days)


def row(who: str, days: list[int], window: Window | None, status: str, **more: str) -> Row:
    """One row of table ``availability``; no window is all day."""
    start, end = (clock(window.start), clock(window.end)) if window else ("", "")
    return {"who": who, "day": days_text(days), "start": start, "end": end, "status": status, **more}


def rows_by_window(who: str, windows: dict[int, Window], status: str, **more: str) -> list[Row]:
    """Rows for the windows of several days; days with the same window share a row."""
    days: dict[Window, list[int]] = {}
    for day, window in sorted(windows.items()):
        days.setdefault(window, []).append(day)
    return [row(who, same, window, status, **more) for window, same in days.items()]


def availability_rows(week: Week) -> list[Row]:
    """The whole table: patients, families, therapists and rooms."""
    rows: list[Row] = []
    for patient in week.patients:
        if patient.gone or not patient.bookings():
            rows.append(row(patient.patient, [0, 1, 2], Window(540, 1020), "available"))
            continue
        rows += patient_rows(week, patient) + family_rows(week, patient) + comfort_rows(week, patient)
        rows += outdated_rows(week, patient)
    for staff in week.staff:
        rows += staff_rows(week, staff)
    return rows + room_rows(week)


def patient_rows(week: Week, patient: Attendee) -> list[Row]:
    """When a patient can come: windows around the sessions, or everything else taken away."""
    windows = {day: loosened(week, patient.hull(day)) for day in sorted(patient.days())}
    if patient.work:
        return worker_rows(week, patient, patient.work, windows)
    if week.rng.randrange(100) < 40:
        return busy_rows(patient, windows)
    return rows_by_window(patient.patient, windows | extra_day(week, patient), "available")


def loosened(week: Week, window: Window) -> Window:
    """The window with up to an hour more on either side."""
    before, after = week.rng.choice(SLACK_MINUTES), week.rng.choice(SLACK_MINUTES)
    return Window(max(0, window.start - before), min(MINUTES_A_DAY, window.end + after))


def extra_day(week: Week, patient: Attendee) -> dict[int, Window]:
    """For some patients an hour or two on a day on which nothing is planned."""
    others = [day for day in range(5) if day not in patient.days()]
    if not others or week.rng.randrange(100) >= 20:
        return {}
    day = week.rng.choice(others)
    start = week.rng.randrange(OPEN[day][0].start, OPEN[day][-1].end - 120, GRID_MINUTES)
    return {day: Window(start, start + week.rng.choice((60, 90, 120)))}


def worker_rows(week: Week, patient: Attendee, work: Window, windows: dict[int, Window]) -> list[Row]:
    """Work or school from Monday to Friday, and the time before or after it on the days of sessions."""
    away = grown(work, patient.travel_minutes)
    free = dict(windows)
    for day, window in windows.items():
        # Where the way from work to the first session is short, the window is open up to it.
        if day < 5 and 0 <= window.start - away.end <= LONGEST_EXTRA_WAY:
            free[day] = Window(work.start, window.end)
        elif day < 5 and 0 <= away.start - window.end <= LONGEST_EXTRA_WAY:
            free[day] = Window(window.start, work.end)
    reason = "school" if patient.level == "teen" else "work"
    rows = rows_by_window(patient.patient, free | extra_day(week, patient), "available")
    return [*rows, row(patient.patient, [0, 1, 2, 3, 4], work, "busy", reason=reason)]


def busy_rows(patient: Attendee, windows: dict[int, Window]) -> list[Row]:
    """Everything but the windows taken away; what is taken away keeps the travel time clear of them."""
    idle = [day for day in range(6) if day not in windows]
    rows = [row(patient.patient, idle, None, "busy", reason="other duties")] if idle else []
    before = {
        day: Window(0, window.start - patient.travel_minutes)
        for day, window in windows.items()
        if window.start > patient.travel_minutes
    }
    after = {
        day: Window(window.end + patient.travel_minutes, MINUTES_A_DAY)
        for day, window in windows.items()
        if window.end + patient.travel_minutes < MINUTES_A_DAY
    }
    return rows + rows_by_window(patient.patient, before, "busy") + rows_by_window(patient.patient, after, "busy")


def family_windows(patient: Attendee) -> dict[int, Window]:
    """From the first to the last session of a day that needs the family."""
    windows: dict[int, Window] = {}
    for booking in patient.bookings():
        if KINDS[booking.session_type].needs_family:
            known = windows.get(booking.day, booking.window)
            windows[booking.day] = Window(min(known.start, booking.window.start), max(known.end, booking.window.end))
    return windows


def family_rows(week: Week, patient: Attendee) -> list[Row]:
    """When the family can come; some families always can, some only work at fixed hours."""
    needed = family_windows(patient)
    chance = week.rng.randrange(100)
    if not needed or chance < 15:
        return []
    work = Window(540, 930)
    if chance < 40 and not any(window.overlaps(work) for day, window in needed.items() if day < 5):
        return [row(patient.patient, [0, 1, 2, 3, 4], work, "busy", party="family", reason="work")]
    windows = {day: loosened(week, window) for day, window in needed.items()}
    return rows_by_window(patient.patient, windows, "available", party="family")


def comfort_rows(week: Week, patient: Attendee) -> list[Row]:
    """Times that some patients would rather have, or rather not."""
    chance = week.rng.randrange(100)
    if chance < 20:
        noon = Window(480, 840) if patient.hull(min(patient.days())).start < 720 else Window(840, 1260)
        return [row(patient.patient, [0, 1, 2, 3, 4], noon, "prefer")]
    if chance < 35:
        day = min(patient.days())
        hull = patient.hull(day)
        return [row(patient.patient, [day], Window(hull.start, hull.start + 30), "avoid")]
    return []


def outdated_rows(week: Week, patient: Attendee) -> list[Row]:
    """For some patients, duties that ended last week or begin next week."""
    if week.rng.randrange(100) >= 6:
        return []
    days = sorted(patient.days())
    if week.rng.randrange(2):
        return [row(patient.patient, days, None, "busy", until=f"{week.monday - timedelta(days=1)}", reason="course")]
    begins = {"from": f"{week.monday + timedelta(days=7)}"}
    return [row(patient.patient, days, Window(480, 1200), "busy", reason="course", **begins)]


def staff_rows(week: Week, staff: Staff) -> list[Row]:
    """A therapist's shifts, and for some an hour kept for supervision."""
    shifts: dict[int, Window] = {}
    for day in range(6):
        booked = [booking.window for booking in staff.by_day[day]]
        if booked:
            hull = Window(min(window.start for window in booked), max(window.end for window in booked))
            shifts[day] = loosened(week, hull)
    rows = rows_by_window(staff.therapist, shifts, "available")
    for day, shift in shifts.items():
        free = first_gap(staff, day, shift)
        if free and week.rng.randrange(100) < 25:
            return [*rows, row(staff.therapist, [day], free, "busy", reason="supervision")]
    return rows


def first_gap(staff: Staff, day: int, shift: Window) -> Window | None:
    """The first half-hour within the shift that no session and no buffer takes."""
    for start in range(shift.start, shift.end - 30 + 1, GRID_MINUTES):
        gap = Window(start, start + 30)
        if not any(gap.start < one.held_until and one.window.start < gap.end for one in staff.by_day[day]):
            return gap
    return None


def room_rows(week: Week) -> list[Row]:
    """A room that is lent out at weekends, and one that is cleaned once the week's last session in it is over."""
    used: dict[str, list[int]] = {room: [0] for room in week.rooms}
    saturdays: set[str] = set()
    for booking in week.bookings():
        for room in booking.resources:
            if booking.day == 4:
                used[room].append(booking.window.end)
            if booking.day == 5:
                saturdays.add(room)
    rows = [row(room, [5], None, "busy", reason="lent") for room in list(week.rooms)[:3] if room not in saturdays]
    cleaned, ends = min(used.items(), key=lambda item: (max(item[1]), item[0]))
    return [*rows, row(cleaned, [4], Window(max(*ends, 480), MINUTES_A_DAY), "busy", reason="cleaning")]
