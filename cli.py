"""The console command ``iop``: parses, calls the scheduler, prints, and exits."""

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.arguments import Day, Name, Seconds, Time, Week, calendar_options
from scheduler.errors import BadInput, IopError
from scheduler.times import MINUTES_A_DAY, WEEKDAYS

if TYPE_CHECKING:
    from scheduler.calendars import Audience
    from scheduler.caseload import Caseload, Party
    from scheduler.daily import Entry
    from scheduler.destination import CalendarLook
    from scheduler.errors import Problem
    from scheduler.schedule import Schedule

INTERRUPTED = 130

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(path_type=Path)


class Commands(click.Group):
    """The one place where failures become words on standard error and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click declares it
        """Runs the command; an ``IopError`` exits with its own code, a file that fails with 1, Ctrl-C with 130."""
        show_any_letter()
        try:
            return super().invoke(ctx)
        except IopError as failure:
            from scheduler.report.problems import failure_words

            complain(failure_words(failure))
            ctx.exit(failure.exit_code)
        except BrokenPipeError:
            raise
        except OSError as failure:
            hint = " Is it open in another program?" if isinstance(failure, PermissionError) else ""
            complain(f"{failure.filename or 'The computer'}: {failure.strerror or failure}.{hint}")
            ctx.exit(1)
        except KeyboardInterrupt:
            complain("Stopped.")
            ctx.exit(INTERRUPTED)


def show_any_letter() -> None:
    """Lets ids with letters that an old encoding of the output lacks come out as codes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def tell(lines: Iterable[str]) -> None:
    """Prints results on standard output."""
    from scheduler.report.words import printable

    for line in lines:
        click.echo(printable(line))


def complain(words: str) -> None:
    """Prints a message on standard error."""
    from scheduler.report.words import printable

    click.echo(printable(words), err=True)


def read_both(caseload: Path, schedule: Path) -> "tuple[Caseload, Schedule]":
    """The caseload and the schedule; raises BadInput with the problems of both at once."""
    from scheduler.tables import read_caseload, read_schedule

    problems: list[Problem] = []
    facts: Caseload | None = None
    try:
        facts = read_caseload(caseload)
    except BadInput as bad:
        problems.extend(bad.problems)
    try:
        sessions = read_schedule(schedule, facts)
    except BadInput as bad:
        problems.extend(bad.problems)
    if problems or facts is None:
        raise BadInput(problems)
    return facts, sessions


def example(*lines: str) -> str:
    """The end of a command's help: what to type, kept line by line."""
    return "\b\n" + "\n".join(("Example:", *(f"  {line}" for line in lines)))


caseload_argument = click.argument("caseload", type=FILE)
schedule_argument = click.argument("schedule", type=FILE)
week_option = click.option("--week", type=Week(), required=True, help="Any date of the week, as YYYY-MM-DD.")


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


@main.command(epilog=example("iop init week.xlsx"))
@click.argument("target", type=FILE)
def init(target: Path) -> None:
    """Put a small, complete caseload at TARGET to start from.

    TARGET is a new folder (of CSV tables) or a new workbook whose name ends in .xlsx. Nothing is ever overwritten.
    """
    from scheduler.starting import put_starter

    put_starter(target)
    tell((f"Wrote {target}. Change it into your own caseload, then run: iop check {target}",))


@main.command(epilog=example("iop check week.xlsx --week 2026-11-23"))
@caseload_argument
@click.option("--week", type=Week(), help="Also look at the week of this date, as YYYY-MM-DD.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")
@click.pass_context
def check(ctx: click.Context, caseload: Path, week: date | None, as_json: bool) -> None:
    """List every problem of CASELOAD by table, row and column.

    Errors keep a week from being solved (exit code 1); warnings point at what is allowed but surely not meant.
    """
    from scheduler.report.problems import print_problem_table, problem_json, problem_lines, verdict

    problems = problems_of(caseload, week)
    if as_json:
        click.echo(problem_json(problems))
    else:
        if problems and sys.stdout.isatty():
            print_problem_table(problems)
        else:
            tell(problem_lines(problems))
        tell((verdict(problems),))
    ctx.exit(int(any(problem.severity == "error" for problem in problems)))


def problems_of(caseload: Path, monday: date | None) -> "tuple[Problem, ...]":
    """Every error of the input or, where there is none, every warning."""
    from scheduler.tables import read_caseload, read_warnings

    try:
        facts = read_caseload(caseload)
    except BadInput as bad:
        return bad.problems
    from scheduler.explain import advice

    return tuple(sorted((*read_warnings(caseload), *advice(facts, monday))))


