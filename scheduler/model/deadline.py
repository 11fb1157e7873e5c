"""A model whose building can be ended: in a large week that takes longer than anybody may want to wait."""

from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

CALLS_BETWEEN_LOOKS = 256
"""Variables and rows after which it is asked whether time is over; a thousand take a few milliseconds."""

IsOver = Callable[[], bool]


class OutOfTime(Exception):
    """A model that nobody waits for any more was not built to its end."""


class EndingModel(cp_model.CpModel):
    """A CP-SAT model that raises ``OutOfTime`` while it is built, soon after ``is_over`` says so."""

    def __init__(self, is_over: IsOver | None) -> None:
        super().__init__()
        self._is_over = is_over
        self._calls = 0

    def new_bool_var(self, name: str) -> cp_model.IntVar:
        """As in any model."""
        self._look()
        return super().new_bool_var(name)

    def add(self, ct: cp_model.BoundedLinearExpression | bool | np.bool_) -> cp_model.Constraint:
        """As in any model."""
        self._look()
        return super().add(ct)

    def add_implication(self, a: cp_model.LiteralT, b: cp_model.LiteralT) -> cp_model.Constraint:
        """As in any model."""
        self._look()
        return super().add_implication(a, b)

    def new_optional_fixed_size_interval_var(
        self, start: cp_model.LinearExprT, size: cp_model.IntegralT, is_present: cp_model.LiteralT, name: str
    ) -> cp_model.IntervalVar:
        """As in any model."""
        self._look()
        return super().new_optional_fixed_size_interval_var(start, size, is_present, name)

    def _look(self) -> None:
        self._calls += 1
        if self._is_over and self._calls % CALLS_BETWEEN_LOOKS == 0 and self._is_over():
            raise OutOfTime
