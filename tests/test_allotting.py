"""How a time limit is shared."""

from threading import Event

import pytest

from scheduler.planning.time_shares import DRAWING_SECONDS, Allotted
from scheduler.search import Limits, Statistics


def allotted(seconds: float, *, deterministic: bool = False) -> Allotted:
    return Allotted(Limits(seconds=seconds, deterministic=deterministic), begun=100.0)


@pytest.mark.parametrize("seconds", [1, 3, 10, 60, 300])
def test_search_explaining_and_writing_fit_into_the_limit_where_reading_leaves_room(seconds: float) -> None:
    limits = allotted(seconds).searching(now=100 + 0.1 * seconds)
    assert 0.5 * seconds < limits.seconds < 0.9 * seconds
    assert 0 < limits.kept_back <= 0.25 * seconds
    assert limits.kept_back >= min(3, 0.25 * seconds)


def test_the_search_gets_a_little_however_long_reading_took() -> None:
    limits = allotted(2).searching(now=110.0)
    assert (limits.seconds, limits.kept_back) == (0.5, 0)


def test_explaining_gets_what_is_left() -> None:
    assert allotted(60).explaining(Event(), Statistics(), now=110.0).until == pytest.approx(49.85)
    assert allotted(60).explaining(Event(), Statistics(), now=161.0).left == 0


def test_counted_work_depends_on_no_clock() -> None:
    late, soon = (allotted(20, deterministic=True).explaining(Event(), Statistics(), now=now) for now in (101.0, 500.0))
    assert late.until == soon.until == 3
    assert allotted(20, deterministic=True).searching(now=500.0) == Limits(seconds=20, deterministic=True)


def test_a_page_is_given_its_time_and_its_plots_are_drawn_while_there_is_some() -> None:
    plain, shown = allotted(60), Allotted(Limits(seconds=60), begun=100.0, has_page=True)
    assert shown.searching(now=101.0).seconds == pytest.approx(plain.searching(now=101.0).seconds - DRAWING_SECONDS)
    left = plain.explaining(Event(), Statistics(), now=110.0).until - DRAWING_SECONDS
    assert shown.explaining(Event(), Statistics(), now=110.0).until == pytest.approx(left)
    assert [shown.page(now=now) for now in (159.9, 160.0, 160.9, 161.0)] == ["drawn", "plain", "plain", "to come"]
    assert allotted(1, deterministic=True).page(now=500.0) == "drawn"
