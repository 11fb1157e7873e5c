"""Problems of the input, as a table for a terminal, as plain lines and as JSON; failures as words."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import BadInput, Contradiction, IopError, NoScheduleInTime, Problem, Refused, Rescued
from scheduler.report.words import count, printable

if TYPE_CHECKING:
    from scheduler.tables import Marked

MOST_SHOWN = 40


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """One line a problem; warnings say that they are."""
    return [f"warning: {problem}" if problem.severity == "warning" else str(problem) for problem in problems]


def verdict(problems: Sequence[Problem], monday: date | None = None) -> str:
    """How many errors and warnings there are, and what that means for the week, where one was looked at."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if errors:
        return f"{count(errors, 'error')} to mend before a week can be solved, {count(warnings, 'warning')}."
    found = f"No errors, {count(warnings, 'warning')}" if warnings else "No problems"
    if monday is None:
        return f"{found} in the tables. With --week, the agreements of a week are tried as well."
    return f"{found}: the week of {monday} can be solved."


def marked_words(marked: "Marked", copy: Path) -> str:
    """What became of the problems in a marked copy."""
    words = f"Wrote {copy}: {count(marked.cells, 'cell')} marked, and all problems on its last sheet."
    if marked.elsewhere:
        words += (
            f" {count(marked.elsewhere, 'problem')} of no cell {'is' if marked.elsewhere == 1 else 'are'} there only."
        )
    return f"{words} Mend them in your own workbook, not in this copy."


def problem_json(problems: Sequence[Problem]) -> str:
    """The problems and their numbers as a JSON object with ``errors``, ``warnings`` and ``problems``."""
    errors = sum(problem.severity == "error" for problem in problems)
    page = {
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [asdict(problem) for problem in problems],
    }
    return json.dumps(page, indent=2, ensure_ascii=False)


def print_problem_table(problems: Sequence[Problem]) -> None:
    """Prints the problems as a table as wide as the terminal on standard output."""
    from rich.console import Console  # noqa: PLC0415  # slow to load, and a terminal alone needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("Table", "Row", "Column", "Value", "What is wrong", "What to do")
    for problem in problems:
        cells = (
            problem.table,
            str(problem.row) if problem.row else "",
            problem.column,
            problem.value,
            ("warning: " if problem.severity == "warning" else "") + problem.says,
            problem.fix,
        )
        table.add_row(*(Text(printable(cell)) for cell in cells))
    Console(file=sys.stdout).print(table)


def failure_words(failure: IopError) -> str:
    """What standard error says of a failure: the first forty problems and their number, or the rows that clash."""
    match failure:
        case Refused():
            return (
                f"{_bad_input(failure.problems)}\nNothing was written: with this the tables could not be used any more."
            )
        case BadInput():
            return _bad_input(failure.problems)
        case Rescued():
            return (
                f"{failure_words(failure.why)}\nWhat was found is kept in {failure.folder}, without calendars.\n"
                "Mend what is in the way, move it where it belongs, and write its calendars with `iop export`."
            )
        case Contradiction():
            clash = "\n".join(f"  {row}" for row in failure.rows)
            return f"No schedule can exist: these contradict each other or the rules.\n{clash}"
        case NoScheduleInTime():
            return "No schedule was found in time, and nothing was written. Give more time with --time-limit SECONDS."
        case _:
            return str(failure)


def _bad_input(problems: Sequence[Problem]) -> str:
    lines = problem_lines(problems[:MOST_SHOWN])
    errors = count(sum(problem.severity == "error" for problem in problems), "problem")
    if len(problems) > MOST_SHOWN:
        lines.append(f"{errors} in all, of which these are the first {MOST_SHOWN}; `iop check` shows every one.")
    else:
        lines.append(f"{errors} to mend.")
    return "\n".join(lines)
