"""What ``iop solve`` does with one week: it is planned, written and told."""

from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

from scheduler.calendars import installation_secret
from scheduler.commands.speaking import complain, tell
from scheduler.commands.watching import watched
from scheduler.destination import CalendarLook, Destination
from scheduler.report.solved import solved_lines
from scheduler.search import Limits
from scheduler.stopping import uninterrupted
from scheduler.weekly import WEEK_FILES, plan_from, write_week


def solve_one(  # noqa: PLR0913  # what the command was told
    source: Path,
    monday: date,
    destination: Destination,
    *,
    previous: Path | None,
    frozen_before: datetime | None,
    max_changes: int | None,
    attendance: Path | None,
    limits: Limits,
    look: CalendarLook,
    stop: Event,
    has_log: bool,
) -> None:
    """Plans the week, writes its files and tells its summary.

    Raises:
        IopError: what went wrong; nothing was written then.
    """
    destination.check(WEEK_FILES)
    secret = installation_secret(look.secret_file)
    planned = watched(
        lambda tell_progress, diary: plan_from(
            source,
            monday,
            limits,
            tell_progress,
            stop,
            attendance=attendance,
            previous=previous,
            frozen_before=frozen_before,
            max_changes=max_changes,
            diary=diary,
        ),
        stop,
        has_log=has_log,
    )
    with uninterrupted():
        exported = write_week(planned, destination, look, secret, datetime.now(UTC))
    for warning in planned.summary.warnings:
        complain(f"warning: {warning}")
    tell(solved_lines(planned, destination.out, exported))
