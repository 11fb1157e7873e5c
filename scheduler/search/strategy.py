"""Which searches run, in what sequence and side by side: care first, then the other tiers."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.explain.clash import rows_that_clash
from scheduler.model.assembly import model_of, places_under
from scheduler.model.ending import OutOfTime
from scheduler.model.measure import TIERS, tiers_of, worth_of
from scheduler.model.placed import Placed, PlacedWeek, placed_by
from scheduler.model.places import Places, agreed_only
from scheduler.model.reading import schedule_of
from scheduler.search import portfolio
from scheduler.search.apart import prove_apart
from scheduler.search.best import Best
from scheduler.search.bounds import AloneBounds
from scheduler.search.budget import Budget
from scheduler.search.diary import LAYING_OUT
from scheduler.search.engine import can_be, run_twice, side_by_side
from scheduler.search.later import LaterRepair
from scheduler.search.limited import changes_of, first_within
from scheduler.search.needs import meet_needs
from scheduler.search.result import Progress, Result, Tier
from scheduler.search.rooms import as_they_were
from scheduler.search.steady import Steady
from scheduler.search.whole import WholeWeek
from scheduler.week import Week

CARE_SHARE = 0.9
"""Part of the time that care may take before the other tiers get the rest."""

MAKE_UPS_SHARE = 0.5
"""Part of that rest that make-ups may take."""

ROOMS_SECONDS = 0.5
"""For keeping rooms, once everything else is decided."""

FIRST_SECONDS = 0.5
"""For the agreed sessions alone, however long reading took: a week to begin with is nearly always found sooner."""

UNLIMITED_SHARE = 0.35
"""Part of the time for a week without the limit on changes, which tells what the limit costs."""

EARLIER_SHARE = 0.3
"""Part of the time for the earlier week and a few patients anew in it, where one is given."""

CARE_SHARE_BESIDE_EARLIER = 0.5
"""Part of what is left then that care may take, so that stability has its time too."""

STABILITY_SHARE = 0.8
"""Part of the time left after care that stability may take before comfort gets the rest."""

APART_SHARE = 0.7
"""Part of the time for comfort that bounds of small sets of patients may take in a large week."""

TOGETHER = "agreements can be kept together"

Tell = Callable[[Progress], None]


def best_week(week: Week, budget: Budget, tell: Tell) -> Result:
    """The best schedule of a week that the budget allows.

    Raises:
        Contradiction: where not even the agreed sessions alone can be.
        NoScheduleInTime: where the budget ends before that is known.
    """
    with budget.diary.part(LAYING_OUT):
        places = places_under(week)
        places.is_over = lambda: budget.is_over
    workers = budget.limits.workers_at_once
    unlimited = None
    if week.earlier and week.earlier.max_changes is not None:
        best, unlimited = _within_limit(places, budget, workers, tell)
    else:
        best = _agreed_alone(places, budget, tell)
    _search(places, best, budget, workers)
    return _result(places, best, budget, unlimited)


def _within_limit(places: Places, budget: Budget, workers: int, tell: Tell) -> tuple[Best, Tier]:
    """A week with no more changes than allowed, and the care of the best week found without that limit."""
    week = places.week
    free = places_under(replace(week, earlier=week.earlier and replace(week.earlier, max_changes=None)))
    free.is_over = places.is_over
    known = _agreed_alone(free, budget, lambda _: None)
    _search(free, known, budget.share(UNLIMITED_SHARE), workers)
    with budget.diary.part("a first week within the limit on changes"):
        placed = first_within(places, known.placed, budget)
    best = _begun_with(placed, places, budget, tell)
    is_free = changes_of(places, known.placed) <= (places.changes_left or 0)
    best.prove("without a limit", **{tier: known.bound[tier] for tier in (TIERS if is_free else ("care",))})
    return best, Tier(known.worth.care, known.bound.care)


def _search(places: Places, best: Best, budget: Budget, workers: int) -> None:
    """Make the best week better, tier by tier, until the budget is over, whatever is being built then."""
    with suppress(OutOfTime):
        _meet_care(places, best, budget, workers)
    if budget.limits.until == "care":
        return
    if not best.worth.care:
        budget.release()
    with suppress(OutOfTime):
        _later("make_ups", places, best, budget.share(MAKE_UPS_SHARE, best.settled["make_ups"]), workers)
        if places.week.earlier:
            _stability(places, best, budget.share(STABILITY_SHARE, best.settled["stability"]), workers)
        _later("comfort", places, best, budget.share(1, best.settled["comfort"]), workers)


def _meet_care(places: Places, best: Best, budget: Budget, workers: int) -> None:
    if places.week.earlier:
        _as_before(places, best, budget.share(EARLIER_SHARE, best.settled["care"]))
    care_share = CARE_SHARE_BESIDE_EARLIER if places.week.earlier else CARE_SHARE
    if budget.limits.until == "care":
        care_share = 1
    meet_needs(places, best, budget.share(care_share, best.settled["care"]), workers)


def _agreed_alone(places: Places, budget: Budget, tell: Tell) -> Best:
    """The week of the agreed sessions, which every other one extends."""
    with budget.diary.part("agreed sessions alone"):
        model = model_of(replace(agreed_only(places), is_over=None))
        at_least = budget if budget.left > FIRST_SECONDS else _a_moment(budget, FIRST_SECONDS)
        found = run_twice(model.cp, at_least, portfolio.QUICK, "the agreed sessions can be")
    if found.is_contradiction:
        with budget.diary.part("why agreements clash"):
            raise Contradiction(
                rows_that_clash(places.week, lambda cp: can_be(cp, budget, "agreements can be kept together"))
            )
    if found.values is None:
        raise NoScheduleInTime(f"no schedule in {budget.elapsed:.0f} s")
    return _begun_with(placed_by(model, found.values), places, budget, tell)


def _begun_with(placed: Mapping[str, Placed], places: Places, budget: Budget, tell: Tell) -> Best:
    best = Best(placed, worth_of(places.week, placed.values()), _telling(places, budget, tell))
    budget.diary.start_from(_tiers(places, best))
    return best


def _telling(places: Places, budget: Budget, tell: Tell) -> Callable[[Best, str], None]:
    def progress(best: Best, says: str) -> None:
        known = _tiers(places, best)
        unproven = next((number for number, tier in enumerate(known.values()) if not tier.is_proven), len(known))
        tell(Progress(budget.elapsed, dict(list(known.items())[: unproven + 1]), says))
        budget.diary.step(says, lambda: _tiers(places, best))

    return progress


def _as_before(places: Places, best: Best, budget: Budget) -> None:
    """The earlier week as far as it goes, with what it lacks of care where a few patients can be planned anew."""
    steady = Steady(places, best, AloneBounds(budget))
    steady.keep(budget)
    steady.mend(budget, random.Random(budget.limits.seed))  # noqa: S311 - chance, no secret


def _stability(places: Places, best: Best, budget: Budget, workers: int) -> None:
    if best.worth.stability <= best.bound.stability:
        return
    steady = Steady(places, best, AloneBounds(budget))
    whole = WholeWeek(places, best, workers - 1)
    chance = random.Random(budget.limits.seed)  # noqa: S311 - chance, no secret
    if workers > 1:
        side_by_side(lambda: steady.improve(budget, chance), lambda: whole.make_best("stability", budget))
        return
    whole.make_best("stability", budget.share(0.3))
    steady.improve(budget.share(0.3), chance)
    whole.make_best("stability", budget)


def _later(tier: str, places: Places, best: Best, budget: Budget, workers: int) -> None:
    """A tier after care; nothing is done where the week has as little of it as any."""
    if best.worth[tier] <= best.bound[tier]:
        return
    whole = WholeWeek(places, best, workers - 1)

    def repair(number: int) -> None:
        chance = random.Random(budget.limits.seed + number)  # noqa: S311 - chance, no secret
        LaterRepair(places, best, tier).improve(budget, chance)

    def prove_and_repair() -> None:
        if tier != "comfort" or not _bounded(places, best, whole, budget):
            whole.make_best(tier, budget)
        repair(1)

    if workers > 1:
        side_by_side(lambda: repair(0), prove_and_repair)
        return
    whole.make_best(tier, budget.share(0.5))
    repair(0)


def _bounded(places: Places, best: Best, whole: WholeWeek, budget: Budget) -> bool:
    """Whether comfort got its bound elsewhere: sooner than from the whole week where that is large and given."""
    if not whole.is_large_and_given:
        return False
    prove_apart(places, best, budget.share(APART_SHARE))
    whole.prove_comfort(budget)
    return True


def _tiers(places: Places, best: Best) -> dict[str, Tier]:
    worth, bound = best.worth, best.bound
    return {tier: Tier(worth[tier], bound[tier]) for tier in tiers_of(places.week)}


def _a_moment(budget: Budget, seconds: float) -> Budget:
    """Time beside what tiers may take; none where somebody ended the search."""
    return Budget(replace(budget.limits, seconds=seconds), budget.stops, seconds, diary=budget.diary)


def _result(places: Places, best: Best, budget: Budget, unlimited: Tier | None) -> Result:
    tiers = _tiers(places, best)
    if unlimited:
        # A week within the limit is one without it too, and may have been found later.
        unlimited = Tier(min(unlimited.value, best.worth.care), unlimited.bound)
    status: Literal["optimal", "feasible"] = "optimal" if all(tier.is_proven for tier in tiers.values()) else "feasible"
    placed = (
        _in_earlier_rooms(places, best.placed, _a_moment(budget, ROOMS_SECONDS)) if places.week.earlier else best.placed
    )
    return Result(status, schedule_of(places, placed), tiers, places.week.warnings, budget.elapsed, unlimited)


def _in_earlier_rooms(places: Places, placed: PlacedWeek, moment: Budget) -> PlacedWeek:
    try:
        return as_they_were(replace(places, is_over=lambda: moment.is_over), placed, moment)
    except OutOfTime:
        return placed
