"""Decomposition: connected components of a week, each of which can be optimised and bounded by itself."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import replace

from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem


def components_of(problem: WeekProblem) -> list[WeekProblem]:
    """The problem of each component, which shares no patient, therapist, room or group with the others.

    Pairs kept apart are connected. One component where changes are limited in all, since the limit ties everybody
    together. No planted week falls apart: rooms of one kind tie all of it.
    """
    if problem.changes_left is not None:
        return [problem]
    leads_to: dict[Hashable, Hashable] = {}
    for candidate in problem.candidates:
        _join(leads_to, [("unit", candidate.name), *_taking_part(candidate)])
    for pair in problem.caseload.keep_apart:
        _join(leads_to, [("patient", pair.patient_a), ("patient", pair.patient_b)])
    candidates: dict[Hashable, list[Candidate]] = defaultdict(list)
    for candidate in problem.candidates:
        candidates[_end(leads_to, ("unit", candidate.name))].append(candidate)
    patients: dict[Hashable, list[str]] = defaultdict(list)
    for who in problem.patients:
        end = _end(leads_to, ("patient", who))
        patients[end if end in candidates else next(iter(candidates), end)].append(who)
    if len(candidates) <= 1:
        return [problem]
    return [replace(problem, candidates=some, patients=tuple(patients[end])) for end, some in candidates.items()]


def _taking_part(candidate: Candidate) -> Iterator[Hashable]:
    if candidate.group:
        yield "group", candidate.group.group
    for who in candidate.patients:
        yield "patient", who
    for who in candidate.leaders:
        yield "therapist", who
    for choices in candidate.pools.values():
        for pool in choices:
            yield "pool", pool


def _join(leads_to: dict[Hashable, Hashable], together: list[Hashable]) -> None:
    first = _end(leads_to, together[0])
    for one in together[1:]:
        leads_to[_end(leads_to, one)] = first


def _end(leads_to: dict[Hashable, Hashable], one: Hashable) -> Hashable:
    """Representative of a set (union-find with path halving)."""
    while (then := leads_to.get(one, one)) != one:
        leads_to[one] = leads_to.get(then, then)
        one = then
    return one
