"""A week made by hand beside the best one: what it lacks, and the few moves that give most of that back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.caseload import Caseload
from scheduler.changes.change import Pair, kind_of
from scheduler.changes.pairs import followed
from scheduler.errors import NoScheduleInTime
from scheduler.remedies.answer import Week, checked_week
from scheduler.remedies.attempt import Attempt
from scheduler.remedies.focus import focused
from scheduler.schedule import Earlier, Schedule, Session
from scheduler.search.limits import Budget
from scheduler.verify import Violation, earlier_appointments, score, violations

MOST = 0.8
"""Part of the care that moves can give back, beyond what needs none, which is most of the way."""

RELAXED_SHARE, BEST_SHARE, PROVEN_SHARE, MOVES_SHARE = 0.2, 0.4, 0.4, 0.25
"""Parts of the time that is left, for a bound, for the best week, then for its proof, and for each limit on moves."""

LIMITS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Changed appointments that are allowed, until most of the way is gone."""


PATIENCE = 40
"""Tries in a row that give nothing, after which a limit is taken as used up."""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one session; ``who`` are those patients to whom it happens."""

    who: tuple[str, ...]
    pair: Pair


@dataclass(frozen=True, slots=True)
class Way:
    """A better week within a limit on changes.

    Args:
        week: it.
        moves: appointments of the week at hand that change.
        steps: everything that differs, in order of time.
    """

    week: Week
    moves: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a week is.

    Args:
        broken: which rules it breaks.
        care: what it lacks as it stands, in minutes.
        kept: what is left of it, where it breaks rules, or itself: a week that keeps every rule.
        best: the best week that is known, with what is proven.
        ways: weeks with ever more moves, the last of them most of the way to the best or as far as was found in time.
    """

    broken: tuple[Violation, ...]
    care: int
    kept: Week
    best: Week
    ways: tuple[Way, ...]


def quality_of(
    caseload: Caseload, monday: date, schedule: Schedule, budget: Budget, earlier: Earlier | None = None
) -> Quality:
    """What a week breaks and lacks, and how few moves give most of its care back.

    Args:
        caseload: the facts.
        monday: first day of the week.
        schedule: any, also one that breaks rules.
        budget: how long it may take.
        earlier: the week that it was planned from; what is frozen of it holds.

    Raises:
        NoScheduleInTime: no week that keeps every rule was found in time.
    """
    frozen = earlier.frozen_before if earlier else None
    attempt = Attempt(caseload, monday, Earlier(schedule, frozen))
    if not attempt.begin(budget):
        raise NoScheduleInTime("What is planned could not be taken over in time.")
    kept = checked_week(caseload, monday, attempt.schedule, 0, earlier)
    # Measured against what is left of it, so that no limit counts what cannot stay anyhow.
    at_hand = Earlier(kept.schedule, frozen)
    base = Attempt(caseload, monday, at_hand, attempt)
    base.begin(budget)
    base.relax(budget.share(RELAXED_SHARE))
    if base.is_small:
        base.prove(budget.share(PROVEN_SHARE))
    base.improve(budget.share(BEST_SHARE), operators=focused((), None))
    base.prove(budget.share(PROVEN_SHARE))
    best = checked_week(caseload, monday, base.schedule, base.bound, earlier)
    ways = tuple(_ways(caseload, monday, at_hand, best, budget))
    return Quality(
        violations(caseload, monday, schedule, earlier=earlier),
        score(caseload, monday, schedule).care,
        kept,
        min((best, *(way.week for way in ways)), key=lambda week: week.care),
        ways,
    )


def _ways(caseload: Caseload, monday: date, at_hand: Earlier, best: Week, budget: Budget) -> Iterator[Way]:
    """Weeks within ever wider limits, each better than the one before, until most of the way is gone."""
    known, wanted = score(caseload, monday, at_hand.schedule).care, float(best.care)
    for limit in LIMITS:
        if limit == LIMITS[1]:
            # What needs no move is had; from here on most of the rest will do.
            wanted = known - MOST * (known - best.care)
        if not budget.left or known <= wanted:
            return
        # What the base has found may change more than the limit allows, so this begins with the week at hand.
        attempt = Attempt(caseload, monday, Earlier(at_hand.schedule, at_hand.frozen_before, limit))
        attempt.begin(budget)
        mine = budget.share(MOVES_SHARE)
        if attempt.is_small:
            attempt.prove(mine)
        attempt.improve(mine, patience=PATIENCE)
        if not attempt.has_week or attempt.care >= known:
            continue
        known = attempt.care
        attempt.keep_appointments(budget.share(MOVES_SHARE))
        week = checked_week(caseload, monday, attempt.schedule, 0, at_hand)
        yield way_between(caseload, monday, at_hand.schedule, week)


def way_between(caseload: Caseload, monday: date, before: Schedule, week: Week) -> Way:
    """What differs between the week at hand and a better one."""
    changed = earlier_appointments(caseload, monday, before, week.schedule)
    return Way(week, sum(1 for each in changed if each.cost), tuple(_steps(before.sessions, week.schedule.sessions)))


def _steps(before: Sequence[Session], after: Sequence[Session]) -> Iterable[Step]:
    """What becomes of the sessions of each patient; what happens to a whole meeting is one step."""
    everybody = sorted({who for one in (*before, *after) for who in one.patients})
    found: dict[Pair, list[str]] = {}
    for who in everybody:
        own = [[one for one in sessions if who in one.patients] for sessions in (before, after)]
        for pair in followed(*own):
            kind = kind_of(pair)
            if kind is not None and kind != "other_room":
                found.setdefault(pair, []).append(who)
    steps = [Step(tuple(who), pair) for pair, who in found.items()]
    return sorted(steps, key=lambda step: (_moment(step.pair), step.who))


def _moment(pair: Pair) -> tuple[date, int, str]:
    one = pair.after or pair.before
    if one is None:
        raise ValueError("a pair of nothing")
    return one.on, one.start, one.session
