"""What an import would put into a caseload, or has put there."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.report.words import columns, count

if TYPE_CHECKING:
    from scheduler.imports import BusyImport, RosterImport, RosterMapping

_NOT_YET = "Nothing is written yet. To write it, give the same command with --write."


def mapping_lines(mapping: "RosterMapping", place: Path, *, is_guessed: bool) -> list[str]:
    """Which heading becomes which column."""
    how = "guessed, and kept" if is_guessed else "as kept"
    taken = [(heading, "->", column) for heading, column in mapping.columns.items() if column]
    left = [heading for heading, column in mapping.columns.items() if not column]
    lines = [f"Columns of {mapping.table}, {how} in {place}:", *columns(taken)]
    return [*lines, f"Left out: {', '.join(left)}."] if left else lines


def roster_lines(found: "RosterImport", source: Path, *, is_written: bool) -> list[str]:
    """Who is added, by id, and who stays as they are."""
    verb = "Added" if is_written else "Would add"
    table = found.mapping.table
    lines = [f"{verb} {count(len(found.added), 'row')} to {table} of {source}{_named(found.ids)}"]
    if found.there:
        lines.append(f"There already, and left as they are: {', '.join(found.there)}.")
    if is_written:
        return [*lines, f"Look at it, fill in what is missing, and run: iop check {source}"]
    if found.is_guessed:
        lines.append(f"Look at {found.place} first, and change what is guessed wrong.")
    return [*lines, _NOT_YET]


def busy_lines(found: "BusyImport", source: Path, dates: tuple[date, date], *, is_written: bool) -> list[str]:
    """How many busy times of whom are new, gone, and there already; not when they are."""
    verb = "Added" if is_written else "Would add"
    first, last = dates
    many = count(len(found.added), "busy time")
    there = f"{found.kept} {'is' if found.kept == 1 else 'are'} there already"
    lines = [f"{verb} {many} of {found.who} from {first} to {last} to availability of {source}; {there}."]
    if found.removed:
        verb = "Took out" if is_written else "Would take out"
        lines.append(f"{verb} {count(len(found.removed), 'row')} of an earlier import that the calendar no longer has.")
    return lines if is_written else [*lines, _NOT_YET]


def _named(ids: tuple[str, ...]) -> str:
    return f": {', '.join(ids)}." if ids else "."
