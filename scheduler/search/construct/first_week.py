"""A first week from seats in groups: these are taken as far as can be, then one-to-one sessions fit in between."""

from collections import defaultdict
from collections.abc import Collection

from scheduler.model.problem import WeekProblem
from scheduler.search.construct.seating import take_seats
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.reoptimise import insert_found, repaired, sum_lacks_less
from scheduler.search.lns.subproblem import subproblem_of
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.aggregation import Seat
from scheduler.search.shared import SharedIncumbent
from scheduler.search.solver import presets

SEATS_TAKEN, VISITS = "seats in groups", "one-to-one sessions, caseload by caseload"


def construct(
    problem: WeekProblem,
    best: SharedIncumbent,
    seats: Collection[Seat],
    unsettled: Collection[str] | None,
    budget: Budget,
) -> None:
    """Construct a week with these seats and offer it, step by step.

    The unsettled patients may have other seats, and whoever lacks one; nobody where that is None. Where the time would
    end before all of them are seated, nothing is begun.
    """
    if budget.left < POLICY.construct.seconds_per_seat * problem.possible_seats:
        return
    incumbent = Incumbent(problem, best.placed)
    with budget.statistics.part(SEATS_TAKEN):
        take_seats(incumbent, seats, unsettled, budget, POLICY.construct.seating_seconds)
        best.offer(incumbent.placed, incumbent.cost, SEATS_TAKEN)
    with budget.statistics.part(VISITS) as account:
        for caseload in _caseloads(problem):
            if budget.left and any(incumbent.costs[patient].care for patient in caseload):
                account.tries += 1
                account.found += _see(incumbent, caseload, budget)
                best.offer(incumbent.placed, incumbent.cost, VISITS)


def _see(incumbent: Incumbent, caseload: Collection[str], budget: Budget) -> bool:
    """Plan the one-to-one sessions of a caseload, as many as there can be of those that are needed."""
    problem = subproblem_of(incumbent, (), caseload, other_leaders=True)
    seconds = POLICY.construct.caseload_seconds
    found = repaired(problem, sum_lacks_less(incumbent), budget, presets.SMALL, seconds)
    return insert_found(incumbent, problem, found)


def _caseloads(problem: WeekProblem) -> list[list[str]]:
    """Patients by primary therapist, whose hours they share; where those are many, some at a time."""
    most = POLICY.construct.caseload_patients
    caseloads: dict[str, list[str]] = defaultdict(list)
    for patient in problem.patients:
        caseloads[problem.caseload.patients[patient].primary_therapist or ""].append(patient)
    return [
        caseload[begin : begin + most]
        for _, caseload in sorted(caseloads.items())
        for begin in range(0, len(caseload), most)
    ]
