"""The full model of the week, or of each component: proves bounds, and finds solutions where a week is small."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from threading import Event

from scheduler.model.build import model_of
from scheduler.model.cost import TIERS, Cost, cost_of
from scheduler.model.domains import only
from scheduler.model.objective import minimise_tier
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import solution_of
from scheduler.model.tiers import care
from scheduler.model.variables import WeekModel
from scheduler.search.construct.warm_start import hint
from scheduler.search.exact.decomposition import components_of
from scheduler.search.exact.lp_relaxation import lp_relaxation
from scheduler.search.exact.symmetry import break_symmetry
from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters, Run, run
from scheduler.search.solver.linear import lp_bound

PARAMETERS: Mapping[str, Parameters] = {
    "make_ups": presets.CORE,
    "stability": presets.CORE,
    "comfort": presets.PATHS,
}

ALL_CARE = "all care at once"


class FullModel:
    """Runs of CP-SAT on all candidates, beside LNS.

    Args:
        workers: of CP-SAT.
        decomposed: whether each component has a model of its own, one after the other.
    """

    def __init__(self, problem: WeekProblem, best: SharedIncumbent, workers: int, *, decomposed: bool = True) -> None:
        self._problem = problem
        self._best = best
        self._workers = max(1, workers)
        self._decomposed = decomposed

    @cached_property
    def _components(self) -> Sequence[WeekProblem]:
        return components_of(self._problem) if self._decomposed else [self._problem]

    @cached_property
    def _proven(self) -> Mapping[str, list[int]]:
        """Bounds of each component by tier."""
        return {tier: [0] * len(self._components) for tier in TIERS}

    def meet_all_care(self, budget: Budget) -> bool:
        """Feasibility question: a week with unmet care at its bound; tells whether the answer was that there is none.

        That answer is no proof: these parameters have called feasible weeks infeasible.
        """
        if seconds_to_build_for_care(self._problem) > POLICY.care.building * budget.left:
            return False
        is_denied = False
        for number, mine in self._one_after_the_other(budget):
            with budget.statistics.part(ALL_CARE):
                model = _care_model_of(self._components[number])
                budget.statistics.note(ALL_CARE, _size(model))
                least = self._best.bound.care if self._is_one_component else self._proven["care"][number]
                model.cp.add(care(model) <= least)
                found = run(model.cp, mine, self._with_workers(presets.QUICK))
                self._offer(model, found, ALL_CARE)
                is_denied |= found.is_contradiction
        return is_denied

    def prove_care(self, budget: Budget) -> None:
        """Minimise unmet care from below."""
        if seconds_to_build_for_care(self._problem) > POLICY.care.building * budget.left:
            return
        for number, mine in self._one_after_the_other(budget):
            with budget.statistics.part(_of_whole("care")):
                model = _care_model_of(self._components[number])
                model.cp.minimize(care(model))
                self._minimise(model, mine, presets.CORE, "care", number)

    def make_best(self, tier: str, budget: Budget) -> None:
        """Minimise a tier, earlier ones at no more than now.

        The bound holds for every week that is as good in those as the incumbent, so for the best of all too. Components
        are taken by themselves only where earlier tiers are proven, since one might else lack more for the sake of
        another.
        """
        if seconds_to_build(self._problem) > POLICY.care.building * budget.left:
            return
        if not self._is_one_component and not all(event.is_set() for event in self._settled_before(tier)):
            FullModel(self._problem, self._best, self._workers, decomposed=False).make_best(tier, budget)
            return
        for number, mine in self._one_after_the_other(budget):
            with budget.statistics.part(_of_whole(tier)):
                model = model_of(self._components[number])
                minimise_tier(model, tier, self._cost_of_component(number))
                hint(model, self._best.placed)
                self._minimise(model, mine, PARAMETERS[tier], tier, number)

    def prove_comfort(self, budget: Budget) -> None:
        """Bound comfort by the LP relaxation of the full model, where there is time enough for that."""
        says = "comfort of the whole week, relaxed"
        seconds = POLICY.proofs.seconds_per_relaxed_choice * _choices_in(self._problem)
        if budget.limits.deterministic or seconds > budget.left:
            return
        with budget.statistics.part(says):
            model = model_of(self._problem)
            minimise_tier(model, "comfort", self._best.cost)
            program = lp_relaxation(model.cp)
            budget.statistics.note(says, f"{len(program.most):,} variables, HiGHS in its own process")
            bound = lp_bound(program, budget)
        if bound is not None:
            self._best.prove(says, comfort=bound)

    @property
    def is_large_and_given(self) -> bool:
        """Whether all times are given and comfort is bounded sooner by sets and the LP than by CP-SAT."""
        starts = [only(candidate.starts) for candidate in self._problem.candidates if candidate.group]
        return _choices_in(self._problem) > POLICY.proofs.many_choices and None not in starts

    @property
    def _is_one_component(self) -> bool:
        return len(self._components) == 1

    def _settled_before(self, tier: str) -> Iterator[Event]:
        return (self._best.settled[earlier] for earlier in TIERS[: TIERS.index(tier)])

    def _one_after_the_other(self, budget: Budget) -> Iterator[tuple[int, Budget]]:
        """Each component by its number, with its part of the time that is left."""
        for number in range(len(self._components)):
            mine = budget.share(1 / (len(self._components) - number))
            if mine.left:
                yield number, mine

    def _minimise(self, model: WeekModel, budget: Budget, parameters: Parameters, tier: str, number: int) -> None:
        says = _of_whole(tier)

        def prove(bound: int) -> None:
            self._prove(says, tier, number, bound)

        budget.statistics.note(says, _size(model))
        found = run(model.cp, budget, self._with_workers(parameters), on_bound=prove)
        self._offer(model, found, says)
        if found.bound is not None:
            prove(found.bound)

    def _prove(self, says: str, tier: str, number: int, bound: int) -> None:
        """Note the bound of a component; the sum over components is a bound of the week."""
        proven = self._proven[tier]
        proven[number] = max(proven[number], bound)
        self._best.prove(says, **{tier: sum(proven)})

    def _with_workers(self, parameters: Parameters) -> Parameters:
        return {**parameters, "num_workers": self._workers}

    def _cost_of_component(self, number: int) -> Cost:
        """Cost of the component's patients in the incumbent."""
        component, placed = self._components[number], self._best.placed
        own = [placed[candidate.name] for candidate in component.candidates if candidate.name in placed]
        return cost_of(self._problem.week, own, component.patients)

    def _offer(self, model: WeekModel, found: Run, says: str) -> None:
        """Offer a solution of a component, everything else as it is in the incumbent."""
        if found.values is not None:
            own = {candidate.name for candidate in model.candidates}
            placed = {name: one for name, one in self._best.placed.items() if name not in own}
            placed.update(solution_of(model, found.values))
            self._best.offer(placed, cost_of(self._problem.week, placed.values()), says)


def _care_model_of(problem: WeekProblem) -> WeekModel:
    """A model for care alone and without hints, so that symmetry may be broken."""
    model = model_of(problem)
    break_symmetry(model)
    return model


def seconds_to_build(problem: WeekProblem) -> float:
    """Estimated seconds to build a model of this problem with its comfort."""
    return POLICY.proofs.seconds_per_choice * _choices_in(problem)


def seconds_to_build_for_care(problem: WeekProblem) -> float:
    """About how long it takes to build a model of these places that is asked for care alone."""
    taking_part = sum(len(candidate.patients) + len(candidate.leaders) for candidate in problem.candidates)
    return POLICY.proofs.seconds_per_literal * taking_part


def _choices_in(problem: WeekProblem) -> int:
    return sum(starts.bit_count() for candidate in problem.candidates for starts in candidate.patients.values())


def _of_whole(tier: str) -> str:
    return f"{tier.replace('_', '-')} of the whole week"


def _size(model: WeekModel) -> str:
    return f"{len(model.cp.proto.variables):,} variables"
