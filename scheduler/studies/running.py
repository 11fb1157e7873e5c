"""A study from its file to its results: everything is looked at before the first solve, and what is done is kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from scheduler.errors import NoScheduleInTime
from scheduler.files.recognised import check_own, is_made_page
from scheduler.files.write import write_files
from scheduler.interrupt import uninterrupted
from scheduler.search import Limits
from scheduler.studies.child import Failed
from scheduler.studies.cluster import Cluster
from scheduler.studies.edits import Base, without_private
from scheduler.studies.grid import Grid, GridWeek, base_of, check_grid, grid_of, tables_of
from scheduler.studies.page import links_from, study_page
from scheduler.studies.pool import Here, Pool, all_done
from scheduler.studies.progress import Clock, Progress
from scheduler.studies.results import Row, result_files, rows_of
from scheduler.studies.solving import SolvedWeek, WeekJob, solved_week
from scheduler.studies.store import PAGE, check_folder, read_told, read_weeks, write_told, write_week
from scheduler.studies.study import Study, read_study
from scheduler.tables import read_caseload, read_text


@dataclass(frozen=True, slots=True)
class Prepared:
    """A study that can be begun.

    Args:
        title: what it is called; as its file, where that does not say.
        done: keys of the weeks that lie in ``out`` already.
    """

    study: Study
    title: str
    base: Base
    grid: Grid
    out: Path
    done: frozenset[str]

    @property
    def weeks(self) -> int:
        """How many weeks there are; two scenarios that are the same are one."""
        return len({week.key for week in self.grid.weeks})

    @property
    def left(self) -> list[GridWeek]:
        """The weeks that are to be solved, the largest first, so that none is waited for in the end."""
        weeks = [week for week in self.grid.weeks if week.key not in self.done]
        return sorted({week.key: week for week in weeks}.values(), key=lambda week: -self.size(week))

    def size(self, week: GridWeek) -> int:
        """How many patients there are, about."""
        edits = (edit for name in week.scenario.changes for edit in self.study.changes[name])
        return len(self.base.tables.get("patients", ())) + sum(edit.patients for edit in edits)

    def job(self, week: GridWeek) -> WeekJob:
        """What a child process is given."""
        study = self.study
        limits = Limits(
            seconds=study.time_limit,
            workers=1,
            seed=week.seed,
            deterministic=study.deterministic,
            until="care" if study.until == "care" else None,
        )
        tables = tables_of(study, self.base, week.scenario, week.seed)
        return WeekJob(week.key, without_private(tables), study.monday, limits)


def prepared(file: Path, out: Path) -> Prepared:
    """Reads the study and its caseload, makes every change once, and looks at the folder of results.

    Raises:
        BadInput: with everything that is wrong with the file, the caseload or a change.
        OtherStudy: the folder holds the results of another study.
        CannotWrite, Foreign, NotWritten: the folder takes no results.
    """
    study = read_study(file)
    source = file.parent / study.caseload
    # Its problems are told by the rows of its files.
    read_caseload(source)
    tables = read_text(source)
    base = base_of(study, tables)
    check_grid(file, study, base)
    grid = grid_of(study, tables)
    return Prepared(study, study.title or file.stem, base, grid, out, check_folder(out, grid))


def pool_for(cluster: str | None, processes: int | None) -> AbstractContextManager[Pool[WeekJob, SolvedWeek]]:
    """Whoever solves weeks: the cluster at this address, or so many processes of this computer.

    Raises:
        NoCluster: there is none that could.
    """
    return Here(solved_week, processes) if cluster is None else Cluster(cluster, solved_week)


def solve_left(
    ready: Prepared, pool: Pool[WeekJob, SolvedWeek], stop: Event, tell: Callable[[Progress], None]
) -> list[Failed]:
    """Solves what is not done yet and keeps each week as soon as it is; tells what went wrong with others.

    Raises:
        NotWritten: a week cannot be kept.
        PoolLost: nobody is there any more who solves.
    """
    left = ready.left
    by_key = {week.key: week for week in left}
    clock = Clock(sum(map(ready.size, left)), len(ready.done), ready.weeks)
    failed: list[Failed] = []
    write_told(ready.out, ready.study, ready.title, ready.grid)
    for ended in all_done(pool, map(ready.job, left), stop, lambda: tell(clock.progress)):
        week = by_key[ended.job.key]
        if isinstance(ended.answer, Failed):
            where = f"{week.scenario.name}, seed {week.seed}"
            failed.append(Failed(f"{where}: {ended.answer.says}", ended.answer.exit_code))
            continue
        with uninterrupted():
            write_week(ready.out, ready.grid.of, week, ended.answer)
        clock.passed(ready.size(week))
    return failed


@dataclass(frozen=True, slots=True)
class Reported:
    """What was put together: how many weeks of how many, and the files that tell of them."""

    title: str
    solved: int
    of: int
    rows: Sequence[Row]
    files: tuple[Path, ...]


def report(folders: Sequence[Path], out: Path) -> Reported:
    """Writes the results of one or more studies as tables and as a page, all of them or none.

    Raises:
        OtherStudy: a folder holds no study, or weeks of another one.
        Foreign, NotWritten: the place does not take the files.
    """
    rows: list[Row] = []
    links: dict[str, str] = {}
    axes: dict[str, dict[str, None]] = {}
    titles: list[str] = []
    of = 0
    for folder, told in ((folder, read_told(folder)) for folder in folders):
        found = rows_of(told, read_weeks(folder, told))
        links |= links_from(out / PAGE, folder, found)
        rows += found
        of += len(told.keys)
        titles.append(told.title)
        for axis, choices in told.axes.items():
            axes.setdefault(axis, {}).update(dict.fromkeys(choices))
    title = ", ".join(dict.fromkeys(titles))
    rows = [{**row, "file": links.get(str(row["week"]), "")} for row in rows]
    page = study_page(title, rows, {axis: tuple(choices) for axis, choices in axes.items()}, links)
    files = {**result_files(out, rows), out / PAGE: page}
    check_own({out / PAGE: is_made_page})
    write_files(files)
    return Reported(title, len(rows), of, rows, tuple(files))


def told_lines(reported: Reported, failed: Iterable[Failed]) -> Iterator[str]:
    """What the command tells at its end."""
    yield f"{reported.solved} of {reported.of} weeks are solved and verified."
    for failure in failed:
        yield f"  not solved: {failure.says}"
    for place in reported.files:
        yield f"Written to {place}."


def exit_code_of(failed: Sequence[Failed], *, is_whole: bool) -> int:
    """0 where all is done; else the code of the worst failure, or that of a search that was stopped."""
    if failed:
        return max(failure.exit_code for failure in failed)
    return 0 if is_whole else NoScheduleInTime.exit_code
