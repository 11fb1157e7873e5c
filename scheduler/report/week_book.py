"""The week as a workbook: to read, to sort, to fill in who came, and to see whose calendar is whose."""

from collections.abc import Iterator, Sequence

from scheduler.report.page.view import WeekView
from scheduler.report.words import percent, tier_name
from scheduler.tables import ATTENDANCE_COLUMNS, BookSheet, book_bytes
from scheduler.tables.book_writing import Cell
from scheduler.tables.filled_in import ANSWER, ANSWERS, CAME
from scheduler.times import WEEKDAYS, clock, hours

ATTENDANCE = tuple(ATTENDANCE_COLUMNS)


def week_book(view: WeekView) -> bytes:
    """The workbook; sheets that would say nothing are left out, names are there only where the view has them."""
    sheets = [
        _answers(view),
        _board(view),
        _patients(view),
        _therapists(view),
        _rooms(view),
        _groups(view),
        _unmet(view),
        _conflicts(view),
        _changes(view),
        attendance_sheet(view),
        _calendars(view),
    ]
    return book_bytes([sheet for sheet in sheets if sheet.rows], view.title)


def attendance_rows(view: WeekView) -> list[dict[str, str]]:
    """Table ``attendance`` of the week, everybody as having come."""
    return [
        {
            "date": view.days[session.day].date,
            "session": session.session,
            "patient": patient,
            "attended": CAME,
            # Of no effect with a yes; with a no, all of the session is missed unless somebody corrects it.
            "minutes": str(session.end - session.start),
        }
        for session in view.sessions
        for patient in session.patients
    ]


def attendance_sheet(view: WeekView) -> BookSheet:
    """The sheet ``attendance``, as ``--attendance`` reads it."""
    rows = [[row[column] for column in ATTENDANCE] for row in attendance_rows(view)]
    return BookSheet("attendance", ATTENDANCE, rows, choices=(("attended", ("yes", "no")),))


def _answers(view: WeekView) -> BookSheet:
    rows: list[Sequence[Cell]] = []
    if view.names:
        rows.append(("Staff copy with names", "For staff only: do not hand it out or send it."))
    for question in view.questions:
        rows.append((question.question, question.answer))
        rows += [("", point.words) for point in question.points]
    rows += [(tier_name(tier.tier).capitalize(), f"{tier.words}.") for tier in view.tiers]
    rows += [("Warning", warning) for warning in view.warnings]
    return BookSheet(ANSWERS, (view.title, ANSWER), rows, wrapped=frozenset({ANSWER}), is_wide=False)


def _board(view: WeekView) -> BookSheet:
    columns = (
        *("day", "date", "start", "end", "what", "type", "therapists", "rooms", "mode", "patients", "places"),
        *("who", "marks", "session"),
    )
    names = {each.patient: each.name for each in view.patients} | {
        each.therapist: each.name for each in view.therapists
    }
    words = {mark.mark: mark.word for mark in view.marks}

    def called(people: Sequence[str]) -> str:
        return ", ".join(f"{who} ({names[who]})" if names.get(who) else who for who in people)

    rows = [
        (
            WEEKDAYS[session.day].capitalize(),
            view.days[session.day].date,
            clock(session.start),
            clock(session.end),
            session.title,
            session.session_type,
            called(session.therapists),
            ", ".join(session.resources),
            session.mode.replace("_", " "),
            len(session.patients),
            session.places or 1,
            called(session.patients),
            ", ".join(words[mark] for mark in session.marks),
            session.session,
        )
        for session in view.sessions
    ]
    return BookSheet("board", columns, rows, wrapped=frozenset({"who", "marks"}))


def _patients(view: WeekView) -> BookSheet:
    columns = (
        *("patient", "name", "level", "mode", "hours", "hours asked", "days", "days asked", "days attended"),
        *("waiting", "minutes unmet", "short"),
    )
    rows = [
        (
            *(each.patient, each.name, each.level, each.mode.replace("_", " ")),
            *(_decimal(each.counted_minutes), _decimal(each.asked_minutes)),
            *(each.days, each.asked_days, each.attended_days),
            hours(each.waiting_minutes) if each.waiting_minutes else "",
            each.unmet_minutes,
            each.gets,
        )
        for each in view.patients
    ]
    return _named(view, BookSheet("patients", columns, rows, wrapped=frozenset({"short"})))


