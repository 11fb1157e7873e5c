"""Facts behind shortfalls, held against plain models: they suffice, none can be spared, and lifting one only helps."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from ortools.sat.python import cp_model

from scheduler.caseload import Caseload
from scheduler.errors import Contradiction
from scheduler.explain.agreed_facts import facts_of_others
from scheduler.explain.causes import Steps
from scheduler.explain.fact import Fact, Found, World, week_in
from scheduler.explain.looking import Looking
from scheduler.explain.proofs import Proofs, facts_alone
from scheduler.model.build import model_of, problem_under
from scheduler.model.tiers.care import NeedKey, needs_of
from scheduler.schedule import Schedule
from scheduler.verify import PatientScore, score
from scheduler.week.week import Week, week_of
from tests.caseloads import MONDAY
from tests.search.budgets import seconds
from tests.soundness.alone import PlainModels, plain_solver

NOT_SHRUNK = "no smallest set is found"
"""Nothing untrue: a busy machine had no time for it, so that nothing is told."""


def refuted_facts(caseload: Caseload) -> tuple[list[str], Counter[str]]:
    """What plain models refute of the facts behind what patients of a clinic lack, and how many sets were looked at."""
    exact = PlainModels(caseload)
    try:
        schedule, _ = exact.week(best=True)
    except Contradiction:
        return [], Counter()
    week, refuted, seen = week_of(caseload, MONDAY), list[str](), Counter[str]()
    proofs = Proofs(week, seconds(120, 1))
    for patient in score(caseload, MONDAY, schedule).patients:
        who = patient.patient
        every: list[NeedKey] = [(need.need, need.session_type) for need in patient.needs]
        alone = {key: exact.alone(who, [key]) for key in every}
        for key in (key for key in every if alone[key]):
            base, facts = facts_alone(week, who, [key])
            found = proofs.alone(who, [key], alone[key])
            seen["alone"] += 1
            refuted += [f"{who} {key}: {says}" for says in _refuted(base, who, [key], alone[key], facts, found)]
        together, beside = exact.alone(who, every), exact.beside(who, every)
        if together > sum(alone.values()):
            seen["own needs"] += 1
            refuted += [f"{who}: {says}" for says in _refuted_sets(exact, week, schedule, patient, alone)]
        if beside > together:
            others = tuple(facts_of_others(week, who))
            found = proofs.beside(who, every, beside)
            seen["beside"] += 1
            refuted += [f"{who}: {says}" for says in _refuted(week, who, every, beside, others, found)]
    return refuted, seen


def _refuted(
    base: Week, who: str, keys: Collection[NeedKey], lacking: int, facts: Iterable[Fact], found: Found | None
) -> Iterable[str]:
    """What is wrong with a set of facts; all others are lifted."""
    if found is None or not found.is_smallest:
        yield NOT_SHRUNK
        return
    names = Counter((fact.table, fact.rows, fact.says, fact.about) for fact in found.facts)
    kept: list[Fact] = []
    lifted: list[Fact] = []
    for fact in facts:
        name = fact.table, fact.rows, fact.says, fact.about
        (kept if names[name] else lifted).append(fact)
        names[name] -= 1
    if least(base, who, keys, lifted) < lacking:
        yield "the facts do not suffice"
    for fact in kept:
        if least(base, who, keys, [*lifted, fact]) >= lacking:
            yield f"{fact.says} {fact.about} can be spared"


def _refuted_sets(
    exact: PlainModels, week: Week, schedule: Schedule, patient: PatientScore, alone: Mapping[NeedKey, int]
) -> Iterable[str]:
    """What is wrong with the needs that are said not to be had together."""
    who = patient.patient
    unmet: dict[NeedKey, int] = {(need.need, need.session_type): need.unmet_minutes for need in patient.needs}
    looking = Looking(week, schedule, {who: patient.needs}, seconds(120, 1))
    short = {key: minutes for key, minutes in unmet.items() if minutes}
    known = looking.rivals(who, looking.alone(who, Steps(short)))
    if not known.exclusive:
        yield "no needs are said to exclude each other"
    for some in known.exclusive.values():
        if exact.alone(who, some) <= sum(alone[key] for key in some):
            yield f"{some} can be had together"
        for key in some:
            rest = [other for other in some if other != key]
            if exact.alone(who, rest) > sum(alone[other] for other in rest):
                yield f"{key} can be spared of {some}"


def least(base: Week, who: str, keys: Collection[NeedKey], lifted: Iterable[Fact]) -> int:
    """Minutes that the needs lack without these facts, where nobody else needs anything, by a plain model."""
    world = World(base.caseload, base.frozen)
    for fact in lifted:
        world = fact.lift(world)
    model = model_of(problem_under(week_in(base, world)))
    amounts = needs_of(model, who)
    model.cp.minimize(cp_model.LinearExpr.sum([amounts[key] for key in keys]))
    solver = plain_solver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)
