"""A drawn clinic as the tables of a caseload, every cell a text."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.scenarios.lives import WORKDAYS
from scheduler.scenarios.program import Kind, Program, days_of
from scheduler.schedule import Numbering
from scheduler.tables import TABLES
from scheduler.times import WEEKDAYS, Window, Windows, clock

if TYPE_CHECKING:
    from scheduler.scenarios.people import Person
    from scheduler.scenarios.sections import Circle
    from scheduler.scenarios.staff import Staff, Team

Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A clinic that was drawn.

    Args:
        tables: of its caseload.
        attendance: rows of the table ``attendance`` for the week before.
    """

    tables: Tables
    attendance: list[Row]


NAMED_LEADERS = 0.6
OFFICE_SEATS = 4
WHOLE = "08:00", "12:00"


def tables_of(
    chance: random.Random,
    program: Program,
    shares: Mapping[str, float],
    people: "Sequence[Person]",
    circles: "Sequence[Circle]",
    team: "Team",
) -> Tables:
    """All tables that have rows, each row with all columns of its table."""
    ids = numbered("t", len(team.staff))
    names = {str(place): name for place, name in enumerate(ids)}
    standing = [row for person in people if chance.random() < shares["standing"] for row in _standing_rows(person)]
    settled = {row["patient"] for row in standing}
    offered = _offered(circles)
    rows: Mapping[str, Iterable[Mapping[str, object]]] = {
        "clinic": [
            {"setting": "timezone", "value": "America/New_York"},
            {"setting": "grid_minutes", "value": program.grid_minutes},
        ],
        "opening_hours": [
            {"day": days_text(days_of(days)), "start": clock(window.start), "end": clock(window.end)}
            for days, windows in program.opening.items()
            for window in windows
        ],
        "levels": [
            {column: hours_text(getattr(level, column)) for column in TABLES["levels"]} for level in program.levels
        ],
        "session_types": [_type_row(name, kind) for name, kind in program.kinds.items()],
        "therapists": [_therapist_row(name, one) for name, one in zip(ids, team.staff, strict=True)],
        "resources": list(_rooms(program, circles, team)),
        "patients": [_patient_row(person, names) for person in people],
        "plans": [row for person in people for row in _plan_rows(program, person, offered)],
        "groups": [_group_row(program, circle, names) for circle in circles],
        "meetings": [row for circle in circles for row in _meeting_rows(chance, circle, names)],
        "availability": [*_shift_rows(ids, team.staff), *_duty_rows(program, people)],
        "keep_apart": _apart_rows(chance, people, round(shares["kept_apart"] * len(people))),
        "absences": [
            row
            for person in people
            if chance.random() < shares["absent"] and person.patient not in settled
            for row in _absence_rows(chance, person, team)
        ],
        "appointments": standing,
    }
    return {
        table: [{column: _cell(row.get(column)) for column in columns} for row in rows[table]]
        for table, columns in TABLES.items()
        if rows.get(table)
    }


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def attendance_of(
    chance: random.Random, shares: Mapping[str, float], circles: "Sequence[Circle]", monday: date
) -> list[Row]:
    """Who came to which group in the week before, and who did not; read by ``--attendance``."""
    before = monday - timedelta(weeks=1)
    rows = []
    for circle in circles:
        ids = Numbering(())
        for day, _ in circle.meetings:
            on = before + timedelta(days=day)
            session = ids.next_id(on, circle.session_type, circle.group, is_group=True)
            rows += [
                {
                    "date": f"{on}",
                    "session": session,
                    "patient": person.patient,
                    "attended": "no" if chance.random() < shares["no_shows"] else "yes",
                    "minutes": str(circle.minutes),
                }
                for person in circle.expected
                if person.admitted <= on
            ]
    return sorted(rows, key=lambda row: (row["date"], row["session"], row["patient"]))


def numbered(prefix: str, number: int) -> list[str]:
    """So many ids: ``t01``, ``t02``."""
    width = max(2, len(str(number)))
    return [f"{prefix}{place:0{width}d}" for place in range(1, number + 1)]


