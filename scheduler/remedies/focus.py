"""Operators of the neighbourhood search that look first where a remedy can help."""

import random
from collections.abc import Collection

from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.neighbourhoods import caseloads_of, rivals_for_missing_sessions
from scheduler.search.lns.operators import CARE, SUM, Destroy, Freed, Operator, Portfolio, Repair
from scheduler.search.lns.reoptimise import each_lacks_less
from scheduler.search.policy import POLICY
from scheduler.search.solver import presets

FREED = 16
"""Patients freed at a time: their subproblem is solved in tenths of a second."""

EXPECTED = 1000.0
"""Gain per second that is expected where a remedy can help, before it is tried: more than elsewhere."""

AT_FIRST, BESIDE_ONE = 10, 3
"""Patients freed when a remedy is first looked at, and of them others who hold what a single one lacks."""

ONE_OF_ALL = 4
"""Of so many tries for one patient the first few are for that patient."""


def first_freed(incumbent: Incumbent, concerned: Collection[str], staff: Collection[str]) -> Freed:
    """Of the concerned, or of all, those who lack most; beside a single one, others who hold what is lacking.

    The one-to-one sessions of the staff may move too, without which hours that are more by a little are of no use.
    """
    unmet = incumbent.unmet()
    free = sorted((who for who in unmet if not concerned or who in concerned), key=lambda who: (-unmet[who], who))
    if len(free) == 1:
        rng = random.Random(0)  # noqa: S311 - chance, no secret
        free += rivals_for_missing_sessions(incumbent, free[0], rng, BESIDE_ONE)
    led = (incumbent.placed[name] for therapist in staff for name in incumbent.led[therapist])
    seen = {who for one in led if one.candidate.group is None for who in one.patients}
    return Freed(frozenset(free[:AT_FIRST]), frozenset(seen.difference(free[:AT_FIRST])))


def focused(concerned: Collection[str], patient: str | None) -> Portfolio:
    """The operators for care, after those that free the concerned who are short; and first of all one patient."""
    found: list[tuple[Operator, int, float]] = []
    if patient is not None:
        goal = Repair(
            lambda incumbent, _problem, _patient, _least: each_lacks_less(incumbent, {patient: 2**31}),
            presets.QUICK,
            POLICY.lns.all_of_one_seconds,
        )
        found.append((Operator(_around([patient]), goal, other_leaders=True), FREED, ONE_OF_ALL * EXPECTED))
    if concerned:
        found.append((Operator(_around(sorted(concerned)), SUM, other_leaders=True), FREED, EXPECTED))
    return (*found, *CARE)


def _around(concerned: Collection[str]) -> Destroy:
    """Free those of the concerned who are short, and others who hold what one of them lacks."""

    def destroy(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
        short = [who for who in concerned if who in incumbent.costs and incumbent.costs[who].care]
        some = rng.sample(short, min(len(short), size)) or [patient]
        rivals = rivals_for_missing_sessions(incumbent, some[0], rng, max(size // 3, size - len(some)))
        return Freed(frozenset({*some, *rivals}), frozenset(caseloads_of(incumbent, some[:1])))

    return destroy
