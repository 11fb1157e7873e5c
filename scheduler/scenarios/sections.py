"""Groups of a program for its patients: sections of its tracks, as many as fill as groups usually are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.scenarios.people import Person, missed_minutes, times_of
from scheduler.scenarios.program import Program, Track
from scheduler.times import Window


@dataclass(slots=True)
class Circle:
    """A group with its meetings.

    Args:
        meetings: days and windows, in order of time; none where the group is placed wherever it fits.
        expected: patients who are expected at it.
        candidates: therapists who may lead it; none for all who lead the type.
        leaders: those who are named for every meeting.
    """

    group: str
    session_type: str
    title: str
    minutes: int
    sizes: tuple[int, int]
    admits: tuple[str, ...]
    mode: str
    number_of_leaders: int
    expected: list[Person] = field(default_factory=list)
    meetings: list[tuple[int, Window]] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)


def circles_of(program: Program, people: Sequence[Person], fill: float, monday: date) -> list[Circle]:
    """The groups of all tracks that somebody may join; every patient is expected at one section of each track."""
    circles = []
    for track in program.tracks:
        joining = [person for person in people if person.may_join(track.admits) and _is_wanted(track, person)]
        if not joining:
            continue
        number = max(-(-len(joining) // track.size), round(len(joining) / (track.size * fill)), 1)
        members = _expected(program, track, joining, number, monday)
        for section in range(number):
            made = _section(program, track, section, number, len(joining))
            for circle in made:
                circle.expected = [
                    person
                    for person in members[section]
                    if any(want.session_type == circle.session_type for want in person.wants)
                ]
                for person in circle.expected:
                    person.attends += circle.meetings
            circles += made
    return circles + _open_groups(program, people, fill)


def _is_wanted(track: Track, person: Person) -> bool:
    return any(want.session_type == line.session_type for want in person.wants for line in track.lines)


def _expected(
    program: Program, track: Track, joining: Sequence[Person], number: int, monday: date
) -> Mapping[int, list[Person]]:
    """Who is expected at which section: of those that fit best the emptiest."""
    members: dict[int, list[Person]] = {section: [] for section in range(number)}
    for person in joining:
        missed = [missed_minutes(program, person, track, pattern, monday) for pattern in range(len(track.days))]
        best = min(members, key=lambda section: (missed[section % len(missed)], len(members[section])))
        members[best].append(person)
    return members


def _section(program: Program, track: Track, section: int, number: int, joining: int) -> list[Circle]:
    name = track.name if number == 1 else f"{track.name}-{section + 1}"
    types = list(dict.fromkeys(line.session_type for line in track.lines))
    circles = {}
    for session_type in types:
        kind = program.kinds[session_type]
        line = next(line for line in track.lines if line.session_type == session_type)
        fewest, most = kind.size or (1, 1)
        circles[session_type] = Circle(
            group=name if len(types) == 1 else f"{name}-{session_type.replace('_', '-')}",
            session_type=session_type,
            title=f"{session_type.replace('_', ' ').capitalize()}, {name.replace('-', ' ')}",
            minutes=line.minutes or kind.minutes,
            sizes=(min(fewest, joining), min(most, track.size)),
            admits=track.admits,
            mode=track.mode,
            number_of_leaders=track.leaders,
        )
    for session_type, day, window in times_of(program, track, section):
        circles[session_type].meetings.append((day, window))
    for circle in circles.values():
        circle.meetings.sort()
    return list(circles.values())


def _open_groups(program: Program, people: Sequence[Person], fill: float) -> list[Circle]:
    circles: list[Circle] = []
    for one in program.open_groups:
        joining = [
            person
            for person in people
            if person.may_join(one.admits) and any(want.session_type == one.session_type for want in person.wants)
        ]
        kind = program.kinds[one.session_type]
        circles += (
            Circle(
                group=one.name if not number else f"{one.name}-{number + 1}",
                session_type=one.session_type,
                title=one.session_type.replace("_", " ").capitalize(),
                minutes=kind.minutes,
                sizes=(min((kind.size or (1, 1))[0], len(joining)), one.size),
                admits=one.admits,
                mode="in_person",
                number_of_leaders=1,
            )
            for number in range(max(1, round(len(joining) / (one.size * fill))) if joining else 0)
        )
    return circles
