"""What may change around those who keep their places, case by case, each up to its edge."""

from dataclasses import replace
from functools import partial
from typing import Literal

import pytest
from ortools.sat.python import cp_model

from scheduler.caseload import KeepApart, Member, Mode
from scheduler.model.variables import WeekModel
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.subproblem import subproblem_of
from scheduler.times import WEEKDAYS, clock
from tests.caseloads import (
    INDIVIDUAL,
    SKILLS,
    absent,
    busy,
    clinic_with,
    group,
    meeting,
    meeting_row,
    one_to_one,
    patient,
    plan,
    room,
    span,
    therapist,
    weekly,
)
from tests.search.replanning import is_sound, plan_anew, sessions_of, week_of_sessions

THREE = (patient("p1"), patient("p2"), patient("p3"))
FOUR = (*THREE, patient("p4"))
MORNINGS = (((span("09:00-12:00"),),) * 3) + ((),) * 4


def _weighed(model: WeekModel, attending: int, starting: int = 0, running: int = 0) -> cp_model.LinearExprT:
    attended = [literal for attends in model.attends for literal in attends.values()]
    terms: list[tuple[cp_model.LinearExprT, int]] = [(literal, attending) for literal in attended]
    terms += [(start, starting) for start in model.start]
    terms += [(runs, running) for runs in model.runs]
    return cp_model.LinearExpr.weighted_sum([term for term, _ in terms], [weight for _, weight in terms])


def as_many_as_can_be(model: WeekModel) -> cp_model.LinearExprT:
    """Everybody attends whatever they can."""
    return _weighed(model, attending=-1)


def as_few_as_can_be(model: WeekModel) -> cp_model.LinearExprT:
    """Everybody attends only what they must, and no meeting runs that need not."""
    return _weighed(model, attending=1, running=1)


def as_late_as_can_be(model: WeekModel) -> cp_model.LinearExprT:
    """Everybody attends whatever they can, and every meeting is as late as it can be."""
    return _weighed(model, attending=-10000, starting=-1)


def as_early_as_can_be(model: WeekModel) -> cp_model.LinearExprT:
    """Everybody attends whatever they can, and every meeting is as early as it can be."""
    return _weighed(model, attending=-10000, starting=1)


def told(incumbent: Incumbent) -> list[str]:
    """Each session in words: who or which group, day, start, and patients."""
    assert is_sound(incumbent)
    return [
        f"{session.group or session.session_type} {WEEKDAYS[session.on.weekday()]} {clock(session.start)} "
        f"{' '.join(session.patients)}"
        for session in sessions_of(incumbent).sessions
    ]


groups_only = partial(clinic_with, session_types=[SKILLS], opening=MORNINGS)

CLOSED = [replace(group(sizes=(1, 3), meetings_per_week=3), same_members=True)]
DAILY = [meeting_row(days=name, starts="09:00") for name in ("mon", "tue", "wed")]
TWO_DAYS = (meeting("g1", "mon", "09:00-10:00", "p1 p2"), meeting("g1", "tue", "09:00-10:00", "p1 p2"))


