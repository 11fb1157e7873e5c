"""A start that nothing gives is on the grid."""

from dataclasses import replace

import pytest

from scheduler.caseload import Appointment, TimetableRow
from tests.caseloads import absent, clinic_with, group, meeting, meeting_row, once, one_to_one, therapist, weekly
from tests.verify.breaking import amounts, broken

RULE = "grid"
AT_10_07 = meeting("g1", "mon", "10:07-11:07")


@pytest.mark.parametrize(
    ("clocks", "grid_minutes", "amount"),
    [
        ("10:00-10:50", 15, []),
        ("10:01-10:51", 15, [1]),
        ("10:14-11:04", 15, [1]),
        ("10:15-11:05", 15, []),
        ("10:15-11:05", 30, [15]),
        ("10:01-10:51", 1, []),
    ],
)
def test_a_chosen_start_is_on_the_grid(clocks: str, grid_minutes: int, amount: list[int]) -> None:
    caseload = clinic_with(grid_minutes=grid_minutes)
    assert amounts(RULE, caseload, one_to_one("p1", "mon", clocks)) == amount


@pytest.mark.parametrize(
    ("agreed", "amount"),
    [
        (weekly("p1", "mon", "10:07"), []),
        (once("p1", "mon", "10:07"), []),
        (once("p1", "mon", "10:07", therapist="t2"), []),
        (once("p1", "mon", "10:08"), [7]),
        (once("p1", "tue", "10:07"), [7]),
    ],
)
def test_an_agreement_gives_a_start(agreed: Appointment, amount: list[int]) -> None:
    caseload = clinic_with(therapists=[therapist(), therapist("t2")], appointments=[agreed])
    assert amounts(RULE, caseload, one_to_one("p1", "mon", "10:07-10:57")) == amount


def test_a_dropped_agreement_gives_none() -> None:
    caseload = clinic_with(appointments=[weekly("p1", "mon", "10:07")], absences=[absent("p1", "mon", "10:00-10:10")])
    assert amounts(RULE, caseload, one_to_one("p1", "mon", "10:07-10:57")) == [7]


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        (meeting_row(starts="10:07"), []),
        (meeting_row(days="mon", starts="09:00 10:07", therapists="t1"), []),
        (meeting_row(starts="10:08"), [7]),
        (meeting_row(days="mon"), [7]),
        (meeting_row(days="tue", starts="10:07"), [7]),
        (meeting_row(starts="10:07", therapists="t2"), [7]),
    ],
)
def test_a_row_of_the_timetable_gives_a_start(row: TimetableRow, amount: list[int]) -> None:
    assert amounts(RULE, clinic_with(groups=[group()], meetings=[row]), AT_10_07) == amount


def test_a_meeting_placed_freely_is_on_the_grid() -> None:
    assert amounts(RULE, clinic_with(groups=[group()]), AT_10_07) == [7]
    assert broken(clinic_with(groups=[group()]), AT_10_07) == {RULE}


def test_a_row_gives_its_start_to_one_meeting() -> None:
    caseload = clinic_with(groups=[group(meetings_per_week=2)], meetings=[meeting_row(starts="10:07")])
    assert amounts(RULE, caseload, AT_10_07, meeting("g1", "tue", "10:07-11:07")) == [7]


@pytest.mark.parametrize(("a_week", "amount"), [(2, [7]), (3, [])])
def test_a_start_is_not_given_at_another_meeting_s_cost(a_week: int, amount: list[int]) -> None:
    # Only the row that gives starts fits the meeting on Tuesday; on Monday the other row fits too, but gives none.
    rows = [meeting_row(starts="10:00 10:07"), meeting_row(days="mon")]
    caseload = clinic_with(groups=[group(meetings_per_week=a_week)], meetings=rows)
    sessions = (AT_10_07, meeting("g1", "tue", "10:00-11:00"))
    assert amounts("group_meetings", caseload, *sessions) == []
    assert amounts(RULE, caseload, *sessions) == amount


def test_all_of_a_list_of_starts_are_given() -> None:
    rows = [replace(meeting_row(starts="10:07 11:11"), row=number) for number in (2, 3)]
    caseload = clinic_with(groups=[group(meetings_per_day=2)], meetings=rows)
    assert amounts(RULE, caseload, AT_10_07, meeting("g1", "mon", "11:11-12:11")) == []
