"""Rules about who leads, and how much."""

from scheduler.model.places import Places, Unit
from scheduler.model.starts import starts_inside
from scheduler.model.variables import WeekModel


def therapist_available(places: Places) -> None:
    """Therapists take only starts inside their windows."""
    for unit in places.units:
        for therapist, starts in unit.leaders.items():
            windows = places.week.therapists[therapist][unit.day]
            unit.leaders[therapist] = starts & starts_inside(windows, unit.minutes)


def leave_the_qualified(places: Places) -> None:
    """Only candidates of a group, and one to one those who were agreed or planned, who lead the type."""
    therapists = places.caseload.therapists
    for unit in places.units:
        asked = _asked(unit)
        unit.leaders = {
            who: starts
            for who, starts in unit.leaders.items()
            if who in asked and unit.session_type.session_type in therapists[who].leads
        }


def _asked(unit: Unit) -> tuple[str, ...]:
    if unit.group:
        return unit.group.therapists
    if unit.agreed:
        return unit.agreed.therapists
    return unit.planned.therapists if unit.planned else ()


def therapist_qualified(model: WeekModel) -> None:
    """As many therapists lead as are needed."""
    for number, unit in enumerate(model.units):
        literals = model.leads[number].values()
        if unit.needed_leaders == 1:
            model.cp.add_exactly_one(*literals, ~model.runs[number])
        else:
            model.cp.add(sum(literals) == unit.needed_leaders * model.runs[number])


def therapist_not_double_booked(model: WeekModel) -> None:
    """Sessions of a therapist do not overlap, each with the buffer after it."""
    for who, days in model.by_therapist.items():
        reserved = model.places.therapists.get(who, ())
        for day, taken in enumerate(days):
            same_day = [one for one in reserved if one.day == day]
            if taken and len(taken) + len(same_day) > 1:
                intervals = [model.interval(one, model.units[one.unit].session_type.buffer_minutes) for one in taken]
                intervals += [model.fixed_interval(one.start, one.minutes + one.buffer_minutes) for one in same_day]
                model.cp.add_no_overlap(intervals)


def therapist_hours(model: WeekModel) -> None:
    """Session minutes of a therapist stay below the limits of the day and of the week."""
    for who, days in model.by_therapist.items():
        therapist = model.places.caseload.therapists[who]
        led = [0] * len(days)
        for one in model.places.therapists.get(who, ()):
            led[one.day] += one.minutes
        if therapist.max_minutes_week is not None:
            week = [one for taken in days for one in taken]
            model.cp.add(model.session_minutes(week) <= therapist.max_minutes_week - sum(led))
        for day, taken in enumerate(days):
            if therapist.max_minutes_day is not None and taken:
                model.cp.add(model.session_minutes(taken) <= therapist.max_minutes_day - led[day])
