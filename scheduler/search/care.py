"""Strategy of the care tier: construction and LNS on one side, bounds and the full model on the other, in one list."""

from collections.abc import Collection, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from scheduler.model.cost import cost_of
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import as_in
from scheduler.search.construct.first_week import construct
from scheduler.search.construct.timetable import Timetable, is_open
from scheduler.search.exact.full_model import FullModel, seconds_to_build_for_care
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.limits import Budget
from scheduler.search.lns.search import NeighbourhoodSearch
from scheduler.search.policy import ALL_LEFT, BESIDE, POLICY
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.relaxation.batches import SEATS_IN_BATCHES, seats_in_batches
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.relaxation.rounding import integral_seats, with_its_leaders
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver.linear import lp_bound, solve_lp, solve_mip
from scheduler.search.strategy import Step, run_steps

if TYPE_CHECKING:
    from scheduler.search.relaxation.program import Relaxation

A_TIMETABLE = "a timetable"

DAYS = "the whole week day by day"

PATTERNS = "the whole week by day patterns"

WHOLE = "days in whole numbers"

SHARES = POLICY.care


def minimise_unmet_care(problem: WeekProblem, best: SharedIncumbent, budget: Budget, workers: int) -> None:
    """Minimise unmet care within the budget, and raise its bound."""
    if not best.settled["care"].is_set():
        run_steps(_Search(problem, best, PatientBounds(budget), workers).steps(), budget, workers)


