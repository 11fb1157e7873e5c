"""One changed caseload, solved from the week at hand: the best week found so far, and what every week lacks."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from scheduler.caseload import Caseload
from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.cost import Cost, cost_for, cost_of
from scheduler.model.deadline import OutOfTime
from scheduler.model.decode import schedule_of
from scheduler.model.solution import Assignment, Solution
from scheduler.remedies.focus import first_freed
from scheduler.remedies.held import placed_as_held
from scheduler.remedies.relaid import problem_with
from scheduler.remedies.remedy import FactChange
from scheduler.schedule import Earlier, Schedule
from scheduler.search.construct.warm_start import keep_earlier_week
from scheduler.search.exact.full_model import FullModel, seconds_to_build_for_care
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.operators import Portfolio
from scheduler.search.lns.reoptimise import insert_found, repaired, sum_lacks_less
from scheduler.search.lns.search import NeighbourhoodSearch
from scheduler.search.lns.subproblem import subproblem_of
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.linear import lp_bound
from scheduler.verify import violations
from scheduler.week.week import week_of

if TYPE_CHECKING:
    from scheduler.model.problem import WeekProblem

NO_WEEK = Cost(care=2**40)
"""More than any week lacks: none is known."""

AT_ONCE_SECONDS = 0.3
"""For those whom a remedy concerns, planned at once; eight of them take a tenth."""

SMALL_SECONDS = 0.03
"""To build a model of a week that is solved at once."""


class Attempt:
    """A caseload of the same week with something changed, and the search for its best week.

    Args:
        caseload: with the change.
        monday: first day of the week.
        earlier: the week at hand, from which as little as possible is to change.
        known: the same without the change, whose week is taken over where it fits.
        changes: what is changed beside the known one, where that is all; it is then laid out sooner.
        only: which places matter, where not all do.
    """

    def __init__(
        self,
        caseload: Caseload,
        monday: date,
        earlier: Earlier,
        known: "Attempt | None" = None,
        changes: Sequence[FactChange] = (),
        *,
        only: Callable[[Candidate], bool] | None = None,
    ) -> None:
        self.caseload = caseload
        self.problem: WeekProblem = (
            problem_under(week_of(caseload, monday, earlier), only=only)
            if known is None or not changes
            else problem_with(known.problem, caseload, changes)
        )
        self._known = known
        self._best: SharedIncumbent | None = None
        self._alone: PatientBounds | None = None
        self._bound = 0

    @property
    def has_week(self) -> bool:
        """Whether any week is known."""
        return self._best is not None and self._best.cost < NO_WEEK

    @property
    def care(self) -> int:
        """Unmet care of the best week that is known, in minutes; more than any week lacks where none is."""
        return self._best.cost.care if self._best else NO_WEEK.care

    @property
    def bound(self) -> int:
        """What every week lacks, in minutes."""
        return max(self._bound, self._best.bound.care if self._best else 0)

    @property
    def is_settled(self) -> bool:
        """Whether no week is better than the best one that is known."""
        return self.has_week and self.care <= self.bound

    @property
    def is_small(self) -> bool:
        """Whether the whole week is solved at once in about the time of one try."""
        return seconds_to_build_for_care(self.problem) < SMALL_SECONDS

    @property
    def schedule(self) -> Schedule:
        """The best week that is known; there has to be one."""
        return self.schedule_with(self.begun.placed)

    def schedule_with(self, placed: Solution) -> Schedule:
        """The schedule of another solution of the same week."""
        return schedule_of(self.problem, placed)

    @property
    def begun(self) -> SharedIncumbent:
        """The best week and the bounds, for searches to improve; there has to be a week."""
        if self._best is None:
            raise ValueError("no week is known")
        return self._best

    def care_of(self, patient: str) -> int:
        """Unmet care of one patient in the best week that is known."""
        attended = (one for one in self.begun.placed.values() if patient in one.patients)
        return cost_for(self.problem.week, patient, attended).care

    def prove_at_least(self, bound: int) -> None:
        """No week lacks less than so many minutes, as is known from elsewhere."""
        self._bound = max(self._bound, bound)
        if self.has_week:
            self.begun.prove("known", care=self._bound)

    def relax(self, budget: Budget) -> bool:
        """Bound what every week lacks, by the linear relaxation of the whole week in which people choose whole days.

        In its own process: 60 patients take 2.5 s of it, 120 about 5. Where the week has begun there is none; tells
        whether there is one.
        """
        relaxation = relaxation_of(self.problem, by_pattern=True) if budget.left else None
        if relaxation is not None:
            self.prove_at_least(lp_bound(relaxation.program, budget) or 0)
        return relaxation is not None

    def begin(self, budget: Budget) -> bool:
        """Take over the week at hand as far as it keeps what is agreed; tells whether there is a week."""
        if self._best is None:
            self._best = SharedIncumbent({}, NO_WEEK, lambda _best, _says: None)
            self._alone = PatientBounds(budget)
            placed = self._taken_over() or self._as_held()
            if placed:
                self._best.offer(placed, cost_of(self.problem.week, placed.values()), "as it stands")
            else:
                with suppress(OutOfTime):
                    keep_earlier_week(self.problem, self._best, budget)
            if self.has_week:
                self._best.prove("known", care=self._bound)
        return self.has_week

    def plan_anew(self, concerned: Collection[str], staff: Collection[str], budget: Budget) -> None:
        """Look for a better week in which no more than a few move.

        Args:
            concerned: of whom those move who lack most; nobody for all.
            staff: therapists whose one-to-one sessions may move too.
            budget: how long it may take.
        """
        incumbent = Incumbent(self.problem, self.begun.placed)
        freed = first_freed(incumbent, concerned, staff)
        if not freed.free or not budget.left:
            return
        problem = subproblem_of(incumbent, freed.free, freed.seated, other_leaders=True)
        found = repaired(problem, sum_lacks_less(incumbent), budget, presets.SMALL, AT_ONCE_SECONDS)
        if insert_found(incumbent, problem, found):
            self.begun.offer(incumbent.placed, incumbent.cost, "those concerned anew")

    def improve(
        self, budget: Budget, seed: int = 0, patience: int | None = None, operators: Portfolio | None = None
    ) -> None:
        """Look for better weeks, by patients anew, until the budget ends or, with patience, after failures in a row."""
        if self._alone is None or self.is_settled or not budget.left:
            return
        rng = random.Random(seed)  # noqa: S311 - chance, no secret
        search = NeighbourhoodSearch(self.problem, self.begun, self._alone, "care", operators)
        with suppress(OutOfTime):
            search.run(budget.share(1, self.begun.settled["care"]), rng, patience)

    def prove(self, budget: Budget) -> None:
        """The whole week from below: its bound, and the best week where that is found."""
        if not self.is_settled and budget.left:
            with suppress(OutOfTime):
                FullModel(self.problem, self.begun, 1).prove_care(budget)

    def keep_appointments(self, budget: Budget) -> None:
        """Of the weeks with as little unmet care, one with fewer changes of what was planned."""
        if self._alone is None or not budget.left:
            return
        rng = random.Random(0)  # noqa: S311 - chance, no secret
        search = NeighbourhoodSearch(self.problem, self.begun, self._alone, "stability")
        with suppress(OutOfTime):
            search.run(budget.share(1, self.begun.settled["stability"]), rng)

    def _taken_over(self) -> Solution | None:
        """The known week of the caseload without the change, where every session of it can be as it was."""
        if self._known is None or not self._known.has_week:
            return None
        if self.problem.pools != self._known.problem.pools or self._more_is_agreed:
            return None
        names = {_place(candidate): candidate for candidate in self.problem.candidates}
        placed: dict[str, Assignment] = {}
        for one in self._known.begun.placed.values():
            candidate = names.get(_place(one.candidate))
            if candidate is None or (candidate is not one.candidate and not _can_be(candidate, one)):
                return None
            placed[candidate.name] = one if candidate is one.candidate else replace(one, candidate=candidate)
        return placed

    def _as_held(self) -> Solution | None:
        """The earlier week, where all of it can be as it was."""
        week = self.problem.week
        placed = placed_as_held(self.problem, week.earlier.schedule) if week.earlier else None
        if placed is None or violations(self.caseload, week.monday, self.schedule_with(placed)):
            return None
        return placed

    @property
    def _more_is_agreed(self) -> bool:
        """Whether more than before may have to be kept: appointments, or meetings of those who are to attend all."""
        known = self._known
        if known is None or self.problem.week.agreed != known.problem.week.agreed:
            return True
        invited = {row.patient for row in self.caseload.members if row.status == "in"}
        before, after = known.problem.week, self.problem.week
        return any(
            (before.on_site[who], before.remote[who], before.families[who], known.caseload.patients[who])
            != (after.on_site[who], after.remote[who], after.families[who], self.caseload.patients[who])
            for who in invited & after.stays.keys()
        )


def _place(candidate: Candidate) -> object:
    """What makes a candidate the same one in both caseloads."""
    if candidate.group:
        return candidate.group.group, candidate.row, candidate.day, candidate.order
    return candidate.name


def _can_be(candidate: Candidate, one: Assignment) -> bool:
    """Whether the assignment keeps every domain of the candidate."""
    now = 1 << one.start
    return bool(
        candidate.starts & now
        and all(candidate.patients.get(who, 0) & now for who in one.patients)
        and all(candidate.leaders.get(who, 0) & now for who in one.leaders)
        and all(candidate.pools.get(kind, {}).get(pool, 0) & now for kind, pool in one.pools)
        and _kinds(candidate.pools) == {kind for kind, _ in one.pools}
    )


def _kinds(pools: Mapping[str, object]) -> set[str]:
    return set(pools)
