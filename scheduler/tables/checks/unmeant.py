"""What rows allow but surely do not mean, seen in the tables alone."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked
from scheduler.tables.checks.groups import candidates_of, starts_inside
from scheduler.tables.rows import GroupRow, MeetingRow, SessionTypeRow, TherapistRow
from scheduler.times import WEEKDAYS, clock


def warnings(book: Book) -> Iterator[Problem]:
    """Choices in tables ``groups`` and ``meetings`` that can never be taken."""
    for problem in (
        *checked(book, GroupRow, _candidate_does_not_lead, _too_few_lead),
        *checked(book, MeetingRow, _day_of_no_use, _start_of_no_use),
    ):
        yield replace(problem, severity="warning")


def _candidate_does_not_lead(row: GroupRow, book: Book) -> Iterator[Problem]:
    for therapist in row.therapists or ():
        if not book.leads(book.register(TherapistRow)[therapist], row.session_type):
            says = (
                f"{therapist!r} does not lead sessions of the type {row.session_type!r}, and so never leads the group"
            )
            yield row.fault("therapists", says, "Take the therapist out, or add the type to the leads")


def _too_few_lead(row: GroupRow, book: Book) -> Iterator[Problem]:
    if not book.register(SessionTypeRow).knows(row.session_type):
        return
    found = len(candidates_of(row, book))
    if found >= row.leaders:
        return
    who = f"only {found}" if found else "nobody"
    column = "leaders" if found else "session_type" if row.therapists is None else "therapists"
    says = (
        f"it never meets: a meeting needs {row.leaders} to lead it, and {who} of those who may lead it leads its type"
    )
    yield row.fault(column, says, "Name more therapists, add the type to their leads, or lower leaders")


def _day_of_no_use(row: MeetingRow, book: Book) -> Iterator[Problem]:
    possible = {day for day, _ in starts_inside(row, book)}
    for day in row.day or ():
        if day not in possible:
            says = f"on {WEEKDAYS[day]} the meeting would lie outside the opening hours"
            yield row.fault("day", says, "Take the day out, or change table opening_hours")


def _start_of_no_use(row: MeetingRow, book: Book) -> Iterator[Problem]:
    possible = {start for _, start in starts_inside(row, book)}
    for start in row.start or ():
        if start not in possible:
            says = f"from {clock(start)} the meeting would lie outside the opening hours"
            yield row.fault("start", says, "Take the start out, or change table opening_hours")
