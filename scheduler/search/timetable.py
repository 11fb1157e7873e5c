"""Times for meetings that have none: a timetable before seats are shared out, and another one for the week there is.

A linear relaxation tells little of open times: it lets a meeting begin a little at any of them. A draft has times.
"""

import random
from collections.abc import Mapping
from dataclasses import replace

from scheduler.model.measure import worth_of
from scheduler.model.places import Places, Unit
from scheduler.model.starts import only, starts_at
from scheduler.search import portfolio
from scheduler.search.best import Best
from scheduler.search.budget import Budget
from scheduler.search.draft import Draft, Drafted
from scheduler.search.drafting import fill, in_order, plan_some_anew
from scheduler.search.improve import less_unmet, planned
from scheduler.search.incumbent import Incumbent

OTHER_TIMES = "other times"

ROUND_SECONDS = 2.0
"""After which a week is made of what other times gained."""

MODEL_SECONDS = 2.0
"""For the model of such a week, in which hardly anything is open."""


def is_open(places: Places) -> bool:
    """Whether some meetings have no given time, in a week that has not begun."""
    return not places.week.frozen.sessions and any(_is_open(unit) for unit in places.units)


def _is_open(unit: Unit) -> bool:
    return unit.group is not None and only(unit.starts) is None


def with_timetable(places: Places, budget: Budget, chance: random.Random) -> Places:
    """The places with a time for each meeting; meetings without given times that found none have no place."""
    draft = Draft(places, meetings_only=True)
    fill(draft, draft.units, budget, chance)
    while budget.left and draft.held:
        plan_some_anew(draft, budget, chance)
    held = in_order(draft.held)
    return replace(
        places,
        units=[
            unit.only_at(starts_at([held[unit.name].start])) if _is_open(unit) else unit
            for unit in places.units
            if not _is_open(unit) or unit.name in held
        ],
    )


def at_other_times(places: Places, best: Best, budget: Budget, chance: random.Random) -> bool:
    """Plan sessions of the best week at other times, roughly, and make a week of it; tells whether it became better."""
    with budget.diary.part(OTHER_TIMES) as account:
        account.tries += 1
        incumbent = Incumbent(places, best.placed)
        draft = Draft(places, meetings_only=False)
        draft.begin_with(incumbent.placed.values())
        until = budget.share(min(1, ROUND_SECONDS / max(ROUND_SECONDS, budget.left)))
        while until.left and draft.held and draft.lacking:
            plan_some_anew(draft, until, chance)
        if draft.lacking >= incumbent.worth.care:
            return False
        as_drafted = _as_drafted(places, in_order(draft.held))
        found = planned(as_drafted, less_unmet(incumbent), budget, portfolio.SMALL, MODEL_SECONDS)
        if found is None:
            return False
        week = {name: replace(one, unit=incumbent.units[name]) for name, one in found.items()}
        is_better = best.offer(week, worth_of(places.week, week.values()), OTHER_TIMES) is not None
        account.found += is_better
        return is_better


def _as_drafted(places: Places, held: Mapping[str, Drafted]) -> Places:
    """The places that are held, for those who are there, and what is agreed."""
    units = [unit for unit in places.units if unit.agreed]
    for name, one in held.items():
        now = one.unit.only_at(starts_at([one.start]))
        patients = {who: starts for who, starts in now.patients.items() if who in one.patients}
        leaders = {who: starts for who, starts in now.leaders.items() if who in one.leaders}
        units.append(replace(now, patients=patients, leaders=leaders))
    return replace(places, units=units)
