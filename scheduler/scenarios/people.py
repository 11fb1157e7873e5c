"""Patients of a program in a week: how long they stay, how far they are, what they want and when they can come."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from scheduler.caseload import Mode
from scheduler.scenarios.lives import Life, is_free, life_of
from scheduler.scenarios.program import Level, Program, Route, Step, Track, Want, Who, at, days_of
from scheduler.times import Window, grown

# Of all who are admitted; the spread about the median, on a logarithmic scale.
STAY_SPREAD = 0.55
FEWEST_DAYS, MOST_DAYS = 7, 240
TRAVEL_MINUTES = (0, 10, 10, 15, 15, 20, 20, 30)


@dataclass(slots=True)
class Person:
    """A patient who is drawn.

    Args:
        tags: of the track, and marks.
        attends: days and windows of the meetings that the patient is expected at.
        family: duties of the family; None where it always can.
    """

    patient: str
    who: Who
    mode: Mode
    travel_minutes: int
    life: Life
    admitted: date
    discharged: date
    level: str
    level_since: date
    tags: tuple[str, ...]
    wants: tuple[Want, ...]
    limits: Level
    works_family: bool
    primary: str = ""
    attends: list[tuple[int, Window]] = field(default_factory=list)
    standing: list[tuple[str, int, int]] = field(default_factory=list)

    def may_join(self, admits: Sequence[str]) -> bool:
        """Whether the patient has all tags that a group needs, the level among them."""
        return set(admits) <= {*self.tags, self.level}

    def can_come(self, day: int, window: Window, monday: date, mode: Literal["here", "remote"] = "here") -> bool:
        """Whether no duty is in the way, travel included."""
        away = 0 if mode == "remote" or self.mode == "virtual" else self.travel_minutes
        return is_free(self.life, day, grown(window, away), monday)


def drawn_people(
    chance: random.Random, program: Program, shares: Mapping[str, float], patients: int, monday: date
) -> list[Person]:
    """So many patients, each at a point of an own stay, on the way that fits the own hours best."""
    width = max(2, len(str(patients)))
    return [_person(chance, program, shares, f"p{number:0{width}d}", monday) for number in range(1, patients + 1)]


def times_of(program: Program, track: Track, pattern: int) -> Iterator[tuple[str, int, Window]]:
    """Type, day and window of each meeting of a section with this pattern of days."""
    days = days_of(track.days[pattern % len(track.days)])
    for line in track.lines:
        minutes = line.minutes or program.kinds[line.session_type].minutes
        for place in line.on if line.on is not None else range(len(days)):
            yield line.session_type, days[place], Window(at(line.start), at(line.start) + minutes)


def missed_minutes(program: Program, person: Person, track: Track, pattern: int, monday: date) -> int:
    """Minutes of the meetings of such a section at which the patient cannot come."""
    where: Literal["here", "remote"] = "remote" if track.mode == "virtual" else "here"
    times = times_of(program, track, pattern)
    return sum(window.minutes for _, day, window in times if not person.can_come(day, window, monday, where))


def _person(chance: random.Random, program: Program, shares: Mapping[str, float], patient: str, monday: date) -> Person:
    who: Who = "adolescent" if chance.random() < shares["adolescents"] else "adult"
    mode = _mode(chance, program, shares, who)
    life = life_of(chance, shares, who, monday)
    admitted, discharged = _stay(chance, program, shares, monday)
    marks = tuple(mark for mark, share in program.marks.items() if who == "adult" and chance.random() < share)
    person = Person(
        patient=patient,
        who=who,
        mode=mode,
        travel_minutes=chance.choice(TRAVEL_MINUTES),
        life=life,
        admitted=admitted,
        discharged=discharged,
        level="",
        level_since=admitted,
        tags=marks,
        wants=(),
        limits=program.levels[0],
        works_family=chance.random() < shares["family_works"],
    )
    weeks = (monday - admitted).days // 7
    step, since = _step(_route(chance, program, person, monday, weeks), weeks)
    person.level, person.level_since = step.level, admitted + timedelta(weeks=since)
    person.tags = (step.tag, *marks)
    person.limits = _limits(program, step.level, weeks - since + 1)
    person.wants = tuple(
        want
        for want in program.wants[step.level]
        if (not want.mark or want.mark in marks) and chance.random() < want.share
    )
    return person


def _mode(chance: random.Random, program: Program, shares: Mapping[str, float], who: Who) -> Mode:
    known = {mode for route in program.routes if route.who == who for mode in route.modes}
    drawn = chance.random()
    wished: Mode = "virtual" if drawn < shares["remote"] else "in_person"
    if shares["remote"] <= drawn < shares["remote"] + shares["either"]:
        wished = "either"
    return wished if wished in known else min(known)


def _stay(chance: random.Random, program: Program, shares: Mapping[str, float], monday: date) -> tuple[date, date]:
    """First and last day of a stay that holds the week: the longer a stay, the likelier it is met on any day."""
    own = program.figures.get("stay_days")
    if own is None or own.span is None:
        # Of those who are there, a stay is the longer by the square of the spread, on its logarithmic scale.
        middle = math.log(shares["stay_days"]) + STAY_SPREAD**2
        days = min(MOST_DAYS, max(FEWEST_DAYS, round(math.exp(chance.gauss(middle, STAY_SPREAD)))))
    else:
        shortest, longest = map(round, own.span)
        days = chance.randint(shortest, longest)
        while chance.random() > days / longest:
            days = chance.randint(shortest, longest)
    admitted = monday - timedelta(weeks=chance.randrange(days) // 7)
    last = admitted + timedelta(days=days - 1)
    # Nobody leaves in the middle of the week that is looked at.
    return admitted, max(last, monday + timedelta(days=5)) if last < monday + timedelta(days=7) else last


def _route(chance: random.Random, program: Program, person: Person, monday: date, weeks: int) -> Route:
    """One of the ways of which most now fits, and of those one that fits all along if there is one."""
    open_to = [route for route in program.routes if route.who == person.who and person.mode in route.modes]
    missed = {route.name: _missed(program, person, (_step(route, weeks)[0],), monday) for route in open_to}
    now = [route for route in open_to if missed[route.name] == min(missed.values())]
    best = [route for route in now if not _missed(program, person, route.steps, monday)] or now
    return chance.choices(best, [route.weight for route in best])[0]


def _missed(program: Program, person: Person, steps: Sequence[Step], monday: date) -> int:
    """Minutes of the meetings of these steps at which the patient cannot come, in the patterns that fit best."""
    return sum(
        min(missed_minutes(program, person, track, pattern, monday) for pattern in range(len(track.days)))
        for step in steps
        for track in program.tracks
        if track.admits and track.admits[-1] == step.tag and set(track.admits) <= {step.level, step.tag}
    )


def _step(route: Route, weeks: int) -> tuple[Step, int]:
    """The step in force after so many weeks of the stay, and the week in which it began."""
    since = 0
    for step in route.steps:
        if step.weeks is None or weeks < since + step.weeks:
            return step, since
        since += step.weeks
    return route.steps[-1], since


def _limits(program: Program, level: str, week: int) -> Level:
    rows = [row for row in program.levels if row.level == level and row.from_week <= week]
    return max(rows, key=lambda row: row.from_week)
