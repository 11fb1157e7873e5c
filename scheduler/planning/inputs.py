"""The files that a command is given, read together, so that the problems of all of them are told at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from scheduler import tables
from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.times import monday_of

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


def read_given(  # noqa: PLR0913  # an argument for each option
    source: Path,
    *,
    schedule: Path | None = None,
    monday: date | None = None,
    previous: Path | None = None,
    attendance: Path | None = None,
    frozen_before: datetime | None = None,
    max_changes: int | None = None,
    all_known: bool = False,
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
        all_known: whether ``schedule`` may name nothing that the caseload does not have.

    Raises:
        BadInput: with every problem of every file.
    """
    problems: list[Problem] = []
    read = partial(_read, problems)
    facts = read(lambda: tables.read_caseload(source))
    sessions = read(lambda: tables.read_schedule(schedule, facts, monday)) if schedule else Schedule(())
    before = read(lambda: tables.read_week(previous, facts, monday)) if previous else None
    warnings = tuple(map(str, tables.read_unread(source)))
    if schedule and sessions:
        problems.extend(_not_to_be_looked_at(schedule, sessions, monday, facts if all_known else None))
        warnings = (*warnings, *_of_another_caseload(schedule, sessions, facts))
    came = read(lambda: tables.read_attendance(attendance, monday, facts, before)) if attendance and monday else None
    if facts and came:
        facts, warnings = replace(facts, missed=came.missed), (*warnings, *came.warnings)
    if previous and monday and before:
        problems.extend(from_later(str(previous), monday, before))
        problems.extend(_not_to_be_frozen(previous, monday, before, frozen_before, facts))
    if problems or facts is None or sessions is None:
        raise BadInput(problems)
    return Given(facts, sessions, None if before is None else Earlier(before, frozen_before, max_changes), warnings)


def _read(problems: list[Problem], file: Callable[[], Found]) -> Found | None:
    """What a file says; where it is bad, what is wrong with it joins the problems."""
    try:
        return file()
    except BadInput as bad:
        problems.extend(bad.problems)
        return None


def _not_to_be_looked_at(
    source: Path, schedule: Schedule, monday: date | None, known: Caseload | None
) -> Iterator[Problem]:
    """What is wrong with a schedule of the week, and whatever in it the ``known`` caseload does not have."""
    yield from _of_another_week(source, schedule, monday)
    if known:
        for session in schedule.sessions:
            yield from _not_known(source, session, known, _NO_ID)


def from_later(source: str, monday: date, previous: Schedule) -> Iterator[Problem]:
    """What is wrong with a schedule that is of a week after the one in question."""
    late = next((session for session in previous.sessions if session.on >= monday + timedelta(weeks=1)), None)
    if late:
        says = f"this is a later week than that of {monday}, which is to be planned from it"
        fix = "Give a schedule of the same week or an earlier one"
        yield Problem(source, late.row, "date", late.on.isoformat(), says, fix)


def _not_to_be_frozen(
    source: Path, monday: date, previous: Schedule, until: datetime | None, caseload: Caseload | None
) -> Iterator[Problem]:
    """What keeps the sessions of a schedule from being taken over as they were; nothing where nothing is frozen."""
    if until is None or caseload is None:
        return
    ids = Counter(session.session for session in previous.sessions)
    for session in previous.sessions:
        if session.on < monday:
            says = f"this is an earlier week than that of {monday}, of which nothing can have happened as it says"
            fix = "Give the schedule of the same week with --freeze-before, or leave that option out"
            yield Problem(str(source), session.row, "date", session.on.isoformat(), says, fix)
            return
        if (session.on, session.start) < (until.date(), until.hour * 60 + until.minute):
            yield from _not_known(source, session, caseload, _HAPPENED)
            if ids[session.session] > 1:
                says = "other rows have this id too"
                yield Problem(str(source), session.row, "session", session.session, says, "Give each session its own")


def _of_another_week(source: Path, schedule: Schedule, monday: date | None) -> Iterator[Problem]:
    """That a schedule has no session in the week in question."""
    days = [session.on for session in schedule.sessions]
    if monday is None or not days or any(monday <= day < monday + timedelta(weeks=1) for day in days):
        return
    theirs = monday_of(min(days))
    says = f"none of its sessions is in the week of {monday}; the first is in that of {theirs}"
    yield Problem(source.name, 0, "date", "", says, f"Give --week {theirs}, or the schedule of the other week")


def _of_another_caseload(source: Path, schedule: Schedule, caseload: Caseload | None) -> Iterator[str]:
    """That the caseload, where it could be read, knows less than half of the patients or groups of a schedule."""
    if caseload is None:
        return
    patients = {who for session in schedule.sessions for who in session.patients}
    groups = {session.group for session in schedule.sessions if session.group}
    for what, named, known in (("patients", patients, caseload.patients), ("groups", groups, caseload.groups)):
        lost = named - known.keys()
        if 2 * len(lost) > len(named):
            yield (
                f"{source.name} looks like the schedule of another caseload: {len(lost)} of its {len(named)} {what} "
                f"are not in table {what}. Give the caseload that it was planned from."
            )
            return


_HAPPENED = (
    "it has happened, but the caseload does not know this id any more",
    "Keep the row in table {} until the week is over; a stay ends with a date in `discharged`",
)
_NO_ID = (
    "this id is not in table {} of the caseload",
    "Give the caseload that the schedule was planned from, or correct the id",
)


def _not_known(source: Path, session: Session, caseload: Caseload, words: tuple[str, str]) -> Iterator[Problem]:
    """The ids of a session that the caseload does not have; one that may be a name is not shown."""
    for column, names, known, table in (
        ("session_type", (session.session_type,), caseload.session_types, "session_types"),
        ("group", (session.group,) if session.group else (), caseload.groups, "groups"),
        ("therapists", session.therapists, caseload.therapists, "therapists"),
        ("resources", session.resources, caseload.resources, "resources"),
        ("patients", session.patients, caseload.patients, "patients"),
    ):
        for name in names:
            if name not in known:
                says, fix = (part.format(table) for part in words)
                hint = tables.meant(name, known)
                value = name if hint or tables.is_like_an_id(name) else ""
                yield Problem(str(source), session.row, column, value, f"{says}{hint}", fix)
