"""Rules about the clinic's hours and the grid of starts."""

from scheduler.model.candidates import Candidate
from scheduler.model.domains import NONE, Starts, on_grid, starts_at, starts_inside
from scheduler.model.problem import WeekProblem


def clinic_open(problem: WeekProblem) -> None:
    """Sessions lie inside the opening hours, outside closures."""
    for candidate in problem.candidates:
        candidate.narrow(starts_inside(problem.week.opening[candidate.day], candidate.minutes))


def grid(problem: WeekProblem) -> None:
    """A start is on the grid unless a row of the timetable or an appointment gives it."""
    multiples = on_grid(problem.caseload.clinic.grid_minutes)
    for candidate in problem.candidates:
        candidate.narrow(multiples | _given(candidate))


def _given(candidate: Candidate) -> Starts:
    if candidate.agreed:
        return starts_at([candidate.agreed.appointment.start])
    return starts_at(candidate.row.starts) if candidate.row and candidate.row.starts is not None else NONE
