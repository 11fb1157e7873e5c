"""A dated fact behind a change through other changes that it follows from; each on a tiny clinic."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.caseload import Caseload, KeepApart, LevelLimits
from scheduler.changes import compare
from scheduler.schedule import Session
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    absent,
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
from tests.changes.stories import (
    AWAY_MONDAY,
    LAST_WEEK,
    MOVED_GROUP,
    ON_FRIDAY,
    ON_TUESDAY,
    STAFF,
    TWO,
    earlier,
    reasons,
)

LEFT = [patient("p1"), replace(patient("p2"), discharged=MONDAY - timedelta(days=1)), patient("p3")]

WAS_AWAY_WEDNESDAY = "(follows from: t2 was away on Wed 2026-02-25)"


FOLLOWING = {
    "another session of the patient takes the time": (
        clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t2", "mon")]),
        (*MOVED_GROUP[0], ON_TUESDAY),
        (*MOVED_GROUP[1], ON_FRIDAY),
        ("p1", "moved", "individual"),
        f"g1 on Tue 2026-03-03 09:00 is at that time {AWAY_MONDAY}",
    ),
    "the day is full": (
        clinic_with(
            therapists=STAFF,
            groups=[group()],
            absences=[absent("t2", "mon")],
            levels=[LevelLimits("iop", max_minutes_day=60)],
        ),
        (*MOVED_GROUP[0], one_to_one("p1", "tue", "12:00-12:50")),
        (*MOVED_GROUP[1], ON_FRIDAY),
        ("p1", "moved", "individual"),
        f"limits of the day leave no room for it beside g1 on Tue 2026-03-03 09:00 {AWAY_MONDAY}",
    ),
    "the week is full": (
        clinic_with(
            therapists=STAFF,
            groups=[group()],
            absences=[absent("t2", "mon")],
            levels=[LevelLimits("iop", max_days_week=1)],
        ),
        (*MOVED_GROUP[0], one_to_one("p1", "mon", "12:00-12:50")),
        (*MOVED_GROUP[1], one_to_one("p1", "tue", "12:00-12:50")),
        ("p1", "moved", "individual"),
        f"limits of the week leave no room for it beside g1 on Tue 2026-03-03 09:00 {AWAY_MONDAY}",
    ),
    "the plan is full": (
        clinic_with(
            therapists=STAFF,
            groups=[group(), group("g2")],
            plans=[plan("p1", "skills", most=1)],
            absences=[earlier(absent("t2", "wed"))],
        ),
        (meeting("g1", "mon", "09:00-10:00", "p1 p2"),),
        (meeting("g1", "mon", "09:00-10:00", "p2"), meeting("g2", "wed", "09:00-10:00", therapists="t2")),
        ("p1", "dropped", "g1"),
        f"the plan leaves no room for it beside g2 on Wed 2026-03-04 09:00 {WAS_AWAY_WEDNESDAY}",
    ),
    "the therapist leads another session": (
        clinic_with(patients=TWO, groups=[group()], therapists=STAFF, absences=[absent("t2", "mon")]),
        (*MOVED_GROUP[0], one_to_one("p2", "tue", "09:00-09:50", therapists="t2")),
        (*MOVED_GROUP[1], one_to_one("p2", "fri", "09:00-09:50", therapists="t2")),
        ("p2", "moved", "individual"),
        f"its therapist is taken by g1 on Tue 2026-03-03 09:00 {AWAY_MONDAY}",
    ),
    "the therapist's day is full": (
        clinic_with(
            patients=TWO,
            groups=[group()],
            therapists=[therapist("t2", max_minutes_day=60)],
            absences=[absent("t2", "mon")],
        ),
        (*MOVED_GROUP[0], one_to_one("p2", "tue", "12:00-12:50", therapists="t2")),
        (*MOVED_GROUP[1], one_to_one("p2", "fri", "12:00-12:50", therapists="t2")),
        ("p2", "moved", "individual"),
        f"hours of its therapist leave no room for it beside g1 on Tue 2026-03-03 09:00 {AWAY_MONDAY}",
    ),
    "the group is full": (
        clinic_with(patients=TWO, groups=[group(sizes=(1, 1))], absences=[absent("p2", "wed")]),
        (meeting("g1", "tue", "09:00-10:00"), meeting("g1", "wed", "09:00-10:00", "p2")),
        (meeting("g1", "tue", "09:00-10:00", "p2"),),
        ("p1", "dropped", "g1"),
        "no seat is left beside p2 (follows from: p2 is away on Wed 2026-03-04)",
    ),
    "two are kept apart": (
        clinic_with(patients=TWO, groups=[group()], absences=[absent("p2", "wed")], keep_apart=[KeepApart("p1", "p2")]),
        (meeting("g1", "tue", "09:00-10:00"), meeting("g1", "wed", "09:00-10:00", "p2")),
        (meeting("g1", "tue", "09:00-10:00", "p2"),),
        ("p1", "dropped", "g1"),
        "p2, from whom it is kept apart, is there (follows from: p2 is away on Wed 2026-03-04)",
    ),
    "two are not on site on one day": (
        clinic_with(
            patients=TWO, groups=[group()], absences=[absent("p2", "wed")], keep_apart=[KeepApart("p1", "p2", "day")]
        ),
        (meeting("g1", "tue", "09:00-10:00"), one_to_one("p2", "wed", "09:00-09:50", therapists="t2")),
        (one_to_one("p2", "tue", "15:00-15:50", therapists="t2"),),
        ("p1", "dropped", "g1"),
        "p2, from whom it is kept apart, is there (follows from: p2 is away on Wed 2026-03-04)",
    ),
    "too few are left": (
        clinic_with(patients=TWO, groups=[group(sizes=(2, 12))], absences=[absent("p2", "tue")]),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"),),
        (),
        ("p1", "dropped", "g1"),
        "too few are there without p2 (follows from: p2 is away on Tue 2026-03-03)",
    ),
    "the therapist of a meeting that too few are left for": (
        clinic_with(patients=TWO, groups=[group(sizes=(2, 12))], absences=[absent("p2", "tue")]),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"),),
        (),
        ("t1", "dropped", "g1"),
        "too few are there without p2 (follows from: p2 is away on Tue 2026-03-03)",
    ),
    "enough were left": (
        clinic_with(patients=TWO, groups=[group(sizes=(1, 12))], absences=[absent("p2", "tue")]),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"),),
        (),
        ("p1", "dropped", "g1"),
        "",
    ),
    "the group meets on another day": (
        clinic_with(
            patients=TWO,
            groups=[group(meetings_per_week=1)],
            meetings=[meeting_row(days="tue wed", starts="09:00")],
            absences=[absent("p2", "wed")],
        ),
        (meeting("g1", "wed", "09:00-10:00", "p1 p2"),),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"),),
        ("p1", "moved", "g1"),
        "g1 on Tue 2026-03-03 09:00 is held instead (follows from: p2 is away on Wed 2026-03-04)",
    ),
    "all meetings or none": (
        clinic_with(patients=TWO, groups=[replace(group(), same_members=True)], absences=[absent("p1", "tue")]),
        (meeting("g1", "mon", "09:00-10:00", "p1 p2"), meeting("g1", "tue", "10:00-11:00", "p1 p2")),
        (meeting("g1", "mon", "09:00-10:00", "p2"), meeting("g1", "tue", "10:00-11:00", "p2")),
        ("p1", "dropped", "g1"),
        "p1 is away then",
    ),
    "in place of what is gone": (
        clinic_with(
            patients=TWO,
            therapists=STAFF,
            groups=[group(), group("g2")],
            absences=[absent("t2", "mon")],
            levels=[LevelLimits("iop", min_minutes_week=60)],
        ),
        (MOVED_GROUP[0][0], meeting("g2", "wed", "09:00-10:00", "p2")),
        (meeting("g2", "wed", "09:00-10:00", "p1 p2"),),
        ("p1", "new", "g2"),
        f"in place of g1 on Mon 2026-02-23 09:00 {AWAY_MONDAY}",
    ),
    "not needed in place of what is gone": (
        clinic_with(patients=TWO, therapists=STAFF, groups=[group(), group("g2")], absences=[absent("t2", "mon")]),
        (MOVED_GROUP[0][0], meeting("g2", "wed", "09:00-10:00", "p2")),
        (meeting("g2", "wed", "09:00-10:00", "p1 p2"),),
        ("p1", "new", "g2"),
        "",
    ),
    "moved so that another day has enough": (
        clinic_with(
            therapists=STAFF,
            groups=[group()],
            absences=[absent("t2", "mon")],
            levels=[LevelLimits("iop", min_days_week=2, min_minutes_day=50)],
        ),
        (MOVED_GROUP[0][0], meeting("g1", "tue", "12:00-13:00"), ON_TUESDAY),
        (meeting("g1", "tue", "12:00-13:00"), ON_FRIDAY),
        ("p1", "moved", "individual"),
        f"this makes up for g1 on Mon 2026-02-23 09:00 {AWAY_MONDAY}",
    ),
    "a seat was taken before": (
        clinic_with(patients=LEFT, groups=[group(sizes=(1, 1))]),
        (meeting("g1", "tue", "09:00-10:00", "p2"),),
        (meeting("g1", "tue", "09:00-10:00", "p1"),),
        ("p1", "new", "g1"),
        "no seat was left beside p2 (follows from: the stay of p2 is to 2026-03-01)",
    ),
    "somebody fills up the group": (
        clinic_with(patients=LEFT, groups=[group(sizes=(2, 12))]),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"),),
        (meeting("g1", "tue", "09:00-10:00", "p1 p3"),),
        ("p3", "new", "g1"),
        "too few would be there without p2 (follows from: the stay of p2 is to 2026-03-01)",
    ),
    "the day was full before": (
        clinic_with(
            patients=[replace(patient(), admitted=MONDAY + LAST_WEEK)],
            plans=[plan(every_weeks=2), plan("p1", "skills")],
            groups=[group()],
            levels=[LevelLimits("iop", max_minutes_day=60)],
        ),
        (one_to_one("p1", "tue", "12:00-12:50"),),
        (meeting("g1", "tue", "09:00-10:00"),),
        ("p1", "new", "g1"),
        (
            "limits of the day left no room for it beside individual on Tue 2026-02-24 12:00 "
            "(follows from: individual of p1 is not due this week)"
        ),
    ),
    "the therapist leads a group instead of another": (
        clinic_with(
            patients=[*TWO, patient("p3")],
            therapists=STAFF,
            groups=[group()],
            absences=[absent("t2", "tue"), absent("p2", "mon")],
        ),
        (
            meeting("g1", "tue", "09:00-10:00", "p1", therapists="t2"),
            meeting("g1", "mon", "09:00-10:00", "p2", therapists="t2"),
            one_to_one("p3", "tue", "09:00-09:50"),
        ),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"), one_to_one("p3", "fri", "09:00-09:50")),
        ("p3", "moved", "individual"),
        "its therapist is taken by g1 on Tue 2026-03-03 09:00 (follows from: t2 is away on Tue 2026-03-03)",
    ),
    "nothing is known": (
        clinic_with(),
        (ON_TUESDAY,),
        (ON_FRIDAY,),
        ("p1", "moved", "individual"),
        "",
    ),
}


@pytest.mark.parametrize(("caseload", "before", "after", "whose", "why"), FOLLOWING.values(), ids=FOLLOWING)
def test_a_change_follows_from_others(
    caseload: Caseload,
    before: tuple[Session, ...],
    after: tuple[Session, ...],
    whose: tuple[str, str, str],
    why: str,
) -> None:
    assert reasons(caseload, before, after)[whose] == why


NEEDS_A_ROOM = replace(INDIVIDUAL, resources=("room",))


@pytest.mark.parametrize(
    ("rooms", "now", "is_explained"),
    [
        ("r1 r2", one_to_one("p1", "tue", "09:00-09:50", resources="r2"), True),
        ("r1", one_to_one("p1", "fri", "12:00-12:50", resources="r1"), True),
        ("r1 r2", one_to_one("p1", "fri", "12:00-12:50", resources="r1"), False),
    ],
)
def test_a_room_that_is_taken_explains_what_no_other_could_replace(
    rooms: str, now: Session, is_explained: bool
) -> None:
    caseload = clinic_with(
        patients=TWO,
        therapists=STAFF,
        session_types=[NEEDS_A_ROOM],
        resources=[room(name) for name in rooms.split()],
        absences=[earlier(absent("p2", "tue"))],
    )
    taking = one_to_one("p2", "tue", "09:00-09:50", therapists="t2", resources="r1")
    found = reasons(caseload, (one_to_one("p1", "tue", "09:00-09:50", resources="r1"),), (now, taking))
    why = next(why for (who, _, _), why in found.items() if who == "p1")
    words = (
        "its room is taken by individual of p2 on Tue 2026-03-03 09:00 (follows from: p2 was away on Tue 2026-02-24)"
    )
    assert why == (words if is_explained else "")


def test_a_therapist_hears_the_reason_of_the_patient() -> None:
    caseload = clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t2", "mon")])
    found = reasons(caseload, (*MOVED_GROUP[0], ON_TUESDAY), (*MOVED_GROUP[1], ON_FRIDAY))
    assert found["t1", "moved", "individual"] == found["p1", "moved", "individual"] != ""


def test_the_same_week_planned_anew_has_its_reasons_too() -> None:
    caseload = clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t2", "mon")])
    found = compare(caseload, week(*MOVED_GROUP[0], ON_TUESDAY), week(*MOVED_GROUP[1], ON_FRIDAY)).changes
    assert {change.why for change in found} == {
        "t2 is away then",
        f"g1 on Tue 2026-03-03 09:00 is at that time {AWAY_MONDAY}",
    }
