"""The best week of a small clinic from the rules alone: none of the cuts, orders and parameters that searches rely on.

What refutes a bound is the week itself: the independent check accepts it, and counts what it lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.model.build import problem_under
from scheduler.model.cost import cost_of, tiers_of
from scheduler.model.decode import schedule_of
from scheduler.model.objective import GOALS
from scheduler.model.problem import WeekProblem
from scheduler.model.rules import RULES
from scheduler.model.solution import Assignment, solution_of
from scheduler.model.tiers.stability import changes
from scheduler.model.variables import WeekModel
from scheduler.schedule import Earlier, Schedule
from scheduler.search.shared import SharedIncumbent
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import MONDAY

SECONDS = 60


class NotSolved(Exception):
    """The reference has no answer in a minute: such a clinic is too large to be one of these."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The best week by all tiers in their order, and what it lacks of each as the independent check counts it."""

    problem: WeekProblem
    placed: Mapping[str, Assignment]
    schedule: Schedule
    least: Mapping[str, int]

    def best(self) -> SharedIncumbent:
        """The week as a search's best one, of which nothing is proven yet."""
        return SharedIncumbent(self.placed, cost_of(self.problem.week, self.placed.values()), lambda _best, _says: None)


def exact(caseload: Caseload, earlier: Earlier | None = None) -> Exact | None:
    """The best week of a clinic; None where its agreements cannot be kept."""
    problem = problem_under(week_of(caseload, MONDAY, earlier))
    known: dict[str, int] = {}
    values: tuple[int, ...] = ()
    model = plain_model(problem)
    for tier in tiers_of(problem.week):
        model = plain_model(problem)
        for before, least in known.items():
            model.cp.add(GOALS[before](model) <= least)
        model.cp.minimize(GOALS[tier](model))
        found = _solved(model)
        if found is None:
            if known:
                raise AssertionError("a week that was there is gone")
            return None
        values, known[tier] = found
    placed = solution_of(model, values)
    schedule = schedule_of(problem, placed)
    assert violations(caseload, MONDAY, schedule, earlier=earlier) == ()
    counted = score(caseload, MONDAY, schedule, earlier)
    assert known == {tier: getattr(counted, tier) for tier in known}
    return Exact(problem, placed, schedule, known)


def plain_model(problem: WeekProblem) -> WeekModel:
    """Every rule and every agreement, and nothing else: equal units, patients and therapists in any order."""
    model = WeekModel(problem)
    for part in RULES.values():
        if part.hold:
            part.hold(model)
    model.keep_agreements()
    if problem.changes_left is not None:
        model.cp.add(changes(model) <= problem.changes_left)
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
