"""Closed cohorts of an evening program, nearly full, that anyone may join: who is with whom is all the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.families.draft import Draft, Sitting, ids
from benchmarks.planted import Planted
from benchmarks.planted.clinic import GRID_MINUTES, GROUP_ROOM, LATE_DAYS, OFFICE, Kind
from benchmarks.planted.roster import shares
from scheduler.times import WEEKDAYS, Window, clock

COHORT = 9
OPENING = Window(14 * 60, 21 * 60)
EVENING_STARTS = (1020, 1035, 1050)
SECOND_AFTER = 105
KINDS = {
    "process": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "skills": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "individual": Kind(50, resources=(OFFICE,)),
}
WEEK = {"process": 3, "skills": 3, "individual": 1}


@dataclass(frozen=True, slots=True)
class Cohort:
    """Patients with the evenings of their groups."""

    name: str
    days: tuple[int, ...]
    start: int
    members: Sequence[str]


def plant(patients: int, seed: int) -> Planted:
    """So many patients in cohorts of about nine, with a session each before their groups or on a free evening."""
    draft = Draft("cohorts", seed, KINDS, OPENING, most_a_day=420)
    draft.add("levels", level="iop", min_hours_week=9, min_days_week=3, max_days_week=4, min_hours_day=3)
    names = ids("p", patients)
    cohorts = []
    for index, size in enumerate(shares(patients, -(-patients // COHORT))):
        days, start = draft.rng.choice(LATE_DAYS), draft.rng.choice(EVENING_STARTS)
        cohorts.append(Cohort(f"{index + 1}", days, start, [names.pop() for _ in range(size)]))
    for cohort in cohorts:
        plant_groups(draft, cohort)
    for cohort in cohorts:
        for patient in cohort.members:
            plant_patient(draft, cohort, patient)
    draft.therapists(spare=(0, 15, 50), slack=(0, 15, 30))
    return draft.planted(draft.rooms({GROUP_ROOM: None, OFFICE: None}))


def plant_groups(draft: Draft, cohort: Cohort) -> None:
    """Plan the cohort's two groups, one after the other on each of its evenings."""
    for name, start in (("process", cohort.start), ("skills", cohort.start + SECOND_AFTER)):
        times = [(day, draft.lasting(name, start)) for day in cohort.days]
        leaders = draft.leaders(name, times)
        group = f"{name}-{cohort.name}"
        size = len(cohort.members)
        draft.add(
            "groups",
            group=group,
            session_type=name,
            min_size=max(2, size // 2),
            max_size=size + (draft.rng.randrange(10) < 3),
            same_members="yes",
        )
        for day, window in times:
            draft.add("meetings", group=group, day=WEEKDAYS[day], start=clock(window.start))
            draft.book(
                Sitting(
                    session_type=name,
                    day=day,
                    window=window,
                    patients=tuple(cohort.members),
                    therapists=leaders,
                    group=group,
                )
            )


def plant_patient(draft: Draft, cohort: Cohort, patient: str) -> None:
    """Plan the individual session, and draw the windows: close around the week for most, all evenings for some."""
    before = [(day, start) for day in cohort.days for start in range(OPENING.start + 60, 965, GRID_MINUTES)]
    free_evening = [(day, start) for day in range(4) if day not in cohort.days for start in range(1020, 1170, 15)]
    times = before + draft.rng.sample(free_evening, 4)
    draft.rng.shuffle(times)
    primary = draft.visit("individual", patient, times)
    draft.add("patients", patient=patient, level="iop", primary_therapist=primary)
    draft.plan(patient, WEEK)
    hulls = draft.hulls(patient)
    if draft.rng.randrange(10) < 4:
        hulls = {day: hulls.get(day, Window(1020, 1260)) for day in range(4)}
        hulls = {day: Window(min(window.start, 1020), OPENING.end) for day, window in hulls.items()}
        draft.available(patient, hulls, (0,))
    else:
        draft.available(patient, hulls, (0, 15, 30))
