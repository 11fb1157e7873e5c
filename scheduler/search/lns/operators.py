"""Destroy operators of the large neighbourhood search: which patients are freed together, and why it may help.

Each takes the incumbent, the patient for whose sake it is tried, chance, and about how many patients to free. Those
freed may get any other sessions; of those who are only seated the one-to-one sessions may change, and seats in groups
stay. Everything else stays as it is, and CP-SAT repairs the rest (Shaw, Using constraint programming and local search
methods to solve vehicle routing problems, 1998). ``PORTFOLIOS`` lists them by tier, each with the repair that it is
tried with.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scheduler.model.candidates import Candidate
from scheduler.model.domains import each
from scheduler.model.problem import WeekProblem
from scheduler.search.incumbent import Incumbent
from scheduler.search.lns.neighbourhoods import (
    caseloads_of,
    related,
    rivals_for_any_session,
    rivals_for_missing_sessions,
    same_caseload,
)
from scheduler.search.lns.reoptimise import (
    Goal,
    all_before_comfort_improve,
    each_lacks_less,
    sum_lacks_less,
    tier_improves,
)
from scheduler.search.policy import POLICY
from scheduler.search.solver import presets
from scheduler.search.solver.cpsat import Parameters

GoalOf = Callable[[Incumbent, WeekProblem, str, int], Goal]
"""The goal of a repair, from the incumbent, the subproblem, the patient and the least that the patient lacks alone."""

Neighbours = Callable[[Incumbent, str, random.Random, int], Collection[str]]


@dataclass(frozen=True, slots=True)
class Freed:
    """Patients freed altogether, and those who keep their seats in groups."""

    free: frozenset[str]
    seated: frozenset[str] = frozenset()


Destroy = Callable[[Incumbent, str, random.Random, int], Freed]


@dataclass(frozen=True, slots=True)
class Repair:
    """What is asked of those freed, the parameters of the solver, and the seconds after which it is given up."""

    goal: GoalOf
    parameters: Parameters
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Operator:
    """A destroy operator with the repair that it is tried with.

    Args:
        other_leaders, other_rooms: whether meetings that others attend may get other leaders, and other rooms. Models
            without are a third to a half of the size: on evening cohorts of 150 patients a try took 0.2 s instead of
            0.7, and found something as often.
    """

    destroy: Destroy
    repair: Repair
    other_leaders: bool = False
    other_rooms: bool = False


def freely(neighbours: Neighbours, beside: Literal["nobody", "own caseload", "all caseloads"] = "nobody") -> Destroy:
    """Free these neighbours; one-to-one sessions of the patient's caseload, or of all theirs, may change too."""

    def destroy(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
        free = neighbours(incumbent, patient, rng, size)
        whose = {"nobody": (), "own caseload": (patient,), "all caseloads": free}[beside]
        return Freed(frozenset(free), frozenset(caseloads_of(incumbent, whose)))

    return destroy


def two_caseloads(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
    """Free patients of two therapists who could lead the same meetings, so that one can hand a meeting to the other."""
    here = _therapist_of(incumbent, patient, rng)
    if here is None:
        return Freed(frozenset(related(incumbent, patient, rng, size)))
    shared = Counter(
        other
        for candidate in incumbent.problem.candidates
        if candidate.group and here in candidate.leaders
        for other in candidate.leaders
        if other != here
    )
    if not shared:
        return Freed(
            frozenset(same_caseload(incumbent, patient, rng, size)), frozenset(caseloads_of(incumbent, [patient]))
        )
    (there,) = rng.choices(list(shared), list(shared.values()))
    both = sorted({patient} | _seen_by(incumbent, here) | _seen_by(incumbent, there))
    free = [patient, *rng.sample(both, min(len(both), size - 1))]
    return Freed(frozenset(free), frozenset(both))


def meeting_that_should_run(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
    """Free whoever is in the way of a meeting that is not held: of those it needs, its leader and its room."""
    wanted = [
        candidate
        for candidate in incumbent.candidates_of[patient]
        if candidate.group and candidate.name not in incumbent.placed
    ]
    if not wanted:
        return Freed(frozenset(rivals_for_any_session(incumbent, patient, rng, size)))
    short = incumbent.unmet()
    meeting = rng.choice(wanted)
    start = rng.choice(list(each(meeting.patients[patient] & meeting.starts)))
    comers = [who for who in meeting.patients if who != patient and meeting.patients[who] >> start & 1]
    rng.shuffle(comers)
    comers.sort(key=lambda who: who not in short)
    least = meeting.group.min_size if meeting.group else 1
    free = {patient, *comers[: max(least - 1, size // 3)]}
    leaders = [who for who, starts in meeting.leaders.items() if starts >> start & 1]
    rng.shuffle(leaders)
    in_the_way = {who: _led_then(incumbent, who, meeting, start) for who in leaders}
    seated: set[str] = set()
    for leader in sorted(leaders, key=lambda who: len(in_the_way[who]))[: meeting.needed_leaders]:
        free |= in_the_way[leader]
        seated |= _seen_by(incumbent, leader)
    for pools in meeting.pools.values():
        held = [_held_then(incumbent, pool, meeting, start) for pool, starts in pools.items() if starts >> start & 1]
        free |= min(held, key=len, default=set())
    others = sorted(free - {patient})
    return Freed(frozenset([patient, *rng.sample(others, min(len(others), 2 * size))]), frozenset(seated))


def whole_group(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
    """Free everybody in a group that the patient could attend, with others who lack care and could attend it too."""
    groups = sorted({one.group.group for one in incumbent.candidates_of[patient] if one.group})
    if not groups:
        return Freed(frozenset(related(incumbent, patient, rng, size)))
    candidates = incumbent.candidates_of_group[rng.choice(groups)]
    members = {who for one in candidates if one.name in incumbent.placed for who in incumbent.placed[one.name].patients}
    short = incumbent.unmet()
    others = [who for who in short if who not in members and any(who in one.patients for one in candidates)]
    rng.shuffle(others)
    return Freed(frozenset({patient, *members, *others[: max(0, size - len(members))]}))


def short_together(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
    """Free patients who lack care, together with rivals of one of them."""
    short = [who for who in incumbent.unmet() if who != patient]
    some = rng.sample(short, min(len(short), size // 2))
    rivals = rivals_for_missing_sessions(incumbent, patient, rng, size - len(some))
    return Freed(frozenset({patient, *some, *rivals}), frozenset(caseloads_of(incumbent, [patient])))


def same_day(incumbent: Incumbent, patient: str, rng: random.Random, size: int) -> Freed:
    """Free patients who come on a day on which the patient could come too."""
    days = sorted({candidate.day for candidate in incumbent.candidates_of[patient]})
    if not days:
        return Freed(frozenset({patient}))
    day = rng.choice(days)
    there = sorted({who for one in incumbent.placed.values() if one.candidate.day == day for who in one.patients})
    return Freed(frozenset({patient, *rng.sample(there, min(len(there), size - 1))}))


def _therapist_of(incumbent: Incumbent, patient: str, rng: random.Random) -> str | None:
    """The primary therapist, or whoever could see the patient."""
    primary = incumbent.problem.caseload.patients[patient].primary_therapist
    if primary is not None:
        return primary
    able = sorted({who for one in incumbent.candidates_of[patient] if one.group is None for who in one.leaders})
    return rng.choice(able) if able else None


def _seen_by(incumbent: Incumbent, therapist: str) -> set[str]:
    """Whom a therapist is the primary of, or sees."""
    facts = incumbent.problem.caseload.patients
    seen = {who for who in incumbent.problem.patients if facts[who].primary_therapist == therapist}
    led = (incumbent.placed[name] for name in incumbent.led[therapist])
    return seen | {who for one in led if one.candidate.group is None for who in one.patients}


def _led_then(incumbent: Incumbent, therapist: str, meeting: Candidate, start: int) -> set[str]:
    """Patients of the therapist's sessions in the way of a meeting, buffers included."""
    end = start + meeting.minutes + meeting.session_type.buffer_minutes
    return _attending(incumbent, incumbent.led[therapist], meeting.day, start, end)


def _held_then(incumbent: Incumbent, pool: int, meeting: Candidate, start: int) -> set[str]:
    """Patients of the sessions in a room of the pool while a meeting lasts."""
    return _attending(incumbent, incumbent.held[pool], meeting.day, start, start + meeting.minutes)


def _attending(incumbent: Incumbent, names: Iterable[str], day: int, start: int, end: int) -> set[str]:
    there = (incumbent.placed[name] for name in names)
    return {
        who
        for one in there
        if one.candidate.day == day
        and one.start < end
        and start < one.start + one.candidate.minutes + one.candidate.session_type.buffer_minutes
        for who in one.patients
    }


ALL_OF_ONE = Repair(
    lambda incumbent, _problem, patient, least: each_lacks_less(incumbent, {patient: least}),
    presets.QUICK,
    POLICY.lns.all_of_one_seconds,
)
"""All care of one patient, nobody else worse: where all care can be had, found or refuted in a tenth of a second."""

SUM = Repair(
    lambda incumbent, _problem, _patient, _least: sum_lacks_less(incumbent), presets.SMALL, POLICY.lns.sum_seconds
)
"""Less unmet care in all: what to ask for in a shortage, where somebody has to lack something."""

AS_BEFORE = Repair(
    lambda incumbent, problem, _patient, _least: all_before_comfort_improve(incumbent, problem),
    presets.LINEAR,
    POLICY.lns.later_seconds,
)
"""Care and changes together, in their order."""


def _improving(tier: str, parameters: Parameters, seconds: float) -> Repair:
    return Repair(
        lambda incumbent, problem, _patient, _least: tier_improves(incumbent, problem, tier), parameters, seconds
    )


Portfolio = Sequence[tuple[Operator, int, float]]
"""Operators, each with the patients it frees at first, and the gain per second that is expected of it before a try."""

CARE: Portfolio = (
    (Operator(freely(rivals_for_missing_sessions, "own caseload"), ALL_OF_ONE), 20, 800),
    (Operator(freely(rivals_for_missing_sessions, "own caseload"), ALL_OF_ONE, other_leaders=True), 20, 800),
    (Operator(freely(rivals_for_missing_sessions, "all caseloads"), ALL_OF_ONE, other_leaders=True), 20, 100),
    (Operator(freely(related, "own caseload"), ALL_OF_ONE), 14, 50),
    (Operator(freely(related, "all caseloads"), ALL_OF_ONE, other_leaders=True), 30, 50),
    (Operator(freely(same_caseload, "own caseload"), SUM, other_leaders=True), 30, 100),
    (Operator(freely(rivals_for_any_session, "own caseload"), SUM), 14, 50),
    (Operator(freely(rivals_for_missing_sessions, "own caseload"), SUM), 14, 100),
    (Operator(freely(related, "own caseload"), SUM), 14, 50),
    (Operator(two_caseloads, SUM, other_leaders=True), 14, 50),
    (Operator(meeting_that_should_run, SUM, other_leaders=True), 14, 100),
    (Operator(whole_group, SUM), 14, 50),
    (Operator(short_together, SUM), 14, 50),
    (Operator(same_day, SUM), 14, 50),
)

STABILITY: Portfolio = tuple(
    (Operator(freely(neighbours), AS_BEFORE, other_leaders=True, other_rooms=True), size, 1)
    for neighbours, size in (
        (rivals_for_any_session, 5),
        (rivals_for_any_session, 14),
        (related, 14),
        (same_caseload, 14),
    )
)

LATER_NEIGHBOURS: Sequence[tuple[Neighbours, int, float]] = (
    (related, 1, 0.2),
    (related, 3, 0.3),
    (related, 7, 0.5),
    (related, 14, 0.5),
    (related, 28, 1.0),
    (related, 42, 2.0),
    (rivals_for_any_session, 7, 0.5),
    (rivals_for_any_session, 14, 0.5),
    (same_caseload, 7, 0.5),
    (same_caseload, 28, 1.0),
)
"""Neighbours for comfort and make-ups, how many at first, and seconds after which such a try is given up."""


def _of_later_tier(tier: str, parameters: Parameters) -> Portfolio:
    return tuple(
        (Operator(freely(neighbours), _improving(tier, parameters, seconds)), size, 1 / seconds)
        for neighbours, size, seconds in LATER_NEIGHBOURS
    )


PORTFOLIOS: Mapping[str, Portfolio] = {
    "care": CARE,
    "make_ups": _of_later_tier("make_ups", presets.LINEAR),
    "stability": STABILITY,
    "comfort": _of_later_tier("comfort", presets.PATHS),
}
"""By tier."""
