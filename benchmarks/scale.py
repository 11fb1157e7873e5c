"""What a solved week costs by size, and how a night of many small clinics goes; the figures of ``docs/scale.md``.

``python -m benchmarks.scale weeks --sizes 10 20 40 60 --seeds 1 2 3`` solves weeks of a program that is drawn, ``night
--clinics 300 --processes 2`` plans so many clinics of 10 to 40 patients as ``iop solve-all`` does, and ``cluster
--jobs 5000`` measures how many jobs a second the scheduler of a Dask cluster gives out.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from scheduler.files.outputs import CalendarLook
from scheduler.scenarios import FIRST_WEEK, PROGRAMS, new_caseload
from scheduler.search import Limits
from scheduler.studies.clinics import ClinicJob, PlannedClinic, planned_clinic
from scheduler.studies.pool import Here, all_done
from scheduler.studies.solving import SolvedWeek, WeekJob, solved_week
from scheduler.tables import write_tables

SMALLEST, LARGEST = 10, 40
SECRET = b"a benchmark needs no secret"


@dataclass(frozen=True, slots=True)
class Cost:
    """A solved week: seconds in the search and in all, seconds of a core, whether care is proven; care in minutes."""

    patients: int
    seed: int
    searched: float
    busy: float
    cpu: float
    is_proven: bool
    asked: int
    gap: int


def job_of(program: str, patients: int, seed: int, seconds: float) -> WeekJob:
    """A week of a drawn clinic, until its care is proven; the limit counts work."""
    limits = Limits(seconds=seconds, workers=1, seed=seed, deterministic=True, until="care")
    return WeekJob(f"{patients} {seed}", new_caseload(program, patients, seed=seed).tables, FIRST_WEEK, limits)


def cost_of(job: WeekJob, solved: SolvedWeek) -> Cost:
    """What a solved week cost."""
    patients, seed = map(int, job.key.split())
    found = solved.figures
    gap = found["care_unmet"] - found["care_unmet_at_least"]
    return Cost(patients, seed, *solved.seconds, solved.cpu_seconds, not gap, found["care_asked"], gap)


def weeks(asked: argparse.Namespace) -> Iterator[str]:
    """A line for each size: medians over seeds."""
    yield "| patients | seconds of a core, median | most | proven | largest gap, % of care |"
    yield "|---|---|---|---|---|"
    began = time.monotonic()
    sizes = sorted(asked.sizes, reverse=True)
    jobs = [job_of(asked.program, size, seed, asked.time_limit) for size in sizes for seed in asked.seeds]
    with Here(solved_week, asked.processes) as pool:
        costs = [
            cost_of(ended.job, ended.answer)
            for ended in all_done(pool, jobs, Event(), lambda: None)
            if isinstance(ended.answer, SolvedWeek) and ended.answer.figures
        ]
    for size in asked.sizes:
        yield size_line(size, [cost for cost in costs if cost.patients == size])
    whole = (time.monotonic() - began) * asked.processes
    yield f"\n{busy_words([cost.searched for cost in costs], [cost.busy for cost in costs], whole)}"


def size_line(size: int, costs: Sequence[Cost]) -> str:
    """The row of one size."""
    seconds = [cost.cpu for cost in costs]
    gap = max(100 * cost.gap / max(1, cost.asked) for cost in costs)
    proven = f"{sum(cost.is_proven for cost in costs)} of {len(costs)}"
    return f"| {size} | {statistics.median(seconds):.1f} | {max(seconds):.1f} | {proven} | {gap:.1f} |"


def busy_words(searched: Sequence[float], busy: Sequence[float], whole: float) -> str:
    """Where the time of the processes went."""
    return (
        f"{100 * sum(searched) / whole:.0f} % of the processes' time in the search and what explains, "
        f"{100 * sum(busy) / whole:.0f} % in weeks at all, the rest in starting and waiting."
    )


def clinics_into(folder: Path, number: int, seed: int) -> list[tuple[str, int]]:
    """Writes so many small clinics, and tells their names and sizes."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    made = []
    for place in range(number):
        program, size = chance.choice(sorted(PROGRAMS)), chance.randint(SMALLEST, LARGEST)
        name = f"clinic-{place + 1:04d}"
        write_tables(new_caseload(program, size, seed=seed + place).tables, folder / name)
        made.append((name, size))
    return made


