"""A schedule from wherever against every rule, its score, and why it leaves care unmet."""

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from scheduler.api.caseloads import read_caseload
from scheduler.api.frames import counted_frame
from scheduler.api.schedules import earlier_of, first_day, schedule_from, unmet_frame
from scheduler.verify import Score, Violation, score, violations

if TYPE_CHECKING:
    from pandas import DataFrame

    from scheduler.api.caseloads import Source
    from scheduler.api.schedules import Previous, Sessions, WeekDate


@dataclass(frozen=True, slots=True)
class VerifiedWeek:
    """What the independent check finds in a schedule.

    Args:
        broken: one witness for each way in which a rule is broken; none where the schedule keeps every rule.
        score: values of the tiers, patient by patient.
    """

    broken: tuple[Violation, ...]
    score: Score

    @property
    def is_clean(self) -> bool:
        """Whether every rule holds."""
        return not self.broken

    @property
    def violations(self) -> "DataFrame":
        """A row for each witness: rule, by how much in the rule's unit, what is wrong, and the sessions' ids."""
        columns = {"rule": "str", "amount": "int64", "says": "str", "sessions": "str"}
        rows = [(str(one.rule), one.amount, one.says, ";".join(one.sessions)) for one in self.broken]
        return counted_frame(columns, rows)


def verify_week(
    source: "Source", sessions: "Sessions", week: "WeekDate", *, previous: "Previous | None" = None
) -> VerifiedWeek:
    """The independent check of a schedule, as ``iop verify`` makes it; it shares nothing with the solver.

    Args:
        source: a path, frames by table, or facts that were read.
        sessions: the path of a ``schedule.csv``, a frame with its columns such as ``SolvedWeek.sessions``, or a value.
        week: any date of the week, or its text as ``YYYY-MM-DD``.
        previous: an earlier schedule, whose changed appointments are counted, or an ``Earlier`` with what is frozen.

    Raises:
        BadInput: with every problem of the tables.
        ValueError: ``week`` is no date.
    """
    monday, caseload = first_day(week), read_caseload(source)
    earlier = None if previous is None else earlier_of(previous, caseload, monday)
    schedule = schedule_from(sessions, caseload, monday)
    return VerifiedWeek(
        violations(caseload, monday, schedule, earlier=earlier), score(caseload, monday, schedule, earlier)
    )


def explain_week(
    source: "Source",
    sessions: "Sessions",
    week: "WeekDate",
    *,
    is_care_proven: bool = False,
    time_limit: float = 60.0,
    workers: int | None = None,
) -> "DataFrame":
    """Why a schedule leaves care unmet, as ``iop explain`` says it: the rows of ``unmet.csv``, ``minutes`` as numbers.

    Args:
        source: a path, frames by table, or facts that were read.
        sessions: a schedule that keeps every rule; see ``verify_week``.
        week: any date of the week, or its text as ``YYYY-MM-DD``.
        is_care_proven: whether no week has less unmet care; otherwise what is lost to others stays ``open``.
        time_limit: seconds; what is not settled by then stays ``open``.
        workers: questions side by side; None for one a core.

    Raises:
        BadInput: with every problem of the tables.
        ValueError: ``week`` is no date.
    """
    from scheduler.explain import shortfalls  # noqa: PLC0415  # loads the solver
    from scheduler.planning.time_shares import Allotted  # noqa: PLC0415  # likewise
    from scheduler.search import Limits, Statistics  # noqa: PLC0415  # likewise
    from scheduler.week.week import week_of  # noqa: PLC0415  # likewise

    monday = first_day(week)
    budget = Allotted(Limits(time_limit, workers)).explaining(Event(), Statistics())
    caseload = read_caseload(source)
    schedule = schedule_from(sessions, caseload, monday)
    return unmet_frame(shortfalls(week_of(caseload, monday), schedule, is_care_proven, budget=budget))
