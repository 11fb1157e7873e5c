"""A group meets as often as it may, and as its timetable says."""

from dataclasses import replace

import pytest

from scheduler.caseload import TimetableRow
from tests.caseloads import clinic_with, group, meeting, meeting_row, room, therapist
from tests.verify.breaking import amounts, broken, found

RULE = "group_meetings"
MONDAY_AT_TEN = meeting("g1", "mon", "10:00-11:00", resources="r1")
MONDAY_AT_TWELVE = meeting("g1", "mon", "12:00-13:00", resources="r1")
TUESDAY_AT_TEN = meeting("g1", "tue", "10:00-11:00", resources="r1")


@pytest.mark.parametrize(("a_week", "amount"), [(2, []), (1, [1])])
def test_meets_so_often_a_week(a_week: int, amount: list[int]) -> None:
    caseload = clinic_with(groups=[group(meetings_per_week=a_week)])
    assert amounts(RULE, caseload, MONDAY_AT_TEN, TUESDAY_AT_TEN) == amount


@pytest.mark.parametrize(("a_day", "amount"), [(2, []), (1, [1])])
def test_meets_so_often_a_day(a_day: int, amount: list[int]) -> None:
    caseload = clinic_with(groups=[group(meetings_per_day=a_day)])
    assert amounts(RULE, caseload, MONDAY_AT_TEN, MONDAY_AT_TWELVE) == amount


@pytest.mark.parametrize(("clocks", "amount"), [("11:00-12:00", []), ("10:59-11:59", [1])])
def test_never_overlaps_itself(clocks: str, amount: list[int]) -> None:
    caseload = clinic_with(groups=[group(meetings_per_day=2)])
    assert amounts(RULE, caseload, MONDAY_AT_TEN, meeting("g1", "mon", clocks)) == amount


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        (meeting_row(), []),
        (meeting_row(days="mon", starts="10:00", therapists="t1", resources="r1"), []),
        (meeting_row(days="sun mon"), []),
        (meeting_row(days="tue wed"), [1]),
        (meeting_row(starts="09:00 10:00"), []),
        (meeting_row(starts="09:00 10:01"), [1]),
        (meeting_row(therapists="t2"), [1]),
        (meeting_row(therapists="t1 t2"), [1]),
        (meeting_row(resources="r2"), [1]),
        (meeting_row(resources="r1 r2"), [1]),
    ],
)
def test_matches_what_its_row_gives(row: TimetableRow, amount: list[int]) -> None:
    caseload = clinic_with(groups=[group(meetings_per_week=1)], meetings=[row], resources=[room("r1"), room("r2")])
    assert amounts(RULE, caseload, MONDAY_AT_TEN) == amount


@pytest.mark.parametrize(("a_week", "amount"), [(2, []), (1, [1])])
def test_meetings_above_the_rows_may_be_placed_freely(a_week: int, amount: list[int]) -> None:
    caseload = clinic_with(groups=[group(meetings_per_week=a_week)], meetings=[meeting_row(days="mon")])
    assert amounts(RULE, caseload, TUESDAY_AT_TEN) == amount


def test_two_meetings_need_two_rows() -> None:
    rows = [meeting_row(days="mon"), meeting_row(days="tue")]
    caseload = clinic_with(groups=[group(meetings_per_week=2, meetings_per_day=2)], meetings=rows)
    assert amounts(RULE, caseload, MONDAY_AT_TEN, TUESDAY_AT_TEN) == []
    assert amounts(RULE, caseload, MONDAY_AT_TEN, MONDAY_AT_TWELVE) == [1]


def test_rows_are_shared_out_so_that_most_meetings_match() -> None:
    # The first meeting fits both rows, the second only the row that the first would take.
    rows = [meeting_row(days="mon tue"), meeting_row(days="mon")]
    caseload = clinic_with(groups=[group(meetings_per_week=2)], meetings=rows)
    assert amounts(RULE, caseload, MONDAY_AT_TEN, TUESDAY_AT_TEN) == []


def test_identical_rows_are_two_meetings() -> None:
    caseload = clinic_with(groups=[group(meetings_per_week=2, meetings_per_day=2)], meetings=[meeting_row()] * 2)
    assert amounts(RULE, caseload, MONDAY_AT_TEN, MONDAY_AT_TWELVE) == []


def test_one_meeting_too_many_is_told_once() -> None:
    caseload = clinic_with(groups=[group(meetings_per_week=1)], meetings=[meeting_row()])
    assert amounts(RULE, caseload, MONDAY_AT_TEN, TUESDAY_AT_TEN) == [1]


def test_a_meeting_need_not_take_place() -> None:
    assert amounts(RULE, clinic_with(groups=[group()], meetings=[meeting_row(days="mon")])) == []


def test_says_which_cells_differ() -> None:
    row = replace(meeting_row(days="mon", starts="10:15", therapists="t2"), row=4)
    caseload = clinic_with(
        groups=[group(meetings_per_week=1)], meetings=[row], therapists=[therapist(), therapist("t2")]
    )
    session = meeting("g1", "mon", "10:00-11:00")
    (violation,) = found(RULE, caseload, session)
    assert violation.says == (
        "g1 has 1 meeting more than its timetable has room for: "
        "g1 on Mon 2026-03-02 10:00-11:00 (session g1.mon.10:00): "
        "the nearest row (meetings row 4) has another start, therapists"
    )
    assert broken(caseload, session) == {RULE}


def test_says_which_meeting_uses_the_row() -> None:
    rows = [replace(meeting_row(days="mon"), row=4), replace(meeting_row(days="tue"), row=5)]
    caseload = clinic_with(groups=[group(meetings_per_week=2, meetings_per_day=2)], meetings=rows)
    (violation,) = found(RULE, caseload, MONDAY_AT_TEN, MONDAY_AT_TWELVE)
    assert violation.says.endswith("the row that it fits (meetings row 4) is used by session g1.mon.10:00")
    assert violation.sessions == ("g1.mon.12:00",)
