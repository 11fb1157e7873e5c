"""Solutions: what the search passes on between models, to its cost and to the schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.model.variables import Literal, WeekModel
from scheduler.schedule import Session
from scheduler.week.frozen import FrozenSession


@dataclass(frozen=True, slots=True)
class Assignment:
    """A candidate that runs: start, people, and pools as pairs of the needed kind and the index of the pool."""

    candidate: Candidate
    start: int
    patients: tuple[str, ...]
    leaders: tuple[str, ...]
    pools: tuple[tuple[str, int], ...]


@lru_cache(maxsize=16384)
def as_attended(one: Assignment, on: date) -> FrozenSession:
    """An assignment as if it had happened on that date."""
    candidate = one.candidate
    mode = candidate.group.mode if candidate.group else "in_person"
    session = Session(
        candidate.name,
        on,
        one.start,
        one.start + candidate.minutes,
        candidate.session_type.session_type,
        candidate.held_for,
        None,
        one.leaders,
        (),
        mode,
        one.patients,
    )
    return FrozenSession(session, candidate.day, candidate.session_type)


Solution = Mapping[str, Assignment]
"""Assignments by name of the candidate."""


def as_in(problem: WeekProblem, placed: Solution) -> dict[str, Assignment]:
    """A solution with the candidates of another problem that have the same names."""
    candidates = {candidate.name: candidate for candidate in problem.candidates}
    return {name: replace(one, candidate=candidates[name]) for name, one in placed.items()}


def solution_of(model: WeekModel, values: Sequence[int]) -> dict[str, Assignment]:
    """The assignments of a model's solution, given as values of its variables by index."""

    def chosen(literals: Mapping[str, Literal]) -> tuple[str, ...]:
        return tuple(sorted(who for who, literal in literals.items() if values[literal.index]))

    placed = {}
    for number, candidate in enumerate(model.candidates):
        if not values[model.runs[number].index]:
            continue
        start = model.start[number]
        placed[candidate.name] = Assignment(
            candidate,
            start if isinstance(start, int) else values[start.index],
            chosen(model.attends[number]),
            chosen(model.leads[number]),
            tuple(
                (kind, pool)
                for kind, pools in model.holds[number].items()
                for pool, literal in pools.items()
                if values[literal.index]
            ),
        )
    return placed
