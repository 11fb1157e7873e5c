"""What ``iop solve`` does with one week: it is planned, written and told."""

import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

from scheduler.calendars import Export, installation_secret
from scheduler.commands.output import complain, tell, terminal_width
from scheduler.commands.solve_request import Asked
from scheduler.commands.watch import Watch
from scheduler.files.lock import NotWritten
from scheduler.files.outputs import Destination
from scheduler.interrupt import uninterrupted
from scheduler.planning.plan import PlannedWeek, check_places, explained, plan_from, write_causes, write_week
from scheduler.planning.time_shares import Allotted
from scheduler.report.solved import solved_lines
from scheduler.report.summary import withdrawn_words


def explain_written(
    week: PlannedWeek, destination: Destination, exported: Export, allotted: Allotted, stop: Event, watch: Watch
) -> PlannedWeek:
    """The week that was written with the causes of what it lacks, which are written too where the folder takes them.

    The page of the week is made now, whether or not anything is known of causes, where there is time for it.
    """
    known = watch.over(lambda: explained(week, allotted, stop, tell=watch.explaining, statistics=watch.statistics))
    page = allotted.page()
    if known.summary != week.summary or (destination.has_page and page != "to come"):
        try:
            with uninterrupted():
                write_causes(known, destination, exported, page=page)
        except NotWritten as failure:
            complain(f"warning: the week is written, but its causes are not, and stay open in its files. {failure}")
    if destination.has_page and page == "to come":
        complain("warning: the time limit was over before week.html could be made; iop report makes it.")
    return known


def solve_one(asked: Asked, stop: Event) -> None:
    """Plans the week, writes its files and tells its summary.

    Raises:
        IopError: what went wrong; nothing was written then.
    """
    destination = asked.destination
    seen = check_places({asked.week: destination})
    secret = installation_secret(asked.look.secret_file)
    allotted = asked.allotted(asked.begun)
    with closing(Watch(stop, has_log=asked.has_log)) as watch:
        planned = watch.over(
            lambda: plan_from(
                asked.caseload,
                asked.week,
                allotted,
                watch.heard,
                stop,
                attendance=asked.attendance,
                previous=asked.previous,
                frozen_before=asked.frozen_before,
                max_changes=asked.max_changes,
                statistics=watch.statistics,
            )
        )
        with uninterrupted():
            begun = time.monotonic()
            now = datetime.now(UTC)
            exported = write_week(planned, destination, asked.look, secret, now, seen=seen, page="to come")
            allotted = replace(allotted, writing=time.monotonic() - begun)
        planned = explain_written(planned, destination, exported, allotted, stop, watch)
    for warning in planned.summary.warnings:
        complain(f"warning: {warning}")
    if planned.summary.withdrawn:
        complain(withdrawn_words(planned.summary))
    tell(solved_lines(planned, asked.caseload, destination, exported, asked.look.per, terminal_width()))
