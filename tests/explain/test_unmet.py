"""What is unavoidable is computed exactly: this need alone, for a patient who is the only one to be served."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.caseload import Appointment, Caseload, KeepApart, LevelLimits, Member, Plan
from scheduler.explain import Shortfall, open_shortfalls, shortfalls
from scheduler.schedule import Earlier, Schedule
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    LEVEL,
    MONDAY,
    absent,
    available,
    clinic_with,
    day,
    group,
    hours_of,
    meeting,
    meeting_row,
    once,
    one_to_one,
    patient,
    plan,
    therapist,
    week,
    weekly,
)
from tests.search.budgets import seconds, stopped

NOTHING = week()
PEOPLE = [patient("p1"), replace(patient("p2"), level="free")]
FREE = LevelLimits("free")


def parts(caseload: Caseload, schedule: Schedule, *, proven: bool = True) -> list[tuple[str, str, int, str]]:
    """Need, type, minutes and cause of each part, after a look at the schedule and at the sum."""
    assert violations(caseload, MONDAY, schedule) == ()
    found = shortfalls(week_of(caseload, MONDAY), schedule, proven)
    assert sum(part.minutes for part in found) == score(caseload, MONDAY, schedule).care
    return [(part.need, part.session_type, part.minutes, part.cause) for part in found]


def explained(caseload: Caseload, schedule: Schedule, *, proven: bool = True) -> tuple[Shortfall, ...]:
    return shortfalls(week_of(caseload, MONDAY), schedule, proven)


def one_hour_a_week(*, plans: Iterable[Plan] = (), asked: int = 120) -> Caseload:
    """The first patient can come on Monday from nine to ten only."""
    return clinic_with(
        levels=[LevelLimits(LEVEL, min_minutes_week=asked), FREE],
        patients=PEOPLE,
        plans=[*plans, plan("p1", "skills"), plan("p2", "skills"), plan("p2")],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00")],
        availability=[available("p1", "mon", "09:00-10:00")],
    )


def test_the_windows_hold_one_of_two_hours() -> None:
    # 120 min asked, 60 min of the group lie in the windows.
    assert parts(one_hour_a_week(), week(meeting("g1", "mon", "09:00-10:00"))) == [
        ("weekly_hours", "", 60, "unavoidable")
    ]


def test_an_hour_lost_to_others_is_a_row_of_its_own() -> None:
    found = parts(one_hour_a_week(), NOTHING)
    assert found == [("weekly_hours", "", 60, "unavoidable"), ("weekly_hours", "", 60, "capacity")]


def test_an_hour_that_may_yet_be_found_is_open() -> None:
    found = parts(one_hour_a_week(), NOTHING, proven=False)
    assert found == [("weekly_hours", "", 60, "unavoidable"), ("weekly_hours", "", 60, "open")]


def test_each_need_is_taken_alone_before_all_of_them_are_together() -> None:
    # The hour holds the group or the session one to one: with the session, ten minutes more of the week are lacking.
    caseload = one_hour_a_week(plans=[plan("p1", least=1, most=1)])
    assert parts(caseload, week(one_to_one("p1", "mon", "09:00-09:50"))) == [
        ("weekly_hours", "", 60, "unavoidable"),
        ("weekly_hours", "", 10, "own_needs"),
    ]
    assert parts(caseload, week(meeting("g1", "mon", "09:00-10:00")), proven=False) == [
        ("weekly_hours", "", 60, "unavoidable"),
        ("planned_sessions", "individual", 10, "own_needs"),
        ("planned_sessions", "individual", 40, "open"),
    ]


def test_needs_that_exclude_each_other_are_said_to() -> None:
    # The patient has one hour a week; the family session and the one for the patient last an hour each.
    family = replace(INDIVIDUAL, session_type="family", minutes=60, needs_family=True)
    caseload = clinic_with(
        session_types=[replace(INDIVIDUAL, minutes=60), family],
        therapists=[therapist("t1", "individual family")],
        availability=[available("p1", "mon", "09:00-10:00")],
        plans=[plan("p1", least=1, most=1), plan("p1", "family", least=1, most=1)],
    )
    (lack,) = explained(caseload, week(one_to_one("p1", "mon", "09:00-10:00", session_type="family")))
    assert (lack.session_type, lack.minutes, lack.cause) == ("individual", 60, "own_needs")
    assert "the planned sessions of family and the planned sessions of individual cannot be had" in lack.explanation
    assert "other patients" not in lack.explanation


def test_three_needs_of_which_only_two_fit_exclude_each_other_all_together() -> None:
    kinds = ("individual", "family", "medical")
    caseload = clinic_with(
        session_types=[replace(INDIVIDUAL, session_type=kind, minutes=60) for kind in kinds],
        therapists=[therapist("t1", " ".join(kinds))],
        availability=[available("p1", "mon", "09:00-11:00")],
        plans=[plan("p1", kind, least=1, most=1) for kind in kinds],
    )
    two = [one_to_one("p1", "mon", f"{9 + n:02}:00-{10 + n:02}:00", session_type=kinds[n]) for n in range(2)]
    (lack,) = explained(caseload, week(*two))
    assert (lack.session_type, lack.minutes, lack.cause) == ("medical", 60, "own_needs")
    assert (
        "the planned sessions of family, the planned sessions of individual and the planned sessions of medical cannot "
        "be had together"
    ) in lack.explanation


def test_a_group_that_too_few_may_join_is_said_to_be_too_small() -> None:
    caseload = clinic_with(plans=[plan("p1", "skills", least=1)], groups=[group(sizes=(2, 8), meetings_per_week=1)])
    (lack,) = explained(caseload, NOTHING)
    assert lack.cause == "agreement"
    assert "g1 needs 2, and 1 may join it" in lack.explanation
    assert "is agreed" not in lack.explanation


def test_a_group_that_never_enough_can_come_to_is_said_to_be_too_small() -> None:
    # Four are needed, and on the only day on which the first can come one of the other three is away.
    who = ["p1", "p2", "p3", "p4"]
    caseload = clinic_with(
        patients=[patient(each) for each in who],
        plans=[plan(each, "skills", least=int(each == "p1")) for each in who],
        groups=[group(sizes=(4, 8), meetings_per_week=1)],
        availability=[available("p1", "mon", "09:00-17:00")],
        absences=[absent("p4", "mon")],
    )
    (lack,) = explained(caseload, NOTHING)
    assert lack.cause == "agreement"
    assert "too few patients can come: g1 needs 4, and 4 may join it" in lack.explanation


def test_more_who_are_agreed_to_be_in_a_group_than_it_has_places_are_counted() -> None:
    who = [f"p{number}" for number in range(1, 4)]
    caseload = clinic_with(
        patients=[patient(each) for each in who],
        plans=[plan(each, "skills", least=1) for each in who],
        groups=[group(sizes=(1, 2), meetings_per_week=1)],
        members=[Member("g1", each, "in", row=number) for number, each in enumerate(who, 2)],
    )
    found = explained(caseload, NOTHING)
    assert {lack.cause for lack in found} == {"agreement"}
    assert all("3 patients are `in` g1, which has 2 places" in lack.explanation for lack in found)


def test_whoever_is_kept_apart_from_one_who_is_agreed_to_come_is_told_so() -> None:
    caseload = clinic_with(
        patients=PEOPLE,
        levels=[LevelLimits(LEVEL), FREE],
        plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
        groups=[group(meetings_per_week=1)],
        members=[Member("g1", "p2", "in")],
        keep_apart=[KeepApart("p1", "p2", "session")],
    )
    (lack,) = explained(caseload, week(meeting("g1", "mon", "09:00-10:00", "p2")))
    assert lack.cause == "agreement"
    assert "p1 and p2 are kept apart (keep_apart); p2 is `in` g1 (members)" in lack.explanation


def test_what_has_happened_with_others_is_no_fault_of_the_patient() -> None:
    # The group has met on Monday without the first patient, and meets once a week.
    caseload = clinic_with(
        patients=PEOPLE,
        levels=[LevelLimits(LEVEL), FREE],
        plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
        groups=[group(meetings_per_week=1)],
    )
    past = week(meeting("g1", "mon", "09:00-10:00", "p2"))
    earlier = Earlier(past, frozen_before=datetime(2026, 3, 3))  # noqa: DTZ001 - by the clinic's clock
    (lack,) = shortfalls(week_of(caseload, MONDAY, earlier), past, care_proven=True)
    assert (lack.patient, lack.cause) == ("p1", "agreement")
    assert "g1 on mon 09:00-10:00 has happened already with others (earlier schedule)" in lack.explanation


def test_what_is_not_settled_in_time_is_open() -> None:
    found = shortfalls(week_of(one_hour_a_week(), MONDAY), NOTHING, care_proven=True, budget=stopped())
    assert [(lack.minutes, lack.cause) for lack in found] == [(120, "open")]
    assert found == open_shortfalls(week_of(one_hour_a_week(), MONDAY), score(one_hour_a_week(), MONDAY, NOTHING))
    assert "not settled" in found[0].explanation


def test_all_is_well_without_a_shortfall() -> None:
    assert parts(one_hour_a_week(asked=60), week(meeting("g1", "mon", "09:00-10:00"))) == []


def with_an_appointment(*agreed: Appointment) -> Caseload:
    """One therapist; both patients need a session, on Monday from ten, and 60 min a day are the first one's limit."""
    return clinic_with(
        levels=[LevelLimits(LEVEL, max_minutes_day=60), FREE],
        patients=PEOPLE,
        plans=[plan("p1", least=1, most=2), plan("p1", "skills", least=1), plan("p2", least=1, most=1)],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="14:00")],
        availability=[
            available("p1", "mon", "10:00-10:50"),
            available("p1", "mon", "14:00-15:00"),
            available("p2", "mon", "10:00-10:50"),
        ],
        appointments=agreed,
    )


