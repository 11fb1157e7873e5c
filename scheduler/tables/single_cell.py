"""One cell of a table by itself, as it would be read there."""

from datetime import date

from scheduler.errors import Problem
from scheduler.tables.row import column_of, read_row
from scheduler.tables.schema import MODELS


def read_cell(table: str, column: str, text: str) -> str | Problem:
    """The text as the table would have it, dates as ``2026-11-23``; the problem where it cannot be read."""
    model = next(model for model in MODELS if model.table == table)
    row, problems = read_row(model, 2, {column: text})
    fault = next((problem for problem in problems if problem.column == column), None)
    if fault:
        return fault
    field = next(name for name in model.model_fields if column_of(model, name) == column)
    value = getattr(row, field)
    return value.isoformat() if isinstance(value, date) else text
