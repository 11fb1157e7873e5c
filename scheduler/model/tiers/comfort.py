"""The comfort tier: waiting, extra days and wishes, as an expression to be made as small as possible.

Waiting is the time between a patient's first start and last end of a day less the sessions between them. First start
and last end are staircases: for each possible start, whether the patient has arrived by then, and for each possible
end, whether the patient stays that long. Their steps are linear in who attends and when, so the relaxation is tight
where variables for the first and last minute give none.
"""

from itertools import pairwise

from ortools.sat.python import cp_model

from scheduler.model.starts import each
from scheduler.model.variables import Literal, Taken, WeekModel
from scheduler.times import DAYS_A_WEEK, Window, overlap_minutes
from scheduler.week import Week

EXTRA_DAY_MINUTES = 30

Term = tuple[int, Literal]


def comfort(model: WeekModel) -> cp_model.LinearExprT:
    """Discomfort minutes of all patients."""
    terms: list[Term] = []
    for patient, days in model.by_patient.items():
        terms += _extra_days(model, patient)
        for day, taken in enumerate(days):
            terms += _waiting(model, patient, day)
            for one in taken:
                terms += _wishes(model, patient, one)
    sure = sum(_frozen_discomfort(model.week, patient) for patient in model.places.patients)
    return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [weight for weight, _ in terms]) + sure


def _frozen_discomfort(week: Week, patient: str) -> int:
    """What of the discomfort is certain because of what has happened."""
    extra = max(0, len(week.frozen.days(patient)) - week.limits[patient].min_days_week)
    waiting = sum(_frozen_waiting(week, patient, day) for day in range(DAYS_A_WEEK))
    wishes = sum(against_wishes(week, patient, one.day, one.window) for one in week.frozen.of_patient(patient))
    return EXTRA_DAY_MINUTES * extra + waiting + wishes


def _frozen_waiting(week: Week, patient: str, day: int) -> int:
    busy = week.frozen.busy(week.frozen.of_patient(patient), day)
    return sum(later.start - earlier.end for earlier, later in pairwise(busy))


def against_wishes(week: Week, patient: str, day: int, window: Window) -> int:
    """Minutes of the window inside `avoid` and outside all `prefer` windows, where there are any."""
    minutes = overlap_minutes(week.avoid[patient][day], window) if patient in week.avoid else 0
    if patient in week.prefer:
        minutes += window.minutes - overlap_minutes(week.prefer[patient][day], window)
    return minutes


def _extra_days(model: WeekModel, patient: str) -> list[Term]:
    before = model.week.frozen.days(patient)
    free = max(0, model.week.limits[patient].min_days_week - len(before))
    days = [day for day, taken in enumerate(model.by_patient[patient]) if taken and day not in before]
    if len(days) <= free:
        return []
    extra = model.cp.new_int_var(0, len(days) - free, f"extra days {patient}")
    model.cp.add(sum(model.attended(patient, day) for day in days) <= extra + free)
    return [(EXTRA_DAY_MINUTES, extra)]


def _waiting(model: WeekModel, patient: str, day: int) -> list[Term]:
    taken = model.by_patient[patient][day]
    before = model.week.frozen.busy(model.week.frozen.of_patient(patient), day)
    if before and taken:
        return _waiting_on(model, patient, day, before[-1].end)
    if len(taken) < 2:
        return []
    possible = {one: sorted(each(model.units[one.unit].patients[patient])) for one in taken}
    starts = sorted({start for own in possible.values() for start in own})
    ends = sorted({start + model.units[one.unit].minutes for one, own in possible.items() for start in own})
    arrived = [model.cp.new_bool_var(f"{patient} {day} arrived by {start}") for start in starts[:-1]]
    stays = [model.cp.new_bool_var(f"{patient} {day} stays until {end}") for end in ends[1:]]
    for earlier, later in pairwise(arrived):
        model.cp.add_implication(earlier, later)
    for earlier, later in pairwise(stays):
        model.cp.add_implication(later, earlier)
    for one, own in possible.items():
        for start in own:
            if start < starts[-1]:
                _at_least(model, arrived[starts.index(start)], _attended_from_or_by(model, one, own, start, by=True))
            end = start + model.units[one.unit].minutes
            if end > ends[0]:
                _at_least(model, stays[ends.index(end) - 1], _attended_from_or_by(model, one, own, start, by=False))
    return [
        (ends[0] - starts[-1], model.attended(patient, day)),
        *((there - here, literal) for (here, there), literal in zip(pairwise(starts), arrived, strict=True)),
        *((there - here, literal) for (here, there), literal in zip(pairwise(ends), stays, strict=True)),
        *((-model.units[one.unit].minutes, one.literal) for one in taken),
    ]


