"""Unmet care in sentences a coordinator can act on; patients by id only."""

from scheduler.times import hours, intersected, total_minutes
from scheduler.verify import Need
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
        count = minutes // each
        verb = "is" if count == 1 else "are"
        return f"{count} of the {need.asked_minutes // each} planned sessions of {need.session_type} {verb}"
    a_day = week.limits[need.patient].min_minutes_day
    count = minutes // a_day
    asked = need.asked_minutes // a_day
    return f"{count} of the {asked} days with at least {hours(a_day)} {'is' if count == 1 else 'are'}"


def _in_the_way(week: Week, need: Need) -> str:
    """What the patient's own week leaves, in figures."""
    open_days = []
    for day in week.stays[need.patient]:
        remote = week.caseload.patients[need.patient].mode == "virtual"
        windows = windows_for(week, need.patient, day, remote=remote, with_family=False)
        open_days.append(total_minutes(intersected(windows, week.opening[day])))
    days = sum(1 for minutes in open_days if minutes)
    return (
        f"the patient can come on {days} days, {hours(sum(open_days))} in all within the opening hours, "
        "and what is offered then, with the limits of the day and the week, does not suffice"
    )
