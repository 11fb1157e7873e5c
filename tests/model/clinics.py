"""Two small clinics in which every rule has something to say."""

from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Caseload, Closure, KeepApart, LevelLimits, Member, SessionType, TimetableRow
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    SKILLS,
    absent,
    available,
    busy,
    clinic_with,
    day,
    group,
    hours_of,
    meeting_row,
    patient,
    plan,
    room,
    span,
    therapist,
    weekly,
)

OPEN = (span("09:00-12:00"), span("12:30-16:00"))
FAMILY = SessionType("family", "one_to_one", 60, resources=("room",), needs_family=True, max_per_day=1)
CIRCLE = replace(SKILLS, session_type="circle", counts=False)
ROOMED = replace(SKILLS, resources=("room",), buffer_minutes=10)
VISIT = replace(INDIVIDUAL, resources=("room",), buffer_minutes=10)

TIMETABLE = (
    meeting_row("g1", days="mon", starts="09:00", therapists="t1", resources="r1"),
    meeting_row("g1", days="wed", starts="09:05 13:00", resources="r1"),
    meeting_row("g2", days="tue wed"),
)


def small_clinic(timetable: tuple[TimetableRow, ...] = TIMETABLE) -> Caseload:
    """Four patients, three groups and two rooms; the first group keeps its members, the third is from afar."""
    return clinic_with(
        opening=(OPEN, OPEN, OPEN, (), (), (), ()),
        closures=[Closure(day("tue"), span("12:30-13:30"))],
        levels=[
            LevelLimits(LEVEL, 1, 180, 240, 2, 2, 60, 170),
            LevelLimits("php", 1, 200, 300, 2, 3, 60, 190),
        ],
        session_types=[ROOMED, VISIT, FAMILY, CIRCLE],
        therapists=[
            therapist("t1", "skills individual family", max_minutes_day=170, max_minutes_week=380),
            therapist("t2", "skills circle individual", max_minutes_day=240),
        ],
        resources=[room("r1", capacity=3), room("r2", "room quiet", capacity=2)],
        patients=[
            replace(patient("p1", tags=["mat"], travel_minutes=30), level="php"),
            patient("p2", tags=["mat"], mode="either"),
            patient("p3", mode="virtual"),
            replace(patient("p4", tags=["mat"]), admitted=MONDAY - timedelta(days=6), min_minutes_week=120),
        ],
        plans=[
            *(plan(who, "skills", least=2) for who in ("p1", "p2", "p4")),
            plan("p3", "skills", least=1, most=1),
            plan("p1", least=1, most=2, therapist="t1"),
            plan("p2", least=1, most=1),
            plan("p3", least=1, most=2),
            plan("p4", least=1, most=1, every_weeks=2),
            plan("p1", "family", least=1, most=1),
            plan("p3", "circle"),
            plan("p2", "circle", most=1),
        ],
        groups=[
            replace(group("g1", sizes=(2, 3), meetings_per_week=2), same_members=True, admits=frozenset({"mat"})),
            group("g2", sizes=(1, 3), meetings_per_week=2, mode="hybrid"),
            group("g3", session_type="circle", sizes=(1, 2), meetings_per_week=1, mode="virtual"),
        ],
        meetings=timetable,
        availability=[
            busy("p1", "mon", "14:00-15:00"),
            available("p1", "mon tue wed", "09:00-16:00"),
            available("p1", "tue wed", "14:00-16:00", party="family"),
            hours_of("prefer", "p2", "mon tue", "09:00-11:00"),
            hours_of("avoid", "p3", "tue", "13:30-16:00"),
            busy("t2", "wed", "12:30-14:00"),
            busy("r2", "mon", "09:00-10:00"),
        ],
        absences=[absent("p3", "mon", "13:00-14:00"), absent("t1", "tue", "15:30-16:00")],
        keep_apart=[KeepApart("p2", "p3"), KeepApart("p1", "p4", "day")],
        appointments=[replace(weekly("p3", "wed", "11:05", therapist="t2"), row=2)],
        members=[replace(Member("g1", "p2", "in"), row=2), replace(Member("g3", "p2", "out"), row=3)],
    )


def open_clinic() -> Caseload:
    """The same clinic with groups that meet when it suits."""
    return small_clinic(())