def hours_text(value: float | str) -> str:
    """A number as a table has it: without decimals where it is whole."""
    return value if isinstance(value, str) else f"{value:g}"


def days_text(days: Sequence[int]) -> str:
    """Weekdays as a cell: a range where three or more follow one another, else a list."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ";".join(WEEKDAYS[day] for day in days)


def _type_row(name: str, kind: Kind) -> Mapping[str, object]:
    fewest, most = kind.size or (None, None)
    return {
        "session_type": name,
        "format": "group" if kind.size else "one_to_one",
        "minutes": kind.minutes,
        "min_size": fewest,
        "max_size": most,
        "counts": "yes" if kind.counts else "no",
        "resources": kind.resource,
        "buffer_minutes": kind.buffer_minutes or None,
        "max_per_day": kind.max_per_day,
        "needs_family": "yes" if kind.needs_family else "no",
    }


def _therapist_row(name: str, one: "Staff") -> Mapping[str, object]:
    return {
        "therapist": name,
        "name": f"{one.role.name.capitalize()} {name}",
        "leads": ";".join(one.role.leads),
        "max_hours_week": hours_text(one.most_week / 60),
        "max_hours_day": one.role.hours_day,
    }


def _rooms(program: Program, circles: "Sequence[Circle]", team: "Team") -> Iterator[Mapping[str, object]]:
    """As many rooms of each kind as are held at once, and an office more."""
    held: dict[str, list[tuple[int, Window]]] = {}
    seats: Counter[str] = Counter()
    for circle in circles:
        kind = program.kinds[circle.session_type].resource
        if kind and circle.mode != "virtual":
            held.setdefault(kind, []).extend(circle.meetings)
            seats[kind] = max(seats[kind], circle.sizes[1])
    for visit in team.visits:
        kind = program.kinds[visit.session_type].resource
        held.setdefault(kind, []).append((visit.day, visit.window))
    for kind in dict.fromkeys(kind.resource for kind in program.kinds.values() if kind.resource):
        is_for_groups = seats[kind] > 0
        number = _most_at_once(held.get(kind, ())) + (not is_for_groups)
        width = len(str(number))
        for place in range(1, max(1, number) + 1):
            name = f"{kind.replace('_', '-')}-{place:0{width}d}"
            yield {"resource": name, "kind": kind, "capacity": seats[kind] + 1 if is_for_groups else OFFICE_SEATS}


def _most_at_once(held: Iterable[tuple[int, Window]]) -> int:
    steps = sorted(step for day, window in held for step in ((day, window.start, 1), (day, window.end, -1)))
    most = now = 0
    for _, _, change in sorted(steps, key=lambda step: (step[0], step[1], step[2])):
        now += change
        most = max(most, now)
    return most


def _patient_row(person: "Person", names: Mapping[str, str]) -> Mapping[str, object]:
    return {
        "patient": person.patient,
        "name": f"Patient {person.patient[1:]}",
        "level": person.level,
        "admitted": person.admitted,
        "discharged": person.discharged,
        "level_since": None if person.level_since == person.admitted else person.level_since,
        "tags": ";".join(dict.fromkeys(person.tags)),
        "primary_therapist": names.get(person.primary),
        "mode": None if person.mode == "in_person" else person.mode,
        "travel_minutes": person.travel_minutes or None,
    }


def _offered(circles: "Sequence[Circle]") -> Mapping[str, Mapping[tuple[str, ...], int]]:
    """How many meetings of a type a group has at most, by the tags that it admits."""
    most: dict[str, dict[tuple[str, ...], int]] = {}
    for circle in circles:
        of_type = most.setdefault(circle.session_type, {})
        of_type[circle.admits] = max(of_type.get(circle.admits, 0), len(circle.meetings) or 1)
    return most


def _plan_rows(
    program: Program, person: "Person", offered: Mapping[str, Mapping[tuple[str, ...], int]]
) -> Iterator[Mapping[str, object]]:
    """A plan asks for no more meetings of a type than one section that the patient may join has."""
    for want in person.wants:
        is_group = program.kinds[want.session_type].size is not None
        own = (number for admits, number in offered.get(want.session_type, {}).items() if person.may_join(admits))
        most = max(own, default=0)
        if is_group and not most:
            continue
        yield {
            "patient": person.patient,
            "session_type": want.session_type,
            "every_weeks": want.every_weeks if want.every_weeks > 1 else None,
            "sessions_min": min(want.least, most) if is_group else want.least,
            "sessions_max": want.most,
            "therapist": want.therapist if person.primary or want.therapist != "primary" else "any",
        }


def _group_row(program: Program, circle: "Circle", names: Mapping[str, str]) -> Mapping[str, object]:
    kind = program.kinds[circle.session_type]
    return {
        "group": circle.group,
        "session_type": circle.session_type,
        "title": circle.title,
        "minutes": None if circle.minutes == kind.minutes else circle.minutes,
        "min_size": circle.sizes[0],
        "max_size": circle.sizes[1],
        "admits": ";".join(circle.admits),
        "therapists": ";".join(sorted(names[place] for place in circle.candidates)),
        "leaders": circle.number_of_leaders if circle.number_of_leaders > 1 else None,
        "meetings_per_day": _most_on_a_day(circle),
        "meetings_per_week": None if circle.meetings else 1,
        "mode": None if circle.mode == "in_person" else circle.mode,
    }


def _most_on_a_day(circle: "Circle") -> int | None:
    most = max(Counter(day for day, _ in circle.meetings).values(), default=1)
    return most if most > 1 else None


def _meeting_rows(chance: random.Random, circle: "Circle", names: Mapping[str, str]) -> list[Mapping[str, object]]:
    """Day and start of each meeting, and for most groups who leads."""
    is_named = chance.random() < NAMED_LEADERS
    leaders = ";".join(sorted(names[place] for place in circle.leaders)) if is_named else ""
    return [
        {"group": circle.group, "day": WEEKDAYS[day], "start": clock(window.start), "therapists": leaders}
        for day, window in circle.meetings
    ]


def _shift_rows(ids: Sequence[str], staff: "Sequence[Staff]") -> Iterator[Mapping[str, object]]:
    for name, one in zip(ids, staff, strict=True):
        days: dict[Windows, list[int]] = {}
        for day, shift in enumerate(one.shifts):
            if shift:
                days.setdefault(shift, []).append(day)
        for shift, same in days.items():
            for window in shift:
                yield {
                    "who": name,
                    "day": days_text(same),
                    "start": clock(window.start),
                    "end": clock(window.end),
                    "status": "available",
                }


def _duty_rows(program: Program, people: "Sequence[Person]") -> Iterator[Mapping[str, object]]:
    for person in people:
        for duty in person.life:
            yield {
                "who": person.patient,
                "party": "self",
                "day": days_text(duty.days),
                "start": clock(duty.window.start),
                "end": clock(duty.window.end),
                "status": duty.status,
                "from": duty.first,
                "until": duty.last,
                "reason": duty.reason,
            }
        if person.works_family and any(program.kinds[want.session_type].needs_family for want in person.wants):
            yield {
                "who": person.patient,
                "party": "family",
                "day": days_text(WORKDAYS),
                "start": "09:00",
                "end": "17:00",
                "status": "busy",
                "reason": "Work",
            }


def _apart_rows(chance: random.Random, people: "Sequence[Person]", number: int) -> list[Mapping[str, object]]:
    pairs = {tuple(sorted(one.patient for one in chance.sample(people, 2))) for _ in range(number)}
    return [{"patient_a": first, "patient_b": second} for first, second in sorted(pairs)]


def _absence_rows(chance: random.Random, person: "Person", team: "Team") -> Iterator[Mapping[str, object]]:
    on = team.monday + timedelta(days=chance.choice(WORKDAYS))
    start, end = WHOLE
    yield {"who": person.patient, "party": "self", "date": on, "start": start, "end": end, "reason": "Errand"}


def _standing_rows(person: "Person") -> Iterator[Mapping[str, object]]:
    for session_type, day, start in person.standing[:1]:
        yield {"patient": person.patient, "session_type": session_type, "day": WEEKDAYS[day], "start": clock(start)}
