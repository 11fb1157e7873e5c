"""Why care is unmet, why agreements clash, and what in a caseload is surely not meant.

What needs the solver is loaded when it is first asked for: a check of tables does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from scheduler.causes import NOBODY_COULD_GIVE, Cause
from scheduler.explain.advice import advice

if TYPE_CHECKING:
    from scheduler.explain.conflict import rows_that_clash
    from scheduler.explain.unmet import Shortfall, open_shortfalls, shortfalls

__all__ = ["NOBODY_COULD_GIVE", "Cause", "Shortfall", "advice", "open_shortfalls", "rows_that_clash", "shortfalls"]

_HOMES = {
    "Shortfall": "unmet",
    "open_shortfalls": "unmet",
    "rows_that_clash": "conflict",
    "shortfalls": "unmet",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{home}"), name)
