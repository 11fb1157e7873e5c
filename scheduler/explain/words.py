"""Unmet care in sentences a coordinator can act on; patients by id only."""

from scheduler.times import Windows, hours, intersected, merged, total_minutes
from scheduler.verify import Need
from scheduler.verify.violation import counted
from scheduler.week import Week, windows_for


def explanation(week: Week, need: Need, minutes: int, cause: str) -> str:
    """One or two sentences: what is missing, and what stands in the way."""
    missing = f"{_missing(week, need, minutes)} missing"
    if cause == "unavoidable":
        return f"{missing}, even if nobody else were served: {_in_the_way(week, need)}"
    if cause == "capacity":
        return f"{missing}: in every week with as little unmet care as this, the time goes to other patients"
    return f"{missing}: it is not proven yet whether a better week exists; a longer time limit may tell"


def _missing(week: Week, need: Need, minutes: int) -> str:
    if need.need == "weekly_hours":
        return f"{hours(minutes)} of the {hours(need.asked_minutes)} of the week are"
    if need.need == "planned_sessions":
        each = week.caseload.session_types[need.session_type].minutes
        return _of_all(minutes // each, need.asked_minutes // each, f"planned {{}} of {need.session_type}", "session")
    a_day = week.limits[need.patient].min_minutes_day
    return _of_all(minutes // a_day, need.asked_minutes // a_day, f"{{}} with at least {hours(a_day)}", "day")


def _of_all(number: int, asked: int, what: str, one: str) -> str:
    if asked == 1:
        return f"The one {what.format(one)} is"
    return f"{number} of the {asked} {what.format(one + 's')} {'is' if number == 1 else 'are'}"


def _in_the_way(week: Week, need: Need) -> str:
    """What the patient's own week leaves, in figures."""
    if need.need == "planned_sessions":
        return _in_the_way_of_sessions(week, need)
    open_minutes = [total_minutes(windows) for windows in _free(week, need.patient, with_family=False)]
    days = [minutes for minutes in open_minutes if minutes]
    if not days:
        return "within the opening hours the patient is free on no day"
    if need.need == "weekly_hours":
        return (
            f"within the opening hours the patient is free on {counted(len(days), 'day')}, {hours(sum(days))} in all, "
            "but what is offered then, with the limits of the day and the week, does not suffice"
        )
    a_day = week.limits[need.patient].min_minutes_day
    enough, asked = sum(minutes >= a_day for minutes in days), need.asked_minutes // a_day
    return f"within the opening hours the patient is free for {hours(a_day)} on {_days(enough, asked)}"


def _in_the_way_of_sessions(week: Week, need: Need) -> str:
    session_type = week.caseload.session_types[need.session_type]
    who = ["the patient", *(["the family"] if session_type.needs_family else [])]
    free = _free(week, need.patient, with_family=session_type.needs_family)
    if not session_type.is_group:
        who.append("whoever may lead it")
        leaders = [week.therapists[name] for name in week.plans[need.patient][need.session_type].therapists]
        free = [
            intersected(windows, merged(window for leader in leaders for window in leader[day]))
            for day, windows in enumerate(free)
        ]
    enough = sum(any(window.minutes >= session_type.minutes for window in windows) for windows in free)
    together = f"{', '.join(who[:-1])} and {who[-1]} are free together" if len(who) > 1 else "the patient is free"
    # Several sessions may lie on one day, so one day that is long enough may do.
    return f"within the opening hours {together} for {hours(session_type.minutes)} on {_days(enough, asked=1)}"


def _free(week: Week, patient: str, *, with_family: bool) -> list[Windows]:
    """By day, when the patient is free within the opening hours; without the way there, where it may be spared."""
    remote = week.caseload.patients[patient].mode != "in_person"
    return [
        intersected(windows_for(week, patient, day, remote=remote, with_family=with_family), opening)
        if day in week.stays[patient]
        else ()
        for day, opening in enumerate(week.opening)
    ]


def _days(enough: int, asked: int) -> str:
    if not enough:
        return "no day"
    if enough < asked:
        return f"{counted(enough, 'day')} only"
    return f"{counted(enough, 'day')}, but what is offered then, with the limits of the day, does not suffice"
