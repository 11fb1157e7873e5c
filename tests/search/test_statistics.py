"""What a diary counts: seconds, each in one part only, tries, and gains that add up to the way from first to last."""

import threading
from collections.abc import Callable, Iterator, Mapping

import pytest

from benchmarks.planted import facts, plant
from scheduler.errors import NoScheduleInTime
from scheduler.search import Limits, Statistics, Tier, solve
from scheduler.search.statistics import LogEntry
from tests.caseloads import MONDAY
from tests.model.clinics import small_clinic
from tests.search.budgets import a_while_after


def clock(*seconds: float) -> Callable[[], float]:
    times: Iterator[float] = iter(seconds)
    return lambda: next(times)


def cost(care: int, bound: int, comfort: int) -> Mapping[str, Tier]:
    return {"care": Tier(care, bound), "comfort": Tier(comfort, 0)}


def test_a_second_is_counted_in_the_innermost_part_only() -> None:
    statistics = Statistics(now=clock(0, 1, 2, 5, 11))
    with statistics.part("outer"), statistics.part("inner"):
        pass
    assert {name: account.seconds for name, account in statistics.accounts.items()} == {"outer": 7, "inner": 3}
    assert list(statistics.accounts) == ["outer", "inner"]


def heard_by() -> tuple[Statistics, list[LogEntry]]:
    """A diary, and the entries that it will have."""
    heard: list[LogEntry] = []
    return Statistics(heard.append), heard


def test_a_part_that_fails_has_ended() -> None:
    statistics, heard = heard_by()

    def fail() -> None:
        with statistics.part("hopeless", "no use") as account:
            account.tries += 2
            raise NoScheduleInTime

    with pytest.raises(NoScheduleInTime):
        fail()
    assert [(entry.moment, entry.about) for entry in heard] == [("begins", "no use"), ("ends", "")]
    assert statistics.accounts["hopeless"].tries == 2


def test_parts_of_the_same_name_are_added_up() -> None:
    statistics = Statistics(now=clock(0, 1, 2, 5, 9))
    for found in (0, 1):
        with statistics.part("again") as account:
            account.tries += 1
            account.found += found
    again = statistics.accounts["again"]
    assert (again.seconds, again.tries, again.found) == (5, 2, 1)


def test_what_runs_quietly_is_counted_and_not_told() -> None:
    statistics, heard = heard_by()
    with statistics.part("quiet", quietly=True):
        pass
    assert heard == []
    assert list(statistics.accounts) == ["quiet"]


def test_a_gain_is_that_of_the_first_tier_that_changed() -> None:
    statistics = Statistics()
    statistics.start_from(cost(100, 0, 10))
    statistics.step("care", lambda: cost(60, 0, 50))
    statistics.step("bound", lambda: cost(60, 20, 50))
    statistics.step("comfort", lambda: cost(60, 20, 45))
    statistics.step("comfort", lambda: cost(60, 20, 45))
    gained = {name: +account.gained for name, account in statistics.accounts.items()}
    assert gained == {"care": {"care": 40}, "bound": {}, "comfort": {"comfort": 5}}
    assert {name: +account.proven for name, account in statistics.accounts.items()} == {
        "care": {},
        "bound": {"care": 20},
        "comfort": {},
    }


def test_two_threads_count_for_themselves() -> None:
    statistics = Statistics(lambda _: None)
    inside = threading.Barrier(2)

    def busy(name: str) -> None:
        for _ in range(200):
            with statistics.part(name) as account:
                account.tries += 1
        inside.wait(10)

    other = threading.Thread(target=busy, args=("there",))
    other.start()
    busy("here")
    other.join()
    assert [statistics.accounts[name].tries for name in ("here", "there")] == [200, 200]
    assert max(account.seconds for account in statistics.accounts.values()) <= statistics.seconds


@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_accounts_for_its_seconds_and_gains(workers: int) -> None:
    planted = plant(12, seed=7)
    statistics, heard = heard_by()
    hear, stop = a_while_after(lambda _: True, 0.7)
    limits = Limits(seconds=60, workers=workers)
    result = solve(facts(planted), planted.monday, limits, hear, stop, statistics=statistics)
    begins, ends = ([entry.part for entry in heard if entry.moment == moment] for moment in ("begins", "ends"))
    assert sorted(begins) == sorted(ends)
    assert [entry.seconds for entry in heard] == sorted(entry.seconds for entry in heard)
    assert begins[:2] == ["laying out the week", "agreed sessions alone"]
    spent = sum(account.seconds for account in statistics.accounts.values())
    assert 0.5 * result.seconds <= spent <= workers * statistics.seconds
    first = next(entry.tiers["care"].value for entry in heard if entry.tiers)
    assert sum(account.gained["care"] for account in statistics.accounts.values()) == first - result.tiers["care"].value
    for tier, last in result.tiers.items():
        assert sum(account.proven[tier] for account in statistics.accounts.values()) == last.bound
    assert all(0 <= account.found <= account.tries for account in statistics.accounts.values())
    assert all(account.seconds >= 0 for account in statistics.accounts.values())


def test_a_week_is_the_same_with_and_without_a_diary() -> None:
    limits = Limits(seconds=0.5, deterministic=True, seed=3)
    statistics = Statistics()
    with_statistics = solve(small_clinic(), MONDAY, limits, statistics=statistics)
    assert statistics.accounts
    assert with_statistics.schedule == solve(small_clinic(), MONDAY, limits).schedule
