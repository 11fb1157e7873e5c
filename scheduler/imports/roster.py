"""A roster becomes rows of a table; whoever is there already stays as the clinic has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.imports.mapping import RosterMapping, Target, guessed, mapping_place, read_mapping
from scheduler.tables import write_rows
from scheduler.tables.sheet import Sheet
from scheduler.tables.single_cell import read_cell
from scheduler.tables.sources import csv_sheet, sheets_of

_ID_COLUMN = {"patients": "patient", "therapists": "therapist", "resources": "resource"}
_LETTER = {"patients": "p", "therapists": "th", "resources": "room-"}
# Columns whose cells name something of the caseload.
_REFERRING = {"level": "levels", "primary_therapist": "therapists"}


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What a roster would add to a caseload.

    Args:
        mapping: by which it is read.
        is_guessed: whether nobody has seen the mapping yet.
        place: where the mapping is kept.
        added: rows for the table, by column.
        there: ids that are in the caseload already, whose rows stay as they are.
    """

    mapping: RosterMapping
    is_guessed: bool
    place: Path
    added: tuple[dict[str, str], ...]
    there: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of those who would be added."""
        return tuple(row[_ID_COLUMN[self.mapping.table]] for row in self.added)

    def write(self, source: Path, caseload: Caseload) -> None:
        """Puts the rows into the caseload's files.

        Raises:
            Refused, NotEdited, NotWritten: as with an edit; nothing was written then.
        """
        table = self.mapping.table
        before = _facts(caseload, table)

        def is_right(after: Caseload) -> bool:
            now = _facts(after, table)
            differing = {
                each.name for each in fields(after) if getattr(after, each.name) != getattr(caseload, each.name)
            }
            # Plans of a level come with its patients.
            return (
                differing <= {table, "plans"}
                and {who: now.get(who) for who in before} == before
                and len(now) == len(before) + len(self.added)
            )

        write_rows(source, table, self.added, is_right=is_right)


def _facts(caseload: Caseload, table: str) -> dict[str, object]:
    return dict(getattr(caseload, table))


def roster_import(roster: Path, caseload: Caseload, table: Target = "patients") -> RosterImport:
    """What a roster would add, by the mapping that is kept beside it or, where there is none, by a guessed one.

    Raises:
        BadInput: with every cell that cannot be taken over; private ones are not shown.
    """
    sheets = _sheets(roster)
    place = mapping_place(roster)
    is_guessed = not place.exists()
    mapping = guessed(table, [(sheet.name, sheet.lines) for sheet in sheets]) if is_guessed else read_mapping(place)
    sheet = next((sheet for sheet in sheets if sheet.name == mapping.sheet.strip().lower()), sheets[0])
    taken = _Taken(roster.name, mapping, caseload)
    rows = list(taken.rows(sheet.lines))
    if taken.problems:
        raise NotTaken(taken.problems, mapping, place, is_guessed=is_guessed)
    known = _facts(caseload, mapping.table)
    column = _ID_COLUMN[mapping.table]
    return RosterImport(
        mapping,
        is_guessed,
        place,
        tuple(row for row in rows if row[column] not in known),
        tuple(row[column] for row in rows if row[column] in known),
    )


class NotTaken(BadInput):
    """A roster with cells that cannot be taken over, and the mapping by which it was read."""

    def __init__(self, problems: Sequence[Problem], mapping: RosterMapping, place: Path, *, is_guessed: bool) -> None:
        super().__init__(problems)
        self.mapping = mapping
        self.place = place
        self.is_guessed = is_guessed


def _sheets(roster: Path) -> list[Sheet]:
    is_csv = roster.suffix.lower() == ".csv"
    sheets, faults = ([csv_sheet(roster, "")], []) if is_csv else sheets_of(roster, lambda _: True, is_headed=False)
    problems = [*faults, *(replace(sheet.problem, table=roster.name) for sheet in sheets if sheet.problem)]
    filled = [sheet for sheet in sheets if any(sheet.lines)]
    if not problems and not filled:
        problems = [Problem(roster.name, 0, "", "", "there is nothing in it", "Check that it is the right file")]
    if problems:
        raise BadInput(problems)
    return filled


class _Taken:
    """The rows of a roster as a table has them, and what is wrong with its cells."""

    def __init__(self, name: str, mapping: RosterMapping, caseload: Caseload) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._mapping = mapping
        self._words = {said.casefold(): meant for said, meant in mapping.words.items()}
        self._caseload = caseload
        self._id = _ID_COLUMN[mapping.table]
        self._known = _facts(caseload, mapping.table)
        self._by_name = {_folded(getattr(fact, "name", "")): who for who, fact in self._known.items()}
        self._given: set[str] = {*caseload.patients, *caseload.therapists, *caseload.resources}
        self._seen: dict[str, int] = {}

    def rows(self, lines: Sequence[Sequence[str]]) -> Iterator[dict[str, str]]:
        """Each filled row below the headings, with its id."""
        start = self._mapping.header_row
        header = lines[start - 1] if start <= len(lines) else ()
        columns = [self._mapping.columns.get(heading, "") for heading in header]
        if not {self._id, "name"} & set(columns):
            says = f"none of its columns is {self._id} or name"
            fix = f"Name the column that holds the ids in {mapping_place(Path(self._name)).name}"
            self.problems.append(Problem(self._name, start, "", "", says, fix))
            return
        for number, line in enumerate(lines[start:], start + 1):
            row: dict[str, str] = {}
            for heading, column, cell in zip(header, columns, line, strict=False):
                if column and cell:
                    self._put(row, number, heading, column, cell)
            if any(row.values()) and self._identify(row, number):
                yield row

    def _put(self, row: dict[str, str], number: int, heading: str, column: str, cell: str) -> None:
        said = self._words.get(cell.casefold(), cell)
        if column == "name":
            row["name"] = " ".join(filter(None, (row.get("name"), said)))
            return
        if column in _REFERRING and said:
            said = self._referred(_REFERRING[column], said)
        shown = "" if column == self._id else cell
        read = read_cell(self._mapping.table, column, said) if said else ""
        if isinstance(read, Problem):
            self.problems.append(replace(read, table=self._name, row=number, column=heading, value=shown))
            return
        if column in _REFERRING and read and read not in getattr(self._caseload, _REFERRING[column]):
            says = f"{_REFERRING[column]} has no such entry"
            fix = f'Add "{cell}" = "..." below [words] in {mapping_place(Path(self._name)).name}, or add the entry'
            self.problems.append(Problem(self._name, number, heading, cell, says, fix))
            return
        row[column] = read

    def _referred(self, table: str, said: str) -> str:
        """The id that is meant, in any case, or by the name that the caseload has for it."""
        known = getattr(self._caseload, table)
        by_word = {_folded(getattr(fact, "name", "")): who for who, fact in known.items()} if table != "levels" else {}
        by_word |= {_folded(who): who for who in known}
        return str(by_word.get(_folded(said), said))

    def _identify(self, row: dict[str, str], number: int) -> bool:
        """Gives the row its id, where it has none that of its name or a new one; whether it is not a second of it."""
        if self._id not in row:
            row[self._id] = self._by_name.get(_folded(row.get("name", "")), "") or self._new_id()
        who = row[self._id]
        if who in self._seen:
            says = f"row {self._seen[who]} has this id too"
            self.problems.append(Problem(self._name, number, self._id, "", says, "Keep one of the two rows"))
            return False
        self._seen[who] = number
        self._by_name.setdefault(_folded(row.get("name", "")), who)
        return True

    def _new_id(self) -> str:
        letter = _LETTER[self._mapping.table]
        number = 1
        while (fresh := f"{letter}{number:02d}") in self._given:
            number += 1
        self._given.add(fresh)
        return fresh


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())
