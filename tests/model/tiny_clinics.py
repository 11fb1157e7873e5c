"""Clinics so small that every schedule of their week can be tried: two patients, two days of three hours."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from scheduler.caseload import Availability, Caseload, KeepApart, LevelLimits, Member, Plan
from scheduler.rules import RuleId
from scheduler.schedule import Schedule, Session
from scheduler.verify import violations
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    available,
    busy,
    clinic_with,
    group,
    hours_of,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    week,
    weekly,
)
from tests.model.stories import some

HOURS = ("09:00-10:00", "10:00-11:00", "11:00-12:00")
PIECES = ("09:00-10:00", "10:00-12:00", "09:30-10:30", "11:00-11:15", "11:45-12:00")
DAYS = ("mon", "tue")
WHO = ("p1", "p2")
OPEN = (span("09:00-12:00"),)

ALONE_ALREADY = frozenset(
    {
        RuleId.PATIENT_AVAILABLE,
        RuleId.FAMILY_AVAILABLE,
        RuleId.PATIENT_PLAN_LIMIT,
        RuleId.PATIENT_ADMITTED_TO_GROUP,
        RuleId.GROUP_SIZE,
        RuleId.THERAPIST_AVAILABLE,
        RuleId.THERAPIST_QUALIFIED,
        RuleId.RESOURCE_FITS,
        RuleId.KEPT_APART,
    }
)
"""Rules that a session breaks in every schedule if it breaks them as the only one."""


def tiny_clinic(seed: int) -> Caseload:
    """A caseload by chance, always the same for the same seed; every start is a full hour."""
    rng = random.Random(seed)  # noqa: S311 -- caseloads are to be repeatable, not secret
    buffer_minutes = rng.choice((0, 0, 10))
    skills = replace(SKILLS, resources=("room",), buffer_minutes=buffer_minutes)
    individual = replace(INDIVIDUAL, minutes=60, resources=("room",), needs_family=rng.random() < 0.3)
    people = [
        patient(
            who,
            mode=rng.choice(("in_person", "in_person", "either", "virtual")),
            travel_minutes=rng.choice((0, 15, 60)),
        )
        for who in WHO
    ]
    return clinic_with(
        opening=(OPEN, OPEN, (), (), (), (), ()),
        grid_minutes=60,
        levels=[
            LevelLimits(
                LEVEL,
                min_minutes_week=rng.choice((60, 120, 240)),
                max_minutes_week=rng.choice((None, 120, 180)),
                min_days_week=rng.choice((0, 1, 2)),
                min_minutes_day=rng.choice((60, 120)),
                max_minutes_day=rng.choice((None, 120)),
            )
        ],
        session_types=[skills, individual],
        therapists=[therapist("t1", max_minutes_week=rng.choice((None, 120, 180))), therapist("t2", "individual")],
        resources=[room("r1", capacity=rng.choice((None, 1)))],
        patients=people,
        plans=list(_plans(rng)),
        groups=[
            replace(
                group(
                    sizes=(rng.choice((1, 1, 2)), 2),
                    meetings_per_week=2,
                    mode=rng.choice(("in_person", "hybrid", "hybrid", "virtual")),
                ),
                same_members=rng.random() < 0.3,
            )
        ],
        meetings=[meeting_row(days=rng.choice(DAYS), starts="09:00")] if rng.random() < 0.5 else [],
        availability=list(_availability(rng)),
        keep_apart=[KeepApart("p1", "p2", rng.choice(("session", "day")))] if rng.random() < 0.2 else [],
        appointments=[weekly("p1", rng.choice(DAYS), "10:00")] if rng.random() < 0.4 else [],
        members=[Member("g1", "p2", rng.choice(("in", "in", "out")))] if rng.random() < 0.5 else [],
    )


def _plans(rng: random.Random) -> Iterator[Plan]:
    for who in WHO:
        yield plan(who, "skills", least=rng.choice((0, 1, 2)))
        yield plan(who, least=rng.choice((0, 1)), most=1, therapist=rng.choice((None, "t1", "t2")))


def _availability(rng: random.Random) -> Iterator[Availability]:
    for who in WHO:
        if rng.random() < 0.5:
            yield busy(who, rng.choice(DAYS), rng.choice(PIECES))
        if rng.random() < 0.5:
            yield hours_of(rng.choice(("prefer", "avoid")), who, rng.choice(DAYS), rng.choice(PIECES))
        if rng.random() < 0.5:
            yield available(who, rng.choice(("mon", "mon tue")), rng.choice(HOURS), party="family")
    if rng.random() < 0.5:
        yield busy("t1", rng.choice(DAYS), rng.choice(PIECES))


def every_week(caseload: Caseload, admits: Callable[[Session], bool] = lambda _: True) -> Iterator[Schedule]:
    """Every schedule of a tiny clinic of such sessions, but for those with one that is impossible by itself."""
    mode = caseload.groups["g1"].mode
    problem = [
        *(
            [
                meeting("g1", name, clocks, who, resources="" if mode == "virtual" else "r1", mode=mode)
                for clocks in HOURS
                for who in some(*WHO)
            ]
            for name in DAYS
        ),
        *([session for name in DAYS for session in _one_to_one(caseload, who, name)] for who in WHO),
    ]
    possible = [
        [
            None,
            *(
                session
                for session in place
                if admits(session) and not violations(caseload, MONDAY, week(session), ALONE_ALREADY)
            ),
        ]
        for place in problem
    ]
    for chosen in product(*possible):
        yield week(*(session for session in chosen if session is not None))


def _one_to_one(caseload: Caseload, who: str, name: str) -> Iterator[Session]:
    is_virtual = caseload.patients[who].mode == "virtual"
    for clocks in HOURS:
        for leader in caseload.therapists:
            yield one_to_one(
                who,
                name,
                clocks,
                therapists=leader,
                resources="" if is_virtual else "r1",
                mode="virtual" if is_virtual else "in_person",
            )
