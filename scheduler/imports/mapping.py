"""Which column of a roster is which column of a table: guessed once, then kept in a file that people may change."""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, cast

from scheduler.errors import BadInput, Problem
from scheduler.tables import TABLES

Target = Literal["patients", "therapists", "resources"]
Headings = Sequence[tuple[str, Sequence[Sequence[str]]]]

# Headings that people give to each column, beside its own name.
_ALSO: dict[Target, dict[str, tuple[str, ...]]] = {
    "patients": {
        "patient": ("patient id", "client id", "id", "mrn", "record number", "chart", "chart number", "case number"),
        "name": ("patient name", "client name", "full name", "first name", "last name", "client"),
        "level": ("level of care", "loc", "program", "track"),
        "admitted": ("admission", "admission date", "admit date", "admitted on", "start date", "intake", "intake date"),
        "discharged": ("discharge", "discharge date", "discharged on", "end date", "planned discharge"),
        "level_since": ("level since", "since"),
        "primary_therapist": ("primary therapist", "therapist", "clinician", "counselor", "primary clinician"),
        "tags": ("tag", "groups for"),
        "mode": ("format", "attendance mode"),
        "travel_minutes": ("travel", "travel time", "minutes of travel"),
    },
    "therapists": {
        "therapist": ("therapist id", "staff id", "id", "initials", "clinician id"),
        "name": ("therapist name", "staff name", "full name", "first name", "last name", "clinician", "staff"),
        "leads": ("session types", "services"),
        "max_hours_week": ("hours", "hours a week", "hours per week", "weekly hours"),
        "max_hours_day": ("hours a day", "hours per day", "daily hours"),
    },
    "resources": {
        "resource": ("room", "room id", "room name", "id", "name"),
        "kind": ("type", "use", "room type"),
        "capacity": ("seats", "size", "persons", "people"),
    },
}
_LEAST_LIKENESS = 0.85
# A heading stands no lower in a roster.
MOST_ROWS_ABOVE = 10


@dataclass(frozen=True, slots=True)
class RosterMapping:
    """How a roster is taken over.

    Args:
        table: that gets its rows.
        sheet: name of the roster's sheet; "" for the first.
        header_row: where its headings stand.
        columns: of the table, by heading; "" where a column is left out.
        words: what is read for what a cell says.
    """

    table: Target
    sheet: str
    header_row: int
    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def page(self, roster: str) -> str:
        """The file that keeps it."""
        lines = [
            f"# How `iop import {roster}` takes the file over. Change what is wrong; it is kept for the next time.",
            f"table = {_quoted(self.table)}   # or: {', '.join(other for other in _ALSO if other != self.table)}",
            f"sheet = {_quoted(self.sheet)}",
            f"header_row = {self.header_row}   # the row that holds the headings",
            "",
            f'[columns]   # heading there = column of {self.table}; "" leaves it out',
            *(f"{_quoted(heading)} = {_quoted(column)}" for heading, column in self.columns.items()),
            "",
            '[words]   # what a cell says there = what is meant, such as "Intensive Outpatient" = "iop"',
            *(f"{_quoted(said)} = {_quoted(meant)}" for said, meant in self.words.items()),
        ]
        return "\n".join(lines) + "\n"


def mapping_place(roster: Path) -> Path:
    """Where the mapping of a roster is kept: beside it."""
    return roster.with_name(f"{roster.stem}.columns.toml")


def guessed(table: Target, sheets: Headings) -> RosterMapping:
    """The mapping that the headings speak for: of the first sheet, and row of it, that has most that are known.

    Args:
        table: that gets the rows.
        sheets: name of each sheet, with its first lines.
    """
    best = RosterMapping(table, "", 1)
    for name, lines in sheets:
        for number, line in enumerate(lines[:MOST_ROWS_ABOVE], 1):
            headings = list(dict.fromkeys(cell for cell in line if cell))
            columns = _columns(table, headings)
            if _known(columns.values()) > _known(best.columns.values()) or not best.columns:
                best = RosterMapping(table, name, number, columns)
    return best


def _known(columns: Iterable[str]) -> int:
    return sum(bool(column) for column in columns)


def _columns(table: Target, headings: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in headings:
        column = _column(table, heading)
        # Of several headings that may be one column, the first is; parts of a name are put together.
        found[heading] = column if column == "name" or column not in found.values() else ""
    return found


def _column(table: Target, heading: str) -> str:
    known = {_plain(column): column for column in TABLES[table]}
    for column, others in _ALSO[table].items():
        for other in others:
            known.setdefault(other, column)
    close = get_close_matches(_plain(heading), known, n=1, cutoff=_LEAST_LIKENESS)
    return known[close[0]] if close else ""


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


def read_mapping(place: Path) -> RosterMapping:
    """The mapping as it was kept.

    Raises:
        BadInput: with what in it cannot be used.
    """

    def refuse(column: str, says: str, fix: str) -> BadInput:
        return BadInput([Problem(place.name, 0, column, "", says, fix)])

    try:
        page = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise refuse(
            "", "it is not written as such a file is", "Take it away, and let iop import make it anew"
        ) from None
    table = page.get("table")
    if table not in _ALSO:
        raise refuse("table", "this is not a table for a roster", f"Write one of {', '.join(_ALSO)}")
    columns, words = page.get("columns", {}), page.get("words", {})
    row = page.get("header_row", 1)
    for name, found in (("columns", columns), ("words", words)):
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise refuse(name, "not every line is a text = a text", f'Write lines such as "a" = "b" below [{name}]')
    if not isinstance(row, int) or row < 1:
        raise refuse("header_row", "this is no row", "Write the number of the row that holds the headings")
    unknown = sorted({column for column in columns.values() if column and column not in TABLES[table]})
    if unknown:
        fix = f'The columns are {", ".join(TABLES[table])}; "" leaves a column out'
        raise refuse("columns", f"{table} has no column {', '.join(unknown)}", fix)
    return RosterMapping(cast("Target", table), str(page.get("sheet", "")), row, columns, words)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
