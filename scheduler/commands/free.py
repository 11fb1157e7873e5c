"""The command ``iop free``: when several people and rooms are free together."""

from datetime import date
from pathlib import Path

import click

from scheduler.commands.options import NameParam, caseload_argument, example, schedule_argument, week_option
from scheduler.commands.output import tell


@click.command(
    epilog=example(
        "iop free week.xlsx plan/schedule.csv p02 th1 --week 2026-11-23",
        "iop free week.xlsx plan/schedule.csv p02 th1 office-1 --week 2026-11-23 --minutes 50",
    )
)
@caseload_argument
@schedule_argument
@click.argument("who", type=NameParam(), nargs=-1, required=True)
@week_option
@click.option(
    "--minutes", type=click.IntRange(1, 1440), default=50, show_default=True, help="How long they are to be free."
)
def free(*, caseload: Path, schedule: Path, who: tuple[str, ...], week: date, minutes: int) -> None:
    """Say when all of WHO, patients, therapists and resources, are free together in the week of SCHEDULE.

    A patient's way to the clinic and the buffer after what a therapist leads are kept free.
    """
    from scheduler.fitting import common_time
    from scheduler.planning.inputs import read_given
    from scheduler.report.fitted import free_lines
    from scheduler.tables import meant

    given = read_given(caseload, schedule=schedule, monday=week, all_known=True)
    facts = given.caseload
    known = {*facts.patients, *facts.therapists, *facts.resources}
    unknown = [f"{name!r}{meant(name, known)}" for name in dict.fromkeys(who) if name not in known]
    if unknown:
        raise click.UsageError(f"No patient, therapist or resource has the id {', '.join(unknown)}.")
    names = tuple(dict.fromkeys(who))
    tell(free_lines(names, week, common_time(facts, week, given.schedule, names, minutes), minutes))
