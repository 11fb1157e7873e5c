"""The sequence of runs that makes the week better, and the best schedule and bounds they have given."""

from collections.abc import Callable
from typing import Literal

from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.explain.clash import rows_that_clash
from scheduler.model.assembly import model_of, places_under
from scheduler.model.measure import Worth, worth_of
from scheduler.model.placed import placed_by
from scheduler.model.places import Places, agreed_only
from scheduler.model.reading import schedule_of
from scheduler.model.tiers import care, comfort
from scheduler.model.variables import WeekModel
from scheduler.schedule import Schedule
from scheduler.search import portfolio
from scheduler.search.budget import Budget
from scheduler.search.engine import Run, run
from scheduler.search.result import Progress, Result, Tier
from scheduler.week import Week

CARE_SHARE = 0.85
"""Part of the time that care may take before comfort gets the rest."""


class Search:
    """A search for the best schedule of one week.

    Raises:
        Contradiction: where not even the agreed sessions alone can be.
        NoScheduleInTime: where the budget ends before that is known.
    """

    def __init__(self, week: Week, budget: Budget, tell: Callable[[Progress], None]) -> None:
        self.week = week
        self.budget = budget
        self.care_bound = 0
        self.comfort_bound = 0
        self._tell = tell
        self._values: tuple[int, ...] | None = None
        places = places_under(week)
        self.best, self.worth = self._agreed_alone(places)
        self.model = model_of(places)
        self.model.keep_agreements()
        self._care = care(self.model)

    def _agreed_alone(self, places: Places) -> tuple[Schedule, Worth]:
        """The schedule of the agreed sessions, which every other one extends."""
        model = model_of(agreed_only(places))
        model.keep_agreements()
        found = run(model.cp, self.budget, self.budget.left, portfolio.CARE)
        if found.is_contradiction:
            raise Contradiction(rows_that_clash(self.week))
        if found.values is None:
            raise NoScheduleInTime(f"no schedule in {self.budget.elapsed:.0f} s")
        return self._read(model, found.values)

    def improve_care(self) -> None:
        """Make unmet care as small as the budget allows, leaving some of it for comfort where care resists."""
        self.model.cp.minimize(self._care)
        tell = self._tell_care
        found = run(self.model.cp, self.budget, CARE_SHARE * self.budget.left, portfolio.CARE, tell)
        self.care_bound = max(self.care_bound, found.bound or 0)
        self._keep(found)

    def improve_comfort(self) -> None:
        """Make the week comfortable for patients at no cost of care.

        The bound holds for every schedule with as little unmet care as the best one, so for the best of all too.
        """
        cp = self.model.cp
        cp.add(self._care <= self.worth.care)
        cp.minimize(comfort(self.model))
        for index, value in enumerate(self._values or ()):
            cp.add_hint(cp.get_int_var_from_proto_index(index), value)
        found = run(cp, self.budget, self.budget.left, portfolio.COMFORT, self._tell_comfort)
        self.comfort_bound = max(self.comfort_bound, found.bound or 0)
        self._keep(found)

    def result(self) -> Result:
        """The best schedule with the value and bound of each tier."""
        tiers = {
            "care": Tier(self.worth.care, self.care_bound),
            "comfort": Tier(self.worth.comfort, self.comfort_bound),
        }
        status: Literal["optimal", "feasible"] = (
            "optimal" if all(tier.is_proven for tier in tiers.values()) else "feasible"
        )
        return Result(status, self.best, tiers, self.week.warnings, self.budget.elapsed)

    def _keep(self, found: Run) -> None:
        if found.values is not None:
            schedule, worth = self._read(self.model, found.values)
            if worth < self.worth:
                self.best, self.worth = schedule, worth
            if worth.care <= self.worth.care:
                self._values = found.values

    def _read(self, model: WeekModel, values: tuple[int, ...]) -> tuple[Schedule, Worth]:
        placed = placed_by(model, values)
        return schedule_of(model.places, placed), worth_of(self.week, placed.values())

    def _tell_care(self, value: int, bound: int) -> None:
        self._tell(Progress(self.budget.elapsed, value, max(bound, self.care_bound), None, None, "care"))

    def _tell_comfort(self, value: int, bound: int) -> None:
        self._tell(Progress(self.budget.elapsed, self.worth.care, self.care_bound, value, bound, "comfort"))
