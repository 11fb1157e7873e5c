"""What a diary counts: seconds, each in one part only, tries, and gains that add up to the way from first to last."""

import threading
from collections.abc import Callable, Iterator, Mapping

import pytest

from benchmarks.planted import facts, plant
from scheduler.errors import NoScheduleInTime
from scheduler.search import Diary, Limits, Tier, solve
from scheduler.search.diary import Entry
from tests.caseloads import MONDAY
from tests.model.clinics import small_clinic


def clock(*seconds: float) -> Callable[[], float]:
    times: Iterator[float] = iter(seconds)
    return lambda: next(times)


def worth(care: int, bound: int, comfort: int) -> Mapping[str, Tier]:
    return {"care": Tier(care, bound), "comfort": Tier(comfort, 0)}


def test_a_second_is_counted_in_the_innermost_part_only() -> None:
    diary = Diary(now=clock(0, 1, 2, 5, 11))
    with diary.part("outer"), diary.part("inner"):
        pass
    assert {name: account.seconds for name, account in diary.accounts.items()} == {"outer": 7, "inner": 3}
    assert list(diary.accounts) == ["outer", "inner"]


def heard_by() -> tuple[Diary, list[Entry]]:
    """A diary, and the entries that it will have."""
    heard: list[Entry] = []
    return Diary(heard.append), heard


def test_a_part_that_fails_has_ended() -> None:
    diary, heard = heard_by()

    def fail() -> None:
        with diary.part("hopeless", "no use") as account:
            account.tries += 2
            raise NoScheduleInTime

    with pytest.raises(NoScheduleInTime):
        fail()
    assert [(entry.moment, entry.about) for entry in heard] == [("begins", "no use"), ("ends", "")]
    assert diary.accounts["hopeless"].tries == 2


def test_parts_of_the_same_name_are_added_up() -> None:
    diary = Diary(now=clock(0, 1, 2, 5, 9))
    for found in (0, 1):
        with diary.part("again") as account:
            account.tries += 1
            account.found += found
    again = diary.accounts["again"]
    assert (again.seconds, again.tries, again.found) == (5, 2, 1)


def test_what_runs_quietly_is_counted_and_not_told() -> None:
    diary, heard = heard_by()
    with diary.part("quiet", quietly=True):
        pass
    assert heard == []
    assert list(diary.accounts) == ["quiet"]


def test_a_gain_is_that_of_the_first_tier_that_changed() -> None:
    diary = Diary()
    diary.start_from(worth(100, 0, 10))
    diary.step("care", lambda: worth(60, 0, 50))
    diary.step("bound", lambda: worth(60, 20, 50))
    diary.step("comfort", lambda: worth(60, 20, 45))
    diary.step("comfort", lambda: worth(60, 20, 45))
    gained = {name: +account.gained for name, account in diary.accounts.items()}
    assert gained == {"care": {"care": 40}, "bound": {}, "comfort": {"comfort": 5}}
    assert {name: +account.proven for name, account in diary.accounts.items()} == {
        "care": {},
        "bound": {"care": 20},
        "comfort": {},
    }


def test_two_threads_count_for_themselves() -> None:
    diary = Diary(lambda _: None)
    inside = threading.Barrier(2)

    def busy(name: str) -> None:
        for _ in range(200):
            with diary.part(name) as account:
                account.tries += 1
        inside.wait(10)

    other = threading.Thread(target=busy, args=("there",))
    other.start()
    busy("here")
    other.join()
    assert [diary.accounts[name].tries for name in ("here", "there")] == [200, 200]
    assert max(account.seconds for account in diary.accounts.values()) <= diary.seconds


@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_accounts_for_its_seconds_and_gains(workers: int) -> None:
    planted = plant(12, seed=7)
    diary, heard = heard_by()
    result = solve(facts(planted), planted.monday, Limits(seconds=2, workers=workers), diary=diary)
    begins, ends = ([entry.part for entry in heard if entry.moment == moment] for moment in ("begins", "ends"))
    assert sorted(begins) == sorted(ends)
    assert [entry.seconds for entry in heard] == sorted(entry.seconds for entry in heard)
    assert begins[:2] == ["laying out the week", "agreed sessions alone"]
    spent = sum(account.seconds for account in diary.accounts.values())
    assert 0.5 * result.seconds <= spent <= workers * diary.seconds
    first = next(entry.tiers["care"].value for entry in heard if entry.tiers)
    assert sum(account.gained["care"] for account in diary.accounts.values()) == first - result.tiers["care"].value
    for tier, last in result.tiers.items():
        assert sum(account.proven[tier] for account in diary.accounts.values()) == last.bound
    assert all(0 <= account.found <= account.tries for account in diary.accounts.values())
    assert all(account.seconds >= 0 for account in diary.accounts.values())


def test_a_week_is_the_same_with_and_without_a_diary() -> None:
    limits = Limits(seconds=0.5, deterministic=True, seed=3)
    diary = Diary()
    with_diary = solve(small_clinic(), MONDAY, limits, diary=diary)
    assert diary.accounts
    assert with_diary.schedule == solve(small_clinic(), MONDAY, limits).schedule
