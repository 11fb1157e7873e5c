"""Patients on rotating shifts, and too few therapists' hours for all of them; the best week is not known."""

from collections.abc import Sequence

from benchmarks.families.draft import Draft, ids
from benchmarks.planted import Sample
from benchmarks.planted.clinic import GROUP_ROOM, OFFICE, Kind
from benchmarks.planted.limits import hours_text
from scheduler.times import WEEKDAYS, Window, clock

OPENING = Window(8 * 60, 21 * 60)
PATIENTS_A_LINE, SEATS = 24, 10
PERCENT_OF_HOURS = 82
STARTS = (540, 780, 1020)
SECOND_AFTER = 105
KINDS = {
    "process": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "skills": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "individual": Kind(50, resources=(OFFICE,)),
}
WEEK = {"process": 3, "skills": 2, "individual": 1}
EARLY, LATE, NIGHT, OFF = Window(360, 840), Window(840, 1320), Window(480, 870), None
"""Hours at which a patient works or, after a night, sleeps."""

ROTATIONS: tuple[tuple[Window | None, ...], ...] = (
    (EARLY, EARLY, LATE, LATE, OFF),
    (LATE, LATE, OFF, EARLY, EARLY),
    (NIGHT, NIGHT, OFF, EARLY, EARLY),
    (OFF, LATE, LATE, NIGHT, NIGHT),
    (EARLY, OFF, OFF, LATE, LATE),
)


def draw(patients: int, seed: int) -> Sample:
    """So many patients; every line of groups meets in the morning, at noon and in the evening of every day."""
    draft = Draft("rotating", seed, KINDS, OPENING, most_a_day=420)
    draft.add("levels", level="iop", min_hours_week=7, min_days_week=2, max_days_week=4, min_hours_day=3)
    lines = max(1, round(patients / PATIENTS_A_LINE))
    seat_minutes = patients * sum(WEEK[name] * KINDS[name].minutes for name in ("process", "skills"))
    asked = seat_minutes / (SEATS - 1) + patients * WEEK["individual"] * KINDS["individual"].minutes
    therapists = draw_therapists(draft, round(asked * PERCENT_OF_HOURS / 100))
    for line in range(lines):
        draw_groups(draft, line)
    for patient in ids("p", patients):
        draw_patient(draft, patient, therapists)
    for index in range(lines + 1):
        draft.add("resources", resource=f"room-{index + 1}", kind=GROUP_ROOM, capacity=SEATS + 2)
    for index in range(max(1, len(therapists) // 2)):
        draft.add("resources", resource=f"office-{index + 1}", kind=OFFICE)
    return draft.sample()


def draw_therapists(draft: Draft, minutes: int) -> Sequence[str]:
    """Add therapists with so many minutes a week in all, on the first or the second half of the day."""
    number = max(2, -(-minutes // (24 * 60)))
    names = [draft.hire(KINDS) for _ in range(number)]
    for index, who in enumerate(names):
        hours = hours_text(minutes // number)
        draft.add("therapists", therapist=who, leads=";".join(KINDS), max_hours_week=hours, max_hours_day=6)
        shift = Window(480, 990) if index % 2 else Window(750, 1260)
        days = draft.rng.sample(range(5), draft.rng.choice((4, 5, 5)))
        draft.available(who, dict.fromkeys(sorted(days), shift), (0,))
    return names


def draw_groups(draft: Draft, line: int) -> None:
    """Add a line's groups, whose meetings have a day and a start; leaders and rooms are open."""
    for start in STARTS:
        for name, begins in (("process", start), ("skills", start + SECOND_AFTER)):
            days = sorted(draft.rng.sample(range(5), 4))
            group = f"{name}-{clock(start).replace(':', '')}-{line + 1}"
            draft.add("groups", group=group, session_type=name, min_size=4, max_size=SEATS)
            for day in days:
                draft.add("meetings", group=group, day=WEEKDAYS[day], start=clock(begins))


def draw_patient(draft: Draft, patient: str, therapists: Sequence[str]) -> None:
    """Add a patient, whose shifts of the week leave some part of most days."""
    primary = draft.rng.choice(therapists)
    draft.add("patients", patient=patient, level="iop", primary_therapist=primary, travel_minutes=15)
    for name, sessions in WEEK.items():
        by = "" if KINDS[name].is_group else draft.rng.choice(("primary", "any"))
        draft.add("plans", patient=patient, session_type=name, sessions_min=sessions, therapist=by)
    for day, shift in enumerate(draft.rng.choice(ROTATIONS)):
        if shift:
            later = draft.rng.choice((-60, 0, 0, 30))
            hours = {"start": clock(shift.start + later), "end": clock(shift.end + later)}
            draft.add("availability", who=patient, day=WEEKDAYS[day], status="busy", reason="work", **hours)
