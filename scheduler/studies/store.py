"""The folder of a study: what it is of, and one file a solved week, whole or not there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from scheduler.errors import IopError
from scheduler.files.outputs import try_folder
from scheduler.files.recognised import Recognise, check_own, is_made_page, is_page_with, is_table_with
from scheduler.files.write import write_files
from scheduler.studies.grid import Grid, GridWeek
from scheduler.studies.solving import SolvedWeek
from scheduler.studies.study import Study

STUDY_FILE = "study.json"
WEEKS = "weeks"
RESULTS_CSV, RESULTS_PARQUET, PAGE = "results.csv", "results.parquet", "study.html"

Week = Mapping[str, Any]
"""What the file of a week says, by the keys that ``write_week`` gives it."""

_STUDY_KEYS = frozenset({"study", "title", "axes", "weeks"})
_WEEK_KEYS = frozenset({"study", "key", "scenario", "choices", "seed", "status", "figures", "schedule"})


class OtherStudy(IopError):
    """A folder that holds the results of another study; nothing was touched."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What a folder says of its study.

    Args:
        of: digest of what all weeks have in common.
        axes: what is varied, in order, and the choices of each.
        keys: of its weeks, in order.
    """

    of: str
    title: str
    axes: Mapping[str, tuple[str, ...]]
    keys: tuple[str, ...]
    until: str = "care"


def week_file(folder: Path, key: str) -> Path:
    """Where what is known of a week lies."""
    return folder / WEEKS / f"{key}.json"


def page_name(key: str) -> str:
    """Where the page of a week lies, from the folder of its study."""
    return f"{WEEKS}/{key}.html"


def check_folder(folder: Path, grid: Grid) -> frozenset[str]:
    """The keys of the weeks that are done there already.

    Raises:
        OtherStudy: it holds another study, or weeks of one.
        CannotWrite, Foreign, NotWritten: it takes no files, or has files of somebody else in their place.
    """
    for each in (folder, folder / WEEKS):
        try_folder(each)
    is_parquet: Recognise = lambda content: content.startswith(b"PAR1")  # noqa: E731
    own: Mapping[str, Recognise] = {
        STUDY_FILE: is_page_with(_STUDY_KEYS),
        RESULTS_CSV: is_table_with(("study", "scenario", "seed", "status")),
        RESULTS_PARQUET: is_parquet,
        PAGE: is_made_page,
    }
    check_own({folder / name: is_own for name, is_own in own.items()})
    if (folder / STUDY_FILE).exists():
        there = read_told(folder)
        if there.of != grid.of:
            raise OtherStudy(
                f"{folder} holds another study, {there.title!r}: of another caseload, week, time limit or aim. "
                "It stays as it is; choose another folder with --out."
            )
    keys = {week.key for week in grid.weeks}
    return frozenset(week["key"] for week in _weeks(folder, grid.of) if week["key"] in keys)


def read_told(folder: Path) -> Told:
    """What the folder says of its study.

    Raises:
        OtherStudy: there is none.
    """
    page = _page(folder / STUDY_FILE)
    if page is None or not page.keys() >= _STUDY_KEYS:
        raise OtherStudy(f"{folder} is no folder of a study: {STUDY_FILE} is missing or damaged. Run the study again.")
    axes = {str(axis): tuple(choices) for axis, choices in page["axes"].items()}
    return Told(page["study"], page["title"], axes, tuple(page["weeks"]), page.get("until", "care"))


def read_weeks(folder: Path, told: Told) -> list[Week]:
    """The weeks of a study that are done, in its order.

    Raises:
        OtherStudy: one of the files is of another study.
    """
    found = {week["key"]: week for week in _weeks(folder, told.of)}
    return [found[key] for key in told.keys if key in found]


def _weeks(folder: Path, study: str) -> Iterator[Week]:
    """What the files of weeks say, whichever grid they are of."""
    for place in sorted((folder / WEEKS).glob("*.json")):
        page = _page(place)
        if page is None or not page.keys() >= _WEEK_KEYS:
            raise OtherStudy(
                f"{place} is no result of a study, or damaged. Move it away, and its week is solved again."
            )
        if page["study"] != study or page["key"] != place.stem:
            raise OtherStudy(f"{place} is a result of another study. Move it back to where it belongs.")
        yield page


def _page(place: Path) -> Mapping[str, Any] | None:
    try:
        page = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    return page if isinstance(page, dict) else None


def write_told(folder: Path, study: Study, title: str, grid: Grid) -> None:
    """Says in the folder what is about to be solved into it."""
    axes: dict[str, dict[str, None]] = {axis: {} for axis in study.cross}
    for week in grid.weeks:
        for axis, choice in week.scenario.choices.items():
            axes[axis][choice] = None
    page = {
        "study": grid.of,
        "title": title,
        "week": study.monday.isoformat(),
        "until": study.until,
        "time_limit": study.time_limit,
        "axes": {axis: list(choices) for axis, choices in axes.items()},
        "weeks": [week.key for week in grid.weeks],
    }
    write_files({folder / STUDY_FILE: _json(page)})


def write_week(folder: Path, of: str, week: GridWeek, solved: SolvedWeek) -> None:
    """Keeps a solved week, and its page where it has one; all of it or nothing."""
    page = {
        "study": of,
        "key": week.key,
        "scenario": week.scenario.name,
        "choices": dict(week.scenario.choices),
        "seed": week.seed,
        "status": solved.status,
        "says": list(solved.says),
        "figures": solved.figures,
        "seconds": round(solved.seconds[0], 3),
        "busy_seconds": round(solved.seconds[1], 3),
        "cpu_seconds": round(solved.cpu_seconds, 3),
        "schedule": list(solved.schedule),
    }
    place = week_file(folder, week.key)
    # The page comes first: a week whose file is there is done.
    drawn = {folder / page_name(week.key): solved.page} if solved.page else {}
    write_files({**drawn, place: _json(page)})


def _json(page: Mapping[str, object]) -> bytes:
    return (json.dumps(page, indent=1, ensure_ascii=False) + "\n").encode()
