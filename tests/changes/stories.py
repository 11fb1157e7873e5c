"""Two weeks with few sessions, and why each of these changed."""

from dataclasses import replace
from datetime import timedelta

from scheduler.caseload import Absence, Caseload
from scheduler.changes import compare
from scheduler.schedule import Schedule, Session
from tests.caseloads import meeting, one_to_one, patient, therapist, week

LAST_WEEK = timedelta(weeks=-1)


TWO = [patient("p1"), patient("p2")]


STAFF = [therapist("t1"), therapist("t2")]


# It takes place in both weeks, so that both are known whatever else there is.
ALWAYS = one_to_one("p9", "sat", "12:00-12:50", therapists="t9")


AWAY_MONDAY = "(follows from: t2 is away on Mon 2026-03-02)"


ON_TUESDAY = one_to_one("p1", "tue", "09:00-09:50")


ON_FRIDAY = one_to_one("p1", "fri", "12:00-12:50")


def earlier(absence: Absence) -> Absence:
    """The same absence a week before."""
    return replace(absence, first=absence.first + LAST_WEEK, last=absence.last + LAST_WEEK)


def reasons(
    caseload: Caseload, before: tuple[Session, ...], after: tuple[Session, ...]
) -> dict[tuple[str, str, str], str]:
    """Why each session of each person changed, by who, kind of change, and group or type."""
    held = (replace(session, on=session.on + LAST_WEEK) for session in week(*before, ALWAYS).sessions)
    found = compare(caseload, Schedule.of(held), week(*after, ALWAYS)).changes
    whose = {change: (change.before or change.after or ALWAYS) for change in found}
    return {(each.who, each.kind, one.group or one.session_type): each.why for each, one in whose.items()}


MOVED_GROUP = (
    (meeting("g1", "mon", "09:00-10:00", therapists="t2"),),
    (meeting("g1", "tue", "09:00-10:00", therapists="t2"),),
)
"""A group that meets on Tuesday instead of Monday, as t2 is away on Monday."""
