"""The care tier: which searches run for it, in what sequence and side by side."""

import random
from collections.abc import Collection
from dataclasses import replace
from threading import Event

from scheduler.model.measure import worth_of
from scheduler.model.places import Places
from scheduler.search.alike import Seat
from scheduler.search.best import Best
from scheduler.search.bounds import AloneBounds
from scheduler.search.budget import Budget
from scheduler.search.engine import POLL_SECONDS, side_by_side
from scheduler.search.linear import torn_least, whole_least
from scheduler.search.parts import SEATS_IN_PARTS, seats_in_parts
from scheduler.search.relaxation import Relaxation, relaxation_of
from scheduler.search.repair import CareRepair
from scheduler.search.seats import whole_seats
from scheduler.search.timetable import Timetable, is_open
from scheduler.search.whole import WholeWeek

AT_ONCE_SHARE, AT_ONCE_SHARE_OF_SMALL = 0.1, 0.4
"""Parts of the time for the whole week at once; where that finds all care, it is nearly always sooner."""

MANY = 160
"""Patients above whom nothing is gained in time from the week as a whole."""

A_TIMETABLE = "a timetable"

TIMETABLE_SHARE, BETTER_TIMETABLE_SHARE = 0.03, 0.15
"""Parts of the time for the timetable of the first week, where times are open, and then for a better one."""

RELAXED_IN_A_SECOND, RELAXED_SHARE = 135, 0.25
"""Patients whose relaxation with drafted times takes a second, and the part of the time that it may take."""

WITHOUT_RELAXATION, AT_ITS_TIMES = 0.3, 0.4
"""Parts of the time for a better timetable where that would be too long, and for repairs that keep to its times."""

DAYS = "the whole week day by day"

BOUND_SHARE, BOUNDED = 0.2, 800
"""Part of the time for its bound, and patients above whom that would not suffice."""

FROM_BELOW_SHARE = 0.2
"""Part of the time for bounds after which the whole week from below is left for whole numbers, day by day."""

SOON = 4000
"""Variables of the relaxation up to which a week is small: whole numbers of it are mostly solved within seconds."""


def meet_needs(places: Places, best: Best, budget: Budget, workers: int) -> None:
    """Make unmet care as small as the budget allows, and prove how small it can be."""
    if best.settled["care"].is_set():
        return
    search = _Search(places, best, AloneBounds(budget), workers)
    if workers > 1:
        side_by_side(lambda: search.construct_and_repair(budget), lambda: search.at_once_and_prove(budget))
        return
    search.whole.meet_all_care(budget.share(0.1))
    search.whole.prove_care(budget.share(0.1))
    search.construct_and_repair(budget.share(0.6))
    relaxation = relaxation_of(places) if len(places.patients) <= BOUNDED else None
    search.bound(budget.share(BOUND_SHARE), relaxation)
    search.prove(budget.share(0.6), relaxation)
    search.repair(budget, 1)


