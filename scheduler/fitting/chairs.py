"""The next open chair of each group: the first date on which one of its meetings has a seat to give."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.caseload import Caseload, Group, Patient
from scheduler.model.rules.patients import patient_admitted_to_group
from scheduler.schedule import Schedule, Session
from scheduler.week.week import Week, week_of


@dataclass(frozen=True, slots=True)
class Chair:
    """The first open chair of a group.

    Args:
        group: its id.
        on: the date; None where none is open in the weeks that were looked at.
        start: minute at which the meeting begins.
        free: seats that are open then.
        seats: of the group.
        meetings: how many meetings it has in the week at hand; none means that it does not meet.
    """

    group: str
    on: date | None
    start: int | None
    free: int
    seats: int
    meetings: int


def open_chairs(
    caseload: Caseload, monday: date, schedule: Schedule, weeks: int, patient: str | None = None
) -> tuple[Chair, ...]:
    """The next open chair of each group, or of those that a patient may join.

    Meetings of later weeks are those of the schedule; whoever's stay has ended then has left a chair.
    """
    week = week_of(caseload, monday)
    return tuple(
        _next(caseload, schedule, weeks, group, patient)
        for group in caseload.groups.values()
        if patient is None or _may_join(week, group, patient)
    )


def _may_join(week: Week, group: Group, patient: str) -> bool:
    return group.session_type in week.caseload.plans[patient] and patient_admitted_to_group(week, group, patient)


def _next(caseload: Caseload, schedule: Schedule, weeks: int, group: Group, patient: str | None) -> Chair:
    own = [one for one in schedule.sessions if one.group == group.group]
    for number, one in _in_time(own, weeks):
        on = one.on + timedelta(weeks=number)
        taken = sum(_is_here(caseload.patients.get(who), on) for who in one.patients if who != patient)
        seats = _seats(caseload, group, one)
        if taken < seats:
            return Chair(group.group, on, one.start, seats - taken, seats, len(own))
    return Chair(group.group, None, None, 0, group.max_size, len(own))


def _in_time(sessions: list[Session], weeks: int) -> Iterator[tuple[int, Session]]:
    for number in range(weeks):
        for one in sorted(sessions, key=lambda each: (each.on, each.start)):
            yield number, one


def _seats(caseload: Caseload, group: Group, one: Session) -> int:
    """Seats of the group, or of the smallest room that the meeting is in."""
    places = [caseload.resources[name].capacity for name in one.resources if name in caseload.resources]
    known = [capacity for capacity in places if capacity is not None]
    return group.max_size if group.mode == "hybrid" else min([group.max_size, *known])


def _is_here(patient: Patient | None, on: date) -> bool:
    return patient is not None and (patient.discharged is None or on <= patient.discharged)
