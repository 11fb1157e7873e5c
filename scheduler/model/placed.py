"""Units that take place: a week as the search passes it on, between models and to the schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scheduler.frozen import FrozenSession
from scheduler.model.places import Unit
from scheduler.model.variables import Literal, WeekModel
from scheduler.schedule import Session


@dataclass(frozen=True, slots=True)
class Placed:
    """What takes place in one unit; ``pools`` are pairs of the needed kind and the index of the pool."""

    unit: Unit
    start: int
    patients: tuple[str, ...]
    leaders: tuple[str, ...]
    pools: tuple[tuple[str, int], ...]


@lru_cache(maxsize=16384)
def as_attended(one: Placed, on: date) -> FrozenSession:
    """What is placed as if it had happened on that date."""
    unit = one.unit
    mode = unit.group.mode if unit.group else "in_person"
    session = Session(
        unit.name,
        on,
        one.start,
        one.start + unit.minutes,
        unit.session_type.session_type,
        unit.held_for,
        None,
        one.leaders,
        (),
        mode,
        one.patients,
    )
    return FrozenSession(session, unit.day, unit.session_type)


PlacedWeek = Mapping[str, Placed]
"""By name of the unit."""


def placed_by(model: WeekModel, values: Sequence[int]) -> dict[str, Placed]:
    """What a solution of the model, as values of its variables by index, places in its units."""

    def chosen(literals: Mapping[str, Literal]) -> tuple[str, ...]:
        return tuple(sorted(who for who, literal in literals.items() if values[literal.index]))

    placed = {}
    for number, unit in enumerate(model.units):
        if not values[model.runs[number].index]:
            continue
        start = model.start[number]
        placed[unit.name] = Placed(
            unit,
            start if isinstance(start, int) else values[start.index],
            chosen(model.attends[number]),
            chosen(model.leads[number]),
            tuple(
                (kind, pool)
                for kind, pools in model.holds[number].items()
                for pool, literal in pools.items()
                if values[literal.index]
            ),
        )
    return placed
