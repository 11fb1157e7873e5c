"""What the needs of one patient lack at the least, from plain models without presolve: the reference for causes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.errors import Contradiction
from scheduler.model.build import model_of, problem_under
from scheduler.model.decode import schedule_of
from scheduler.model.solution import solution_of
from scheduler.model.tiers import care
from scheduler.model.tiers.care import NeedKey, needs_of
from scheduler.schedule import Earlier, Schedule
from scheduler.week.week import week_of
from tests.caseloads import MONDAY


@dataclass(frozen=True)
class PlainModels:
    """What plain models of the whole caseload tell, one worker and no presolve, none of the program's shortcuts."""

    caseload: Caseload
    earlier: Earlier | None = None

    def week(self, *, best: bool) -> tuple[Schedule, bool]:
        """A week, and whether none has less unmet care.

        Raises:
            Contradiction: where there is none.
        """
        problem = problem_under(week_of(self.caseload, MONDAY, self.earlier))
        model = model_of(problem)
        amount = care(model)
        if best:
            model.cp.minimize(amount)
        solver = plain_solver()
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            raise Contradiction(())
        assert status == cp_model.OPTIMAL
        return schedule_of(problem, solution_of(model, tuple(solver.response_proto.solution))), best

    def alone(self, who: str, keys: Collection[NeedKey]) -> int:
        """What these needs of a patient lack at the least, together, where nobody else is in the caseload."""
        caseload = replace(
            self.caseload,
            patients={who: self.caseload.patients[who]},
            groups={name: replace(one, min_size=1) for name, one in self.caseload.groups.items()},
            appointments=tuple(row for row in self.caseload.appointments if row.patient == who),
            members=tuple(row for row in self.caseload.members if row.patient == who),
            keep_apart=(),
        )
        return _least(caseload, who, keys)

    def beside(self, who: str, keys: Collection[NeedKey]) -> int:
        """The same with everybody and everything there, where only this patient needs anything."""
        return _least(self.caseload, who, keys)


def _least(caseload: Caseload, who: str, keys: Collection[NeedKey]) -> int:
    model = model_of(problem_under(week_of(caseload, MONDAY)))
    amounts = needs_of(model, who)
    model.cp.minimize(cp_model.LinearExpr.sum([amounts[key] for key in keys]))
    solver = plain_solver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


def plain_solver() -> cp_model.CpSolver:
    """One worker and no presolve."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    return solver
