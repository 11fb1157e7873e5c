"""The whole week in one model: what proves, and what finds where a week is small or open."""

from collections.abc import Mapping

from scheduler.model.assembly import model_of
from scheduler.model.goals import aim_at
from scheduler.model.measure import worth_of
from scheduler.model.placed import Placed, placed_by
from scheduler.model.places import Places
from scheduler.model.starts import only
from scheduler.model.tiers import care
from scheduler.model.variables import Literal, WeekModel
from scheduler.search import portfolio
from scheduler.search.best import Best
from scheduler.search.budget import Budget
from scheduler.search.engine import Parameters, Run, run
from scheduler.search.linear import torn_bound
from scheduler.search.relaxed import relaxed

PARAMETERS: Mapping[str, Parameters] = {
    "make_ups": portfolio.CORE,
    "stability": portfolio.CORE,
    "comfort": portfolio.PATHS,
}

ALL_CARE = "all care at once"

SECONDS_PER_CHOICE = 2e-4
"""To build a model with its comfort, for each start that a patient can take somewhere."""

SECONDS_PER_RELAXED_CHOICE = 2e-3
"""To build its relaxation and to solve it."""

BUILDING_SHARE = 0.3
"""Part of the time above which it is not built: building cannot be ended."""

MANY_CHOICES = 12_000
"""From here on the solver's own bound of comfort rises more slowly than the relaxation is solved."""


class WholeWeek:
    """Runs of the solver on all places at once, side by side with other searches."""

    def __init__(self, places: Places, best: Best, workers: int) -> None:
        self._places = places
        self._best = best
        self._workers = max(1, workers)

    def meet_all_care(self, budget: Budget) -> None:
        """Look for a week with no more unmet care than what is proven to be unavoidable."""
        if not budget.left:
            return
        with budget.diary.part(ALL_CARE):
            model = self._model()
            budget.diary.note(ALL_CARE, _size(model))
            model.cp.add(care(model) <= self._best.bound.care)
            found = run(model.cp, budget, self._with_workers(portfolio.QUICK))
            if found.is_contradiction:
                self._best.prove(ALL_CARE, care=self._best.bound.care + 1)
            self._offer(model, found, ALL_CARE)

    def prove_care(self, budget: Budget) -> None:
        """Make unmet care as small as the budget allows, from below."""
        if not budget.left:
            return
        with budget.diary.part(_of_whole("care")):
            model = self._model()
            model.cp.minimize(care(model))
            self._minimise(model, budget, portfolio.CORE, "care")

    def make_best(self, tier: str, budget: Budget) -> None:
        """Make a tier as small as the budget allows, at no cost of those before it.

        The bound holds for every week that is as good in those as the best one, so for the best of all too.
        """
        if not budget.left or self._is_too_large(budget):
            return
        with budget.diary.part(_of_whole(tier)):
            model = self._model()
            aim_at(model, tier, self._best.worth)
            hint(model, self._best.placed)
            self._minimise(model, budget, PARAMETERS[tier], tier)

    def prove_comfort(self, budget: Budget) -> None:
        """Prove comfort by its relaxation, where there is time enough for that."""
        says = "comfort of the whole week, relaxed"
        if budget.limits.deterministic or SECONDS_PER_RELAXED_CHOICE * self._choices > budget.left:
            return
        with budget.diary.part(says):
            model = self._model()
            aim_at(model, "comfort", self._best.worth)
            program = relaxed(model.cp)
            budget.diary.note(says, f"{len(program.most):,} variables, HiGHS in its own process")
            bound = torn_bound(program, budget)
        if bound is not None:
            self._best.prove(says, comfort=bound)

    @property
    def is_large_and_given(self) -> bool:
        """Whether the timetable is given and bounds of comfort from elsewhere come sooner than from the whole week."""
        groups = [unit for unit in self._places.units if unit.group]
        return self._choices > MANY_CHOICES and all(only(unit.starts) is not None for unit in groups)

    def _is_too_large(self, budget: Budget) -> bool:
        return seconds_to_build(self._places) > BUILDING_SHARE * budget.left

    @property
    def _choices(self) -> int:
        return _choices_in(self._places)

    def _minimise(self, model: WeekModel, budget: Budget, parameters: Parameters, tier: str) -> None:
        says = _of_whole(tier)

        def prove(bound: int) -> None:
            self._best.prove(says, **{tier: bound})

        budget.diary.note(says, _size(model))
        found = run(model.cp, budget, self._with_workers(parameters), on_bound=prove)
        self._offer(model, found, says)
        if found.bound is not None:
            prove(found.bound)

    def _model(self) -> WeekModel:
        model = model_of(self._places)
        model.keep_agreements()
        return model

    def _with_workers(self, parameters: Parameters) -> Parameters:
        return {**parameters, "num_workers": self._workers}

    def _offer(self, model: WeekModel, found: Run, says: str) -> None:
        if found.values is not None:
            placed = placed_by(model, found.values)
            self._best.offer(placed, worth_of(self._places.week, placed.values()), says)


def seconds_to_build(places: Places) -> float:
    """About how long it takes to build a model of these places with its comfort, which nothing can end."""
    return SECONDS_PER_CHOICE * _choices_in(places)


def _choices_in(places: Places) -> int:
    return sum(starts.bit_count() for unit in places.units for starts in unit.patients.values())


def _of_whole(tier: str) -> str:
    return f"{tier.replace('_', '-')} of the whole week"


def _size(model: WeekModel) -> str:
    return f"{len(model.cp.proto.variables):,} variables"


def hint(model: WeekModel, placed: Mapping[str, Placed]) -> None:
    """Tell the solver of a week that is known."""
    told: dict[int, tuple[Literal, int]] = {}

    def tell(literal: Literal, value: int) -> None:
        told[literal.index] = literal, value

    for number, unit in enumerate(model.units):
        one = placed.get(unit.name)
        start = model.start[number]
        if one and not isinstance(start, int):
            tell(start, one.start)
        for patient, literal in model.attends[number].items():
            tell(literal, one is not None and patient in one.patients)
        for therapist, literal in model.leads[number].items():
            tell(literal, one is not None and therapist in one.leaders)
        for kind, pools in model.holds[number].items():
            for pool, literal in pools.items():
                tell(literal, one is not None and (kind, pool) in one.pools)
        tell(model.runs[number], one is not None)
    for literal, value in told.values():
        model.cp.add_hint(literal, value)
