"""Linear and integer programs as sparse rows, GLOP for the former in this process, HiGHS for both in another."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from math import ceil, fsum, inf, isfinite
from tempfile import TemporaryFile

from ortools.glop.parameters_pb2 import GlopParameters
from ortools.math_opt import model_pb2, result_pb2
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY

Term = tuple[float, int]
"""Coefficient, and number of a variable."""

TOLERANCE = 1e-4
"""Absolute error that is allowed for in the solvers' arithmetic; bounds are rounded up after it is taken off."""

PART_OFF = 1e-6
"""Of a bound that branching proves, what it may be off by: the solver's tolerance for rows and whole numbers."""

SECONDS_PER_WEIGHT = 3e-9
"""Counted for each coefficient of a program in each simplex iteration, about what a machine of today takes."""


@dataclass(slots=True)
class Program:
    """A minimisation over bounded variables, integral where that is asked for, in sparse rows.

    Args:
        least, most: bounds of the variables, by number.
        goal: the objective's terms, to be minimised.
    """

    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    goal: list[Term] = field(default_factory=list)
    _row_least: list[float] = field(default_factory=list)
    _row_most: list[float] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _weights: list[float] = field(default_factory=list)

    def variable(self, most: float = 1) -> int:
        """Number of a new variable with bounds 0 and ``most``."""
        self.least.append(0)
        self.most.append(most)
        return len(self.most) - 1

    def row(self, terms: Iterable[Term], least: float = -inf, most: float = inf) -> None:
        """Add the constraint ``least <= sum of terms <= most``."""
        number = len(self._row_least)
        weights: dict[int, float] = {}
        for weight, variable in terms:
            weights[variable] = weights.get(variable, 0) + weight
        for variable in sorted(weights):
            self._rows.append(number)
            self._columns.append(variable)
            self._weights.append(weights[variable])
        self._row_least.append(least)
        self._row_most.append(most)

    @property
    def size(self) -> int:
        """Number of coefficients."""
        return len(self._weights)

    def dual_bound(self, prices: Mapping[int, float]) -> float:
        """Lower bound of the objective from these dual values, by row; true whatever they are.

        The rows are relaxed at their dual values, and each variable then takes the better of its bounds, so that
        inexact duals cost strength but never validity (Neumaier and Shcherbina 2004).
        """
        ends = {row: self._row_least[row] if price > 0 else self._row_most[row] for row, price in prices.items()}
        left = [0.0] * len(self.most)
        for weight, variable in self.goal:
            left[variable] += weight
        for row, variable, weight in zip(self._rows, self._columns, self._weights, strict=True):
            if isfinite(ends.get(row, inf)):
                left[variable] -= weight * prices[row]
        given = [prices[row] * end for row, end in ends.items() if isfinite(end)]
        taken = [min(cost * first, cost * last) for cost, first, last in zip(left, self.least, self.most, strict=True)]
        return fsum(given) + fsum(taken)

    def bound(self, prices: Iterable[float]) -> int | None:
        """Safe dual bound of an integral objective, rounded up; None where these prices of all rows prove none.

        The solver's own optimum is off by what its arithmetic is off by, and a bound may not be; this one is true
        whatever the prices (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer linear programming,
        2004).
        """
        return _rounded_up(self.dual_bound(dict(enumerate(prices))))

    def stated(self, *, integral: bool) -> model_pb2.ModelProto:
        """The program as a protocol buffer of OR-Tools."""
        stated = model_pb2.ModelProto()
        count = len(self.most)
        stated.variables.ids.extend(range(count))
        stated.variables.lower_bounds.extend(self.least)
        stated.variables.upper_bounds.extend(self.most)
        stated.variables.integers.extend([integral] * count)
        stated.linear_constraints.ids.extend(range(len(self._row_least)))
        stated.linear_constraints.lower_bounds.extend(self._row_least)
        stated.linear_constraints.upper_bounds.extend(self._row_most)
        matrix = stated.linear_constraint_matrix
        matrix.row_ids.extend(self._rows)
        matrix.column_ids.extend(self._columns)
        matrix.coefficients.extend(self._weights)
        goal = sorted((variable, weight) for weight, variable in self.goal)
        stated.objective.linear_coefficients.ids.extend(variable for variable, _ in goal)
        stated.objective.linear_coefficients.values.extend(weight for _, weight in goal)
        return stated


@dataclass(frozen=True, slots=True)
class LpSolution:
    """Optimum of a linear relaxation.

    Args:
        values: of every variable by number.
        prices: dual values of every row by number, from which ``Program.bound`` proves a bound.
    """

    values: tuple[float, ...]
    prices: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MipSolution:
    """What is known of the optimum of an integer program.

    Args:
        bound: proven, rounded up; None where nothing is proven.
        values: of every variable by number, in the best solution; None where none is known.
    """

    bound: int | None
    values: tuple[float, ...] | None


@dataclass(slots=True)
class Question:
    """What a run asks beside the program: bounds of some variables, by number, in place of the program's own.

    Any solution will do where ``has_goal`` is false.
    """

    least: dict[int, float] = field(default_factory=dict)
    most: dict[int, float] = field(default_factory=dict)
    has_goal: bool = True


