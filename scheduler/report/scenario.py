"""What is told of a caseload that was made for a what-if question."""

from collections import Counter
from datetime import date
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.report.words import count


def drawn_lines(caseload: Caseload, out: Path, monday: date | None) -> list[str]:
    """Where it lies, how large it is, and how to go on; ``monday`` is of the week it was made for."""
    levels = Counter(patient.level for patient in caseload.patients.values())
    places = ", ".join(f"{number} {level}" for level, number in sorted(levels.items()))
    week = f"{monday}" if monday else "DATE"
    sizes = (
        f"{count(len(caseload.patients), 'patient')} ({places}), {count(len(caseload.therapists), 'therapist')}, "
        f"{count(len(caseload.groups), 'group')}, {count(len(caseload.resources), 'room')}"
    )
    return [
        f"Wrote {out}: {sizes}.",
        f"Plan its week with: iop solve {out} --week {week} --out plan",
    ]
