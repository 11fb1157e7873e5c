"""Weeks of many scenarios in one study: ``iop study``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import FILE, FOLDER, cluster_options, example
from scheduler.commands.output import complain, tell

if TYPE_CHECKING:
    from threading import Event

    from scheduler.studies.child import Failed
    from scheduler.studies.progress import Progress
    from scheduler.studies.running import Prepared

REPORT = "report"


@click.command(
    epilog=example(
        "iop study study.toml --out next-year",
        "iop study study.toml --out next-year --cluster tcp://10.0.0.5:8786",
        "iop study report next-year this-year --out both",
    )
)
@click.argument("what", nargs=-1, required=True, type=FILE)
@click.option("--out", type=FOLDER, help="Folder for the weeks, the tables of results and the page.")
@cluster_options
@click.pass_context
def study(
    ctx: click.Context, *, what: tuple[Path, ...], out: Path | None, processes: int | None, cluster: str | None
) -> None:
    """Solve the weeks of all scenarios of a study, or put the results of studies together: report DIR...

    WHAT is the file of a study, a caseload with named changes that are tried with each other, or `report` and folders
    of results. Weeks that lie in --out already are not solved again, so that the same command goes on after Ctrl-C, a
    power cut or a kill. All that is wrong with the study is told before the first solve.
    """
    if what[0] == Path(REPORT):
        if len(what) == 1 or (len(what) > 2 and out is None):
            raise click.UsageError("Name the folders of results, and with --out where those of several go.")
        from scheduler.studies.running import report, told_lines

        tell(told_lines(report(what[1:], out or what[1]), ()))
        return
    if len(what) > 1 or out is None:
        raise click.UsageError("Name one file of a study, and with --out a folder for its results.")
    from scheduler.interrupt import interrupt_stops
    from scheduler.studies.running import prepared

    with interrupt_stops() as stop:
        ctx.exit(_run(prepared(what[0], out), stop, processes, cluster))


def _run(ready: "Prepared", stop: "Event", processes: int | None, cluster: str | None) -> int:
    """Solves what is left and reports; the exit code."""
    from scheduler.report.progress import ProgressLine
    from scheduler.studies.running import exit_code_of, pool_for, report, solve_left, told_lines

    if ready.done:
        complain(f"{len(ready.done)} of {ready.weeks} weeks are done already and stay as they are.")
    line = ProgressLine(sys.stderr, stop)

    def show(progress: "Progress") -> None:
        line.heard(str(progress))
        line.draw()

    failed: list[Failed] = []
    if ready.left:
        with pool_for(cluster, processes) as pool:
            failed = solve_left(ready, pool, stop, show)
        line.clear()
    reported = report([ready.out], ready.out)
    tell(told_lines(reported, failed))
    is_whole = reported.solved == reported.of
    if stop.is_set() and not is_whole:
        complain("Stopped. The same command goes on from here.")
    return exit_code_of(failed, is_whole=is_whole)
