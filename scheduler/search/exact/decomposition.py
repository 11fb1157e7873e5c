"""Parts of a week that share nobody and nothing: what is true of each of them is true of all together."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import replace

from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem


def components_of(problem: WeekProblem) -> list[WeekProblem]:
    """The places of each part that shares no patient, therapist, resource or group with the others, nor keeps apart.

    Where at most so many appointments may change in all, that is one part.
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
    """What stands for everything that is joined with it."""
    while (then := leads_to.get(one, one)) != one:
        leads_to[one] = leads_to.get(then, then)
        one = then
    return one
