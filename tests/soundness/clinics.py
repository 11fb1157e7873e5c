"""Small clinics by chance, none of them planted: nobody knows a good week of theirs before it is looked for.

At least half have an open timetable, most are short of something, and each feature of a caseload occurs in some.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.caseload import (
    Appointment,
    Availability,
    Caseload,
    Group,
    KeepApart,
    LevelLimits,
    Member,
    Missed,
    Patient,
    Plan,
    Resource,
    SessionType,
    Therapist,
    TimetableRow,
)
from scheduler.times import Window, Windows
from tests.caseloads import LEVEL, MONDAY, clinic_with

HOUR = 60
GROUP_TYPES = ("process", "skills")
VISIT_TYPES = ("individual", "family")


@dataclass(frozen=True, slots=True)
class _Chance:
    """What a clinic is made with: chance, its days and its grid."""

    rng: random.Random
    days: int
    begin: int
    end: int
    grid: int

    def yes(self, share: float) -> bool:
        return self.rng.random() < share

    def start(self, minutes: int) -> int:
        """A start on the grid from which so many minutes lie within the day."""
        return self.rng.randrange(self.begin, max(self.begin, self.end - minutes) + 1, self.grid)

    def part_of_day(self) -> Window:
        start = self.rng.randrange(self.begin, self.end - HOUR + 1, self.grid)
        return Window(start, min(self.end, start + self.rng.choice((HOUR, 2 * HOUR, 3 * HOUR))))

    def day(self) -> int:
        return self.rng.randrange(self.days)


def random_clinic(seed: int) -> Caseload:
    """A clinic of two to five patients on one to three days, always the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - clinics are to be repeatable, not secret
    begin = rng.choice((8, 9, 13)) * HOUR
    chance = _Chance(
        rng, rng.choice((1, 1, 2, 2, 3)), begin, begin + rng.choice((2, 3, 4, 5, 6, 8)) * HOUR, rng.choice((15, 30, 60))
    )
    types = list(_session_types(chance))
    rooms = list(_rooms(chance))
    kinds = {kind for one in rooms for kind in one.kinds}
    types = [replace(one, resources=tuple(kind for kind in one.resources if kind in kinds)) for one in types]
    therapists = list(_therapists(chance, types))
    patients = list(_patients(chance, therapists, types))
    plans = [row for who in patients for row in _plans(chance, who, types, therapists)]
    groups = list(_groups(chance, types, therapists))
    caseload = clinic_with(
        opening=_opening(chance),
        grid_minutes=chance.grid,
        levels=[_level(chance)],
        session_types=types,
        therapists=therapists,
        resources=rooms,
        patients=patients,
        plans=plans,
        groups=groups,
        meetings=[row for one in groups for row in _meetings(chance, one)],
        availability=list(_availability(chance, patients, therapists, rooms)),
        keep_apart=list(_keep_apart(chance, patients)),
        appointments=list(_appointments(chance, plans)),
        members=list(_members(chance, groups, patients, plans)),
    )
    if chance.yes(0.15):
        caseload = replace(caseload, missed=tuple(_missed(chance, patients)))
    return caseload


def _opening(chance: _Chance) -> tuple[Windows, ...]:
    whole: Windows = (Window(chance.begin, chance.end),)
    middle = (chance.begin + chance.end) // 2
    parts: Windows = whole
    if middle + chance.grid < chance.end:
        parts = (Window(chance.begin, middle), Window(middle + chance.grid, chance.end))
    days = [parts if chance.yes(0.1) else whole for _ in range(chance.days)]
    return (*days, *((),) * (7 - chance.days))


def _level(chance: _Chance) -> LevelLimits:
    rng, hours = chance.rng, chance.rng.choice((0, 0, 0, 1, 2, 3))
    most = rng.choice((None, None, None, hours * HOUR + rng.choice((60, 90, 120))))
    min_days = rng.choice((0, 0, 1, chance.days))
    return LevelLimits(
        LEVEL,
        1,
        hours * HOUR,
        most,
        min_days,
        rng.choice((None, None, None, max(1, min_days))),
        rng.choice((0, 45, 60, 90)),
        rng.choice((None, None, None, 120, 180)),
    )


