"""The weeks of all clinics of a network: ``iop solve-all``."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from scheduler.commands.options import (
    FOLDER,
    SecondsParam,
    calendar_options,
    cluster_options,
    example,
    week_option,
)
from scheduler.commands.output import complain, tell
from scheduler.errors import NoScheduleInTime
from scheduler.files.outputs import CalendarLook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from scheduler.studies.clinics import ClinicJob, Ending


@click.command(
    name="solve-all",
    epilog=example(
        "iop solve-all clinics --week 2026-11-23 --out plans",
        "iop solve-all clinics --week 2026-11-23 --out plans --cluster tcp://10.0.0.5:8786",
    ),
)
@click.argument("folder", type=FOLDER)
@week_option
@click.option("--out", type=FOLDER, required=True, help="Gets a folder for each clinic, and clinics.csv.")
@click.option(
    "--time-limit", type=SecondsParam(), default=60.0, show_default=True, help="Seconds that each clinic may take."
)
@click.option("--until", type=click.Choice(("care",)), help="End a clinic's search once its care is proven.")
@click.option(
    "--workers", type=click.IntRange(1, 1024), default=1, show_default=True, help="Searches side by side for a clinic."
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Start of chance.")
@click.option("--deterministic", is_flag=True, help="Same input and seed give the same schedules, byte for byte.")
@cluster_options
@calendar_options
@click.pass_context
def solve_all(  # noqa: PLR0913  # an argument for each option
    ctx: click.Context,
    /,
    *,
    folder: Path,
    week: date,
    out: Path,
    time_limit: float,
    until: Literal["care"] | None,
    workers: int,
    seed: int,
    deterministic: bool,
    processes: int | None,
    cluster: str | None,
    look: CalendarLook,
) -> None:
    """Plan the week of every clinic in FOLDER, each as `iop solve` does, into a folder of its own in OUT.

    A clinic is a folder of tables or a workbook. One that cannot be planned stops no other; its reason is told, and the
    exit code is the highest of theirs. OUT gets clinics.csv, a row for each.
    """
    from scheduler.calendars import installation_secret
    from scheduler.interrupt import interrupt_stops
    from scheduler.search import Limits
    from scheduler.studies.clinics import ClinicJob, check_out, clinic_lines, clinics_in, exit_code, write_clinics

    limits = Limits(seconds=time_limit, workers=workers, seed=seed, deterministic=deterministic, until=until)
    clinics = clinics_in(folder)
    check_out(out)
    secret = installation_secret(look.secret_file)
    jobs = [
        ClinicJob(name, caseload.resolve(), out.resolve() / name, week, limits, look, secret)
        for name, caseload in clinics.items()
    ]
    with interrupt_stops() as stop:
        endings = _planned(jobs, stop, processes, cluster)
    write_clinics(out, endings)
    tell(clinic_lines(endings))
    tell((f"Written to {out}.",))
    ctx.exit(exit_code(endings.values()))


def _planned(
    jobs: "Sequence[ClinicJob]", stop: "Event", processes: int | None, cluster: str | None
) -> "dict[str, Ending]":
    """What became of each clinic, by name; what went wrong is told at once."""
    from scheduler.report.progress import ProgressLine
    from scheduler.studies.child import Failed
    from scheduler.studies.clinics import clinic_pool
    from scheduler.studies.pool import all_done
    from scheduler.studies.progress import Clock

    line, clock = ProgressLine(sys.stderr, stop), Clock(len(jobs), 0, len(jobs), "clinics")
    endings: dict[str, Ending] = {
        job.name: Failed("stopped before it was planned", NoScheduleInTime.exit_code) for job in jobs
    }

    def show() -> None:
        line.heard(str(clock.progress))
        line.draw()

    with clinic_pool(cluster, processes) as pool:
        for ended in all_done(pool, jobs, stop, show):
            endings[ended.job.name] = ended.answer
            clock.passed(1)
            if isinstance(ended.answer, Failed):
                line.clear()
                complain(f"{ended.job.name}: {ended.answer.says}")
    line.clear()
    return endings
