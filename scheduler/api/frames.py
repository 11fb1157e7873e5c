"""Rows of text become DataFrames and back; the only home of pandas, which is loaded when it is needed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.tables import TABLES, TextRows, TextTables

if TYPE_CHECKING:
    from pandas import DataFrame

NO_TIME = time()


def frames_of(tables: TextTables) -> "dict[str, DataFrame]":
    """A frame for each table that there may be, in the order of the documentation, with all its columns as text."""
    return {
        name: text_frame(_named(columns, tables.get(name, ())), tables.get(name, ()))
        for name, columns in TABLES.items()
    }


def text_frame(columns: Sequence[str], rows: TextRows) -> "DataFrame":
    """The rows with these columns, every cell a text and blank where the row lacks it."""
    import pandas as pd  # noqa: PLC0415  # slow to load

    return pd.DataFrame({column: [row.get(column, "") for row in rows] for column in columns}, dtype=str)


def counted_frame(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> "DataFrame":
    """A frame of ids and figures; ``columns`` has the type of each, ``Int64`` for numbers that may be missing."""
    import pandas as pd  # noqa: PLC0415  # slow to load

    return pd.DataFrame([*rows], columns=[*columns]).astype(dict(columns))


def text_of(frames: "Mapping[str, DataFrame]") -> dict[str, list[dict[str, str]]]:
    """The rows of frames as text: missing cells are blank, dates, times, numbers and truths as tables have them."""
    return {name: rows_of(frame) for name, frame in frames.items()}


def rows_of(frame: "DataFrame") -> list[dict[str, str]]:
    """The rows of one frame as text, without its index."""
    names = [str(column).strip().lower() for column in frame.columns]
    return [dict(zip(names, map(_cell, cells), strict=True)) for cells in frame.itertuples(index=False, name=None)]


def _named(columns: Mapping[str, bool], rows: TextRows) -> tuple[str, ...]:
    """The columns of a table, and those that its rows have beside them."""
    return tuple(dict.fromkeys((*columns, *(column for row in rows for column in row))))


def _cell(cell: object) -> str:
    """What a table would have in such a cell."""
    import pandas as pd  # noqa: PLC0415  # slow to load

    if isinstance(cell, str):
        return str(cell)
    if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell:  # noqa: PLR0124  # which a missing number is
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == NO_TIME else f"{cell:%Y-%m-%d %H:%M}"
    return _written(cell.item() if hasattr(cell, "item") else cell)


def _written(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float | Decimal) and cell == int(cell):
        return str(int(cell))
    return str(cell)
