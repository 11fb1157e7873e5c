"""A small week to look at: six patients, two therapists, two rooms, groups in person, partly online and online."""

from dataclasses import replace

from scheduler.caseload import Caseload, Clinic, LevelLimits
from scheduler.report.page.known import ToldLack
from scheduler.report.page.seeing import week_view
from scheduler.report.page.seen import CalendarFile, SeenWeek
from scheduler.report.page.view import WeekView
from scheduler.schedule import Earlier, Schedule
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    available,
    busy,
    clinic_with,
    group,
    meeting,
    once,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    week,
)


def clinic() -> Caseload:
    """The caseload; everybody has a name, and p6 is not in care this week."""
    people = [
        replace(patient("p1"), name="Ada Lovelace"),
        replace(patient("p2"), name="<b>Ben & Co</b>"),
        replace(patient("p3", mode="virtual"), name="Cleo"),
        replace(patient("p4", travel_minutes=15), name="=Dan"),
        replace(patient("p5"), name="Eve"),
        replace(patient("p6"), name="Fay", discharged=MONDAY.replace(day=1)),
    ]
    caseload = clinic_with(
        patients=people,
        therapists=[
            replace(therapist("t1", max_minutes_week=600), name="Heron"),
            replace(therapist("t2", "skills"), name="Wren"),
        ],
        resources=[room("r1", capacity=8), room("r2", "office")],
        session_types=[replace(SKILLS, resources=("room",)), replace(INDIVIDUAL, resources=("office",))],
        levels=[LevelLimits("iop", min_minutes_week=120, min_days_week=2, min_minutes_day=60)],
        plans=[
            *(plan(f"p{number}", "skills") for number in range(1, 7)),
            *(plan(f"p{number}", "individual", least=1, most=1) for number in (1, 5)),
        ],
        groups=[
            replace(group("g1", sizes=(1, 6)), title="Morning skills"),
            replace(group("mix", mode="hybrid"), title="Together"),
            group("net", mode="virtual"),
            group("idle"),
        ],
        availability=[busy("p4", "mon", "12:00-13:00"), available("t2", "mon wed", "08:00-12:00")],
        opening=((span("08:00-18:00"),),) * 5 + ((),) * 2,
        appointments=[once("p1", "tue", "10:00")],
    )
    return replace(caseload, clinic=Clinic("Europe/Berlin", calendar_title="My time", calendar_title_remote="Call"))


def sessions() -> Schedule:
    """A week that keeps every rule but leaves p5 short."""
    return week(
        meeting("g1", "mon", "09:00-10:00", "p1 p2 p4", resources="r1"),
        meeting("mix", "mon", "10:00-11:00", "p1 p2 p3", therapists="t2", resources="r1", mode="hybrid"),
        one_to_one("p1", "tue", "10:00-10:50", resources="r2"),
        meeting("g1", "wed", "09:00-10:00", "p1 p2 p4 p5", resources="r1"),
        meeting("net", "wed", "11:00-12:00", "p3", therapists="t2", mode="virtual"),
    )


def broken() -> Schedule:
    """The week changed by hand: t1 is in two places, p4 would have to come while busy, and p1 at an hour not agreed."""
    return week(
        *(one for one in sessions().sessions if one.group),
        one_to_one("p1", "tue", "11:00-11:50", resources="r2"),
        one_to_one("p5", "mon", "09:30-10:20", resources="r2"),
        meeting("g1", "mon", "11:15-12:15", "p4", resources="r1"),
    )


LACKS = (
    ToldLack("p5", "planned_sessions", "individual", 50, "capacity", "The one planned session is missing"),
    ToldLack("p5", "qualifying_days", "", 60, "capacity", "1 of the 2 days is missing"),
    ToldLack("p5", "weekly_hours", "", 60, "unavoidable", "1 h of the 2 h of the week is missing"),
)


def seen(schedule: Schedule | None = None, *, earlier: Schedule | None = None, **known: object) -> SeenWeek:
    """The week with all that is known of it."""
    told = SeenWeek(
        caseload=clinic(),
        monday=MONDAY,
        schedule=schedule or sessions(),
        lacks=LACKS,
        bounds={"care": 170, "comfort": 0},
        earlier=Earlier(earlier) if earlier else None,
        warnings=("appointments, row 3: something is dropped",),
        calendars=(
            CalendarFile("p1", "patients/abc.ics", 4, "2026-03-01 10:00", send=True),
            CalendarFile("p2", "patients/def.ics", 3, "2026-02-01 10:00", send=False),
        ),
    )
    return replace(told, **known)  # type: ignore[arg-type]  # whoever asks knows the fields


def view(schedule: Schedule | None = None, *, names: bool = False, **known: object) -> WeekView:
    """The value that a page shows of it."""
    return week_view(seen(schedule, **known), names=names)  # type: ignore[arg-type]  # likewise
