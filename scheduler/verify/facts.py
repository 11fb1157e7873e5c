"""What every check looks at: the caseload, the week and the schedule's sessions, by whom they concern."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from scheduler.caseload import Caseload, Group, Patient, SessionType
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.times import MINUTES_A_DAY, monday_of
from scheduler.verify.appointments import Agreed, appointments_in_force


@dataclass(frozen=True)
class Facts:
    """A caseload, a week and a schedule that anybody may have edited.

    Ids that the caseload does not know stay in the sessions; whoever looks one up skips what cannot be known.
    """

    caseload: Caseload
    monday: date
    schedule: Schedule
    earlier: Earlier | None = None

    @classmethod
    def of(cls, caseload: Caseload, day: date, schedule: Schedule, earlier: Earlier | None = None) -> "Facts":
        """The facts of the week that holds the day, planned from an earlier one where that is given."""
        return cls(caseload, monday_of(day), schedule, earlier)

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions of this week whose times make sense, by time; all others are reported as rows only."""
        kept = (
            session for session in self.schedule.sessions if self.is_this_week(session) and has_sound_times(session)
        )
        return tuple(sorted(kept, key=lambda session: (session.on, session.start, session.session)))

    def is_this_week(self, session: Session) -> bool:
        """Whether the session's date lies in the week."""
        return monday_of(session.on) == self.monday

    @cached_property
    def to_stay(self) -> tuple[Session, ...]:
        """Earlier sessions of this week that started before the moment until which the week is frozen."""
        return tuple(
            replace(session, row=0)
            for session in (self.earlier.schedule.sessions if self.earlier else ())
            if self.is_over(session.on, session.start)
        )

    def is_over(self, on: date, minute: int) -> bool:
        """Whether that minute of a date of this week lies before the moment until which the week is frozen."""
        until = self.earlier.frozen_before if self.earlier else None
        return until is not None and (on, minute) < (until.date(), until.hour * 60 + until.minute)

    def is_frozen(self, session: Session) -> bool:
        """Whether the session stays exactly as it was, so that no rule applies to it."""
        return bool(self.to_stay) and replace(session, row=0) in self._staying

    @cached_property
    def _staying(self) -> frozenset[Session]:
        return frozenset(self.to_stay)

    def frozen(self, sessions: Iterable[Session]) -> list[Session]:
        """Those of the sessions that stay as they were."""
        return [session for session in sessions if self.is_frozen(session)]

    def open(self, sessions: Iterable[Session]) -> list[Session]:
        """Those of the sessions that rules apply to."""
        return [session for session in sessions if not self.is_frozen(session)]

    @cached_property
    def by_patient(self) -> Mapping[str, tuple[Session, ...]]:
        """Sessions by time, of each patient of the caseload who has any; patients by id."""
        return _by_id(self.sessions, lambda session: session.patients, self.caseload.patients)

    @cached_property
    def by_therapist(self) -> Mapping[str, tuple[Session, ...]]:
        """Sessions by time, of each therapist of the caseload who has any; therapists by id."""
        return _by_id(self.sessions, lambda session: session.therapists, self.caseload.therapists)

    @cached_property
    def by_resource(self) -> Mapping[str, tuple[Session, ...]]:
        """Sessions by time, of each resource of the caseload that has any; resources by id."""
        return _by_id(self.sessions, lambda session: session.resources, self.caseload.resources)

    @cached_property
    def by_group(self) -> Mapping[str, tuple[Session, ...]]:
        """Running meetings by time, of each group of the caseload that has any; groups by id."""
        return _by_id(self.sessions, lambda session: (session.group,) if session.group else (), self.caseload.groups)

    @cached_property
    def agreed(self) -> tuple[Agreed, ...]:
        """Appointments that this week must keep, but for those that are over."""
        return tuple(
            agreed
            for agreed in appointments_in_force(self.caseload, self.monday)
            if not self.is_over(agreed.on, agreed.appointment.start)
        )

    @cached_property
    def over(self) -> tuple[Agreed, ...]:
        """Appointments with a date that lie before the moment until which the week is frozen."""
        return tuple(
            agreed
            for agreed in appointments_in_force(self.caseload, self.monday)
            if agreed.appointment.on and self.is_over(agreed.on, agreed.appointment.start)
        )

    def type_of(self, session: Session) -> SessionType | None:
        """The session's type, if the caseload knows it."""
        return self.caseload.session_types.get(session.session_type)

    def group_of(self, session: Session) -> Group | None:
        """The session's group, if it has one and the caseload knows it."""
        return self.caseload.groups.get(session.group) if session.group else None

    def is_one_to_one(self, session: Session) -> bool:
        """Whether it is a session without a group, of a type that has none."""
        session_type = self.type_of(session)
        return session.group is None and session_type is not None and not session_type.is_group

    def is_virtual(self, session: Session) -> bool:
        """Whether nobody comes in person, as the group or the patient has it; else as the row says."""
        if self.is_frozen(session):
            return session.mode == "virtual"
        group = self.group_of(session)
        if group is not None:
            return group.mode == "virtual"
        known = [self.caseload.patients[who] for who in session.patients if who in self.caseload.patients]
        if self.is_one_to_one(session) and known:
            return all(patient.mode == "virtual" for patient in known)
        return session.mode == "virtual"

    def comes_in_person(self, patient: Patient, session: Session) -> bool:
        """Whether the patient travels to the session and takes a seat there."""
        return patient.mode != "virtual" and not self.is_virtual(session)

    def counted_minutes(self, sessions: Iterable[Session]) -> int:
        """Minutes of the sessions whose type counts as care."""
        return sum(session.minutes for session in sessions if (kind := self.type_of(session)) and kind.counts)


def has_sound_times(session: Session) -> bool:
    """Whether the session starts before it ends, within its day."""
    return 0 <= session.start < session.end <= MINUTES_A_DAY


def by_day(sessions: Iterable[Session]) -> Iterator[tuple[date, list[Session]]]:
    """The sessions, which come by time, of each date that has any."""
    for on, of_day in groupby(sessions, key=lambda session: session.on):
        yield on, list(of_day)


def _by_id(
    sessions: Iterable[Session], concerned: Callable[[Session], Iterable[str]], known: Collection[str]
) -> Mapping[str, tuple[Session, ...]]:
    found: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        for who in set(concerned(session)):
            if who in known:
                found[who].append(session)
    return {who: tuple(found[who]) for who in sorted(found)}
