"""A bound of comfort that comes soon at every size: patients in small sets, each as if nobody else were there."""

from ortools.sat.python import cp_model

from scheduler.model.assembly import model_of
from scheduler.model.goals import aim_at
from scheduler.model.places import Places
from scheduler.model.tiers import care
from scheduler.search import portfolio
from scheduler.search.best import Best
from scheduler.search.bounds import places_apart
from scheduler.search.budget import Budget
from scheduler.search.engine import run
from scheduler.search.parts import parts_of

TOGETHER = 8
"""Patients in a set: its comfort is mostly proven within a second where the timetable is given."""

PRICE = 2
"""Points for a minute of care that a set lacks, so that not each of them lacks all that the whole week does."""

SAYS = "comfort in small sets"


def prove_apart(places: Places, best: Best, budget: Budget) -> None:
    """Add up what each set of patients would lack of comfort alone, in a week as good before comfort as the best.

    All sets together lack no more care than the best week, so no more than its price is to be taken off.
    """
    sets = parts_of(places, max(1, round(len(places.patients) / TOGETHER)))
    proven = -PRICE * best.worth.care
    with budget.diary.part(SAYS) as account:
        for number, some in enumerate(sets):
            mine = budget.share(1 / (len(sets) - number))
            if mine.left:
                account.tries += 1
                proven += _least(places_apart(places, some), best, mine)
        best.prove(SAYS, comfort=proven)


def _least(places: Places, best: Best, budget: Budget) -> int:
    model = model_of(places)
    goal = aim_at(model, "comfort", best.worth)
    if best.worth.care:
        model.cp.minimize(cp_model.LinearExpr.weighted_sum([goal, care(model)], [1, PRICE]))
    return max(0, run(model.cp, budget, portfolio.PATHS).bound or 0)
