"""CP-SAT on the plain model, in one go and with its documented defaults."""

import time
from datetime import date

from ortools.sat.python import cp_model

from benchmarks.peers.attempt import SHORTEST_SECONDS, Attempt, OnCare, Status
from benchmarks.peers.describe import describe, schedule_of
from benchmarks.peers.linear import Linear
from scheduler.caseload import Caseload
from scheduler.times import monday_of
from scheduler.week.week import week_of

STATUSES: dict[object, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.UNKNOWN: "none",
    cp_model.INFEASIBLE: "contradiction",
}


class _Reporter(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_care: OnCare) -> None:
        super().__init__()
        self._on_care = on_care

    def on_solution_callback(self) -> None:
        self._on_care(round(self.objective_value), round(self.best_objective_bound))


def solve(caseload: Caseload, day: date, seconds: float, workers: int | None, on_care: OnCare) -> Attempt:
    """As little unmet care as is found within the seconds, building included; ``workers`` None is one per core.

    Raises:
        KeyError: where the model is invalid, which is a defect of it.
    """
    begun = time.monotonic()
    program = describe(week_of(caseload, monday_of(day)))
    cp, variables = cp_sat(program.linear)
    built = time.monotonic() - begun
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(SHORTEST_SECONDS, seconds - built)
    if workers is not None:
        solver.parameters.num_workers = workers
    status = STATUSES[solver.solve(cp, _Reporter(on_care))]
    is_found = status in {"optimal", "feasible"}
    values = [solver.value(variable) for variable in variables] if is_found else []
    return Attempt(
        status,
        schedule_of(program, values) if is_found else None,
        round(solver.objective_value) if is_found else None,
        None if status == "contradiction" else max(0, round(solver.best_objective_bound)),
        len(variables),
        built,
    )


def cp_sat(linear: Linear) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The program as CP-SAT takes it."""
    cp = cp_model.CpModel()
    variables = [cp.new_bool_var("") if most == 1 else cp.new_int_var(0, most, "") for most in linear.most]
    for row in linear.rows:
        total = cp_model.LinearExpr.weighted_sum([variables[name] for name in row.weights], list(row.weights.values()))
        least = cp_model.INT_MIN if row.least is None else row.least
        cp.add_linear_constraint(total, least, cp_model.INT_MAX if row.most is None else row.most)
    goal = [variables[name] for _, name in linear.goal]
    cp.minimize(cp_model.LinearExpr.weighted_sum(goal, [weight for weight, _ in linear.goal]))
    return cp, variables
