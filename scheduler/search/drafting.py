"""Making a draft better: some sessions are cancelled and others held, kept where no more care is lacking, over and over."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from heapq import heapify, heappop, heappush

from scheduler.search.budget import Budget
from scheduler.search.draft import Draft, Drafted

SECONDS_PER_TRY = 1.2e-4
"""Counted for each unit that is looked at, about what a machine of today takes."""

ANEW = (3, 5, 8)
"""Sessions that are planned anew at a time, one of these numbers by chance."""

CHANCE = 0.2
"""By how much of it chance makes a session seem better."""

SAME_DAY, SAME_LEADER = 2, 3
"""What makes sessions near to each other: patients of both count once, or so often on the same day, and there each
leader of both so often."""

ANY = 4
"""Chance makes each choice of near sessions another one."""


def fill(draft: Draft, names: Iterable[str], budget: Budget, chance: random.Random) -> list[str]:
    """Hold the sessions that meet most, one after the other; tells which."""
    tries, queue, seems = 0, [], {}
    for name in names:
        tries += 1
        seems[name] = 1 + CHANCE * chance.random()
        if one := draft.best(name):
            queue.append((-one.gain * seems[name], name))
    heapify(queue)
    held = []
    while queue:
        _, name = heappop(queue)
        tries += 1
        if one := draft.best(name):
            now = -one.gain * seems[name]
            if queue and now > queue[0][0]:
                heappush(queue, (now, name))
            else:
                draft.hold(one)
                held.append(name)
    budget.work(tries * SECONDS_PER_TRY)
    return held


def plan_some_anew(draft: Draft, budget: Budget, chance: random.Random) -> None:
    """Cancel a few sessions that are near to each other and hold others, unless more care is lacking then."""
    before = draft.lacking
    gone = [draft.cancel(name) for name in _some_near(draft, chance)]
    patients = sorted({who for one in gone for who in one.patients})
    names = dict.fromkeys(name for who in patients for name in draft.units_of[who])
    held = fill(draft, names, budget, chance)
    if draft.lacking > before:
        for name in held:
            draft.cancel(name)
        for one in gone:
            draft.hold(one)


def _some_near(draft: Draft, chance: random.Random) -> Collection[str]:
    """A session and those nearest to it; of closed groups all meetings."""
    here = draft.held[chance.choice(list(draft.held))]

    def nearness(there: Drafted) -> float:
        patients = len(here.patients & there.patients)
        if here.unit.day != there.unit.day:
            return patients + ANY * chance.random()
        leaders = sum(who in there.leaders for who in here.leaders)
        return SAME_DAY * patients + SAME_LEADER * leaders + ANY * chance.random()

    others = {name: nearness(there) for name, there in draft.held.items() if there is not here}
    near = [here.unit.name, *sorted(others, key=lambda name: -others[name])[: chance.choice(ANEW) - 1]]
    closed = {unit.held_for for name in near if (unit := draft.units[name]).group and unit.group.same_members}
    return [*near, *(name for name in others if name not in near and draft.units[name].held_for in closed)]


def in_order(held: Mapping[str, Drafted]) -> dict[str, Drafted]:
    """What is held in each unit where equal ones of a day are taken in order of time."""
    equal: dict[object, list[Drafted]] = defaultdict(list)
    for one in held.values():
        unit = one.unit
        equal[unit.day, (unit.held_for, unit.row) if unit.group else (one.patients, unit.session_type)].append(one)
    return {
        unit.name: one
        for same in equal.values()
        for unit, one in zip(
            sorted((one.unit for one in same), key=lambda unit: unit.order),
            sorted(same, key=lambda one: one.start),
            strict=True,
        )
    }
