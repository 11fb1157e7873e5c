"""A program of ``data/`` several times over, as one clinic with jittered windows; the best week is not known."""

import csv
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from benchmarks.planted import Sample
from benchmarks.planted.clinic import Row
from scheduler.tables import TABLES
from scheduler.times import clock

PROGRAMS = Path(__file__).parents[2] / "data"
NAMES = ("balanced", "demo", "hybrid", "multiservice", "taper", "tiers")
MONDAY = date(2026, 11, 23)
JITTER_MINUTES = (-30, -15, 0, 0, 0, 15, 30)
COPIED = {
    "therapists": ("therapist",),
    "resources": ("resource",),
    "patients": ("patient", "primary_therapist"),
    "plans": ("patient", "therapist"),
    "groups": ("group", "therapists"),
    "meetings": ("group", "therapists", "resources"),
    "availability": ("who",),
    "keep_apart": ("patient_a", "patient_b"),
    "absences": ("who",),
    "appointments": ("patient", "therapist", "resource"),
    "members": ("group", "patient"),
}
"""Tables whose rows every copy has again, and the columns with ids that are its own."""


def draw(patients: int, seed: int) -> Sample:
    """So many patients of one program; all copies have the program's session types, levels and hours.

    Groups admit by tags and plans, so patients may join those of any copy.
    """
    rng = random.Random(f"real {seed}")  # noqa: S311 - caseloads are to be repeatable, not secret
    program = read(PROGRAMS / rng.choice(NAMES))
    size = len(program["patients"])
    tables: dict[str, list[Row]] = {table: [] if table in COPIED else rows for table, rows in program.items()}
    settled = {row["patient"] for row in program["appointments"]}
    for copy in range(-(-patients // size)):
        wanted = min(size, patients - copy * size)
        present = {row["patient"] for row in rng.sample(program["patients"], wanted)}
        for table in COPIED:
            for row in program[table]:
                if is_with(row, present, program):
                    tables[table].append(copied(rng, table, row, copy, settled))
    filled = {
        table: [{column: row.get(column, "") for column in columns} for row in tables[table]]
        for table, columns in TABLES.items()
    }
    return Sample(tables=filled, monday=MONDAY)


def read(folder: Path) -> dict[str, list[Row]]:
    """The tables of a folder; those that are not there are empty."""
    tables: dict[str, list[Row]] = {table: [] for table in TABLES}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def is_with(row: Row, present: set[str], program: Mapping[str, list[Row]]) -> bool:
    """Whether all patients that the row names are in the copy."""
    everybody = {one["patient"] for one in program["patients"]}
    named = {row.get(column, "") for column in ("patient", "who", "patient_a", "patient_b")}
    return not (named & everybody) - present


def copied(rng: random.Random, table: str, row: Row, copy: int, settled: set[str]) -> Row:
    """The row with the copy's own ids, and moved windows of patients who have no appointment that must lie in them."""
    again = dict(row)
    for column in COPIED[table]:
        again[column] = ";".join(own(one, copy) for one in again.get(column, "").split(";"))
    is_free = again.get("status") in {"available", "busy"} and row.get("who") not in settled
    if table == "availability" and is_free and again["start"]:
        later = rng.choice(JITTER_MINUTES)
        again["start"], again["end"] = (moved(again[column], later) for column in ("start", "end"))
    return again


def own(name: str, copy: int) -> str:
    """The copy's id; the words that stand for a therapist, and a blank, stay as they are."""
    return name if not name.strip() or name.strip() in {"any", "primary"} else f"{name.strip()}-{copy + 1}"


def moved(cell: str, later: int) -> str:
    """A time of day so many minutes later, within the day."""
    hour, minute = cell.split(":")
    return clock(min(24 * 60, max(0, int(hour) * 60 + int(minute) + later)))
