"""An earlier schedule that the week is planned from: the week before, or this one as it was planned so far."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of an earlier week.

    Args:
        schedule: sessions of one week, this one or an earlier one.
        frozen_before: a moment of this week, by the clinic's clock; sessions of the schedule, which is of the same
            week then, that start before it stay as they are, and nothing new starts before it.
        max_changes: how many earlier appointments may change at most, those left out that can no longer be kept.
    """

    schedule: Schedule
    frozen_before: datetime | None = None
    max_changes: int | None = None
