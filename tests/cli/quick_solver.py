"""A clinic and a week that a solver found at once, for commands that have something else to show."""

from datetime import datetime, tzinfo
from pathlib import Path

from scheduler.caseload import Caseload, LevelLimits
from scheduler.errors import BadInput, Problem
from scheduler.explain import Shortfall
from scheduler.search import Result as Solved
from scheduler.search import Tier
from tests.caseloads import INDIVIDUAL, clinic_with, one_to_one, patient, plan, week

NEEDY = LevelLimits("iop", min_minutes_week=90)
CASELOAD = clinic_with(
    patients=[patient("p1"), patient("p2")],
    levels=[NEEDY],
    session_types=[INDIVIDUAL],
    plans=[plan("p1", most=2), plan("p2", most=2)],
)
SCHEDULE = week(
    one_to_one("p1", "mon", "09:00-09:50"),
    one_to_one("p1", "tue", "09:00-09:50"),
    one_to_one("p2", "mon", "10:00-10:50"),
)
UNMET = (Shortfall("p2", "weekly_hours", "", 40, "capacity", "No hour is left."),)
SOLVED = Solved("optimal", SCHEDULE, {"care": Tier(40, 40), "comfort": Tier(90, 90)}, ("p9 has no plan",), 0.5)
PROBLEM = Problem("patients", 3, "level", "x", "no level has this name", "Add it")


class TheFridayBefore:
    """A clock that stands before the week of the tests, in which nothing has begun yet."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        """The moment, in that time zone."""
        return datetime(2026, 2, 27, 12, tzinfo=zone)


def refuse(_: Path) -> Caseload:
    raise BadInput([PROBLEM])
