"""What others have that a patient lacks, and who would lose what: full rooms, spent days, large clinics."""

from dataclasses import replace

from scheduler.caseload import Caseload, Mode
from scheduler.explain.instead import Instead
from scheduler.explain.used_up import UsedUp
from scheduler.schedule import Schedule
from scheduler.week.week import week_of
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    available,
    clinic_with,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    room,
    therapist,
    week,
)
from tests.search.budgets import seconds

SESSIONS = [("planned_sessions", "skills")]
TALKS = [("planned_sessions", "individual")]


def words(caseload: Caseload, schedule: Schedule, keys: list[tuple[str, str]], who: str = "p1") -> str:
    return UsedUp(week_of(caseload, MONDAY), schedule).words(who, keys)


def with_a_room(mode: Mode = "in_person") -> Caseload:
    """A group of up to twelve in a room for one, on Monday at nine."""
    return clinic_with(
        patients=[replace(patient("p1"), mode=mode), patient("p2")],
        session_types=[replace(SKILLS, resources=("room",)), INDIVIDUAL],
        resources=[room("r1", capacity=1)],
        groups=[group(meetings_per_week=1, mode="hybrid")],
        meetings=[meeting_row(days="mon", starts="09:00")],
    )


def test_a_meeting_is_full_where_its_room_is_and_not_for_those_who_need_no_seat() -> None:
    held = week(meeting("g1", "mon", "09:00-10:00", "p2", resources="r1", mode="hybrid"))
    assert words(with_a_room(), held, SESSIONS) == "full: g1 on mon 09:00 (1 patients)"
    assert words(with_a_room("virtual"), held, SESSIONS) == ""


def test_meetings_to_which_the_patient_cannot_come_are_not_named() -> None:
    held = week(meeting("g1", "mon", "09:00-10:00", "p2", resources="r1", mode="hybrid"))
    caseload = replace(with_a_room(), availability={"p1": (available("p1", "tue", "09:00-12:00"),)})
    assert words(caseload, held, SESSIONS) == ""


def test_of_many_full_meetings_three_are_named() -> None:
    names = [f"g{number}" for number in range(6)]
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")], groups=[group(name, sizes=(1, 1)) for name in names]
    )
    held = week(*(meeting(name, "mon", f"{9 + hour:02}:00-{10 + hour}:00", "p2") for hour, name in enumerate(names)))
    assert words(caseload, held, SESSIONS).endswith("g2 on mon 11:00 (1 patients) and 3 more meetings")


def test_hours_need_all_types_that_count() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        groups=[group(sizes=(1, 1))],
        therapists=[therapist(max_minutes_day=60, max_minutes_week=60)],
    )
    held = week(meeting("g1", "mon", "09:00-10:00", "p2"))
    told = "full: g1 on mon 09:00 (1 patients); t1 leads 1 h of at most 1 h"
    assert words(caseload, held, [("weekly_hours", "")]) == told


def test_a_day_on_which_no_more_may_be_led_has_no_time_left() -> None:
    caseload = clinic_with(
        patients=[patient("p1"), patient("p2")],
        therapists=[therapist(max_minutes_day=60)],
        availability=[available("p1", "mon", "08:00-18:00")],
    )
    held = week(one_to_one("p2", "mon", "09:00-09:50"))
    assert words(caseload, held, TALKS) == "no 50 min are left when p1 and t1 are there"
    assert words(replace(caseload, availability={}), held, TALKS) == ""


def many(number: int) -> tuple[Caseload, Schedule]:
    """So many patients who need the one place of a group, which the last has."""
    everybody = [f"p{each:02}" for each in range(number)]
    caseload = clinic_with(
        patients=[patient(who) for who in everybody],
        groups=[group(sizes=(1, 1), meetings_per_week=1)],
        plans=[plan(who, "skills", least=1) for who in everybody],
    )
    return caseload, week(meeting("g1", "mon", "09:00-10:00", everybody[-1]))


def test_in_a_small_clinic_the_best_week_is_proven() -> None:
    caseload, schedule = many(4)
    found = Instead(week_of(caseload, MONDAY), schedule, seconds(60, 1)).losses("p00", 0)
    assert found is not None
    assert (found.minutes, found.is_best) == ({"p03": 60}, True)


def test_in_a_large_clinic_those_change_who_have_what_is_lacking() -> None:
    caseload, schedule = many(18)
    found = Instead(week_of(caseload, MONDAY), schedule, seconds(60, 1)).losses("p00", 0)
    assert found is not None
    # No less is lacking in all, and nothing can be.
    assert (found.minutes, found.is_best) == ({"p17": 60}, True)


def test_what_costs_more_in_a_large_clinic_may_not_be_the_best() -> None:
    caseload, held = many(18)
    needs = replace(caseload.patients["p17"], min_minutes_week=90)
    other = replace(caseload, patients={**caseload.patients, "p17": needs})
    found = Instead(week_of(other, MONDAY), held, seconds(60, 1)).losses("p00", 0)
    assert found is not None
    # What p00 gains is an hour; p17 loses that and an hour of the week.
    assert (found.minutes, found.is_best) == ({"p17": 120}, False)


def test_where_no_such_week_is_found_nothing_is_said() -> None:
    caseload, schedule = many(4)
    none = replace(caseload, groups={"g1": replace(caseload.groups["g1"], meetings_per_week=0)})
    assert Instead(week_of(none, MONDAY), schedule, seconds(60, 1)).losses("p00", 0) is None
    assert Instead(week_of(none, MONDAY), week(), seconds(60, 1)).losses("p00", 0) is None
