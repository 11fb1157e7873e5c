"""The whole week in one model, or in one for each of its tracks: what proves, and what finds where a week is small."""

from collections.abc import Iterator, Mapping
from threading import Event

from scheduler.model.assembly import model_of
from scheduler.model.goals import aim_at
from scheduler.model.measure import NOTHING, TIERS, Worth, worth_for, worth_of
from scheduler.model.placed import Placed, placed_by
from scheduler.model.places import Places
from scheduler.model.starts import only
from scheduler.model.tiers import care
from scheduler.model.variables import Literal, WeekModel
from scheduler.search import portfolio
from scheduler.search.best import Best
from scheduler.search.budget import Budget
from scheduler.search.engine import Parameters, Run, run
from scheduler.search.equals import take_equal_people_in_order
from scheduler.search.linear import torn_bound
from scheduler.search.relaxed import relaxed
from scheduler.search.tracks import tracks_of

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
    """Runs of the solver on all places at once, side by side with other searches.

    Args:
        workers: of the solver.
        apart: whether each track has a model of its own, one after the other.
    """

    def __init__(self, places: Places, best: Best, workers: int, *, apart: bool = True) -> None:
        self._places = places
        self._best = best
        self._workers = max(1, workers)
        self._tracks = tracks_of(places) if apart else [places]
        self._proven = {tier: [0] * len(self._tracks) for tier in TIERS}

    def meet_all_care(self, budget: Budget) -> None:
        """Look for a week with no more unmet care than what is proven to be unavoidable.

        That there is none is no proof here: parameters that find weeks fast have called possible ones impossible.
        """
        for number, mine in self._one_after_the_other(budget):
            with budget.diary.part(ALL_CARE):
                model = _care_model_of(self._tracks[number])
                budget.diary.note(ALL_CARE, _size(model))
                least = self._best.bound.care if self._is_one else self._proven["care"][number]
                model.cp.add(care(model) <= least)
                found = run(model.cp, mine, self._with_workers(portfolio.QUICK))
                self._offer(model, found, ALL_CARE)

    def prove_care(self, budget: Budget) -> None:
        """Make unmet care as small as the budget allows, from below."""
        for number, mine in self._one_after_the_other(budget):
            with budget.diary.part(_of_whole("care")):
                model = _care_model_of(self._tracks[number])
                model.cp.minimize(care(model))
                self._minimise(model, mine, portfolio.CORE, "care", number)

    def make_best(self, tier: str, budget: Budget) -> None:
        """Make a tier as small as the budget allows, at no cost of those before it.

        The bound holds for every week that is as good in those as the best one, so for the best of all too. Tracks are
        taken by themselves where these are proven, since one might else lack more for the sake of another.
        """
        if self._is_too_large(budget):
            return
        if not self._is_one and not all(event.is_set() for event in self._settled_before(tier)):
            WholeWeek(self._places, self._best, self._workers, apart=False).make_best(tier, budget)
            return
        for number, mine in self._one_after_the_other(budget):
            with budget.diary.part(_of_whole(tier)):
                model = model_of(self._tracks[number])
                aim_at(model, tier, self._worth_of(number))
                hint(model, self._best.placed)
                self._minimise(model, mine, PARAMETERS[tier], tier, number)

    def prove_comfort(self, budget: Budget) -> None:
        """Prove comfort by its relaxation, where there is time enough for that."""
        says = "comfort of the whole week, relaxed"
        if budget.limits.deterministic or SECONDS_PER_RELAXED_CHOICE * self._choices > budget.left:
            return
        with budget.diary.part(says):
            model = model_of(self._places)
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

    @property
    def _is_one(self) -> bool:
        return len(self._tracks) == 1

    def _settled_before(self, tier: str) -> Iterator[Event]:
        return (self._best.settled[earlier] for earlier in TIERS[: TIERS.index(tier)])

    def _one_after_the_other(self, budget: Budget) -> Iterator[tuple[int, Budget]]:
        """Each track by its number, with a part of the time that is left."""
        for number in range(len(self._tracks)):
            mine = budget.share(1 / (len(self._tracks) - number))
            if mine.left:
                yield number, mine

    def _minimise(self, model: WeekModel, budget: Budget, parameters: Parameters, tier: str, number: int) -> None:
        says = _of_whole(tier)

        def prove(bound: int) -> None:
            self._prove(says, tier, number, bound)

        budget.diary.note(says, _size(model))
        found = run(model.cp, budget, self._with_workers(parameters), on_bound=prove)
        self._offer(model, found, says)
        if found.bound is not None:
            prove(found.bound)

    def _prove(self, says: str, tier: str, number: int, bound: int) -> None:
        """Note what a track lacks at least; all of them lack no less than their sum."""
        proven = self._proven[tier]
        proven[number] = max(proven[number], bound)
        self._best.prove(says, **{tier: sum(proven)})

    def _with_workers(self, parameters: Parameters) -> Parameters:
        return {**parameters, "num_workers": self._workers}

    def _worth_of(self, number: int) -> Worth:
        """What those of a track lack in the best week."""
        placed = self._best.placed
        attended: dict[str, list[Placed]] = {who: [] for who in self._tracks[number].patients}
        for unit in self._tracks[number].units:
            for who in placed[unit.name].patients if unit.name in placed else ():
                attended[who].append(placed[unit.name])
        week = self._places.week
        return sum((worth_for(week, who, units) for who, units in attended.items()), NOTHING)

    def _offer(self, model: WeekModel, found: Run, says: str) -> None:
        """Hand on what was found, with everything of other tracks as it is in the best week."""
        if found.values is not None:
            own = {unit.name for unit in model.units}
            placed = {name: one for name, one in self._best.placed.items() if name not in own}
            placed.update(placed_by(model, found.values))
            self._best.offer(placed, worth_of(self._places.week, placed.values()), says)


def _care_model_of(places: Places) -> WeekModel:
    """A model that is asked for care alone, and not told of any week: equal people can be taken in order."""
    model = model_of(places)
    take_equal_people_in_order(model)
    return model


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
