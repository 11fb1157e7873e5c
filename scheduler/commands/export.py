"""The command ``iop export``: the calendars of a schedule."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    FOLDER,
    WeekParam,
    calendar_options,
    caseload_argument,
    example,
    schedule_argument,
)
from scheduler.commands.output import read_both, tell

if TYPE_CHECKING:
    from scheduler.calendars import Audience
    from scheduler.files.outputs import CalendarLook


@click.command(
    epilog=example(
        "iop export week.xlsx plan/schedule.csv --out calendars",
        "iop export week.xlsx plan/schedule.csv --out calendars --only p07 --alarm off",
    )
)
@caseload_argument
@schedule_argument
@click.option("--out", type=FOLDER, required=True, help="Folder of the calendars, best kept from week to week.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(("patients", "therapists", "resources", "all")),
    default="patients",
    show_default=True,
    help="Whose calendars; those of therapists and resources are for staff only.",
)
@click.option("--only", metavar="ID", help="Only the calendar of this patient, therapist or resource.")
@click.option("--week", type=WeekParam(), help="Also cancel what SCHEDULE no longer has in the week of this date.")
@calendar_options
def export(
    *,
    caseload: Path,
    schedule: Path,
    out: Path,
    audience: "Audience",
    only: str | None,
    week: date | None,
    look: "CalendarLook",
) -> None:
    """Write the calendars of SCHEDULE: one private file for each patient, and for staff on request.

    The files for patients lie in OUT/patients under names that tell nothing; the table beside that folder says,
    for staff only, whose file is whose. In an OUT that holds an earlier export, only what changed is changed, and
    what SCHEDULE no longer has is marked as cancelled.
    """
    from scheduler.calendars import installation_secret, prepare_export
    from scheduler.files.write import held, write_files
    from scheduler.report.exported import export_lines

    facts, sessions = read_both(caseload, schedule)
    secret = installation_secret(look.secret_file)
    with held(out):
        prepared = prepare_export(
            facts,
            sessions,
            out,
            secret=secret,
            now=datetime.now(UTC),
            audience=audience,
            only=only,
            alarm_minutes=look.alarm_minutes,
            location=look.location,
            week=week,
            per=look.per,
            pause_minutes=look.pause_minutes,
            remind=look.remind,
        )
        write_files(prepared.files, seen=prepared.seen)
    tell(export_lines(prepared.export))
