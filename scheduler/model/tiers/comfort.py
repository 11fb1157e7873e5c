"""Last tier: waiting, extra days and wishes, as an expression to be minimised.

A patient's day is a path through its minutes, a unit flow in a time-expanded network: it arrives where a session
starts, goes on through sessions and through waiting from one possible start or end to the next, and leaves where a
session ends. Such a flow is integral wherever nothing but the one day is asked for, so the LP relaxation is tight:
6,593 of the 6,825 that is the least for fixed 60, where staircases had 5,650 after 20 s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from scheduler.model.variables import Literal, Participation, WeekModel
from scheduler.times import DAYS_A_WEEK, MINUTES_A_DAY, Window, Windows, overlap_minutes
from scheduler.week.week import Week

EXTRA_DAY_MINUTES = 30

Term = tuple[int, Literal]


@dataclass(frozen=True, slots=True)
class Attended:
    """Window of a day in which a patient attends, or a therapist leads, where the literal is true."""

    window: Window
    literal: Literal


def comfort(model: WeekModel) -> cp_model.LinearExprT:
    """Discomfort points of all patients; to be true where nobody is in two sessions at a time."""
    terms: list[Term] = []
    for patient, days in model.by_patient.items():
        terms += _extra_days(model, patient)
        for day, taken in enumerate(days):
            if taken:
                terms += _day(model, patient, day, taken)
    sure = sum(_frozen_discomfort(model.week, patient) for patient in model.problem.patients)
    _lead_one_at_a_time(model)
    return _sum(terms) + sure


def _frozen_discomfort(week: Week, patient: str) -> int:
    """Discomfort that is certain because of what has happened."""
    extra = max(0, len(week.frozen.days(patient)) - week.limits[patient].min_days_week)
    attended = week.frozen.of_patient(patient)
    waiting = sum(minutes_between(week.frozen.busy(attended, day)) for day in range(DAYS_A_WEEK))
    wishes = sum(against_wishes(week, patient, one.day, one.window) for one in attended)
    return EXTRA_DAY_MINUTES * extra + waiting + wishes


def minutes_between(busy: Windows) -> int:
    """Minutes from the end of each window to the next one."""
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


def _day(model: WeekModel, patient: str, day: int, taken: list[Participation]) -> list[Term]:
    """Waiting and wishes of a day; a day that has begun already goes on where it stands."""
    before = model.week.frozen.busy(model.week.frozen.of_patient(patient), day)
    attended = [at for one in taken for at in _attended_at(model, patient, one)]
    terms = [(cost, at.literal) for at in attended if (cost := against_wishes(model.week, patient, day, at.window))]
    if len(taken) == 1 and not before:
        return terms
    return [*terms, *_waiting(model, model.attended(patient, day), attended, before[-1].end if before else None)]


def _waiting(model: WeekModel, comes: Literal, attended: list[Attended], since: int | None) -> list[Term]:
    """The flow of a day; gives its waiting arcs with their minutes."""
    starts = {at.window.start for at in attended}
    ends = {at.window.end for at in attended}
    arrivals = starts if since is None else {since}
    first, last = min(ends) if since is None else since, max(starts)
    flow: dict[int, list[Term]] = {minute: [] for minute in sorted(starts | ends | arrivals)}
    for at in attended:
        _go(flow, at.window.start, at.window.end, at.literal)
    waiting = [
        (there - here, _go(flow, here, there, model.cp.new_bool_var("")))
        for here, there in pairwise(flow)
        if first <= here and there <= last
    ]
    arrives = [_go(flow, None, minute, model.cp.new_bool_var("")) for minute in sorted(arrivals)]
    for minute in sorted(ends):
        _go(flow, minute, None, model.cp.new_bool_var(""))
    for terms in flow.values():
        model.cp.add(_sum(terms) == 0)
    model.cp.add(sum(arrives) == comes)
    return waiting


def _go(flow: dict[int, list[Term]], here: int | None, there: int | None, literal: Literal) -> Literal:
    """An arc that the flow takes where the literal is true; None is outside the day."""
    if here is not None:
        flow[here].append((-1, literal))
    if there is not None:
        flow[there].append((1, literal))
    return literal


def _sum(terms: list[Term]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [weight for weight, _ in terms])


def _attended_at(model: WeekModel, patient: str, one: Participation) -> Iterator[Attended]:
    """Windows of a candidate that a patient may attend, one for each start."""
    candidate = model.candidates[one.candidate]
    at = (
        model.begins(one.candidate)
        if candidate.group is None
        else model.takes_part_at(one, candidate.patients[patient])
    )
    for start, literal in at.items():
        yield Attended(Window(start, start + candidate.minutes), literal)


def _lead_one_at_a_time(model: WeekModel) -> None:
    """Cliques of each therapist, minute by minute: implied by the rules, they bind the LP relaxation as well."""
    for therapist, days in model.by_therapist.items():
        for taken in days:
            led = [at for one in taken for at in _led_at(model, therapist, one)]
            known: set[int] = set()
            for minute in sorted({at.window.start for at in led}):
                here = {number for number, at in enumerate(led) if at.window.start <= minute < at.window.end}
                if len(here) > 1 and not here <= known:
                    known = here
                    model.cp.add_at_most_one(led[number].literal for number in sorted(here))


def _led_at(model: WeekModel, therapist: str, one: Participation) -> Iterator[Attended]:
    """Windows of a candidate that a therapist may lead, buffer included, one for each start.

    What of the buffer is after midnight is left to the rule.
    """
    candidate = model.candidates[one.candidate]
    is_sure = len(candidate.leaders) == candidate.needed_leaders
    at = model.begins(one.candidate) if is_sure else model.takes_part_at(one, candidate.leaders[therapist])
    for start, literal in at.items():
        until = min(MINUTES_A_DAY, start + candidate.minutes + candidate.session_type.buffer_minutes)
        yield Attended(Window(start, until), literal)
