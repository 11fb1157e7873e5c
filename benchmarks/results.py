"""Measured figures as rows of a CSV file, one for each run."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from benchmarks.cases import FamilyName, SolverName

Status = Literal["optimal", "feasible", "none", "contradiction", "failed", "killed"]

RESULTS = Path(__file__).parent / "results"


class Figures(BaseModel):
    """What one run gave; None where there is nothing to tell.

    Attributes:
        status: ``none`` is no schedule in time, ``killed`` no end long after the limit, ``failed`` an error.
        verified: whether the independent check found no fault, and the care and comfort that were told.
        variables, build_s: of the model of the whole week.
        first_week_s: until a week has at most twice the final unmet care and 5 % of all care asked for.
        near_s: until a week has at most 1 % more unmet care than the final one.
        care_proven_s: until unmet care is proven the least possible.
        seconds: of the whole run, building included.
        care, care_bound, comfort, comfort_bound: minutes; those of the verifier and those proven.
        asked: minutes of care asked for in all.
        peak_mb: most memory in use at a time, in MB.
        steps: the way to the result, as ``steps_text`` writes it; None of a run that tells nothing before its end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Status
    verified: Literal["yes", "no"] | None = None
    variables: int | None = None
    build_s: float | None = None
    first_week_s: float | None = None
    near_s: float | None = None
    care_proven_s: float | None = None
    seconds: float | None = None
    care: int | None = None
    care_bound: int | None = None
    comfort: int | None = None
    comfort_bound: int | None = None
    asked: int | None = None
    peak_mb: int | None = None
    steps: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Unmet care and its bound, in minutes, so many seconds after a run began."""

    seconds: float
    care: int
    bound: int | None


def steps_text(steps: Iterable[Step]) -> str | None:
    """Steps as ``SECONDS:CARE/BOUND`` separated by spaces, the last of each tenth of a second; None of no step."""
    last = {f"{step.seconds:.1f}": step for step in steps}
    cells = (f"{at}:{step.care}/{'' if step.bound is None else step.bound}" for at, step in last.items())
    return " ".join(cells) or None


def steps_of(text: str | None) -> list[Step]:
    """The steps that a text tells.

    Raises:
        ValueError: for a text of another form.
    """
    steps = []
    for cell in (text or "").split():
        seconds, _, reached = cell.partition(":")
        care, _, bound = reached.partition("/")
        steps.append(Step(float(seconds), int(care), int(bound) if bound else None))
    return steps


class Run(Figures):
    """Figures with all that they depend on; ``cached`` tells those that an earlier run has measured."""

    date: str
    commit: str
    python: str
    ortools: str
    solver: SolverName
    family: FamilyName
    patients: int
    seed: int
    workers: int
    limit_s: int
    cached: Literal["yes", "no"] = "no"

    @property
    def way(self) -> list[Step]:
        """The steps of the run."""
        return steps_of(self.steps)

    def after(self, seconds: float) -> Step | None:
        """Where the run stood after so many seconds; None where it had no week, ended before, or told nothing."""
        if self.care is not None and self.care_proven_s is not None and self.care_proven_s <= seconds:
            return Step(seconds, self.care, self.care_bound)
        done = [step for step in self.way if step.seconds <= seconds] if seconds <= self.limit_s else []
        return done[-1] if done else None


def same_caseload(run: Run) -> tuple[object, ...]:
    """What two runs share that may be compared."""
    return run.family, run.patients, run.seed, run.limit_s, run.workers


_WHAT = (
    *("date", "commit", "python", "ortools", "workers", "limit_s"),
    *("family", "patients", "seed", "solver", "cached"),
)
COLUMNS = (*_WHAT, *Figures.model_fields)
COLUMNS_WITHOUT_STEPS = tuple(column for column in COLUMNS if column != "steps")
"""Those of files from before steps were kept, which can be read but not continued."""


def read(paths: Iterable[Path]) -> list[Run]:
    """The runs of the files, in order.

    Raises:
        OSError: where a file cannot be read.
        ValueError: where a file is not of this form.
    """
    runs = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) not in {COLUMNS, COLUMNS_WITHOUT_STEPS}:
                raise ValueError(f"{path} has other columns than {', '.join(COLUMNS)}")
            runs += [Run.model_validate({name: cell or None for name, cell in row.items()}) for row in reader]
    return runs


def append(path: Path, run: Run) -> None:
    """Add a run to a file, which is made where it is not there yet; each run is kept as soon as it is measured.

    Raises:
        OSError: where the file cannot be written.
        ValueError: where it has other columns.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    if not is_new and path.read_text(encoding="utf-8").split("\n", 1)[0] != ",".join(COLUMNS):
        raise ValueError(f"{path} has other columns; name a new file")
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow({column: getattr(run, column) for column in COLUMNS})


def newest(folder: Path = RESULTS) -> Path:
    """The last file of results by name, which begins with its date and time.

    Raises:
        FileNotFoundError: where there is none yet.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise FileNotFoundError(f"{folder} holds no results yet; measure some with python -m benchmarks --quick")
    return files[-1]
