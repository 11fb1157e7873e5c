"""From a caseload to the files of a week: solve, verify independently, write everything or nothing, then explain."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from threading import Event

from scheduler.calendars import Export, PreparedExport, check_calendars, prepare_export
from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Contradiction, ProgramError
from scheduler.explain import NOBODY_COULD_GIVE, Shortfall, open_shortfalls, rows_that_clash, shortfalls
from scheduler.files.outputs import (
    PAGE_FILE,
    SCHEDULE_FILE,
    SUMMARY_FILE,
    UNMET_FILE,
    CalendarLook,
    Destination,
    PageMade,
)
from scheduler.files.recognised import Recognise, is_made_page, is_page_with, is_table_with
from scheduler.files.rescue import rescued
from scheduler.files.write import Contents, NotWritten, held, inside, write_files
from scheduler.planning.confirm import Confirmed, confirmed
from scheduler.planning.inputs import read_given
from scheduler.planning.prune import without_needless
from scheduler.planning.time_shares import Allotted
from scheduler.report.shortfalls import UNMET_COLUMNS, received, unmet_rows
from scheduler.report.summary import summary_json
from scheduler.report.week_summary import (
    LimitOnChanges,
    WeekSummary,
    group_fill,
    patient_shortfalls,
    therapist_load,
)
from scheduler.schedule import Earlier, Schedule
from scheduler.search import Budget, Progress, Result, Statistics, best_week
from scheduler.tables import check_not_filled_in, is_week_book, schedule_csv, table_csv
from scheduler.verify import Changes, MakeUp, Score, excused_members, score
from scheduler.verify.stay import is_here_in_week
from scheduler.week.fingerprint import fingerprint
from scheduler.week.week import Week, week_of

# How each of them is told from a file of somebody else in its place.
OWN_FILES: Mapping[str, Recognise] = {
    SCHEDULE_FILE: is_table_with(("session", "date", "start", "end", "session_type", "patients")),
    UNMET_FILE: is_table_with(("patient", "need", "minutes", "cause")),
    SUMMARY_FILE: is_page_with(("status", "week")),
}
WEEK_FILES = tuple(OWN_FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWeek:
    """A verified week with all that is to be said about it.

    Args:
        week: the facts, worked out once for all that is done with them.
        score: what the independent check counts.
        digest: ties its summary to it, see ``fingerprint``.
        is_least: whether no week has less unmet care, one with more changes than a limit allows included.
        is_explained: whether the causes of what it lacks were looked into.
        follows: the digest of the week it follows.
    """

    week: Week
    schedule: Schedule
    score: Score
    shortfalls: tuple[Shortfall, ...]
    summary: WeekSummary
    digest: str
    is_least: bool
    is_explained: bool
    follows: str | None = None

    @property
    def caseload(self) -> Caseload:
        """What it was planned from."""
        return self.week.caseload

    @property
    def monday(self) -> date:
        """Its first day."""
        return self.week.monday

    @property
    def earlier(self) -> Earlier | None:
        """The week that it was planned from; None where there is none."""
        return self.week.earlier


def plan_week(
    caseload: Caseload,
    monday: date,
    allotted: Allotted,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
    *,
    earlier: Earlier | None = None,
    statistics: Statistics | None = None,
) -> PlannedWeek:
    """The best week found in time, verified; as much as possible of an earlier one is kept. Nothing is explained yet.

    ``statistics`` gets what the seconds are spent on.

    Raises:
        Contradiction: agreements that no schedule can keep together.
        NoScheduleInTime: no schedule came before the limit or before ``stop`` was set.
        SolverDisagrees: the week breaks a rule.
    """
    statistics = statistics or Statistics()
    budget = Budget.of(allotted.searching(), stop or Event(), statistics)
    week = week_of(caseload, monday, earlier)
    try:
        result = best_week(week, budget, on_progress or (lambda _: None))
    except Contradiction as clash:
        raise clash if clash.rows else _named(week, allotted, stop, statistics) from clash
    with statistics.part("independent check"):
        checked = confirmed(caseload, monday, result.schedule, result, earlier)
    if earlier:
        with statistics.part("no session more than before in vain"):
            checked = _without_needless(caseload, monday, checked, earlier)
    result = checked.result
    lacking = open_shortfalls(week, checked.score)
    return PlannedWeek(
        week=week,
        schedule=result.schedule,
        score=checked.score,
        shortfalls=lacking,
        summary=_summarised(caseload, monday, checked, lacking, denied(statistics, 0), earlier),
        digest=fingerprint(week, result.schedule),
        is_least=_is_least(result),
        is_explained=not lacking,
    )


def _named(week: Week, allotted: Allotted, stop: Event | None, statistics: Statistics) -> Contradiction:
    """The contradiction of agreements with the rows that clash."""
    budget = Budget.of(allotted.searching(), stop or Event(), statistics)
    with statistics.part("why agreements clash"):
        return Contradiction(rows_that_clash(week, budget))


def explained(
    week: PlannedWeek,
    allotted: Allotted,
    stop: Event | None = None,
    *,
    tell: Callable[[int, int], None] | None = None,
    statistics: Statistics | None = None,
) -> PlannedWeek:
    """The same week with the causes of what it lacks, as far as the time left tells; the rest stays ``open``."""
    if week.is_explained:
        return week
    statistics = statistics or Statistics()
    budget = allotted.explaining(stop or Event(), statistics)
    if not budget.left:
        return replace(week, is_explained=True)
    known = len(statistics.disagreements)
    summary = week.summary
    try:
        with statistics.part("why care is unmet"):
            lacking = shortfalls(week.week, week.schedule, week.is_least, budget=budget, tell=tell)
    except (Contradiction, ProgramError):
        # The week keeps every rule, so there is no contradiction, and it is not lost for the sake of reasons.
        failed = (*summary.withdrawn, "why care is unmet could not be looked into")
        return replace(week, is_explained=True, summary=replace(summary, withdrawn=failed))
    if lacking == week.shortfalls:
        return replace(week, is_explained=True)
    told = patient_shortfalls(lacking, {one.patient: one.gets for one in summary.shortfalls})
    short = {lack.patient for lack in lacking if lack.cause not in NOBODY_COULD_GIVE}
    return replace(
        week,
        shortfalls=lacking,
        is_explained=True,
        summary=replace(
            summary,
            shortfalls=told,
            patients_with_all_possible_care=summary.patients - len(short),
            withdrawn=(*summary.withdrawn, *denied(statistics, known)),
        ),
    )


def plan_from(  # noqa: PLR0913 - what to plan from, and how to search
    source: Path,
    monday: date,
    allotted: Allotted,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
    *,
    attendance: Path | None = None,
    previous: Path | None = None,
    frozen_before: datetime | None = None,
    max_changes: int | None = None,
    statistics: Statistics | None = None,
) -> PlannedWeek:
    """The best week found for the caseload that lies there; raises BadInput too.

    ``attendance`` is the table that tells who came in the week before, ``previous`` a schedule to be kept if possible,
    and for certain what of it starts before the moment ``frozen_before`` and all but ``max_changes`` appointments.
    """
    statistics = statistics or Statistics()
    with statistics.part("reading the tables"):
        given = read_given(
            source,
            monday=monday,
            attendance=attendance,
            previous=previous,
            frozen_before=frozen_before,
            max_changes=max_changes,
        )
    week = plan_week(given.caseload, monday, allotted, on_progress, stop, earlier=given.earlier, statistics=statistics)
    return replace(week, summary=replace(week.summary, warnings=(*given.warnings, *week.summary.warnings)))


def week_files(week: PlannedWeek) -> Mapping[str, bytes]:
    """The files of the week by name, without calendars."""
    return {
        SCHEDULE_FILE: schedule_csv(week.schedule),
        UNMET_FILE: table_csv(UNMET_COLUMNS, unmet_rows(week.shortfalls)),
        SUMMARY_FILE: summary_json(week.summary, week.digest, week.follows),
    }


def check_places(weeks: Mapping[date, Destination]) -> Contents:
    """Tries all that could keep weeks, by their Mondays, from being written; tells what lies where their files go.

    Raises:
        BadInput: calendars kept from earlier weeks are damaged.
        CannotWrite, FilledIn, Foreign, NotWritten: a place does not take the files.
    """
    seen: dict[Path, bytes | None] = {}
    for destination in weeks.values():
        seen |= destination.check(own_files(destination))
        check_not_filled_in([destination.book] if destination.book else [])
    for folder in {destination.calendars for destination in weeks.values()}:
        check_calendars(folder, weeks)
    return seen


def own_files(destination: Destination) -> Mapping[Path, Recognise]:
    """Where the week's files go, without calendars, and how each is told from a file of somebody else there."""
    own = {destination.out / name: recognise for name, recognise in OWN_FILES.items()}
    if destination.has_page:
        own[destination.out / PAGE_FILE] = is_made_page
    if destination.book:
        own[destination.book] = is_week_book
    return own


