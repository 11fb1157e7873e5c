"""Seats for everybody at once: whole ones, close to a solution of the relaxation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil

from scheduler.search.budget import Budget
from scheduler.search.linear import LITTLE, torn_least
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


def seats_of(relaxation: Relaxation, budget: Budget) -> Seats | None:
    """Seats in a week with as little unmet care as the relaxation allows; None where the budget does not suffice.

    To demand all care first is faster than to look for the least unmet at once, where all can be met.
    """
    program = relaxation.program
    budget.diary.note(SEATS, f"relaxation of {len(program.most):,} variables")
    least = program.most.copy()
    for _, lacking in relaxation.unmet:
        program.most[lacking] = 0
    goal, program.goal = program.goal, []
    care, found = 0, torn_least(program, budget, budget.left)
    program.goal = goal
    if found is None:
        program.most[:] = least
        found = torn_least(program, budget, budget.left)
        if found is None:
            return None
        care = found.bound
        for _, lacking in relaxation.unmet:
            program.most[lacking] = ceil(found.values[lacking] - LITTLE)
        program.goal = []
    try:
        return Seats(care, *_dive(relaxation, found.values, budget))
    finally:
        program.most[:], program.goal = least, goal


def _dive(relaxation: Relaxation, values: Sequence[float], budget: Budget) -> tuple[frozenset[Seat], Sequence[float]]:
    """Seats are given away for good from round to round: the whole ones, and the largest shares of the others.

    Where too many are given at once for a solution to be left, fewer are, down to one, which then is nobody's.
    """
    program, part = relaxation.program, PART_A_ROUND
    while True:
        shares = {seat: values[variable] for seat, variable in relaxation.seats.items()}
        torn = [seat for seat, share in shares.items() if LITTLE < share < 1 - LITTLE]
        whole = {seat for seat, share in shares.items() if share >= 1 - LITTLE}
        torn.sort(key=lambda seat: (-round(shares[seat], 3), seat))
        if not torn or not budget.left:
            return frozenset(whole.union(torn)), values
        some = torn[: max(1, len(torn) // part)]
        found = _with_seats(relaxation, whole.union(some), budget)
        if found:
            values, part = found, max(PART_A_ROUND, part // 2)
        elif len(some) > 1:
            part *= 2
        else:
            program.most[relaxation.seats[some[0]]] = 0
            found = _with_seats(relaxation, whole, budget)
            if found is None:
                return frozenset(whole.union(torn)), values
            values = found


def _with_seats(relaxation: Relaxation, given: Collection[Seat], budget: Budget) -> tuple[float, ...] | None:
    """A solution in which these seats are taken."""
    program = relaxation.program
    before = program.least.copy()
    for seat in given:
        program.least[relaxation.seats[seat]] = 1
    found = torn_least(program, budget, budget.left)
    program.least[:] = before
    return found.values if found else None
