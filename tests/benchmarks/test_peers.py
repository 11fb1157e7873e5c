"""The peers are honest: they find the same least unmet care as this program, and their weeks keep every rule."""

import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.cases import Case
from benchmarks.measure import caseload_of
from benchmarks.peers import general, highs, plain
from benchmarks.peers.attempt import Attempt
from benchmarks.peers.highs import stated
from benchmarks.peers.linear import Linear
from benchmarks.peers.relaxed import Relaxed, bounds
from scheduler.caseload import Caseload
from scheduler.errors import Contradiction
from scheduler.search import Limits, Progress, solve
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import MONDAY
from tests.model.clinics import open_clinic, small_clinic
from tests.model.tiny_clinics import tiny_clinic

SECONDS = 120


def least_care(caseload: Caseload, day: date, known: int) -> int:
    """What this program finds, which stops once it is as good as what is known."""
    stop = threading.Event()

    def stop_when_as_good(progress: Progress) -> None:
        if progress.tiers["care"].value <= known:
            stop.set()

    found = solve(caseload, day, Limits(seconds=SECONDS, workers=1), stop_when_as_good, stop).tiers["care"]
    assert found.bound <= known
    return found.value


def assert_agrees(caseload: Caseload, day: date, attempt: Attempt) -> None:
    assert attempt.status == "optimal"
    assert attempt.schedule is not None
    assert attempt.care is not None
    assert attempt.care == attempt.care_bound
    assert violations(caseload, day, attempt.schedule) == ()
    assert score(caseload, day, attempt.schedule).care == attempt.care
    assert least_care(caseload, day, attempt.care) == attempt.care


def ignore(_care: int, _bound: int) -> None:
    """Listens to no step."""


def ignore_bound(_bound: int) -> None:
    """Listens to no bound."""


def all_peers(caseload: Caseload, day: date) -> list[Attempt]:
    """What the peers make of the week."""
    return [way.solve(caseload, day, SECONDS, 1, ignore) for way in (general, plain, highs)]


@pytest.mark.parametrize("seed", range(8))
def test_agree_on_tiny_clinics(seed: int) -> None:
    caseload = tiny_clinic(seed)
    for attempt in all_peers(caseload, MONDAY):
        if attempt.status == "contradiction":
            with pytest.raises(Contradiction):
                solve(caseload, MONDAY, Limits(seconds=SECONDS, workers=1))
        else:
            assert_agrees(caseload, MONDAY, attempt)


@pytest.mark.parametrize("way", [general, plain])
@pytest.mark.parametrize("make", [small_clinic, open_clinic])
def test_agrees_where_every_rule_has_something_to_say(make: Callable[[], Caseload], way: ModuleType) -> None:
    caseload = make()
    assert_agrees(caseload, MONDAY, way.solve(caseload, MONDAY, SECONDS, 1, ignore))


@pytest.mark.parametrize("case", [Case("fixed", 10, 1), Case("leaders_open", 12, 7), Case("short_25", 10, 3)])
def test_agree_on_planted_caseloads(case: Case) -> None:
    caseload, monday = caseload_of(case)
    for attempt in all_peers(caseload, monday):
        assert_agrees(caseload, monday, attempt)


def test_tells_each_step_towards_the_least_unmet_care() -> None:
    caseload, monday = caseload_of(Case("fixed", 10, 1))
    steps: list[tuple[int, int]] = []
    attempt = plain.solve(caseload, monday, SECONDS, 1, lambda care, bound: steps.append((care, bound)))
    assert steps[-1][0] == attempt.care == 0
    assert [care for care, _ in steps] == sorted({care for care, _ in steps}, reverse=True)
    assert all(bound <= 0 for _, bound in steps)


@pytest.mark.parametrize("seed", range(4))
def test_the_week_day_by_day_bounds_the_least_unmet_care(seed: int) -> None:
    caseload = tiny_clinic(seed)
    attempt = plain.solve(caseload, MONDAY, SECONDS, 1, ignore)
    linear = general.relaxation(*general.describe(week_of(caseload, MONDAY)))
    found = list(bounds(stated(linear), SECONDS))
    assert found == sorted(found)
    assert all(bound <= (attempt.care or 0) for bound in found) or attempt.status == "contradiction"


def test_a_relaxation_is_bounded_without_and_then_with_whole_numbers() -> None:
    linear = Linear()
    first, second, lacking = linear.yes_or_no(), linear.yes_or_no(), linear.count(9)
    linear.row([(2, first), (2, second)], most=3)
    linear.row([(2, first), (2, second), (1, lacking)], least=4)
    linear.goal.append((10, lacking))
    assert list(bounds(stated(linear), SECONDS)) == [10, 20]
    told: list[int] = []
    enough = threading.Event()

    def listen(bound: int) -> None:
        told.append(bound)
        if bound == 20:
            enough.set()

    with Relaxed(linear, SECONDS, listen):
        assert enough.wait(SECONDS)
    assert told == [10, 20]


def test_a_relaxation_that_breaks_down_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(RuntimeError, match="broke down"), Relaxed(Linear(), SECONDS, ignore_bound) as relaxed:
        relaxed.wait()


@pytest.mark.parametrize("path", sorted(Path(general.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_peers_share_no_model_and_no_search_with_this_program(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not any(f"scheduler.{room}" in text for room in ("model", "search", "verify"))


@pytest.mark.parametrize("way", [general, plain, highs])
def test_no_time_is_no_schedule_but_no_error(way: ModuleType) -> None:
    caseload, monday = caseload_of(Case("short_12", 30, 1))
    attempt = way.solve(caseload, monday, 0, 1, ignore)
    assert (attempt.status, attempt.schedule, attempt.care) == ("none", None, None)
