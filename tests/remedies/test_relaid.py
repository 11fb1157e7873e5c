"""The problem of a week with a remedy, laid out where it touches the week, is that of the changed tables."""

from dataclasses import replace

from scheduler.model.build import problem_under
from scheduler.model.candidates import Candidate
from scheduler.model.problem import WeekProblem
from scheduler.remedies import Asked
from scheduler.remedies.proposals import proposals
from scheduler.remedies.relaid import problem_with
from scheduler.remedies.standing import Standing
from scheduler.schedule import Earlier, Schedule
from scheduler.week.week import week_of
from tests.caseloads import MONDAY
from tests.soundness.clinics import random_clinic

CLINICS = 30
NOTHING = Schedule.of([])


def laid_out(problem: WeekProblem) -> dict[str, tuple[object, ...]]:
    """All that a model is made of, by candidate."""
    return {one.name: _content(one) for one in problem.candidates}


def _content(one: Candidate) -> tuple[object, ...]:
    here = sorted(one.patients.keys() - one.remote)
    row = one.row and replace(one.row, row=0)
    domains = (sorted(one.patients.items()), sorted(one.leaders.items()), sorted(map(repr, one.pools.items())))
    return (
        one.day,
        one.minutes,
        one.starts,
        one.series,
        one.group,
        row,
        one.order,
        one.planned,
        *domains,
        sorted(here),
    )


def test_a_remedied_week_is_laid_out_as_from_scratch() -> None:
    kinds = set()
    for seed in range(CLINICS):
        caseload = replace(random_clinic(seed), missed=None)
        earlier = Earlier(NOTHING)
        before = problem_under(week_of(caseload, MONDAY, earlier))
        standing = Standing(caseload, MONDAY, NOTHING, earlier)
        found = [each.remedy for each in proposals(standing, Asked(keep_apart=True, cohorts=True))]
        both = [one.together(other) for one, other in zip(found[::3], found[1::3], strict=False)]
        for remedy in [*found, *filter(None, both)]:
            changed = remedy.applied(caseload)
            after = problem_with(before, changed, remedy.changes)
            asked = problem_under(week_of(changed, MONDAY, earlier))
            assert laid_out(after) == laid_out(asked), (seed, remedy.says)
            assert after.pools == asked.pools
            week = after.week
            assert week == replace(asked.week, frozen=week.frozen, prefer=week.prefer, avoid=week.avoid), remedy.says
            in_order = [one.held_for for one in after.candidates if one.held_for]
            assert in_order == sorted(in_order, key=list(changed.groups).index)
            kinds.add(remedy.kind)
    assert kinds >= {"meeting", "longer_day", "free_window", "virtual", "keep_apart", "pair"}