@pytest.mark.parametrize("agreed", [once("p2", "mon", "10:00"), weekly("p2", "mon", "10:00")])
def test_agreements_of_others_fall_away(agreed: Appointment) -> None:
    caseload = with_an_appointment(agreed)
    schedule = week(one_to_one("p2", "mon", "10:00-10:50"), meeting("g1", "mon", "14:00-15:00"))
    assert parts(caseload, schedule) == [("planned_sessions", "individual", 50, "own_needs")]


def test_own_agreements_hold() -> None:
    # The agreed session leaves 10 of the day's 60 min, and no other day is possible.
    caseload = with_an_appointment(once("p1", "mon", "10:00"))
    assert parts(caseload, week(one_to_one("p1", "mon", "10:00-10:50"))) == [
        ("planned_sessions", "skills", 60, "unavoidable"),
        ("planned_sessions", "individual", 50, "agreement"),
    ]


def test_three_meetings_of_a_kind_on_a_day_can_be_had() -> None:
    names = ["g1", "g2", "g3"]
    caseload = clinic_with(
        groups=[group(name, meetings_per_week=1) for name in names],
        meetings=[meeting_row(name, days="mon") for name in names],
        plans=[plan("p1", "skills", least=3)],
    )
    assert parts(caseload, NOTHING) == [("planned_sessions", "skills", 180, "capacity")]


