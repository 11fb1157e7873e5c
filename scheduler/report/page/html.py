"""The page of a week: one file of HTML with everything in it, which asks for nothing from anywhere."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scheduler.files.recognised import MARK
from scheduler.report.page.board import columns
from scheduler.report.page.plots import Draw, plots
from scheduler.report.page.view import GroupView, PatientView, RoomView, SessionView, TherapistView, WeekView, view_json
from scheduler.report.words import count, percent
from scheduler.times import WEEKDAYS, clock, hours

DRAWING = Path(__file__).parent / "drawing"
TINTS = 7
# Pixels for a minute of a board, so that a quarter of an hour holds a line.
SCALE = 1.35
KINDS = {
    "patient": "Weeks of patients",
    "therapist": "Weeks of therapists",
    "room": "Weeks of rooms",
    "group": "Weeks of groups",
}
Owner = PatientView | TherapistView | RoomView | GroupView


@cache
def environment(*folders: Path) -> Environment:
    """Templates of these folders and of the page; what they are given is text, unless they say otherwise.

    There is one for the same folders, which compiles each template once.
    """
    made = Environment(
        loader=FileSystemLoader([*folders, DRAWING]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"hours": hours, "clock": clock, "call": _call}
    return made


def _call(who: str, called: Callable[[str], str]) -> str:
    """How somebody is called, for lists of people in templates."""
    return called(who)


def page_html(view: WeekView, *, is_drawn: bool = True) -> bytes:
    """The page as the bytes of a file; ``is_drawn`` tells whether its plots are, which takes longest."""
    drawn = Drawn(view)
    template = environment().get_template("page.html.j2")
    used = {mark for session in view.sessions for mark in session.marks}
    page = template.render(
        **drawn.words(),
        style=(DRAWING / "style.css").read_text(encoding="utf-8"),
        script=(DRAWING / "script.js").read_text(encoding="utf-8"),
        value=in_script(view_json(view)),
        plots=plots(view, _drawing() if is_drawn else None),
        used_marks=[mark.mark for mark in view.marks if mark.mark in used],
        own_weeks=[(kind, title, drawn.known[kind]) for kind, title in KINDS.items() if drawn.known[kind]],
    )
    return page.encode()


def page_to_come(monday: date) -> bytes:
    """What stands in the page's place while the page is made, and says what to do if it stays there."""
    return environment().get_template("to_come.html.j2").render(made_by=MARK, monday=monday).encode()


def _drawing() -> Draw:
    from scheduler.report.page.bars import svg_of  # noqa: PLC0415  # what draws is slow to load

    return svg_of


def in_script(value: str) -> str:
    """JSON that no HTML parser takes for the end of its script."""
    return value.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@dataclass(frozen=True)
class Drawn:
    """What templates ask of a view."""

    view: WeekView

    def words(self) -> dict[str, object]:
        """Everything that templates of a week are given."""
        view = self.view
        with_sessions = {session.day for session in view.sessions}
        return {
            "view": view,
            "made_by": MARK,
            "days": [day for day in view.days if day.day in with_sessions],
            "days_short": [day.capitalize() for day in WEEKDAYS],
            "mark": {mark.mark: mark for mark in view.marks},
            "known": self.known,
            "called": self.called,
            "short_name": self.short_name,
            "columns": lambda day: columns(view, day),
            "height": view.to_minute - view.from_minute,
            "scale": SCALE,
            "tint": self.tint,
            "label": self.label,
            "home": home,
            "note": self.note,
            "held": self.held,
        }

    @cached_property
    def known(self) -> Mapping[str, Mapping[str, Owner]]:
        """Everybody and everything with a week of their own, by kind and id."""
        view = self.view
        return {
            "patient": {each.patient: each for each in view.patients},
            "therapist": {each.therapist: each for each in view.therapists},
            "room": {each.resource: each for each in view.rooms},
            "group": {each.group: each for each in view.groups},
        }

    @cached_property
    def _names(self) -> Mapping[str, str]:
        people = {each.patient: each.name for each in self.view.patients}
        return people | {each.therapist: each.name for each in self.view.therapists}

    def called(self, who: str) -> str:
        """An id, with the name where names are shown; a group by its title too."""
        group = self.known["group"].get(who)
        name = self._names.get(who) or (group.title if isinstance(group, GroupView) else "")
        return f"{who} ({name})" if name else who

    def short_name(self, who: str) -> str:
        """The name alone where names are shown and there is one, else the id."""
        return self._names.get(who) or who

    @cached_property
    def _tints(self) -> Mapping[str, int]:
        types = sorted({session.session_type for session in self.view.sessions})
        return {name: place % TINTS for place, name in enumerate(types)}

    def tint(self, session: SessionView) -> str:
        """Classes that tell types of session apart at a glance; their words tell them for certain."""
        return f"t{self._tints[session.session_type]}{'' if session.group else ' one'}"

    def label(self, session: SessionView) -> str:
        """All of a session in words, day and time first."""
        day = self.view.days[session.day].label
        parts = [f"{day}, {clock(session.start)} to {clock(session.end)}: {session.title}"]
        if session.therapists:
            parts.append(f"with {', '.join(map(self.called, session.therapists))}")
        parts.append(f"in {', '.join(session.resources)}" if session.resources else "without a room")
        if session.places:
            parts.append(f"{len(session.patients)} of {session.places} places")
        words = {mark.mark: mark.word for mark in self.view.marks}
        return "; ".join((*parts, *(words[mark] for mark in session.marks)))

    @cached_property
    def _sessions(self) -> Mapping[str, Mapping[str, Sequence[SessionView]]]:
        keys: Mapping[str, Callable[[SessionView], Sequence[str]]] = {
            "patient": lambda session: session.patients,
            "therapist": lambda session: session.therapists,
            "room": lambda session: session.resources,
            "group": lambda session: (session.group,),
        }
        found: dict[str, defaultdict[str, list[SessionView]]] = {kind: defaultdict(list) for kind in keys}
        for session in self.view.sessions:
            for kind, of in keys.items():
                for who in of(session):
                    found[kind][who].append(session)
        return found

    def held(self, kind: str, who: str) -> Sequence[SessionView]:
        """Somebody's sessions by time."""
        return self._sessions[kind].get(who, ())

    def note(self, kind: str, who: str) -> str:
        """What stands beside somebody's own week."""
        match self.known[kind][who]:
            case PatientView() as patient:
                return patient.gets or f"{hours(patient.counted_minutes)}, all care"
            case TherapistView() as therapist:
                of = f" of {hours(therapist.max_minutes)}" if therapist.max_minutes else ""
                return f"{count(therapist.sessions, 'session')}, {hours(therapist.minutes)}{of}"
            case RoomView() as room:
                return f"{count(room.sessions, 'session')}, {hours(room.minutes)}"
            case GroupView() as group:
                full = f", {percent(group.taken, group.places)} % full" if group.places else ""
                return f"{count(group.meetings, 'meeting')}{full}"


def home(session: SessionView) -> str:
    """Where a session is told with its patients, as the part of the page."""
    if session.group:
        return f"group-{session.group}"
    return f"patient-{session.patients[0]}" if session.patients else "board"