class _Search:
    def __init__(self, places: Places, best: Best, alone: AloneBounds, workers: int) -> None:
        self.places = places
        self.best = best
        self.alone = alone
        self.whole = WholeWeek(places, best, workers - 1)
        self.is_constructed = Event()
        self._is_open = is_open(places)

    def construct_and_repair(self, budget: Budget) -> None:
        """From seats for everybody to a week, and from there a few patients at a time."""
        try:
            timetable = self._timetable(budget) if self._is_open and budget.left else None
            if timetable is None:
                self.construct(self.places, budget)
            else:
                self.take(timetable.places, timetable.seats, None, budget)
        finally:
            self.is_constructed.set()
        if timetable is not None:
            self._with_better(timetable, budget)
        self.repair(budget, 0)

    def _with_better(self, timetable: Timetable, budget: Budget) -> None:
        """A week with a better timetable: the relaxation shares out its seats best, where there is time for that."""
        is_relaxed = _seconds_to_relax(len(self.places.patients)) <= RELAXED_SHARE * budget.left
        with budget.diary.part(A_TIMETABLE):
            timetable.improve(budget.share(BETTER_TIMETABLE_SHARE if is_relaxed else WITHOUT_RELAXATION))
        if is_relaxed:
            self.construct(timetable.places, budget)
            return
        repair = self.take(timetable.places, timetable.seats, None, budget)
        repair.improve(budget.share(AT_ITS_TIMES), _chance(budget, 0))

    def _timetable(self, budget: Budget) -> Timetable:
        with budget.diary.part(A_TIMETABLE):
            soon = budget.share(TIMETABLE_SHARE)
            timetable = Timetable(self.places, budget, _chance(budget, 0))
            timetable.improve(soon)
        return timetable

    def construct(self, places: Places, budget: Budget) -> None:
        """A week in these places, begun from seats for everybody."""
        with budget.diary.part(SEATS_IN_PARTS):
            seats = seats_in_parts(places, budget)
        self.take(places, seats.taken, seats.unsettled, budget)

    def take(
        self, places: Places, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget
    ) -> CareRepair:
        """A week with these seats, begun from the agreed sessions alone; others for the unsettled, or for nobody."""
        repair = CareRepair(places, _anew(places, self.places, self.best), self.alone)
        repair.construct(seats, unsettled, budget)
        return repair

    def at_once_and_prove(self, budget: Budget) -> None:
        """The whole week at once where it is not too large or open; then bounds, where they come soon, and repairs."""
        is_at_once = len(self.places.patients) <= MANY
        if not is_at_once:
            self.wait(budget)
        relaxation = relaxation_of(self.places) if len(self.places.patients) <= BOUNDED and budget.left else None
        is_small = relaxation is not None and len(relaxation.program.most) <= SOON
        if is_at_once and (is_small or not self._is_open):
            self.whole.meet_all_care(budget.share(AT_ONCE_SHARE_OF_SMALL if is_small else AT_ONCE_SHARE))
        self.bound(budget.share(BOUND_SHARE), relaxation)
        if is_small or (self.best.bound.care and is_at_once):
            self.prove(budget, relaxation if is_small else None)
        self.wait(budget)
        self.repair(budget, 1)

    def wait(self, budget: Budget) -> None:
        """Until there is a week to make better; two searches for one are hardly sooner there than one."""
        while budget.left and not self.is_constructed.wait(POLL_SECONDS):
            pass

    def bound(self, budget: Budget, relaxation: Relaxation | None) -> None:
        """The least that the relaxation of the whole week allows."""
        if relaxation is None or not budget.left:
            return
        with budget.diary.part(DAYS, f"relaxation of {len(relaxation.program.most):,} variables"):
            least = torn_least(relaxation.program, budget, budget.left)
            bound = None if least is None else relaxation.program.bound(least.prices)
        if bound is not None:
            self.best.prove(DAYS, care=bound)

    def repair(self, budget: Budget, number: int) -> None:
        """A few patients at a time, beside whoever else is searching."""
        CareRepair(self.places, self.best, self.alone).improve(budget, _chance(budget, number))

    def prove(self, budget: Budget, relaxation: Relaxation | None) -> None:
        """Bounds from the whole week, and from the relaxation in whole numbers, whose seats are worth a try."""
        self.whole.prove_care(budget.share(FROM_BELOW_SHARE))
        if relaxation is None or not budget.left:
            return
        if not budget.limits.deterministic:
            least = whole_least(relaxation.program, budget.share(0.7))
            if least.bound is not None:
                self.best.prove("days in whole numbers", care=least.bound)
            if least.values is not None and budget.left:
                self.take(self.places, *whole_seats(relaxation, least.values), budget)
        self.whole.prove_care(budget.share(0.5))


def _anew(places: Places, all_places: Places, best: Best) -> Best:
    """A week of the agreed sessions alone, to begin with again; what becomes better than the best is handed on."""
    agreed = {name: one for name, one in best.placed.items() if one.unit.agreed}
    units = {unit.name: unit for unit in all_places.units}

    def hand_on(found: Best, says: str) -> None:
        best.offer({name: replace(one, unit=units[name]) for name, one in found.placed.items()}, found.worth, says)

    return Best(agreed, worth_of(places.week, agreed.values()), hand_on)


def _seconds_to_relax(patients: int) -> float:
    """About how long a relaxation with drafted times takes, where everybody can attend nearly anything."""
    return float((patients / RELAXED_IN_A_SECOND) ** 2.8)


def _chance(budget: Budget, number: int) -> random.Random:
    return random.Random(budget.limits.seed + number)  # noqa: S311 - chance, no secret
