"""One run in a process of its own, so that its peak of memory is its own; figures go to a file, a line of JSON each.

``python -m benchmarks.measure FILE SOLVER FAMILY PATIENTS SEED SECONDS [WORKERS]``
"""

import json
import resource
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from benchmarks.cases import FAMILIES, Case, FamilyName, Job, SolverName
from benchmarks.peers import general, highs, plain
from benchmarks.planted import facts
from benchmarks.results import Step, steps_text
from scheduler.caseload import Caseload
from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.garbage import collect_seldom
from scheduler.model.build import model_of, problem_under
from scheduler.model.tiers import care as care_goal
from scheduler.schedule import Schedule
from scheduler.search import Limits, Progress, solve
from scheduler.verify import score, violations
from scheduler.week.week import week_of

Cell = str | int | float | None


@dataclass(slots=True)
class Watch:
    """The steps that a run takes, by the clock."""

    begun: float = field(default_factory=time.monotonic)
    steps: list[Step] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.begun

    def step(self, care: int | None, bound: int | None) -> None:
        """Note where the run stands."""
        if care is not None:
            self.steps.append(Step(self.seconds, care, bound))


def milestones(steps: Iterable[Step], final: int, asked: int) -> dict[str, Cell]:
    """Seconds to a first good week, to one near the final unmet care, and to the proof that it is the least."""
    listed = list(steps)
    good = (step.seconds for step in listed if 20 * step.care <= 40 * final + asked)
    near = (step.seconds for step in listed if 100 * step.care <= 101 * final)
    proven = (step.seconds for step in listed if step.care == step.bound == final)
    return {
        "first_week_s": _rounded(next(good, None)),
        "near_s": _rounded(next(near, None)),
        "care_proven_s": _rounded(next(proven, None)),
    }


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended.

    Args:
        figures: that are known without a look at the schedule.
        care, comfort: minutes that the verifier is to confirm; None where nothing is claimed.
    """

    figures: Mapping[str, Cell]
    schedule: Schedule | None
    last: float
    care_bound: int | None
    care: int | None = None
    comfort: int | None = None


def measure(job: Job, file: Path) -> None:
    """Solve a caseload as the job says, and add figures to the file as soon as they are known."""
    caseload, monday = caseload_of(job.case)
    watch = Watch()
    ended = (iop if job.solver == "iop" else peer)(caseload, monday, job, watch)
    _tell(file, {**ended.figures, "steps": steps_text(watch.steps)})
    if ended.schedule:
        _tell(file, checked(caseload, monday, ended.schedule, ended, watch.steps))
    if job.solver == "iop":
        _tell(file, whole_model(caseload, monday))


def caseload_of(case: Case) -> tuple[Caseload, date]:
    """The caseload and its week."""
    made = FAMILIES[case.family].make(case.patients, case.seed)
    return facts(made), made.monday


def iop(caseload: Caseload, monday: date, job: Job, watch: Watch) -> Ended:
    """This program's run, care and then comfort."""

    def on_progress(progress: Progress) -> None:
        care = progress.tiers["care"]
        watch.step(care.value, care.bound)

    try:
        result = solve(caseload, monday, Limits(seconds=job.seconds, workers=job.workers), on_progress)
    except NoScheduleInTime:
        return Ended({"status": "none", **_spent(watch)}, None, watch.seconds, None)
    except Contradiction:
        return Ended({"status": "contradiction", **_spent(watch)}, None, watch.seconds, None)
    care, comfort = result.tiers["care"], result.tiers["comfort"]
    figures = {"status": result.status, **_spent(watch), "care_bound": care.bound, "comfort_bound": comfort.bound}
    return Ended(figures, result.schedule, watch.seconds, care.bound, care.value, comfort.value)


def peer(caseload: Caseload, monday: date, job: Job, watch: Watch) -> Ended:
    """A peer's run; it has the same time, building included, and aims at care alone."""
    way = {"general": general, "plain": plain, "highs": highs}[job.solver]
    attempt = way.solve(caseload, monday, job.seconds, job.workers, watch.step)
    figures: dict[str, Cell] = {
        "status": attempt.status,
        **_spent(watch),
        "care_bound": attempt.care_bound,
        "variables": attempt.variables,
        "build_s": _rounded(attempt.build_seconds),
    }
    # A solution that is not proven may be worth more than its model says, because nothing draws its shortfalls down.
    claimed = attempt.care if attempt.status == "optimal" else None
    return Ended(figures, attempt.schedule, watch.seconds, attempt.care_bound, claimed)


def checked(
    caseload: Caseload, monday: date, schedule: Schedule, ended: Ended, steps: Sequence[Step]
) -> dict[str, Cell]:
    """What the verifier says of a schedule, and when the run had come how far.

    Of a run that tells no steps only the end is known.
    """
    found = score(caseload, monday, schedule)
    is_as_claimed = ended.care in {None, found.care} and ended.comfort in {None, found.comfort}
    is_clean = is_as_claimed and not violations(caseload, monday, schedule)
    asked = sum(need.asked_minutes for patient in found.patients for need in patient.needs)
    reached = milestones([*steps, Step(ended.last, found.care, ended.care_bound)], found.care, asked)
    return {
        "verified": "yes" if is_clean else "no",
        "care": found.care,
        "comfort": None if ended.comfort is None else found.comfort,
        "asked": asked,
        **(reached if steps else {"care_proven_s": reached["care_proven_s"]}),
    }


def whole_model(caseload: Caseload, monday: date) -> dict[str, Cell]:
    """Size of this program's model of the whole week, and how long it takes to build."""
    watch = Watch()
    model = model_of(problem_under(week_of(caseload, monday)))
    model.cp.minimize(care_goal(model))
    return {"variables": len(model.cp.proto.variables), "build_s": _rounded(watch.seconds)}


def peak_mb() -> int:
    """Most memory that this process, and the largest that it started, had in use at a time; in MB."""
    candidate = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(whose).ru_maxrss for whose in who) * candidate // 1_000_000


def _spent(watch: Watch) -> dict[str, Cell]:
    return {"seconds": _rounded(watch.seconds), "peak_mb": peak_mb()}


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)


def _tell(file: Path, figures: Mapping[str, Cell]) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(dict(figures)) + "\n")


def main(arguments: list[str]) -> None:
    """Measure one run."""
    collect_seldom()
    file, solver, family, patients, seed, seconds, *workers = arguments
    job = Job(
        cast("SolverName", solver),
        Case(cast("FamilyName", family), int(patients), int(seed)),
        int(seconds),
        int(workers[0]) if workers else None,
    )
    measure(job, Path(file))


if __name__ == "__main__":
    main(sys.argv[1:])
