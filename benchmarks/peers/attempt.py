"""What one way of solving a week gave."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scheduler.schedule import Schedule

Status = Literal["optimal", "feasible", "none", "contradiction"]
OnCare = Callable[[int, int], None]
"""Told of unmet care minutes and their bound at each step forward."""

SHORTEST_SECONDS = 0.1
"""A solver that is given no time at all may not even start."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A schedule with its unmet care in minutes and the bound that was proven; None where there is none.

    Args:
        variables: of the model.
        build_seconds: from the facts to a model that a solver takes.
    """

    status: Status
    schedule: Schedule | None
    care: int | None
    care_bound: int | None
    variables: int
    build_seconds: float
