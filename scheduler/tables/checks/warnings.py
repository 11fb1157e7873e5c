"""What rows allow but surely do not mean, seen in the tables alone."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.errors import Problem
from scheduler.tables.book import Book, checked
from scheduler.tables.checks import reach, spellings
from scheduler.tables.checks.groups import candidates_of, starts_inside
from scheduler.tables.schema import GroupRow, LevelRow, MeetingRow, PatientRow, SessionTypeRow, TherapistRow
from scheduler.times import WEEKDAYS, clock, hours

# Beyond these a program is no outpatient one, and a session none that anybody plans.
MOST_HOURS_WEEK = 50
MOST_HOURS_DAY = 12
FEWEST_MINUTES = 9


def warnings(book: Book) -> Iterator[Problem]:
    """Choices that can never be taken, limits without an effect, figures of the wrong unit, needs beyond the plans."""
    for problem in (
        *checked(book, GroupRow, _candidate_does_not_lead, _too_few_lead, _a_length),
        *checked(book, MeetingRow, _day_of_no_use, _start_of_no_use),
        *checked(book, LevelRow, _days_of_no_length, _hours_of_a_level),
        *checked(book, PatientRow, _hours_of_a_patient),
        *checked(book, SessionTypeRow, _a_length),
        *reach.warnings(book),
        *spellings.warnings(book),
    ):
        yield replace(problem, severity="warning")


def _days_of_no_length(row: LevelRow, _: Book) -> Iterator[Problem]:
    if row.min_days_week and not row.min_hours_day:
        says = "it asks for nothing without min_hours_day, since a day then qualifies without any care"
        yield row.fault("min_days_week", says, "Give the hours that make a day in min_hours_day, or leave both blank")


def _hours_of_a_level(row: LevelRow, _: Book) -> Iterator[Problem]:
    yield from _too_many_hours(row, "min_hours_week", row.min_hours_week, MOST_HOURS_WEEK)
    yield from _too_many_hours(row, "min_hours_day", row.min_hours_day, MOST_HOURS_DAY)


def _hours_of_a_patient(row: PatientRow, _: Book) -> Iterator[Problem]:
    yield from _too_many_hours(row, "min_hours_week", row.min_hours_week or 0, MOST_HOURS_WEEK)


def _too_many_hours(row: LevelRow | PatientRow, column: str, minutes: int, most: int) -> Iterator[Problem]:
    if minutes > most * 60:
        says = f"these are {hours(minutes)} of care at least, and so perhaps minutes"
        yield row.fault(column, says, f"Write hours: {hours(minutes // 60)} would be {minutes / 3600:.4g}")


def _a_length(row: SessionTypeRow | GroupRow, _: Book) -> Iterator[Problem]:
    if row.minutes is not None and row.minutes < FEWEST_MINUTES:
        says = f"a session of {row.minutes} min is short, and so this is perhaps a number of hours"
        yield row.fault("minutes", says, f"Write minutes: {row.minutes} h are {row.minutes * 60}")


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
