"""The command line: ``python -m benchmarks --quick``, then ``table``, ``plot`` and ``profile``; and ``repair``."""

import argparse
import sys
from pathlib import Path
from typing import get_args

from benchmarks.cases import FAMILIES, FULL, PEERS, QUICK, QUICK_SECONDS, SEEDS, Sizes, SolverName, jobs
from benchmarks.markdown import table
from benchmarks.planted import Timetable
from benchmarks.repair import HEADER, compared
from benchmarks.results import Run, newest, read
from benchmarks.running import PROJECT, Circumstances, measured

SOLVERS: tuple[SolverName, ...] = get_args(SolverName)
TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)
PICTURES = {name: Path(__file__).parent / f"{file}.svg" for name, file in (("plot", "growth"), ("profile", "profile"))}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how fast weeks are planned.")
    extent = top.add_mutually_exclusive_group()
    extent.add_argument("--quick", action="store_true", help="small caseloads, some minutes (the default)")
    extent.add_argument("--full", action="store_true", help="10 to 2,000 patients, several hours")
    top.add_argument("--families", nargs="+", choices=FAMILIES, help="only these")
    top.add_argument("--sizes", nargs="+", type=int, help="numbers of patients, instead of those of the set")
    top.add_argument("--seeds", nargs="+", type=int, default=SEEDS, help="of the caseloads (1 2 3)")
    top.add_argument("--solvers", nargs="+", choices=SOLVERS, default=SOLVERS, help="only these ways of solving")
    top.add_argument("--time-limit", type=int, metavar="S", help="of each run, in seconds")
    top.add_argument("--workers", type=int, help="of those solvers that take a number; one per core without it")
    top.add_argument("--measure-peers-anew", action="store_true", help="do not take figures of peers from earlier runs")
    top.add_argument("--out", type=Path, help="file of results; one that exists is continued where it stopped")
    commands = top.add_subparsers(dest="command", metavar="table|plot|profile|repair")
    for name, says in (
        ("table", "print results as Markdown"),
        ("plot", "draw seconds against patients"),
        ("profile", "draw and tell the share of cases within a factor of the soonest"),
    ):
        command = commands.add_parser(name, help=says)
        command.add_argument("files", nargs="*", type=Path, help="files of results; the newest without any")
        if name in PICTURES:
            command.add_argument("--picture", type=Path, default=PICTURES[name], help="file to write, .svg or .png")
        if name == "profile":
            command.add_argument("--of", nargs="+", choices=SOLVERS, default=("iop", "general"), help="compare these")
    repair = commands.add_parser("repair", help="compare a repaired week with one that is solved afresh")
    repair.add_argument(
        "--timetables", nargs="+", choices=TIMETABLES, default=("fixed", "leaders_open"), help="of the caseloads"
    )
    repair.add_argument("--patients", nargs="+", type=int, default=(60, 120), help="numbers of patients")
    return top


def main(arguments: list[str]) -> None:
    """Run the command."""
    asked = parser().parse_args(arguments)
    if asked.command == "table":
        print(table(read(asked.files or [newest()])), end="")
    elif asked.command == "plot":
        # Only this command needs the optional package that draws.
        from benchmarks.growth import plot  # noqa: PLC0415

        plot(read(asked.files or [newest()]), asked.picture)
        print(f"{asked.picture} is drawn")
    elif asked.command == "profile":
        # So does this one.
        from benchmarks.profiles import draw, told  # noqa: PLC0415

        runs = read(asked.files or [newest()])
        print(told(runs, asked.of), end="")
        draw(runs, asked.of, asked.picture)
        print(f"{asked.picture} is drawn")
    elif asked.command == "repair":
        compare_repairs(asked)
    else:
        measure(asked)


def compare_repairs(asked: argparse.Namespace) -> None:
    """Print the table of repaired weeks beside those solved afresh, line by line."""
    print(*HEADER, sep="\n", flush=True)
    for timetable in asked.timetables:
        for patients in asked.patients:
            for seed in asked.seeds:
                for told in compared(patients, seed, timetable, asked.time_limit or QUICK_SECONDS, asked.workers):
                    print(told, flush=True)


def measure(asked: argparse.Namespace) -> None:
    """Measure what was asked for, telling each run as it ends."""
    seconds = asked.time_limit or (None if asked.full else QUICK_SECONDS)
    now = Circumstances.now()
    file = asked.out or now.file()
    todo = jobs(sizes_of(asked), tuple(asked.seeds), tuple(asked.solvers), seconds, asked.workers)
    for run in measured(todo, file, now, remember_peers=not asked.measure_peers_anew):
        print(line(run), flush=True)
    print(f"results are in {file.relative_to(PROJECT) if file.is_relative_to(PROJECT) else file}", file=sys.stderr)


def sizes_of(asked: argparse.Namespace) -> Sizes:
    """The set, narrowed to the families and replaced by the sizes asked for."""
    whole = FULL if asked.full else QUICK
    families = asked.families or (FAMILIES if asked.sizes else whole)
    return {family: tuple(asked.sizes or whole.get(family, FULL[family])) for family in families}


def line(run: Run) -> str:
    """One run in one line."""
    proven = "not proven" if run.care_proven_s is None else f"proven in {run.care_proven_s} s"
    told = f"care {run.care} / {run.care_bound}, {proven}; {run.seconds} s, {run.peak_mb} MB, verified: {run.verified}"
    note = " (measured earlier)" if run.solver in PEERS and run.cached == "yes" else ""
    return f"{run.family} {run.patients} seed {run.seed} {run.solver}: {run.status}, {told}{note}"


if __name__ == "__main__":
    main(sys.argv[1:])
