"""Runs one after the other, each in a process of its own; what peers did before is not measured again."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.cases import PEERS, Job
from benchmarks.results import RESULTS, Run, append, read

PROJECT = Path(__file__).parents[1]
CACHE = Path(__file__).parent / ".cache"
SOURCES = ("scheduler", "benchmarks/*.py")
PEER_SOURCES = (
    *("benchmarks/peers", "benchmarks/planted", "benchmarks/families", "data", "benchmarks/measure.py"),
    *(
        "scheduler/week/week.py",
        "scheduler/week/availability.py",
        "scheduler/times.py",
        "scheduler/week/appointments.py",
    ),
    *("scheduler/caseload.py", "scheduler/tables"),
)
"""What a peer's figures depend on: itself, the caseloads, and the facts that it reads."""

Key = tuple[object, ...]


def key_of(run: Run) -> Key:
    """What makes two runs the same."""
    how = run.python, run.ortools, run.workers, run.limit_s
    return run.solver, run.family, run.patients, run.seed, *how


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What all runs of a series have in common."""

    date: str
    commit: str
    python: str
    ortools: str
    clock: str

    @classmethod
    def now(cls) -> "Circumstances":
        """Those of this moment."""
        begun, commit = datetime.now(UTC), commit_of(SOURCES)
        return cls(f"{begun.date()}", commit, platform.python_version(), version("ortools"), f"{begun:%H%M}")

    def file(self, folder: Path = RESULTS) -> Path:
        """A new file for the results, named for date, time and commit, so that the last by name is the newest."""
        number, name = 1, f"{self.date}T{self.clock}-{self.commit}"
        while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}.csv").exists():
            number += 1
        return path


def commit_of(paths: Iterable[str]) -> str:
    """The last commit that changed any of these; ``-changed`` is added where they are not as committed."""
    listed = list(paths)
    commit = _git("log", "-1", "--format=%h", "--", *listed)
    changed = _git("status", "--porcelain", "--", *listed)
    return f"{commit or 'unknown'}{'-changed' if changed else ''}"


def _git(*arguments: str) -> str:
    """What git says; nothing outside a repository."""
    told = subprocess.run(  # noqa: S603 - asks git about this project
        ["git", *arguments],  # noqa: S607
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() if told.returncode == 0 else ""


def measured(jobs: Iterable[Job], file: Path, now: Circumstances, *, remember_peers: bool) -> Iterable[Run]:
    """Each run as soon as it is in the file; those that the file has already are passed over.

    Args:
        jobs: what to run.
        file: CSV file of results, made where it is not there yet.
        now: what the runs have in common.
        remember_peers: whether figures of peers may come from earlier runs of the same sources.
    """
    done = {key_of(run) for run in read([file])} if file.exists() else set()
    peer_commit = commit_of(PEER_SOURCES)
    cache = CACHE / f"peers-{peer_commit}.csv"
    is_known = not peer_commit.endswith("-changed") and not peer_commit.startswith("unknown")
    known = {key_of(run): run for run in read([cache])} if remember_peers and is_known and cache.exists() else {}
    for job in jobs:
        blank = _blank(job, now)
        if key_of(blank) in done:
            continue
        if key_of(blank) in known:
            run = known[key_of(blank)].model_copy(update={"cached": "yes"})
        else:
            run = measured_apart(job, blank)
            if job.solver in PEERS and is_known:
                append(cache, run)
        append(file, run)
        yield run


def _blank(job: Job, now: Circumstances) -> Run:
    return Run(
        date=now.date,
        commit=now.commit,
        python=now.python,
        ortools=now.ortools,
        solver=job.solver,
        family=job.case.family,
        patients=job.case.patients,
        seed=job.case.seed,
        workers=job.workers or os.cpu_count() or 1,
        limit_s=job.seconds,
        status="failed",
    )


def measured_apart(job: Job, blank: Run) -> Run:
    """The run of a process of its own, with whatever figures it told before it ended or was ended."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures"
        case = job.case
        workers = [] if job.workers is None else [job.workers]
        arguments = [file, job.solver, case.family, case.patients, case.seed, job.seconds, *workers]
        command = [sys.executable, "-m", "benchmarks.measure", *map(str, arguments)]
        status: dict[str, object] = {}
        try:
            subprocess.run(command, cwd=PROJECT, check=False, timeout=2 * job.seconds + 300)  # noqa: S603 - this project
        except subprocess.TimeoutExpired:
            status = {"status": "killed"}
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in lines:
        status |= json.loads(line)
    return Run.model_validate(blank.model_dump() | status)
