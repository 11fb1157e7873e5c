"""What stands in a patient's way in a schedule: meetings that are full, therapists and rooms that are used up."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from scheduler.caseload import Group
from scheduler.explain.places import FEW, listed
from scheduler.model.tiers.care import NeedKey
from scheduler.schedule import Schedule, Session
from scheduler.times import (
    DAYS_A_WEEK,
    MINUTES_A_DAY,
    WEEKDAYS,
    Window,
    Windows,
    clock,
    hours,
    intersected,
    merged,
    without,
)
from scheduler.week.admission import may_join
from scheduler.week.week import Week, is_remote, windows_for


@dataclass(frozen=True)
class UsedUp:
    """A week's sessions, by what they take."""

    week: Week
    schedule: Schedule

    def words(self, who: str, keys: Collection[NeedKey]) -> str:
        """What is full or used up of all that would help with the needs, in words; "" where nothing is."""
        kinds = sorted(_helping(self.week, who, keys))
        parts = [self._full(who, kinds)]
        for kind in kinds:
            if not self.week.caseload.session_types[kind].is_group:
                parts += self._one_to_one(who, kind)
        return "; ".join(dict.fromkeys(filter(None, parts)))

    def _full(self, who: str, kinds: Collection[str]) -> str:
        groups = self.week.caseload.groups
        full = [
            session
            for session in self.schedule.sessions
            if session.group
            and session.session_type in kinds
            and who not in session.patients
            and may_join(self.week, groups[session.group], who)
            and self._can_come(who, session)
            and self._is_full(who, session, groups[session.group])
        ]
        told = [
            f"{one.group} on {WEEKDAYS[one.on.weekday()]} {clock(one.start)} ({len(one.patients)} patients)"
            for one in full[: FEW if len(full) > FEW + 1 else None]
        ]
        more = len(full) - len(told)
        return f"full: {', '.join(told)}{f' and {more} more meetings' if more else ''}" if told else ""

    def _can_come(self, who: str, session: Session) -> bool:
        day, kind = session.on.weekday(), self.week.caseload.session_types[session.session_type]
        remote = is_remote(self.week.caseload, who, session.group)
        windows = windows_for(self.week, who, day, remote=remote, with_family=kind.needs_family)
        return any(window.covers(session.window) for window in windows)

    def _is_full(self, who: str, session: Session, group: Group) -> bool:
        if len(session.patients) >= group.max_size:
            return True
        caseload = self.week.caseload
        if is_remote(caseload, who, group.group):
            return False
        here = sum(not is_remote(caseload, other, group.group) for other in session.patients)
        sizes = [caseload.resources[name].capacity for name in session.resources]
        return any(size is not None and here >= size for size in sizes)

    def _one_to_one(self, who: str, kind: str) -> Iterator[str]:
        """Of one type: that no therapist has time left when the patient can come or, if one has, no room is free."""
        minutes = self.week.caseload.session_types[kind].minutes
        therapists = self.week.plans[who][kind].therapists
        left = {name: self._time_left(who, kind, name) for name in therapists}
        if not therapists:
            return
        if not any(_fits(days, minutes) for days in left.values()):
            yield self._no_time(who, therapists, minutes)
            return
        for needed in self.week.caseload.session_types[kind].resources:
            rooms = [each for each in self.week.caseload.resources.values() if needed in each.kinds]
            free = [self._free(each.resource) for each in rooms]
            if not is_remote(self.week.caseload, who, None) and not any(
                _fits([intersected(one, other) for one, other in zip(days, room, strict=True)], minutes)
                for days in left.values()
                for room in free
            ):
                yield f"no {needed} is free then: {listed(each.resource for each in rooms)}"

    def _no_time(self, who: str, therapists: Sequence[str], minutes: int) -> str:
        spent = [self._spent(name, minutes) for name in therapists]
        if all(spent):
            return listed(spent)
        some = listed(therapists[: FEW if len(therapists) > FEW + 1 else None], "or")
        return f"no {hours(minutes)} are left when {who} and {some} are there"

    def _spent(self, name: str, minutes: int) -> str:
        """That a therapist's hours of the week are led; "" where some are left."""
        most = self.week.caseload.therapists[name].max_minutes_week
        led = sum(session.minutes for session in self._led(name))
        return "" if most is None or led + minutes <= most else f"{name} leads {hours(led)} of at most {hours(most)}"

    def _led(self, name: str) -> list[Session]:
        return [session for session in self.schedule.sessions if name in session.therapists]

    def _time_left(self, who: str, kind: str, name: str) -> list[Windows]:
        """By day, when patient and therapist are there and the therapist leads nothing."""
        session_type, caseload = self.week.caseload.session_types[kind], self.week.caseload
        if self._spent(name, session_type.minutes):
            return [()] * DAYS_A_WEEK
        remote = is_remote(caseload, who, None)
        most, left = caseload.therapists[name].max_minutes_day, []
        for day in range(DAYS_A_WEEK):
            own = windows_for(self.week, who, day, remote=remote, with_family=session_type.needs_family)
            led = [session for session in self._led(name) if session.on.weekday() == day]
            is_over = most is not None and sum(one.minutes for one in led) + session_type.minutes > most
            there = intersected(intersected(own, self.week.therapists[name][day]), self.week.opening[day])
            left.append(() if is_over else without(there, map(self._with_buffers(session_type.buffer_minutes), led)))
        return left

    def _with_buffers(self, before: int) -> Callable[[Session], Window]:
        """Minutes that a session takes of its therapist, with the buffer after it and that of a session before it."""

        def taken(session: Session) -> Window:
            after = self.week.caseload.session_types[session.session_type].buffer_minutes
            return Window(max(0, session.start - before), min(MINUTES_A_DAY, session.end + after))

        return taken

    def _free(self, resource: str) -> list[Windows]:
        taken = [session for session in self.schedule.sessions if resource in session.resources]
        return [
            without(windows, merged(one.window for one in taken if one.on.weekday() == day))
            for day, windows in enumerate(self.week.resources[resource])
        ]


def _fits(days: Sequence[Windows], minutes: int) -> bool:
    return any(window.minutes >= minutes for day in days for window in day)


def _helping(week: Week, who: str, keys: Collection[NeedKey]) -> set[str]:
    """Types of the plan that help with one of the needs: those that are lacking or, for hours and days, that count."""
    if any(kind != "planned_sessions" for kind, _ in keys):
        return {name for name in week.plans[who] if week.caseload.session_types[name].counts}
    return {session_type for _, session_type in keys} & set(week.plans[who])
