"""One run of CP-SAT within a budget, stoppable at any moment."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.errors import ProgramError
from scheduler.model.solver import solved
from scheduler.search.limits import SECONDS_PER_UNIT, Budget
from scheduler.search.policy import POLICY

SECONDS_PER_RUN = 0.01

SECONDS_PER_VARIABLE = 2e-5
"""Counted for building a model and starting a run, which CP-SAT's deterministic units leave out."""

Parameters = Mapping[str, object]

ANOTHER_WAY: Parameters = {"cp_model_presolve": False, "linearization_level": 1}
"""For a second opinion: OR-Tools 9.15 is known to call some models impossible that are not, by its presolve and with
some relaxations, so this does without the one and has another relaxation than the first runs."""


@dataclass(frozen=True, slots=True)
class Run:
    """Outcome of one run.

    Args:
        is_contradiction: whether the model is proven infeasible.
        values: of every variable, by index, in the best solution; None where there is none.
        bound: proven lower bound of the objective, rounded; None without objective or where infeasible.
    """

    is_contradiction: bool
    values: tuple[int, ...] | None
    bound: int | None


def run(
    cp: cp_model.CpModel,
    budget: Budget,
    parameters: Parameters,
    most: float | None = None,
    on_bound: Callable[[int], None] | None = None,
) -> Run:
    """Solve a model within the budget, and within ``most`` seconds of counted work where that is given.

    ``on_bound`` is told of each better bound on the way, from a thread of the solver. CP-SAT runs with one worker
    unless the parameters say otherwise.

    Raises:
        ProgramError: where the model itself is invalid.
    """
    solver = cp_model.CpSolver()
    _set(solver, budget, most, parameters)
    if on_bound:

        def hear(bound: float) -> None:
            on_bound(round(bound))
            if budget.is_stopped:
                solver.stop_search()

        solver.best_bound_callback = hear
    thread = threading.Thread(target=solved, args=(solver, cp), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(POLICY.solver.poll_seconds)
        if budget.is_interrupted:
            solver.stop_search()
    overhead = SECONDS_PER_RUN + SECONDS_PER_VARIABLE * len(cp.proto.variables)
    budget.work(SECONDS_PER_UNIT * solver.deterministic_time + overhead)
    status = solver.response_proto.status
    if status == cp_model.MODEL_INVALID:
        raise ProgramError(f"The model is invalid: {cp.validate()}")
    has_solution = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    has_objective = cp.has_objective()
    return Run(
        is_contradiction=status == cp_model.INFEASIBLE,
        values=tuple(solver.response_proto.solution) if has_solution else None,
        bound=round(solver.best_objective_bound) if has_objective and status != cp_model.INFEASIBLE else None,
    )


def run_twice(
    cp: cp_model.CpModel, budget: Budget, parameters: Parameters, about: str, most: float | None = None
) -> Run:
    """As ``run``, but that there is no solution is believed only where another configuration finds none either.

    Where that one finds a solution, the diary notes the disagreement ``about`` this and the solution is what counts;
    where it does not end in time, nothing is known.
    """
    first = run(cp, budget, parameters, most)
    if not first.is_contradiction:
        return first
    second = run(cp, budget, ANOTHER_WAY, most)
    if second.values is not None:
        budget.statistics.disagree(about)
    return second


def can_be(cp: cp_model.CpModel, budget: Budget, about: str) -> bool | None:
    """Whether the model has a solution, denied by two configurations only; None where the budget ends first."""
    found = run_twice(cp, budget, {}, about)
    return None if found.values is None and not found.is_contradiction else found.values is not None


def _set(solver: cp_model.CpSolver, budget: Budget, most: float | None, parameters: Parameters) -> None:
    given = solver.parameters
    given.random_seed = budget.limits.seed
    given.catch_sigint_signal = False
    given.num_workers = 1
    if not budget.limits.deterministic:
        given.max_time_in_seconds = budget.left if most is None else min(budget.left, POLICY.solver.by_the_clock * most)
    if most is not None or budget.limits.deterministic:
        work = budget.left if most is None else min(most, budget.left)
        given.max_deterministic_time = work / SECONDS_PER_UNIT
    for name, value in parameters.items():
        setattr(given, name, value)
