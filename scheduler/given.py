"""The files that a command is given, read together, so that the problems of all of them are told at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from scheduler import tables
from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Given:
    """What the files say.

    Args:
        caseload: the facts, with what was missed where a table of attendance was named.
        schedule: the one that is looked at; without sessions where none was named.
        previous: the week that this one is planned from; None where none was named.
        warnings: what is to be said about the files, in sentences without names.
    """

    caseload: Caseload
    schedule: Schedule
    previous: Schedule | None
    warnings: tuple[str, ...]


def read_given(
    source: Path,
    *,
    schedule: Path | None = None,
    monday: date | None = None,
    previous: Path | None = None,
    attendance: Path | None = None,
) -> Given:
    """Everything that was named, read.

    Args:
        source: the caseload's folder or workbook.
        schedule: a schedule to look at.
        monday: first day of the week in question; needed with ``attendance``.
        previous: a schedule of one week, which this one is planned from.
        attendance: who came in the week before.

    Raises:
        BadInput: with every problem of every file.
    """
    problems: list[Problem] = []

    def read(file: Callable[[], Found]) -> Found | None:
        try:
            return file()
        except BadInput as bad:
            problems.extend(bad.problems)
            return None

    facts = read(lambda: tables.read_caseload(source))
    sessions = read(lambda: tables.read_schedule(schedule, facts)) if schedule else Schedule(())
    before = read(lambda: tables.read_week(previous, facts)) if previous else None
    warnings: tuple[str, ...] = ()
    if attendance and monday:
        came = read(lambda: tables.read_attendance(attendance, monday, facts, before))
        if facts and came:
            facts, warnings = replace(facts, missed=came.missed), came.warnings
    if problems or facts is None or sessions is None:
        raise BadInput(problems)
    return Given(facts, sessions, before, warnings)
