"""Smallest sets of facts that prove a shortfall, each set proven by two configurations of the solver."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from scheduler.explain.agreed_facts import facts_of_others
from scheduler.explain.clinic_facts import clinic_facts
from scheduler.explain.fact import Fact, Found, World, smallest, week_in
from scheduler.explain.patient_facts import patient_facts
from scheduler.model.build import problem_under
from scheduler.model.deadline import OutOfTime
from scheduler.model.patient_beside_agreed import PlacesBeside
from scheduler.model.problem import WeekProblem
from scheduler.model.single_patient import unlimited, week_alone, with_few_choices
from scheduler.model.tiers.care import NeedKey
from scheduler.search.exact.patient_care import Lacking
from scheduler.search.limits import Budget
from scheduler.week.week import Week

MANY = 150
"""Candidates beyond which a few of each kind are tried first: 0.1 s instead of 0.8 where it can be (60 patients)."""

SPARING_SHARE = 0.4
"""Part of the time left in which facts are spared for one need; the rest is for the proof of those that are left."""

MOST_UNSPARED = 12
"""Facts of a set that time did not suffice to make smaller, beyond which nobody sees in it what binds."""

LAYING_OUT_SECONDS = 0.02
"""Counted for the places of a week with some facts lifted, which CP-SAT's units leave out."""


class Proofs:
    """Finds, for a patient of a week, which facts suffice to prove what is lacking."""

    def __init__(self, week: Week, budget: Budget) -> None:
        self._week = replace(week, earlier=unlimited(week.earlier))
        self._budget = budget

    def alone(self, who: str, keys: Collection[NeedKey], least: int) -> Found | None:
        """Facts with which these needs lack so many minutes even with nobody else served.

        None where that is not proven, or so many facts are left in the end that they say nothing.
        """
        base, facts = facts_alone(self._week, who, keys)
        return self._proven(who, base, facts, keys, least, problem_under)

    def beside(self, who: str, keys: Collection[NeedKey], least: int) -> Found | None:
        """Facts of others with which the needs lack so many minutes even where nobody else needs anything."""
        return self._proven(
            who,
            self._week,
            list(facts_of_others(self._week, who)),
            keys,
            least,
            lambda week: PlacesBeside(week).of(who),
        )

    def instead(self, who: str, found: Found, keys: Collection[NeedKey], least: int) -> list[str]:
        """What else the facts could be so that, with nobody else served, the needs lack less: each found in a week."""
        base = week_alone(self._week, who)
        world = World(base.caseload, base.frozen)
        return [
            words
            for fact in found.facts
            for words, lift in fact.instead
            if self._budget.left and self._asked(who, problem_under(week_in(base, lift(world)))).can_be(keys, least - 1)
        ]

    def _proven(
        self,
        who: str,
        base: Week,
        facts: Sequence[Fact],
        keys: Collection[NeedKey],
        least: int,
        places: Callable[[Week], WeekProblem],
    ) -> Found | None:
        def places_without(lifted: Sequence[Fact]) -> WeekProblem:
            world = World(base.caseload, base.frozen)
            for fact in lifted:
                world = fact.lift(world)
            return places(week_in(base, world))

        sparing = self._budget.share(SPARING_SHARE)

        def cannot_be(lifted: Sequence[Fact]) -> bool | None:
            if not sparing.left:
                raise OutOfTime
            problem = places_without(lifted)
            if len(problem.candidates) > MANY and self._asked(who, with_few_choices(problem)).can_be(keys, least - 1):
                return False
            return self._asked(who, problem).is_denied(keys, least - 1)

        found = smallest(facts, cannot_be)
        if not found.is_smallest and len(found.facts) > MOST_UNSPARED:
            return None
        kept = {id(fact) for fact in found.facts}
        last = self._asked(who, places_without([fact for fact in facts if id(fact) not in kept]))
        # Told to people, so a second run, without what the first one's proof may rest on, has to say so too.
        denied = last.is_denied(keys, least - 1, again=True)
        if denied is False:
            self._budget.statistics.disagree("a patient could lack less beside these facts")
        return found if denied and last.is_denied(keys, least - 1) else None

    def _asked(self, who: str, problem: WeekProblem) -> Lacking:
        self._budget.work(LAYING_OUT_SECONDS)
        return Lacking(replace(problem, is_over=lambda: self._budget.is_over), who, self._budget)


def facts_alone(week: Week, who: str, keys: Collection[NeedKey]) -> tuple[Week, Sequence[Fact]]:
    """What matters to needs of a patient who is the only one to be served, and the facts of it that may be in the way.

    Those that people would rather not hear of come first.
    """
    alone = week_alone(week, who)
    kinds, missing = _types_that_help(alone, who, keys)
    base = _of_these_types(alone, who, kinds)
    by_group = all(kind == "planned_sessions" for kind, _ in keys)
    facts = (*clinic_facts(base, who, kinds, by_group=by_group), *patient_facts(base, who, kinds - missing, missing))
    return base, facts


def _types_that_help(week: Week, who: str, keys: Collection[NeedKey]) -> tuple[set[str], set[str]]:
    """Types of sessions on which the needs depend, and those of them that would help if they were in the plan."""
    planned = set(week.plans[who])
    if all(kind == "planned_sessions" for kind, _ in keys):
        agreed = {one.appointment.session_type for one in week.agreed}
        agreed |= {week.caseload.groups[row.group].session_type for row in week.caseload.members}
        return planned & ({session_type for _, session_type in keys} | agreed), set()
    helping = {name for name, session_type in week.caseload.session_types.items() if session_type.counts}
    return planned | helping, helping - planned


def _of_these_types(week: Week, who: str, kinds: Collection[str]) -> Week:
    """The same week without plan rows and groups of other types, which neither help nor are in the way."""
    caseload = week.caseload
    plans = {who: {kind: row for kind, row in caseload.plans[who].items() if kind in kinds}}
    groups = {name: group for name, group in caseload.groups.items() if group.session_type in kinds}
    less = replace(
        caseload,
        plans=plans,
        groups=groups,
        meetings={name: caseload.meetings[name] for name in groups},
        members=tuple(row for row in caseload.members if row.group in groups),
        appointments=tuple(row for row in caseload.appointments if row.session_type in kinds),
    )
    return replace(
        week, caseload=less, plans={who: {kind: row for kind, row in week.plans[who].items() if kind in kinds}}
    )