def test_a_closed_group_with_members_who_stay_keeps_its_meetings() -> None:
    clinic = groups_only(patients=THREE, groups=CLOSED, meetings=DAILY)
    incumbent = week_of_sessions(clinic, *TWO_DAYS)
    plan_anew(incumbent, {"p2", "p3"}, as_many_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p1 p2 p3", "g1 tue 09:00 p1 p2 p3"]
    plan_anew(incumbent, {"p2", "p3"}, as_few_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p1", "g1 tue 09:00 p1"]


def test_a_closed_group_without_others_is_free_to_change() -> None:
    incumbent = week_of_sessions(groups_only(patients=THREE, groups=CLOSED, meetings=DAILY), *TWO_DAYS)
    plan_anew(incumbent, {"p1", "p2"}, as_many_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p1 p2", "g1 tue 09:00 p1 p2", "g1 wed 09:00 p1 p2"]


@pytest.mark.parametrize(("clocks", "comes"), [("09:59-10:30", ""), ("10:00-10:30", " p3")])
def test_who_misses_a_meeting_of_a_closed_group_comes_to_none(clocks: str, comes: str) -> None:
    clinic = groups_only(patients=THREE, groups=CLOSED, meetings=DAILY, absences=[absent("p3", "tue", clocks)])
    incumbent = week_of_sessions(clinic, *TWO_DAYS)
    plan_anew(incumbent, {"p3"}, as_many_as_can_be)
    assert told(incumbent) == [f"g1 mon 09:00 p1 p2{comes}", f"g1 tue 09:00 p1 p2{comes}"]


MONDAY_AND_TUESDAY = [meeting_row(days=name, starts="09:00 10:00") for name in ("mon", "tue")]


@pytest.mark.parametrize(
    ("invited", "week"),
    [
        ([], ["g1 mon 09:00 p1 p2", "g1 tue 10:00 p2"]),
        ([Member("g1", "p1", "in", row=2)], ["g1 mon 09:00 p1 p2"]),
        ([Member("g1", "p1", "out", row=2)], ["g1 mon 10:00 p2", "g1 tue 10:00 p2"]),
        ([Member("g1", "p2", "in", row=2)], ["g1 mon 09:00 p1 p2", "g1 tue 10:00 p2"]),
    ],
)
def test_no_meeting_begins_to_which_a_member_who_stays_would_have_to_come(
    invited: list[Member], week: list[str]
) -> None:
    clinic = groups_only(
        patients=THREE, groups=[group(meetings_per_week=2)], meetings=MONDAY_AND_TUESDAY, members=invited
    )
    is_out = any(member.status == "out" for member in invited)
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p2" if is_out else "p1 p2"))
    plan_anew(incumbent, {"p2"}, as_late_as_can_be)
    assert told(incumbent) == week


def test_a_meeting_does_not_move_to_where_a_member_who_stays_would_have_to_come() -> None:
    clinic = groups_only(
        patients=THREE,
        groups=[group(meetings_per_week=1)],
        meetings=MONDAY_AND_TUESDAY[:1],
        members=[Member("g1", "p1", "in", row=2)],
        availability=[busy("p1", "mon", "09:00-09:01")],
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p2"))
    plan_anew(incumbent, {"p2"}, as_late_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p2"]
    plan_anew(incumbent, {"p1", "p2"}, as_late_as_can_be)
    assert told(incumbent) == ["g1 mon 10:00 p1 p2"]


def test_who_is_in_a_group_goes_on_attending() -> None:
    clinic = groups_only(
        patients=THREE, groups=[group()], meetings=MONDAY_AND_TUESDAY, members=[Member("g1", "p2", "in", row=2)]
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p1 p2 p3"))
    plan_anew(incumbent, {"p2", "p3"}, as_few_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p1 p2"]


@pytest.mark.parametrize(
    ("scope", "mode", "week"),
    [
        ("session", "in_person", ["individual mon 10:00 p2", "g1 tue 09:00 p2", "individual tue 10:00 p2"]),
        ("day", "in_person", ["g1 tue 09:00 p2", "individual tue 10:00 p2"]),
        ("day", "either", ["g1 tue 09:00 p2", "individual tue 10:00 p2"]),
        ("day", "virtual", ["individual mon 10:00 p2", "g1 tue 09:00 p2", "individual tue 10:00 p2"]),
    ],
)
def test_nobody_meets_whom_they_are_kept_apart_from(
    scope: Literal["session", "day"], mode: Mode, week: list[str]
) -> None:
    clinic = clinic_with(
        opening=((span("09:00-10:50"),),) * 2 + ((),) * 5,
        patients=[patient("p1"), replace(patient("p2"), mode=mode)],
        plans=[plan("p1", "skills"), plan("p2", "skills"), plan("p2")],
        groups=[group(mode="hybrid")],
        meetings=[meeting_row(days=name, starts="09:00") for name in ("mon", "tue")],
        keep_apart=[KeepApart("p1", "p2", scope)],
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p1", mode="hybrid"))
    plan_anew(incumbent, {"p2"}, as_early_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p1", *week]


def test_whoever_is_kept_apart_for_the_day_may_come_from_afar_to_another_group() -> None:
    clinic = groups_only(
        patients=[patient("p1"), patient("p2", mode="virtual")],
        groups=[group("g1", mode="hybrid"), group("g2", mode="virtual")],
        meetings=[meeting_row("g1", days="mon", starts="09:00"), meeting_row("g2", days="mon", starts="10:00")],
        keep_apart=[KeepApart("p1", "p2", "day")],
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p1", mode="hybrid"))
    plan_anew(incumbent, {"p2"}, as_early_as_can_be)
    assert [line for line in told(incumbent) if "mon" in line] == ["g1 mon 09:00 p1", "g2 mon 10:00 p2"]


@pytest.mark.parametrize(("capacity", "seats"), [(1, 0), (2, 1), (3, 2), (None, 2)])
def test_seats_that_are_taken_stay_taken(capacity: int | None, seats: int) -> None:
    clinic = clinic_with(
        session_types=[replace(SKILLS, resources=("room",))],
        opening=MORNINGS,
        patients=[patient("p1"), patient("p2", mode="virtual"), patient("p3"), patient("p4", mode="either")],
        resources=[room("r1", capacity=capacity)],
        groups=[group(meetings_per_week=1, mode="hybrid")],
        meetings=[meeting_row(days="mon", starts="09:00")],
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p1 p2", mode="hybrid", resources="r1"))
    plan_anew(incumbent, {"p3", "p4"}, as_many_as_can_be)
    assert is_sound(incumbent)
    (session,) = sessions_of(incumbent).sessions
    assert {"p1", "p2"} < set(session.patients) or not seats
    assert len(session.patients) == 2 + seats


@pytest.mark.parametrize(("size", "seats"), [(2, 0), (3, 1), (4, 2), (5, 2)])
def test_a_meeting_takes_no_more_than_its_size(size: int, seats: int) -> None:
    clinic = groups_only(
        patients=FOUR,
        groups=[group(sizes=(1, size), meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00")],
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p1 p2"))
    plan_anew(incumbent, {"p3", "p4"}, as_many_as_can_be)
    assert is_sound(incumbent)
    assert [len(session.patients) for session in sessions_of(incumbent).sessions] == [2 + seats]


one_to_one_clinic = partial(
    clinic_with,
    session_types=[INDIVIDUAL],
    opening=((span("09:00-12:00"),),) * 2 + ((),) * 5,
    patients=THREE[:2],
    therapists=[therapist()],
)


@pytest.mark.parametrize(
    ("a_day", "a_week", "sessions"),
    [(100, None, 2), (99, None, 1), (None, 150, 2), (None, 149, 1), (None, 100, 1), (None, 99, 0), (None, None, 2)],
)
def test_minutes_that_are_led_count(a_day: int | None, a_week: int | None, sessions: int) -> None:
    clinic = one_to_one_clinic(therapists=[therapist(max_minutes_day=a_day, max_minutes_week=a_week)])
    incumbent = week_of_sessions(clinic, one_to_one("p1", "mon", "09:00-09:50"))
    plan_anew(incumbent, {"p2"}, as_many_as_can_be)
    assert len([line for line in told(incumbent) if line.endswith("p2")]) == sessions


@pytest.mark.parametrize(
    ("buffer", "start"), [(0, "10:00"), (10, "10:00"), (11, "10:15"), (25, "10:15"), (26, "10:30")]
)
def test_buffers_of_sessions_that_stay_are_free(buffer: int, start: str) -> None:
    clinic = one_to_one_clinic(
        session_types=[replace(INDIVIDUAL, buffer_minutes=buffer)], opening=((span("09:00-12:00"),),) + ((),) * 6
    )
    incumbent = week_of_sessions(clinic, one_to_one("p1", "mon", "09:00-09:50"))
    plan_anew(incumbent, {"p2"}, as_early_as_can_be)
    assert told(incumbent) == ["individual mon 09:00 p1", f"individual mon {start} p2"]


AT_NIGHT = ((span("22:00-24:00"),), (span("00:00-02:00"),), (), (), (), (), ())


@pytest.mark.parametrize(("buffer", "start"), [(10, "00:00"), (11, "00:15"), (25, "00:15"), (26, "00:30")])
def test_buffers_of_the_night_before_are_free(buffer: int, start: str) -> None:
    clinic = one_to_one_clinic(session_types=[replace(INDIVIDUAL, buffer_minutes=buffer)], opening=AT_NIGHT)
    incumbent = week_of_sessions(clinic, one_to_one("p1", "mon", "23:00-23:50"))
    plan_anew(incumbent, {"p2"}, as_early_as_can_be)
    assert f"individual tue {start} p2" in told(incumbent)


@pytest.mark.parametrize(("buffer", "start"), [(10, "23:00"), (11, "22:45"), (25, "22:45"), (26, "22:30")])
def test_a_session_before_one_that_stays_leaves_its_own_buffer(buffer: int, start: str) -> None:
    clinic = one_to_one_clinic(session_types=[replace(INDIVIDUAL, buffer_minutes=buffer)], opening=AT_NIGHT)
    incumbent = week_of_sessions(clinic, one_to_one("p1", "tue", "00:00-00:50"))
    plan_anew(incumbent, {"p2"}, as_late_as_can_be)
    assert f"individual mon {start} p2" in told(incumbent)


def test_a_meeting_that_holds_two_things_alike_holds_both() -> None:
    clinic = clinic_with(
        session_types=[replace(SKILLS, resources=("room", "quiet")), replace(INDIVIDUAL, resources=("quiet",))],
        opening=((span("09:00-10:00"),),) + ((),) * 6,
        patients=[patient("p1", tags=["mat"]), patient("p2")],
        therapists=[therapist("t1"), therapist("t2")],
        resources=[room("r1", "room quiet"), room("r2", "room quiet")],
        groups=[replace(group(), admits=frozenset({"mat"}))],
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p1", resources="r1 r2"))
    plan_anew(incumbent, {"p2"}, as_many_as_can_be)
    assert told(incumbent) == ["g1 mon 09:00 p1"]


def test_agreed_sessions_stay_and_leave_room_for_no_other() -> None:
    clinic = one_to_one_clinic(appointments=[replace(weekly("p2", "mon", "10:05"), row=2)])
    incumbent = week_of_sessions(clinic, one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p2", "mon", "10:05-10:55"))
    plan_anew(incumbent, {"p1", "p2"}, as_few_as_can_be)
    assert told(incumbent) == ["individual mon 10:05 p2"]
    plan_anew(incumbent, {"p1"}, as_late_as_can_be)
    assert told(incumbent)[:2] == ["individual mon 10:05 p2", "individual mon 11:00 p1"]


def test_the_order_of_patients_does_not_matter() -> None:
    clinic = groups_only(patients=FOUR, groups=[group()], meetings=MONDAY_AND_TUESDAY)
    incumbent = week_of_sessions(clinic)
    there, back = (
        [list(candidate.patients) for candidate in subproblem_of(incumbent, names).candidates]
        for names in (["p1", "p2", "p3", "p4"], ["p4", "p3", "p2", "p1"])
    )
    assert there == back == [["p1", "p2", "p3", "p4"]] * len(there)


@pytest.mark.parametrize(
    ("other_leaders", "candidates", "leader", "seen"),
    [(True, "", "t2", True), (False, "", "t1", False), (True, "t1", "t1", False)],
)
def test_a_therapist_has_time_where_somebody_else_can_lead_the_meeting(
    other_leaders: bool, candidates: str, leader: str, seen: bool
) -> None:
    clinic = clinic_with(
        patients=[replace(patient("p1"), primary_therapist="t1"), patient("p2")],
        therapists=[therapist("t1"), therapist("t2", "skills")],
        plans=[plan("p1", most=1, therapist="t1"), plan("p2", "skills")],
        groups=[group(meetings_per_week=1)],
        meetings=[meeting_row(days="mon", starts="09:00", therapists=candidates)],
        opening=(((span("09:00-10:00"),),) + ((),) * 6),
    )
    incumbent = week_of_sessions(clinic, meeting("g1", "mon", "09:00-10:00", "p2", therapists="t1"))
    plan_anew(incumbent, (), as_many_as_can_be, seated={"p1"}, other_leaders=other_leaders)
    assert told(incumbent) == ["g1 mon 09:00 p2", *(["individual mon 09:00 p1"] if seen else [])]
    (held,) = (one for one in incumbent.placed.values() if one.candidate.group)
    assert held.leaders == (leader,)