def night(asked: argparse.Namespace) -> Iterator[str]:
    """Plans all clinics, and tells throughput, stragglers, failures and where the time went."""
    limits = Limits(seconds=asked.time_limit, workers=1, until="care")
    look = CalendarLook(None, 60, None)
    with tempfile.TemporaryDirectory(prefix="iop-night-") as place:
        folder = Path(place)
        made = sorted(clinics_into(folder / "clinics", asked.clinics, asked.seed), key=lambda one: -one[1])
        jobs = [
            ClinicJob(name, folder / "clinics" / name, folder / "plans" / name, FIRST_WEEK, limits, look, SECRET)
            for name, _ in made
        ]
        began = time.monotonic()
        with Here(planned_clinic, asked.processes) as pool:
            found = [(time.monotonic() - began, end.answer) for end in all_done(pool, jobs, Event(), lambda: None)]
        whole = time.monotonic() - began
    planned = [one for _, one in found if isinstance(one, PlannedClinic)]
    yield from night_lines(planned, len(found) - len(planned), [end for end, _ in found], whole, asked.processes)


def night_lines(
    planned: Sequence[PlannedClinic], failed: int, ends: Sequence[float], whole: float, processes: int
) -> Iterator[str]:
    """What is told of a night."""
    busy = sorted(one.busy_seconds for one in planned)
    proven = sum(one.unmet == one.at_least for one in planned)
    yield f"{len(planned)} clinics planned, {failed} failed, {proven} with care proven, in {whole:.0f} s"
    yield f"{3600 * len(planned) / whole:.0f} clinics an hour on {processes} processes"
    yield f"{sum(one.cpu_seconds for one in planned) / len(planned):.2f} s of a core a clinic"
    yield f"the slowest of a hundred {busy[int(0.99 * (len(busy) - 1))]:.1f} s, the slowest {busy[-1]:.1f} s"
    last = sorted(ends)[-processes:]
    yield f"{last[-1] - last[0]:.1f} s between the first process that had nothing left and the last that ended"
    yield busy_words([one.seconds for one in planned], busy, whole * processes)


def nothing(job: int) -> int:
    """A job that takes no time, for the cluster's own cost."""
    return job


def cluster(asked: argparse.Namespace) -> Iterator[str]:
    """How many jobs a second the scheduler gives out that do nothing, with one worker for each core."""
    from distributed import Client, LocalCluster  # noqa: PLC0415  # an extra

    cores = os.cpu_count() or 1
    with LocalCluster(n_workers=cores, threads_per_worker=1, dashboard_address=None) as made, Client(made) as client:
        client.gather(client.map(nothing, range(100), pure=False))
        began = time.monotonic()
        client.gather(client.map(nothing, range(asked.jobs), pure=False))
        spent = time.monotonic() - began
    yield f"{asked.jobs / spent:.0f} jobs a second given out and collected ({asked.jobs} jobs, {cores} workers)"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Measure what many weeks cost.")
    commands = top.add_subparsers(dest="command", required=True, metavar="weeks|night|cluster")
    one = commands.add_parser("weeks", help="cost of a solved week by size")
    one.add_argument("--program", choices=sorted(PROGRAMS), default="balanced")
    one.add_argument("--sizes", nargs="+", type=int, default=[10, 20, 40, 60])
    one.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    many = commands.add_parser("night", help="many small clinics at once")
    many.add_argument("--clinics", type=int, default=300)
    many.add_argument("--seed", type=int, default=1)
    for each in (one, many):
        each.add_argument("--time-limit", type=float, default=30.0, metavar="S", help="of each week")
        each.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    jobs = commands.add_parser("cluster", help="how many jobs a second a cluster's scheduler gives out")
    jobs.add_argument("--jobs", type=int, default=5000)
    return top


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for, and print it."""
    asked = parser().parse_args(arguments)
    for line in {"weeks": weeks, "night": night, "cluster": cluster}[asked.command](asked):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