def write_week(
    week: PlannedWeek,
    destination: Destination,
    look: CalendarLook,
    secret: bytes,
    now: datetime,
    *,
    seen: Contents | None = None,
    page: PageMade = "drawn",
) -> Export:
    """Writes the week's files and calendars, all of them or none; tells what became of each calendar.

    ``seen`` is what lay where files go when planning began, as far as that matters. What there is to look at comes with
    the causes where they are not known yet; ``page`` tells how the page is made.

    Raises:
        Rescued: they could not be written there; the week's files without calendars lie where it says.
        BadInput: calendars kept from earlier weeks are damaged, and there is no other place either.
        NotWritten: a folder does not take the files, or they are not as they were ``seen``, and the same.
    """
    files = week_files(week)
    try:
        with held(*destination.folders):
            prepared = calendars_of(week.caseload, week.monday, week.schedule, destination.calendars, look, secret, now)
            places = {
                **inside(destination.out, files),
                **files_to_look_at(week, destination, prepared.export, page=page),
            }
            before = {place: content for place, content in (seen or {}).items() if place in places}
            write_files({**prepared.files, **places}, seen={**prepared.seen, **before})
    except (BadInput, NotWritten) as failure:
        raise rescued(failure, files, destination.out) from failure
    return prepared.export


def denied(statistics: Statistics, known: int) -> tuple[str, ...]:
    """What one run of the solver denied and another found, in sentences, but for the first ones, which are known."""
    return tuple(
        f"the solver first denied that {what}, and a second run found it" for what in statistics.disagreements[known:]
    )


