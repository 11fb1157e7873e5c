"""Small weeks from beginning to end, each with the reason why it must come out as it does."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Caseload, Closure, LevelLimits, Member, SessionType
from scheduler.explain import shortfalls
from scheduler.schedule import Session
from scheduler.search import Limits, Result, solve
from scheduler.times import WEEKDAYS, Windows
from scheduler.verify import violations
from scheduler.week.week import week_of
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

NINE_TO_NINE: tuple[Windows, ...] = ((span("09:00-21:00"),),) * 5 + ((), ())
TWO = [patient("p1"), patient("p2")]
FAMILY = SessionType("family", "one_to_one", 50, needs_family=True, max_per_day=1)


def solved(caseload: Caseload) -> Result:
    """The best week, proven and verified."""
    result = solve(caseload, MONDAY, Limits(seconds=20, workers=1))
    assert result.status == "optimal"
    assert violations(caseload, MONDAY, result.schedule) == ()
    return result


def lines(sessions: Iterable[Session]) -> list[str]:
    """Sessions in words: ``mon 09:00-10:00 g1 t1 r1: p1 p2``."""
    return [
        f"{WEEKDAYS[session.on.weekday()]} {session.window} "
        f"{' '.join((session.group or session.session_type, *session.therapists, *session.resources))}: "
        f"{' '.join(session.patients)}"
        for session in sessions
    ]


def tiers(result: Result) -> tuple[int, int]:
    return result.tiers["care"].value, result.tiers["comfort"].value


def test_who_works_by_day_gets_the_evening_group() -> None:
    # Work until five and half an hour on the way leave the evening only; the other patient prefers the morning.
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        patients=[patient("p1", travel_minutes=30), patient("p2")],
        plans=[plan("p1", "skills", least=2), plan("p2", "skills", least=2)],
        groups=[group("evening", meetings_per_week=2), group("morning", meetings_per_week=2)],
        meetings=[
            *(meeting_row("morning", days=name, starts="09:30") for name in ("mon", "wed")),
            *(meeting_row("evening", days=name, starts="17:30") for name in ("mon", "wed")),
        ],
        availability=[
            busy("p1", "mon tue wed thu fri", "09:00-17:00"),
            hours_of("prefer", "p2", "mon tue wed thu fri", "09:00-12:00"),
        ],
    )
    result = solved(caseload)
    assert lines(result.schedule.sessions) == [
        "mon 09:30-10:30 morning t1: p2",
        "mon 17:30-18:30 evening t1: p1",
        "wed 09:30-10:30 morning t1: p2",
        "wed 17:30-18:30 evening t1: p1",
    ]
    # Each of them comes on two days, and the level asks for none.
    assert tiers(result) == (0, 2 * 2 * 30)


def test_a_tapering_patient_drops_to_two_days() -> None:
    # Four days in the first two weeks at the level, two days from the third on.
    groups = [group(meetings_per_week=4)]
    rows = [meeting_row(days=name, starts="10:00") for name in ("mon", "tue", "wed", "thu")]
    levels = [
        LevelLimits(LEVEL, 1, min_minutes_week=240, min_days_week=4, min_minutes_day=60),
        LevelLimits(LEVEL, 3, min_minutes_week=120, min_days_week=2, max_days_week=2, min_minutes_day=60),
    ]
    for weeks, days in ((1, 4), (2, 2)):
        since = MONDAY - timedelta(weeks=weeks) + timedelta(days=2)
        caseload = clinic_with(
            opening=NINE_TO_NINE,
            patients=[replace(patient("p1"), admitted=since, level_since=since)],
            levels=levels,
            plans=[plan("p1", "skills")],
            groups=groups,
            meetings=rows,
        )
        result = solved(caseload)
        assert len({session.on for session in result.schedule.sessions}) == days
        assert tiers(result) == (0, 0)


def test_a_family_session_lies_where_both_can() -> None:
    # The family comes from five to six on Tuesday or Thursday, the patient is busy until 17:05 on Tuesday, and the
    # only start on the grid that both share is 17:00 on Thursday.
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        session_types=[FAMILY],
        therapists=[therapist("t1", "family")],
        plans=[plan("p1", "family", least=1, most=1)],
        availability=[
            available("p1", "tue thu", "17:00-18:00", party="family"),
            busy("p1", "tue", "09:00-17:05"),
            busy("p1", "thu", "17:55-21:00"),
        ],
    )
    result = solved(caseload)
    assert lines(result.schedule.sessions) == ["thu 17:00-17:50 family t1: p1"]
    assert tiers(result) == (0, 30)


def test_a_holiday_drops_the_weekly_appointment() -> None:
    # Monday is a holiday, so the session of Monday may be on any other day, and the warning says which row is dropped.
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        closures=[Closure(day("mon"))],
        plans=[plan("p1", least=1, most=1)],
        appointments=[replace(weekly("p1", "mon", "10:00"), row=4)],
    )
    result = solved(caseload)
    (session,) = result.schedule.sessions
    assert session.on > MONDAY
    assert tiers(result) == (0, 30)
    (warning,) = result.warnings
    assert warning.startswith("appointments, row 4: ")
    assert warning.endswith("because the clinic is closed")


def test_without_the_holiday_it_is_kept() -> None:
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        plans=[plan("p1", least=1, most=1)],
        appointments=[replace(weekly("p1", "mon", "10:07"), row=4)],
    )
    result = solved(caseload)
    assert lines(result.schedule.sessions) == ["mon 10:07-10:57 individual t1: p1"]
    assert result.warnings == ()


def test_a_cohort_stays_together() -> None:
    # Three meetings are needed and the second patient is away on Wednesday: all three with the first one alone give
    # three sessions, two meetings with both give four; so Wednesday does not run.
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        patients=TWO,
        plans=[plan(row.patient, "skills", least=3, most=3) for row in TWO],
        groups=[replace(group(meetings_per_week=3), same_members=True)],
        meetings=[meeting_row(days=name, starts="10:00") for name in ("mon", "wed", "fri")],
        absences=[absent("p2", "wed")],
    )
    result = solved(caseload)
    assert lines(result.schedule.sessions) == ["mon 10:00-11:00 g1 t1: p1 p2", "fri 10:00-11:00 g1 t1: p1 p2"]
    assert result.tiers["care"].value == 2 * 60


def test_the_last_place_goes_to_whom_it_helps_most() -> None:
    # One seat in the room: the first patient needs the group and the hour, the second the hour alone.
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        patients=TWO,
        session_types=[replace(SKILLS, resources=("room",)), INDIVIDUAL],
        resources=[room(capacity=1)],
        levels=[LevelLimits(LEVEL, min_minutes_week=60)],
        plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="tue", starts="10:00")],
    )
    result = solved(caseload)
    assert lines(result.schedule.sessions) == ["tue 10:00-11:00 g1 t1 r1: p1"]
    (lack,) = shortfalls(week_of(caseload, MONDAY), result.schedule, care_proven=True)
    assert (lack.patient, lack.need, lack.minutes, lack.cause) == ("p2", "weekly_hours", 60, "capacity")


def test_a_session_is_put_next_to_the_group() -> None:
    # On Tuesday, for Wednesday would be a second day; up to ten or from eleven, for comfort, and the therapist needs
    # ten minutes after the group, so that only the time before it costs no waiting.
    caseload = clinic_with(
        opening=NINE_TO_NINE,
        grid_minutes=10,
        session_types=[replace(SKILLS, buffer_minutes=10), INDIVIDUAL],
        levels=[LevelLimits(LEVEL, min_days_week=1)],
        plans=[plan("p1", "skills", least=1), plan("p1", least=1, most=1)],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="tue", starts="10:00")],
        members=[Member("g1", "p1", "in")],
    )
    result = solved(caseload)
    assert lines(result.schedule.sessions) == ["tue 09:10-10:00 individual t1: p1", "tue 10:00-11:00 g1 t1: p1"]
    assert tiers(result) == (0, 0)
