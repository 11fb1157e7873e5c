"""Rounding by diving (Achterberg 2007): from the relaxation's optimum to integral seats for everybody."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf

from scheduler.search.limits import Budget
from scheduler.search.relaxation.aggregation import Bundle, MeetingClass, Seat, disaggregated_seats
from scheduler.search.relaxation.program import Relaxation
from scheduler.search.solver.linear import TOLERANCE, IncrementalLp, LpSolution, Term

PART_A_ROUND = 3
"""One in so many of the fractional meetings, or seats, is fixed in a round of the dive."""

DIVE_SHARE = 0.1
"""Part of the time for the dive, which is long where times are open."""

FEW = 10
"""Fractional seats that are left to whoever takes the seats."""


@dataclass(frozen=True, slots=True)
class Seats:
    """A rounded solution of the relaxation.

    Args:
        taken: meetings, by candidate, with patients who had better attend them.
        unsettled: patients some of whose seats are fractional.
        values: of every variable of the relaxation, by number, close to these seats.
    """

    taken: frozenset[Seat]
    unsettled: frozenset[str]
    values: Sequence[float]


def rounded_seats(relaxation: Relaxation, budget: Budget, *, integral_only: bool = False) -> Seats | None:
    """Seats of least unmet care, as far as the relaxation tells; None where the budget does not suffice.

    With ``integral_only`` there is no dive: whatever is fractional is left unsettled, which is much faster.
    """
    program = relaxation.program
    least, most, goal = program.least.copy(), program.most.copy(), program.goal
    try:
        lp = IncrementalLp(program)
        found = _least_unmet(relaxation, lp, budget)
        if found is None:
            return None
        values: Sequence[float] = found.values
        if not integral_only:
            program.goal = []
            values = _Dive(relaxation, lp, most, goal).settled(values, budget.share(DIVE_SHARE))
        return Seats(*integral_seats(relaxation, values), values)
    finally:
        program.least[:], program.most[:], program.goal = least, most, goal


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


def _is_fractional(share: float) -> bool:
    return TOLERANCE < share < 1 - TOLERANCE


def _least_unmet(relaxation: Relaxation, lp: IncrementalLp, budget: Budget) -> LpSolution | None:
    """An optimum of the relaxation, whose unmet care is the most that may be lacking from then on.

    Feasibility first: to demand all care is faster than to minimise, where all can be met; and agreed members attend,
    and no meeting is too small, until that is infeasible.
    """
    program = relaxation.program
    most, goal = program.most.copy(), program.goal
    _lack_at_most(relaxation, [0] * len(most))
    program.goal = []
    _take(relaxation, relaxation.expected)
    found = lp.solve(budget, budget.left)
    if found is None and relaxation.missing:
        _may_be_too_small(relaxation)
        found = lp.solve(budget, budget.left)
    if found is None and relaxation.expected:
        _take(relaxation, ())
        found = lp.solve(budget, budget.left)
    if found is None:
        _lack_at_most(relaxation, most)
        program.goal = goal
        found = lp.solve(budget, budget.left)
        if found is not None:
            _lack_at_most(relaxation, [ceil(value - TOLERANCE) for value in found.values])
    return found


def _take(relaxation: Relaxation, expected: Iterable[int]) -> None:
    taken = set(expected)
    for seat in relaxation.expected:
        relaxation.program.least[seat] = seat in taken


def _may_be_too_small(relaxation: Relaxation) -> None:
    for missing in relaxation.missing:
        relaxation.program.most[missing] = inf


def _lack_at_most(relaxation: Relaxation, most: Sequence[float]) -> None:
    for _, lacking in relaxation.unmet:
        relaxation.program.most[lacking] = most[lacking]


class _Dive:
    """Meetings are fixed first, then seats, from round to round: integral ones, and a third of the others.

    Where that is infeasible, a third as many are fixed, down to one, which then is fixed to 0. Where that is infeasible
    too, more care than before may be lacking.
    """

    def __init__(self, relaxation: Relaxation, lp: IncrementalLp, most: Sequence[float], goal: list[Term]) -> None:
        self._relaxation = relaxation
        self._lp = lp
        self._most = most
        self._goal = goal
        self._sure = [seat for seat in relaxation.expected if relaxation.program.least[seat]]

    def settled(self, values: Sequence[float], budget: Budget) -> Sequence[float]:
        """Values of the variables, from these on, with no fractional meeting and but a few fractional seats."""
        part = PART_A_ROUND
        while budget.left:
            integral, fractional = self._integral_and_fractional(values)
            if len(fractional) <= FEW and not any(
                _is_fractional(values[held]) for held in self._relaxation.held.values()
            ):
                break
            some = fractional[: max(1, len(fractional) // part)]
            found = self._given(integral.union(some), budget)
            if found:
                values, part = found, max(PART_A_ROUND, part // 2)
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
        program = self._relaxation.program
        program.most[choice] = 0
        found = self._given(integral, budget)
        if found is None and not program.goal:
            _lack_at_most(self._relaxation, self._most)
            program.goal = self._goal
            found = self._given(integral, budget)
        return found

    def _given(self, given: Collection[int], budget: Budget) -> Sequence[float] | None:
        """An optimum with these meetings held and these seats taken."""
        least = self._relaxation.program.least
        for variable in (*self._relaxation.held.values(), *self._relaxation.choices.values()):
            least[variable] = variable in given
        found = self._lp.solve(budget, budget.left)
        return found.values if found else None
