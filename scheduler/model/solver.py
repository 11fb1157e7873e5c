"""CP-SAT's solve call, with a way round a defect of its presolve."""

from collections.abc import Callable

from ortools.sat.python import cp_model

CanBe = Callable[[cp_model.CpModel], bool | None]
"""Whether a model has a solution, a second opinion asked before that is denied; None where it is not known."""


def solved(solver: cp_model.CpSolver, cp: cp_model.CpModel) -> cp_model.CpSolverStatus:
    """Solve a model; tells the status.

    Where merging equal constraints proves infeasibility, OR-Tools 9.15 may go on with what it has given up and fail on
    that. Without presolve it never merges any.
    """
    try:
        return solver.solve(cp)
    except IndexError:
        solver.parameters.cp_model_presolve = False
        return solver.solve(cp)
