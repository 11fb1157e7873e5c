"""Each part of the program that claims a bound or an impossibility, by itself on places whose best week is known.

A producer is told of the best week where it may be in practice, but not of what is proven: what it claims is its own.
"""

from collections.abc import Callable, Mapping

from scheduler.model.cost import tiers_of
from scheduler.search.exact.full_model import FullModel
from scheduler.search.exact.patient_bounds import PatientBounds
from scheduler.search.exact.patient_sets import prove_comfort_by_sets
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.max_changes import changes_of, first_within
from scheduler.search.relaxation.build import relaxation_of
from scheduler.search.solver.linear import lp_bound, solve_lp, solve_mip
from tests.search.budgets import seconds
from tests.soundness.exact import Exact

Claims = Mapping[str, int]
"""By tier, what no week is to be below."""

SECONDS = 20.0
"""For one producer; small clinics need hundredths."""


def relaxation(known: Exact) -> Claims:
    """The day-by-day relaxation as a linear program."""
    program = relaxation_of(known.problem)
    if program is None:
        return {}
    found = solve_lp(program.program, _budget(), SECONDS)
    assert found is not None, "every week satisfies the relaxation, so it has a solution"
    bound = program.program.bound(found.prices)
    return {} if bound is None else {"care": bound}


def relaxation_in_whole_numbers(known: Exact) -> Claims:
    """The same program with whole variables, as HiGHS solves it."""
    program = relaxation_of(known.problem)
    bound = solve_mip(program.program, _budget()).bound if program else None
    return {} if bound is None else {"care": bound}


def day_patterns(known: Exact) -> Claims:
    """The relaxation in which people choose whole days, as a linear program."""
    program = relaxation_of(known.problem, by_pattern=True)
    if program is None:
        return {}
    found = solve_lp(program.program, _budget(), SECONDS)
    assert found is not None, "every week is made of days that are possible, so it is a solution"
    bound = program.program.bound(found.prices)
    return {} if bound is None else {"care": bound}


def day_patterns_by_interior_point(known: Exact) -> Claims:
    """The same from the duals of an interior point, which are no vertex."""
    program = relaxation_of(known.problem, by_pattern=True)
    bound = lp_bound(program.program, _budget()) if program else None
    return {} if bound is None else {"care": bound}


def day_patterns_in_whole_numbers(known: Exact) -> Claims:
    """The same program with whole variables, as HiGHS solves it."""
    program = relaxation_of(known.problem, by_pattern=True)
    bound = solve_mip(program.program, _budget()).bound if program else None
    return {} if bound is None else {"care": bound}


def whole_week_by_tracks(known: Exact) -> Claims:
    """The full model with its orders of equal units and people, each track by itself, tier by tier."""
    return _whole_week(known, decomposed=True)


def whole_week_as_one(known: Exact) -> Claims:
    """The full model as one."""
    return _whole_week(known, decomposed=False)


def _whole_week(known: Exact, *, decomposed: bool) -> Claims:
    best, budget = known.best(), _budget()
    FullModel(known.problem, best, 1, decomposed=decomposed).prove_care(budget)
    for tier in tiers_of(known.problem.week)[1:]:
        FullModel(known.problem, best, 1, decomposed=decomposed).make_best(tier, budget)
    return {tier: best.bound[tier] for tier in tiers_of(known.problem.week)}


def patients_alone(known: Exact) -> Claims:
    """What each patient lacks who is the only one to be served, in all."""
    alone, incumbent = PatientBounds(_budget()), Incumbent(known.problem, known.placed)
    for who in known.problem.patients:
        assert alone.of(incumbent, who) <= incumbent.costs[who].care, f"{who} alone is said to lack more than here"
    return {"care": sum(alone.known(who) for who in known.problem.patients)}


def small_sets(known: Exact) -> Claims:
    """Comfort of small sets of patients, each as if nobody else were there."""
    best = known.best()
    prove_comfort_by_sets(known.problem, best, _budget())
    return {"comfort": best.bound.comfort}


def relaxed_paths(known: Exact) -> Claims:
    """Comfort from the linear relaxation of the full model, by prices that HiGHS finds."""
    best = known.best()
    FullModel(known.problem, best, 1).prove_comfort(_budget())
    return {"comfort": best.bound.comfort}


def fewest_changes(known: Exact) -> Claims:
    """Whether a limit on changes is called too tight that a week keeps."""
    week, limit = known.problem.week, known.problem.changes_left
    if week.earlier is None or limit is None:
        return {}
    placed = first_within(known.problem, {}, _budget())
    assert changes_of(known.problem, placed) <= limit
    return {}


def _budget() -> Budget:
    return seconds(SECONDS)


QUICK: tuple[Callable[[Exact], Claims], ...] = (
    relaxation,
    day_patterns,
    whole_week_by_tracks,
    whole_week_as_one,
    patients_alone,
    small_sets,
    fewest_changes,
)
"""Those within this process."""

SLOW: tuple[Callable[[Exact], Claims], ...] = (
    relaxation_in_whole_numbers,
    day_patterns_by_interior_point,
    day_patterns_in_whole_numbers,
    relaxed_paths,
)
"""Those that start a process of their own, which takes longer than everything else here."""