def write_causes(week: PlannedWeek, destination: Destination, export: Export, *, page: PageMade = "drawn") -> None:
    """Writes what the week lacks and why, wherever that is told, in place of what was there, all of it or none.

    ``export`` is what became of its calendars; ``page`` tells how the page is made.

    Raises:
        NotWritten: the folder does not take the files, or has another schedule by now.
    """
    files = inside(destination.out, week_files(week))
    schedule = destination.out / SCHEDULE_FILE
    planned = files.pop(schedule)
    with held(*destination.folders):
        shown = files_to_look_at(week, destination, export, page=page)
        write_files({**files, **shown}, seen={schedule: planned})


def files_to_look_at(
    week: PlannedWeek, destination: Destination, export: Export, *, page: PageMade
) -> Mapping[Path, bytes]:
    """The page and the workbook of the week, those that are asked for, by where they go."""
    if not (destination.has_page or destination.book):
        return {}
    from scheduler.report.page.known import planned_week_files  # noqa: PLC0415  # only where it is asked for

    return planned_week_files(week, destination, export, page=page)


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


def is_care_proven(week: Week, schedule: Schedule, folder: Path) -> bool:
    """Whether ``summary.json`` of the folder speaks of exactly these facts and schedule, and its care is proven."""
    try:
        told = json.loads((folder / SUMMARY_FILE).read_bytes())
        care = told["care"]
        is_same = told["fingerprint"] == fingerprint(week, schedule)
        return is_same and bool(care["value"] == care["bound"])
    except (OSError, ValueError, LookupError, TypeError):
        return False


def limit_on(result: Result, earlier: Earlier | None, changes: Changes | None) -> LimitOnChanges | None:
    """What a limit on changes allows and costs; None where there is none."""
    if earlier is None or earlier.max_changes is None or changes is None or result.unlimited is None:
        return None
    return LimitOnChanges(earlier.max_changes, changes.limited, changes.impossible, result.unlimited)


def _without_needless(caseload: Caseload, monday: date, checked: Confirmed, earlier: Earlier) -> Confirmed:
    """The same week, in which nobody has a session more that is of no use; confirmed again where that is another."""
    result = checked.result
    schedule = without_needless(caseload, monday, result.schedule, earlier)
    if schedule == result.schedule:
        return checked
    found = score(caseload, monday, schedule, earlier)
    tiers = {name: replace(tier, value=found.tiers[name]) for name, tier in result.tiers.items()}
    less = replace(result, schedule=schedule, tiers=tiers, status="feasible")
    again = confirmed(caseload, monday, schedule, less, earlier, found)
    if checked.withdrawn:
        return Confirmed(replace(again.result, status="feasible"), found, (*checked.withdrawn, *again.withdrawn))
    return again


def _is_least(result: Result) -> bool:
    """Whether no week has less unmet care, one with more changes than a limit allows included."""
    return result.tiers["care"].value == (result.unlimited or result.tiers["care"]).bound


def _made_up(caseload: Caseload, found: Score) -> tuple[MakeUp, ...] | None:
    """Who makes up what; None where nobody told who attended."""
    if caseload.missed is None:
        return None
    return tuple(patient.make_up for patient in found.patients if patient.make_up)


def _summarised(
    caseload: Caseload,
    monday: date,
    checked: Confirmed,
    lacking: tuple[Shortfall, ...],
    doubts: tuple[str, ...],
    earlier: Earlier | None,
) -> WeekSummary:
    result, found = checked.result, checked.score
    schedule = result.schedule
    in_care = {name for name, patient in caseload.patients.items() if is_here_in_week(patient, monday)}
    short = {lack.patient for lack in lacking}
    return WeekSummary(
        status=result.status,
        week=monday,
        seconds=result.seconds,
        tiers=result.tiers,
        patients=len(in_care),
        sessions=len(schedule.sessions),
        patients_with_all_care=len(in_care - short),
        patients_with_all_possible_care=len(in_care - short),
        shortfalls=patient_shortfalls(lacking, received(caseload, monday, found)),
        groups=group_fill(caseload, schedule),
        therapists=therapist_load(caseload, schedule),
        warnings=(*result.warnings, *excused_members(caseload, monday, schedule)),
        make_ups=_made_up(caseload, found),
        changes=found.changes,
        limit=limit_on(result, earlier, found.changes),
        withdrawn=(*checked.withdrawn, *doubts),
    )
