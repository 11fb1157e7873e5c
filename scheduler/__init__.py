"""Plans the week of an intensive outpatient program and proves how good the plan is.

The functions here do from Python what the commands do; ``docs/api.md`` shows them at work. They are loaded when they
are first asked for, so that ``import scheduler`` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.api import (
        BadInput,
        Contradiction,
        IopError,
        NoScheduleInTime,
        SolvedWeek,
        VerifiedWeek,
        check_caseload,
        explain_week,
        read_caseload,
        read_tables,
        solve_week,
        verify_week,
        write_caseload,
    )

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


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("scheduler.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
