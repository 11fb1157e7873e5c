"""A week on a terminal: the board, or the own week of somebody, as wide as the terminal is."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from scheduler.errors import IopError
from scheduler.report.page.view import SessionView, WeekView
from scheduler.report.words import count
from scheduler.times import clock, hours

LEAST_COLUMN = 9
WIDE = 120


class NobodyOfThatId(IopError):
    """Nobody and nothing of the caseload has the id."""

    exit_code = 2


def show_lines(view: WeekView, who: str | None, day: int | None, width: int) -> list[str]:
    """The lines; those that begin a part have no blank before them.

    Args:
        view: the week.
        who: id of a patient, therapist, room or group; None for the board.
        day: 0 for Monday to 6; None for the whole week.
        width: of the terminal.

    Raises:
        NobodyOfThatId: where the week knows nobody and nothing of it.
    """
    shown = [session for session in view.sessions if day in {None, session.day}]
    if who is None:
        return [view.title, *_days(view, shown, None, width)]
    return [*wrapped(_about(view, who), width), *_days(view, _of(who, shown), who, width)]


def _of(who: str, sessions: Sequence[SessionView]) -> list[SessionView]:
    return [
        session
        for session in sessions
        if who in (*session.patients, *session.therapists, *session.resources, session.group)
    ]


def _about(view: WeekView, who: str) -> Iterator[str]:
    found = False
    for patient in view.patients:
        if patient.patient == who:
            found = True
            has = f"{hours(patient.counted_minutes)} of {hours(patient.asked_minutes)}"
            days = f"{patient.days} of {count(patient.asked_days, 'day')}"
            waits = f"waits {hours(patient.waiting_minutes)}" if patient.waiting_minutes else "does not wait"
            yield f"{_called(view, who)}, {patient.level}: {has}, {days}, {waits}."
            yield f"  {patient.gets[0].upper()}{patient.gets[1:]}." if patient.gets else "  All care that is needed."
            yield from (f"  {sentence}" for sentence in patient.lacks)
    for therapist in view.therapists:
        if therapist.therapist == who:
            found = True
            most = f" of {hours(therapist.max_minutes)}" if therapist.max_minutes else ""
            yield f"{_called(view, who)}: {count(therapist.sessions, 'session')}, {hours(therapist.minutes)}{most}."
    for room in view.rooms:
        if room.resource == who:
            found = True
            yield f"{who}: {count(room.sessions, 'session')}, {hours(room.minutes)} of {hours(room.open_minutes)}."
    for group in view.groups:
        if group.group == who:
            found = True
            title = f" ({group.title})" if group.title else ""
            yield f"{who}{title}: {count(group.meetings, 'meeting')}, {group.taken} of {group.places} places."
    if not found:
        raise NobodyOfThatId(f"{who!r} is no id of a patient in care, a therapist, a room or a group of this week.")


def wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """Long lines go on below themselves, a little further in; no word is cut."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        yield from wrap(line, width, subsequent_indent=f"{indent}  ", break_on_hyphens=False, break_long_words=False)


def _called(view: WeekView, who: str) -> str:
    names = {each.patient: each.name for each in view.patients} | {
        each.therapist: each.name for each in view.therapists
    }
    return f"{who} ({names[who]})" if names.get(who) else who


def _days(view: WeekView, sessions: Sequence[SessionView], who: str | None, width: int) -> Iterator[str]:
    for day in view.days:
        of_day = [session for session in sessions if session.day == day.day]
        if of_day:
            yield ""
            yield day.label
            yield from fitted([_cells(view, session, who, width) for session in of_day], width)
    if not sessions:
        yield "  No session."


def _cells(view: WeekView, session: SessionView, who: str | None, width: int) -> tuple[str, ...]:
    words = {mark.mark: mark.word for mark in view.marks}
    is_own = who in session.patients and session.group == ""
    what = session.session_type if is_own else session.title
    seats = f"{len(session.patients)}/{session.places}" if session.places else ""
    marks = ", ".join(words[mark] for mark in session.marks)
    people = ", ".join(_called(view, each) for each in session.patients)
    shows_people = (width >= WIDE or who == session.group) and session.group and who not in session.patients
    last = "; ".join(part for part in (marks, people if shows_people else "") if part)
    where = "" if who in session.resources else ", ".join(session.resources) or "no room"
    led = "" if who in session.therapists else ", ".join(_called(view, each) for each in session.therapists)
    return f"{clock(session.start)}-{clock(session.end)}", what, where, led, seats, last


def fitted(rows: Sequence[Sequence[str]], width: int, indent: int = 2) -> list[str]:
    """Rows of cells below one another, two blanks apart, empty columns left out; long ones go on below themselves."""
    kept = [place for place in range(len(rows[0])) if any(row[place] for row in rows)]
    shown = [[row[place] for place in kept] for row in rows]
    widths = _widths(shown, width - indent)
    lines = []
    for row in shown:
        parts = [wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(row, widths, strict=True)]
        for number in range(max(map(len, parts))):
            cells = (part[number] if number < len(part) else "" for part in parts)
            line = "  ".join(cell.ljust(size) for cell, size in zip(cells, widths, strict=True))
            lines.append((" " * indent + line).rstrip())
    return lines


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths of the columns; the widest gives way until all fit, none below a few letters."""
    widths = [max(1, *(len(cell) for cell in column)) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > LEAST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return widths
