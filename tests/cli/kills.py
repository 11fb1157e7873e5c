"""Kills, pairs and closed outputs, on real processes: ``python -m tests.cli.kills [HOW MANY OF EACH] [SEED]``.

Commands that write are ended at any moment, run two at once, and run with outputs that are closed or full. Nothing of
it may leave files mixed, lose what was told to be written, or leave anything behind once the next command has run.
"""

import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from tests.cli.clinic import (
    CHANGES,
    COMMANDS,
    IN_STEPS,
    NEXT_WEEK,
    QUICK,
    WEDNESDAY,
    WEEK,
    Clinic,
    changed,
    faults_of,
    left_over,
)

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
# Of the time that a command takes undisturbed.
EARLIEST, LATEST = 0.0, 1.1
# As a shell writes them.
OUTPUTS = (">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&1", "| true", "2>&1 | head -n 1")

PAIRS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "away twice in a folder": (COMMANDS["away in a folder"], ("away", "tables", "th2", "--from", WEDNESDAY)),
    "away twice in a workbook": (COMMANDS["away in a workbook"], ("away", "week.xlsx", "p02", "--from", WEDNESDAY)),
    "away and cancel": (("away", "tables", "p05", "--from", NEXT_WEEK), COMMANDS["cancel in a folder"]),
    "away and agree": (("away", "week.xlsx", "p05", "--from", NEXT_WEEK), COMMANDS["agree in a workbook"]),
    "two exports": (
        ("export", "tables", "later/schedule.csv", "--out", "fresh"),
        ("export", "tables", "plan/schedule.csv", "--out", "fresh"),
    ),
    "two weeks into one folder": (
        COMMANDS["solve"],
        ("solve", "tables", "--week", WEEK, "--out", "plan", "--calendars", "calendars", "--seed", "1", *QUICK),
    ),
    "export and solve": (("export", "tables", "plan/schedule.csv", "--out", "stay"), COMMANDS["solve of two weeks"]),
    "init twice": (COMMANDS["init of a folder"], COMMANDS["init of a folder"]),
    "compare twice": (COMMANDS["compare"], COMMANDS["compare"]),
}


@dataclass
class Count:
    """What was tried, how it ended, and every fault."""

    title: str
    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        ends = ", ".join(f"{end} {number}" for end, number in sorted(self.ends.items()))
        return "\n".join((f"{self.title}: {self.ends.total()} tried ({ends}), {len(self.faults)} faults", *self.faults))


def kills(base: Clinic, tries: int, chance: random.Random) -> Count:
    """A command that is ended leaves what was there or what it makes, and the next one leaves nothing else behind."""
    count = Count("kills")
    wholes: dict[str, tuple[float, frozenset[str]]] = {}
    for number, name in enumerate(islice(cycle(COMMANDS), tries)):
        command = COMMANDS[name]
        if name not in wholes:
            with base.copied() as clinic:
                began = time.monotonic()
                clinic.run(*command)
                wholes[name] = time.monotonic() - began, changed(base, clinic)
        seconds, whole = wholes[name]
        sign = SIGNALS[(number + number // len(COMMANDS)) % len(SIGNALS)]
        with base.copied() as clinic:
            running = clinic.start(*command)
            time.sleep(chance.uniform(EARLIEST, LATEST) * seconds)
            running.send(sign)
            code = running.wait()
            count.ends[f"{sign.name}, exit code {code}"] += 1
            clinic.look_again()
            faults = faults_of(clinic)
            if name not in IN_STEPS and changed(base, clinic) not in {frozenset(), whole}:
                faults.append("only a part of the files")
            # Whatever was begun, the same command can be given again, and cleans up.
            again = clinic.run(*command)
            faults += [] if again in {0, 2} else [f"again ends with {again}: {clinic.told}"]
            faults += [*left_over(clinic), *faults_of(clinic)]
        count.faults += [f"  {name}, {sign.name}: {fault}" for fault in faults]
    return count


def pairs(base: Clinic, tries: int) -> Count:
    """Of two commands at once, each does all of its work or none and says so."""
    count = Count("pairs")
    for name, (one, other) in islice(cycle(PAIRS.items()), tries):
        with base.copied() as clinic:
            codes = [running.wait() for running in (clinic.start(*one), clinic.start(*other))]
            count.ends[f"exit codes {min(codes)} and {max(codes)}"] += 1
            faults = [*left_over(clinic), *faults_of(clinic)]
            if 0 not in codes or not set(codes) <= {0, 1, 2}:
                faults.append(f"exit codes {codes}: {clinic.told}")
            for command, code in zip((one, other), codes, strict=True):
                if command[0] in CHANGES and CHANGES[command[0]](clinic, command) != (code == 0):
                    faults.append(f"{' '.join(command)} ends with {code}, and that is not what is there")
        count.faults += [f"  {name}: {fault}" for fault in faults]
    return count


def closed_outputs(base: Clinic, tries: int) -> Count:
    """A command whose outputs are closed or full ends as it does otherwise, and writes the same files."""
    count = Count("closed outputs")
    wholes: dict[str, frozenset[str]] = {}
    for number, name in enumerate(islice(cycle(COMMANDS), tries)):
        output = OUTPUTS[(number + number // len(COMMANDS)) % len(OUTPUTS)]
        if name not in wholes:
            with base.copied() as clinic:
                clinic.run(*COMMANDS[name])
                wholes[name] = changed(base, clinic)
        with base.copied() as clinic:
            code = clinic.run_in_shell(output, *COMMANDS[name], *(("--log",) if name.startswith("solve") else ()))
            count.ends[f"{output}, exit code {code}"] += 1
            faults = [] if code == 0 else [f"exit code {code}"]
            faults += [] if changed(base, clinic) == wholes[name] else ["other files"]
            faults += [*left_over(clinic), *faults_of(clinic)]
        count.faults += [f"  {name} {output}: {fault}" for fault in faults]
    return count


def main(tries: int, seed: int) -> int:
    """Tries so many of each and tells what came of it; 1 where there was a fault."""
    with tempfile.TemporaryDirectory(prefix="iop-kills-") as folder:
        base = Clinic.made(Path(folder))
        faults = 0
        counts = (
            partial(kills, base, tries, random.Random(seed)),  # noqa: S311 - no secret hangs on it
            partial(pairs, base, tries),
            partial(closed_outputs, base, tries),
        )
        for counted in counts:
            count = counted()
            print(count, flush=True)  # noqa: T201 - what it is run for
            faults += len(count.faults)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*(map(int, [*sys.argv[1:], "100", "0"][:2]))))
