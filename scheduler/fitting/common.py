"""Times that several people and rooms have free together in a week."""

from collections.abc import Iterable
from datetime import date

from scheduler.caseload import Caseload
from scheduler.schedule import Schedule
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, Window, Windows, intersected, merged, without
from scheduler.week.week import Week, week_of


def common_time(
    caseload: Caseload, monday: date, schedule: Schedule, who: Iterable[str], minutes: int
) -> tuple[Windows, ...]:
    """By day from Monday, the windows of at least so many minutes that all of them have free within the opening hours.

    Args:
        caseload: the facts.
        monday: first day of the week.
        schedule: what is planned.
        who: ids of patients in care this week, therapists and resources.
        minutes: how long it is to take; a therapist's buffer after what they lead is kept free.
    """
    week = week_of(caseload, monday)
    free = list(week.opening)
    for name in who:
        windows, taken = _windows(week, name), _taken(caseload, monday, schedule, name)
        free = [without(intersected(free[day], windows[day]), taken[day]) for day in range(DAYS_A_WEEK)]
    return tuple(tuple(each for each in day if each.minutes >= minutes) for day in free)


def _windows(week: Week, name: str) -> tuple[Windows, ...]:
    if name in week.caseload.therapists:
        return week.therapists[name]
    if name in week.caseload.resources:
        return week.resources[name]
    if name not in week.stays:
        return ((),) * DAYS_A_WEEK
    # Who comes in person needs the way too.
    is_remote = week.caseload.patients[name].mode == "virtual"
    return week.remote[name] if is_remote else week.on_site[name]


def _taken(caseload: Caseload, monday: date, schedule: Schedule, name: str) -> list[Windows]:
    taken: list[list[Window]] = [[] for _ in range(DAYS_A_WEEK)]
    for one in schedule.sessions:
        day = (one.on - monday).days
        if 0 <= day < DAYS_A_WEEK and name in (*one.patients, *one.therapists, *one.resources):
            kind = caseload.session_types.get(one.session_type)
            buffer = kind.buffer_minutes if kind and name in one.therapists else 0
            taken[day].append(Window(one.start, min(MINUTES_A_DAY, one.end + buffer)))
    return [merged(day) for day in taken]
