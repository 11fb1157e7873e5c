"""The dated fact behind a change: beside it, or behind another change that it follows from; each on a tiny clinic."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.caseload import Caseload, Closure, LevelLimits
from scheduler.changes import compare
from scheduler.report.changes import Naming, change_lines
from scheduler.schedule import Session
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    absent,
    busy,
    clinic_with,
    day,
    group,
    meeting,
    once,
    one_to_one,
    patient,
    room,
    week,
    weekly,
)
from tests.changes.stories import LAST_WEEK, MOVED_GROUP, ON_FRIDAY, ON_TUESDAY, STAFF, TWO, earlier, reasons

BY_ITSELF = {
    "agreed again": (
        clinic_with(appointments=[weekly("p1", "tue", "09:00")], closures=[Closure(day("tue") + LAST_WEEK)]),
        (ON_FRIDAY,),
        (ON_TUESDAY,),
        ("p1", "moved", "individual"),
        "it is agreed for then, and the clinic was closed then in the earlier week",
    ),
    "agreed once": (
        clinic_with(appointments=[replace(once("p1", "tue", "09:00"), on=day("tue") + LAST_WEEK)]),
        (ON_TUESDAY,),
        (ON_FRIDAY,),
        ("p1", "moved", "individual"),
        "it was agreed for Tue 2026-02-24 alone",
    ),
    "busy from this week on": (
        clinic_with(availability=[replace(busy("p1", "tue", "09:49-12:00"), first=MONDAY)]),
        (ON_TUESDAY,),
        (ON_FRIDAY,),
        ("p1", "moved", "individual"),
        "p1 is not available then",
    ),
    "busy from this week on, right afterwards": (
        clinic_with(availability=[replace(busy("p1", "tue", "09:50-12:00"), first=MONDAY)]),
        (ON_TUESDAY,),
        (ON_FRIDAY,),
        ("p1", "moved", "individual"),
        "",
    ),
    "on the way from this week on": (
        clinic_with(
            patients=[patient("p1", travel_minutes=11)],
            availability=[replace(busy("p1", "tue", "10:00-12:00"), first=MONDAY)],
        ),
        (ON_TUESDAY,),
        (ON_FRIDAY,),
        ("p1", "moved", "individual"),
        "p1 is not available then",
    ),
    "busy until this week": (
        clinic_with(availability=[replace(busy("p1", "tue", "09:00-12:00"), last=MONDAY - timedelta(days=1))]),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "p1 was not available then in the earlier week",
    ),
    "the family was away": (
        clinic_with(
            session_types=[SKILLS, replace(INDIVIDUAL, needs_family=True)],
            absences=[earlier(absent("p1", "tue", party="family"))],
        ),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "the family of p1 was away then in the earlier week",
    ),
    "the room is away, and another is there": (
        clinic_with(resources=[room("r1"), room("r2")], absences=[absent("r1", "tue")]),
        (one_to_one("p1", "tue", "09:00-09:50", resources="r1"),),
        (one_to_one("p1", "fri", "12:00-12:50", resources="r1"),),
        ("p1", "moved", "individual"),
        "",
    ),
    "the only room is away": (
        clinic_with(resources=[room("r1")], absences=[absent("r1", "tue")]),
        (one_to_one("p1", "tue", "09:00-09:50", resources="r1"),),
        (one_to_one("p1", "fri", "12:00-12:50", resources="r1"),),
        ("p1", "moved", "individual"),
        "r1 is away then",
    ),
    "more care is asked for": (
        clinic_with(
            patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            levels=[LevelLimits("iop"), LevelLimits("iop", 3, min_minutes_week=50)],
        ),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "other limits of the level hold in this week of the stay",
    ),
    "as much care is asked for": (
        clinic_with(
            patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            levels=[
                LevelLimits("iop", min_minutes_week=50),
                LevelLimits("iop", 3, min_minutes_week=50, min_days_week=1),
            ],
        ),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "",
    ),
    "more care is allowed": (
        clinic_with(
            patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            levels=[LevelLimits("iop", max_minutes_week=49), LevelLimits("iop", 3)],
        ),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "other limits of the level hold in this week of the stay",
    ),
    "somebody else leads the group": (
        clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t1", "tue")]),
        (meeting("g1", "tue", "09:00-10:00"),),
        (meeting("g1", "tue", "09:00-10:00", therapists="t2"),),
        ("p1", "other_therapist", "g1"),
        "t1 is away then",
    ),
    "the one who leads the group now": (
        clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t1", "tue")]),
        (meeting("g1", "tue", "09:00-10:00"),),
        (meeting("g1", "tue", "09:00-10:00", therapists="t2"),),
        ("t2", "new", "g1"),
        "t1 is away then",
    ),
    "one who leaves a group that goes on": (
        clinic_with(patients=TWO, therapists=STAFF, groups=[group()], absences=[absent("t1", "tue")]),
        (meeting("g1", "tue", "09:00-10:00", "p1 p2"),),
        (meeting("g1", "tue", "09:00-10:00", "p2", therapists="t2"),),
        ("p1", "dropped", "g1"),
        "",
    ),
    "agreed now, every week": (
        clinic_with(appointments=[weekly("p1", "fri", "12:00")]),
        (ON_TUESDAY,),
        (ON_FRIDAY,),
        ("p1", "moved", "individual"),
        "it is agreed for every Fri at 12:00",
    ),
    "agreed now, once": (
        clinic_with(appointments=[once("p1", "fri", "12:00")]),
        (),
        (ON_FRIDAY,),
        ("p1", "new", "individual"),
        "it is agreed for Fri 2026-03-06 at 12:00",
    ),
    "agreed for another time": (
        clinic_with(appointments=[once("p1", "thu", "12:00")]),
        (),
        (ON_FRIDAY,),
        ("p1", "new", "individual"),
        "",
    ),
    "agreed with somebody else": (
        clinic_with(therapists=STAFF, appointments=[weekly("p1", "tue", "09:00", therapist="t2")]),
        (ON_TUESDAY,),
        (one_to_one("p1", "tue", "09:00-09:50", therapists="t2"),),
        ("p1", "other_therapist", "individual"),
        "it is agreed with t2",
    ),
    "agreed in another room": (
        clinic_with(resources=[room("r1"), room("r2")], appointments=[weekly("p1", "tue", "09:00", resource="r2")]),
        (one_to_one("p1", "tue", "09:00-09:50", resources="r1"),),
        (one_to_one("p1", "tue", "09:00-09:50", resources="r2"),),
        ("p1", "other_room", "individual"),
        "it is agreed in r2",
    ),
    "the stay begins, planned once more": (
        clinic_with(patients=[replace(patient(), admitted=day("tue")), patient("p2")]),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "the stay begins on 2026-03-03",
    ),
}


@pytest.mark.parametrize(("caseload", "before", "after", "whose", "why"), BY_ITSELF.values(), ids=BY_ITSELF)
def test_a_dated_fact_explains_a_change_by_itself(
    caseload: Caseload,
    before: tuple[Session, ...],
    after: tuple[Session, ...],
    whose: tuple[str, str, str],
    why: str,
) -> None:
    assert reasons(caseload, before, after)[whose] == why


def test_whom_and_what_the_caseload_no_longer_has_is_compared_too() -> None:
    caseload = clinic_with()
    gone = meeting("g7", "tue", "09:00-10:00", "p7", therapists="t7", session_type="kind7")
    found = reasons(caseload, (gone,), (replace(gone, on=day("wed")), one_to_one("p7", "fri", "09:00-09:50")))
    assert found["p7", "moved", "g7"] == "the patient is no longer in the caseload"
    assert found["p7", "new", "individual"] == ""


def test_a_session_more_that_spares_waiting_says_so() -> None:
    caseload = clinic_with(groups=[group()])
    around = one_to_one("p1", "tue", "08:00-08:50"), one_to_one("p1", "tue", "10:15-11:05", session_type="visit")
    between = meeting("g1", "tue", "09:00-10:00")
    found = reasons(caseload, around, (*around, between))
    assert found["p1", "new", "g1"] == "it spares 60 min of waiting or of other discomfort"
    assert found["t1", "new", "g1"] == ""
    before, after = week(*around), week(*around, between)
    assert [change.is_dated for change in compare(caseload, before, after).changes] == [False, False]


def test_who_is_put_into_a_planned_week_is_new_and_makes_others_move() -> None:
    # The new one takes the only hour of the therapist on Tuesday, and p1 goes to Friday.
    caseload = clinic_with(patients=[patient("p1"), patient("p2")])
    new = one_to_one("p2", "tue", "09:00-09:50")
    found = compare(caseload, week(ON_TUESDAY), week(new, ON_FRIDAY)).changes
    whys = {change.who: change.why for change in found if change.role == "patient"}
    assert whys == {
        "p1": "its therapist is taken by individual of p2 on Tue 2026-03-03 09:00 "
        "(follows from: p2 had nothing in this week as it was planned before)",
        "p2": "p2 had nothing in this week as it was planned before",
    }


def test_a_new_agreement_makes_others_move() -> None:
    caseload = clinic_with(patients=[patient("p1"), patient("p2")], appointments=[weekly("p2", "tue", "09:00")])
    before = week(ON_TUESDAY, one_to_one("p2", "thu", "09:00-09:50"))
    found = compare(caseload, before, week(one_to_one("p2", "tue", "09:00-09:50"), ON_FRIDAY)).changes
    whys = {change.who: change.why for change in found if change.role == "patient"}
    assert whys["p2"] == "it is agreed for every Tue at 09:00"
    assert whys["p1"].endswith("(follows from: individual of p2 is agreed for every Tue at 09:00)")


def test_what_no_fact_explains_is_counted() -> None:
    caseload = clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t2", "mon")])
    before, after = week(*MOVED_GROUP[0], ON_TUESDAY), week(*MOVED_GROUP[1], ON_TUESDAY)
    naming = Naming(caseload, names=False)
    assert not any("dated row is found" in line for line in change_lines(compare(caseload, before, after), naming))
    bare = replace(caseload, absences={})
    assert "For 2 of 2 changes no absence, closure or other dated row is found as the reason." in change_lines(
        compare(bare, before, after), naming
    )
