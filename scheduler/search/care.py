"""The care tier: which searches run for it, in what sequence and side by side."""

import random
from collections.abc import Collection
from dataclasses import replace
from threading import Event

from scheduler.model.cost import cost_of
from scheduler.model.problem import WeekProblem
from scheduler.search.construct.timetable import Timetable, is_open
from scheduler.search.exact.full_model import FullModel
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.limits import Budget
from scheduler.search.lns.care_search import CareSearch
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.relaxation.batches import SEATS_IN_BATCHES, seats_in_batches
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.relaxation.program import Relaxation
from scheduler.search.relaxation.rounding import integral_seats
from scheduler.search.shared import SharedIncumbent, side_by_side
from scheduler.search.solver.cpsat import POLL_SECONDS
from scheduler.search.solver.linear import solve_lp, solve_mip

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


def minimise_unmet_care(problem: WeekProblem, best: SharedIncumbent, budget: Budget, workers: int) -> None:
    """Make unmet care as small as the budget allows, and prove how small it can be."""
    if best.settled["care"].is_set():
        return
    search = _Search(problem, best, PatientBounds(budget), workers)
    if workers > 1:
        side_by_side(lambda: search.construct_and_repair(budget), lambda: search.at_once_and_prove(budget))
        return
    search.full_model.meet_all_care(budget.share(0.1))
    search.full_model.prove_care(budget.share(0.1))
    search.construct_and_repair(budget.share(0.6))
    relaxation = relaxation_of(problem) if len(problem.patients) <= BOUNDED else None
    search.bound(budget.share(BOUND_SHARE), relaxation)
    search.prove(budget.share(0.6), relaxation)
    search.repair(budget, 1)


class _Search:
    def __init__(self, problem: WeekProblem, best: SharedIncumbent, alone: PatientBounds, workers: int) -> None:
        self.problem = problem
        self.best = best
        self.alone = alone
        self.full_model = FullModel(problem, best, workers - 1)
        self.is_constructed = Event()
        self._is_open = is_open(problem)

    def construct_and_repair(self, budget: Budget) -> None:
        """From seats for everybody to a week, and from there a few patients at a time."""
        try:
            timetable = self._timetable(budget) if self._is_open and budget.left else None
            if timetable is None:
                self.construct(self.problem, budget)
            else:
                self.take(timetable.problem, timetable.seats, None, budget)
        finally:
            self.is_constructed.set()
        if timetable is not None:
            self._with_better(timetable, budget)
        self.repair(budget, 0)

    def _with_better(self, timetable: Timetable, budget: Budget) -> None:
        """A week with a better timetable: the relaxation shares out its seats best, where there is time for that."""
        is_relaxed = _seconds_to_relax(len(self.problem.patients)) <= RELAXED_SHARE * budget.left
        with budget.statistics.part(A_TIMETABLE):
            timetable.improve(budget.share(BETTER_TIMETABLE_SHARE if is_relaxed else WITHOUT_RELAXATION))
        if is_relaxed:
            self.construct(timetable.problem, budget)
            return
        repair = self.take(timetable.problem, timetable.seats, None, budget)
        repair.improve(budget.share(AT_ITS_TIMES), _rng(budget, 0))

    def _timetable(self, budget: Budget) -> Timetable:
        with budget.statistics.part(A_TIMETABLE):
            soon = budget.share(TIMETABLE_SHARE)
            timetable = Timetable(self.problem, budget, _rng(budget, 0))
            timetable.improve(soon)
        return timetable

    def construct(self, problem: WeekProblem, budget: Budget) -> None:
        """A week in these places, begun from seats for everybody."""
        with budget.statistics.part(SEATS_IN_BATCHES):
            seats = seats_in_batches(problem, budget)
        self.take(problem, seats.taken, seats.unsettled, budget)

    def take(
        self, problem: WeekProblem, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget
    ) -> CareSearch:
        """A week with these seats, begun from the agreed sessions alone; others for the unsettled, or for nobody."""
        repair = CareSearch(problem, _anew(problem, self.problem, self.best), self.alone)
        repair.construct(seats, unsettled, budget)
        return repair

    def at_once_and_prove(self, budget: Budget) -> None:
        """The whole week at once where it is not too large or open; then bounds, where they come soon, and repairs."""
        is_at_once = len(self.problem.patients) <= MANY
        if not is_at_once:
            self.wait(budget)
        relaxation = relaxation_of(self.problem) if len(self.problem.patients) <= BOUNDED and budget.left else None
        is_small = relaxation is not None and len(relaxation.program.most) <= SOON
        if is_at_once and (is_small or not self._is_open):
            self.full_model.meet_all_care(budget.share(AT_ONCE_SHARE_OF_SMALL if is_small else AT_ONCE_SHARE))
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
        with budget.statistics.part(DAYS, f"relaxation of {len(relaxation.program.most):,} variables"):
            least = solve_lp(relaxation.program, budget, budget.left)
            bound = None if least is None else relaxation.program.bound(least.prices)
        if bound is not None:
            self.best.prove(DAYS, care=bound)

    def repair(self, budget: Budget, number: int) -> None:
        """A few patients at a time, beside whoever else is searching."""
        CareSearch(self.problem, self.best, self.alone).improve(budget, _rng(budget, number))

    def prove(self, budget: Budget, relaxation: Relaxation | None) -> None:
        """Bounds from the whole week, and from the relaxation in whole numbers, whose seats are worth a try."""
        self.full_model.prove_care(budget.share(FROM_BELOW_SHARE))
        if relaxation is None or not budget.left:
            return
        if not budget.limits.deterministic:
            least = solve_mip(relaxation.program, budget.share(0.7))
            if least.bound is not None:
                self.best.prove("days in whole numbers", care=least.bound)
            if least.values is not None and budget.left:
                self.take(self.problem, *integral_seats(relaxation, least.values), budget)
        self.full_model.prove_care(budget.share(0.5))


def _anew(problem: WeekProblem, full_problem: WeekProblem, best: SharedIncumbent) -> SharedIncumbent:
    """A week of the agreed sessions alone, to begin with again; what becomes better than the best is handed on."""
    agreed = {name: one for name, one in best.placed.items() if one.candidate.agreed}
    candidates = {candidate.name: candidate for candidate in full_problem.candidates}

    def hand_on(found: SharedIncumbent, says: str) -> None:
        best.offer(
            {name: replace(one, candidate=candidates[name]) for name, one in found.placed.items()}, found.cost, says
        )

    return SharedIncumbent(agreed, cost_of(problem.week, agreed.values()), hand_on)


def _seconds_to_relax(patients: int) -> float:
    """About how long a relaxation with drafted times takes, where everybody can attend nearly anything."""
    return float((patients / RELAXED_IN_A_SECOND) ** 2.8)


def _rng(budget: Budget, number: int) -> random.Random:
    return random.Random(budget.limits.seed + number)  # noqa: S311 - chance, no secret
