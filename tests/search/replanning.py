"""Weeks to start from, and some of their patients planned anew for whatever aim."""

from collections.abc import Callable, Collection
from datetime import date

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.model.build import model_of, problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.decode import schedule_of
from scheduler.model.problem import agreed_only
from scheduler.model.solution import solution_of
from scheduler.model.variables import WeekModel
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.verify import score, violations
from scheduler.week.week import week_of
from tests.caseloads import MONDAY, week

Aim = Callable[[WeekModel], cp_model.LinearExprT]
"""What is to be as small as possible."""

ENOUGH = 100.0
"""Units of the solver's own work, far more than any small week takes."""


def agreed_week(caseload: Caseload, monday: date = MONDAY) -> Incumbent:
    """The week of the agreed sessions alone."""
    problem = problem_under(week_of(caseload, monday))
    model = model_of(agreed_only(problem))
    return Incumbent(problem, solution_of(model, _solved(model, ENOUGH)))


def week_of_sessions(caseload: Caseload, *sessions: Session) -> Incumbent:
    """The week of just these sessions."""
    return given_week(caseload, MONDAY, week(*sessions))


def given_week(caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier | None = None) -> Incumbent:
    """The week that a schedule stands for, which has to keep every rule."""
    problem = problem_under(week_of(caseload, monday, earlier))
    model = model_of(problem)
    waiting = list(schedule.sessions)
    for number, candidate in enumerate(model.candidates):
        session = next((one for one in waiting if _can_be(candidate, one, monday)), None)
        model.cp.add(model.runs[number] == (session is not None))
        if session is not None:
            waiting.remove(session)
            _hold(model, number, session)
    assert not waiting, waiting
    incumbent = Incumbent(problem, solution_of(model, _solved(model, ENOUGH)))
    assert is_sound(incumbent)
    return incumbent


def plan_anew(
    incumbent: Incumbent,
    free: Collection[str],
    aim: Aim,
    work: float = ENOUGH,
    seated: Collection[str] = (),
    *,
    other_leaders: bool = False,
) -> None:
    """Plan these patients anew for an aim, which the week as it is may not serve at all, and put in what is found."""
    problem = subproblem_of(incumbent, free, seated, other_leaders=other_leaders)
    model = model_of(problem)
    model.cp.minimize(aim(model))
    insert(incumbent, problem, solution_of(model, _solved(model, work)).values())


def is_sound(incumbent: Incumbent) -> bool:
    """Whether the week keeps every rule and is worth what its own count says."""
    caseload, monday = incumbent.problem.caseload, incumbent.problem.week.monday
    schedule = sessions_of(incumbent)
    found = score(caseload, monday, schedule, incumbent.problem.week.earlier)
    broken = violations(caseload, monday, schedule)
    assert broken == (), broken
    assert (incumbent.cost.care, incumbent.cost.comfort) == (found.care, found.comfort)
    assert incumbent.cost.stability == (found.stability or 0)
    return True


def sessions_of(incumbent: Incumbent) -> Schedule:
    """The week as a schedule."""
    return schedule_of(incumbent.problem, incumbent.placed)


def _can_be(candidate: Candidate, session: Session, monday: date) -> bool:
    return (
        candidate.day == (session.on - monday).days
        and candidate.session_type.session_type == session.session_type
        and (candidate.group.group if candidate.group else None) == session.group
        and bool(candidate.starts >> session.start & 1)
        and set(session.patients) <= candidate.patients.keys()
        and set(session.therapists) <= candidate.leaders.keys()
    )


def _hold(model: WeekModel, number: int, session: Session) -> None:
    start = model.start[number]
    if not isinstance(start, int):
        model.cp.add(start == session.start)
    for who, literal in model.attends[number].items():
        model.cp.add(literal == (who in session.patients))
    for who, literal in model.leads[number].items():
        model.cp.add(literal == (who in session.therapists))
    for pools in model.holds[number].values():
        for pool, literal in pools.items():
            if not set(model.problem.pools[pool].resources) & set(session.resources):
                model.cp.add(literal == 0)


def _solved(model: WeekModel, work: float) -> tuple[int, ...]:
    """Values of a solution, which is there; where the work suffices, of the best one."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model.cp)
    assert status in {cp_model.OPTIMAL, cp_model.FEASIBLE}, status
    assert work < ENOUGH or status == cp_model.OPTIMAL
    return tuple(solver.response_proto.solution)
