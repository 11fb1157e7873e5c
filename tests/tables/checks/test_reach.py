"""What nobody can reach is warned of before a week is planned: single rows for several meetings, plans too small."""

from pathlib import Path

import pytest

from scheduler.errors import Problem
from tests.tables.conftest import Tables, problems_of, put, warnings_of

ONE_MEETING = "this row is one meeting only, on one of these days"


def places(found: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    return [(each.table, each.row, each.column) for each in found]


@pytest.mark.parametrize("days", ["mon-wed", "mon;tue;wed"])
def test_a_row_of_several_days_is_one_meeting_where_more_are_held(days: str, small: Tables, tmp_path: Path) -> None:
    small["groups"][0]["meetings_per_week"] = "3"
    small["meetings"][1]["day"] = days
    (warning,) = warnings_of(put(small, tmp_path))
    assert (warning.table, warning.row, warning.column) == ("meetings", 3, "day")
    assert f"{ONE_MEETING}; 'g1' may have 1 more a week, at any time." in str(warning)
    assert "write a row for each" in str(warning)


def test_a_row_of_several_days_is_told_where_plans_need_more(small: Tables, tmp_path: Path) -> None:
    small["groups"][0]["meetings_per_week"] = ""
    small["plans"][0] |= {"sessions_min": "3", "sessions_max": "3"}
    first, second = warnings_of(put(small, tmp_path))
    assert (second.table, second.row, second.column) == ("plans", 2, "sessions_min")
    assert "a week has 2 meetings of groups of this type at most" in str(second)
    assert (first.table, first.row, first.column) == ("meetings", 3, "day")
    assert f"{ONE_MEETING}. To meet" in str(first)


def test_a_choice_of_days_for_each_meeting_that_is_held_is_silent(small: Tables, tmp_path: Path) -> None:
    small["meetings"][0]["day"] = "mon-fri"
    assert warnings_of(put(small, tmp_path)) == ()


def test_sessions_of_a_level_without_enough_meetings_are_told_at_the_row_of_the_level(
    small: Tables, tmp_path: Path
) -> None:
    small["level_plans"] = [
        {"level": "iop", "session_type": "online", "sessions_min": "3", "sessions_max": "3"},
    ]
    assert places(warnings_of(put(small, tmp_path))) == [("level_plans", 2, "sessions_min")]


@pytest.mark.parametrize(("hours", "is_told"), [("7.3", False), ("7.4", True)])
def test_own_hours_beyond_the_own_plan_are_told(hours: str, is_told: bool, small: Tables, tmp_path: Path) -> None:
    """Three sessions of 90 min, one of 50 and two of 60 are 7 h 20 min."""
    small["patients"][0]["min_hours_week"] = hours
    found = warnings_of(put(small, tmp_path))
    assert places(found) == ([("patients", 2, "min_hours_week")] if is_told else [])
    assert not is_told or "the plan of patient 'p1' has 7 h 20 min of sessions that count a week at most" in str(found)


def test_hours_of_a_level_beyond_the_plans_are_told_once_at_its_lowest_row(small: Tables, tmp_path: Path) -> None:
    """Two patients, and two rows of the level, of which the second asks for less."""
    small["patients"][0]["min_hours_week"] = ""
    small["levels"][0]["min_hours_week"] = "12"
    small["levels"][1]["min_hours_week"] = "8"
    small["plans"][5]["sessions_max"] = "1"
    found = warnings_of(put(small, tmp_path))
    assert places(found) == [("levels", 3, "min_hours_week")]
    assert "'p1' has 7 h 20 min" in str(found[0])


def test_sessions_that_do_not_count_reach_no_hours_and_open_plans_reach_all(small: Tables, tmp_path: Path) -> None:
    small["patients"][2]["min_hours_week"] = "40"
    small["levels"][2]["min_hours_week"] = "1"
    assert places(warnings_of(put(small, tmp_path))) == [("levels", 4, "min_hours_week")]


def test_what_cannot_be_read_is_not_told_twice(small: Tables, tmp_path: Path) -> None:
    small["groups"][0]["session_type"] = "skils"
    small["meetings"][1]["day"] = "mon-wed"
    small["patients"][0]["level"] = "ipo"
    assert all(ONE_MEETING not in str(each) for each in problems_of(put(small, tmp_path)))


@pytest.mark.parametrize(
    ("start", "hint"),
    [("2:00", " (did you mean 14:00?)"), ("6:00", ""), ("20:00", ""), ("2:00;3:00", "")],
)
def test_a_start_that_lacks_its_pm_is_asked_about(start: str, hint: str, small: Tables, tmp_path: Path) -> None:
    small["meetings"][3]["start"] = start
    (problem,) = problems_of(put(small, tmp_path))
    assert (problem.table, problem.row, problem.column) == ("meetings", 5, "start")
    assert ("(did you mean" in str(problem)) == bool(hint)
    assert hint in str(problem)
