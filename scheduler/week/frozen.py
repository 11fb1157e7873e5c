"""What of a week has happened: sessions that stay as they were, and the moment from which on others may start."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.caseload import Caseload, SessionType
from scheduler.schedule import Earlier, Session
from scheduler.times import MINUTES_A_DAY, Window, Windows, merged


@dataclass(frozen=True, slots=True)
class FrozenSession:
    """One session that stays as it was, on a day of the week; what the facts say of it now changes nothing."""

    session: Session
    day: int
    session_type: SessionType

    @property
    def window(self) -> Window:
        """Its minutes of the day."""
        return self.session.window

    @property
    def counted_minutes(self) -> int:
        """Minutes that count for the hours of its patients."""
        return self.session.minutes if self.session_type.counts else 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What of a week has happened.

    Args:
        until: minutes from the beginning of the week; nothing new starts before.
        sessions: all that started before, in order of time.
        by_patient, by_therapist, by_resource, by_group: the same by whom and what they concern.
    """

    until: int
    sessions: tuple[FrozenSession, ...]
    by_patient: Mapping[str, tuple[FrozenSession, ...]]
    by_therapist: Mapping[str, tuple[FrozenSession, ...]]
    by_resource: Mapping[str, tuple[FrozenSession, ...]]
    by_group: Mapping[str, tuple[FrozenSession, ...]]

    def of_patient(self, patient: str, day: int | None = None, session_type: str = "") -> tuple[FrozenSession, ...]:
        """The sessions of a patient, those of one day or one type only where these are given."""
        return tuple(
            one
            for one in self.by_patient.get(patient, ())
            if day in {None, one.day} and session_type in {"", one.session.session_type}
        )

    def counted_minutes(self, patient: str, day: int | None = None) -> int:
        """Counted minutes of a patient in the week, or on one day of it."""
        return sum(one.counted_minutes for one in self.of_patient(patient, day))

    def days(self, patient: str) -> frozenset[int]:
        """Days on which the patient attended anything."""
        return frozenset(one.day for one in self.by_patient.get(patient, ()))

    def busy(self, sessions: Iterable[FrozenSession], day: int) -> Windows:
        """Minutes of a day that some of the sessions take, those that touch as one."""
        return merged(one.window for one in sessions if one.day == day)


def frozen_of(caseload: Caseload, monday: date, earlier: Earlier | None) -> Frozen:
    """What is frozen of the week that begins on ``monday``; nothing where no moment is given.

    The caseload has to know the types of the sessions.
    """
    if earlier is None or earlier.frozen_before is None:
        return just(0, ())
    moment = earlier.frozen_before
    until = (moment.date() - monday) // timedelta(days=1) * MINUTES_A_DAY + moment.hour * 60 + moment.minute
    sessions = tuple(
        FrozenSession(session, day, caseload.session_types[session.session_type])
        for session in earlier.schedule.sessions
        if (day := (session.on - monday).days) * MINUTES_A_DAY + session.start < until
    )
    return just(until, sessions)


def just(until: int, sessions: tuple[FrozenSession, ...]) -> Frozen:
    """These sessions as they were, and nothing else before that minute of the week."""
    return Frozen(
        until,
        sessions,
        _by(sessions, lambda session: session.patients),
        _by(sessions, lambda session: session.therapists),
        _by(sessions, lambda session: session.resources),
        _by(sessions, lambda session: (session.group,) if session.group else ()),
    )


def _by(
    sessions: Iterable[FrozenSession], concerned: Callable[[Session], Iterable[str]]
) -> Mapping[str, tuple[FrozenSession, ...]]:
    found: defaultdict[str, list[FrozenSession]] = defaultdict(list)
    for one in sessions:
        for who in sorted(set(concerned(one.session))):
            found[who].append(one)
    return {who: tuple(found[who]) for who in sorted(found)}
