"""The smallest stretch of a day that somebody would have to free for as much care, near the hours that they have."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.model.build import model_of
from scheduler.model.candidates import Candidate
from scheduler.model.domains import each, only, starts_inside
from scheduler.model.solution import solution_of
from scheduler.model.tiers import care
from scheduler.model.variables import Literal, WeekModel
from scheduler.remedies.attempt import Attempt
from scheduler.remedies.remedy import Opened
from scheduler.remedies.windows import hours_of
from scheduler.schedule import Schedule
from scheduler.search.incumbent import Incumbent
from scheduler.search.limits import Budget
from scheduler.search.lns.subproblem import insert, subproblem_of
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import run
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, Window, Windows, without
from scheduler.week.week import Week

MOST_FREED = 12
"""Patients whose sessions may change for a shorter day of their therapist."""


def narrowed(attempt: Attempt, before: Week, opens: Opened, budget: Budget) -> Schedule | None:
    """The week with as much care that uses the shortest stretch of the opened minutes, and of these the nearest one.

    Nobody else's week changes. None where none is found.

    Args:
        attempt: with the minutes opened, and a week.
        before: the week without them.
        opens: what is opened.
        budget: how long it may take.
    """
    incumbent = Incumbent(attempt.problem, attempt.begun.placed)
    free = _concerned(incumbent, opens)
    if not free or not budget.left:
        return None
    problem = subproblem_of(incumbent, free, other_leaders=opens.who not in free)
    model = model_of(problem)
    model.cp.add(care(model) <= sum(incumbent.costs[who].care for who in problem.patients))
    first = model.cp.new_int_var(0, MINUTES_A_DAY, "first")
    last = model.cp.new_int_var(0, MINUTES_A_DAY, "last")
    model.cp.add(first <= last)
    there = hours_of(before, opens)
    for number, candidate in enumerate(model.candidates):
        taken = model.attends[number] if opens.who in free else model.leads[number]
        literal = taken.get(opens.who)
        if literal is not None and _matters(candidate, opens):
            for when, window in _beyond(model, number, candidate, there):
                model.cp.add(first <= window.start).only_enforce_if(literal, *when)
                model.cp.add(last >= window.end).only_enforce_if(literal, *when)
    away, usual = model.cp.new_int_var(0, MINUTES_A_DAY, "away"), _usual_hours(before, opens)
    model.cp.add(away >= first - usual.end)
    model.cp.add(away >= usual.start - last)
    model.cp.minimize(MINUTES_A_DAY * (last - first) + away)
    found = run(model.cp, budget, presets.LINEAR)
    if found.values is None:
        return None
    insert(incumbent, problem, solution_of(model, found.values).values())
    return attempt.schedule_with(incumbent.placed)


def _usual_hours(before: Week, opens: Opened) -> Window:
    """From the first to the last minute of the hours of that day, or of the week where there are none on it."""
    of_day = hours_of(before, opens)
    week = [window for day in range(DAYS_A_WEEK) for window in hours_of(before, replace(opens, day=day))]
    usual = of_day or week or before.opening[opens.day]
    return Window(min(window.start for window in usual), max(window.end for window in usual))


def _concerned(incumbent: Incumbent, opens: Opened) -> frozenset[str]:
    """The patient; of a therapist those who are seen alone on that day."""
    if opens.who in incumbent.costs:
        return frozenset({opens.who})
    led = (incumbent.placed[name] for name in sorted(incumbent.led.get(opens.who, ())))
    seen = {who for one in led if one.candidate.day == opens.day and not one.candidate.group for who in one.patients}
    return frozenset(sorted(seen)[:MOST_FREED])


def _matters(candidate: Candidate, opens: Opened) -> bool:
    return candidate.day == opens.day and (opens.party == "self" or candidate.session_type.needs_family)


def _beyond(
    model: WeekModel, number: int, candidate: Candidate, there: Windows
) -> Iterator[tuple[tuple[Literal, ...], Window]]:
    """By start of the candidate, when it is chosen, the minutes that it takes beyond the hours that there were."""
    inside = starts_inside(there, candidate.minutes)
    is_given = only(candidate.starts) is not None
    for start in each(candidate.starts & ~inside):
        parts = without((Window(start, start + candidate.minutes),), there)
        window = Window(min(part.start for part in parts), max(part.end for part in parts))
        yield () if is_given else (model.fits(number, 1 << start),), window
