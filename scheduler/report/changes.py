"""What changed between two weeks: in sentences, person by person, and as a table."""

from collections.abc import Iterator, Mapping, Sequence

from scheduler.caseload import Caseload
from scheduler.changes import Change, Comparison, Role, ToTell
from scheduler.report.words import columns, count, long_date
from scheduler.schedule import Session
from scheduler.times import clock, day_words

_PARTS = ("session", "date", "start", "end", "therapists", "resources", "mode")
CHANGE_COLUMNS = (
    "role",
    "who",
    "change",
    "session_type",
    "group",
    "patient",
    *(f"old_{part}" for part in _PARTS),
    *(f"new_{part}" for part in _PARTS),
    "cost",
    "why",
)
NAME_COLUMN = "name"

_HEADINGS: Mapping[Role, str] = {"patient": "Patients", "therapist": "Therapists"}
_MODES = {"in_person": "in person", "virtual": "virtual", "hybrid": "hybrid"}


class Naming:
    """How people are called: by id or, where names are asked for, by id and name."""

    def __init__(self, caseload: Caseload, *, names: bool) -> None:
        patients = {who: patient.name for who, patient in caseload.patients.items()}
        therapists = {who: therapist.name for who, therapist in caseload.therapists.items()}
        self._names: Mapping[str, str] = {**patients, **therapists} if names else {}

    def name(self, who: str) -> str:
        """The name; "" where there is none, or none is asked for."""
        return self._names.get(who, "")

    def called(self, who: str) -> str:
        """The id, and the name in brackets."""
        return f"{who} ({self.name(who)})" if self.name(who) else who

    def all_called(self, people: Sequence[str]) -> str:
        """All of them; ``nobody`` where there are none."""
        return " and ".join(map(self.called, people)) or "nobody"


def change_columns(*, names: bool) -> tuple[str, ...]:
    """The columns of ``changes.csv``; names have one of their own where they are asked for."""
    place = CHANGE_COLUMNS.index("who") + 1
    return (*CHANGE_COLUMNS[:place], NAME_COLUMN, *CHANGE_COLUMNS[place:]) if names else CHANGE_COLUMNS


def change_rows(comparison: Comparison, naming: Naming) -> list[dict[str, str]]:
    """The rows of ``changes.csv``, a row for each change of each person."""
    return [_row(change, naming) for change in comparison.changes]


def change_lines(comparison: Comparison, naming: Naming) -> list[str]:
    """How much changed, each person's changes in sentences, and whom to tell, soonest first."""
    lines = [*_head(comparison)]
    for role, heading in _HEADINGS.items():
        people = comparison.of(role)
        if people:
            lines += ["", f"{heading}:"]
        for who, changes in people.items():
            lines.append(f"  {naming.called(who)}")
            lines += [f"    - {change_sentence(change, naming)}" for change in changes]
    if comparison.to_tell:
        lines += ["", "To tell, soonest first:", *columns([_told(each, naming) for each in comparison.to_tell])]
    return lines


def change_sentence(change: Change, naming: Naming) -> str:
    """What became of a session, from when to when, and the dated fact that it comes from."""
    why = f": {change.why}" if change.why else ""
    match change:
        case Change(before=None, after=Session() as after):
            return f"{_what(change, after, naming)} is new on {after.when}{_with_whom(after, naming)}{why}."
        case Change(before=Session() as before, after=None):
            return f"{_what(change, before, naming)} on {before.when} is dropped{why}."
        case Change(before=Session() as before, after=Session() as after):
            parts = ", ".join(_differences(before, after, naming))
            if change.kind == "moved":
                times = f"moves from {before.when} to {after.when}"
                return f"{_what(change, after, naming)} {times}{', now ' + parts if parts else ''}{why}."
            return f"{_what(change, after, naming)} on {after.when} is now {parts}{why}."
    raise ValueError("a change without a session")


def _head(comparison: Comparison) -> Iterator[str]:
    then, now = (long_date(monday) for monday in (comparison.weeks.before, comparison.weeks.after))
    if not comparison.changes:
        yield f"Nothing changed: {count(comparison.appointments, 'appointment')} as before."
        return
    patients, therapists = (len(comparison.of(role)) for role in _HEADINGS)
    yield f"The week of {now}" + (f", beside the week of {then} carried over by weekday:" if then != now else ":")
    yield (
        f"{count(patients, 'patient')} and {count(therapists, 'therapist')} have changes; stability "
        f"{comparison.stability} (of {count(comparison.appointments, 'appointment')}, 1 for each with other "
        "therapists only, 2 for each not kept)."
    )
    if comparison.undated:
        of_all = f"{comparison.undated} of {count(len(comparison.changes), 'change')}"
        yield f"For {of_all} no absence, closure or other dated row is found as the reason."


def _told(each: ToTell, naming: Naming) -> tuple[str, ...]:
    return (
        f"{day_words(each.moment.on)} {clock(each.moment.minute)}",
        each.role,
        naming.called(each.who),
        count(each.changes, "change"),
    )


def _what(change: Change, session: Session, naming: Naming) -> str:
    if session.group:
        return session.group
    of_whom = f" of {naming.all_called(session.patients)}" if change.role == "therapist" else ""
    return f"{session.session_type}{of_whom}"


def _with_whom(session: Session, naming: Naming) -> str:
    place = f" in {' and '.join(session.resources)}" if session.resources else ""
    return f" with {naming.all_called(session.therapists)}{place}"


def _differences(before: Session, after: Session, naming: Naming) -> Iterator[str]:
    if set(before.therapists) != set(after.therapists):
        yield f"with {naming.all_called(after.therapists)} instead of {naming.all_called(before.therapists)}"
    if set(before.resources) != set(after.resources):
        now, then = (" and ".join(session.resources) or "no room" for session in (after, before))
        yield f"in {now} instead of {then}"
    if before.mode != after.mode:
        yield f"{_MODES[after.mode]} instead of {_MODES[before.mode]}"


def _row(change: Change, naming: Naming) -> dict[str, str]:
    known = [session for session in (change.after, change.before) if session]
    return {
        "role": change.role,
        "who": change.who,
        NAME_COLUMN: naming.name(change.who),
        "change": change.kind,
        "session_type": known[0].session_type,
        "group": known[0].group or "",
        "patient": change.who if change.role == "patient" else "" if known[0].group else ";".join(known[0].patients),
        **_cells("old", change.before),
        **_cells("new", change.after),
        "cost": "" if change.cost is None else str(change.cost),
        "why": change.why,
    }


def _cells(when: str, session: Session | None) -> dict[str, str]:
    if session is None:
        return {}
    cells = (
        session.session,
        session.on.isoformat(),
        clock(session.start),
        clock(session.end),
        ";".join(session.therapists),
        ";".join(session.resources),
        session.mode,
    )
    return {f"{when}_{part}": cell for part, cell in zip(_PARTS, cells, strict=True)}