@main.command(epilog=example("iop solve week.xlsx --week 2026-11-23 --out plan"))
@caseload_argument
@week_option
@click.option("--out", type=FOLDER, required=True, help="Folder for the schedule and all that belongs to it.")
@click.option("--calendars", type=FOLDER, help="Folder of calendars kept from week to week. [default: OUT/calendars]")
@click.option("--time-limit", type=Seconds(), default=60.0, show_default=True, help="Seconds to search for at most.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Searches side by side. [default: all cores]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Start of chance.")
@click.option("--deterministic", is_flag=True, help="Same input and seed give the same schedule, byte for byte.")
@calendar_options
def solve(  # noqa: PLR0913  # an argument for each option
    *,
    caseload: Path,
    week: date,
    out: Path,
    calendars: Path | None,
    time_limit: float,
    workers: int | None,
    seed: int,
    deterministic: bool,
    look: "CalendarLook",
) -> None:
    """Plan the week of CASELOAD: schedule.csv, unmet.csv, summary.json and calendars in OUT.

    The best week found is checked independently before anything is written, and OUT gets all of its files or none.
    Ctrl-C acts like the time limit: the best week so far is kept.
    """
    from scheduler.stopping import in_background, interrupt_stops, uninterrupted

    with interrupt_stops() as stop:
        # Ctrl-C already counts while the solver is loaded, which takes a moment.
        from scheduler.calendars import installation_secret
        from scheduler.destination import Destination
        from scheduler.report.progress import ProgressLine
        from scheduler.report.solved import solved_lines
        from scheduler.search import Limits
        from scheduler.weekly import WEEK_FILES, plan_from, write_week

        destination = Destination(out, calendars or out / "calendars")
        destination.check(WEEK_FILES)
        secret = installation_secret(look.secret_file)
        limits = Limits(seconds=time_limit, workers=workers, seed=seed, deterministic=deterministic)
        line = ProgressLine(sys.stderr, stop)
        try:
            planned = in_background(lambda: plan_from(caseload, week, limits, line.heard, stop), line.draw)
        finally:
            line.clear()
        with uninterrupted():
            exported = write_week(planned, destination, look, secret, datetime.now(UTC))
    for warning in planned.summary.warnings:
        complain(f"warning: {warning}")
    tell(solved_lines(planned, out, exported))


@main.command(epilog=example("iop verify week.xlsx plan/schedule.csv --week 2026-11-23"))
@caseload_argument
@schedule_argument
@week_option
@click.pass_context
def verify(ctx: click.Context, caseload: Path, schedule: Path, week: date) -> None:
    """Check SCHEDULE, a schedule.csv from wherever, against every rule, and score it.

    Exit code 0 where every rule holds, 1 where one is broken. The check shares nothing with the solver.
    """
    from scheduler.report.verdict import score_lines, violation_lines
    from scheduler.verify import score, violations

    facts, sessions = read_both(caseload, schedule)
    broken = violations(facts, week, sessions)
    tell((*violation_lines(broken), *score_lines(score(facts, week, sessions))))
    ctx.exit(int(bool(broken)))


