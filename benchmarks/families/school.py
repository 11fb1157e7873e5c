"""Adolescents after school: three possible starts a meeting, two leaders for each, and four staff hours a day."""

from collections.abc import Sequence
from itertools import combinations

from benchmarks.families.draft import Draft, Sitting, ids
from benchmarks.planted import Planted
from benchmarks.planted.clinic import GRID_MINUTES, GROUP_ROOM, OFFICE, Kind
from benchmarks.planted.limits import hours_text
from benchmarks.planted.roster import shares
from scheduler.times import WEEKDAYS, Window, clock

COHORT = 8
AFTERNOONS = tuple(combinations(range(5), 3))
OPENING = Window(15 * 60, 20 * 60)
SHIFT = Window(930, 1170)
OUT_OF_SCHOOL = 915
FIRST_STARTS, SECOND_STARTS = (930, 945, 960), (1035, 1050, 1065)
KINDS = {
    "skills": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "process": Kind(60, is_group=True, resources=(GROUP_ROOM,)),
    "individual": Kind(50, resources=(OFFICE,)),
    "family": Kind(50, resources=(OFFICE,), needs_family=True),
}


def plant(patients: int, seed: int) -> Planted:
    """So many adolescents in groups of about eight that meet on three afternoons, each at a start to be chosen."""
    draft = Draft("school", seed, KINDS, OPENING, most_a_day=SHIFT.minutes)
    draft.add("levels", level="teen", min_hours_week=6, min_days_week=3, max_days_week=4, min_hours_day=2)
    names = ids("p", patients)
    afternoons: dict[str, tuple[int, ...]] = {}
    for index, size in enumerate(shares(patients, -(-patients // COHORT))):
        members = [names.pop() for _ in range(size)]
        days: tuple[int, ...] = draft.rng.choice(AFTERNOONS)
        afternoons |= dict.fromkeys(members, days)
        plant_groups(draft, f"{index + 1}", days, members)
    for patient, days in afternoons.items():
        plant_patient(draft, patient, days)
    draft.therapists(spare=(0, 15, 50), slack=(0,), shift=SHIFT)
    return draft.planted(draft.rooms({GROUP_ROOM: None, OFFICE: None}))


def plant_groups(draft: Draft, name: str, days: Sequence[int], members: Sequence[str]) -> None:
    """Plan two groups, whose second meeting of a day begins once the first is over."""
    first = [(day, draft.lasting("skills", draft.rng.choice(FIRST_STARTS))) for day in days]
    second = [
        (day, draft.lasting("process", draft.rng.choice([start for start in SECOND_STARTS if start >= window.end])))
        for day, window in first
    ]
    for kind, times, starts in (("skills", first, FIRST_STARTS), ("process", second, SECOND_STARTS)):
        group = f"{kind}-{name}"
        draft.add(
            "groups",
            group=group,
            session_type=kind,
            min_size=max(2, len(members) // 2),
            max_size=len(members) + draft.rng.randrange(2),
            leaders=2,
        )
        for day, window in times:
            given = ";".join(clock(start) for start in starts)
            draft.add("meetings", group=group, day=WEEKDAYS[day], start=given)
            draft.book(
                Sitting(
                    session_type=kind,
                    day=day,
                    window=window,
                    patients=tuple(members),
                    therapists=draft.leaders(kind, [(day, window)], 2),
                    group=group,
                )
            )


def plant_patient(draft: Draft, patient: str, days: Sequence[int]) -> None:
    """Plan the individual session and for most a family session, on the afternoons of the groups or on one more."""
    extra = draft.rng.choice([day for day in range(5) if day not in days])
    times = [(day, start) for day in (*days, extra) for start in range(SHIFT.start, SHIFT.end - 50 + 1, GRID_MINUTES)]
    draft.rng.shuffle(times)
    wanted = {"skills": 3, "process": 3, "individual": 1}
    primary = draft.visit("individual", patient, times)
    if draft.rng.randrange(10) < 6:
        wanted["family"] = 1
        draft.visit("family", patient, sorted(times, key=lambda time: -time[1]))
        met = {
            one.day: one.window for one in draft.sittings if one.session_type == "family" and patient in one.patients
        }
        draft.available(patient, met, (0, 15, 30, 60), party="family")
    minutes = sum(number * KINDS[name].minutes for name, number in wanted.items())
    draft.add(
        "patients",
        patient=patient,
        level="teen",
        min_hours_week=hours_text(minutes - draft.rng.choice((0, 0, 10))),
        primary_therapist=primary,
    )
    draft.plan(patient, wanted, by_anybody={"family"})
    ends = {day: window.end for day, window in draft.hulls(patient).items()}
    if draft.rng.randrange(10) < 3:
        ends |= dict.fromkeys(range(5), OPENING.end)
    draft.available(patient, {day: Window(OUT_OF_SCHOOL, end) for day, end in sorted(ends.items())}, (0,))
