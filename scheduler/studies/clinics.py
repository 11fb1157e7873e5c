"""The weeks of a network's clinics: every caseload of a folder is planned, and a bad one stops no other."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from scheduler.errors import BadInput, Problem
from scheduler.files.outputs import CalendarLook, Destination, try_folder
from scheduler.files.recognised import check_own, is_table_with
from scheduler.files.write import write_files
from scheduler.planning.plan import check_places, explained, plan_from, write_causes, write_week
from scheduler.planning.time_shares import Allotted
from scheduler.report.words import columns, count, unmet_words
from scheduler.search import Limits
from scheduler.studies.child import Failed
from scheduler.studies.cluster import Cluster
from scheduler.studies.pool import Here, Pool
from scheduler.studies.results import in_hours
from scheduler.tables import TABLES, table_csv
from scheduler.tables.sources import WORKBOOKS
from scheduler.times import hours

CLINICS_FILE = "clinics.csv"
CLINIC_COLUMNS = (
    *("clinic", "exit_code", "status", "patients", "patients_with_all_care", "care_unmet_hours"),
    *("care_unmet_at_least_hours", "seconds", "busy_seconds", "says"),
)


@dataclass(frozen=True, slots=True)
class ClinicJob:
    """A clinic to be planned; its caseload and its folder lie where every process can reach them.

    Args:
        caseload, out: whole paths.
        secret: behind the names of calendars, so that every computer gives them the same.
    """

    name: str
    caseload: Path
    out: Path
    monday: date
    limits: Limits
    look: CalendarLook
    secret: bytes


@dataclass(frozen=True, slots=True)
class PlannedClinic:
    """What became of a clinic whose week was written; care in minutes."""

    status: str
    patients: int
    with_all_care: int
    unmet: int
    at_least: int
    seconds: float
    busy_seconds: float
    cpu_seconds: float
    warnings: tuple[str, ...]


def planned_clinic(job: ClinicJob) -> PlannedClinic:
    """Plans, writes and explains the week of a clinic, as ``iop solve`` does.

    Raises:
        IopError: what went wrong; nothing was written then.
    """
    begun, worked = time.monotonic(), time.process_time()
    allotted = Allotted(job.limits, begun)
    destination = Destination(job.out, job.out / "calendars", has_page=True)
    seen = check_places({job.monday: destination})
    week = plan_from(job.caseload, job.monday, allotted)
    exported = write_week(week, destination, job.look, job.secret, datetime.now(UTC), seen=seen)
    if not week.is_explained:
        week = explained(week, allotted)
        write_causes(week, destination, exported)
    summary = week.summary
    care = summary.tiers["care"]
    for_people = (*summary.warnings, *summary.withdrawn)
    return PlannedClinic(
        summary.status,
        summary.patients,
        summary.patients_with_all_care,
        care.value,
        care.bound,
        summary.seconds,
        time.monotonic() - begun,
        time.process_time() - worked,
        for_people,
    )


def clinics_in(folder: Path) -> dict[str, Path]:
    """The caseloads of a folder by name: folders of tables, workbooks, and folders with one workbook.

    Raises:
        BadInput: there is none, or two have the same name.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        caseload = _caseload_at(place)
        name = place.name if place.is_dir() else place.stem
        if caseload is not None and name in found:
            says = f"{found[name].name} and {place.name} would be planned into the same folder"
            problems.append(Problem(folder.name, 0, "", name, says, "Give one of them another name"))
        elif caseload is not None:
            found[name] = caseload
    if not found:
        says = "there is no caseload in it"
        fix = "Name a folder that holds a folder of tables or a workbook for each clinic"
        problems.append(Problem(folder.name or str(folder), 0, "", "", says, fix))
    if problems:
        raise BadInput(problems)
    return found


def _caseload_at(place: Path) -> Path | None:
    """The caseload that a file or folder is or holds; None where there is none."""
    if place.name.startswith((".", "~")):
        return None
    if not place.is_dir():
        return place if place.suffix.lower() in WORKBOOKS else None
    inside = [each for each in sorted(place.iterdir()) if not each.name.startswith((".", "~"))]
    if any(each.suffix.lower() == ".csv" and each.stem.lower() in TABLES for each in inside):
        return place
    books = [each for each in inside if each.suffix.lower() in WORKBOOKS]
    return books[0] if len(books) == 1 else None


Ending = PlannedClinic | Failed


def check_out(out: Path) -> None:
    """Nothing, where the summary can be written.

    Raises:
        CannotWrite, Foreign, NotWritten: it cannot.
    """
    try_folder(out)
    check_own({out / CLINICS_FILE: is_table_with(("clinic", "exit_code", "status"))})


def clinic_pool(cluster: str | None, processes: int | None) -> AbstractContextManager[Pool[ClinicJob, PlannedClinic]]:
    """Whoever plans clinics; raises NoCluster."""
    return Here(planned_clinic, processes) if cluster is None else Cluster(cluster, planned_clinic)


def write_clinics(out: Path, endings: Mapping[str, Ending]) -> None:
    """The summary of all clinics as a table; raises NotWritten."""
    rows = ({column: str(cell) for column, cell in _row(*item).items()} for item in sorted(endings.items()))
    write_files({out / CLINICS_FILE: table_csv(CLINIC_COLUMNS, rows)})


def _row(name: str, ending: Ending) -> Mapping[str, object]:
    if isinstance(ending, Failed):
        return {"clinic": name, "exit_code": ending.exit_code, "status": "failed", "says": _one_line(ending.says)}
    return {
        "clinic": name,
        "exit_code": 0,
        "status": ending.status,
        "patients": ending.patients,
        "patients_with_all_care": ending.with_all_care,
        "care_unmet_hours": in_hours(ending.unmet),
        "care_unmet_at_least_hours": in_hours(ending.at_least),
        "seconds": round(ending.seconds, 3),
        "busy_seconds": round(ending.busy_seconds, 3),
        "says": _one_line("\n".join(ending.warnings)),
    }


def _one_line(words: str) -> str:
    return " ".join(words.split())


def clinic_lines(endings: Mapping[str, Ending]) -> Iterator[str]:
    """The summary of all clinics for people, those first that need somebody to look at them."""
    failed = {name: ending for name, ending in endings.items() if isinstance(ending, Failed)}
    planned = {name: ending for name, ending in endings.items() if isinstance(ending, PlannedClinic)}
    yield f"{len(planned)} of {count(len(endings), 'clinic')} have a verified week."
    yield from columns([(name, f"failed (exit code {ending.exit_code})") for name, ending in sorted(failed.items())])
    yield from columns([_cells(*item) for item in sorted(planned.items())])


def _cells(name: str, one: PlannedClinic) -> Sequence[str]:
    proof = "proven" if one.unmet == one.at_least else f"at least {hours(one.at_least)} in every week"
    return (
        name,
        f"{one.with_all_care} of {count(one.patients, 'patient')} with all care",
        f"{unmet_words(one.unmet)}, {proof}",
    )


def exit_code(endings: Iterable[Ending]) -> int:
    """0 where every clinic has a week; else the highest code of those that have none."""
    return max((ending.exit_code for ending in endings if isinstance(ending, Failed)), default=0)
