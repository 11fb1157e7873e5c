"""Two weeks side by side, and each of them as a place to try a session of the other."""

from collections.abc import Mapping
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


@dataclass(frozen=True)
class Side:
    """One of two compared weeks, as a place to try what the other one has.

    Args:
        caseload: the facts, as they are now.
        monday: of this week.
        sessions: of this week.
        others: of the other week.
        other_monday: of the other week.
        is_later: whether this is the later of the two.
    """

    caseload: Caseload
    monday: date
    sessions: tuple[Session, ...]
    others: tuple[Session, ...]
    other_monday: date
    is_later: bool

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

    @cached_property
    def _own_places(self) -> Mapping[Place, Session]:
        return {_place(session): session for session in self.sessions}

    @cached_property
    def _other_places(self) -> Mapping[Place, Session]:
        return {_place(session): session for session in self.others}


def sides(caseload: Caseload, weeks: Weeks, before: Schedule, after: Schedule) -> tuple[Side, Side]:
    """The later week and the earlier one."""
    now = Side(caseload, weeks.after, after.sessions, before.sessions, weeks.before, is_later=True)
    then = Side(caseload, weeks.before, before.sessions, after.sessions, weeks.after, is_later=False)
    return now, then


def _place(session: Session) -> Place:
    return Place(holder(session), week_minute(session))
