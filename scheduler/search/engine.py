"""One run of the solver that can be stopped at any moment."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.search.budget import Budget

POLL_SECONDS = 0.05
ALL_CORES = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What one run found.

    Args:
        values: of every variable of the model, by index, in the best solution; None where there is none.
        bound: proven lower bound of the objective; None where there is no objective.
    """

    is_proven: bool
    is_contradiction: bool
    values: tuple[int, ...] | None
    objective: int | None
    bound: int | None


OnSolution = Callable[[int, int], None]


class _Reporter(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_solution: OnSolution) -> None:
        super().__init__()
        self._on_solution = on_solution

    def on_solution_callback(self) -> None:
        self._on_solution(round(self.objective_value), round(self.best_objective_bound))


def run(
    cp: cp_model.CpModel,
    budget: Budget,
    most: float,
    parameters: Mapping[str, object],
    on_solution: OnSolution | None = None,
) -> Run:
    """Solve a model within ``most`` of the budget.

    Raises:
        AssertionError: where the model itself is invalid, which is a defect of this program.
    """
    solver = cp_model.CpSolver()
    _set(solver, budget, min(most, budget.left), parameters)
    reporter = _Reporter(on_solution) if on_solution else None
    thread = threading.Thread(target=solver.solve, args=(cp, reporter), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(POLL_SECONDS)
        if budget.stop.is_set():
            solver.stop_search()
    budget.worked += solver.deterministic_time
    status = solver.response_proto.status
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(f"invalid model: {cp.validate()}")
    has_solution = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    has_objective = cp.has_objective()
    return Run(
        is_proven=status in {cp_model.OPTIMAL, cp_model.INFEASIBLE},
        is_contradiction=status == cp_model.INFEASIBLE,
        values=tuple(solver.response_proto.solution) if has_solution else None,
        objective=round(solver.objective_value) if has_solution and has_objective else None,
        bound=round(solver.best_objective_bound) if has_objective and status != cp_model.INFEASIBLE else None,
    )


def _set(solver: cp_model.CpSolver, budget: Budget, most: float, parameters: Mapping[str, object]) -> None:
    given = solver.parameters
    given.random_seed = budget.limits.seed
    given.catch_sigint_signal = False
    if budget.limits.deterministic:
        given.num_workers = 1
        given.max_deterministic_time = most
    else:
        given.num_workers = budget.limits.workers or ALL_CORES
        given.max_time_in_seconds = most
    for name, value in parameters.items():
        setattr(given, name, value)
