"""The files that a command is given, read together, so that the problems of all of them are told at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from scheduler import tables
from scheduler.caseload import Caseload
from scheduler.earlier import Earlier
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Schedule, Session

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Given:
    """What the files say.

    Args:
        caseload: the facts, with what was missed where a table of attendance was named.
        schedule: the one that is looked at; without sessions where none was named.
        earlier: the week that this one is planned from; None where none was named.
        warnings: what is to be said about the files, in sentences without names.
    """

    caseload: Caseload
    schedule: Schedule
    earlier: Earlier | None
    warnings: tuple[str, ...]


def read_given(
    source: Path,
    *,
    schedule: Path | None = None,
    monday: date | None = None,
    previous: Path | None = None,
    attendance: Path | None = None,
    frozen_before: datetime | None = None,
    max_changes: int | None = None,
) -> Given:
    """Everything that was named, read.

    Args:
        source: the caseload's folder or workbook.
        schedule: a schedule to look at.
        monday: first day of the week in question; needed with ``attendance`` and ``previous``.
        previous: a schedule of one week, that in question or an earlier one, which it is planned from.
        attendance: who came in the week before.
        frozen_before: what of ``previous`` starts before this moment of the week stays as it was.
        max_changes: how many appointments of ``previous`` may change.

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
    if previous and monday and before:
        problems.extend(_from_later(previous, monday, before))
        if frozen_before and facts:
            problems.extend(_not_to_be_frozen(previous, monday, before, frozen_before, facts))
    if problems or facts is None or sessions is None:
        raise BadInput(problems)
    return Given(facts, sessions, None if before is None else Earlier(before, frozen_before, max_changes), warnings)


def _from_later(source: Path, monday: date, previous: Schedule) -> Iterator[Problem]:
    """What is wrong with a schedule that is of a week after the one in question."""
    late = next((session for session in previous.sessions if session.on >= monday + timedelta(weeks=1)), None)
    if late:
        says = f"this is a later week than that of {monday}, which is to be planned from it"
        fix = "Give a schedule of the same week or an earlier one"
        yield Problem(str(source), late.row, "date", late.on.isoformat(), says, fix)


def _not_to_be_frozen(
    source: Path, monday: date, previous: Schedule, until: datetime, caseload: Caseload
) -> Iterator[Problem]:
    """What keeps the sessions of a schedule from being taken over as they were."""
    ids = Counter(session.session for session in previous.sessions)
    for session in previous.sessions:
        if session.on < monday:
            says = f"this is an earlier week than that of {monday}, of which nothing can have happened as it says"
            fix = "Give the schedule of the same week with --freeze-before, or leave that option out"
            yield Problem(str(source), session.row, "date", session.on.isoformat(), says, fix)
            return
        if (session.on, session.start) < (until.date(), until.hour * 60 + until.minute):
            yield from _unknown(source, session, caseload)
            if ids[session.session] > 1:
                says = "other rows have this id too"
                yield Problem(str(source), session.row, "session", session.session, says, "Give each session its own")


def _unknown(source: Path, session: Session, caseload: Caseload) -> Iterator[Problem]:
    for column, names, known, table in (
        ("session_type", (session.session_type,), caseload.session_types, "session_types"),
        ("group", (session.group,) if session.group else (), caseload.groups, "groups"),
        ("therapists", session.therapists, caseload.therapists, "therapists"),
        ("resources", session.resources, caseload.resources, "resources"),
        ("patients", session.patients, caseload.patients, "patients"),
    ):
        for name in names:
            if name not in known:
                says = "it has happened, but the caseload does not know this id any more"
                fix = f"Keep the row in table {table} until the week is over; a stay ends with a date in `discharged`"
                yield Problem(str(source), session.row, column, name, says, fix)
