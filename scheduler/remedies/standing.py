"""How a week stands: who is short of what, and which people, rooms and hours its schedule leaves free."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import reduce
from itertools import combinations
from operator import and_

from scheduler.caseload import Caseload, Group, SessionType
from scheduler.model.domains import Starts, on_grid, starts_clear_of, starts_inside
from scheduler.model.rules.patients import patient_admitted_to_group
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, Window, Windows, intersected, merged, total_minutes
from scheduler.verify import Need, score
from scheduler.week.week import Week, is_remote, week_of, windows_for

BySomebody = Mapping[str, tuple[Windows, ...]]


class Standing:
    """The week of a schedule, with answers about what is free in it.

    Args:
        caseload: the facts.
        monday: first day of the week.
        schedule: the week as it stands.
        earlier: the week that it was planned from; what is frozen of it holds.
    """

    def __init__(self, caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier | None = None) -> None:
        self.caseload = caseload
        self.schedule = schedule
        self.week: Week = week_of(caseload, monday, earlier)
        self.sessions = tuple(one for one in schedule.sessions if 0 <= (one.on - monday).days < DAYS_A_WEEK)
        found = score(caseload, monday, schedule)
        self.care = found.care
        self.lacking: Mapping[str, int] = {one.patient: one.care for one in found.patients if one.care}
        self.unmet: Mapping[str, tuple[Need, ...]] = {
            one.patient: tuple(need for need in one.needs if need.unmet_minutes) for one in found.patients if one.care
        }
        self._patients = self._taken(lambda one: one.patients)
        self._therapists = self._taken(lambda one: one.therapists, with_buffers=True)
        self._resources = self._taken(lambda one: one.resources)
        self.led: Mapping[str, tuple[Session, ...]] = {
            who: tuple(one for one in self.sessions if who in one.therapists) for who in caseload.therapists
        }

    def _taken(self, who: Callable[[Session], Iterable[str]], *, with_buffers: bool = False) -> BySomebody:
        taken: defaultdict[str, list[list[Window]]] = defaultdict(lambda: [[] for _ in range(DAYS_A_WEEK)])
        for one in self.sessions:
            kind = self.caseload.session_types.get(one.session_type)
            buffer = kind.buffer_minutes if kind and with_buffers else 0
            for name in who(one):
                taken[name][one.on.weekday()].append(Window(one.start, min(MINUTES_A_DAY, one.end + buffer)))
        return {name: tuple(merged(day) for day in days) for name, days in taken.items()}

    def lacks(self, patient: str, session_type: str) -> int:
        """Planned sessions of this type that the patient lacks."""
        minutes = self.caseload.session_types[session_type].minutes
        return sum(
            need.unmet_minutes // minutes for need in self.unmet.get(patient, ()) if need.session_type == session_type
        )

    def worth(self, patient: str, kind: SessionType, minutes: int) -> int:
        """About how much less the patient would lack with one more session of this type."""
        gains = {"planned_sessions": kind.minutes, "weekly_hours": minutes, "qualifying_days": minutes}
        return sum(
            min(need.unmet_minutes, gains[need.need])
            for need in self.unmet.get(patient, ())
            if need.session_type == kind.session_type or (need.need != "planned_sessions" and kind.counts)
        )

    def may_join(self, patient: str, group: Group) -> bool:
        """Whether the patient is admitted to the group and may have one session of its type more."""
        planned = self.week.plans.get(patient, {}).get(group.session_type)
        if planned is None or not patient_admitted_to_group(self.week, group, patient):
            return False
        had = sum(patient in one.patients and one.session_type == group.session_type for one in self.sessions)
        return planned.sessions_max is None or had < planned.sessions_max

    def patient_starts(self, patient: str, kind: SessionType, minutes: int, day: int, group: str | None) -> Starts:
        """Starts at which the patient is there and free on a day."""
        remote = is_remote(self.caseload, patient, group)
        own = windows_for(self.week, patient, day, remote=remote, with_family=kind.needs_family)
        return self._starts(own, self._patients.get(patient), minutes, day)

    def leader_starts(self, therapist: str, minutes: int, day: int) -> Starts:
        """Starts at which the therapist is there and free on a day, and has hours left."""
        facts = self.caseload.therapists[therapist]
        led = self.led[therapist]
        a_day = sum(one.minutes for one in led if one.on.weekday() == day)
        if facts.max_minutes_week is not None and self.led_minutes(therapist) + minutes > facts.max_minutes_week:
            return 0
        if facts.max_minutes_day is not None and a_day + minutes > facts.max_minutes_day:
            return 0
        return self._starts(self.week.therapists[therapist][day], self._therapists.get(therapist), minutes, day)

    def room_starts(self, kind: str, minutes: int, day: int) -> Starts:
        """Starts at which some resource of that kind is free on a day."""
        starts = 0
        for name, resource in self.caseload.resources.items():
            if kind in resource.kinds:
                starts |= self._starts(self.week.resources[name][day], self._resources.get(name), minutes, day)
        return starts

    def meeting_starts(self, group: Group, day: int) -> Starts:
        """Starts on a day at which enough who may lead the group are free, and something of each kind that it needs."""
        kind = self.caseload.session_types[group.session_type]
        found = [
            starts
            for who in group.therapists
            if kind.session_type in self.caseload.therapists[who].leads
            and (starts := self.leader_starts(who, group.minutes, day))
        ]
        if len(found) < group.leaders:
            return 0
        starts = 0
        grid = on_grid(self.caseload.clinic.grid_minutes)
        for some in combinations(found, group.leaders):
            starts |= reduce(and_, some) & grid
        for needed in kind.resources if group.mode != "virtual" else ():
            starts &= self.room_starts(needed, group.minutes, day)
        return starts

    def is_there(self, therapist: str, day: int, start: int, minutes: int) -> bool:
        """Whether the therapist works then, whatever else they lead."""
        return any(each.covers(Window(start, start + minutes)) for each in self.week.therapists[therapist][day])

    def are_free(self, resources: Iterable[str], day: int, start: int, minutes: int) -> bool:
        """Whether all of these resources are there and free then."""
        return all(
            self._starts(self.week.resources[name][day], self._resources.get(name), minutes, day) >> start & 1
            for name in resources
        )

    def largest_room(self, group: Group) -> int | None:
        """How many the rooms take that the group could meet in; None for no limit."""
        if group.mode != "in_person":
            return None
        most = []
        for kind in self.caseload.session_types[group.session_type].resources:
            places = [room.capacity for room in self.caseload.resources.values() if kind in room.kinds]
            known = [capacity for capacity in places if capacity is not None]
            if len(known) == len(places):
                most.append(max(known, default=0))
        return min(most, default=None)

    def _starts(self, windows: Windows, taken: tuple[Windows, ...] | None, minutes: int, day: int) -> Starts:
        starts = starts_inside(intersected(windows, self.week.opening[day]), minutes)
        return starts & starts_clear_of(taken[day], minutes) if taken else starts

    def led_minutes(self, therapist: str) -> int:
        """Minutes that the therapist leads in the week."""
        return sum(one.minutes for one in self.led[therapist])

    def meetings_of(self, group: str) -> list[Session]:
        """The meetings of a group that are held."""
        return [one for one in self.sessions if one.group == group]

    def open_days(self) -> Iterator[int]:
        """Days on which the clinic is open."""
        return (day for day in range(DAYS_A_WEEK) if total_minutes(self.week.opening[day]))
