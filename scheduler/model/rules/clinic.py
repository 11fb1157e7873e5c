"""Rules about the clinic's hours and the grid of starts."""

from scheduler.model.candidates import Candidate, Domains
from scheduler.model.domains import NONE, Starts, on_grid, starts_at, starts_inside
from scheduler.model.problem import WeekProblem


def clinic_open(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Sessions lie inside the opening hours, outside closures."""
    return domains.narrowed(starts_inside(problem.week.opening[candidate.day], candidate.minutes))


def grid(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """A start is on the grid unless a row of the timetable or an appointment gives it."""
    return domains.narrowed(on_grid(problem.caseload.clinic.grid_minutes) | _given(candidate))


def _given(candidate: Candidate) -> Starts:
    if candidate.agreed:
        return starts_at([candidate.agreed.appointment.start])
    return starts_at(candidate.row.starts) if candidate.row and candidate.row.starts is not None else NONE
