"""Seats for everybody at once: whole ones, close to a solution of the relaxation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf

from scheduler.search.alike import Alike, Bundle, Seat, handed_out
from scheduler.search.budget import Budget
from scheduler.search.linear import LITTLE, Glop, Term, Torn
from scheduler.search.relaxation import Relaxation

PART_A_ROUND = 3
"""One in so many of the torn meetings, or seats, is settled in a round of the dive."""

DIVE_SHARE = 0.1
"""Part of the time for the dive, which is long where times are open."""

FEW = 10
"""Torn seats that are left to whoever takes the seats."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Solution of the relaxation.

    Args:
        taken: meetings, by unit, with patients who had better attend them.
        unsettled: patients some of whose seats the relaxation tears.
        values: of every variable of the relaxation, by number, close to these seats.
    """

    taken: frozenset[Seat]
    unsettled: frozenset[str]
    values: Sequence[float]


def seats_of(relaxation: Relaxation, budget: Budget, *, whole_only: bool = False) -> Seats | None:
    """Seats in a week with as little unmet care as the relaxation allows; None where the budget does not suffice.

    With ``whole_only``, whatever the relaxation tears is left unsettled, which is much faster.
    """
    program = relaxation.program
    least, most, goal = program.least.copy(), program.most.copy(), program.goal
    try:
        glop = Glop(program)
        found = _least_unmet(relaxation, glop, budget)
        if found is None:
            return None
        values: Sequence[float] = found.values
        if not whole_only:
            program.goal = []
            values = _Dive(relaxation, glop, most, goal).settled(values, budget.share(DIVE_SHARE))
        return Seats(*whole_seats(relaxation, values), values)
    finally:
        program.least[:], program.most[:], program.goal = least, most, goal


def whole_seats(relaxation: Relaxation, values: Sequence[float]) -> tuple[frozenset[Seat], frozenset[str]]:
    """Seats that are taken in whole, in meetings that are held in whole, and who has others."""
    torn_meetings = {name for name, variable in relaxation.held.items() if _is_torn(values[variable])}
    chosen: dict[Alike, list[str]] = defaultdict(list)
    torn = set()
    for (alike, patient), variable in relaxation.choices.items():
        if values[variable] > LITTLE:
            is_sure = all(torn_meetings.isdisjoint(bundle) for bundle in alike)
            if is_sure and not _is_torn(values[variable]):
                chosen[alike].append(patient)
            else:
                torn.add(patient)

    def share(alike: Alike, bundle: Bundle) -> float:
        variable = relaxation.shares.get((alike, bundle))
        return len(chosen[alike]) if variable is None else values[variable]

    free = {unit.name: unit.group.max_size for unit in relaxation.places.units if unit.group}
    seats = frozenset(handed_out(chosen, share, free))
    for alike, patients in chosen.items():
        torn.update(who for who in patients if not any((bundle[0], who) in seats for bundle in alike))
    return seats, frozenset(torn)


def _is_torn(share: float) -> bool:
    return LITTLE < share < 1 - LITTLE


def _least_unmet(relaxation: Relaxation, glop: Glop, budget: Budget) -> Torn | None:
    """A solution with the least unmet care, which from now on is the most that may be lacking.

    To demand all care first is faster than to look for the least unmet at once, where all can be met; and agreed
    members attend as far as their limits allow, which nearly always is all that is agreed. Nor is any meeting too small
    at first.
    """
    program = relaxation.program
    most, goal = program.most.copy(), program.goal
    _lack_at_most(relaxation, [0] * len(most))
    program.goal = []
    _take(relaxation, relaxation.expected)
    found = glop.least(budget, budget.left)
    if found is None and relaxation.missing:
        _may_be_too_small(relaxation)
        found = glop.least(budget, budget.left)
    if found is None and relaxation.expected:
        _take(relaxation, ())
        found = glop.least(budget, budget.left)
    if found is None:
        _lack_at_most(relaxation, most)
        program.goal = goal
        found = glop.least(budget, budget.left)
        if found is not None:
            _lack_at_most(relaxation, [ceil(value - LITTLE) for value in found.values])
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
    """Meetings are settled first, then seats, from round to round: the whole ones for good, and the largest shares.

    Where too many are settled at once for a solution to be left, fewer are, down to one, which then is given up. Where
    that leaves none either, more care than before may be lacking.
    """

    def __init__(self, relaxation: Relaxation, glop: Glop, most: Sequence[float], goal: list[Term]) -> None:
        self._relaxation = relaxation
        self._glop = glop
        self._most = most
        self._goal = goal
        self._sure = [seat for seat in relaxation.expected if relaxation.program.least[seat]]

    def settled(self, values: Sequence[float], budget: Budget) -> Sequence[float]:
        """Values of the variables, from these on, that tear no meeting and but a few seats."""
        part = PART_A_ROUND
        while budget.left:
            whole, torn = self._whole_and_torn(values)
            if len(torn) <= FEW and not any(_is_torn(values[held]) for held in self._relaxation.held.values()):
                break
            some = torn[: max(1, len(torn) // part)]
            found = self._given(whole.union(some), budget)
            if found:
                values, part = found, max(PART_A_ROUND, part // 2)
            elif len(some) > 1:
                part *= 3
            else:
                found = self._without(some[0], whole, budget)
                if found is None:
                    break
                values = found
        return values

    def _whole_and_torn(self, values: Sequence[float]) -> tuple[set[int], list[int]]:
        """Variables of meetings and seats that are settled, and of those to be settled next by falling shares."""
        held, choices = self._relaxation.held, self._relaxation.choices
        whole = {variable for variable in held.values() if values[variable] >= 1 - LITTLE}
        torn = [variable for variable in held.values() if _is_torn(values[variable])]
        torn = torn or [variable for variable in choices.values() if _is_torn(values[variable])]
        whole |= {
            choice
            for (alike, _), choice in choices.items()
            if values[choice] >= 1 - LITTLE and any(held[name] in whole for bundle in alike for name in bundle)
        }
        return whole.union(self._sure), sorted(torn, key=lambda variable: (-round(values[variable], 3), variable))

    def _without(self, choice: int, whole: Collection[int], budget: Budget) -> Sequence[float] | None:
        program = self._relaxation.program
        program.most[choice] = 0
        found = self._given(whole, budget)
        if found is None and not program.goal:
            _lack_at_most(self._relaxation, self._most)
            program.goal = self._goal
            found = self._given(whole, budget)
        return found

    def _given(self, given: Collection[int], budget: Budget) -> Sequence[float] | None:
        """A solution in which these meetings are held and these seats taken."""
        least = self._relaxation.program.least
        for variable in (*self._relaxation.held.values(), *self._relaxation.choices.values()):
            least[variable] = variable in given
        found = self._glop.least(budget, budget.left)
        return found.values if found else None
