"""Seats for everybody at once: whole ones, close to a solution of the relaxation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil

from scheduler.search.budget import Budget
from scheduler.search.linear import LITTLE, Glop, Term, Torn
from scheduler.search.relaxation import Relaxation, Seat

SEATS = "seats for all at once"

PART_A_ROUND = 5
"""One seat in so many of the torn ones is given away for good in a round of the dive."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Solution of the relaxation.

    Args:
        care: no schedule has less unmet care, in minutes.
        taken: meetings, by unit, with patients who had better attend them.
        values: of every variable of the relaxation, by number, close to these seats.
    """

    care: int
    taken: frozenset[Seat]
    values: Sequence[float]


def seats_of(relaxation: Relaxation, budget: Budget, *, whole_only: bool = False) -> Seats | None:
    """Seats in a week with as little unmet care as the relaxation allows; None where the budget does not suffice.

    With ``whole_only``, seats that the relaxation tears are nobody's, which is much faster.
    """
    program = relaxation.program
    budget.diary.note(SEATS, f"relaxation of {len(program.most):,} variables")
    least, most, goal = program.least.copy(), program.most.copy(), program.goal
    try:
        glop = Glop(program)
        found = _least_unmet(relaxation, glop, budget)
        if found is None:
            return None
        if whole_only:
            shares = {seat: found.values[variable] for seat, variable in relaxation.seats.items()}
            return Seats(found.bound, frozenset(seat for seat in shares if shares[seat] >= 1 - LITTLE), found.values)
        program.goal = []
        return Seats(found.bound, *_Dive(relaxation, glop, most, goal).seats(found.values, budget))
    finally:
        program.least[:], program.most[:], program.goal = least, most, goal


def _least_unmet(relaxation: Relaxation, glop: Glop, budget: Budget) -> Torn | None:
    """A solution with the least unmet care, which from now on is the most that may be lacking.

    To demand all care first is faster than to look for the least unmet at once, where all can be met.
    """
    program = relaxation.program
    most, goal = program.most.copy(), program.goal
    _lack_at_most(relaxation, [0] * len(most))
    program.goal = []
    found = glop.least(budget, budget.left)
    if found is None:
        _lack_at_most(relaxation, most)
        program.goal = goal
        found = glop.least(budget, budget.left)
        if found is not None:
            _lack_at_most(relaxation, [ceil(value - LITTLE) for value in found.values])
    return found


def _lack_at_most(relaxation: Relaxation, most: Sequence[float]) -> None:
    for _, lacking in relaxation.unmet:
        relaxation.program.most[lacking] = most[lacking]


class _Dive:
    """Seats are given away for good from round to round: the whole ones, and the largest shares of the others.

    Where too many are given at once for a solution to be left, fewer are, down to one, which then is nobody's. Where
    that leaves none either, more care than before may be lacking.
    """

    def __init__(self, relaxation: Relaxation, glop: Glop, most: Sequence[float], goal: list[Term]) -> None:
        self._relaxation = relaxation
        self._glop = glop
        self._most = most
        self._goal = goal

    def seats(self, values: Sequence[float], budget: Budget) -> tuple[frozenset[Seat], Sequence[float]]:
        """Seats from these values of the variables on, and values close to them."""
        part = PART_A_ROUND
        while True:
            shares = {seat: values[variable] for seat, variable in self._relaxation.seats.items()}
            whole = {seat for seat, share in shares.items() if share >= 1 - LITTLE}
            torn = [seat for seat, share in shares.items() if LITTLE < share < 1 - LITTLE]
            torn.sort(key=lambda seat: (-round(shares[seat], 3), seat))
            if not torn or not budget.left:
                return frozenset(whole.union(torn)), values
            some = torn[: max(1, len(torn) // part)]
            found = self._given(whole.union(some), budget)
            if found:
                values, part = found, max(PART_A_ROUND, part // 2)
            elif len(some) > 1:
                part *= 2
            else:
                found = self._without(some[0], whole, budget)
                if found is None:
                    return frozenset(whole.union(torn)), values
                values = found

    def _without(self, seat: Seat, whole: Collection[Seat], budget: Budget) -> Sequence[float] | None:
        program = self._relaxation.program
        program.most[self._relaxation.seats[seat]] = 0
        found = self._given(whole, budget)
        if found is None and not program.goal:
            _lack_at_most(self._relaxation, self._most)
            program.goal = self._goal
            found = self._given(whole, budget)
        return found

    def _given(self, given: Collection[Seat], budget: Budget) -> Sequence[float] | None:
        """A solution in which these seats are taken."""
        least = self._relaxation.program.least
        for seat, variable in self._relaxation.seats.items():
            least[variable] = seat in given
        found = self._glop.least(budget, budget.left)
        return found.values if found else None
