"""The rooms of the earlier week, for sessions that are when they were: no tier asks for it, and it spares news."""

from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.model.assembly import model_of
from scheduler.model.placed import Placed, placed_by
from scheduler.model.places import Places, Unit
from scheduler.model.reading import earlier_rooms
from scheduler.model.starts import Starts, starts_at
from scheduler.search import portfolio
from scheduler.search.budget import Budget
from scheduler.search.engine import run


def as_they_were(places: Places, placed: Mapping[str, Placed], budget: Budget) -> Mapping[str, Placed]:
    """The same week with as many sessions as possible in the rooms that they had; as it is where nothing is found."""
    rooms = earlier_rooms(places.week)
    whole = {unit.name: unit for unit in places.units}
    units = [_just(replace(one, unit=whole[name])) for name, one in placed.items()]
    model = model_of(replace(places, units=units, changes_left=None))
    same = []
    for number, one in enumerate(placed.values()):
        model.cp.add(model.runs[number] == 1)
        for literal in model.attends[number].values():
            model.cp.add(literal == 1)
        wanted = rooms(one)
        for pools in model.holds[number].values():
            same += [held for pool, held in pools.items() if wanted & set(places.pools[pool].resources)]
    if not same:
        return placed
    model.cp.maximize(cp_model.LinearExpr.sum(same))
    with budget.diary.part("rooms as they were"):
        found = run(model.cp, budget, portfolio.LINEAR)
    if found.values is None:
        return placed
    moved = placed_by(model, found.values)
    return {name: replace(one, pools=moved[name].pools) for name, one in placed.items()}


def _just(one: Placed) -> Unit:
    """The unit with what takes place in it, open in its rooms only."""
    now = starts_at([one.start])
    return replace(
        one.unit,
        starts=now,
        patients=dict.fromkeys(one.patients, now),
        leaders=dict.fromkeys(one.leaders, now),
        pools={kind: _at(pools, now) for kind, pools in one.unit.pools.items()},
        staying=(),
    )


def _at(pools: Mapping[int, Starts], now: Starts) -> dict[int, Starts]:
    return {pool: now for pool, starts in pools.items() if starts & now}
