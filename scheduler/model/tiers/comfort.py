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
from scheduler.times import Window, overlap_minutes

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
    return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [weight for weight, _ in terms])


def _extra_days(model: WeekModel, patient: str) -> list[Term]:
    free = model.week.limits[patient].min_days_week
    days = [day for day, taken in enumerate(model.by_patient[patient]) if taken]
    if len(days) <= free:
        return []
    extra = model.cp.new_int_var(0, len(days) - free, f"extra days {patient}")
    model.cp.add(sum(model.attended(patient, day) for day in days) <= extra + free)
    return [(EXTRA_DAY_MINUTES, extra)]


def _waiting(model: WeekModel, patient: str, day: int) -> list[Term]:
    taken = model.by_patient[patient][day]
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
    avoid = model.week.avoid[patient][day] if patient in model.week.avoid else ()
    prefer = model.week.prefer[patient][day] if patient in model.week.prefer else None
    if not avoid and prefer is None:
        return []
    steps: list[tuple[int, int]] = []
    for start in each(unit.patients[patient]):
        window = Window(start, start + unit.minutes)
        cost = overlap_minutes(avoid, window)
        cost += 0 if prefer is None else unit.minutes - overlap_minutes(prefer, window)
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
