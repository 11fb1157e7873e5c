"""Rooms of the earlier week for sessions that keep their times: a last step that spares news and costs nothing."""

from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.model.build import model_of
from scheduler.model.candidates import Candidate
from scheduler.model.decode import earlier_rooms
from scheduler.model.domains import starts_at
from scheduler.model.problem import WeekProblem
from scheduler.model.solution import Assignment, as_in, solution_of
from scheduler.search.limits import Budget
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run


def as_they_were(problem: WeekProblem, placed: Mapping[str, Assignment], budget: Budget) -> Mapping[str, Assignment]:
    """The same solution with as many sessions as possible in the rooms that they had; itself where none is found."""
    rooms = earlier_rooms(problem.week)
    candidates = [_just(one) for one in as_in(problem, placed).values()]
    model = model_of(replace(problem, candidates=candidates, changes_left=None))
    same = []
    for number, one in enumerate(placed.values()):
        model.cp.add(model.runs[number] == 1)
        for literal in model.attends[number].values():
            model.cp.add(literal == 1)
        wanted = rooms(one)
        for pools in model.holds[number].values():
            same += [held for pool, held in pools.items() if wanted & set(problem.pools[pool].resources)]
    if not same:
        return placed
    model.cp.maximize(cp_model.LinearExpr.sum(same))
    with budget.statistics.part("rooms as they were"):
        found = run(model.cp, budget, presets.LINEAR)
    if found.values is None:
        return placed
    moved = solution_of(model, found.values)
    return {name: replace(one, pools=moved[name].pools) for name, one in placed.items()}


def _just(one: Assignment) -> Candidate:
    """The candidate with its assignment fixed, open in its rooms only."""
    now = starts_at([one.start])
    attended, led = dict.fromkeys(one.patients, now), dict.fromkeys(one.leaders, now)
    return replace(one.candidate.only_at(now), patients=attended, leaders=led, staying=())
