"""Caseloads in and out: from a folder, a workbook or frames of text cells."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.api.frames import frames_of, text_of
from scheduler.api.schedules import first_day
from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.planning.starter import check_free
from scheduler.tables import caseload_of_text, examine, examine_text, read_text, write_tables
from scheduler.tables import read_caseload as read_files

if TYPE_CHECKING:
    from pandas import DataFrame

    from scheduler.api.schedules import WeekDate

    Source = str | Path | Mapping[str, DataFrame] | Caseload
"""Where a caseload comes from: the path of a folder or workbook, frames by table, or facts that are read already."""


def read_tables(path: str | Path) -> "dict[str, DataFrame]":
    """The tables of a folder or workbook as frames by name: all tables, all columns, every cell a text, as in CSV.

    A table that is not there is an empty frame, a column that is not there or a blank cell is ``""``; blank rows are
    left out. What the cells say is not checked, so that a caseload with faults can be mended too.

    Raises:
        BadInput: with every table that cannot be read as rows under a header.
    """
    return frames_of(read_text(Path(path)))


def read_caseload(source: "Source") -> Caseload:
    """The facts of a caseload, the same for the same tables from files and from frames, in whatever order of rows.

    Args:
        source: the path of a folder of CSV files or of a workbook, or frames by the name of their table. Of frames,
            cells that are missing are blank, and dates, times, numbers and truths are as good as their text.

    Raises:
        BadInput: with every problem of all tables, by table, row and column; row 2 is the first of a frame.
    """
    if isinstance(source, Caseload):
        return source
    return caseload_of_text(text_of(source)) if isinstance(source, Mapping) else read_files(Path(source))


def check_caseload(
    source: "str | Path | Mapping[str, DataFrame]", week: "WeekDate | None" = None
) -> tuple[Problem, ...]:
    """Every problem of a caseload, errors and warnings, as ``iop check`` lists them; empty where there is none.

    Args:
        source: a path or frames, as for ``read_caseload``.
        week: any date of a week that is looked at too, or its text as ``YYYY-MM-DD``; None for none.

    Raises:
        ValueError: ``week`` is no date.
    """
    monday = None if week is None else first_day(week)
    try:
        facts, warnings = examine_text(text_of(source)) if isinstance(source, Mapping) else examine(Path(source))
    except BadInput as bad:
        return bad.problems
    from scheduler.explain import advice  # noqa: PLC0415  # needed where the tables have no error

    return tuple(sorted((*warnings, *advice(facts, monday))))


def write_caseload(tables: "Mapping[str, DataFrame]", path: str | Path, *, replace: bool = False) -> None:
    """Writes frames as a folder of CSV files or, where the name ends in ``.xlsx``, as a workbook; all or nothing.

    Files are readable by their owner only. What the tables say is not checked.

    Args:
        tables: frames by the name of their table.
        path: a new or empty folder, or a new workbook.
        replace: whether tables that are there already may be replaced.

    Raises:
        AlreadyThere: where something is there and may not be replaced.
        NotWritten: where the place takes no files.
    """
    target = Path(path)
    if not replace:
        check_free(target)
    write_tables(text_of(tables), target)
