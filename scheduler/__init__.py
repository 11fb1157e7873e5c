"""Plans the week of an intensive outpatient program and proves how good the plan is.

The functions here do from Python what the commands do; ``docs/api.md`` shows them at work. They are loaded when they
are first asked for, so that ``import scheduler`` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.api.caseloads import check_caseload, read_caseload, read_tables, write_caseload
    from scheduler.api.checking import VerifiedWeek, explain_week, verify_week
    from scheduler.api.solving import SolvedWeek, solve_week
    from scheduler.errors import BadInput, Contradiction, IopError, NoScheduleInTime

__all__ = [
    "BadInput",
    "Contradiction",
    "IopError",
    "NoScheduleInTime",
    "SolvedWeek",
    "VerifiedWeek",
    "check_caseload",
    "explain_week",
    "read_caseload",
    "read_tables",
    "solve_week",
    "verify_week",
    "write_caseload",
]

_HOMES = {
    **dict.fromkeys(("check_caseload", "read_caseload", "read_tables", "write_caseload"), "scheduler.api.caseloads"),
    **dict.fromkeys(("VerifiedWeek", "explain_week", "verify_week"), "scheduler.api.checking"),
    **dict.fromkeys(("SolvedWeek", "solve_week"), "scheduler.api.solving"),
    **dict.fromkeys(("BadInput", "Contradiction", "IopError", "NoScheduleInTime"), "scheduler.errors"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
