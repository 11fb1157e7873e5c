"""Rounding by diving (Achterberg 2007): from the relaxation's optimum to integral seats for everybody."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

from scheduler.model.problem import WeekProblem
from scheduler.search.limits import Budget
from scheduler.search.policy import POLICY
from scheduler.search.relaxation.aggregation import Bundle, MeetingClass, Seat, disaggregated_seats
from scheduler.search.relaxation.program import Relaxation
from scheduler.search.solver.linear import TOLERANCE, IncrementalLp, LpSolution, Question


@dataclass(frozen=True, slots=True)
class Seats:
    """A rounded solution of the relaxation.

    Args:
        taken: meetings, by candidate, with patients who had better attend them.
        unsettled: patients some of whose seats are fractional.
        values: of every variable of the relaxation, by number, close to these seats; none of several relaxations.
    """

    taken: frozenset[Seat]
    unsettled: frozenset[str]
    values: Sequence[float] = ()


def rounded_seats(relaxation: Relaxation, budget: Budget, *, integral_only: bool = False) -> Seats | None:
    """Seats of least unmet care, as far as the relaxation tells; None where the budget does not suffice.

    With ``integral_only`` there is no dive: whatever is fractional is left unsettled, which is much faster.
    """
    lp, asked = IncrementalLp(relaxation.program), Question()
    found = _least_unmet(relaxation, lp, asked, budget)
    if found is None:
        return None
    values: Sequence[float] = found.values
    if not integral_only:
        asked.has_goal = False
        values = _Dive(relaxation, lp, asked).settled(values, budget.share(POLICY.relaxation.dive))
    return Seats(*integral_seats(relaxation, values), values)


def integral_seats(relaxation: Relaxation, values: Sequence[float]) -> tuple[frozenset[Seat], frozenset[str]]:
    """Seats that are integral, in meetings that are, and the patients who have others."""
    fractional_meetings = {name for name, variable in relaxation.held.items() if _is_fractional(values[variable])}
    chosen: dict[MeetingClass, list[str]] = defaultdict(list)
    fractional = set()
    for (meeting_class, patient), variable in relaxation.choices.items():
        if values[variable] > TOLERANCE:
            is_sure = all(fractional_meetings.isdisjoint(bundle) for bundle in meeting_class)
            if is_sure and not _is_fractional(values[variable]):
                chosen[meeting_class].append(patient)
            else:
                fractional.add(patient)

    def share(meeting_class: MeetingClass, bundle: Bundle) -> float:
        variable = relaxation.shares.get((meeting_class, bundle))
        return len(chosen[meeting_class]) if variable is None else values[variable]

    free = {candidate.name: candidate.group.max_size for candidate in relaxation.problem.candidates if candidate.group}
    seats = frozenset(disaggregated_seats(chosen, share, free))
    for meeting_class, patients in chosen.items():
        fractional.update(who for who in patients if not any((bundle[0], who) in seats for bundle in meeting_class))
    return seats, frozenset(fractional)


def with_its_leaders(relaxation: Relaxation, values: Sequence[float]) -> WeekProblem:
    """The problem with the meetings and the leaders of an integral solution only; one-to-one sessions are all there.

    In a shortage it decides who leads what: hours that a meeting takes of one therapist are hours of sessions with that
    one's patients.
    """
    leaders: dict[str, dict[str, int]] = defaultdict(dict)
    for therapist, options in relaxation.led.items():
        for option in options:
            if values[option.variable] > 0.5:
                leaders[option.candidate.name][therapist] = option.starts
    return replace(
        relaxation.problem,
        candidates=[
            replace(candidate, leaders=leaders[candidate.name]) if candidate.group else candidate
            for candidate in relaxation.problem.candidates
            if candidate.group is None or candidate.name in leaders
        ],
    )


def _is_fractional(share: float) -> bool:
    return TOLERANCE < share < 1 - TOLERANCE


def _least_unmet(relaxation: Relaxation, lp: IncrementalLp, asked: Question, budget: Budget) -> LpSolution | None:
    """An optimum of the relaxation, whose unmet care is the most that is ``asked`` for from then on.

    Feasibility first: to demand all care is faster than to minimise, where all can be met; and agreed members attend,
    and no meeting is too small, until that is infeasible.
    """
    all_unmet = [lacking for _, lacking in relaxation.unmet]
    asked.has_goal = False
    asked.most.update(dict.fromkeys(all_unmet, 0))
    asked.least.update(dict.fromkeys(relaxation.expected, 1))
    found = lp.solve(budget, budget.left, asked)
    if found is None and relaxation.missing:
        asked.most.update(dict.fromkeys(relaxation.missing, inf))
        found = lp.solve(budget, budget.left, asked)
    if found is None and relaxation.expected:
        asked.least.clear()
        found = lp.solve(budget, budget.left, asked)
    if found is None:
        _may_lack_anything(relaxation, asked)
        found = lp.solve(budget, budget.left, asked)
        if found is not None:
            asked.most.update({lacking: ceil(found.values[lacking] - TOLERANCE) for lacking in all_unmet})
    return found


def _may_lack_anything(relaxation: Relaxation, asked: Question) -> None:
    """As little as can be, and no less than that."""
    asked.has_goal = True
    for _, lacking in relaxation.unmet:
        asked.most.pop(lacking)


class _Dive:
    """Meetings are fixed first, then seats, from round to round: integral ones, and a third of the others.

    Where that is infeasible, a third as many are fixed, down to one, which then is fixed to 0. Where that is infeasible
    too, more care than before may be lacking.
    """

    def __init__(self, relaxation: Relaxation, lp: IncrementalLp, asked: Question) -> None:
        self._relaxation = relaxation
        self._lp = lp
        self._asked = asked
        self._sure = [seat for seat in relaxation.expected if seat in asked.least]

    def settled(self, values: Sequence[float], budget: Budget) -> Sequence[float]:
        """Values of the variables, from these on, with no fractional meeting and but a few fractional seats."""
        policy = POLICY.relaxation
        part = policy.dive_part
        while budget.left:
            integral, fractional = self._integral_and_fractional(values)
            if len(fractional) <= policy.left_fractional and not any(
                _is_fractional(values[held]) for held in self._relaxation.held.values()
            ):
                break
            some = fractional[: max(1, len(fractional) // part)]
            found = self._given(integral.union(some), budget)
            if found:
                values, part = found, max(policy.dive_part, part // 2)
            elif len(some) > 1:
                part *= 3
            else:
                found = self._without(some[0], integral, budget)
                if found is None:
                    break
                values = found
        return values

    def _integral_and_fractional(self, values: Sequence[float]) -> tuple[set[int], list[int]]:
        """Variables to fix, and fractional ones by falling value."""
        held, choices = self._relaxation.held, self._relaxation.choices
        integral = {variable for variable in held.values() if values[variable] >= 1 - TOLERANCE}
        fractional = [variable for variable in held.values() if _is_fractional(values[variable])]
        fractional = fractional or [variable for variable in choices.values() if _is_fractional(values[variable])]
        integral |= {
            choice
            for (meeting_class, _), choice in choices.items()
            if values[choice] >= 1 - TOLERANCE
            and any(held[name] in integral for bundle in meeting_class for name in bundle)
        }
        return integral.union(self._sure), sorted(
            fractional, key=lambda variable: (-round(values[variable], 3), variable)
        )

    def _without(self, choice: int, integral: Collection[int], budget: Budget) -> Sequence[float] | None:
        self._asked.most[choice] = 0
        found = self._given(integral, budget)
        if found is None and not self._asked.has_goal:
            _may_lack_anything(self._relaxation, self._asked)
            found = self._given(integral, budget)
        return found

    def _given(self, given: Collection[int], budget: Budget) -> Sequence[float] | None:
        """An optimum with these meetings held and these seats taken."""
        for variable in (*self._relaxation.held.values(), *self._relaxation.choices.values()):
            self._asked.least[variable] = variable in given
        found = self._lp.solve(budget, budget.left, self._asked)
        return found.values if found else None
