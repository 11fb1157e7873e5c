"""The independent check has the last word: a week that breaks a rule is refused, a claim that is not so withdrawn."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from scheduler.caseload import Caseload
from scheduler.errors import ProgramError
from scheduler.report.words import tier_name, tier_words
from scheduler.schedule import Earlier, Schedule
from scheduler.search import Result, Tier
from scheduler.verify import Score, score, violations


class SolverDisagrees(ProgramError):
    """The independent check found fault with the solver's week."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The independent check does not confirm the solver's week: {what}. Nothing was written.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A week that keeps every rule, with the check's own figures; ``withdrawn`` says which claims were not so."""

    result: Result
    score: Score
    withdrawn: tuple[str, ...] = ()


def confirmed(
    caseload: Caseload,
    monday: date,
    schedule: Schedule,
    result: Result,
    earlier: Earlier | None = None,
    found: Score | None = None,
) -> Confirmed:
    """The result with each tier as the independent check counts it, which is ``found`` where it has counted already.

    Where a value is not what the solver says, or a bound lies above it, that bound is refuted. It is withdrawn with
    those of all later tiers, which rest on it: 0 is what remains proven.

    Raises:
        SolverDisagrees: the week breaks a rule, or changes more than it may.
    """
    _keep_every_rule(caseload, monday, schedule, earlier)
    found = found or score(caseload, monday, schedule, earlier)
    _keep_the_limit(found, earlier)
    tiers: dict[str, Tier] = {}
    withdrawn: list[str] = []
    for name, value in found.tiers.items():
        claimed = result.tiers.get(name)
        refuted = _refuted(name, value, claimed)
        if refuted:
            withdrawn.append(refuted)
        tiers[name] = Tier(value, 0 if withdrawn or claimed is None else claimed.bound)
    unlimited = result.unlimited
    if unlimited and (withdrawn or unlimited.bound > tiers["care"].value):
        withdrawn = withdrawn or [
            "care without the limit on changes was said to be more than this week lacks within it"
        ]
        unlimited = Tier(unlimited.value, 0)
    if unlimited:
        unlimited = Tier(min(unlimited.value, tiers["care"].value), unlimited.bound)
    is_optimal = all(tier.is_proven for tier in tiers.values())
    if result.status == "optimal" and not is_optimal and not withdrawn:
        withdrawn.append("the week was called optimal, which is not proven")
    status: Literal["optimal", "feasible"] = "optimal" if is_optimal and not withdrawn else "feasible"
    return Confirmed(replace(result, status=status, tiers=tiers, unlimited=unlimited), found, tuple(withdrawn))


def _keep_every_rule(caseload: Caseload, monday: date, schedule: Schedule, earlier: Earlier | None) -> None:
    broken = violations(caseload, monday, schedule, earlier=earlier)
    if broken:
        rules = ", ".join(sorted({violation.rule for violation in broken}))
        raise SolverDisagrees(f"the week breaks {rules}")


def _keep_the_limit(found: Score, earlier: Earlier | None) -> None:
    most = earlier.max_changes if earlier else None
    if most is not None and found.changes and found.changes.limited > most:
        raise SolverDisagrees(f"{found.changes.limited} earlier appointments change, not {most} at most")


def _refuted(name: str, value: int, claimed: Tier | None) -> str:
    """What the solver says of a tier that is not so; "" where there is nothing."""
    what = tier_name(name)
    if claimed is None:
        return f"{what} was not said at all: this week has {tier_words(name, value)}"
    if claimed.value != value:
        return f"{what} was said to be {tier_words(name, claimed.value)}, but this week has {tier_words(name, value)}"
    if claimed.bound > value:
        bound = tier_words(name, claimed.bound)
        return f"{what} was said to be at least {bound} in every week, but this week has {tier_words(name, value)}"
    return ""
