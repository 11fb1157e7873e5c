"""From a caseload to the files of a week: solve, verify independently, explain, and write everything or nothing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from threading import Event

from scheduler.calendars import Export, PreparedExport, prepare_export
from scheduler.caseload import Caseload
from scheduler.destination import CalendarLook, Destination
from scheduler.earlier import Earlier
from scheduler.errors import ProgramError
from scheduler.explain import Shortfall, shortfalls
from scheduler.files import inside, write_files
from scheduler.fingerprint import fingerprint
from scheduler.given import read_given
from scheduler.needless import without_needless
from scheduler.report.shortfalls import UNMET_COLUMNS, unmet_rows
from scheduler.report.summary import (
    LimitOnChanges,
    WeekSummary,
    group_fill,
    is_in_care,
    patient_shortfalls,
    summary_json,
    therapist_load,
)
from scheduler.schedule import Schedule
from scheduler.search import Diary, Limits, Progress, Result, solve
from scheduler.tables import schedule_csv, table_csv
from scheduler.verify import Changes, MakeUp, Score, excused_members, score, violations

SCHEDULE_FILE = "schedule.csv"
UNMET_FILE = "unmet.csv"
SUMMARY_FILE = "summary.json"
WEEK_FILES = (SCHEDULE_FILE, UNMET_FILE, SUMMARY_FILE)
PAGE_FILE = "week.html"


class SolverDisagrees(ProgramError):
    """The independent check found fault with the solver's week."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The independent check does not confirm the solver's week: {what}. Nothing was written.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWeek:
    """A verified week with all that is to be said about it; ``follows`` is the digest of the week it follows."""

    caseload: Caseload
    monday: date
    schedule: Schedule
    shortfalls: tuple[Shortfall, ...]
    summary: WeekSummary
    follows: str | None = None
    earlier: Earlier | None = None


def plan_week(
    caseload: Caseload,
    monday: date,
    limits: Limits,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
    *,
    earlier: Earlier | None = None,
    diary: Diary | None = None,
) -> PlannedWeek:
    """The best week found within the limits, verified; as much as possible of an earlier one is kept.

    ``diary`` gets what the seconds are spent on.

    Raises:
        Contradiction: agreements that no schedule can keep together.
        NoScheduleInTime: no schedule came before the limit or before ``stop`` was set.
        SolverDisagrees: the week breaks a rule, or is not as good as the solver says.
    """
    diary = diary or Diary()
    result = solve(caseload, monday, limits, on_progress, stop, earlier, diary)
    with diary.part("independent check"):
        confirm(caseload, monday, result.schedule, result, earlier)
    if earlier:
        with diary.part("no session more than before in vain"):
            result = _without_needless(caseload, monday, result, earlier)
    care = result.tiers["care"]
    with diary.part("why care is unmet"):
        lacking = shortfalls(
            caseload, monday, result.schedule, _is_least(result), earlier, workers=limits.workers_at_once
        )
    _confirm_shortfalls(lacking, care.value)
    return PlannedWeek(
        caseload=caseload,
        monday=monday,
        schedule=result.schedule,
        shortfalls=lacking,
        summary=_summarised(caseload, monday, result, lacking, earlier),
        earlier=earlier,
    )


def plan_from(  # noqa: PLR0913 - what to plan from, and how to search
    source: Path,
    monday: date,
    limits: Limits,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
    *,
    attendance: Path | None = None,
    previous: Path | None = None,
    frozen_before: datetime | None = None,
    max_changes: int | None = None,
    diary: Diary | None = None,
) -> PlannedWeek:
    """The best week found for the caseload that lies there; raises BadInput too.

    ``attendance`` is the table that tells who came in the week before, ``previous`` a schedule to be kept if possible,
    and for certain what of it starts before the moment ``frozen_before`` and all but ``max_changes`` appointments.
    """
    diary = diary or Diary()
    with diary.part("reading the tables"):
        given = read_given(
            source,
            monday=monday,
            attendance=attendance,
            previous=previous,
            frozen_before=frozen_before,
            max_changes=max_changes,
        )
    week = plan_week(given.caseload, monday, limits, on_progress, stop, earlier=given.earlier, diary=diary)
    return replace(week, summary=replace(week.summary, warnings=(*given.warnings, *week.summary.warnings)))


def confirm(
    caseload: Caseload, monday: date, schedule: Schedule, result: Result, earlier: Earlier | None = None
) -> None:
    """Raises SolverDisagrees unless the week keeps every rule and is exactly as good as the solver says."""
    broken = violations(caseload, monday, schedule, earlier=earlier)
    if broken:
        rules = ", ".join(sorted({violation.rule for violation in broken}))
        raise SolverDisagrees(f"the week breaks {rules}")
    found = score(caseload, monday, schedule, earlier)
    if (found.make_ups is None) != ("make_ups" not in result.tiers):
        raise SolverDisagrees("it does not say what is made up exactly where it is known who attended")
    if (found.stability is None) != ("stability" not in result.tiers):
        raise SolverDisagrees("it does not say what changes exactly where an earlier week is given")
    most = earlier.max_changes if earlier else None
    if most is not None and found.changes and found.changes.limited > most:
        raise SolverDisagrees(f"{found.changes.limited} earlier appointments change, not {most} at most")
    for name, tier in result.tiers.items():
        recomputed = getattr(found, name)
        if tier.value != recomputed:
            raise SolverDisagrees(f"its {name} is {recomputed}, not {tier.value}")
        if tier.bound > tier.value:
            raise SolverDisagrees(f"the bound of its {name} is {tier.bound}, above {tier.value}")
    if result.status == "optimal" and any(tier.value != tier.bound for tier in result.tiers.values()):
        raise SolverDisagrees("it is called optimal, but not proven to be")


