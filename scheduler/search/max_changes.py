"""The limit on changes of an earlier week as a hard constraint: a first week within it, or proof of none."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.model.build import model_of
from scheduler.model.cost import attended_by, changed
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, solution_of
from scheduler.model.tiers.stability import changes
from scheduler.search.construct.warm_start import hint
from scheduler.search.limits import Budget
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import ANOTHER_WAY, run, run_twice


def first_within(problem: WeekProblem, known: Mapping[str, Assignment], budget: Budget) -> Mapping[str, Assignment]:
    """A week with no more changes than the limit allows.

    Args:
        problem: with a limit.
        known: a week that keeps every rule, which may change more.
        budget: for the search.

    Raises:
        Contradiction: where every week changes more; tells how many at least.
        NoScheduleInTime: where none is found, and none excluded.
    """
    limit = problem.changes_left
    if limit is None or changes_of(problem, known) <= limit:
        return known
    model = model_of(problem)
    hint(model, known)
    found = run_twice(model.cp, budget, presets.QUICK, "a week keeps to the limit on changes")
    if found.is_contradiction:
        raise Contradiction(_too_few(problem, limit, budget))
    if found.values is None:
        raise NoScheduleInTime(f"no schedule with at most {limit} changes in {budget.elapsed:.0f} s")
    return solution_of(model, found.values)


def _too_few(problem: WeekProblem, limit: int, budget: Budget) -> list[str]:
    """The limit, and the proven minimum of changes, as sentences."""
    model = model_of(replace(problem, changes_left=None))
    least, amount = limit + 1, changes(model)
    aimed = model.cp.clone()
    aimed.minimize(amount)
    bound = run(aimed, budget, presets.CORE).bound or 0
    if bound > least:
        model.cp.add(amount < bound)
        if run(model.cp, budget, ANOTHER_WAY).is_contradiction:
            least = bound
    return [
        f"at most {limit} of the earlier appointments that can still be kept may change",
        f"at least {least} of them have to",
    ]


def changes_of(problem: WeekProblem, placed: Mapping[str, Assignment]) -> int:
    """Earlier appointments that change, as the limit counts them."""
    attended = attended_by(problem.patients, placed.values())
    return sum(changed(problem, patient, sessions) for patient, sessions in attended.items())
