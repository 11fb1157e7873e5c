"""Rules about rooms and other resources."""

from scheduler.model.candidates import Candidate, Domains
from scheduler.model.domains import starts_inside
from scheduler.model.problem import WeekProblem
from scheduler.model.variables import Literal, WeekModel


def resource_available(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Resources are used only inside their windows."""
    windows, pools, day, minutes = problem.week.resources, problem.pools, candidate.day, candidate.minutes
    return domains.with_pools(
        {
            kind: {
                pool: starts & starts_inside(windows[pools[pool].resources[0]][day], minutes)
                for pool, starts in choices.items()
            }
            for kind, choices in domains.pools.items()
        }
    )


def leave_the_fitting(problem: WeekProblem, _candidate: Candidate, domains: Domains) -> Domains:
    """Only resources that can serve as the kind needed."""
    pools = problem.pools
    return domains.with_pools(
        {
            kind: {pool: starts for pool, starts in choices.items() if kind in pools[pool].kinds}
            for kind, choices in domains.pools.items()
        }
    )


def resource_fits(model: WeekModel) -> None:
    """A candidate holds one resource of each needed kind, different things, big enough for those who come in person."""
    for number, candidate in enumerate(model.candidates):
        for pools in model.holds[number].values():
            model.exactly_as_many(number, pools, 1)
            _seats_all(model, number, pools)
        if len(candidate.pools) > 1:
            for pool in sorted({pool for pools in model.holds[number].values() for pool in pools}):
                literals = [pools[pool] for pools in model.holds[number].values() if pool in pools]
                things = len(model.problem.pools[pool].resources)
                if len(literals) > things:
                    model.cp.add(sum(literals) <= things)


def _seats_all(model: WeekModel, number: int, pools: dict[int, Literal]) -> None:
    candidate = model.candidates[number]
    on_site = [literal for who, literal in model.attends[number].items() if who not in candidate.remote]
    seats = {pool: model.problem.pools[pool].capacity for pool in pools}
    most = len(on_site) + candidate.staying_on_site
    if any(capacity is not None and capacity < most for capacity in seats.values()):
        model.cp.add(
            sum(on_site) + candidate.staying_on_site
            <= sum(
                literal * (most if (capacity := seats[pool]) is None else min(capacity, most))
                for pool, literal in pools.items()
            )
        )


def resource_not_double_booked(model: WeekModel) -> None:
    """A pool serves as many sessions at a time as it has resources; which one holds which is settled afterwards."""
    for pool, days in model.by_pool.items():
        things = len(model.problem.pools[pool].resources)
        reserved = model.problem.things.get(pool, ())
        for day, taken in enumerate(days):
            same_day = [one for one in reserved if one.day == day]
            if taken and len(taken) + len(same_day) > things:
                intervals = [model.interval(one) for one in taken]
                intervals += [model.fixed_interval(one.start, one.minutes) for one in same_day]
                if things == 1:
                    model.cp.add_no_overlap(intervals)
                else:
                    model.cp.add_cumulative(intervals, [1] * len(intervals), things)
