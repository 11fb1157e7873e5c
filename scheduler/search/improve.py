"""Planning a few patients anew while everything else stays: the step that makes a week better at any size."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.model.assembly import model_of
from scheduler.model.goals import aim_at
from scheduler.model.placed import Placed, PlacedWeek, placed_by
from scheduler.model.places import Places
from scheduler.model.tiers import care
from scheduler.model.tiers.care import needs_of
from scheduler.model.variables import WeekModel
from scheduler.search import portfolio
from scheduler.search.alike import Seat
from scheduler.search.around import places_around, put_in
from scheduler.search.budget import Budget
from scheduler.search.engine import Parameters, run
from scheduler.search.incumbent import Incumbent
from scheduler.search.neighbours import BATCH
from scheduler.search.whole import hint, seconds_to_build

A_MOMENT = 0.5
"""Seconds within which a few patients are planned anew, or left as they are."""

Demand = Callable[[WeekModel], None]
"""What is asked of some patients' places, beside the rules."""


def planned(
    places: Places,
    demand: Demand,
    budget: Budget,
    parameters: Parameters,
    most: float = A_MOMENT,
    known: PlacedWeek | None = None,
) -> dict[str, Placed] | None:
    """What is placed in these places to meet the demand, if it is found in time; ``known`` may be close to it."""
    model = model_of(places)
    demand(model)
    if known is not None:
        hint(model, known)
    found = run(model.cp, budget, parameters, most)
    return None if found.values is None else placed_by(model, found.values)


def needs_met(incumbent: Incumbent, least: Mapping[str, int]) -> Demand:
    """Each of these patients lacks no more than their least, and less than now; nobody else lacks more than now."""

    def demand(model: WeekModel) -> None:
        for who in model.places.patients:
            now = incumbent.worths[who].care
            lacking = cp_model.LinearExpr.sum(list(needs_of(model, who).values()))
            model.cp.add(lacking <= (min(least[who], now - 1) if who in least else now))

    return demand


def less_unmet(incumbent: Incumbent) -> Demand:
    """All of them together lack less than now, the less the better."""

    def demand(model: WeekModel) -> None:
        goal = care(model)
        model.cp.add(goal <= sum(incumbent.worths[who].care for who in model.places.patients) - 1)
        model.cp.minimize(goal)

    return demand


def make_better(
    incumbent: Incumbent,
    free: Collection[str],
    tier: str,
    budget: Budget,
    parameters: Parameters = portfolio.LINEAR,
    most: float = A_MOMENT,
) -> bool:
    """Plan these patients anew, better in this tier and no worse in earlier ones, if that is found; tells whether.

    Nothing is begun that the budget would not last for; it counts as a try in vain.
    """
    places = places_around(incumbent, free)
    if seconds_to_build(places) > budget.left:
        budget.work(most)
        return False
    now = incumbent.worth_around(places)

    def demand(model: WeekModel) -> None:
        model.cp.add(aim_at(model, tier, now) <= now[tier] - 1)

    return _put_in(incumbent, places, planned(places, demand, budget, parameters, most))


def seat(
    incumbent: Incumbent, seats: Collection[Seat], unsettled: Collection[str] | None, budget: Budget, most: float
) -> None:
    """Let patients have seats in groups, these as far as can be; one-to-one sessions fall away and come later.

    Then other seats are looked for, for the unsettled patients and whoever lacks a planned session in a group, some of
    them at a time; for nobody where that is None.
    """
    invitations = incumbent.invitations
    whole = places_around(incumbent, incumbent.places.patients)
    places = _groups_only(whole)
    _keep_to_seats(places, invitations.union(seats))

    def as_many(model: WeekModel) -> None:
        model.cp.maximize(cp_model.LinearExpr.sum([taken for attends in model.attends for taken in attends.values()]))

    parameters = portfolio.COUNT if unsettled is None else portfolio.SMALL
    _put_in(incumbent, whole, planned(places, as_many, budget, parameters, most))
    if unsettled is None:
        return
    others = sorted({who for _, who in invitations.difference(seats)}.union(unsettled, _lacking_seats(incumbent)))
    for begin in range(0, len(others), BATCH):
        whole = places_around(incumbent, others[begin : begin + BATCH])
        _put_in(incumbent, whole, planned(_groups_only(whole), _least_lacking_in_groups, budget, portfolio.SMALL))


def _groups_only(places: Places) -> Places:
    return replace(places, units=[unit for unit in places.units if unit.group or unit.agreed])


def _least_lacking_in_groups(model: WeekModel) -> None:
    facts = model.places.caseload.session_types
    needs = [need for patient in model.places.patients for need in needs_of(model, patient).items()]
    lacking = [amount for (_, name), amount in needs if name in facts and facts[name].is_group]
    model.cp.minimize(cp_model.LinearExpr.sum(lacking))


def _lacking_seats(incumbent: Incumbent) -> Iterator[str]:
    """Patients without all their planned sessions in groups."""
    facts = incumbent.places.caseload.session_types
    for patient, names in incumbent.attended.items():
        taken = Counter(incumbent.units[name].session_type.session_type for name in names)
        plans = incumbent.places.week.plans[patient].items()
        if any(facts[name].is_group and taken[name] < planned.sessions_min for name, planned in plans):
            yield patient


def _keep_to_seats(places: Places, seats: Collection[Seat]) -> None:
    """Meetings are open only to those who have a seat there."""
    for number, unit in enumerate(places.units):
        if unit.group:
            kept = {who: starts for who, starts in unit.patients.items() if (unit.name, who) in seats}
            places.units[number] = unit.with_patients(kept)


def _put_in(incumbent: Incumbent, places: Places, placed: Mapping[str, Placed] | None) -> bool:
    if placed is None:
        return False
    put_in(incumbent, places, placed.values())
    return True