def _decimal(minutes: int) -> float:
    """Minutes as hours, for sums in a spreadsheet."""
    return round(minutes / 60, 2)


def _therapists(view: WeekView) -> BookSheet:
    columns = ("therapist", "name", "sessions", "hours led", "hours at most", "percent")
    rows = [
        (
            each.therapist,
            each.name,
            each.sessions,
            _decimal(each.minutes),
            _decimal(each.max_minutes) if each.max_minutes else "no limit",
            percent(each.minutes, each.max_minutes) if each.max_minutes else "",
        )
        for each in view.therapists
    ]
    return _named(view, BookSheet("therapists", columns, rows, is_wide=False))


def _rooms(view: WeekView) -> BookSheet:
    columns = ("room", "kinds", "capacity", "sessions", "hours in use", "hours open", "percent")
    rows = [
        (
            each.resource,
            ", ".join(each.kinds),
            each.capacity or "no limit",
            each.sessions,
            _decimal(each.minutes),
            _decimal(each.open_minutes),
            percent(each.minutes, each.open_minutes),
        )
        for each in view.rooms
    ]
    return BookSheet("rooms", columns, rows, is_wide=False)


def _groups(view: WeekView) -> BookSheet:
    columns = ("group", "title", "type", "meetings", "places taken", "places", "percent")
    rows = [
        (
            *(each.group, each.title, each.session_type, each.meetings, each.taken, each.places),
            percent(each.taken, each.places),
        )
        for each in view.groups
    ]
    return BookSheet("groups", columns, rows, is_wide=False)


def _unmet(view: WeekView) -> BookSheet:
    columns = ("patient", "need", "type", "minutes", "cause", "why")
    rows = [
        (each.patient, lack.need.replace("_", " "), lack.session_type, lack.minutes, lack.cause, lack.explanation)
        for each in view.patients
        for lack in each.missing
    ]
    return BookSheet("unmet", columns, rows, wrapped=frozenset({"why"}))


def _conflicts(view: WeekView) -> BookSheet:
    words = {mark.mark: mark.word for mark in view.marks}
    rows = [(words[each.mark], each.title, each.words, ", ".join(each.sessions)) for each in view.conflicts]
    return BookSheet(
        "conflicts", ("kind", "rule", "what breaks it", "sessions"), rows, wrapped=frozenset({"what breaks it"})
    )


def _changes(view: WeekView) -> BookSheet:
    rows = [(each.role, each.who, each.kind.replace("_", " "), each.words, each.session) for each in view.changes]
    return BookSheet("changes", ("role", "who", "kind", "what", "session"), rows, wrapped=frozenset({"what"}))


def _calendars(view: WeekView) -> BookSheet:
    columns = ("patient", "name", "send", "file", "events", "changed")
    rows = [
        (each.patient, each.name, "send" if each.send else "", each.file, each.events, each.changed)
        for each in view.calendars
    ]
    return _named(view, BookSheet("calendars", columns, rows, lit=frozenset({"send"}), is_wide=False))


def _named(view: WeekView, sheet: BookSheet) -> BookSheet:
    """The sheet, without its column of names where these are not asked for."""
    if view.names:
        return sheet
    place = sheet.columns.index("name")

    def less(cells: Sequence[Cell]) -> Iterator[Cell]:
        return (cell for at, cell in enumerate(cells) if at != place)

    columns = tuple(column for column in sheet.columns if column != "name")
    rows = [tuple(less(row)) for row in sheet.rows]
    return BookSheet(
        sheet.name, columns, rows, choices=sheet.choices, lit=sheet.lit, wrapped=sheet.wrapped, is_wide=sheet.is_wide
    )
