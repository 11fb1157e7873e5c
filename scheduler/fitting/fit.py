"""The best week of a patient who is new: without moving anybody, or with a few moves, week by week."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.caseload import Caseload
from scheduler.errors import NoScheduleInTime
from scheduler.model.build import model_of
from scheduler.model.candidates import Candidate
from scheduler.model.objective import minimise_tier
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import problem_of_patients
from scheduler.model.solution import solution_of
from scheduler.model.tiers import care
from scheduler.remedies.answer import checked_week
from scheduler.remedies.attempt import Attempt
from scheduler.remedies.focus import focused
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import ANOTHER_WAY, run
from scheduler.verify import Need, earlier_appointments, score

A_WHILE = 5.0
"""Seconds for one proof; one patient's week beside all others as they are takes hundredths."""

MOVES_SECONDS = 1.0
"""For a week with a few moves, where none without gives all care."""

PATIENCE = 12
"""Tries in a row in which moves help nobody."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A week of a new patient beside all others.

    Args:
        monday: its first day.
        needs: what the patient needs, met or not.
        least: unmet minutes that are proven: nobody's being moved (or with ``moves``, at all) gives less.
        alone: what the patient would lack as the only one in the clinic, at the least, as far as is proven.
        sessions: what the patient attends.
        schedule: the whole week with the patient in it.
        full: meetings that the patient could attend by time and admission, but for their seats.
        moved: earlier appointments of others that change.
    """

    monday: date
    needs: tuple[Need, ...]
    least: int
    alone: int
    sessions: tuple[Session, ...]
    schedule: Schedule
    full: tuple[Session, ...] = ()
    moved: int = 0

    @property
    def unmet(self) -> int:
        """Unmet care of the patient, in minutes."""
        return sum(need.unmet_minutes for need in self.needs)

    @property
    def is_proven(self) -> bool:
        """Whether the patient cannot have more in this way."""
        return self.unmet <= self.least


@dataclass(frozen=True, slots=True)
class Served:
    """What became of a week: without moving anybody, and with moves where they were allowed and give more."""

    unmoved: Fit
    with_moves: Fit | None = None


def fit_in(caseload: Caseload, monday: date, schedule: Schedule, who: str, budget: Budget, *, moves: int = 0) -> Served:
    """The best week of a patient whom the caseload has and the schedule has not.

    Args:
        caseload: with the patient.
        monday: first day of the week.
        schedule: of this week or an earlier one, which is carried over by weekday.
        who: the patient.
        budget: how long it may take.
        moves: how many appointments of others may change, at no cost of their care.

    Raises:
        NoScheduleInTime: what is planned could not be taken over in time.
    """
    attempt = Attempt(caseload, monday, Earlier(schedule), only=_matters_to(who, schedule))
    if not attempt.begin(budget):
        raise NoScheduleInTime("What is planned could not be taken over in time.")
    as_it_was = attempt.schedule
    incumbent = Incumbent(attempt.problem, attempt.begun.placed)
    alone = _least_alone(incumbent, who, budget)
    least = _put_in(attempt, incumbent, who, budget)
    unmoved = _fit(attempt, who, as_it_was, least, alone)
    if not moves or unmoved.unmet <= alone:
        return Served(unmoved)
    limited = Attempt(caseload, monday, Earlier(as_it_was, max_changes=moves))
    limited.begin(budget)
    if limited.has_week:
        _put_in(limited, Incumbent(limited.problem, limited.begun.placed), who, budget)
    _move_others(limited, who, budget)
    moved = _fit(limited, who, as_it_was, alone, alone)
    return Served(unmoved, moved if moved.unmet < unmoved.unmet else None)


def _matters_to(who: str, schedule: Schedule) -> Callable[[Candidate], bool]:
    """Tells the places of a patient, of groups and of what is held or agreed; others' free ones matter to nobody."""
    held = {(one.patients, one.session_type, one.on.weekday()) for one in schedule.sessions if one.group is None}

    def matters(one: Candidate) -> bool:
        is_held = (tuple(one.patients), one.session_type.session_type, one.day) in held
        return one.group is not None or who in one.patients or one.agreed is not None or is_held

    return matters


def _put_in(attempt: Attempt, incumbent: Incumbent, who: str, budget: Budget) -> int:
    """Plan the patient beside all others as they are; gives the unmet minutes that are proven so."""
    if not incumbent.costs[who].care:
        return 0
    problem = subproblem_of(incumbent, {who})
    now = replace(incumbent.cost_around(problem), care=2**31)
    least = 0
    for tier, parameters in (("care", presets.SMALL), ("comfort", presets.PATHS)):
        model = model_of(problem)
        minimise_tier(model, tier, now)
        found = run(model.cp, budget, parameters, A_WHILE)
        if found.values is None:
            return least
        insert(incumbent, problem, solution_of(model, found.values).values())
        now = incumbent.cost_around(problem)
        if tier == "care":
            is_sure = found.bound == now.care and _is_least(problem, now.care, budget)
            least = now.care if is_sure else 0
    attempt.begun.offer(incumbent.placed, incumbent.cost, "a new patient")
    return least


def _is_least(problem: WeekProblem, unmet: int, budget: Budget) -> bool:
    """Whether another run in another way finds no week with less either: it is told to people."""
    if not unmet:
        return True
    model = model_of(problem)
    model.cp.add(care(model) <= unmet - 1)
    return run(model.cp, budget, ANOTHER_WAY, A_WHILE).is_contradiction


def _least_alone(incumbent: Incumbent, who: str, budget: Budget) -> int:
    """What the patient would lack as the only one in the clinic, at the least; 0 where that is not proven."""
    problem = problem_of_patients(incumbent.problem, {who})
    model = model_of(problem)
    model.cp.minimize(care(model))
    bound = run(model.cp, budget, presets.SMALL, A_WHILE).bound or 0
    return bound if bound > 0 and _is_least(problem, bound, budget) else 0


def _move_others(attempt: Attempt, who: str, budget: Budget) -> None:
    """Look for a week in which others move, nobody lacks more, and the patient has more."""
    operators = focused((), who)[:1]
    share = min(1.0, MOVES_SECONDS / max(budget.left, MOVES_SECONDS))
    attempt.improve(budget.share(share), patience=PATIENCE, operators=operators)


def _fit(attempt: Attempt, who: str, as_it_was: Schedule, least: int, alone: int) -> Fit:
    """The week as the independent check counts it.

    Raises:
        ProgramError: it breaks a rule.
    """
    caseload, monday, schedule = attempt.caseload, attempt.problem.week.monday, attempt.schedule
    checked_week(caseload, monday, schedule, 0)
    found = next(each for each in score(caseload, monday, schedule).patients if each.patient == who)
    changed = earlier_appointments(caseload, monday, as_it_was, schedule)
    return Fit(
        monday,
        found.needs,
        least,
        alone,
        tuple(one for one in schedule.sessions if who in one.patients),
        schedule,
        tuple(one for one in schedule.sessions if _is_only_full(attempt, who, one)),
        sum(1 for each in changed if each.cost),
    )


def _is_only_full(attempt: Attempt, who: str, one: Session) -> bool:
    """Whether the patient could come to this meeting if it had a seat left."""
    group = attempt.caseload.groups.get(one.group or "")
    if group is None or who in one.patients or len(one.patients) < group.max_size:
        return False
    day = (one.on - attempt.problem.week.monday).days
    return any(
        candidate.patients.get(who, 0) >> one.start & 1
        for candidate in attempt.problem.candidates
        if candidate.held_for == group.group and candidate.day == day
    )