class IncrementalLp:
    """GLOP on a linear program that is asked one question after another: only what differs between them is told."""

    def __init__(self, program: Program) -> None:
        from ortools.math_opt.python import mathopt  # noqa: PLC0415  # slow to load, and small weeks need none

        self._program = program
        self._model = mathopt.Model.from_model_proto(program.stated(integral=False))
        self._variables = sorted(self._model.variables(), key=lambda variable: variable.id)
        self._rows = sorted(self._model.linear_constraints(), key=lambda row: row.id)
        self._told = Question(dict(enumerate(program.least)), dict(enumerate(program.most)))
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def solve(self, budget: Budget, work: float, asked: Question | None = None) -> LpSolution | None:
        """Optimum of the program with what is asked; None where it is infeasible, or not solved in time.

        ``work`` limits it in GLOP's deterministic units, about seconds, counted alike on every machine. Pricing of
        infeasibilities by ``DANTZIG`` leaves 38 to 59 of 500 patients unsettled, the default 62 to 83, in the same
        time.
        """
        from ortools.math_opt.python import mathopt  # noqa: PLC0415  # slow to load

        self._tell(asked or Question())
        interrupter = SolveInterrupter()
        parameters = mathopt.SolveParameters(
            glop=GlopParameters(max_deterministic_time=max(TOLERANCE, work), feasibility_rule=GlopParameters.DANTZIG)
        )
        with ThreadPoolExecutor(max_workers=1) as beside:
            running = beside.submit(self._solver.solve, params=parameters, interrupter=interrupter)
            while not running.done():
                wait([running], POLICY.solver.poll_seconds)
                if not budget.left:
                    interrupter.interrupt()
        found = running.result()
        budget.work(SECONDS_PER_WEIGHT * found.solve_stats.simplex_iterations * self._program.size)
        if found.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            return None
        return LpSolution(tuple(found.variable_values(self._variables)), tuple(found.dual_values(self._rows)))

    def _tell(self, asked: Question) -> None:
        """Tell changed bounds of variables, and the objective where there was none, or is none any more."""
        told, program = self._told, self._program
        for number, variable in enumerate(self._variables):
            least = asked.least.get(number, program.least[number])
            most = asked.most.get(number, program.most[number])
            if least != told.least[number]:
                variable.lower_bound = told.least[number] = least
            if most != told.most[number]:
                variable.upper_bound = told.most[number] = most
        if asked.has_goal != told.has_goal:
            from ortools.math_opt.python import mathopt  # noqa: PLC0415  # slow to load

            goal = program.goal if asked.has_goal else ()
            self._model.minimize(mathopt.LinearSum(weight * self._variables[variable] for weight, variable in goal))
            told.has_goal = asked.has_goal


def solve_lp(program: Program, budget: Budget, work: float) -> LpSolution | None:
    """Optimum of the linear relaxation of a program; None where it is infeasible, or not solved in time."""
    return IncrementalLp(program).solve(budget, work)


def solve_mip(program: Program, budget: Budget) -> MipSolution:
    """Best solution and bound of an integer program within the budget, by HiGHS in its own process."""
    with budget.statistics.part("days in whole numbers", f"{len(program.most):,} variables, HiGHS in its own process"):
        return _read(_asked_elsewhere(program, budget, integral=True))


def lp_bound(program: Program, budget: Budget) -> int | None:
    """Lower bound, rounded up, of the linear relaxation of a program; None where it is not found in time.

    HiGHS's interior point method gives dual values; the bound is recomputed from these, see ``Program.dual_bound``.
    """
    told = _asked_elsewhere(program, budget, integral=False)
    found = result_pb2.SolveResultProto.FromString(told)
    if not found.solutions or not found.solutions[0].HasField("dual_solution"):
        return None
    prices = found.solutions[0].dual_solution.dual_values
    return _rounded_up(program.dual_bound(dict(zip(prices.ids, prices.values, strict=True))))


def _asked_elsewhere(program: Program, budget: Budget, *, integral: bool) -> bytes:
    until = time.monotonic() + (1 - POLICY.solver.telling) * budget.left
    command = [sys.executable, "-m", "scheduler.search.solver.highs", f"{until}", f"{budget.limits.seed}"]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with TemporaryFile() as asked, TemporaryFile() as told:
        asked.write(program.stated(integral=integral).SerializeToString())
        asked.seek(0)
        with subprocess.Popen(  # noqa: S603 - this very program
            command, stdin=asked, stdout=told, stderr=subprocess.DEVNULL, env=surroundings
        ) as child:
            while budget.left and child.poll() is None:
                time.sleep(POLICY.solver.poll_seconds)
            child.kill()
        told.seek(0)
        return told.read()


def _read(told: bytes) -> MipSolution:
    """What the other process wrote; nothing is known where it was ended before."""
    if not told:
        return MipSolution(None, None)
    found = result_pb2.SolveResultProto.FromString(told)
    bound = found.termination.objective_bounds.dual_bound
    values = tuple(found.solutions[0].primal_solution.variable_values.values) if found.solutions else None
    return MipSolution(_rounded_up(bound - PART_OFF * abs(bound)), values)


def _rounded_up(bound: float) -> int | None:
    """The bound of a goal that is whole; None where it is none."""
    return ceil(bound - TOLERANCE) if isfinite(bound) else None
