"""What is known of a week: what its planning told, or what lies beside a schedule and is of exactly that schedule."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from scheduler.calendars import Export, WhoseFile, read_whose
from scheduler.files.outputs import PAGE_FILE, SUMMARY_FILE, UNMET_FILE, Destination, PageMade
from scheduler.report.page.seeing import week_view
from scheduler.report.page.seen import CalendarFile, Lack, SeenWeek
from scheduler.report.page.view import WeekView
from scheduler.schedule import Schedule
from scheduler.verify import Score, score
from scheduler.week.fingerprint import fingerprint
from scheduler.week.week import Week, week_of

if TYPE_CHECKING:
    from scheduler.planning.plan import PlannedWeek

CALENDARS = "calendars"
# Where nothing beside the schedule tells why care is unmet; what is not settled then is called open.
EXPLAINING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class ToldLack:
    """A row of ``unmet.csv``."""

    patient: str
    need: str
    session_type: str
    minutes: int
    cause: str
    explanation: str


def planned_week_files(
    week: "PlannedWeek", destination: Destination, export: Export, *, page: PageMade
) -> Mapping[Path, bytes]:
    """The page and the workbook of a planned week, those that are asked for, by where they go.

    The page is made once, when it is known why care is unmet; until then it says so in its place.
    """
    from scheduler.report.page.html import page_html, page_to_come  # noqa: PLC0415  # templates are slow to load

    is_made = destination.has_page and week.is_explained and page != "to come"
    files: dict[Path, bytes] = {}
    if destination.has_page and not is_made:
        files[destination.out / PAGE_FILE] = page_to_come(week.monday)
    if destination.book is not None or is_made:
        view = week_view(planned_week(week, export))
        if is_made:
            files[destination.out / PAGE_FILE] = page_html(view, is_drawn=page == "drawn")
        if destination.book is not None:
            files[destination.book] = book_of(view)
    return files


def book_of(view: WeekView) -> bytes:
    """The week as a workbook."""
    from scheduler.report.week_book import week_book  # noqa: PLC0415  # only where it is asked for

    return week_book(view)


def planned_week(week: "PlannedWeek", export: Export) -> SeenWeek:
    """A week as its planning left it."""
    bounds = {tier: found.bound for tier, found in week.summary.tiers.items()}
    if week.summary.limit is not None:
        # Without the limit on changes a week with more care may exist.
        bounds["care"] = min(bounds["care"], week.summary.limit.care_without.bound)
    return SeenWeek(
        caseload=week.caseload,
        monday=week.monday,
        schedule=week.schedule,
        lacks=week.shortfalls,
        bounds=bounds,
        earlier=week.earlier,
        warnings=week.summary.warnings,
        calendars=_calendars(export.whose),
        week=week.week,
        score=week.score,
    )


def beside(seen: SeenWeek, schedule: Path, calendars: Path | None) -> SeenWeek:
    """The week with what lies beside its schedule: bounds, unmet care and calendars.

    What ``summary.json`` and ``unmet.csv`` say counts only where they are of exactly this caseload and schedule; else
    nothing is known of bounds, and unmet care is explained anew.
    """
    folder = schedule if schedule.is_dir() else schedule.parent
    told = _summary(folder / SUMMARY_FILE)
    week = week_of(seen.caseload, seen.monday, seen.earlier)
    found = score(seen.caseload, seen.monday, seen.schedule, seen.earlier)
    is_same = told.get("fingerprint") == fingerprint(week, seen.schedule)
    bounds = _bounds(told) if is_same else {}
    warnings = told.get("warnings", ()) if is_same else ()
    known = _told_lacks(folder / UNMET_FILE, found) if is_same else None
    return replace(
        seen,
        bounds=bounds,
        warnings=tuple(str(warning) for warning in warnings) if isinstance(warnings, list) else (),
        lacks=_explained(week, seen.schedule, found, bounds) if known is None else known,
        calendars=_calendars(read_whose(calendars or folder / CALENDARS)),
        week=week,
        score=found,
    )


def _calendars(files: Sequence[WhoseFile]) -> tuple[CalendarFile, ...]:
    return tuple(CalendarFile(each.patient, each.file, each.events, each.changed, each.send) for each in files)


def _summary(file: Path) -> Mapping[str, object]:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _bounds(told: Mapping[str, object]) -> dict[str, int]:
    """The proven bounds that a summary tells; that of care without a limit on changes."""
    bounds = {
        tier: bound
        for tier, found in told.items()
        if isinstance(found, dict) and isinstance(bound := found.get("bound"), int)
    }
    limit = told.get("limit")
    if isinstance(limit, dict) and isinstance(without := limit.get("care_without"), dict):
        bounds["care"] = min(bounds.get("care", 0), int(without.get("bound", 0)))
    return bounds


def _told_lacks(file: Path, counted: Score) -> Sequence[Lack] | None:
    """Unmet care as the table tells it; None where that is not exactly what the schedule lacks."""
    try:
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
        lacks = [
            ToldLack(
                row["patient"],
                row["need"],
                row["session_type"],
                int(row["minutes"]),
                row["cause"],
                row["explanation"].removeprefix("'"),
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error):
        return None
    told: Counter[tuple[str, str, str]] = Counter()
    for lack in lacks:
        told[lack.patient, lack.need, lack.session_type] += lack.minutes
    found = {
        (need.patient, need.need, need.session_type): need.unmet_minutes
        for patient in counted.patients
        for need in patient.needs
        if need.unmet_minutes
    }
    return lacks if told == found else None


def _explained(week: Week, schedule: Schedule, counted: Score, bounds: Mapping[str, int]) -> Sequence[Lack]:
    from scheduler.explain import shortfalls  # noqa: PLC0415  # loads the solver
    from scheduler.search import Budget, Limits  # noqa: PLC0415  # likewise

    is_least = "care" in bounds and counted.care <= bounds["care"]
    budget = Budget.of(Limits(seconds=EXPLAINING_SECONDS), Event())
    return shortfalls(week, schedule, is_least, budget=budget)
