"""A clinic as text so small that every week of it is known by heart."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from scheduler.studies.child import Failed
from scheduler.studies.edits import Base, Tables
from scheduler.studies.kinds import Kinds
from scheduler.studies.solving import SolvedWeek, WeekJob, solved_week
from scheduler.tables import caseload_of_text, write_tables
from tests.caseloads import MONDAY

WEEK = "2026-03-02"

STUDY = f"""
title = "Tiny"
caseload = "clinic"
week = {WEEK}
seeds = [1, 2]
time_limit = 5

[changes]
"two more" = {{ patients = 2 }}
"t1 away" = {{ away = "t1" }}

[cross]
caseload_size = ["as now", "two more"]
staff = ["as now", "t1 away"]
"""


def tiny() -> Tables:
    """Two hours of a therapist, so two sessions of 50 minutes, for three patients who need one each.

    ``p3`` can come in the evening alone, and has a tag.
    """
    return {
        "clinic": [{"setting": "timezone", "value": "Europe/Berlin"}],
        "opening_hours": [{"day": "mon-fri", "start": "09:00", "end": "20:00"}],
        "levels": [{"level": "iop", "from_week": "1"}, {"level": "php", "from_week": "1"}],
        "session_types": [{"session_type": "individual", "format": "one_to_one", "minutes": "50"}],
        "therapists": [{"therapist": "t1", "name": "Heron", "leads": "individual", "max_hours_week": "2"}],
        "patients": [
            {"patient": "p1", "name": "Acorn", "level": "iop", "primary_therapist": "t1"},
            {"patient": "p2", "name": "Birch", "level": "php", "primary_therapist": "t1"},
            {"patient": "p3", "name": "Clover", "level": "iop", "tags": "mat", "primary_therapist": "t1"},
        ],
        "plans": [{"patient": who, "session_type": "individual", "sessions_min": "1"} for who in ("p1", "p2", "p3")],
        "availability": [
            {"who": "p3", "day": "mon-fri", "start": "08:00", "end": "17:00", "status": "busy", "reason": "works"}
        ],
    }


def base_of(tables: Tables) -> Base:
    """The tables as a study changes them, with the patients of the tiny clinic to draw from."""
    return Base(tables, Kinds.of(caseload_of_text(tiny()), MONDAY), MONDAY)


def put(folder: Path, study: str = STUDY, tables: Mapping[str, list[dict[str, str]]] | None = None) -> Path:
    """The file of a study in the folder, its caseload beside it."""
    write_tables(tables or tiny(), folder / "clinic")
    file = folder / "study.toml"
    file.write_text(study, encoding="utf-8")
    return file


_known: dict[str, SolvedWeek] = {}


class Inline:
    """A pool that solves at once, in the process of the tests; after so many weeks it asks for the end.

    A week is known by its key, so that the same one is solved once in all tests.
    """

    room = 1
    is_lost = False

    def __init__(self, stop: Event | None = None, after: int = 0) -> None:
        self.stop, self.left = stop or Event(), after
        self.solved: list[str] = []

    def submit(self, job: WeekJob, done: Callable[[SolvedWeek | Failed], None]) -> None:
        """Solves the week."""
        self.solved.append(job.key)
        if job.key not in _known:
            _known[job.key] = solved_week(job)
        done(_known[job.key])
        self.left -= 1
        if not self.left:
            self.stop.set()
