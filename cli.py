"""The console command ``iop``: its commands together, and failures as words and exit codes."""

import atexit
import gc
from typing import Any

import click

from scheduler.commands import COMMANDS
from scheduler.commands.options import example
from scheduler.commands.output import complain
from scheduler.errors import IopError

INTERRUPTED = 130

OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""New objects after which Python looks for garbage in circles. With its own 700, a command that reads and lays out 500
patients takes 4.3 s instead of 3.7, in as much memory; nearly nothing of a caseload lies in a circle."""

# What is there at the end ends with the process; looking for garbage in it takes 0.5 s after a week of 500 patients.
atexit.register(gc.freeze)


class Commands(click.Group):
    """The one place where failures become words on standard error and an exit code."""

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  # as click declares it
        """Runs the program; whatever becomes of standard output and error changes nothing about what it does."""
        from scheduler.report.streams import make_unfailing, what_was_lost

        make_unfailing()
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
        try:
            return super().main(*arguments, **options)
        finally:
            if lost := what_was_lost():
                complain(lost)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click declares it
        """Runs the command; an ``IopError`` exits with its own code, a file that fails with 1, Ctrl-C with 130."""
        from scheduler.interrupt import stops_interrupt

        try:
            with stops_interrupt():
                return super().invoke(ctx)
        except IopError as failure:
            from scheduler.report.problems import failure_words

            complain(failure_words(failure))
            ctx.exit(failure.exit_code)
        except OSError as failure:
            hint = " Is it open in another program?" if isinstance(failure, PermissionError) else ""
            complain(f"{failure.filename or 'The computer'}: {failure.strerror or failure}.{hint}")
            ctx.exit(1)
        except KeyboardInterrupt:
            complain("Stopped.")
            ctx.exit(INTERRUPTED)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example(
        "iop init week.xlsx                                  a caseload to start from",
        "iop check week.xlsx                                 is everything right in it?",
        "iop solve week.xlsx --week 2026-11-23 --out plan    plan the week",
    ),
)
@click.version_option(package_name="iop", message="%(prog)s %(version)s")
def main() -> None:
    """Plan the week of an intensive outpatient program.

    Keep the caseload in a workbook or a folder of tables; get a schedule that keeps every rule, the care that is
    still unmet and why, and a calendar for every patient.
    """


for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
