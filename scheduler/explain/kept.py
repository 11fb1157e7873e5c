"""Whether a week can keep what is agreed: its appointments, and the places in groups."""

from dataclasses import replace
from threading import Event

from ortools.sat.python import cp_model

from scheduler.caseload import Group
from scheduler.explain.conflict import conflicting_rows
from scheduler.model.build import ALL_RULES, model_of, problem_under
from scheduler.model.problem import WeekProblem, agreed_only
from scheduler.search.limits import Budget, Limits
from scheduler.search.solver.cpsat import can_be
from scheduler.times import WEEKDAYS
from scheduler.week.week import Week

# For one question about one group; where it is not answered in that time, nothing is said.
SECONDS = 5.0


def what_clashes(week: Week) -> tuple[str, ...]:
    """Sentences on agreed sessions of the week that cannot all be, tried as solving tries them; none where they can."""
    return () if not week.agreed or _can_be(_with_agreed_alone(week)) else conflicting_rows(week, _asked_twice)


def _with_agreed_alone(week: Week) -> WeekProblem:
    alone = replace(week, caseload=replace(week.caseload, groups={}, meetings={}, members=()))
    return agreed_only(problem_under(alone, ALL_RULES))


def _can_be(problem: WeekProblem, running: str = "") -> bool:
    """Whether a schedule of these places can be, in which the unit of this name takes place; so too if nobody knows."""
    model = model_of(problem)
    if running:
        number = next((number for number, candidate in enumerate(model.candidates) if candidate.name == running), None)
        if number is None:
            return False
        model.cp.add(model.runs[number] == 1)
    return _asked_twice(model.cp) is not False


def _asked_twice(cp: cp_model.CpModel) -> bool | None:
    budget = Budget.of(Limits(seconds=SECONDS), Event())
    return can_be(cp, budget, "what is agreed can be kept")


def blocked_days(week: Week, group: Group) -> str:
    """Words for the days on which the members alone keep the group from meeting; "" where there are none."""
    caseload = week.caseload
    others = tuple(each for each in caseload.members if each.group != group.group or each.status == "out")
    free = _groups_alone(replace(week, caseload=replace(caseload, members=others)))
    bound = _groups_alone(week)
    possible = {
        candidate.name: candidate.day
        for candidate in free.candidates
        if candidate.group == group and _can_be(free, candidate.name)
    }
    left = {day for name, day in possible.items() if _can_be(bound, name)}
    blocked = sorted({*possible.values()} - left)
    if not blocked:
        return ""
    return f" on {', '.join(WEEKDAYS[day] for day in blocked)}" if left else " in the week"


def _groups_alone(week: Week) -> WeekProblem:
    problem = problem_under(week)
    return replace(
        problem, candidates=[candidate for candidate in problem.candidates if candidate.group or candidate.agreed]
    )
