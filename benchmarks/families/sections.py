"""Identical sections of 12 to 16 with too few seats, and cliques that no section may hold two of.

The least unmet care is known by counting: a seat that is missing at a meeting costs its minutes twice, as a planned
session and in the hours of the week, whoever goes without.
"""

from collections.abc import Sequence
from itertools import combinations

from benchmarks.families.draft import Draft, Sitting, ids
from benchmarks.planted import Planted
from benchmarks.planted.clinic import FRI, GRID_MINUTES, GROUP_ROOM, MON, OFFICE, THU, TUE, WED, Kind
from benchmarks.planted.limits import hours_text
from benchmarks.planted.roster import shares
from scheduler.times import WEEKDAYS, Window, clock

STREAM, SECTION, PATIENTS_A_SEAT_SHORT, PATIENTS_A_CLIQUE = 42, 15, 25, 12
OPENING = Window(8 * 60, 21 * 60)
HALF_DAYS = (540, 795, 1020)
PATTERNS = ((MON, WED, FRI), (MON, TUE, THU), (TUE, THU, FRI))
SECOND_AFTER = 105
KINDS = {
    "process": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "education": Kind(90, is_group=True, resources=(GROUP_ROOM,)),
    "individual": Kind(50, resources=(OFFICE,)),
}
WEEK = {"process": 3, "education": 3, "individual": 1}
HOURS = sum(number * KINDS[name].minutes for name, number in WEEK.items())


def plant(patients: int, seed: int) -> Planted:
    """So many patients in streams, each with the same two groups in several sections at the same times."""
    draft = Draft("sections", seed, KINDS, OPENING, most_a_day=420)
    draft.add("levels", level="iop", max_days_week=4)
    names = ids("p", patients)
    care = 0
    for index, size in enumerate(shares(patients, max(1, round(patients / STREAM)))):
        members = [names.pop() for _ in range(size)]
        days = PATTERNS[index // len(HALF_DAYS) % len(PATTERNS)]
        care += plant_stream(draft, f"{index + 1}", days, HALF_DAYS[index % len(HALF_DAYS)], members)
    draft.therapists(spare=(0, 30), slack=(0, 15))
    return draft.planted(draft.rooms({GROUP_ROOM: 16, OFFICE: None}), care)


def plant_stream(draft: Draft, name: str, days: Sequence[int], start: int, members: Sequence[str]) -> int:
    """Plan a stream's sections, cliques and individual sessions, and tell the care that it cannot but leave unmet."""
    number = max(2, -(-len(members) // SECTION))
    short = max(1, len(members) // PATIENTS_A_SEAT_SHORT)
    seats = shares(len(members) - short, number)
    mixed = draft.rng.sample(members, len(members))
    cliques = [mixed[at * number : (at + 1) * number] for at in range(max(1, len(members) // PATIENTS_A_CLIQUE))]
    for clique in cliques:
        for first, second in combinations(sorted(clique), 2):
            draft.add("keep_apart", patient_a=first, patient_b=second)
    for kind, begins in (("process", start), ("education", start + SECOND_AFTER)):
        for section, size in enumerate(seats):
            group = f"{kind}-{name}-{section + 1}"
            draft.add("groups", group=group, session_type=kind, min_size=max(2, size // 2), max_size=size)
        for day in days:
            window = draft.lasting(kind, begins)
            for section, seated in enumerate(seated_apart(draft, members, cliques, seats)):
                group = f"{kind}-{name}-{section + 1}"
                draft.add("meetings", group=group, day=WEEKDAYS[day], start=clock(begins))
                draft.book(
                    Sitting(
                        session_type=kind,
                        day=day,
                        window=window,
                        patients=tuple(seated),
                        therapists=draft.leaders(kind, [(day, window)]),
                        group=group,
                    )
                )
    for patient in members:
        plant_patient(draft, patient, days, start)
    return sum(2 * KINDS[kind].minutes * WEEK[kind] * short for kind in ("process", "education"))


def seated_apart(
    draft: Draft, members: Sequence[str], cliques: Sequence[Sequence[str]], seats: Sequence[int]
) -> list[list[str]]:
    """Who sits in which section of one meeting: no two of a clique together, and as many go without as seats lack."""
    sections: list[list[str]] = [[] for _ in seats]
    for clique in cliques:
        for section, patient in zip(draft.rng.sample(sections, len(clique)), clique, strict=True):
            section.append(patient)
    rest = draft.rng.sample(members, len(members))
    placed = {patient for section in sections for patient in section}
    for section, size in zip(sections, seats, strict=True):
        while len(section) < size:
            patient = rest.pop()
            if patient not in placed:
                section.append(patient)
    return sections


def plant_patient(draft: Draft, patient: str, days: Sequence[int], start: int) -> None:
    """Plan the individual session before or after the groups, and draw the windows closely around the stream."""
    after = start + SECOND_AFTER + 90
    starts = [*range(max(OPENING.start, start - 120), start - 50 + 1, GRID_MINUTES)]
    starts += range(after, min(OPENING.end, after + 150) - 50 + 1, GRID_MINUTES)
    times = [(day, one) for day in days for one in starts]
    draft.rng.shuffle(times)
    primary = draft.visit("individual", patient, times)
    hours = hours_text(HOURS)
    draft.add("patients", patient=patient, level="iop", min_hours_week=hours, primary_therapist=primary)
    for name, sessions in WEEK.items():
        draft.add("plans", patient=patient, session_type=name, sessions_min=sessions, sessions_max=sessions)
    stream = Window(start, start + SECOND_AFTER + KINDS["education"].minutes)
    hulls = draft.hulls(patient)
    draft.available(
        patient,
        {
            day: Window(min(stream.start, hulls.get(day, stream).start), max(stream.end, hulls.get(day, stream).end))
            for day in days
        },
        (0, 15, 30),
    )
