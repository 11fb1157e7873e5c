"""What ``iop solve`` does with one week: it is planned, written and told."""

from datetime import UTC, datetime
from threading import Event

from scheduler.calendars import installation_secret
from scheduler.commands.asked import Asked
from scheduler.commands.speaking import complain, tell, terminal_width
from scheduler.commands.watching import watched
from scheduler.report.solved import solved_lines
from scheduler.stopping import uninterrupted
from scheduler.weekly import PAGE_FILE, WEEK_FILES, plan_from, write_week


def solve_one(asked: Asked, stop: Event) -> None:
    """Plans the week, writes its files and tells its summary.

    Raises:
        IopError: what went wrong; nothing was written then.
    """
    destination = asked.destination
    destination.check((*WEEK_FILES, PAGE_FILE))
    secret = installation_secret(asked.look.secret_file)
    planned = watched(
        lambda tell_progress, diary: plan_from(
            asked.caseload,
            asked.week,
            asked.limits,
            tell_progress,
            stop,
            attendance=asked.attendance,
            previous=asked.previous,
            frozen_before=asked.frozen_before,
            max_changes=asked.max_changes,
            diary=diary,
        ),
        stop,
        has_log=asked.has_log,
    )
    with uninterrupted():
        exported = write_week(planned, destination, asked.look, secret, datetime.now(UTC))
    for warning in planned.summary.warnings:
        complain(f"warning: {warning}")
    tell(solved_lines(planned, asked.caseload, destination, exported, asked.look.per, terminal_width()))
