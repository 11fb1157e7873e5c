"""HiGHS, as OR-Tools brings it along, on the plain model and with its documented defaults.

It is called through MathOpt, which keeps the best solution at the time limit; the model builder of OR-Tools loses it.
"""

import time
from datetime import date, timedelta
from math import ceil, inf, isfinite

from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from benchmarks.peers.attempt import SHORTEST_SECONDS, Attempt, OnCare, Status
from benchmarks.peers.describe import describe, schedule_of
from benchmarks.peers.linear import Linear
from scheduler.caseload import Caseload
from scheduler.times import monday_of
from scheduler.week.week import week_of

LITTLE = 1e-4
"""What the solver's arithmetic may be off by."""

STATUSES: dict[mathopt.TerminationReason, Status] = {
    mathopt.TerminationReason.OPTIMAL: "optimal",
    mathopt.TerminationReason.FEASIBLE: "feasible",
    mathopt.TerminationReason.NO_SOLUTION_FOUND: "none",
    mathopt.TerminationReason.INFEASIBLE: "contradiction",
}


def solve(caseload: Caseload, day: date, seconds: float, _workers: int | None, _on_care: OnCare) -> Attempt:
    """As little unmet care as is found within the seconds, building included; its threads are its own choice.

    MathOpt tells nothing of HiGHS's steps before the end.

    Raises:
        KeyError: where the solver breaks down.
    """
    begun = time.monotonic()
    program = describe(week_of(caseload, monday_of(day)))
    model = mathopt.Model.from_model_proto(stated(program.linear))
    built = time.monotonic() - begun
    limit = timedelta(seconds=max(SHORTEST_SECONDS, seconds - built))
    found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(time_limit=limit))
    status = STATUSES[found.termination.reason]
    is_found = status in {"optimal", "feasible"}
    care = round(found.objective_value()) if is_found else None
    bound = None if status == "contradiction" else _bound(found.best_objective_bound(), care)
    values = [round(value) for value in found.variable_values(list(model.variables()))] if is_found else []
    schedule = schedule_of(program, values) if is_found else None
    return Attempt(status, schedule, care, bound, len(program.linear.most), built)


def stated(linear: Linear) -> model_pb2.ModelProto:
    """The program as MathOpt takes it; its variables have the same numbers."""
    model = model_pb2.ModelProto()
    model.variables.ids.extend(range(len(linear.most)))
    model.variables.lower_bounds.extend([0] * len(linear.most))
    model.variables.upper_bounds.extend(linear.most)
    model.variables.integers.extend([True] * len(linear.most))
    rows, matrix = model.linear_constraints, model.linear_constraint_matrix
    for number, row in enumerate(linear.rows):
        rows.ids.append(number)
        rows.lower_bounds.append(-inf if row.least is None else row.least)
        rows.upper_bounds.append(inf if row.most is None else row.most)
        names = sorted(name for name, weight in row.weights.items() if weight)
        matrix.row_ids.extend([number] * len(names))
        matrix.column_ids.extend(names)
        matrix.coefficients.extend(row.weights[name] for name in names)
    goal = sorted((name, weight) for weight, name in linear.goal)
    model.objective.linear_coefficients.ids.extend(name for name, _ in goal)
    model.objective.linear_coefficients.values.extend(weight for _, weight in goal)
    return model


def _bound(bound: float, care: int | None) -> int:
    """The bound in whole minutes, never above what was found."""
    whole = max(0, ceil(bound - LITTLE)) if isfinite(bound) else 0
    return whole if care is None else min(whole, care)
