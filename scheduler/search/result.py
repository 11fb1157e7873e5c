"""Result of a search and its progress, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Tier:
    """One objective of the week: its value, in minutes or points, and its proven lower bound."""

    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether value and bound meet."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Result:
    """The best schedule found.

    Args:
        status: ``optimal`` where every tier is proven.
        tiers: by name, in strict order.
        warnings: sentences about agreements that do not apply this week.
        seconds: spent, by the clock.
        unlimited: where changes are limited, the care of the best week found without that limit, with its bound.
    """

    status: Literal["optimal", "feasible"]
    schedule: Schedule
    tiers: Mapping[str, Tier]
    warnings: tuple[str, ...]
    seconds: float
    unlimited: Tier | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands.

    Args:
        seconds: since it began.
        tiers: of the best schedule so far, in strict order, as far as all before them are proven.
        says: what the latest step was about.
    """

    seconds: float
    tiers: Mapping[str, Tier]
    says: str
