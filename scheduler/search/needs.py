"""The care tier: which searches run for it, in what sequence and side by side."""

import random

from scheduler.model.places import Places
from scheduler.search.best import Best
from scheduler.search.bounds import AloneBounds
from scheduler.search.budget import Budget
from scheduler.search.engine import side_by_side
from scheduler.search.linear import LITTLE, whole_least
from scheduler.search.parts import SEATS_IN_PARTS, seats_in_parts
from scheduler.search.relaxation import Relaxation, relaxation_of
from scheduler.search.repair import CareRepair
from scheduler.search.seats import SEATS, seats_of
from scheduler.search.whole import WholeWeek

AT_ONCE_SHARE, AT_ONCE_SHARE_OF_SMALL = 0.1, 0.4
"""Parts of the time for the whole week at once; where that finds all care, it is nearly always sooner."""

MANY = 320
"""Patients above whom nothing is gained from the week as a whole in time; the first seats come from parts of it."""

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
    search.prove(budget.share(0.6), relaxation_of(places))
    search.repair(budget)


class _Search:
    def __init__(self, places: Places, best: Best, alone: AloneBounds, workers: int) -> None:
        self.places = places
        self.best = best
        self.whole = WholeWeek(places, best, workers - 1)
        self.alone = alone

    def construct_and_repair(self, budget: Budget) -> None:
        """From seats for all at once to a week, and from there a few patients at a time."""
        repair = CareRepair(self.places, self.best, self.alone)
        if len(self.places.patients) > MANY:
            with budget.diary.part(SEATS_IN_PARTS):
                seats = seats_in_parts(self.places, budget)
            repair.construct(seats, budget)
        else:
            self.seat_all(repair, budget)
        repair.improve(budget, _chance(budget, 0))

    def seat_all(self, repair: CareRepair, budget: Budget) -> None:
        """Seats for all at once, with a bound."""
        with budget.diary.part(SEATS):
            relaxation = relaxation_of(self.places)
            seats = relaxation and seats_of(relaxation, budget)
        if seats:
            self.best.prove(SEATS, care=seats.care)
            repair.construct(seats.taken, budget)

    def at_once_and_prove(self, budget: Budget) -> None:
        """The whole week at once; then bounds, where they come soon, and repairs."""
        if len(self.places.patients) > MANY:
            repair = CareRepair(self.places, self.best, self.alone)
            self.seat_all(repair, budget)
            repair.improve(budget, _chance(budget, 1))
            return
        relaxation = relaxation_of(self.places)
        is_small = relaxation is not None and len(relaxation.program.most) <= SOON
        self.whole.meet_all_care(budget.share(AT_ONCE_SHARE_OF_SMALL if is_small else AT_ONCE_SHARE))
        if is_small or self.best.bound.care:
            self.prove(budget, relaxation if is_small else None)
        self.repair(budget)

    def repair(self, budget: Budget) -> None:
        """A few patients at a time, beside whoever else is searching."""
        CareRepair(self.places, self.best, self.alone).improve(budget, _chance(budget, 1))

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
                seats = [seat for seat, variable in relaxation.seats.items() if least.values[variable] > 1 - LITTLE]
                CareRepair(self.places, self.best, self.alone).construct(seats, budget)
        self.whole.prove_care(budget.share(0.5))


def _chance(budget: Budget, number: int) -> random.Random:
    return random.Random(budget.limits.seed + number)  # noqa: S311 - chance, no secret
