"""Commands that enter facts of the day: ``iop away``, ``cancel`` and ``agree``."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import DayParam, NameParam, TimeParam, caseload_argument, example, schedule_argument
from scheduler.commands.output import complain, read_both, tell
from scheduler.times import MINUTES_A_DAY, WEEKDAYS

if TYPE_CHECKING:
    from scheduler.caseload import Caseload, Party
    from scheduler.edits.entry import DayFact

drop_option = click.option("--drop", is_flag=True, help="Take back the appointments that can no longer be kept.")


def enter(source: Path, facts: "Caseload", entry: "DayFact") -> None:
    """Writes what a fact of the day changes, and tells it."""
    from scheduler.report.entered import entry_lines
    from scheduler.tables import write_edit

    write_edit(source, facts, entry.edit)
    for obstacle in entry.obstacles:
        complain(f"warning: {obstacle}")
    tell(entry_lines(entry, source))


@click.command(
    epilog=example(
        "iop away week.xlsx th1 --from 2026-11-24",
        "iop away week.xlsx p02 --party family --from 2026-11-24 --until 2026-11-27 --start 12:00 --end 17:00",
    )
)
@caseload_argument
@click.argument("who", type=NameParam())
@click.option("--from", "first", type=DayParam(), required=True, help="First date.")
@click.option("--until", type=DayParam(), help="Last date. [default: the first]")
@click.option("--start", type=TimeParam(), help="Away from this time, on each of the dates. [default: all day]")
@click.option("--end", type=TimeParam(), help="Away until this time.")
@click.option(
    "--party", type=click.Choice(("self", "family")), default="self", show_default=True, help="A patient's family."
)
@drop_option
def away(  # noqa: PLR0913  # an argument for each option
    *,
    caseload: Path,
    who: str,
    first: date,
    until: date | None,
    start: int | None,
    end: int | None,
    party: "Party",
    drop: bool,
) -> None:
    """Enter that WHO, a patient, therapist or resource, is away.

    Puts a row into table absences and says which agreements it touches; all else in the file stays as it is.
    """
    if (start is None) != (end is None):
        raise click.UsageError("Give both --start and --end, or neither for the whole day.")
    if until is not None and until < first:
        raise click.UsageError("--until is before --from.")
    if start is not None and end is not None and end <= start:
        raise click.UsageError("--end is not after --start; give each day's part of a night by itself.")
    from scheduler.caseload import Absence
    from scheduler.edits import entry as edits
    from scheduler.tables import held_for_edit, read_caseload
    from scheduler.times import ALL_DAY, Window

    window = ALL_DAY if start is None or end is None else Window(start, end)
    with held_for_edit(caseload):
        facts = read_caseload(caseload)
        enter(caseload, facts, edits.away(facts, Absence(who, party, first, until or first, window), drop=drop))


@click.command(
    epilog=example(
        "iop cancel week.xlsx plan/schedule.csv 20261124.p02.family.1",
        "iop cancel week.xlsx plan/schedule.csv 20261124.am-skills.1 --patient p02",
    )
)
@caseload_argument
@schedule_argument
@click.argument("session", type=NameParam())
@click.option("--patient", type=NameParam(), help="Only this patient does not come.")
@drop_option
def cancel(caseload: Path, schedule: Path, session: str, patient: str | None, drop: bool) -> None:
    """Enter that SESSION of SCHEDULE does not take place, so that the next plan is without it.

    One to one, the patient is away for its minutes (the family, where one is needed), and what was agreed for that
    date is taken out. A group does not meet because all who could lead it are away then.
    """
    from scheduler.edits import entry as edits
    from scheduler.tables import held_for_edit

    with held_for_edit(caseload):
        facts, sessions = read_both(caseload, schedule)
        enter(caseload, facts, edits.cancelled(facts, sessions, session, patient=patient, drop=drop))


@click.command(
    epilog=example(
        "iop agree week.xlsx p02 individual --date 2026-11-24 --start 10:00",
        "iop agree week.xlsx p02 individual --day tue --start 10:00 --therapist th1 --resource office-1",
    )
)
@caseload_argument
@click.argument("patient", type=NameParam())
@click.argument("session_type", metavar="TYPE", type=NameParam())
@click.option("--date", "on", type=DayParam(), help="The date, for once; give this or --day.")
@click.option("--day", type=click.Choice(WEEKDAYS, case_sensitive=False), help="The weekday, for every week.")
@click.option("--start", type=TimeParam(), required=True, help="When it begins; any minute.")
@click.option("--therapist", type=NameParam(), help="Who leads it. [default: as the plan says]")
@click.option("--resource", type=NameParam(), help="Which room or other thing it uses. [default: any]")
@drop_option
@click.option("--anyway", is_flag=True, help="Enter it also where it cannot be kept as the tables stand.")
def agree(  # noqa: PLR0913  # an argument for each option
    *,
    caseload: Path,
    patient: str,
    session_type: str,
    on: date | None,
    day: str | None,
    start: int,
    therapist: str | None,
    resource: str | None,
    drop: bool,
    anyway: bool,
) -> None:
    """Enter that a one-to-one session of TYPE is agreed with PATIENT, once or for every week.

    Puts a row into table appointments, unless it cannot be kept; all else in the file stays as it is. With --drop the
    agreements in its way are taken out; a weekly one that is in the way of a date falls out on that date only.
    """
    if (on is None) == (day is None):
        raise click.UsageError("Give --date for once, or --day for every week.")
    if start == MINUTES_A_DAY:
        raise click.UsageError("24:00 can only be an end; give 00:00 with the next day.")
    from scheduler.caseload import Appointment
    from scheduler.edits import entry as edits
    from scheduler.tables import held_for_edit, read_caseload

    weekday = None if day is None else WEEKDAYS.index(day)
    appointment = Appointment(patient, session_type, weekday, on, start, therapist, resource)
    with held_for_edit(caseload):
        facts = read_caseload(caseload)
        entry = edits.agreed(facts, appointment, drop=drop)
        if not anyway:
            _refuse_what_cannot_be_kept(facts, entry, on)
        enter(caseload, facts, entry)


def _refuse_what_cannot_be_kept(facts: "Caseload", entry: "DayFact", on: date | None) -> None:
    """Raises CannotBeKept where the appointment that is to be put in cannot be beside what the tables say."""
    from scheduler.edits.entry import is_known
    from scheduler.errors import CannotBeKept
    from scheduler.explain.advice import what_a_new_one_clashes_with

    why = [
        *entry.obstacles,
        *(f"{each.table}, row {each.row}: {each.says}" for each in entry.touched if each.appointment),
    ]
    new = entry.edit.appointments
    if new and not why and all(is_known(facts, each) for each in new):
        why.extend(what_a_new_one_clashes_with(facts, entry.edit.applied(facts), on))
    if new and why:
        reasons = "\n".join(f"  {words}." for words in why)
        raise CannotBeKept(
            f"This cannot be kept, so nothing was written:\n{reasons}\n"
            "Agree on another time, mend what is in the way (--drop takes appointments out), or give --anyway."
        )
