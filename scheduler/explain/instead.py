"""Who would lose how much in the best week that gives one patient all that can be had."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from ortools.sat.python import cp_model

from scheduler.model.build import model_of, problem_under
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Solution, solution_of
from scheduler.model.tiers import care
from scheduler.model.tiers.care import needs_of
from scheduler.model.tiers.stability import stability
from scheduler.schedule import Earlier, Schedule
from scheduler.search.construct.warm_start import hint, only_earlier_appointments
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.neighbourhoods import rivals_for_missing_sessions
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run
from scheduler.week.week import Week, week_of

AT_ONCE = 14
"""Patients whose sessions may change; so many are planned again in a second."""

SECONDS = 5.0
"""Of counted work for one patient; most need tenths."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What others lose, in minutes of unmet care by id; ``is_best`` where no such week has less unmet care in all."""

    minutes: Mapping[str, int]
    is_best: bool


class Instead:
    """Weeks in which one patient has everything, near one with the least unmet care; from any thread."""

    def __init__(self, week: Week, schedule: Schedule, budget: Budget) -> None:
        frozen_before = week.earlier.frozen_before if week.earlier else None
        self._week = week_of(week.caseload, week.monday, Earlier(schedule, frozen_before))
        self._budget = budget
        self._lock = Lock()
        self._known: tuple[WeekProblem, Solution] | None = None
        self._is_known = False

    def losses(self, who: str, most: int) -> Losses | None:
        """Who loses what where this patient lacks no more than so many minutes; None where no such week is found.

        In a large clinic the sessions of some patients alone may change, those who hold what is lacking.
        """
        with self._lock:
            if not self._is_known:
                self._known, self._is_known = self._as_it_is(), True
        if self._known is None:
            return None
        problem, placed = self._known
        incumbent = Incumbent(problem, placed)
        everybody = set(problem.patients)
        free = everybody
        if len(everybody) > AT_ONCE:
            rng = random.Random(self._budget.limits.seed)  # noqa: S311 - not secret
            free = rivals_for_missing_sessions(incumbent, who, rng, AT_ONCE)
        some = subproblem_of(incumbent, free, other_leaders=True, other_rooms=True)
        model = model_of(replace(some, is_over=lambda: self._budget.is_over))
        model.cp.add(cp_model.LinearExpr.sum(list(needs_of(model, who).values())) <= most)
        model.cp.minimize(care(model))
        hint(model, placed)
        found = run(model.cp, self._budget, presets.LINEAR, SECONDS)
        if found.values is None:
            return None
        before = {other: incumbent.costs[other].care for other in problem.patients}
        insert(incumbent, some, solution_of(model, found.values).values())
        now = {other: incumbent.costs[other].care for other in problem.patients}
        free_now = sum(now[other] for other in free)
        is_exact = free == everybody and found.bound is not None and free_now <= found.bound
        return Losses(
            {other: now[other] - before[other] for other in problem.patients if now[other] > before[other]},
            is_best=is_exact or sum(now.values()) <= sum(before.values()),
        )

    def _as_it_is(self) -> tuple[WeekProblem, Solution] | None:
        """The week's places and what the schedule has of them."""
        problem = problem_under(self._week)
        model = model_of(replace(only_earlier_appointments(problem), is_over=lambda: self._budget.is_over))
        model.cp.add(stability(model) <= 0)
        found = run(model.cp, self._budget, presets.LINEAR, SECONDS)
        if found.values is None:
            return None
        candidates = {candidate.name: candidate for candidate in problem.candidates}
        placed = solution_of(model, found.values)
        return problem, {name: replace(one, candidate=candidates[name]) for name, one in placed.items()}