def _session_types(chance: _Chance) -> Iterator[SessionType]:
    rng = chance.rng
    for name in GROUP_TYPES[: rng.choice((1, 1, 2))]:
        yield SessionType(
            name,
            "group",
            rng.choice((45, 60, 60, 75, 90)),
            max_size=12,
            counts=not chance.yes(0.1),
            resources=("room",) if chance.yes(0.5) else (),
            buffer_minutes=rng.choice((0, 0, 0, 10, 15)),
            max_per_day=rng.choice((None, None, None, 1, 2)),
            needs_family=chance.yes(0.05),
        )
    for name in VISIT_TYPES[: rng.choice((0, 1, 1, 2))]:
        yield SessionType(
            name,
            "one_to_one",
            rng.choice((30, 45, 50, 60)),
            counts=not chance.yes(0.1),
            resources=rng.choice(((), ("office",), ("room",), ("office", "room"))),
            buffer_minutes=rng.choice((0, 0, 10)),
            max_per_day=rng.choice((1, 1, 2, None)),
            needs_family=name == "family",
        )


def _rooms(chance: _Chance) -> Iterator[Resource]:
    for number in range(chance.rng.choice((0, 1, 1, 2))):
        kinds = chance.rng.choice((["room"], ["room"], ["office"], ["room", "office"]))
        yield Resource(f"r{number}", frozenset(kinds), chance.rng.choice((None, None, 2, 3)))


def _therapists(chance: _Chance, types: Sequence[SessionType]) -> Iterator[Therapist]:
    for number in range(chance.rng.choice((1, 1, 2, 2, 3))):
        leads = frozenset(one.session_type for one in types if number == 0 or chance.yes(0.7))
        yield Therapist(
            f"t{number}",
            leads or frozenset({types[0].session_type}),
            max_minutes_week=chance.rng.choice((None, None, None, 120, 240)),
            max_minutes_day=chance.rng.choice((None, None, None, 90, 120, 180)),
        )


def _patients(chance: _Chance, therapists: Sequence[Therapist], types: Sequence[SessionType]) -> Iterator[Patient]:
    everything = {one.session_type for one in types}
    leaders = [one.therapist for one in therapists if one.leads >= everything]
    for number in range(chance.rng.choice((1, 2, 3, 3, 4, 4, 5))):
        yield Patient(
            f"p{number}",
            LEVEL,
            discharged=MONDAY if chance.yes(0.05) else None,
            min_minutes_week=chance.rng.choice((None, None, None, None, 90, 200)),
            tags=frozenset(["evening"] if chance.yes(0.7) else []),
            primary_therapist=chance.rng.choice([None, *leaders]),
            mode=chance.rng.choice(("in_person", "in_person", "in_person", "either", "virtual")),
            travel_minutes=chance.rng.choice((0, 0, 30)),
        )


def _plans(
    chance: _Chance, patient: Patient, types: Sequence[SessionType], therapists: Sequence[Therapist]
) -> Iterator[Plan]:
    for one in types:
        least = chance.rng.choice((0, 0, 1, 1, 2, 3) if chance.days > 1 else (0, 0, 0, 1, 1, 2))
        name = one.session_type
        if chance.yes(0.1):
            continue
        if one.is_group:
            yield Plan(patient.patient, name, 1, least, chance.rng.choice((None, None, max(1, least), least + 1)))
        else:
            able = [facts.therapist for facts in therapists if name in facts.leads]
            yield Plan(
                patient.patient,
                name,
                chance.rng.choice((1, 1, 1, 2)),
                least,
                least + chance.rng.choice((0, 0, 1)),
                patient.primary_therapist or chance.rng.choice([None, *able]),
            )


