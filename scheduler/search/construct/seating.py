"""First step of a first week: seats in groups by one CP-SAT model; one-to-one sessions follow."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.model.problem import WeekProblem
from scheduler.model.tiers.care import needs_of
from scheduler.model.variables import WeekModel
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.reoptimise import insert_found, repaired
from scheduler.search.lns.subproblem import subproblem_of
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.solver import presets


def take_seats(
    incumbent: Incumbent, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget, most: float
) -> None:
    """Maximise the seats that are taken of these; one-to-one sessions fall away and come later.

    4 to 15 of 1,475 rounded seats cannot be taken (fixed 240). So others are looked for, for the unsettled and whoever
    lacks a planned session in a group, a neighbourhood at a time; for nobody where ``unsettled`` is None.
    """
    invitations = incumbent.invitations
    whole = subproblem_of(incumbent, incumbent.problem.patients)
    problem = _with_seats_only(_groups_only(whole), invitations.union(seats))

    def as_many(model: WeekModel) -> None:
        model.cp.maximize(cp_model.LinearExpr.sum([taken for attends in model.attends for taken in attends.values()]))

    parameters = presets.COUNT if unsettled is None else presets.SMALL
    insert_found(incumbent, whole, repaired(problem, as_many, budget, parameters, most))
    if unsettled is None:
        return
    others = sorted({who for _, who in invitations.difference(seats)}.union(unsettled, _lacking_seats(incumbent)))
    seconds, most_patients = POLICY.construct.batch_seconds, POLICY.construct.batch_patients
    for begin in range(0, len(others), most_patients):
        whole = subproblem_of(incumbent, others[begin : begin + most_patients])
        found = repaired(_groups_only(whole), _least_lacking_in_groups, budget, presets.SMALL, seconds)
        insert_found(incumbent, whole, found)


def _groups_only(problem: WeekProblem) -> WeekProblem:
    return replace(
        problem, candidates=[candidate for candidate in problem.candidates if candidate.group or candidate.agreed]
    )


def _least_lacking_in_groups(model: WeekModel) -> None:
    facts = model.problem.caseload.session_types
    needs = [need for patient in model.problem.patients for need in needs_of(model, patient).items()]
    lacking = [amount for (_, name), amount in needs if name in facts and facts[name].is_group]
    model.cp.minimize(cp_model.LinearExpr.sum(lacking))


def _lacking_seats(incumbent: Incumbent) -> Iterator[str]:
    """Patients without all their planned sessions in groups."""
    facts = incumbent.problem.caseload.session_types
    for patient, names in incumbent.attended.items():
        taken = Counter(incumbent.candidates[name].session_type.session_type for name in names)
        plans = incumbent.problem.week.plans[patient].items()
        if any(facts[name].is_group and taken[name] < planned.sessions_min for name, planned in plans):
            yield patient


def _with_seats_only(problem: WeekProblem, seats: Collection[Seat]) -> WeekProblem:
    """The problem whose meetings are open only to those who have a seat there."""
    candidates = [
        one.with_patients({who: starts for who, starts in one.patients.items() if (one.name, who) in seats})
        if one.group
        else one
        for one in problem.candidates
    ]
    return replace(problem, candidates=candidates)
