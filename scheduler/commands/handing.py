"""Commands that hand something out: ``iop init``, ``export`` and ``completion``."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.arguments import FILE, FOLDER, Week, calendar_options, caseload_argument, example, schedule_argument
from scheduler.commands.speaking import read_both, tell

if TYPE_CHECKING:
    from scheduler.calendars import Audience
    from scheduler.destination import CalendarLook


@click.command(epilog=example("iop init week.xlsx"))
@click.argument("target", type=FILE)
def init(target: Path) -> None:
    """Put a small, complete caseload at TARGET to start from.

    TARGET is a new folder (of CSV tables) or a new workbook whose name ends in .xlsx. With it come iop.toml, by
    which iop week goes, and files that run iop week when they are double-clicked. Nothing is ever overwritten.
    """
    from scheduler.starting import put_starter, remember

    put_starter(target)
    tell((f"Wrote {target}. Change it into your own caseload, then run: iop check {target}",))
    written, there = remember(target)
    if written:
        tell((f"For the weekly job, iop week, also wrote {', '.join(place.name for place in written)}.",))
    for place in there:
        tell((f"{place} was there already and is left as it is.",))


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
@click.option("--week", type=Week(), help="Also cancel what SCHEDULE no longer has in the week of this date.")
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
    from scheduler.files import held, write_files
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


@click.command(epilog=example("iop completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands and options."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(ctx.find_root().command, {}, "iop", "_IOP_COMPLETE").source())
