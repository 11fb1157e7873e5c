"""Two weeks side by side, and each of them as a place to try a session of the other."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from scheduler.caseload import Caseload
from scheduler.changes.change import Change, Holder, holder, week_minute
from scheduler.schedule import Schedule, Session
from scheduler.verify.facts import Facts


class Weeks(NamedTuple):
    """The Mondays of two weeks that are compared; they may be the same."""

    before: date
    after: date

    def carried(self, on: date) -> date:
        """The date of the later week that has the weekday of a date of the earlier one."""
        return on + (self.after - self.before)


class Place(NamedTuple):
    """Whose session and when in the week, in minutes from Monday midnight."""

    holder: Holder
    minute: int


@dataclass(frozen=True, eq=False)
class Side:
    """One of two compared weeks, as a place to try what the other one has.

    Args:
        caseload: the facts, as they are now.
        monday: of this week.
        sessions: of this week.
        others: of the other week.
        other_monday: of the other week.
        is_later: whether this is the later of the two.
        changes: everything that changed between the two, for everybody.
    """

    caseload: Caseload
    monday: date
    sessions: tuple[Session, ...]
    others: tuple[Session, ...]
    other_monday: date
    is_later: bool
    changes: tuple[Change, ...]

    def own(self, change: Change) -> Session | None:
        """The session that the change has in this week."""
        return change.after if self.is_later else change.before

    def foreign(self, change: Change) -> Session | None:
        """The session that the change has in the other week."""
        return change.before if self.is_later else change.after

    def carried(self, on: date) -> date:
        """The date of this week that has the weekday of a date of the other one."""
        return on + (self.monday - self.other_monday)

    def facts(self, sessions: list[Session]) -> Facts:
        """These sessions as a schedule of this week."""
        return Facts(self.caseload, self.monday, Schedule.of(sessions))

    def at(self, session: Session) -> Session | None:
        """The session of this week with the holder, weekday and start of one of either week."""
        return self._own_places.get(_place(session))

    def other_at(self, session: Session) -> Session | None:
        """The session of the other week with the holder, weekday and start of one of either week."""
        return self._other_places.get(_place(session))

    def changes_to(self, session: Session) -> Sequence[Change]:
        """Changes that have this session of this week."""
        return self._by_own.get(session, ())

    def changes_from(self, session: Session) -> Sequence[Change]:
        """Changes that have this session of the other week."""
        return self._by_foreign.get(session, ())

    @cached_property
    def _by_own(self) -> Mapping[Session | None, Sequence[Change]]:
        return _grouped(self.changes, self.own)

    @cached_property
    def _by_foreign(self) -> Mapping[Session | None, Sequence[Change]]:
        return _grouped(self.changes, self.foreign)

    @cached_property
    def by_id(self) -> Mapping[str, Session]:
        """Sessions of this week."""
        return {session.session: session for session in self.sessions}

    @cached_property
    def _own_places(self) -> Mapping[Place, Session]:
        return {_place(session): session for session in self.sessions}

    @cached_property
    def _other_places(self) -> Mapping[Place, Session]:
        return {_place(session): session for session in self.others}


def sides(
    caseload: Caseload, weeks: Weeks, before: Schedule, after: Schedule, changes: tuple[Change, ...]
) -> tuple[Side, Side]:
    """The later week and the earlier one."""
    then, now = before.sessions, after.sessions
    return (
        Side(caseload, weeks.after, now, then, weeks.before, is_later=True, changes=changes),
        Side(caseload, weeks.before, then, now, weeks.after, is_later=False, changes=changes),
    )


def _grouped(
    changes: Sequence[Change], session_of: Callable[[Change], Session | None]
) -> Mapping[Session | None, Sequence[Change]]:
    found: defaultdict[Session | None, list[Change]] = defaultdict(list)
    for change in changes:
        found[session_of(change)].append(change)
    return found


def _place(session: Session) -> Place:
    return Place(holder(session), week_minute(session))