def week_files(week: PlannedWeek) -> Mapping[str, bytes]:
    """The files of the week by name, without calendars."""
    return {
        SCHEDULE_FILE: schedule_csv(week.schedule),
        UNMET_FILE: table_csv(UNMET_COLUMNS, unmet_rows(week.shortfalls)),
        SUMMARY_FILE: summary_json(
            week.summary, fingerprint(week.caseload, week.monday, week.schedule, week.earlier), week.follows
        ),
    }


def write_week(week: PlannedWeek, destination: Destination, look: CalendarLook, secret: bytes, now: datetime) -> Export:
    """Writes the week's files and calendars, all of them or none; tells what became of each calendar.

    Raises:
        BadInput: calendars kept from earlier weeks are damaged.
        NotWritten: a folder does not take the files.
    """
    prepared = calendars_of(week.caseload, week.monday, week.schedule, destination.calendars, look, secret, now)
    seen = _seen_files(week, destination, prepared.export) if destination.has_page or destination.book else {}
    write_files({**prepared.files, **inside(destination.out, week_files(week)), **seen})
    return prepared.export


def _seen_files(week: PlannedWeek, destination: Destination, export: Export) -> Mapping[Path, bytes]:
    """The week to look at: the page and the workbook, those that are asked for."""
    from scheduler.report.page.known import planned_week_files  # noqa: PLC0415  # what draws is slow to load

    return planned_week_files(week, destination, export)


def calendars_of(
    caseload: Caseload, monday: date, schedule: Schedule, folder: Path, look: CalendarLook, secret: bytes, now: datetime
) -> PreparedExport:
    """The calendars of a week in a folder that may hold those of other weeks, not written yet; raises BadInput."""
    return prepare_export(
        caseload,
        schedule,
        folder,
        secret=secret,
        now=now,
        alarm_minutes=look.alarm_minutes,
        location=look.location,
        week=monday,
        per=look.per,
        pause_minutes=look.pause_minutes,
        remind=look.remind,
    )


def is_care_proven(
    caseload: Caseload, monday: date, schedule: Schedule, folder: Path, earlier: Earlier | None = None
) -> bool:
    """Whether ``summary.json`` of the folder speaks of exactly this caseload and schedule, and its care is proven."""
    try:
        told = json.loads((folder / SUMMARY_FILE).read_bytes())
        care = told["care"]
        is_same = told["fingerprint"] == fingerprint(caseload, monday, schedule, earlier)
        return is_same and bool(care["value"] == care["bound"])
    except (OSError, ValueError, LookupError, TypeError):
        return False


def limit_on(result: Result, earlier: Earlier | None, changes: Changes | None) -> LimitOnChanges | None:
    """What a limit on changes allows and costs; None where there is none."""
    if earlier is None or earlier.max_changes is None or changes is None or result.unlimited is None:
        return None
    return LimitOnChanges(earlier.max_changes, changes.limited, changes.impossible, result.unlimited)


def _without_needless(caseload: Caseload, monday: date, result: Result, earlier: Earlier) -> Result:
    """The same week, in which nobody has a session more that is of no use; confirmed again where that is another."""
    schedule = without_needless(caseload, monday, result.schedule, earlier)
    if schedule == result.schedule:
        return result
    found = score(caseload, monday, schedule, earlier)
    tiers = {name: replace(tier, value=getattr(found, name)) for name, tier in result.tiers.items()}
    is_optimal = all(tier.is_proven for tier in tiers.values())
    less = replace(result, schedule=schedule, tiers=tiers, status="optimal" if is_optimal else "feasible")
    confirm(caseload, monday, schedule, less, earlier)
    return less


def _is_least(result: Result) -> bool:
    """Whether no week has less unmet care, one with more changes than a limit allows included."""
    return result.tiers["care"].value == (result.unlimited or result.tiers["care"]).bound


def _confirm_shortfalls(lacking: tuple[Shortfall, ...], care: int) -> None:
    explained = sum(lack.minutes for lack in lacking)
    if explained != care:
        raise SolverDisagrees(f"{explained} min of unmet care are explained, not {care}")


def _made_up(caseload: Caseload, found: Score) -> tuple[MakeUp, ...] | None:
    """Who makes up what; None where nobody told who attended."""
    if caseload.missed is None:
        return None
    return tuple(patient.make_up for patient in found.patients if patient.make_up)


def _summarised(
    caseload: Caseload,
    monday: date,
    result: Result,
    lacking: tuple[Shortfall, ...],
    earlier: Earlier | None,
) -> WeekSummary:
    schedule = result.schedule
    found = score(caseload, monday, schedule, earlier)
    in_care = {name for name, patient in caseload.patients.items() if is_in_care(patient, monday)}
    short = {lack.patient for lack in lacking}
    avoidably_short = {lack.patient for lack in lacking if lack.cause != "unavoidable"}
    is_optimal = all(tier.value == tier.bound for tier in result.tiers.values())
    return WeekSummary(
        status="optimal" if is_optimal else "feasible",
        week=monday,
        seconds=result.seconds,
        tiers=result.tiers,
        patients=len(in_care),
        sessions=len(schedule.sessions),
        patients_with_all_care=len(in_care - short),
        patients_with_all_possible_care=len(in_care - avoidably_short),
        shortfalls=patient_shortfalls(lacking),
        groups=group_fill(caseload, schedule),
        therapists=therapist_load(caseload, schedule),
        warnings=(*result.warnings, *excused_members(caseload, monday, schedule)),
        make_ups=_made_up(caseload, found),
        changes=found.changes,
        limit=limit_on(result, earlier, found.changes),
    )
