"""Weeks to start from, and some of their patients planned anew for whatever aim."""

from collections.abc import Callable, Collection
from datetime import date

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.earlier import Earlier
from scheduler.model.assembly import model_of, places_under
from scheduler.model.placed import placed_by
from scheduler.model.places import Unit, agreed_only
from scheduler.model.reading import schedule_of
from scheduler.model.variables import WeekModel
from scheduler.schedule import Schedule, Session
from scheduler.search.around import places_around, put_in
from scheduler.search.incumbent import Incumbent
from scheduler.verify import score, violations
from scheduler.week import week_of
from tests.caseloads import MONDAY, week

Aim = Callable[[WeekModel], cp_model.LinearExprT]
"""What is to be as small as possible."""

ENOUGH = 100.0
"""Units of the solver's own work, far more than any small week takes."""


def agreed_week(caseload: Caseload, monday: date = MONDAY) -> Incumbent:
    """The week of the agreed sessions alone."""
    places = places_under(week_of(caseload, monday))
    model = model_of(agreed_only(places))
    return Incumbent(places, placed_by(model, _solved(model, ENOUGH)))


def week_of_sessions(caseload: Caseload, *sessions: Session) -> Incumbent:
    """The week of just these sessions."""
    return given_week(caseload, MONDAY, week(*sessions))


def given_week(caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier | None = None) -> Incumbent:
    """The week that a schedule stands for, which has to keep every rule."""
    places = places_under(week_of(caseload, monday, earlier))
    model = model_of(places)
    waiting = list(schedule.sessions)
    for number, unit in enumerate(model.units):
        session = next((one for one in waiting if _can_be(unit, one, monday)), None)
        model.cp.add(model.runs[number] == (session is not None))
        if session is not None:
            waiting.remove(session)
            _hold(model, number, session)
    assert not waiting, waiting
    incumbent = Incumbent(places, placed_by(model, _solved(model, ENOUGH)))
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
    model = model_of(places_around(incumbent, free, seated, other_leaders=other_leaders))
    model.cp.minimize(aim(model))
    put_in(incumbent, model.places, placed_by(model, _solved(model, work)).values())


def is_sound(incumbent: Incumbent) -> bool:
    """Whether the week keeps every rule and is worth what its own count says."""
    caseload, monday = incumbent.places.caseload, incumbent.places.week.monday
    schedule = sessions_of(incumbent)
    found = score(caseload, monday, schedule, incumbent.places.week.earlier)
    broken = violations(caseload, monday, schedule)
    assert broken == (), broken
    assert (incumbent.worth.care, incumbent.worth.comfort) == (found.care, found.comfort)
    assert incumbent.worth.stability == (found.stability or 0)
    return True


def sessions_of(incumbent: Incumbent) -> Schedule:
    """The week as a schedule."""
    return schedule_of(incumbent.places, incumbent.placed)


def _can_be(unit: Unit, session: Session, monday: date) -> bool:
    return (
        unit.day == (session.on - monday).days
        and unit.session_type.session_type == session.session_type
        and (unit.group.group if unit.group else None) == session.group
        and bool(unit.starts >> session.start & 1)
        and set(session.patients) <= unit.patients.keys()
        and set(session.therapists) <= unit.leaders.keys()
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
            if not set(model.places.pools[pool].resources) & set(session.resources):
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
