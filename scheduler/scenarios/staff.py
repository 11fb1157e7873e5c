"""Therapists of a clinic that is drawn: as many as its groups and one-to-one sessions need, or a given number.

Nothing is planted: who leads and when is tried only so that there are people, hours and rooms for about all of it.
Times are given away greedily, and none of them but a few standing ones is told in the tables.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.errors import ProgramError
from scheduler.scenarios.lives import WORKDAYS
from scheduler.scenarios.people import Person
from scheduler.scenarios.program import Program, Role, Want, at
from scheduler.scenarios.sections import Circle
from scheduler.times import Window, Windows, intersected

DAY_ENDS, LATE_BEGINS = at("17:00"), at("12:00")
FAMILY_WORKS = Window(at("09:00"), at("17:00"))
MOST_PATIENTS = 24
# Of those with most time left; more of them are hardly free at other times.
MOST_TRIED = 12
SATURDAY = 5


@dataclass(slots=True, eq=False)
class Staff:
    """A therapist, with what is tried out for the week; ``place`` is the position among all."""

    place: int
    role: Role
    is_late: bool
    most_week: int
    shifts: tuple[Windows, ...]
    patients: int = 0
    minutes: int = 0
    held: dict[int, list[Window]] = field(default_factory=lambda: defaultdict(list))
    led: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def can_lead(self, day: int, window: Window, buffer_minutes: int) -> bool:
        """Whether the therapist is there, free, and has hours left."""
        until = Window(window.start, window.end + buffer_minutes)
        return (
            any(shift.covers(window) for shift in self.shifts[day])
            and self.minutes + window.minutes <= self.most_week
            and self.led[day] + window.minutes <= self.role.hours_day * 60
            and not any(taken.overlaps(until) for taken in self.held[day])
        )

    def lead(self, day: int, window: Window, buffer_minutes: int) -> None:
        """Keep the time."""
        self.held[day].append(Window(window.start, window.end + buffer_minutes))
        self.led[day] += window.minutes
        self.minutes += window.minutes


@dataclass(frozen=True, slots=True)
class Visit:
    """A one-to-one session that was tried."""

    session_type: str
    patient: str
    day: int
    window: Window


class Team:
    """The therapists, and who does what; nobody is hired any more once it ``is_closed``."""

    def __init__(self, chance: random.Random, program: Program, monday: date) -> None:
        self.program = program
        self.monday = monday
        self.staff: list[Staff] = []
        self.visits: list[Visit] = []
        self.is_closed = False
        self._chance = chance

    def serve(self, circles: Sequence[Circle], people: Sequence[Person]) -> None:
        """Find leaders for all groups and times for all that is wanted one to one, as far as possible."""
        for circle in sorted(circles, key=lambda circle: (not circle.meetings, -len(circle.meetings))):
            if circle.meetings:
                self._lead(circle)
        for person in people:
            self._see(person)
        for session_type in self.program.kinds:
            if not self._able(session_type):
                self.hire(self._role(session_type), late=False)

    def hire(self, role: Role, *, late: bool) -> Staff:
        """One more therapist of a role, for the day or for afternoons and evenings."""
        least, most = role.hours_week
        is_alone = not self._has_evenings()
        shifts = tuple(self._shift(day, early=not late or is_alone, late=late) for day in range(7))
        member = Staff(len(self.staff), role, late, self._chance.randint(least, most) * 60, shifts)
        self.staff.append(member)
        return member

    def _has_evenings(self) -> bool:
        return any(window.end > DAY_ENDS for day in WORKDAYS for window in self.program.windows(day))

    def _shift(self, day: int, *, early: bool, late: bool) -> Windows:
        if day >= SATURDAY:
            return self.program.windows(day) if late else ()
        hours = Window(0 if early else LATE_BEGINS, 24 * 60 if late and not early else DAY_ENDS)
        return intersected(self.program.windows(day), (hours,))

    def _lead(self, circle: Circle) -> None:
        """Name leaders who are free for all meetings, those with the fewest hours first."""
        buffer = self.program.kinds[circle.session_type].buffer_minutes
        free = [one for one in self._able(circle.session_type) if self._can_lead(one, circle, buffer)]
        while len(free) < circle.number_of_leaders and not self.is_closed:
            role = self._role(circle.session_type)
            member = self.hire(role, late=self._is_late(circle))
            if not self._can_lead(member, circle, buffer):
                raise ProgramError(f"No therapist of program {self.program.name} can lead group {circle.group}.")
            free.append(member)
        free.sort(key=lambda one: (one.minutes * 100 // one.most_week, one.place))
        chosen = free[: circle.number_of_leaders]
        if len(chosen) < circle.number_of_leaders:
            return
        for member in chosen:
            for day, window in circle.meetings:
                member.lead(day, window, buffer)
        # Positions, until everybody has an id.
        circle.leaders = [str(one.place) for one in chosen]
        others = free[circle.number_of_leaders :][:2]
        circle.candidates = [str(one.place) for one in (*chosen, *others)]

    def _can_lead(self, member: Staff, circle: Circle, buffer: int) -> bool:
        whole = len(circle.meetings) * circle.minutes
        return member.minutes + whole <= member.most_week and all(
            member.can_lead(day, window, buffer) for day, window in circle.meetings
        )

    def _is_late(self, circle: Circle) -> bool:
        return any(day >= SATURDAY or window.end > DAY_ENDS for day, window in circle.meetings)

    def _able(self, session_type: str) -> list[Staff]:
        return [one for one in self.staff if session_type in one.role.leads]

    def _role(self, session_type: str) -> Role:
        # Who leads fewest other things does it, so that counselors are left for what only they do.
        able = [role for role in self.program.roles if session_type in role.leads]
        return min(able, key=lambda role: len(role.leads))

    def _see(self, person: Person) -> None:
        """Find times for what the patient wants one to one, all that is the primary's with the same therapist."""
        alone = [want for want in person.wants if self._is_due(want, person)]
        own = [want for want in alone if want.therapist == "primary"]
        member = self._primary(person, own)
        if member is not None:
            member.patients += 1
            person.primary = str(member.place)
        for want in alone:
            if want.therapist == "primary":
                if member is not None:
                    self._book(person, want, (member,))
                continue
            if not self._book(person, want, self._able(want.session_type)) and not self.is_closed:
                self._hire_for(person, want)

    def _is_due(self, want: Want, person: Person) -> bool:
        """Whether it is one to one, and due in this week of the stay."""
        weeks = (self.monday - person.admitted).days // 7
        return self.program.kinds[want.session_type].size is None and weeks % want.every_weeks == 0

    def _primary(self, person: Person, own: Sequence[Want]) -> Staff | None:
        """The counselor with time for all that is the primary's, with most hours left of those who have patients."""
        role = self.program.roles[0]
        able = [one for one in self.staff if one.role.leads[: len(role.leads)] == role.leads]
        minutes = sum(self.program.kinds[want.session_type].minutes for want in own)
        free = [one for one in able if one.patients < MOST_PATIENTS and one.minutes + minutes <= one.most_week]
        is_late = self._kinds_of_shift(person)[0]
        free.sort(key=lambda one: (one.is_late != is_late, not one.patients, one.minutes - one.most_week, one.place))
        for member in free[:MOST_TRIED]:
            if all(self._slot(person, want, member) for want in own):
                return member
        if not self.is_closed:
            for late in self._kinds_of_shift(person):
                trial = self.hire(role, late=late)
                if all(self._slot(person, want, trial) for want in own):
                    return trial
                self.staff.remove(trial)
        return min(able, key=lambda one: (one.patients, one.place)) if able else None

    def _kinds_of_shift(self, person: Person) -> tuple[bool, ...]:
        if not self._has_evenings():
            return (False,)
        comes_late = any(window.end > DAY_ENDS for _, window in person.attends)
        return (comes_late, not comes_late)

    def _hire_for(self, person: Person, want: Want) -> None:
        for late in self._kinds_of_shift(person):
            trial = self.hire(self._role(want.session_type), late=late)
            if self._book(person, want, (trial,)):
                return
            self.staff.remove(trial)

    def _book(self, person: Person, want: Want, able: Collection[Staff]) -> bool:
        free = sorted(able, key=lambda one: (one.minutes - one.most_week, one.place))
        for member in free[:MOST_TRIED]:
            slot = self._slot(person, want, member)
            if slot is not None:
                day, window = slot
                member.lead(day, window, self.program.kinds[want.session_type].buffer_minutes)
                person.attends.append(slot)
                self.visits.append(Visit(want.session_type, person.patient, day, window))
                if want.therapist == "primary" and want.every_weeks == 1:
                    person.standing.append((want.session_type, day, window.start))
                return True
        return False

    def _slot(self, person: Person, want: Want, member: Staff) -> tuple[int, Window] | None:
        """The first time at which both can, on a day on which the patient comes anyway if there is one."""
        kind = self.program.kinds[want.session_type]
        coming = {day for day, _ in person.attends}
        days = sorted(coming) + (
            [day for day in range(6) if day not in coming] if len(coming) < person.limits.max_days_week else []
        )
        for day in days:
            for window in self._starts(member, day, kind.minutes):
                if (
                    member.can_lead(day, window, kind.buffer_minutes)
                    and not any(on == day and taken.overlaps(window) for on, taken in person.attends)
                    and person.can_come(day, window, self.monday)
                    and not (kind.needs_family and person.works_family and self._is_family_at_work(day, window))
                ):
                    return day, window
        return None

    def _starts(self, member: Staff, day: int, minutes: int) -> Iterator[Window]:
        grid = self.program.grid_minutes
        for shift in member.shifts[day]:
            first = -(-shift.start // grid) * grid
            for start in range(first, shift.end - minutes + 1, grid):
                yield Window(start, start + minutes)

    def _is_family_at_work(self, day: int, window: Window) -> bool:
        return day < SATURDAY and window.overlaps(FAMILY_WORKS)
