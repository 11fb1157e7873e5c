"""Programs that share few rooms, with no day, start, leader or room given."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.families.draft import Draft, Sitting, ids
from benchmarks.planted import Planted
from benchmarks.planted.clinic import FRI, GRID_MINUTES, GROUP_ROOM, LATE_DAYS, MON, OFFICE, THU, TUE, WED, Kind
from benchmarks.planted.limits import hours_text
from benchmarks.planted.roster import shares
from scheduler.times import Window

PROGRAM = 10
OPENING = Window(8 * 60, 20 * 60 + 30)
KINDS = {
    "process": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "skills": Kind(75, is_group=True, resources=(GROUP_ROOM,)),
    "education": Kind(60, is_group=True, resources=(GROUP_ROOM,)),
    "individual": Kind(50, resources=(OFFICE,)),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """When a program may be, and what its days hold, in the order of their times."""

    level: str
    window: Window
    patterns: tuple[tuple[int, ...], ...]
    curriculum: tuple[tuple[str, ...], ...]


DAY = Hours("day", Window(510, 870), ((MON, TUE, WED, THU, FRI),), (("process", "skills", "education"),) * 5)
MORNING = Hours(
    "morning",
    Window(510, 780),
    ((MON, WED, FRI), (MON, TUE, THU), (TUE, WED, FRI)),
    (("process", "skills"), ("process", "education"), ("skills", "education")),
)
EVENING = Hours("evening", Window(990, 1230), LATE_DAYS, (("process", "skills"), ("process", "education")) * 2)
PROGRAMS = (MORNING, EVENING, DAY, EVENING, MORNING)
PAUSES = (0, 15, 30)


def plant(patients: int, seed: int) -> Planted:
    """So many patients in programs of about ten, each of which admits its own patients only."""
    draft = Draft("rooms", seed, KINDS, OPENING, most_a_day=420)
    for hours in (DAY, MORNING, EVENING):
        draft.add("levels", level=hours.level, max_days_week=5)
    names = ids("p", patients)
    for index, size in enumerate(shares(patients, -(-patients // PROGRAM))):
        hours = PROGRAMS[index % len(PROGRAMS)]
        members = [names.pop() for _ in range(size)]
        plant_program(draft, f"program-{index + 1}", hours, members)
    draft.therapists(spare=(0, 50, 90), slack=(0, 15, 30))
    return draft.planted(draft.rooms({GROUP_ROOM: 12, OFFICE: None}))


def plant_program(draft: Draft, program: str, hours: Hours, members: Sequence[str]) -> None:
    """Plan the groups of a program day by day, then its patients; of the groups only how often they meet is given."""
    meetings = dict.fromkeys(KINDS, 0)
    days = draft.rng.choice(hours.patterns)
    for day, held in zip(days, hours.curriculum, strict=False):
        length = sum(KINDS[name].minutes for name in held)
        latest = (hours.window.end - length - PAUSES[-1] * len(held)) // GRID_MINUTES
        start = draft.rng.randint(hours.window.start // GRID_MINUTES, max(hours.window.start // GRID_MINUTES, latest))
        minute = start * GRID_MINUTES
        for name in draft.rng.sample(held, len(held)):
            window = draft.lasting(name, minute)
            meetings[name] += 1
            draft.book(
                Sitting(
                    session_type=name,
                    day=day,
                    window=window,
                    patients=tuple(members),
                    therapists=draft.leaders(name, [(day, window)]),
                    group=f"{name}-{program}",
                )
            )
            minute = -(-window.end // GRID_MINUTES) * GRID_MINUTES + draft.rng.choice(PAUSES)
    for name, number in meetings.items():
        if number:
            draft.add(
                "groups",
                group=f"{name}-{program}",
                session_type=name,
                min_size=max(2, len(members) // 2),
                max_size=min(12, len(members) + draft.rng.randrange(2)),
                admits=program,
                meetings_per_week=number,
            )
    for patient in members:
        plant_patient(draft, program, hours, patient, {name: number for name, number in meetings.items() if number})


def plant_patient(draft: Draft, program: str, hours: Hours, patient: str, meetings: dict[str, int]) -> None:
    """Plan the individual session on a day of the program, and draw windows: the program's hours, or closer."""
    hulls = draft.hulls(patient)
    near = [
        (day, start)
        for day, hull in hulls.items()
        for start in range(
            max(OPENING.start, hull.start - 120), min(OPENING.end, hull.end + 120) - 50 + 1, GRID_MINUTES
        )
        if start % GRID_MINUTES == 0
    ]
    draft.rng.shuffle(near)
    primary = draft.visit("individual", patient, near)
    wanted = meetings | {"individual": 1}
    minutes = sum(number * KINDS[name].minutes for name, number in wanted.items())
    draft.add(
        "patients",
        patient=patient,
        level=hours.level,
        min_hours_week=hours_text(minutes - draft.rng.choice((0, 0, 15))),
        tags=program,
        primary_therapist=primary,
    )
    draft.plan(patient, wanted)
    wide = {
        day: Window(min(hours.window.start, window.start), max(hours.window.end, window.end))
        for day, window in draft.hulls(patient).items()
    }
    draft.available(patient, wide if draft.rng.randrange(10) < 6 else draft.hulls(patient), (0, 15, 30))