@main.command(
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
    from scheduler.files import write_files
    from scheduler.report.exported import export_lines

    facts, sessions = read_both(caseload, schedule)
    prepared = prepare_export(
        facts,
        sessions,
        out,
        secret=installation_secret(look.secret_file),
        now=datetime.now(UTC),
        audience=audience,
        only=only,
        alarm_minutes=look.alarm_minutes,
        location=look.location,
        week=week,
        per=look.per,
        pause_minutes=look.pause_minutes,
    )
    write_files(prepared.files)
    tell(export_lines(prepared.export))


@main.command(epilog=example("iop explain week.xlsx plan/schedule.csv --week 2026-11-23"))
@caseload_argument
@schedule_argument
@week_option
def explain(caseload: Path, schedule: Path, week: date) -> None:
    """Say in sentences whose care SCHEDULE leaves unmet, and why."""
    from scheduler.explain import shortfalls
    from scheduler.report.shortfalls import explained_lines
    from scheduler.weekly import is_care_proven

    facts, sessions = read_both(caseload, schedule)
    is_proven = is_care_proven(facts, week, sessions, schedule.parent)
    tell(explained_lines(shortfalls(facts, week, sessions, is_proven)))


@main.command(
    epilog=example(
        "iop compare week.xlsx plan/schedule.csv new/schedule.csv",
        "iop compare week.xlsx plan/schedule.csv new/schedule.csv --out changes.csv --names",
    )
)
@caseload_argument
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--out", type=FILE, help="File for the table of changes, or a folder that gets changes.csv.")
@click.option("--names", is_flag=True, help="Show names beside ids, here and in the table.")
def compare(caseload: Path, old: Path, new: Path, out: Path | None, names: bool) -> None:
    """Say what changed from OLD to NEW, two schedules, and whom to tell, soonest first.

    Both are of one week, the same or not; where they are not, OLD is carried over by weekday.
    """
    place = out / "changes.csv" if out is not None and out.is_dir() else out
    if place is not None and (place.suffix.lower() != ".csv" or place.resolve() in {old.resolve(), new.resolve()}):
        raise click.UsageError("--out is a file of its own whose name ends in .csv, or a folder.")
    from scheduler.changes import compare as changes_between
    from scheduler.files import write_files
    from scheduler.report.changes import Naming, change_columns, change_lines, change_rows
    from scheduler.tables import read_caseload, read_week, table_csv

    facts = read_caseload(caseload)
    comparison = changes_between(facts, read_week(old, facts), read_week(new, facts))
    naming = Naming(facts, names=names)
    if place is not None:
        write_files({place: table_csv(change_columns(names=names), change_rows(comparison, naming))})
    tell(change_lines(comparison, naming))
    if place is not None:
        tell((f"Written to {place}.",))


drop_option = click.option("--drop", is_flag=True, help="Take back the appointments that can no longer be kept.")


def enter(source: Path, facts: "Caseload", entry: "Entry") -> None:
    """Writes what a fact of the day changes, and tells it."""
    from scheduler.report.entered import entry_lines
    from scheduler.tables import write_edit

    write_edit(source, facts, entry.edit)
    for obstacle in entry.obstacles:
        complain(f"warning: {obstacle}")
    tell(entry_lines(entry, source))


@main.command(
    epilog=example(
        "iop away week.xlsx th1 --from 2026-11-24",
        "iop away week.xlsx p02 --party family --from 2026-11-24 --until 2026-11-27 --start 12:00 --end 17:00",
    )
)
@caseload_argument
@click.argument("who", type=Name())
@click.option("--from", "first", type=Day(), required=True, help="First date.")
@click.option("--until", type=Day(), help="Last date. [default: the first]")
@click.option("--start", type=Time(), help="Away from this time, on each of the dates. [default: all day]")
@click.option("--end", type=Time(), help="Away until this time.")
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
    from scheduler import daily
    from scheduler.caseload import Absence
    from scheduler.tables import read_caseload
    from scheduler.times import ALL_DAY, Window

    window = ALL_DAY if start is None or end is None else Window(start, end)
    facts = read_caseload(caseload)
    enter(caseload, facts, daily.away(facts, Absence(who, party, first, until or first, window), drop=drop))


@main.command(
    epilog=example(
        "iop cancel week.xlsx plan/schedule.csv 20261124.p02.family.1",
        "iop cancel week.xlsx plan/schedule.csv 20261124.am-skills.1 --patient p02",
    )
)
@caseload_argument
@schedule_argument
@click.argument("session", type=Name())
@click.option("--patient", type=Name(), help="Only this patient does not come.")
@drop_option
def cancel(caseload: Path, schedule: Path, session: str, patient: str | None, drop: bool) -> None:
    """Enter that SESSION of SCHEDULE does not take place, so that the next plan is without it.

    One to one, the patient is away for its minutes (the family, where one is needed), and what was agreed for that
    date is taken out. A group does not meet because all who could lead it are away then.
    """
    from scheduler import daily

    facts, sessions = read_both(caseload, schedule)
    enter(caseload, facts, daily.cancelled(facts, sessions, session, patient=patient, drop=drop))


@main.command(
    epilog=example(
        "iop agree week.xlsx p02 individual --date 2026-11-24 --start 10:00",
        "iop agree week.xlsx p02 individual --day tue --start 10:00 --therapist th1 --resource office-1",
    )
)
@caseload_argument
@click.argument("patient", type=Name())
@click.argument("session_type", metavar="TYPE", type=Name())
@click.option("--date", "on", type=Day(), help="The date, for once; give this or --day.")
@click.option("--day", type=click.Choice(WEEKDAYS, case_sensitive=False), help="The weekday, for every week.")
@click.option("--start", type=Time(), required=True, help="When it begins; any minute.")
@click.option("--therapist", type=Name(), help="Who leads it. [default: as the plan says]")
@click.option("--resource", type=Name(), help="Which room or other thing it uses. [default: any]")
@drop_option
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
) -> None:
    """Enter that a one-to-one session of TYPE is agreed with PATIENT, once or for every week.

    Puts a row into table appointments and says which agreements cannot be kept beside it; all else in the file stays
    as it is. With --drop those are taken out; a weekly one that is in the way of a date falls out on that date only.
    """
    if (on is None) == (day is None):
        raise click.UsageError("Give --date for once, or --day for every week.")
    if start == MINUTES_A_DAY:
        raise click.UsageError("24:00 can only be an end; give 00:00 with the next day.")
    from scheduler import daily
    from scheduler.caseload import Appointment
    from scheduler.tables import read_caseload

    weekday = None if day is None else WEEKDAYS.index(day)
    facts = read_caseload(caseload)
    appointment = Appointment(patient, session_type, weekday, on, start, therapist, resource)
    enter(caseload, facts, daily.agreed(facts, appointment, drop=drop))


@main.command(epilog=example("iop completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the script with which SHELL completes commands and options."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(main, {}, "iop", "_IOP_COMPLETE").source())


if __name__ == "__main__":
    main()
