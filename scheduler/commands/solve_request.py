"""What ``iop solve`` was asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from scheduler.commands.options import check_moment
from scheduler.files.outputs import CalendarLook, Destination

if TYPE_CHECKING:
    from scheduler.planning.time_shares import Allotted


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The values of the options of ``iop solve``, named as there.

    Args:
        week: Monday of the first week.
        weeks: how many; None for that week alone, in ``out`` itself.
        begun: the moment at which the command was given, by the monotonic clock.
    """

    caseload: Path
    week: date
    weeks: int | None
    out: Path
    calendars: Path | None
    previous: Path | None
    frozen_before: datetime | None
    max_changes: int | None
    attendance: Path | None
    time_limit: float
    until: Literal["care"] | None
    workers: int | None
    seed: int
    deterministic: bool
    has_log: bool
    has_page: bool
    xlsx: Path | None
    look: CalendarLook
    begun: float

    @property
    def destination(self) -> Destination:
        """Where all files go."""
        return Destination(self.out, self.calendars or self.out / "calendars", self.has_page, self.xlsx)

    def allotted(self, begun: float) -> "Allotted":
        """What a week may take, from that moment on."""
        from scheduler.planning.time_shares import Allotted
        from scheduler.search import Limits

        limits = Limits(
            seconds=self.time_limit,
            workers=self.workers,
            seed=self.seed,
            deterministic=self.deterministic,
            until=self.until,
        )
        return Allotted(limits, begun, has_page=self.has_page)

    def check(self) -> None:
        """Raises UsageError where options do not go together."""
        check_moment(self.week, self.previous, self.frozen_before)
        if self.max_changes is not None and (self.previous is None or self.weeks is not None):
            raise click.UsageError("--max-changes needs --previous, the schedule to be kept, and is of one week.")
        if self.xlsx is not None and (self.weeks is not None or self.xlsx.suffix.lower() != ".xlsx"):
            raise click.UsageError("--xlsx names a file that ends in .xlsx, and is of one week.")
        if self.weeks is not None and date.max - self.week < timedelta(weeks=self.weeks + 1):
            raise click.UsageError("--weeks goes beyond the last date that there is.")
