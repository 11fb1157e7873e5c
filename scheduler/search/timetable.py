"""A timetable for meetings whose times are open, drafted before seats are shared out.

A linear relaxation tells little of open times: it lets a meeting begin a little at any of them. A draft has times. Some
of its meetings at a time are cancelled and planned anew, kept where no more care is lacking, over and over.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from heapq import heapify, heappop, heappush

from scheduler.model.places import Places, Unit
from scheduler.model.starts import only, starts_at
from scheduler.search.budget import Budget
from scheduler.search.draft import Draft, Meeting

SECONDS_PER_TRY = 1.5e-4
"""Counted for each unit that a meeting was looked for, about what a machine of today takes."""

ANEW = 5
"""Meetings that are planned anew at a time."""

CHANCE = 0.2
"""By how much of it chance makes a meeting seem better."""

SAME_DAY, SAME_LEADER = 2, 3
"""What makes meetings near to each other: patients of both count once, or so often on the same day, and there each leader
of both so often."""

ANY = 4
"""Chance makes each choice of near meetings another one."""


def is_open(places: Places) -> bool:
    """Whether some meetings have no given time."""
    return any(unit.group and only(unit.starts) is None for unit in places.units)


def with_timetable(places: Places, budget: Budget, chance: random.Random) -> Places:
    """The places with a time for each meeting; those that found none have no place."""
    draft = Draft(places)
    _fill(draft, draft.units, budget, chance)
    while budget.left and draft.held:
        _plan_some_anew(draft, budget, chance)
    starts = _starts_of(draft.held.values())
    units = [
        unit if not unit.group or only(unit.starts) is not None else unit.only_at(starts_at([starts[unit.name]]))
        for unit in places.units
        if not unit.group or only(unit.starts) is not None or unit.name in starts
    ]
    return replace(places, units=units)


def _fill(draft: Draft, names: Iterable[str], budget: Budget, chance: random.Random) -> list[str]:
    """Hold the meetings that meet most, one after the other; tells which."""
    held, tries, queue, seems = [], 0, [], {}
    for name in names:
        tries += 1
        seems[name] = 1 + CHANCE * chance.random()
        if meeting := draft.best(name):
            queue.append((-meeting.gain * seems[name], name))
    heapify(queue)
    while queue:
        _, name = heappop(queue)
        tries += 1
        if meeting := draft.best(name):
            now = -meeting.gain * seems[name]
            if queue and now > queue[0][0]:
                heappush(queue, (now, name))
            else:
                draft.hold(meeting)
                held.append(name)
    budget.work(tries * SECONDS_PER_TRY)
    return held


def _plan_some_anew(draft: Draft, budget: Budget, chance: random.Random) -> None:
    """Cancel a few meetings that are near to each other and hold others, unless more care is lacking then."""
    before = draft.lacking
    gone = [draft.cancel(name) for name in _some_near(draft, chance)]
    patients = sorted({who for meeting in gone for who in meeting.patients})
    names = sorted({name for who in patients for name in draft.units_of[who]})
    held = _fill(draft, names, budget, chance)
    if draft.lacking > before:
        for name in held:
            draft.cancel(name)
        for meeting in gone:
            draft.hold(meeting)


def _some_near(draft: Draft, chance: random.Random) -> Collection[str]:
    """A meeting and those nearest to it; of closed groups all meetings."""
    here = draft.held[chance.choice(list(draft.held))]

    def nearness(there: Meeting) -> float:
        patients = len(here.patients & there.patients)
        if here.unit.day != there.unit.day:
            return patients + ANY * chance.random()
        leaders = len({*here.leaders} & {*there.leaders})
        return SAME_DAY * patients + SAME_LEADER * leaders + ANY * chance.random()

    others = {name: nearness(there) for name, there in draft.held.items() if there is not here}
    near = [here.unit.name, *sorted(others, key=lambda name: -others[name])[: ANEW - 1]]
    closed = {unit.held_for for name in near if (unit := draft.units[name]).group and unit.group.same_members}
    return [*near, *(name for name in others if name not in near and draft.units[name].held_for in closed)]


def _starts_of(meetings: Iterable[Meeting]) -> dict[str, int]:
    """When units take place; equal ones of a day in order of time."""
    equal: dict[object, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        equal[meeting.unit.held_for, meeting.unit.row, meeting.unit.day].append(meeting)
    starts: dict[str, int] = {}
    for same in equal.values():
        names = [unit.name for unit in sorted((one.unit for one in same), key=_order)]
        starts.update(zip(names, sorted(one.start for one in same), strict=True))
    return starts


def _order(unit: Unit) -> int:
    return unit.order
