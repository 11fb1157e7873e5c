"""A small clinic by chance with what it is planned from: nothing, an earlier week, a part that has happened."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from scheduler.caseload import Caseload
from scheduler.schedule import Earlier, Schedule
from tests.caseloads import MONDAY
from tests.soundness.clinics import random_clinic
from tests.soundness.exact import exact

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Case:
    """What a week is planned from."""

    seed: int
    caseload: Caseload
    earlier: Earlier | None


def case(seed: int) -> Case:
    """The case of a seed: in three of five nothing was planned before."""
    rng = random.Random(-seed - 1)  # noqa: S311 - cases are to be repeatable, not secret
    caseload = random_clinic(seed)
    kind = rng.choice(("none",) * 6 + ("week before", "week before", "has begun", "few changes"))
    if kind == "none":
        return Case(seed, caseload, None)
    # Planned under other facts: some were not yet there, and some availability has changed since.
    others = {who: rows for who, rows in caseload.availability.items() if rng.random() < 0.5}
    known = exact(replace(caseload, availability=others, missed=None))
    if known is None:
        return Case(seed, caseload, None)
    before = known.schedule
    if kind == "has begun":
        moment = datetime.combine(MONDAY, time()) + timedelta(minutes=rng.randrange(8 * 60, 40 * 60, 30))
        return Case(seed, caseload, Earlier(before, moment))
    last = Schedule.of(replace(session, on=session.on - A_WEEK) for session in before.sessions)
    return Case(seed, caseload, Earlier(last, max_changes=rng.choice((0, 1, 2)) if kind == "few changes" else None))
