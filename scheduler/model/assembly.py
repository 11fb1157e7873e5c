"""A week and a set of rules become a model."""

from collections.abc import Collection
from itertools import pairwise

from scheduler.caseload import Group
from scheduler.model.keeping import to_keep
from scheduler.model.places import Places, places_of
from scheduler.model.rules import RULES
from scheduler.model.tiers.stability import changes
from scheduler.model.variables import WeekModel
from scheduler.rules import RuleId
from scheduler.week import Week

ALL_RULES = tuple(RuleId)


def places_under(week: Week, rules: Collection[RuleId] = ALL_RULES) -> Places:
    """The places that these rules leave."""
    parts = [RULES[rule] for rule in rules]
    admitting = [part.admits for part in parts if part.admits]

    def admits(week: Week, group: Group, patient: str) -> bool:
        return all(admit(week, group, patient) for admit in admitting)

    places = places_of(week, admits)
    for part in parts:
        if part.narrow:
            part.narrow(places)
    if week.earlier and week.earlier.max_changes is not None:
        places.to_keep, places.changes_left = to_keep(places), week.earlier.max_changes
    places.settle()
    return places


def model_of(places: Places) -> WeekModel:
    """A model of these places in which every rule, every agreement and a limit on changes hold."""
    model = model_under(places, ALL_RULES)
    model.keep_agreements()
    return model


def model_under(places: Places, rules: Collection[RuleId]) -> WeekModel:
    """A model of these places in which these rules and a limit on changes hold; agreements wait to be kept."""
    model = WeekModel(
        places,
        are_led=RuleId.THERAPIST_QUALIFIED in rules,
        have_things=RuleId.RESOURCE_FITS in rules,
    )
    for rule in rules:
        hold = RULES[rule].hold
        if hold:
            hold(model)
    _take_equal_units_in_order(model)
    if places.changes_left is not None:
        model.cp.add(changes(model) <= places.changes_left)
    return model


def _take_equal_units_in_order(model: WeekModel) -> None:
    """Equal units of a day are used one after the other, which loses no schedule but for the names of units."""
    numbered = sorted((unit.name.rpartition("/")[0], unit.order, number) for number, unit in enumerate(model.units))
    for (name, _, first), (other_name, order, second) in pairwise(numbered):
        if order and name == other_name:
            model.cp.add_implication(model.runs[second], model.runs[first])
            model.cp.add(model.start[first] <= model.start[second]).only_enforce_if(model.runs[second])
