"""What is measured: families of caseloads, their sizes, and the time that each may take."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from benchmarks.families import cohorts, packed, real, rooms, rotating, school, sections
from benchmarks.planted import Sample, Timetable, plant

FamilyName = Literal[
    "fixed",
    "leaders_open",
    "all_open",
    "short_5",
    "short_12",
    "short_25",
    "cohorts",
    "school",
    "sections",
    "packed",
    "rooms",
    "rotating",
    "real",
]
SolverName = Literal["iop", "general", "plain", "highs"]

PEERS: tuple[SolverName, ...] = ("general", "plain", "highs")
LARGEST_FOR: Mapping[SolverName, int] = {"plain": 120, "highs": 120}
"""Patients up to which a way of solving is measured; the others at every size."""

SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Family:
    """How the caseload of so many patients with a seed is made."""

    make: Callable[[int, int], Sample]
    says: str


def _planted(timetable: Timetable, short_percent: int = 0) -> Callable[[int, int], Sample]:
    return lambda patients, seed: plant(patients, seed=seed, timetable=timetable, short_percent=short_percent)


FAMILIES: Mapping[FamilyName, Family] = {
    "fixed": Family(_planted("fixed"), "fixed timetable"),
    "leaders_open": Family(_planted("leaders_open"), "leaders open"),
    "all_open": Family(_planted("all_open"), "all open"),
    "short_5": Family(_planted("fixed", 5), "short by 5 %"),
    "short_12": Family(_planted("fixed", 12), "short by 12 %"),
    "short_25": Family(_planted("fixed", 25), "short by 25 %"),
    "cohorts": Family(cohorts.plant, "closed cohorts"),
    "school": Family(school.plant, "after school"),
    "sections": Family(sections.plant, "equal sections"),
    "packed": Family(packed.plant, "packed days"),
    "rooms": Family(rooms.plant, "few rooms, all open"),
    "rotating": Family(rotating.draw, "rotating shifts, short"),
    "real": Family(real.draw, "copies of a program"),
}

Sizes = Mapping[FamilyName, tuple[int, ...]]

OTHER_KINDS: tuple[FamilyName, ...] = ("cohorts", "school", "sections", "packed", "rooms", "rotating", "real")

QUICK: Sizes = {
    "fixed": (30, 60),
    "leaders_open": (30,),
    "all_open": (20,),
    "short_12": (30,),
    **dict.fromkeys(OTHER_KINDS, (30,)),
}
QUICK_SECONDS = 10

FULL: Sizes = {
    "fixed": (10, 20, 30, 60, 120, 240, 500, 1000, 2000),
    "leaders_open": (10, 20, 30, 60, 120, 240, 500),
    "all_open": (10, 20, 30, 60, 120, 240),
    "short_5": (30, 60, 120, 240),
    "short_12": (30, 60, 120, 240, 500),
    "short_25": (30, 60, 120, 240),
    **dict.fromkeys(OTHER_KINDS, (30, 60, 120, 240)),
    "cohorts": (30, 60, 120, 240, 500),
    "school": (30, 60, 150, 240),
}
FULL_SECONDS = 60
HUGE_PATIENTS, HUGE_SECONDS = 2000, 180


@dataclass(frozen=True, order=True, slots=True)
class Case:
    """One caseload, the same wherever it is planted."""

    family: FamilyName
    patients: int
    seed: int


@dataclass(frozen=True, slots=True)
class Job:
    """One caseload to be solved in one way within ``seconds``; ``workers`` None is one per core."""

    solver: SolverName
    case: Case
    seconds: int
    workers: int | None


def jobs(
    sizes: Sizes, seeds: tuple[int, ...], solvers: tuple[SolverName, ...], seconds: int | None, workers: int | None
) -> Iterator[Job]:
    """All runs, the ways of solving one caseload one right after the other, each up to its largest size.

    Args:
        sizes: numbers of patients by family.
        seeds: of the caseloads.
        solvers: ways of solving.
        seconds: limit of each run; None takes that of the full set.
        workers: of those solvers that take a number.
    """
    for family, numbers in sizes.items():
        for patients in numbers:
            limit = seconds or (HUGE_SECONDS if patients >= HUGE_PATIENTS else FULL_SECONDS)
            for seed in seeds:
                for solver in solvers:
                    if patients <= LARGEST_FOR.get(solver, patients):
                        yield Job(solver, Case(family, patients, seed), limit, workers)
