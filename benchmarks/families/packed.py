"""Many therapists whose days are packed with one-to-one sessions, and whose hours are cut to the minute."""

from collections.abc import Sequence

from benchmarks.families.draft import Draft, Sitting, ids
from benchmarks.planted import Planted
from benchmarks.planted.clinic import GRID_MINUTES, GROUP_ROOM, OFFICE, Kind
from benchmarks.planted.limits import hours_text
from benchmarks.planted.roster import shares
from scheduler.times import WEEKDAYS, Window, clock

CASELOAD = 8
OPENING = Window(8 * 60, 19 * 60)
GROUP_STARTS = (600, 780, 960)
LONGEST_WAIT = 180
KINDS = {
    "workshop": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "individual": Kind(50, resources=(OFFICE,)),
    "family": Kind(50, resources=(OFFICE,), needs_family=True),
    "case": Kind(25, resources=(OFFICE,), buffer_minutes=5),
}


def plant(patients: int, seed: int) -> Planted:
    """So many patients in caseloads of about eight, each with a workshop on two days and its own therapist's time."""
    draft = Draft("packed", seed, KINDS, OPENING, most_a_day=420)
    draft.add("levels", level="op", max_days_week=4)
    names = ids("p", patients)
    caseloads = [[names.pop() for _ in range(size)] for size in shares(patients, -(-patients // CASELOAD))]
    therapists = [draft.hire(KINDS) for _ in caseloads]
    days_of: dict[str, tuple[int, ...]] = {}
    for index, members in enumerate(caseloads):
        days = tuple(sorted(draft.rng.sample(range(5), 2)))
        plant_workshop(draft, f"workshop-{index + 1}", days, members)
        days_of |= dict.fromkeys(members, days)
    for therapist, members in zip(therapists, caseloads, strict=True):
        for patient in members:
            plant_patient(draft, patient, days_of[patient], therapist)
    draft.therapists(spare=(0,), slack=(0,))
    return draft.planted(draft.rooms({GROUP_ROOM: None, OFFICE: None}))


def plant_workshop(draft: Draft, group: str, days: Sequence[int], members: Sequence[str]) -> None:
    """Plan a group that meets at the same time on two days, with seats for one or two more."""
    start = draft.rng.choice(GROUP_STARTS)
    times = [(day, draft.lasting("workshop", start)) for day in days]
    leaders = draft.leaders("workshop", times)
    most = len(members) + draft.rng.randrange(3)
    draft.add("groups", group=group, session_type="workshop", min_size=2, max_size=most)
    for day, window in times:
        draft.add("meetings", group=group, day=WEEKDAYS[day], start=clock(start))
        draft.book(
            Sitting(
                session_type="workshop",
                day=day,
                window=window,
                patients=tuple(members),
                therapists=leaders,
                group=group,
            )
        )


def plant_patient(draft: Draft, patient: str, days: Sequence[int], therapist: str) -> None:
    """Plan two individual sessions with the patient's own therapist, and what anybody may lead, near the workshop.

    Where the own therapist is full, the individual sessions are anybody's.
    """
    extra = draft.rng.choice([day for day in range(5) if day not in days])
    workshops = {one.day: one.window for one in draft.sittings if one.group and patient in one.patients}
    near = [
        (day, start)
        for day in days
        for start in range(
            max(OPENING.start, workshops[day].start - LONGEST_WAIT),
            min(OPENING.end - 50, workshops[day].end + LONGEST_WAIT) + 1,
            GRID_MINUTES,
        )
    ]
    draft.rng.shuffle(near)
    own_day = [(extra, start) for start in range(OPENING.start, OPENING.end - 50 + 1, GRID_MINUTES)]
    wanted = {"workshop": 2, "individual": 2}
    first, second = sorted(draft.rng.sample(range(3), 2))
    by_day = [[time for time in near if time[0] == day] for day in days] + [own_day]
    leaders = {draft.visit("individual", patient, by_day[one]) for one in (first, second)}
    for name, percent in (("family", 40), ("case", 70)):
        if draft.rng.randrange(100) < percent:
            wanted[name] = 1
            draft.visit(name, patient, near)
    minutes = sum(number * KINDS[name].minutes for name, number in wanted.items())
    draft.add("patients", patient=patient, level="op", min_hours_week=hours_text(minutes), primary_therapist=therapist)
    is_own = leaders == {therapist}
    draft.plan(patient, wanted, by_anybody={"family", "case", *(() if is_own else ("individual",))})
    draft.available(patient, draft.hulls(patient), (0, 15, 30, 60))