def _groups(chance: _Chance, types: Sequence[SessionType], therapists: Sequence[Therapist]) -> Iterator[Group]:
    rng = chance.rng
    for number in range(rng.choice((1, 2, 2, 3, 4))):
        kind = rng.choice([one for one in types if one.is_group])
        able = tuple(one.therapist for one in therapists if kind.session_type in one.leads)
        leaders = 2 if len(able) > 1 and chance.yes(0.1) else 1
        yield Group(
            f"g{number}",
            kind.session_type,
            kind.minutes if chance.yes(0.8) else rng.choice((30, 60, 90)),
            *rng.choice(((1, 1), (1, 2), (1, 2), (1, 3), (2, 2), (2, 3), (3, 4), (1, 12))),
            admits=frozenset(["evening"] if chance.yes(0.15) else []),
            therapists=able,
            leaders=leaders,
            meetings_per_week=rng.choice((1, 1, 2, 2, 3, 3)),
            meetings_per_day=rng.choice((1, 1, 2, 2)),
            same_members=chance.yes(0.2),
            mode=rng.choice(("in_person", "in_person", "in_person", "hybrid", "virtual")),
        )


def _meetings(chance: _Chance, group: Group) -> Iterator[TimetableRow]:
    """No row in half of the groups; else some or all meetings have one, which gives all or a part of what it could."""
    if chance.yes(0.55):
        return
    for _ in range(chance.rng.randint(1, group.meetings_per_week)):
        starts = sorted({chance.start(group.minutes) for _ in range(chance.rng.choice((1, 1, 2)))})
        days = sorted({chance.day() for _ in range(chance.rng.choice((1, 1, 2)))})
        leaders = tuple(sorted(chance.rng.sample(group.therapists, group.leaders)))
        yield TimetableRow(
            group.group,
            tuple(days) if chance.yes(0.9) else None,
            tuple(starts) if chance.yes(0.7) else None,
            leaders if chance.yes(0.4) else None,
        )


def _availability(
    chance: _Chance, patients: Sequence[Patient], therapists: Sequence[Therapist], rooms: Sequence[Resource]
) -> Iterator[Availability]:
    for who in patients:
        for status, share in (("busy", 0.4), ("available", 0.08), ("prefer", 0.2), ("avoid", 0.2)):
            if chance.yes(share):
                yield Availability(who.patient, "self", (chance.day(),), chance.part_of_day(), status)  # type: ignore[arg-type]
        if chance.yes(0.15):
            yield Availability(who.patient, "family", (chance.day(),), chance.part_of_day(), "available")
    for name in (*(one.therapist for one in therapists), *(one.resource for one in rooms)):
        if chance.yes(0.25):
            yield Availability(name, "self", (chance.day(),), chance.part_of_day(), "busy")


def _keep_apart(chance: _Chance, patients: Sequence[Patient]) -> Iterator[KeepApart]:
    if len(patients) > 1 and chance.yes(0.2):
        a, b = sorted(chance.rng.sample([one.patient for one in patients], 2))
        yield KeepApart(a, b, chance.rng.choice(("session", "day")))


def _appointments(chance: _Chance, plans: Sequence[Plan]) -> Iterator[Appointment]:
    for number, row in enumerate(plans):
        if row.session_type in VISIT_TYPES and (row.sessions_max or 0) and row.every_weeks == 1 and chance.yes(0.15):
            yield Appointment(row.patient, row.session_type, chance.day(), None, chance.start(HOUR), row=number + 2)


def _members(
    chance: _Chance, groups: Sequence[Group], patients: Sequence[Patient], plans: Sequence[Plan]
) -> Iterator[Member]:
    planned = {(row.patient, row.session_type) for row in plans}
    number = 2
    for one in groups:
        for who in patients:
            is_admitted = one.admits <= who.tags and (one.mode, who.mode) not in {
                ("virtual", "in_person"),
                ("in_person", "virtual"),
            }
            if is_admitted and (who.patient, one.session_type) in planned and chance.yes(0.1):
                yield Member(one.group, who.patient, chance.rng.choice(("in", "in", "out")), row=number)
                number += 1


def _missed(chance: _Chance, patients: Sequence[Patient]) -> Iterator[Missed]:
    for who in patients:
        if chance.yes(0.6):
            yield Missed(who.patient, MONDAY - timedelta(days=5), chance.rng.choice((30, 60, 120)))
