"""The problem of a week in which little has changed: what the change does not touch is taken over as it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from scheduler.caseload import Group
from scheduler.model.build import ALL_RULES, narrowed
from scheduler.model.candidates import Candidate, candidates_of, settled
from scheduler.model.problem import WeekProblem
from scheduler.model.rules import RULES
from scheduler.week.week import Week


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change of the facts touches.

    Args:
        groups: whose meetings are others.
        patients: the days on which each of these is there at other hours, or attends in another way.
        therapists: the same of these.
    """

    groups: frozenset[str] = frozenset()
    patients: Mapping[str, Collection[int]] = field(default_factory=dict)
    therapists: Mapping[str, Collection[int]] = field(default_factory=dict)


def problem_after(before: WeekProblem, week: Week, touched: Touched) -> WeekProblem:
    """The same candidates as of ``problem_under(week)``, in a fraction of its time.

    Args:
        before: the whole problem of the week without the change; nothing of it has happened, no changes are limited.
        week: with the change, which leaves the pools of rooms, the stays and what is agreed as they were.
        touched: what the change touches; more is no harm.
    """
    admitting = [admit for rule in ALL_RULES if (admit := RULES[rule].admits)]

    def admits(_: Week, group: Group, patient: str) -> bool:
        return all(admit(week, group, patient) for admit in admitting)

    problem = replace(before, week=week, candidates=())
    met = {one.name for one in before.candidates if _meets(week, touched, one)}
    around = candidates_of(_around(week, touched), [admits])
    laid_out = [one for one in around if one.name in met or _meets(week, touched, one)]
    names = {one.name for one in laid_out}
    come = map(settled, narrowed(problem, laid_out, ALL_RULES))
    stay = [one for one in before.candidates if one.name not in names and one.held_for not in touched.groups]
    left = [*stay, *(one for one in come if one.starts or one.agreed)]
    # Those of a group stand next to one another; the rule group_meetings counts on that.
    place = {name: number for number, name in enumerate(week.caseload.groups)}
    return replace(problem, candidates=sorted(left, key=lambda one: place.get(one.held_for or "", len(place))))


def _around(week: Week, touched: Touched) -> Week:
    """The week with no more groups and plans than the change may touch; what is agreed keeps its numbers."""
    caseload = week.caseload
    types = {name for who in touched.patients for name in week.plans.get(who, ())}
    types |= {name for who in touched.therapists for name in caseload.therapists[who].leads}
    groups = {
        name: group for name, group in caseload.groups.items() if name in touched.groups or group.session_type in types
    }
    plans = week.plans if touched.therapists else {who: week.plans.get(who, {}) for who in touched.patients}
    return replace(week, caseload=replace(caseload, groups=groups), plans=plans)


def _meets(week: Week, touched: Touched, candidate: Candidate) -> bool:
    """Whether this candidate may be another one, as far as it tells."""
    kind, leading = candidate.session_type.session_type, week.caseload.therapists
    return (
        candidate.held_for in touched.groups
        or any(who in candidate.patients and candidate.day in days for who, days in touched.patients.items())
        or any(candidate.day in days and kind in leading[who].leads for who, days in touched.therapists.items())
    )