class _Search:
    def __init__(self, problem: WeekProblem, best: SharedIncumbent, alone: PatientBounds, workers: int) -> None:
        self.problem = problem
        self.best = best
        self.alone = alone
        self.full_model = FullModel(problem, best, workers - 1)
        self.is_constructed = Event()
        self.relaxation: Relaxation | None = None
        self._is_open = is_open(problem)
        self.is_denied = False
        self._is_alone = workers == 1

    def steps(self) -> Sequence[Step]:
        """Construction and LNS are the primal side; the dual one has bounds and the full model.

        These gain more beside one LNS than a second LNS does: on multi-therapist clinics of 150 patients all care was
        proven after 10 s instead of 25, on closed evening cohorts of 60 after 6 instead of 16.
        """
        return (
            Step("dual", self.wait_where_building_is_long, BESIDE),
            Step("dual", self.bound_soon, ALL_LEFT),
            Step("dual", self.meet_all_care_soon, SHARES.at_once),
            Step("dual", self.full_model.prove_care, SHARES.from_below_at_once),
            Step("primal", self.construct_and_improve, SHARES.construct),
            Step("dual", self.bound, ALL_LEFT),
            Step("dual", self.meet_all_care, SHARES.at_once_again),
            Step("dual", self.prove_what_is_short, SHARES.short_from_below),
            Step("dual", self.count_days, SHARES.whole_numbers_soon),
            Step("dual", self.bound_by_pattern, SHARES.by_pattern),
            Step("dual", self.prove, SHARES.prove),
            Step("dual", self.wait, BESIDE),
            Step("dual", partial(self.improve, number=1), ALL_LEFT),
        )

    def construct_and_improve(self, budget: Budget) -> None:
        """Primal side: a first week from seats for everybody, then LNS."""
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
        self.improve(budget)

    def _with_better(self, timetable: Timetable, budget: Budget) -> None:
        """A week at the times of a better draft, its seats rounded from the relaxation where there is time for that."""
        is_relaxed = _seconds_to_relax(len(self.problem.patients)) <= SHARES.relaxed * budget.left
        with budget.statistics.part(A_TIMETABLE):
            timetable.improve(budget.share(SHARES.better_timetable if is_relaxed else SHARES.without_relaxation))
        if is_relaxed:
            self.construct(timetable.problem, budget)
            return
        begun = self.take(timetable.problem, timetable.seats, None, budget)
        at_its_times = NeighbourhoodSearch(timetable.problem, begun, self.alone, "care")
        at_its_times.run(budget.share(SHARES.at_its_times), budget.rng())

    def _timetable(self, budget: Budget) -> Timetable:
        with budget.statistics.part(A_TIMETABLE):
            soon = budget.share(SHARES.timetable)
            timetable = Timetable(self.problem, budget, budget.rng())
            timetable.improve(soon)
        return timetable

    def construct(self, problem: WeekProblem, budget: Budget) -> None:
        """Construct a week of this problem from rounded seats."""
        with budget.statistics.part(SEATS_IN_BATCHES):
            seats = seats_in_batches(problem, budget)
        self.take(problem, seats.taken, seats.unsettled, budget)

    def take(
        self, problem: WeekProblem, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget
    ) -> SharedIncumbent:
        """Construct a week from these seats and the agreed sessions; the unsettled look for others, or nobody does."""
        begun = _from_agreed_alone(problem, self.problem, self.best)
        construct(problem, begun, seats, unsettled, budget)
        return begun

    def wait_where_building_is_long(self, budget: Budget) -> None:
        """Wait for the first week where building a model would hold up whoever constructs it."""
        if seconds_to_build_for_care(self.problem) > SHARES.built_at_once * budget.left:
            self.wait(budget)

    def bound_soon(self, budget: Budget) -> None:
        """The LP bound before anything else where that takes hardly any of the time: nobody then asks for all care."""
        if SHARES.seconds_per_relaxed_seat * self.problem.possible_seats <= SHARES.bounded_soon * budget.left:
            self.bound(budget)

    def meet_all_care_soon(self, budget: Budget) -> None:
        """The feasibility question for a moment; where the bound is known it has its longer turn at once instead."""
        if self.relaxation is None or self._is_alone:
            self.meet_all_care(budget)

    def meet_all_care(self, budget: Budget) -> None:
        """The feasibility question, whether all care can be met, unless it is known to be short."""
        if not (self.is_denied or self.best.bound.care):
            self.is_denied = self.full_model.meet_all_care(budget)

    def prove_what_is_short(self, budget: Budget) -> None:
        """From below for a moment where not all care can be met: a little, and what few lack, is soon proven.

        Where the bound says so, and not the solver, there is more to prove, and that moment is shorter.
        """
        if self.is_denied or self.best.bound.care:
            self.full_model.prove_care(budget if self.is_denied else budget.share(SHARES.bounded_from_below))

    def count_days(self, budget: Budget) -> None:
        """The relaxation in whole numbers for a moment, where care is short."""
        if self.is_denied or self.best.bound.care:
            self.bound_in_whole_numbers(budget)

    def wait(self, budget: Budget) -> None:
        """Wait for the first week: two searches for one are hardly sooner there than one."""
        while budget.left and not self.is_constructed.wait(POLICY.solver.poll_seconds):
            pass

    def bound(self, budget: Budget) -> None:
        """LP bound: the least unmet care that the relaxation of the whole week allows, rounded up.

        None where there are too many patients for the time, or the week has begun.
        """
        if self.relaxation is not None or len(self.problem.patients) > SHARES.bounded:
            return
        relaxation = relaxation_of(self.problem)
        if relaxation is None:
            return
        self.relaxation = relaxation
        mine = budget.share(SHARES.bound)
        with budget.statistics.part(DAYS, f"relaxation of {len(relaxation.program.most):,} variables"):
            least = solve_lp(relaxation.program, mine, mine.left)
            bound = None if least is None else relaxation.program.bound(least.prices)
        if bound is not None:
            self.best.prove(DAYS, care=bound)

    def bound_by_pattern(self, budget: Budget) -> None:
        """LP bound where people choose whole days; where it is found in time, whole numbers are asked of that program.

        HiGHS ends by the clock, so a deterministic search does without.
        """
        if self.relaxation is None or budget.limits.deterministic:
            return
        with budget.statistics.part(PATTERNS, "HiGHS in its own process"):
            relaxation = relaxation_of(self.problem, by_pattern=True)
            bound = None if relaxation is None else lp_bound(relaxation.program, budget)
        if bound is not None:
            self.relaxation = relaxation
            self.best.prove(PATTERNS, care=bound)

    def improve(self, budget: Budget, number: int = 0) -> None:
        """LNS from the shared incumbent, with another seed for each number."""
        NeighbourhoodSearch(self.problem, self.best, self.alone, "care").run(budget, budget.rng(number))

    def prove(self, budget: Budget) -> None:
        """Bounds from the full model and from the relaxation in whole numbers.

        Where something is lacking for certain, whole numbers come first: their bound and week are the better ones.
        """
        if not self.best.bound.care:
            self.full_model.prove_care(budget.share(SHARES.from_below))
        self.bound_in_whole_numbers(budget)
        self.full_model.prove_care(budget.share(SHARES.from_below_again))

    def bound_in_whole_numbers(self, budget: Budget) -> None:
        """The relaxation in whole numbers; its meetings, leaders and seats are tried too."""
        relaxation = self.relaxation
        if relaxation is None or not budget.left or budget.limits.deterministic:
            return
        least = solve_mip(relaxation.program, budget.share(SHARES.whole_numbers))
        if least.bound is not None:
            self.best.prove(WHOLE, care=least.bound)
        if least.values is not None and budget.left:
            problem = with_its_leaders(relaxation, least.values)
            self.take(problem, *integral_seats(relaxation, least.values), budget)


def _from_agreed_alone(problem: WeekProblem, full_problem: WeekProblem, best: SharedIncumbent) -> SharedIncumbent:
    """An incumbent of the agreed sessions alone, to construct from; improvements of the shared one are handed on."""
    agreed = {name: one for name, one in best.placed.items() if one.candidate.agreed}

    def hand_on(found: SharedIncumbent, says: str) -> None:
        best.offer(as_in(full_problem, found.placed), found.cost, says)

    return SharedIncumbent(agreed, cost_of(problem.week, agreed.values()), hand_on)


def _seconds_to_relax(patients: int) -> float:
    """Estimated seconds of a relaxation at drafted times, where everybody can attend nearly anything."""
    return float((patients / SHARES.relaxed_in_a_second) ** 2.8)
