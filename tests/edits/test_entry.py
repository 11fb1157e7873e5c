"""Facts of the day: what is put into the tables, and what becomes of the agreements that they touch."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.caseload import Absence, Appointment, Caseload, Member, SessionType
from scheduler.edits import entry as edits
from scheduler.schedule import Schedule
from scheduler.tables import Edit
from scheduler.times import WEEKDAYS, Window
from scheduler.verify import violations
from tests.caseloads import (
    INDIVIDUAL,
    MONDAY,
    SKILLS,
    absent,
    at,
    available,
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
    span,
    therapist,
    week,
    weekly,
)

ONCE = replace(once("p1", "tue", "10:00"), row=2)
EVERY = replace(weekly("p1", "tue", "10:00"), row=3)
FAMILY = SessionType("family", "one_to_one", 60, needs_family=True)


def clinic(**tables: object) -> Caseload:
    facts = {"patients": [patient("p1"), patient("p2")], "therapists": [therapist("t1"), therapist("t2")]}
    return clinic_with(**{**facts, **tables})  # type: ignore[arg-type]


def rows(entry: edits.DayFact) -> list[tuple[str, int]]:
    return [(each.table, each.row) for each in entry.touched]


@pytest.mark.parametrize(
    ("clocks", "is_lost"),
    [("09:00-10:00", False), ("09:00-10:01", True), ("10:49-11:00", True), ("10:50-11:00", False)],
)
def test_an_appointment_with_a_date_is_lost_by_a_minute(clocks: str, is_lost: bool) -> None:
    entry = edits.away(clinic(appointments=[ONCE]), absent("p1", "tue", clocks))
    assert entry.is_to_drop == is_lost
    assert rows(entry) == [("appointments", 2)] * is_lost
    assert not entry.edit.dropped


def test_drop_takes_out_what_cannot_be_kept_also_when_the_absence_is_known() -> None:
    away = absent("p1", "tue")
    first = edits.away(clinic(appointments=[ONCE]), away, drop=True)
    assert first.edit == Edit((away,), (), (ONCE,))
    assert not first.touched
    known = clinic(appointments=[ONCE], absences=[replace(away, row=5)])
    again = edits.away(known, away, drop=True)
    assert again.edit == Edit((), (), (ONCE,))
    assert again.known == ("p1 is away on Tue 2026-03-03, all day (absences, row 5)",)
    assert not edits.away(clinic(absences=[away]), away, drop=True).edit


def test_a_weekly_appointment_falls_out_and_is_never_dropped() -> None:
    stretch = Absence("p1", "self", MONDAY, MONDAY + timedelta(days=14))
    entry = edits.away(clinic(appointments=[EVERY]), stretch, drop=True)
    assert entry.edit == Edit((stretch,))
    (touched,) = entry.touched
    assert "falls out on Tue 2026-03-03 and 1 more" in touched.says
    assert not entry.is_to_drop


@pytest.mark.parametrize(
    ("who", "party", "appointment", "is_touched"),
    [
        ("t1", "self", ONCE, False),
        ("t1", "self", replace(ONCE, therapist="t1"), True),
        ("t2", "self", replace(ONCE, therapist="t1"), False),
        ("p2", "self", ONCE, False),
        ("p1", "family", ONCE, False),
        ("p1", "family", replace(ONCE, session_type="family"), True),
        ("r1", "self", replace(ONCE, session_type="room"), False),
        ("r1", "self", replace(ONCE, session_type="room", resource="r1"), True),
        ("r3", "self", replace(ONCE, session_type="room"), False),
    ],
)
def test_an_appointment_is_touched_where_nobody_else_can_take_it(
    who: str, party: str, appointment: Appointment, is_touched: bool
) -> None:
    leads = "individual family room"
    caseload = clinic(
        session_types=[INDIVIDUAL, FAMILY, SessionType("room", "one_to_one", 50, resources=("room",))],
        therapists=[therapist("t1", leads), therapist("t2", leads)],
        resources=[room("r1"), room("r2"), room("r3", "gym")],
        appointments=[appointment],
    )
    entry = edits.away(caseload, Absence(who, party, day("tue"), day("tue")))  # type: ignore[arg-type]
    assert rows(entry) == [("appointments", 2)] * is_touched


def test_what_was_impossible_for_others_is_not_touched() -> None:
    caseload = clinic(appointments=[replace(ONCE, therapist="t1")], absences=[absent("p1", "tue")])
    assert not edits.away(caseload, absent("t2", "tue")).touched


def test_group_places_are_told_and_stay() -> None:
    caseload = clinic(
        groups=[group("g1"), group("g2"), replace(group("g3"), same_members=True)],
        meetings=[meeting_row("g1", days="tue", starts="09:00"), meeting_row("g2", days="wed")],
        members=[Member(name, "p1", "in", row=number) for number, name in enumerate(("g1", "g2", "g3"), 2)],
    )
    entry = edits.away(caseload, absent("p1", "tue", "09:59-12:00"), drop=True)
    assert rows(entry) == [("members", 2), ("members", 4)]
    assert "its members are the same" in entry.touched[1].says
    assert rows(edits.away(caseload, absent("p1", "tue", "10:00-12:00"))) == [("members", 4)]
    assert not edits.away(caseload, absent("p2", "tue")).touched
    assert not edits.away(caseload, absent("p1", "tue", party="family")).touched


def test_meetings_that_name_who_is_away_are_told() -> None:
    caseload = clinic(
        resources=[room("r1")],
        groups=[group("g1")],
        meetings=[
            replace(meeting_row("g1", days="tue", starts="09:00", therapists="t1"), row=2),
            replace(meeting_row("g1", days="wed", starts="09:00", therapists="t1"), row=3),
            replace(meeting_row("g1", days="tue", starts="12:00", resources="r1"), row=4),
        ],
    )
    assert rows(edits.away(caseload, absent("t1", "tue"))) == [("meetings", 2)]
    assert rows(edits.away(caseload, absent("r1", "tue"))) == [("meetings", 4)]
    assert not rows(edits.away(caseload, absent("t2", "tue")))


PLANNED = week(
    one_to_one("p1", "tue", "10:00-10:50"),
    one_to_one("p2", "tue", "09:00-10:00", session_type="family", therapists="t2"),
    meeting("g1", "mon", "09:00-10:00", "p1 p2"),
    one_to_one("p1", "mon", "09:30-09:40", therapists="t2"),
    one_to_one("p2", "mon", "08:00-12:00", therapists="t3"),
)


def session(group_or_patient: str, weekday: str) -> str:
    return next(
        each.session
        for each in PLANNED.sessions
        if group_or_patient in {each.group, *(each.patients if not each.group else ())} and each.on == day(weekday)
    )


GROUPS = clinic(
    session_types=[SKILLS, INDIVIDUAL, FAMILY],
    therapists=[therapist("t1"), therapist("t2"), therapist("t3")],
    groups=[group("g1")],
    appointments=[ONCE, EVERY, replace(once("p2", "tue", "10:00"), row=4)],
)


def test_a_cancelled_session_takes_its_minutes_and_its_agreement_along() -> None:
    entry = edits.cancelled(GROUPS, PLANNED, session("p1", "tue"))
    assert entry.edit == Edit((absent("p1", "tue", "10:00-10:50"),), (), (ONCE,))
    assert rows(entry) == [("appointments", 3)]
    again = edits.cancelled(entry.edit.applied(GROUPS), PLANNED, session("p1", "tue"))
    assert not again.edit
    assert again.known


def test_where_the_family_is_needed_the_family_is_away() -> None:
    entry = edits.cancelled(GROUPS, PLANNED, session("p2", "tue"))
    assert entry.edit.absences == (absent("p2", "tue", "09:00-10:00", party="family"),)


def test_nobody_can_lead_a_cancelled_group_and_no_other_session_falls_out() -> None:
    entry = edits.cancelled(GROUPS, PLANNED, session("g1", "mon"))
    assert entry.edit.absences == (
        absent("t1", "mon", "09:00-10:00"),
        absent("t2", "mon", "09:00-09:30"),
        absent("t2", "mon", "09:40-10:00"),
    )
    assert len(entry.obstacles) == 1
    assert entry.obstacles[0].startswith("t3 leads another session all the while")
    after = entry.edit.applied(GROUPS)
    others = Schedule.of(each for each in PLANNED.sessions if each.group is None)
    rules = {found.rule for found in violations(after, MONDAY, others)}
    assert "therapist_available" not in rules
    for who in ("t1", "t2"):
        held = week(meeting("g1", "mon", "09:00-10:00", "p1 p2", therapists=who))
        assert "therapist_available" in {found.rule for found in violations(after, MONDAY, held)}


def test_one_patient_may_cancel_a_group() -> None:
    entry = edits.cancelled(GROUPS, PLANNED, session("g1", "mon"), patient="p2")
    assert entry.edit == Edit((absent("p2", "mon", "09:00-10:00"),))


@pytest.mark.parametrize(("name", "who"), [("nothing", None), (session("g1", "mon"), "p9")])
def test_what_is_not_in_the_schedule_cannot_be_cancelled(name: str, who: str | None) -> None:
    with pytest.raises(edits.NoSuchSession) as caught:
        edits.cancelled(GROUPS, PLANNED, name, patient=who)
    assert caught.value.exit_code == 2


def test_an_agreement_is_written_once() -> None:
    assert edits.agreed(clinic(), ONCE).edit == Edit(appointments=(ONCE,))
    known = edits.agreed(clinic(appointments=[ONCE]), replace(ONCE, row=0))
    assert not known.edit
    assert "appointments, row 2" in known.known[0]


@pytest.mark.parametrize(
    ("wanted", "is_known"),
    [
        (ONCE, True),
        (replace(ONCE, therapist="t1"), True),
        (replace(ONCE, therapist="t2"), False),
        (replace(ONCE, resource="r1"), False),
        (replace(ONCE, start=at("10:05")), False),
        (replace(ONCE, on=day("wed")), False),
        (EVERY, True),
    ],
)
def test_a_weekly_appointment_says_its_dates_too(wanted: Appointment, is_known: bool) -> None:
    caseload = clinic(plans=[plan("p1", therapist="t1")], resources=[room("r1")], appointments=[EVERY])
    assert bool(edits.agreed(caseload, wanted).known) == is_known
    assert edits.agreed(replace(caseload, absences={"p1": (absent("p1", "tue"),)}), ONCE).edit.appointments == (ONCE,)


NEW = once("p1", "tue", "10:00")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (once("p1", "tue", "10:49"), "both take time of p1"),
        (once("p1", "tue", "10:50"), ""),
        (once("p1", "tue", "09:11"), "both take time of p1"),
        (once("p1", "tue", "09:10"), ""),
        (once("p1", "wed", "10:00"), ""),
        (once("p2", "tue", "10:00"), ""),
        (once("p2", "tue", "10:00", resource="r1"), "both take time of r1"),
        (once("p2", "tue", "10:59", therapist="t1"), "both take time of t1"),
        (once("p2", "tue", "11:00", therapist="t1"), ""),
        (once("p2", "tue", "09:01", therapist="t1"), "both take time of t1"),
        (once("p2", "tue", "09:00", therapist="t1"), ""),
        (weekly("p2", "tue", "10:00", therapist="t1"), "both take time of t1"),
        (weekly("p2", "wed", "10:00", therapist="t1"), ""),
    ],
)
def test_agreements_that_take_the_same_minutes_are_rivals(other: Appointment, why: str) -> None:
    caseload = clinic(
        session_types=[replace(INDIVIDUAL, buffer_minutes=10, max_per_day=None)],
        resources=[room("r1")],
        plans=[plan("p1"), plan("p2")],
        appointments=[replace(other, row=7)],
    )
    entry = edits.agreed(caseload, replace(NEW, therapist="t1", resource="r1"))
    assert [each.says.rpartition(": ")[2] for each in entry.touched] == ([why] if why else [])


def test_the_plan_allows_only_so_many() -> None:
    others = [replace(once("p1", name, "10:00"), row=number) for number, name in enumerate(WEEKDAYS[:4], 2)]
    caseload = clinic(plans=[plan("p1", most=3), plan("p2", most=1)], appointments=others)
    entry = edits.agreed(caseload, once("p1", "fri", "10:00"))
    assert rows(entry) == [("appointments", 4), ("appointments", 5)]
    assert not edits.agreed(caseload, replace(others[0], row=0, on=day("fri") + timedelta(days=3))).touched
    assert not edits.agreed(caseload, once("p2", "fri", "10:00")).touched


def test_the_type_allows_only_so_many_a_day() -> None:
    caseload = clinic(appointments=[ONCE])
    entry = edits.agreed(caseload, once("p1", "tue", "15:00"), drop=True)
    assert entry.edit.dropped == (ONCE,)
    assert "at most 1 a day of individual" in edits.agreed(caseload, once("p1", "tue", "15:00")).touched[0].says


def test_a_weekly_rival_of_a_date_falls_out_on_that_date_only() -> None:
    caseload = clinic(plans=[plan("p1", most=1)], appointments=[EVERY])
    wanted = once("p1", "thu", "15:00")
    assert edits.agreed(caseload, wanted).is_to_drop
    entry = edits.agreed(caseload, wanted, drop=True)
    assert entry.edit == Edit((absent("p1", "tue", "10:00-10:50"),), (wanted,))
    again = edits.agreed(entry.edit.applied(caseload), wanted, drop=True)
    assert not again.edit
    assert not again.touched


def test_the_absence_leaves_the_new_appointment_its_minutes() -> None:
    caseload = clinic(appointments=[EVERY])
    entry = edits.agreed(caseload, once("p1", "tue", "10:30"), drop=True)
    assert entry.edit.absences == (absent("p1", "tue", "10:00-10:30"),)
    same = edits.agreed(caseload, once("p1", "tue", "10:00", therapist="t2"), drop=True)
    assert not same.edit.absences
    assert rows(same) == [("appointments", 3)]
    assert same.is_to_drop


def test_a_weekly_rival_of_a_weekly_appointment_is_taken_out() -> None:
    caseload = clinic(plans=[plan("p1", most=1)], appointments=[EVERY, replace(once("p1", "fri", "12:00"), row=4)])
    entry = edits.agreed(caseload, weekly("p1", "thu", "15:00"), drop=True)
    assert [each.row for each in entry.edit.dropped] == [3, 4]
    assert entry.dropped == (
        "individual of p1 every Tue at 10:00 (appointments, row 3) is taken out",
        "individual of p1 on Fri 2026-03-06 at 12:00 (appointments, row 4) is taken out",
    )


def test_a_group_at_that_time_is_told() -> None:
    caseload = clinic(
        groups=[group("g1"), group("g2")],
        meetings=[meeting_row("g1", days="tue", starts="10:30"), meeting_row("g2", days="tue", starts="10:50")],
        members=[Member("g1", "p1", "in", row=2), Member("g2", "p1", "in", row=3)],
    )
    entry = edits.agreed(caseload, ONCE, drop=True)
    assert rows(entry) == [("members", 2)]
    assert not entry.is_to_drop


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({}, ""),
        ({"opening": ((span("10:00-10:50"),),) * 7}, ""),
        ({"opening": ((span("10:00-10:49"),),) * 7}, "10:00-10:50 on tue is outside the opening hours"),
        ({"absences": [absent("p1", "tue")]}, "the patient is absent then"),
        ({"availability": [busy("p1", "tue", "10:50-12:00")]}, ""),
        ({"availability": [busy("p1", "tue", "10:49-12:00")]}, "p1 cannot come then: busy 10:49-12:00"),
        ({"availability": [available("t1", "tue", "10:01-12:00")]}, "t1 is not free then: available 10:01-12:00"),
        ({"availability": [available("r1", "mon", "10:00-12:00")]}, "r1 is not free then: available at no time"),
    ],
)
def test_what_else_is_in_the_way_is_told(tables: dict[str, object], words: str) -> None:
    wanted = replace(ONCE, therapist="t1", resource="r1")
    found = edits.agreed(clinic(resources=[room("r1")], **tables), wanted).obstacles
    assert [each.startswith(words) for each in found] == [True] * bool(words)


def test_a_family_that_cannot_come_is_told() -> None:
    caseload = clinic(
        session_types=[FAMILY],
        therapists=[therapist("t1", "family")],
        availability=[available("p1", "tue", "11:00-12:00", party="family")],
    )
    (found,) = edits.agreed(caseload, replace(ONCE, session_type="family")).obstacles
    assert found.startswith("the family of p1 cannot come then")


def test_what_nobody_knows_is_left_to_the_reader_of_the_tables() -> None:
    strange = [replace(ONCE, patient="p9"), replace(ONCE, session_type="x"), replace(ONCE, therapist="t9")]
    for wanted in strange:
        assert edits.agreed(clinic(appointments=[EVERY]), wanted).edit == Edit(appointments=(wanted,))
    nobody = Absence("p9", "self", MONDAY, MONDAY, Window(0, 60))
    assert edits.away(clinic(appointments=[EVERY]), nobody).edit == Edit((nobody,))