@pytest.mark.parametrize(("least", "cause"), [(1, "capacity"), (2, "capacity"), (3, "agreement")])
def test_groups_wait_for_those_only_who_could_come(least: int, cause: str) -> None:
    caseload = clinic_with(
        levels=[LevelLimits(LEVEL), FREE],
        patients=PEOPLE,
        plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
        groups=[group(sizes=(least, 4), meetings_per_week=1)],
    )
    assert parts(caseload, NOTHING) == [("planned_sessions", "skills", 60, cause)]


def test_agreed_places_and_patients_kept_apart_of_others_fall_away() -> None:
    caseload = clinic_with(
        levels=[LevelLimits(LEVEL), FREE],
        patients=PEOPLE,
        plans=[plan("p1", "skills", least=1), plan("p2", "skills")],
        groups=[group(sizes=(1, 1), meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00")],
        members=[Member("g1", "p2", "in")],
        keep_apart=[KeepApart("p1", "p2", "day")],
    )
    schedule = week(meeting("g1", "mon", "09:00-10:00", "p2"))
    assert parts(caseload, schedule) == [("planned_sessions", "skills", 60, "agreement")]


def test_the_own_place_outside_a_group_holds() -> None:
    caseload = clinic_with(
        plans=[plan("p1", "skills", least=1)],
        groups=[group(meetings_per_week=1)],
        members=[Member("g1", "p1", "out")],
    )
    assert parts(caseload, NOTHING) == [("planned_sessions", "skills", 60, "unavoidable")]


@pytest.mark.parametrize(("clocks", "cause"), [("09:00-11:00", "capacity"), ("09:00-10:59", "unavoidable")])
def test_days_that_qualify(clocks: str, cause: str) -> None:
    # A day with 120 min needs both groups, each of 60 min.
    caseload = clinic_with(
        levels=[LevelLimits(LEVEL, min_days_week=1, min_minutes_day=120)],
        groups=[group("g1"), group("g2")],
        meetings=[meeting_row("g1", days="tue", starts="09:00"), meeting_row("g2", days="tue", starts="10:00")],
        availability=[available("p1", "tue", clocks)],
        plans=[plan("p1", "skills")],
    )
    assert parts(caseload, week(meeting("g1", "tue", "09:00-10:00"))) == [("qualifying_days", "", 120, cause)]


def test_therapists_and_limits_stay_as_they_are() -> None:
    # Two sessions are planned and the therapist has 99 min.
    caseload = clinic_with(therapists=[therapist(max_minutes_week=99)], plans=[plan("p1", least=2, most=2)])
    assert parts(caseload, week(one_to_one("p1", "mon", "09:00-09:50"))) == [
        ("planned_sessions", "individual", 50, "unavoidable")
    ]


def test_wishes_are_no_windows() -> None:
    caseload = clinic_with(
        plans=[plan("p1", least=1, most=1)], availability=[hours_of("prefer", "p1", "mon", "09:00-09:10")]
    )
    assert parts(caseload, NOTHING) == [("planned_sessions", "individual", 50, "capacity")]


def test_nobody_lacks_anything_before_the_stay_or_where_nothing_is_due() -> None:
    caseload = clinic_with(
        patients=[
            replace(patient("p1"), admitted=day("sun") + timedelta(days=1)),
            replace(patient("p2"), admitted=day("mon") - timedelta(days=7)),
        ],
        plans=[plan("p1", least=1, most=1), plan("p2", least=1, most=1, every_weeks=2)],
    )
    assert parts(caseload, NOTHING) == []


def test_says_how_much_is_missing_of_how_much_and_where_the_time_goes() -> None:
    unavoidable, capacity = explained(one_hour_a_week(), NOTHING)
    assert "1 h of the 2 h of the week" in unavoidable.explanation
    assert "even if nobody else were served" in unavoidable.explanation
    assert "p1 is available only mon 09:00-10:00 (availability)" in unavoidable.explanation
    assert "other patients" in capacity.explanation


def test_says_that_more_time_may_tell() -> None:
    _, rest = explained(one_hour_a_week(), NOTHING, proven=False)
    assert "nor proven" in rest.explanation


def test_counts_sessions_and_days() -> None:
    caseload = clinic_with(
        levels=[LevelLimits(LEVEL, min_days_week=3, min_minutes_day=50)],
        plans=[plan("p1", least=2, most=4)],
    )
    by_need = {part.need: part.explanation for part in explained(caseload, NOTHING)}
    assert "2 of the 2 planned sessions of individual are" in by_need["planned_sessions"]
    assert "3 of the 3 days with at least 50 min are" in by_need["qualifying_days"]


def test_it_is_told_of_how_many_patients_it_is_known_and_workers_change_nothing() -> None:
    caseload = clinic_with(
        patients=[patient(who) for who in ("p1", "p2", "p3")],
        plans=[plan(who, least=1) for who in ("p1", "p2", "p3")],
    )
    told: list[tuple[int, ...]] = []

    def tell(*known: int) -> None:
        told.append(known)

    found = [
        shortfalls(week_of(caseload, MONDAY), NOTHING, care_proven=False, budget=seconds(30, workers), tell=tell)
        for workers in (1, 3)
    ]
    assert found[0] == found[1] == shortfalls(week_of(caseload, MONDAY), NOTHING, care_proven=False)
    assert [part.patient for part in found[0]] == ["p1", "p2", "p3"]
    assert told == 2 * [(number, 21) for number in range(1, 22)]