def _waiting_on(model: WeekModel, patient: str, day: int, since: int) -> list[Term]:
    """Waiting of a day that has begun already: from the end of what was there until the last end, less the sessions."""
    taken = model.by_patient[patient][day]
    possible = {one: sorted(each(model.units[one.unit].patients[patient])) for one in taken}
    ends = sorted({start + model.units[one.unit].minutes for one, own in possible.items() for start in own})
    stays = [model.cp.new_bool_var(f"{patient} {day} stays until {end}") for end in ends]
    for earlier, later in pairwise(stays):
        model.cp.add_implication(later, earlier)
    for one, own in possible.items():
        for start in own:
            end = start + model.units[one.unit].minutes
            _at_least(model, stays[ends.index(end)], _attended_from_or_by(model, one, own, start, by=False))
    return [
        *((there - here, literal) for (here, there), literal in zip(pairwise([since, *ends]), stays, strict=True)),
        *((-model.units[one.unit].minutes, one.literal) for one in taken),
    ]


def _attended_from_or_by(model: WeekModel, one: Taken, own: list[int], start: int, *, by: bool) -> list[Term]:
    """Whether a unit is attended and starts by (or from) a minute, as a sum that is never more than that."""
    if by:
        if start >= own[-1]:
            return [(1, one.literal)]
        return [(1, one.literal), (1, model.started_by(one.unit, start)), (-1, model.runs[one.unit])]
    if start <= own[0]:
        return [(1, one.literal)]
    return [(1, one.literal), (-1, model.started_by(one.unit, start - 1))]


def _at_least(model: WeekModel, literal: Literal, terms: list[Term]) -> None:
    if len(terms) == 1:
        model.cp.add_implication(terms[0][1], literal)
    else:
        model.cp.add(sum(weight * term for weight, term in terms) <= literal)


def _wishes(model: WeekModel, patient: str, one: Taken) -> list[Term]:
    """Minutes inside `avoid` and outside all `prefer` windows."""
    unit = model.units[one.unit]
    day = unit.day
    if patient not in model.week.prefer and not (patient in model.week.avoid and model.week.avoid[patient][day]):
        return []
    steps: list[tuple[int, int]] = []
    for start in each(unit.patients[patient]):
        cost = against_wishes(model.week, patient, day, Window(start, start + unit.minutes))
        if not steps or steps[-1][1] != cost:
            steps.append((start, cost))
    return _by_step(model, one, steps)


def _by_step(model: WeekModel, one: Taken, steps: list[tuple[int, int]]) -> list[Term]:
    first = steps[0][1]
    rises = [(cost - before, model.started_by(one.unit, start - 1)) for (_, before), (start, cost) in pairwise(steps)]
    if not rises:
        return [(first, one.literal)]
    if model.units[one.unit].group is None:
        last = steps[-1][1]
        return [(last, one.literal), *((-rise, started) for rise, started in rises)]
    cost = model.cp.new_int_var(0, max(cost for _, cost in steps), "")
    by_start = first + sum(rise * (1 - started) for rise, started in rises)
    model.cp.add(cost >= by_start).only_enforce_if(one.literal)
    return [(1, cost)]
