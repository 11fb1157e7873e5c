"""Rules about the meetings of groups and who is admitted to them."""

from collections.abc import Iterable
from itertools import combinations, groupby

from scheduler.caseload import Group
from scheduler.model.places import Places, row_classes
from scheduler.model.rules.patients import share_no_minute
from scheduler.model.starts import starts_at
from scheduler.model.variables import Literal, Taken, WeekModel
from scheduler.week import Week


def patient_admitted_to_group(week: Week, group: Group, patient: str) -> bool:
    """The patient holds every tag that the group asks for, and the modes fit."""
    who = week.caseload.patients[patient]
    if not group.admits <= who.tags | {who.level}:
        return False
    return (group.mode, who.mode) not in {("virtual", "in_person"), ("in_person", "virtual")}


def group_size(model: WeekModel) -> None:
    """A meeting that takes place has enough patients and not too many."""
    for number, unit in enumerate(model.units):
        if unit.group:
            size = sum(model.attends[number].values()) + len(unit.staying)
            model.cp.add(size >= unit.group.min_size * model.runs[number])
            if len(unit.patients) + len(unit.staying) > unit.group.max_size:
                model.cp.add(size <= unit.group.max_size * model.runs[number])


def keep_to_rows(places: Places) -> None:
    """Meetings take only the starts and therapists that their row gives."""
    for unit in places.units:
        if unit.row and unit.row.starts is not None:
            unit.narrow(starts_at(unit.row.starts))
        if unit.row and unit.row.therapists is not None:
            given = unit.row.therapists
            unit.leaders = {who: starts for who, starts in unit.leaders.items() if who in given}


def group_meetings(model: WeekModel) -> None:
    """A group meets as often as it may, and its meetings match different rows."""
    for group, numbers in groupby(range(len(model.units)), key=lambda number: model.units[number].group):
        if group:
            _meets_as_often_as_allowed(model, group, list(numbers))
    for number, unit in enumerate(model.units):
        if unit.group:
            hold_named(model, number)


def hold_named(model: WeekModel, number: int) -> None:
    """The resources that the row or the appointment of a unit gives are held where it takes place."""
    for resource in model.units[number].named_resources:
        literals = [
            literal
            for pools in model.holds[number].values()
            for pool, literal in pools.items()
            if resource in model.places.pools[pool].resources
        ]
        model.cp.add(sum(literals) == model.runs[number])


def _meets_as_often_as_allowed(model: WeekModel, group: Group, numbers: list[int]) -> None:
    at_most(model, [model.runs[number] for number in numbers], group.meetings_per_week)
    for row, count in row_classes(model.places.caseload, group):
        at_most(model, [model.runs[number] for number in numbers if model.units[number].row == row], count)
    by_day = sorted(numbers, key=lambda number: model.units[number].day)
    for _, same_day in groupby(by_day, key=lambda number: model.units[number].day):
        taken = [Taken(number, model.runs[number]) for number in same_day]
        at_most(model, [one.literal for one in taken], group.meetings_per_day)
        if group.meetings_per_day > 1:
            share_no_minute(model, taken)


def at_most(model: WeekModel, literals: Iterable[Literal], most: int) -> None:
    """At most so many of the literals are true; nothing is said where that cannot fail."""
    counted = list(literals)
    if most == 1:
        model.cp.add_at_most_one(counted)
    elif len(counted) > most:
        model.cp.add(sum(counted) <= most)


def group_same_members(model: WeekModel) -> None:
    """Patients of a closed group attend all of its meetings or none."""
    units: dict[str, list[int]] = {}
    for number, unit in enumerate(model.units):
        if unit.group and unit.group.same_members:
            units.setdefault(unit.group.group, []).append(number)
    for numbers in units.values():
        for patient in sorted({who for number in numbers for who in model.attends[number]}):
            _attends_all_or_none(model, patient, numbers)


def _attends_all_or_none(model: WeekModel, patient: str, numbers: list[int]) -> None:
    for one, other in combinations(numbers, 2):
        for here, there in ((one, other), (other, one)):
            attends = model.attends[here].get(patient)
            also = model.attends[there].get(patient)
            if attends is not None:
                model.cp.add_bool_or([~attends, ~model.runs[there], *([] if also is None else [also])])
