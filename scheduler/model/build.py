"""From a week and a set of rules to a problem, and from a problem to a CP-SAT model."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from scheduler.model.candidates import Candidate, candidates_of
from scheduler.model.keepable import to_keep
from scheduler.model.problem import WeekProblem, open_domains, without_candidates
from scheduler.model.rules import RULES, Narrow
from scheduler.model.tiers.stability import changes
from scheduler.model.variables import WeekModel
from scheduler.rules import RuleId
from scheduler.times import DAYS_A_WEEK
from scheduler.week.week import Week

ALL_RULES = tuple(RuleId)


def problem_under(week: Week, rules: Collection[RuleId] = ALL_RULES) -> WeekProblem:
    """The candidates that these rules leave, with what a limit on changes counts."""
    parts = [RULES[rule] for rule in rules]
    candidates = candidates_of(week, [part.admits for part in parts if part.admits])
    empty = without_candidates(week, candidates)
    # The last rules of the catalogue leave fewest, and are best taken first.
    narrowing = [part.narrow for part in reversed(parts) if part.narrow]
    problem = replace(empty, candidates=list(_narrowed(empty, candidates, narrowing)))
    if week.earlier and week.earlier.max_changes is not None:
        problem = replace(problem, to_keep=to_keep(problem), changes_left=week.earlier.max_changes)
    return problem.settled()


def _narrowed(empty: WeekProblem, candidates: Iterable[Candidate], narrowing: Iterable[Narrow]) -> Iterator[Candidate]:
    """What these rules leave of the candidates; each is made once, from what all have left of its domains."""
    of_day = [[number for number, pool in enumerate(empty.pools) if pool.day == day] for day in range(DAYS_A_WEEK)]
    for candidate in candidates:
        domains = open_domains(candidate, of_day[candidate.day], empty.week.frozen.until)
        for narrow in narrowing:
            domains = narrow(empty, candidate, domains)
            if not domains.starts and not candidate.agreed:
                break
        else:
            yield candidate.with_domains(domains)


def model_of(problem: WeekProblem) -> WeekModel:
    """A model of this problem in which every rule, every agreement and a limit on changes hold."""
    model = model_under(problem, ALL_RULES)
    model.keep_agreements()
    return model


def model_under(problem: WeekProblem, rules: Collection[RuleId]) -> WeekModel:
    """A model of this problem in which these rules and a limit on changes hold; agreements wait to be kept."""
    model = WeekModel(
        problem,
        are_led=RuleId.THERAPIST_QUALIFIED in rules,
        have_things=RuleId.RESOURCE_FITS in rules,
    )
    for rule in rules:
        hold = RULES[rule].hold
        if hold:
            hold(model)
    _break_symmetry_of_equal_candidates(model)
    if problem.changes_left is not None:
        model.cp.add(changes(model) <= problem.changes_left)
    return model


def _break_symmetry_of_equal_candidates(model: WeekModel) -> None:
    """Interchangeable candidates of a day run in order, which loses no schedule but for their names."""
    numbered = sorted((candidate.series, candidate.order, number) for number, candidate in enumerate(model.candidates))
    for (series, _, first), (other, order, second) in pairwise(numbered):
        if order and series == other:
            model.cp.add_implication(model.runs[second], model.runs[first])
            model.cp.add(model.start[first] <= model.start[second]).only_enforce_if(model.runs[second])
