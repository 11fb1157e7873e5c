"""The dated fact behind a change: beside it, or behind another change that it follows from; each on a tiny clinic."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.caseload import Absence, Caseload, Closure, KeepApart, LevelRow
from scheduler.changes import compare
from scheduler.report.changes import Naming, change_lines
from scheduler.schedule import Schedule, Session
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
    meeting_row,
    once,
    one_to_one,
    patient,
    plan,
    room,
    therapist,
    week,
    weekly,
)

LAST_WEEK = timedelta(weeks=-1)
TWO = [patient("p1"), patient("p2")]
STAFF = [therapist("t1"), therapist("t2")]
# It takes place in both weeks, so that both are known whatever else there is.
ALWAYS = one_to_one("p9", "sat", "12:00-12:50", therapists="t9")
LEFT = [patient("p1"), replace(patient("p2"), discharged=MONDAY - timedelta(days=1)), patient("p3")]
AWAY_MONDAY = "(follows from: t2 is away on Mon 2026-03-02)"
WAS_AWAY_WEDNESDAY = "(follows from: t2 was away on Wed 2026-02-25)"
ON_TUESDAY = one_to_one("p1", "tue", "09:00-09:50")
ON_FRIDAY = one_to_one("p1", "fri", "12:00-12:50")


def earlier(absence: Absence) -> Absence:
    """The same absence a week before."""
    return replace(absence, first=absence.first + LAST_WEEK, last=absence.last + LAST_WEEK)


def reasons(
    caseload: Caseload, before: tuple[Session, ...], after: tuple[Session, ...]
) -> dict[tuple[str, str, str], str]:
    """Why each session of each person changed, by who, kind of change, and group or type."""
    held = (replace(session, on=session.on + LAST_WEEK) for session in week(*before, ALWAYS).sessions)
    found = compare(caseload, Schedule.of(held), week(*after, ALWAYS)).changes
    whose = {change: (change.before or change.after or ALWAYS) for change in found}
    return {(each.who, each.kind, one.group or one.session_type): each.why for each, one in whose.items()}


MOVED_GROUP = (
    (meeting("g1", "mon", "09:00-10:00", therapists="t2"),),
    (meeting("g1", "tue", "09:00-10:00", therapists="t2"),),
)
"""A group that meets on Tuesday instead of Monday, as t2 is away on Monday."""

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
            levels=[LevelRow("iop", max_minutes_day=60)],
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
            levels=[LevelRow("iop", max_days_week=1)],
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
            levels=[LevelRow("iop", min_minutes_week=60)],
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
            levels=[LevelRow("iop", min_days_week=2, min_minutes_day=50)],
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
            levels=[LevelRow("iop"), LevelRow("iop", 3, min_minutes_week=50)],
        ),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "other limits of the level hold in this week of the stay",
    ),
    "as much care is asked for": (
        clinic_with(
            patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            levels=[LevelRow("iop", min_minutes_week=50), LevelRow("iop", 3, min_minutes_week=50, min_days_week=1)],
        ),
        (),
        (ON_TUESDAY,),
        ("p1", "new", "individual"),
        "",
    ),
    "more care is allowed": (
        clinic_with(
            patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            levels=[LevelRow("iop", max_minutes_week=49), LevelRow("iop", 3)],
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


def test_what_no_fact_explains_is_counted() -> None:
    caseload = clinic_with(therapists=STAFF, groups=[group()], absences=[absent("t2", "mon")])
    before, after = week(*MOVED_GROUP[0], ON_TUESDAY), week(*MOVED_GROUP[1], ON_TUESDAY)
    naming = Naming(caseload, names=False)
    assert not any("No dated fact" in line for line in change_lines(compare(caseload, before, after), naming))
    bare = replace(caseload, absences={})
    assert "No dated fact is found behind 2 of 2 changes." in change_lines(compare(bare, before, after), naming)
