"""Rules about the meetings of groups and who is admitted to them."""

from collections.abc import Iterable, Sequence
from itertools import combinations, groupby

from scheduler.caseload import Group, TimetableRow
from scheduler.model.candidates import Candidate, Domains, row_classes
from scheduler.model.domains import starts_at, starts_clear_of
from scheduler.model.problem import WeekProblem
from scheduler.model.rules.patients import share_no_minute
from scheduler.model.variables import Literal, Participation, WeekModel
from scheduler.times import Windows
from scheduler.week.frozen import FrozenSession


def group_size(model: WeekModel) -> None:
    """A meeting that takes place has enough patients and not too many."""
    for number, candidate in enumerate(model.candidates):
        if candidate.group:
            size = sum(model.attends[number].values()) + len(candidate.staying)
            model.cp.add(size >= candidate.group.min_size * model.runs[number])
            if len(candidate.patients) + len(candidate.staying) > candidate.group.max_size:
                model.cp.add(size <= candidate.group.max_size * model.runs[number])


def keep_to_rows(_problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """Meetings take only the starts and therapists that their row gives."""
    row = candidate.row
    if row and row.starts is not None:
        domains = domains.narrowed(starts_at(row.starts))
    return domains.led_by(row.therapists) if row and row.therapists is not None else domains


def group_meetings(model: WeekModel) -> None:
    """A group meets as often as it may, and its meetings match different rows."""
    for group, numbers in groupby(range(len(model.candidates)), key=lambda number: model.candidates[number].group):
        if group:
            _meets_as_often_as_allowed(model, group, list(numbers))
    for number, candidate in enumerate(model.candidates):
        if candidate.group:
            hold_named(model, number)


def hold_named(model: WeekModel, number: int) -> None:
    """The resources that the row or the appointment of a candidate gives are held where it takes place."""
    for resource in model.candidates[number].named_resources:
        literals = [
            literal
            for pools in model.holds[number].values()
            for pool, literal in pools.items()
            if resource in model.problem.pools[pool].resources
        ]
        model.cp.add(sum(literals) == model.runs[number])


def _meets_as_often_as_allowed(model: WeekModel, group: Group, numbers: list[int]) -> None:
    met = model.week.frozen.by_group.get(group.group, ())
    at_most(model, [model.runs[number] for number in numbers], max(0, group.meetings_per_week - len(met)))
    _match_different_rows(model, group, numbers, met)
    by_day = sorted(numbers, key=lambda number: model.candidates[number].day)
    for day, same_day in groupby(by_day, key=lambda number: model.candidates[number].day):
        taken = [Participation(number, model.runs[number]) for number in same_day]
        left = group.meetings_per_day - sum(one.day == day for one in met)
        at_most(model, [one.literal for one in taken], max(0, left))
        for one in taken:
            _keep_clear(model, one, model.week.frozen.busy(met, day))
        if group.meetings_per_day > 1:
            share_no_minute(model, taken)


def _keep_clear(model: WeekModel, one: Participation, windows: Windows) -> None:
    candidate = model.candidates[one.candidate]
    clear = candidate.starts & starts_clear_of(windows, candidate.minutes)
    if clear != candidate.starts:
        model.cp.add_implication(one.literal, model.fits(one.candidate, clear))


def _match_different_rows(model: WeekModel, group: Group, numbers: list[int], met: Sequence[FrozenSession]) -> None:
    """Meetings match different rows; those beyond the rows, or all but as many of what is frozen, are free.

    What is frozen is matched too, and leaves no more meetings without a row than it would by itself.
    """
    classes = row_classes(model.problem.caseload, group)
    given = [number for number, (row, _) in enumerate(classes) if not is_free(row)]
    free = sum(count for row, count in classes if is_free(row))
    fitting = [[number for number in given if _matches(classes[number][0], one)] for one in met]
    taken: dict[int, list[Literal]] = {number: [] for number in given}
    for choices in fitting:
        matched = [model.cp.new_bool_var("") for _ in choices]
        at_most(model, matched, 1)
        for number, literal in zip(choices, matched, strict=True):
            taken[number].append(literal)
    for number, (row, count) in enumerate(classes):
        own = [model.runs[place] for place in numbers if model.candidates[place].row == row]
        if number in taken:
            at_most(model, [*own, *taken[number]], count)
        elif not met:
            at_most(model, own, count)
    if met:
        alone = len(met) - _most_matched(fitting, [count for _, count in classes])
        own_rows = {place: model.candidates[place].row for place in numbers}
        beyond = [model.runs[place] for place, given_row in own_rows.items() if given_row and is_free(given_row)]
        matched_in_all = sum(sum(literals) for literals in taken.values())
        model.cp.add(sum(beyond) + len(met) - matched_in_all <= max(free, alone))


def is_free(row: TimetableRow) -> bool:
    """Whether the row stands for meetings that the timetable has no row for."""
    return row == TimetableRow(row.group)


def _matches(row: TimetableRow, one: FrozenSession) -> bool:
    """Whether what is frozen is as the row says, wherever it says something."""
    held = one.session
    return (
        (row.days is None or one.day in row.days)
        and (row.starts is None or held.start in row.starts)
        and (row.therapists is None or set(row.therapists) == set(held.therapists))
        and set(row.resources or ()) <= set(held.resources)
    )


def _most_matched(fitting: Sequence[Sequence[int]], rows: Sequence[int]) -> int:
    """How many meetings can have a row of their own, where each class has so many rows."""
    holders: dict[tuple[int, int], int] = {}

    def place(meeting: int, tried: set[tuple[int, int]]) -> bool:
        for row in ((number, copy) for number in fitting[meeting] for copy in range(rows[number])):
            if row not in tried:
                tried.add(row)
                if row not in holders or place(holders[row], tried):
                    holders[row] = meeting
                    return True
        return False

    return sum(place(meeting, set()) for meeting in range(len(fitting)))


def at_most(model: WeekModel, literals: Iterable[Literal], most: int) -> None:
    """At most so many of the literals are true; nothing is said where that cannot fail."""
    counted = list(literals)
    if most == 1:
        model.cp.add_at_most_one(counted)
    elif len(counted) > most:
        model.cp.add(sum(counted) <= most)


def leave_those_who_came(problem: WeekProblem, candidate: Candidate, domains: Domains) -> Domains:
    """A closed group that has met is open to those only who came to one of these meetings."""
    if not problem.week.frozen.sessions:
        return domains
    return domains.with_patients(
        {who: starts for who, starts in domains.patients.items() if not is_closed_to(problem, candidate, who)}
    )


def is_closed_to(problem: WeekProblem, candidate: Candidate, patient: str) -> bool:
    """Whether the group keeps its members and has met without the patient."""
    met = problem.week.frozen.by_group.get(candidate.held_for or "", ())
    is_closed = bool(candidate.group and candidate.group.same_members and met)
    return is_closed and not any(patient in one.session.patients for one in met)


def group_same_members(model: WeekModel) -> None:
    """Patients of a closed group attend all of its meetings or none."""
    candidates: dict[str, list[int]] = {}
    for number, candidate in enumerate(model.candidates):
        if candidate.group and candidate.group.same_members:
            candidates.setdefault(candidate.group.group, []).append(number)
    for numbers in candidates.values():
        for patient in sorted({who for number in numbers for who in model.attends[number]}):
            _attends_all_or_none(model, patient, numbers)


def _attends_all_or_none(model: WeekModel, patient: str, numbers: list[int]) -> None:
    for one, other in combinations(numbers, 2):
        for here, there in ((one, other), (other, one)):
            attends = model.attends[here].get(patient)
            also = model.attends[there].get(patient)
            if attends is not None:
                model.cp.add_bool_or([~attends, ~model.runs[there], *([] if also is None else [also])])
