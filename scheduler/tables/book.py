"""The book of a caseload: all tables' typed rows, and who is known by which id."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, cast

from scheduler.errors import Problem
from scheduler.tables.dates import Tells, in_iso
from scheduler.tables.header import header_problems, headings, is_header, is_shifted, shifted, unreadable_columns
from scheduler.tables.meant import closest, meant
from scheduler.tables.row import R, Row, Unreadable, columns_of, dated_columns, read_row
from scheduler.tables.schema import (
    MODELS,
    LevelPlanRow,
    LevelRow,
    PatientRow,
    Planned,
    PlanRow,
    SessionTypeRow,
    TherapistRow,
)
from scheduler.tables.sheet import Sheet, folded

NOT_IDS_OF_THERAPISTS = frozenset({"any", "primary"})
# Where more ids than these cannot be read, any other may be one of them.
MOST_DOUBTFUL = 100


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """The rows of one table.

    Args:
        model: what its rows are.
        rows: in the order of the file.
        doubtful: texts of ids that cannot be read, or of cells that one of them may be.
        is_whole: whether all rows and their ids were found.
    """

    model: type[R]
    rows: tuple[R, ...] = ()
    doubtful: frozenset[str] = frozenset()
    is_whole: bool = True


class Register(Generic[R]):
    """The rows of a table by id."""

    def __init__(self, table: Table[R]) -> None:
        self.name = table.model.table
        self._doubtful = table.doubtful
        self._is_whole = table.is_whole
        self.by_id: dict[str, R] = {}
        for row in table.rows:
            with suppress(Unreadable):
                self.by_id.setdefault(getattr(row, table.model.id_column), row)

    def knows(self, key: str) -> bool:
        """Whether there is, or may be, a row of this id: one whose own id cannot be read may be meant."""
        if key in self.by_id or not self._is_whole or "" in self._doubtful or len(self._doubtful) > MOST_DOUBTFUL:
            return True
        return any(key in text for text in self._doubtful) or bool(closest(key, self._doubtful))

    def id_of(self, name: str) -> str:
        """The id of the only one who has this name; "" where nobody or several have it."""
        found = self._by_name.get(folded(name), [])
        return found[0] if len(found) == 1 else ""

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key, row in self.by_id.items():
            with suppress(Unreadable):
                found[folded(getattr(row, "name", ""))].append(key)
        return found

    def __getitem__(self, key: str) -> R:
        """The row of this id; raises Unreadable where there is none."""
        if key not in self.by_id:
            raise Unreadable(key)
        return self.by_id[key]


class Book:
    """All tables; asking for what could not be read raises Unreadable."""

    def __init__(self, tables: Mapping[type[Row], Table[Row]]) -> None:
        self._tables = tables
        self._registers: dict[type[Row], Register[Row]] = {}

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """The rows that were found, some of them perhaps with cells that cannot be read."""
        return cast("tuple[R, ...]", self._tables[model].rows)

    def all_rows(self, model: type[R]) -> tuple[R, ...]:
        """The rows of a table; raises Unreadable where there may be more of them."""
        if not self._tables[model].is_whole:
            raise Unreadable(model.table)
        return self.rows(model)

    def register(self, model: type[R]) -> Register[R]:
        """The rows of a table by id."""
        if model not in self._registers:
            self._registers[model] = Register(self._tables[model])
        return cast("Register[R]", self._registers[model])

    @cached_property
    def plans(self) -> Mapping[tuple[str, str], Planned]:
        """The plan rows by patient and session type; raises Unreadable where one of them is nobody's.

        A row of a level is that of all its patients without an own row of the type.
        """
        patients, session_types = self.register(PatientRow), self.register(SessionTypeRow)
        plans: dict[tuple[str, str], Planned] = {}
        for row in self.all_rows(PlanRow):
            plans.setdefault((patients[row.patient].patient, session_types[row.session_type].session_type), row)
        for shared in self.all_rows(LevelPlanRow):
            level = self.register(LevelRow)[shared.level].level
            for patient in self.all_rows(PatientRow):
                if patient.level == level:
                    plans.setdefault((patient.patient, session_types[shared.session_type].session_type), shared)
        return plans

    def planned_leader(self, row: Planned) -> str | None:
        """The therapist that a plan row names, ``any`` or ``primary`` in small letters; None where it names none."""
        if row.therapist is None or row.therapist in self.register(TherapistRow).by_id:
            return row.therapist
        word = row.therapist.casefold()
        return word if word in NOT_IDS_OF_THERAPISTS else row.therapist

    def leads(self, therapist: TherapistRow, session_type: str) -> bool:
        """Whether the therapist leads the type; raises Unreadable where a misspelt type may be meant for it."""
        if session_type in therapist.leads:
            return True
        for other in therapist.leads:
            self.register(SessionTypeRow)[other]
        return False


Check = Callable[[R, Book], Iterator[Problem]]


def checked(book: Book, model: type[R], *checks: Check[R]) -> Iterator[Problem]:
    """The problems that the checks find in the rows of a table.

    A check that comes upon something unreadable says no more: that has been told, and the rest would be noise.
    """
    for row in book.rows(model):
        for check in checks:
            with suppress(Unreadable):
                yield from check(row, book)


def repeated(book: Book, model: type[R], *columns: str, what: str) -> Iterator[Problem]:
    """The rows that have the same values in these fields as an earlier one."""
    first: dict[tuple[object, ...], int] = {}
    for row in book.rows(model):
        with suppress(Unreadable):
            key = tuple(getattr(row, column) for column in columns)
            if key in first:
                yield row.fault(columns[-1], f"{what} has a row already, row {first[key]}", "Keep one of the two rows")
            first.setdefault(key, row.row)


def book_of(sheets: Iterable[Sheet], others: Collection[str] = ()) -> tuple[Book, list[Problem]]:
    """The book, and the problems of its cells and headers.

    Args:
        sheets: of tables; those that are not required may be missing.
        others: names of what lies beside them, one of which a missing table may be.
    """
    by_name: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_name.setdefault(sheet.name, []).append(sheet)
    tables: dict[type[Row], Table[Row]] = {}
    problems: list[Problem] = []
    for model in MODELS:
        found = by_name.get(model.table, [])
        tables[model], faults = _table(model, found, others)
        problems.extend(faults)
    return Book(tables), problems


def _table(model: type[R], found: list[Sheet], others: Collection[str]) -> tuple[Table[R], list[Problem]]:
    nothing = Table(model, is_whole=False)
    if len(found) > 1:
        says = "the table is there twice, in names that differ in capital letters only"
        return nothing, [Problem(model.table, 0, "", "", says, "Keep one of them")]
    if not found:
        if not model.required:
            return Table(model), []
        fix = f"Add the table under this name, with the columns {', '.join(columns_of(model))}"
        return nothing, [Problem(model.table, 0, "", "", f"the table is missing{meant(model.table, others)}", fix)]
    if found[0].problem:
        return nothing, [found[0].problem]
    return read_table(model, found[0].lines)


def read_table(model: type[R], lines: tuple[tuple[str, ...], ...], *tells: Tells) -> tuple[Table[R], list[Problem]]:
    """The typed rows of a table under its header; blank lines are skipped, and still counted.

    Args:
        model: what its rows are.
        lines: its cells.
        tells: what a reading of its dates, where there are two, has to be true of.
    """
    columns = columns_of(model)
    header = headings(lines[0]) if lines else ()
    if not is_header(columns, header):
        fix = f"Write the names of the columns in row 1: {', '.join(columns)}"
        return Table(model, is_whole=False), [Problem(model.table, 1, "", "", "row 1 is not the header", fix)]
    problems = list(header_problems(model.table, columns, header))
    lacking = unreadable_columns(columns, header)
    as_read = _one_reading(model, header, lines[1:], *tells)
    rows: list[R] = []
    doubtful: set[str] = set()
    known: dict[tuple[str, str], object] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if is_shifted(header, cells):
            problems.append(shifted(model.table, number))
            doubtful.update(filter(None, cells))
            rows.append(read_row(model, number, {}, columns)[0])
            continue
        written = {column: cell for column, cell in zip(header, cells, strict=False) if column in columns}
        row, faults = read_row(model, number, written, lacking, as_read, known)
        rows.append(row)
        problems.extend(faults)
        if model.id_column in {fault.column for fault in faults}:
            doubtful.add(row.written(model.id_column))
    doubts = frozenset(unicodedata.normalize("NFC", cell) for cell in doubtful)
    return Table(model, tuple(rows), doubts, is_whole=model.id_column not in lacking), problems


def _one_reading(
    model: type[R], header: tuple[str, ...], lines: Iterable[tuple[str, ...]], *tells: Tells
) -> Mapping[str, Mapping[str, str]]:
    """For each column of dates the cells that, beside all others of the table, can only be one date."""
    places = [place for place, column in enumerate(header) if column in dated_columns(model)]
    written = {line[place] for line in lines for place in places if place < len(line)}
    iso = in_iso({cell for cell in written if cell}, *tells)
    return {header[place]: iso for place in places}
