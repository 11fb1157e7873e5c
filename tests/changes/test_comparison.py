"""Two weeks side by side: kinds of change, reasons, moments, and whom to tell; in sentences and as a table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.caseload import Caseload, Closure, LevelLimits
from scheduler.changes import Comparison, Moment, compare, kind_of
from scheduler.changes import Pair as PairOf
from scheduler.report.changes import CHANGE_COLUMNS, Naming, change_columns, change_lines, change_rows
from scheduler.schedule import Schedule, Session
from scheduler.times import Window
from scheduler.verify import stability
from tests.caseloads import (
    MONDAY,
    absent,
    at,
    clinic_with,
    day,
    group,
    meeting,
    one_to_one,
    patient,
    plan,
    room,
    therapist,
    week,
)

PEOPLE = [replace(patient("p1"), name="Ada Alba"), replace(patient("p2"), name="Bea Bruno")]
STAFF = [replace(therapist("t1"), name="Tom Tell"), therapist("t2")]
CLINIC = clinic_with(patients=PEOPLE, therapists=STAFF, resources=[room("r1"), room("r2")], groups=[group("g1")])
SESSION = one_to_one("p1", "tue", "09:00-09:50", resources="r1")
LAST_WEEK = timedelta(weeks=-1)


def shifted(schedule: Schedule, by: timedelta = LAST_WEEK) -> Schedule:
    """The same sessions in another week."""
    return Schedule.of(replace(session, on=session.on + by) for session in schedule.sessions)


def reasons(comparison: Comparison) -> set[str]:
    return {change.why for change in comparison.changes}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, None),
        ({"session": "other", "row": 9}, None),
        ({"on": day("wed")}, "moved"),
        ({"start": at("09:05"), "end": at("09:55"), "therapists": ("t2",)}, "moved"),
        ({"end": at("10:00")}, "moved"),
        ({"therapists": ("t2",), "resources": ("r2",)}, "other_therapist"),
        ({"resources": ("r2",)}, "other_room"),
        ({"resources": (), "mode": "virtual"}, "other_room"),
        ({"mode": "virtual"}, "other_mode"),
    ],
)
def test_the_greatest_difference_names_the_change(changes: dict[str, object], kind: str | None) -> None:
    after = replace(SESSION, **changes)  # type: ignore[arg-type]
    assert kind_of(PairOf(SESSION, after)) == kind
    comparison = compare(CLINIC, week(SESSION), Schedule.of([after]))
    assert {change.kind for change in comparison.changes if change.role == "patient"} == {kind} - {None}


def test_what_is_gone_and_what_is_new() -> None:
    comparison = compare(CLINIC, week(SESSION), week(one_to_one("p2", "mon", "09:00-09:50")))
    assert [(change.role, change.who, change.kind, change.cost) for change in comparison.changes] == [
        ("patient", "p1", "dropped", 2),
        ("patient", "p2", "new", None),
        ("therapist", "t1", "new", None),
        ("therapist", "t1", "dropped", None),
    ]


def test_a_session_moves_to_the_nearest_and_stays_where_it_can() -> None:
    before = week(one_to_one("p1", "mon", "09:00-09:50"), SESSION)
    after = week(SESSION, one_to_one("p1", "wed", "09:00-09:50"))
    (change,) = [change for change in compare(CLINIC, before, after).changes if change.role == "patient"]
    assert change.before is not None
    assert change.after is not None
    assert (change.kind, change.before.on, change.after.on) == ("moved", day("mon"), day("wed"))


def test_another_group_is_no_move() -> None:
    before, after = week(meeting("g1", "mon", "09:00-10:00")), week(meeting("g2", "mon", "09:00-10:00"))
    kinds = [change.kind for change in compare(CLINIC, before, after).changes if change.role == "patient"]
    assert sorted(kinds) == ["dropped", "new"]


def test_an_unchanged_week_carried_over_has_no_changes() -> None:
    schedule = week(SESSION, meeting("g1", "mon", "09:00-10:00", "p1 p2"))
    comparison = compare(CLINIC, shifted(schedule), schedule)
    assert comparison.changes == ()
    assert comparison.to_tell == ()
    assert (comparison.weeks.before, comparison.weeks.after) == (MONDAY + LAST_WEEK, MONDAY)
    assert change_lines(comparison, Naming(CLINIC, names=False)) == ["Nothing changed: 3 appointments as before."]


def test_two_empty_weeks_are_the_same() -> None:
    assert change_lines(compare(CLINIC, week(), week()), Naming(CLINIC, names=False)) == [
        "Nothing changed: 0 appointments as before."
    ]


def test_an_empty_week_is_that_of_the_other() -> None:
    assert compare(CLINIC, week(SESSION), week()).weeks.after == MONDAY
    assert compare(CLINIC, week(), week(SESSION)).weeks.before == MONDAY


def test_the_value_of_stability_is_told() -> None:
    before = week(SESSION, meeting("g1", "mon", "09:00-10:00", "p1 p2"))
    after = week(meeting("g1", "mon", "09:00-10:00", "p1 p2", therapists="t2"))
    assert compare(CLINIC, before, after).stability == stability(CLINIC, MONDAY, before, after) == 4


def test_those_to_tell_come_by_the_first_moment_of_either_week() -> None:
    before = week(one_to_one("p1", "thu", "09:00-09:50"), one_to_one("p2", "wed", "08:00-08:50", therapists="t2"))
    after = week(one_to_one("p1", "tue", "09:00-09:50"), one_to_one("p2", "fri", "08:00-08:50", therapists="t2"))
    told = compare(CLINIC, shifted(before), after).to_tell
    assert [(each.moment, each.who, each.changes) for each in told] == [
        (Moment(day("tue"), at("09:00")), "p1", 1),
        (Moment(day("tue"), at("09:00")), "t1", 1),
        (Moment(day("wed"), at("08:00")), "p2", 1),
        (Moment(day("wed"), at("08:00")), "t2", 1),
    ]


def test_whoever_has_left_is_not_told_but_the_therapist_is() -> None:
    left = clinic_with(patients=[replace(patient("p1"), discharged=day("mon"))])
    comparison = compare(left, week(SESSION), week())
    assert [(each.role, each.who) for each in comparison.to_tell] == [("therapist", "t1")]
    assert reasons(comparison) == {"the stay is to 2026-03-02", "the stay of p1 does not hold the day"}
    assert comparison.stability == 0


CLOSED = Closure(day("tue"), Window(at("09:49"), at("12:00")))
BEFORE = MONDAY + LAST_WEEK


@pytest.mark.parametrize(
    ("caseload", "why"),
    [
        (clinic_with(closures=[CLOSED]), "the clinic is closed then"),
        (clinic_with(closures=[replace(CLOSED, window=Window(at("09:50"), at("12:00")))]), ""),
        (clinic_with(absences=[absent("t1", "tue")]), "t1 is away then"),
        (clinic_with(absences=[absent("t1", "wed")]), ""),
        (clinic_with(absences=[absent("p1", "tue", "09:00-09:01")]), "p1 is away then"),
        (clinic_with(absences=[absent("p1", "tue", "08:00-09:00")]), ""),
        (clinic_with(absences=[absent("p1", "tue", party="family")]), ""),
        (
            clinic_with(
                levels=[LevelLimits("iop"), LevelLimits("iop", 3)], patients=[replace(patient(), level_since=MONDAY)]
            ),
            "",
        ),
        (
            clinic_with(
                levels=[LevelLimits("iop"), LevelLimits("iop", 3, max_minutes_week=49)],
                patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            ),
            "other limits of the level hold in this week of the stay",
        ),
        (
            # Where more is asked for, nothing falls away because of that.
            clinic_with(
                levels=[LevelLimits("iop"), LevelLimits("iop", 3, min_minutes_week=60, max_minutes_week=50)],
                patients=[replace(patient(), level_since=MONDAY + 2 * LAST_WEEK)],
            ),
            "",
        ),
    ],
)
def test_dated_facts_explain_what_is_gone(caseload: Caseload, why: str) -> None:
    # Without a session of its own, the later week would not be known.
    other = one_to_one("p9", "fri", "12:00-12:50", therapists="t9")
    comparison = compare(caseload, shifted(week(SESSION, other)), week(other))
    assert {change.why for change in comparison.changes if change.role == "patient"} == {why}


@pytest.mark.parametrize(
    ("admitted", "every_weeks", "why"),
    [
        (day("tue"), 1, "the stay begins on 2026-03-03"),
        (BEFORE, 1, ""),
        (BEFORE + LAST_WEEK, 2, "this type is not due every week"),
    ],
)
def test_dated_facts_explain_what_is_new(admitted: date, every_weeks: int, why: str) -> None:
    caseload = clinic_with(
        patients=[replace(patient("p1"), admitted=admitted), patient("p2")],
        plans=[plan("p1", every_weeks=every_weeks), plan("p2")],
    )
    before = shifted(week(one_to_one("p2", "mon", "12:00-12:50")))
    comparison = compare(caseload, before, week(*shifted(before, -LAST_WEEK).sessions, SESSION))
    assert {change.why for change in comparison.changes if change.role == "patient"} == {why}


SENTENCES = [
    (SESSION, replace(SESSION, on=day("wed")), "individual moves from Tue 2026-03-03 09:00-09:50 to Wed 2026-03-04 "),
    (SESSION, None, "individual on Tue 2026-03-03 09:00-09:50 is dropped."),
    (None, SESSION, "individual is new on Tue 2026-03-03 09:00-09:50 with t1 in r1."),
    (SESSION, replace(SESSION, therapists=("t2",)), "is now with t2 instead of t1."),
    (SESSION, replace(SESSION, resources=("r2",)), "is now in r2 instead of r1."),
    (SESSION, replace(SESSION, resources=()), "is now in no room instead of r1."),
    (SESSION, replace(SESSION, mode="virtual"), "is now virtual instead of in person."),
    (SESSION, replace(SESSION, on=day("wed"), therapists=("t2",)), "09:00-09:50, now with t2 instead of t1."),
]


@pytest.mark.parametrize(("before", "after", "words"), SENTENCES)
def test_changes_are_sentences(before: Session | None, after: Session | None, words: str) -> None:
    both = [Schedule.of([each] if each else []) for each in (before, after)]
    lines = change_lines(compare(CLINIC, *both), Naming(CLINIC, names=False))
    assert any(words in line for line in lines), lines
    assert "Ada" not in "".join(lines)


def test_names_are_shown_only_where_they_are_asked_for() -> None:
    comparison = compare(CLINIC, week(SESSION), week())
    named = change_lines(comparison, Naming(CLINIC, names=True))
    assert "  p1 (Ada Alba)" in named
    assert any("individual of p1 (Ada Alba) on Tue" in line for line in named)
    assert any(line.endswith("therapist  t1 (Tom Tell)  1 change") for line in named)
    assert change_columns(names=True)[:3] == ("role", "who", "name")
    assert "name" not in change_columns(names=False) == CHANGE_COLUMNS
    assert [row["name"] for row in change_rows(comparison, Naming(CLINIC, names=True))] == ["Ada Alba", "Tom Tell"]
    assert {row["name"] for row in change_rows(comparison, Naming(CLINIC, names=False))} == {""}


def test_the_table_has_both_sides() -> None:
    after = replace(SESSION, session="x", on=day("wed"), therapists=("t2",))
    rows = change_rows(compare(CLINIC, week(SESSION), Schedule.of([after])), Naming(CLINIC, names=False))
    moved = next(row for row in rows if row["role"] == "patient")
    assert moved["change"] == "moved"
    assert (moved["patient"], moved["session_type"], moved["group"], moved["cost"]) == ("p1", "individual", "", "2")
    assert (moved["old_date"], moved["old_start"], moved["old_therapists"]) == ("2026-03-03", "09:00", "t1")
    assert (moved["new_date"], moved["new_end"], moved["new_therapists"]) == ("2026-03-04", "09:50", "t2")
    gone = change_rows(compare(CLINIC, week(meeting("g1", "mon", "09:00-10:00")), week()), Naming(CLINIC, names=False))
    assert [(row["role"], row["patient"], row.get("new_date")) for row in gone] == [
        ("patient", "p1", None),
        ("therapist", "", None),
    ]
