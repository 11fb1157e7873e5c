"""A week on a terminal: the board and own weeks, never wider than the terminal."""

import pytest

from scheduler.report.show import NobodyOfThatId, fitted, show_lines
from scheduler.schedule import Schedule
from tests.report.weeks import broken, view


def test_the_board_goes_day_by_day() -> None:
    lines = show_lines(view(), None, None, 100)
    assert lines[0] == "Week of Monday 2 March 2026"
    assert [line for line in lines if line and not line.startswith(" ")][1:] == [
        "Monday 2 March",
        "Tuesday 3 March",
        "Wednesday 4 March",
    ]
    assert "  09:00-10:00  Morning skills  r1  t1  3/6" in lines
    assert any("online" in line and "no room" in line for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for who in (None, "p1", "p5", "t1", "r1", "g1"):
        assert max(len(line) for line in show_lines(view(broken(), names=True), who, None, width)) <= width


def test_a_wide_terminal_shows_who_is_in_a_group() -> None:
    narrow, wide = ("\n".join(show_lines(view(), None, 0, width)) for width in (80, 160))
    assert "p1, p2, p4" not in narrow
    assert "p1, p2, p4" in wide


def test_a_patients_week_says_what_is_there_and_what_is_short() -> None:
    lines = show_lines(view(), "p5", None, 160)
    assert lines[:2] == [
        "p5, iop: 1 h of 2 h, 1 of 2 days, does not wait.",
        "  Gets 1 h of 2 h, 0 of 1 individual session, 1 of 2 days.",
    ]
    assert "  The one planned session is missing (capacity)." in lines
    assert "  All care that is needed." in show_lines(view(), "p1", None, 100)
    assert "waits 1 h 15 min." in show_lines(view(broken()), "p4", None, 100)[0]


def test_therapists_rooms_and_groups_have_own_weeks() -> None:
    assert show_lines(view(), "t1", None, 100)[0] == "t1: 3 sessions, 2 h 50 min of 10 h."
    assert show_lines(view(), "t2", None, 100)[0] == "t2: 2 sessions, 2 h."
    assert show_lines(view(names=True), "t1", None, 100)[0].startswith("t1 (Heron):")
    assert show_lines(view(), "r2", None, 100) == [
        "r2: 1 session, 50 min of 50 h.",
        "",
        "Tuesday 3 March",
        "  10:00-10:50  individual p1  t1  agreed",
    ]
    group = show_lines(view(), "g1", None, 60)
    assert group[0] == "g1 (Morning skills): 2 meetings, 7 of 12 places."
    assert any("p1, p2, p4, p5" in line for line in group)


def test_a_day_is_shown_alone() -> None:
    lines = show_lines(view(), "p1", 1, 100)
    assert [line for line in lines if "March" in line] == ["Tuesday 3 March"]
    assert show_lines(view(), "p1", 5, 100)[-1] == "  No session."
    assert show_lines(view(Schedule(())), None, None, 100)[-1] == "  No session."


@pytest.mark.parametrize("who", ["p6", "nobody", ""])
def test_an_id_of_nobody_is_refused(who: str) -> None:
    with pytest.raises(NobodyOfThatId, match="is no id"):
        show_lines(view(), who, None, 100)


def test_cells_go_on_below_themselves_and_empty_columns_are_left_out() -> None:
    assert fitted([("a", "", "one two three four five six")], 22) == ["  a  one two three", "     four five six"]
