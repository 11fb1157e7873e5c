"""Every sheet of a week on paper, as HTML that needs nothing from anywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.caseload import Caseload, Clinic
from scheduler.report.page.board import Column, columns, in_lanes
from scheduler.report.page.html import Drawn, environment
from scheduler.report.page.view import DayView, SessionView, WeekView
from scheduler.times import WEEKDAYS

DRAWING = Path(__file__).parent / "drawing"
MOST_COLUMNS = 7
MOST_COLUMNS_WITH_NAMES = 5
# Height of a time grid on an A4 page on its side, below its title and its head.
GRID_MM = 165.0
BANNER_MM = 8.0
HOUR = 60
EMPTY_LINES = 3

# Each sheet's file, what it is, and whether patients may see it.
SHEETS: Mapping[str, str] = {
    "board": "the board by day, for the staff's wall",
    "sign-in": "a sign-in sheet for each meeting of a group",
    "therapists": "a week for each therapist",
    "doors": "a sheet for each door, titles only",
    "patients": "a hand-out for each patient, which tells nobody what it is for",
    "attendance": "who came, to be filled in",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A time grid on paper: its columns, its hours, and millimetres for a minute."""

    title: str
    columns: Sequence[Column]
    heads: Mapping[str, str]
    first: int
    last: int
    shaded: Mapping[str, Sequence[tuple[int, int]]]
    height: float

    @property
    def scale(self) -> float:
        """Millimetres for a minute."""
        return self.height / (self.last - self.first)

    @property
    def hours(self) -> range:
        """The full hours that are marked."""
        return range(self.first, self.last, HOUR)


@dataclass(frozen=True, slots=True)
class HandOutLine:
    """A line of a patient's hand-out: a day, a time and a word that tells nothing."""

    day: str
    start: int
    end: int
    title: str


def paper(view: WeekView, caseload: Caseload, day: int | None = None) -> Mapping[str, bytes]:
    """The sheets by name: those of one day where that is given (boards, sign-in sheets), else of the week."""
    drawn = Drawn(view)
    made = environment(DRAWING)
    days = [each for each in view.days if day in {None, each.day}]
    given = {
        **drawn.words(),
        "style": (DRAWING / "paper.css").read_text(encoding="utf-8"),
        "grids": {
            "board": list(_boards(view, days)),
            "therapists": [_therapist(view, drawn, each.therapist) for each in view.therapists if each.sessions],
            "doors": [_door(view, each.resource) for each in view.rooms if each.sessions],
        },
        "meetings": [one for one in view.sessions if one.group and day in {None, one.day}],
        "hand_outs": list(_hand_outs(view, caseload.clinic)),
        "empty_lines": EMPTY_LINES,
    }
    return {name: made.get_template(f"{name}.html.j2").render(**given).encode() for name in SHEETS}


def _boards(view: WeekView, days: Sequence[DayView]) -> Iterator[Grid]:
    for day in days:
        found = columns(view, day.day)
        first, last = _hours([block.session for column in found for block in column.blocks])
        most = MOST_COLUMNS_WITH_NAMES if view.names else MOST_COLUMNS
        pages = [found[place : place + most] for place in range(0, len(found), most)]
        for number, shown in enumerate(pages, 1):
            part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
            yield Grid(f"{day.label}{part}", shown, {}, first, last, {}, _height(view))


def _height(view: WeekView) -> float:
    """Millimetres of a grid on a sheet for staff, which has a banner where it has names."""
    return GRID_MM - BANNER_MM if view.names else GRID_MM


def _therapist(view: WeekView, drawn: Drawn, who: str) -> Grid:
    """A therapist's week: the own sessions, and shaded when the therapist is away."""
    found = _by_day(view, [session for session in view.sessions if who in session.therapists])
    (therapist,) = (each for each in view.therapists if each.therapist == who)
    first, last = _hours([block.session for column in found for block in column.blocks])
    shaded: dict[str, list[tuple[int, int]]] = {}
    for day, start, end in therapist.away:
        if start < last and end > first:
            shaded.setdefault(str(day), []).append((max(first, start), min(last, end)))
    return Grid(drawn.called(who), found, _heads(view), first, last, shaded, _height(view))


def _door(view: WeekView, room: str) -> Grid:
    """A room's week, in which nobody is named: titles of groups, and that else it is taken."""
    shown = [
        replace(session, title=session.title if session.group else "In use", patients=(), therapists=(), marks=())
        for session in view.sessions
        if room in session.resources
    ]
    found = _by_day(view, shown)
    first, last = _hours(shown)
    return Grid(room, found, _heads(view), first, last, {}, GRID_MM)


def _by_day(view: WeekView, sessions: Sequence[SessionView]) -> list[Column]:
    """A column for each day on which the clinic is open or has a session."""
    days = {session.day for session in view.sessions} | {day.day for day in view.days if day.opening}
    return [Column(str(day), in_lanes(session for session in sessions if session.day == day)) for day in sorted(days)]


def _heads(view: WeekView) -> Mapping[str, str]:
    return {str(day.day): f"{WEEKDAYS[day.day].capitalize()} {day.label.split(' ', 1)[1]}" for day in view.days}


def _hours(sessions: Sequence[SessionView]) -> tuple[int, int]:
    first = min((session.start for session in sessions), default=9 * HOUR) // HOUR * HOUR
    last = -(-max((session.end for session in sessions), default=17 * HOUR) // HOUR) * HOUR
    return first, last


def _hand_outs(view: WeekView, clinic: Clinic) -> Iterator[tuple[str, list[HandOutLine]]]:
    """Each patient with a session, and when to be there or to call."""
    for patient in view.patients:
        lines = [
            HandOutLine(
                view.days[session.day].label,
                session.start,
                session.end,
                _neutral(clinic, is_remote=patient.patient in session.remote),
            )
            for session in view.sessions
            if patient.patient in session.patients
        ]
        if lines:
            yield patient.patient, lines


def _neutral(clinic: Clinic, *, is_remote: bool) -> str:
    """The words of the patient's calendar."""
    title = clinic.calendar_title.strip() or Clinic(clinic.timezone).calendar_title
    return (clinic.calendar_title_remote.strip() or title) if is_remote else title
