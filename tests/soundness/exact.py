"""The best week of a small clinic from the rules alone: none of the cuts, orders and parameters that searches rely on.

What refutes a bound is the week itself: the independent check accepts it, and counts what it lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.earlier import Earlier
from scheduler.model.assembly import places_under
from scheduler.model.goals import GOALS
from scheduler.model.measure import tiers_of, worth_of
from scheduler.model.placed import Placed, placed_by
from scheduler.model.places import Places
from scheduler.model.reading import schedule_of
from scheduler.model.rules import RULES
from scheduler.model.tiers.stability import changes
from scheduler.model.variables import WeekModel
from scheduler.schedule import Schedule
from scheduler.search.best import Best
from scheduler.verify import score, violations
from scheduler.week import week_of
from tests.caseloads import MONDAY

SECONDS = 60


class NotSolved(Exception):
    """The reference has no answer in a minute: such a clinic is too large to be one of these."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The best week by all tiers in their order, and what it lacks of each as the independent check counts it."""

    places: Places
    placed: Mapping[str, Placed]
    schedule: Schedule
    least: Mapping[str, int]

    def best(self) -> Best:
        """The week as a search's best one, of which nothing is proven yet."""
        return Best(self.placed, worth_of(self.places.week, self.placed.values()), lambda _best, _says: None)


def exact(caseload: Caseload, earlier: Earlier | None = None) -> Exact | None:
    """The best week of a clinic; None where its agreements cannot be kept."""
    places = places_under(week_of(caseload, MONDAY, earlier))
    known: dict[str, int] = {}
    values: tuple[int, ...] = ()
    model = plain_model(places)
    for tier in tiers_of(places.week):
        model = plain_model(places)
        for before, least in known.items():
            model.cp.add(GOALS[before](model) <= least)
        model.cp.minimize(GOALS[tier](model))
        found = _solved(model)
        if found is None:
            if known:
                raise AssertionError("a week that was there is gone")
            return None
        values, known[tier] = found
    placed = placed_by(model, values)
    schedule = schedule_of(places, placed)
    assert violations(caseload, MONDAY, schedule, earlier=earlier) == ()
    counted = score(caseload, MONDAY, schedule, earlier)
    assert known == {tier: getattr(counted, tier) for tier in known}
    return Exact(places, placed, schedule, known)


def plain_model(places: Places) -> WeekModel:
    """Every rule and every agreement, and nothing else: equal units, patients and therapists in any order."""
    model = WeekModel(places)
    for part in RULES.values():
        if part.hold:
            part.hold(model)
    model.keep_agreements()
    if places.changes_left is not None:
        model.cp.add(changes(model) <= places.changes_left)
    return model


def _solved(model: WeekModel) -> tuple[tuple[int, ...], int] | None:
    """Values and the least goal; None where there is no solution. The solver works as it does by default."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    status = solver.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise NotSolved(solver.status_name(status))
    return tuple(solver.response_proto.solution), round(solver.objective_value)
