"""Lexicographic driver: tiers in order, each at no cost of those before it, with their shares of the time."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Literal

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.model.build import model_of, problem_under
from scheduler.model.cost import TIERS, cost_of, tiers_of
from scheduler.model.deadline import OutOfTime
from scheduler.model.decode import schedule_of
from scheduler.model.problem import WeekProblem, agreed_only
from scheduler.model.solution import Assignment, Solution, solution_of
from scheduler.search.care import minimise_unmet_care
from scheduler.search.construct.warm_start import keep_earlier_week
from scheduler.search.exact.full_model import FullModel
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.exact.patient_sets import prove_comfort_by_sets
from scheduler.search.limits import Budget
from scheduler.search.lns.operators import STABILITY
from scheduler.search.lns.search import NeighbourhoodSearch
from scheduler.search.max_changes import changes_of, first_within
from scheduler.search.policy import ALL_LEFT, BESIDE, POLICY
from scheduler.search.result import Progress, Result, Tier
from scheduler.search.rooms import as_they_were
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run_twice
from scheduler.search.statistics import LAYING_OUT
from scheduler.search.strategy import Step, run_steps
from scheduler.week.week import Week

Tell = Callable[[Progress], None]


def best_week(week: Week, budget: Budget, tell: Tell) -> Result:
    """Optimise a week lexicographically within the budget.

    Raises:
        Contradiction: where not even the agreed sessions alone can be.
        NoScheduleInTime: where the budget ends before that is known.
    """
    with budget.statistics.part(LAYING_OUT):
        problem = replace(problem_under(week), is_over=lambda: budget.is_over)
    workers = budget.limits.workers_at_once
    unlimited = None
    if week.earlier and week.earlier.max_changes is not None:
        best, unlimited = _within_limit(problem, budget, workers, tell)
    else:
        best = _agreed_alone(problem, budget, tell)
    _search(problem, best, budget, workers)
    return _result(problem, best, budget, unlimited)


def _within_limit(problem: WeekProblem, budget: Budget, workers: int, tell: Tell) -> tuple[SharedIncumbent, Tier]:
    """An incumbent within the limit on changes, and the care of the best week without it."""
    week = problem.week
    unlimited = problem_under(replace(week, earlier=week.earlier and replace(week.earlier, max_changes=None)))
    free = replace(unlimited, is_over=problem.is_over)
    known = _agreed_alone(free, budget, lambda _: None)
    _search(free, known, budget.share(POLICY.tiers.unlimited), workers)
    with budget.statistics.part("a first week within the limit on changes"):
        placed = first_within(problem, known.placed, budget)
    best = _begun_with(placed, problem, budget, tell)
    is_free = changes_of(problem, known.placed) <= (problem.changes_left or 0)
    best.prove("without a limit", **{tier: known.bound[tier] for tier in (TIERS if is_free else ("care",))})
    return best, Tier(known.cost.care, known.bound.care)


def _search(problem: WeekProblem, best: SharedIncumbent, budget: Budget, workers: int) -> None:
    """Make the best week better, tier by tier, until the budget is over, whatever is being built then."""
    with suppress(OutOfTime):
        _meet_care(problem, best, budget, workers)
    if budget.limits.until == "care":
        return
    if not best.cost.care:
        budget.release()
    with suppress(OutOfTime):
        for tier in tiers_of(problem.week)[1:]:
            _later(tier, problem, best, budget.share(POLICY.tiers.later[tier], best.settled[tier]), workers)


def _meet_care(problem: WeekProblem, best: SharedIncumbent, budget: Budget, workers: int) -> None:
    if problem.week.earlier:
        keep_earlier_week(problem, best, _at_least(budget, POLICY.tiers.earlier_seconds))
        _mend_earlier(problem, best, budget.share(POLICY.tiers.earlier, best.settled["care"]))
    care_share = POLICY.tiers.care_beside_earlier if problem.week.earlier else POLICY.tiers.care
    if budget.limits.until == "care":
        care_share = 1
    minimise_unmet_care(problem, best, budget.share(care_share, best.settled["care"]), workers)


def _agreed_alone(problem: WeekProblem, budget: Budget, tell: Tell) -> SharedIncumbent:
    """An incumbent of the agreed sessions only."""
    with budget.statistics.part("agreed sessions alone"):
        model = model_of(replace(agreed_only(problem), is_over=None))
        at_least = _at_least(budget, POLICY.tiers.first_seconds)
        found = run_twice(model.cp, at_least, presets.QUICK, "the agreed sessions can be")
    if found.is_contradiction:
        raise Contradiction(())
    if found.values is None:
        raise NoScheduleInTime(f"no schedule in {budget.elapsed:.0f} s")
    return _begun_with(solution_of(model, found.values), problem, budget, tell)


def _begun_with(placed: Mapping[str, Assignment], problem: WeekProblem, budget: Budget, tell: Tell) -> SharedIncumbent:
    best = SharedIncumbent(placed, cost_of(problem.week, placed.values()), _telling(problem, budget, tell))
    budget.statistics.start_from(_tiers(problem, best))
    return best


def _telling(problem: WeekProblem, budget: Budget, tell: Tell) -> Callable[[SharedIncumbent, str], None]:
    def progress(best: SharedIncumbent, says: str) -> None:
        known = _tiers(problem, best)
        unproven = next((number for number, tier in enumerate(known.values()) if not tier.is_proven), len(known))
        tell(Progress(budget.elapsed, dict(list(known.items())[: unproven + 1]), says))
        budget.statistics.step(says, lambda: _tiers(problem, best))

    return progress


def _mend_earlier(problem: WeekProblem, best: SharedIncumbent, budget: Budget) -> None:
    """LNS for the care that what is kept of the earlier week lacks."""
    mending = NeighbourhoodSearch(problem, best, PatientBounds(budget), "care", STABILITY)
    mending.run(budget, budget.rng(), POLICY.lns.patience_beside_earlier)


def _later(tier: str, problem: WeekProblem, best: SharedIncumbent, budget: Budget, workers: int) -> None:
    """A tier after care: LNS beside the full model; nothing where cost and bound meet already."""
    if best.cost[tier] <= best.bound[tier]:
        return
    full_model, alone, shares = FullModel(problem, best, workers - 1), PatientBounds(budget), POLICY.tiers
    is_bounded_in_parts = tier == "comfort" and workers > 1 and full_model.is_large_and_given

    def search(number: int) -> Callable[[Budget], None]:
        return lambda mine: NeighbourhoodSearch(problem, best, alone, tier).run(mine, mine.rng(number))

    def make_best(mine: Budget) -> None:
        full_model.make_best(tier, mine)

    in_parts = (
        Step("dual", partial(prove_comfort_by_sets, problem, best), shares.sets),
        Step("dual", full_model.prove_comfort, BESIDE),
    )
    proofs = in_parts if is_bounded_in_parts else (Step("dual", make_best, shares.full_model),)
    run_steps(
        (
            *proofs,
            Step("primal", search(0), ALL_LEFT),
            Step("dual", search(1), BESIDE),
            Step("dual", make_best, shares.full_model_again),
        ),
        budget,
        workers,
    )


def _tiers(problem: WeekProblem, best: SharedIncumbent) -> dict[str, Tier]:
    cost, bound = best.cost, best.bound
    return {tier: Tier(cost[tier], bound[tier]) for tier in tiers_of(problem.week)}


def _at_least(budget: Budget, seconds: float) -> Budget:
    """The budget, or a moment of so many seconds where less is left of it."""
    return budget if budget.left > seconds else _a_moment(budget, seconds)


def _a_moment(budget: Budget, seconds: float) -> Budget:
    """Time beside what tiers may take; none where somebody ended the search."""
    return Budget(replace(budget.limits, seconds=seconds), budget.stops, seconds, statistics=budget.statistics)


def _result(problem: WeekProblem, best: SharedIncumbent, budget: Budget, unlimited: Tier | None) -> Result:
    tiers = _tiers(problem, best)
    if unlimited:
        # A week within the limit is one without it too, and may have been found later.
        unlimited = Tier(min(unlimited.value, best.cost.care), unlimited.bound)
    status: Literal["optimal", "feasible"] = "optimal" if all(tier.is_proven for tier in tiers.values()) else "feasible"
    placed = (
        _in_earlier_rooms(problem, best.placed, _a_moment(budget, POLICY.tiers.rooms_seconds))
        if problem.week.earlier
        else best.placed
    )
    return Result(status, schedule_of(problem, placed), tiers, problem.week.warnings, budget.elapsed, unlimited)


def _in_earlier_rooms(problem: WeekProblem, placed: Solution, moment: Budget) -> Solution:
    try:
        return as_they_were(replace(problem, is_over=lambda: moment.is_over), placed, moment)
    except OutOfTime:
        return placed
