"""Facts put into a caseload's tables, and appointments taken out; all else in the files stays as it is."""

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from scheduler.caseload import Absence, Appointment, Caseload
from scheduler.errors import BadInput, IopError, Refused
from scheduler.files.write import content_of, held, staging_folder, write_files
from scheduler.tables.edit.csv import changed_csv, manner_of, new_csv
from scheduler.tables.edit.xlsx_cells import HasFormula, changed_sheet
from scheduler.tables.edit.xlsx_package import Workbook, packed, with_new_sheet, workbook_of
from scheduler.tables.edit.xlsx_tables import with_whole_tables
from scheduler.tables.header import headings
from scheduler.tables.reading import read_caseload
from scheduler.tables.row import Row, columns_of
from scheduler.tables.schema import MODELS, AbsenceRow, AppointmentRow, PatientRow
from scheduler.tables.sheet import Sheet
from scheduler.tables.sources import CSV, sheets_of
from scheduler.times import ALL_DAY, WEEKDAYS, clock

Cells = Mapping[str, str]

TABLE_NAMES = frozenset(model.table for model in MODELS)


class NotEdited(IopError):
    """Files that could not be changed without changing more than was meant; nothing was written."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Facts that are put into a caseload, and appointments of it whose rows are taken out."""

    absences: tuple[Absence, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    dropped: tuple[Appointment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.absences or self.appointments or self.dropped)

    def applied(self, caseload: Caseload) -> Caseload:
        """The caseload as the edit leaves it."""
        absences = dict(caseload.absences)
        for absence in self.absences:
            absences[absence.who] = (*absences.get(absence.who, ()), absence)
        gone = {appointment.row for appointment in self.dropped}
        kept = (appointment for appointment in caseload.appointments if appointment.row not in gone)
        return replace(caseload, absences=absences, appointments=(*kept, *self.appointments))


def write_edit(source: Path, caseload: Caseload, edit: Edit) -> None:
    """Makes the edit in the files of a folder or workbook, all of them or none; each keeps its owner, group and mode.

    A table that is made gets those of the table of patients. What is read and changed at once has to be within
    ``held_for_edit``.

    Args:
        source: the folder or workbook.
        caseload: what lies there.
        edit: what is to be changed; an empty one touches nothing.

    Raises:
        Refused: with the edit the tables would be bad input.
        NotEdited: the files cannot take the edit and stay as they are otherwise.
        NotWritten: a file cannot be written.
    """
    if not edit:
        return
    changed = [table for table in _changes(edit) if table.added or table.removed]
    _write(source, changed, lambda after: _is_same(after, edit.applied(caseload)))


def write_rows(
    source: Path,
    table: str,
    added: Sequence[Cells],
    removed: Collection[int] = (),
    *,
    is_right: Callable[[Caseload], bool],
) -> None:
    """Puts rows into one table of a folder or workbook and takes others out, as :func:`write_edit` does.

    Args:
        source: the folder or workbook.
        table: its name.
        added: the rows, by column.
        removed: numbers of rows.
        is_right: whether the caseload is what it should be with that.

    Raises:
        Refused, NotEdited, NotWritten: as with an edit.
    """
    _write(source, [TableChange(model_of(table), [filled(cells) for cells in added], frozenset(removed))], is_right)


def model_of(table: str) -> type[Row]:
    """The rows of a table by its name."""
    return next(model for model in MODELS if model.table == table)


def held_for_edit(source: Path) -> AbstractContextManager[None]:
    """Within it no other run of this program changes the folder or workbook; nothing where none lies there."""
    if not source.exists():
        return nullcontext()
    folders = {place.parent for place in files_of(source).values()}
    return held(*folders, *([source] if source.is_dir() else []))


def _write(source: Path, changed: "Sequence[TableChange]", is_right: Callable[[Caseload], bool]) -> None:
    with held_for_edit(source):
        there = files_of(source)
        before = {place: content_of(place) for place in there.values()}
        files = edited(source, there, changed)
        if not is_right(read_beside(source, there, files)):
            raise NotEdited(BY_HAND)
        model = there.get(PatientRow.table)
        looks = {place: (place if place.exists() else model or place).stat() for place in files}
        write_files(files, seen={**dict.fromkeys(files), **before}, like=looks)


BY_HAND = (
    "The tables are written in a way that this cannot be put in without changing something else. "
    "Nothing was written; put it in by hand."
)


@dataclass(frozen=True, slots=True)
class TableChange:
    """What is put into one table, the numbers of rows that are taken out, and cells that are changed, by row."""

    model: type[Row]
    added: Sequence[Cells]
    removed: frozenset[int] = frozenset()
    changed: Mapping[int, Cells] = field(default_factory=dict)


def _changes(edit: Edit) -> tuple[TableChange, ...]:
    return (
        TableChange(AbsenceRow, [filled(_absence_cells(absence)) for absence in edit.absences]),
        TableChange(
            AppointmentRow,
            [filled(_appointment_cells(appointment)) for appointment in edit.appointments],
            frozenset(appointment.row for appointment in edit.dropped),
        ),
    )


def filled(cells: Cells) -> Cells:
    """The cells with something in them."""
    return {column: cell for column, cell in cells.items() if cell}


def _absence_cells(absence: Absence) -> Cells:
    is_part = absence.window != ALL_DAY
    return {
        "who": absence.who,
        "party": "" if absence.party == "self" else absence.party,
        "date": absence.first.isoformat(),
        "until": "" if absence.last == absence.first else absence.last.isoformat(),
        "start": clock(absence.window.start) if is_part else "",
        "end": clock(absence.window.end) if is_part else "",
    }


def _appointment_cells(appointment: Appointment) -> Cells:
    return {
        "patient": appointment.patient,
        "session_type": appointment.session_type,
        "day": "" if appointment.weekday is None else WEEKDAYS[appointment.weekday],
        "date": "" if appointment.on is None else appointment.on.isoformat(),
        "start": clock(appointment.start),
        "therapist": appointment.therapist or "",
        "resource": appointment.resource or "",
    }


def edited(source: Path, there: Mapping[str, Path], changes: Sequence[TableChange]) -> dict[Path, bytes]:
    """The files that the changes alter, as they will be."""
    try:
        return _in_folder(source, there, changes) if source.is_dir() else _in_workbook(source.resolve(), changes)
    except HasFormula:
        raise NotEdited(
            "A row that is to be taken out has a formula in it, on which other cells may rest. "
            "Nothing was written; take the row out by hand."
        ) from None
    except (LookupError, ValueError, StopIteration):
        raise NotEdited(BY_HAND) from None


def _in_folder(folder: Path, there: Mapping[str, Path], changes: Sequence[TableChange]) -> dict[Path, bytes]:
    """The changed files of a folder; a table that is missing is made as the others are."""
    files: dict[Path, bytes] = {}
    for change in changes:
        place = there.get(change.model.table)
        if place is None:
            manner = manner_of(there[PatientRow.table].read_bytes())
            columns = tuple(columns_of(change.model))
            files[folder.resolve() / f"{change.model.table}{CSV}"] = new_csv(manner, columns, change.added)
        else:
            files[place] = changed_csv(place.read_bytes(), change.added, change.removed, change.changed)
    return files


def files_of(source: Path) -> dict[str, Path]:
    """Where the tables of a folder lie, or where the workbook does; at the end of links, so that these stay."""
    if not source.is_dir():
        return {"": source.resolve()}
    return {
        path.stem.lower(): path.resolve()
        for path in source.iterdir()
        if path.suffix.lower() == CSV and path.stem.lower() in TABLE_NAMES
    }


def _in_workbook(source: Path, changes: Sequence[TableChange]) -> dict[Path, bytes]:
    """The workbook's file with changed sheets; a sheet that is missing is put after all others."""
    sheets, _ = sheets_of(source, lambda name: name in {change.model.table for change in changes})
    headers = {sheet.name: _header(sheet) for sheet in sheets}
    workbook = workbook_of(source)
    for change in changes:
        workbook = _with_change(workbook, change, headers.get(change.model.table, ()))
    return {source: packed(workbook)}


def _header(sheet: Sheet) -> Sequence[str]:
    return headings(sheet.lines[0]) if sheet.lines else ()


def _with_change(workbook: Workbook, change: TableChange, header: Sequence[str]) -> Workbook:
    part = workbook.sheet(change.model.table)
    if part is None:
        workbook, part = with_new_sheet(workbook, change.model.table)
    content, puts = changed_sheet(
        workbook.parts[part],
        header,
        change.added,
        change.removed,
        changed=change.changed,
        columns=tuple(columns_of(change.model)),
        dates_are_numbers=not workbook.counts_dates_from_1904(),
    )
    return with_whole_tables(workbook.with_part(part, content), part, puts)


def read_beside(source: Path, there: Mapping[str, Path], files: Mapping[Path, bytes]) -> Caseload:
    """The caseload with these files in the place of its own, read as it would be.

    They lie where the caseload does meanwhile: what has names in it is nowhere else.
    """
    with staging_folder(source.resolve() if source.is_dir() else source.resolve().parent) as stage:
        copy = stage / source.resolve().name
        if source.is_dir():
            copy.mkdir()
            for table, place in there.items():
                if place not in files:
                    shutil.copyfile(place, copy / f"{table}{CSV}")
            names = {place: f"{table}{CSV}" for table, place in there.items()}
            for place, content in files.items():
                (copy / names.get(place, place.name)).write_bytes(content)
        else:
            copy.write_bytes(next(iter(files.values())))
        try:
            return read_caseload(copy)
        except BadInput as bad:
            raise Refused(bad.problems) from None


def _is_same(one: Caseload, other: Caseload) -> bool:
    """Whether both state the same facts, the order of rows and repeated absences aside."""
    parts: tuple[Callable[[Caseload], object], ...] = (
        lambda caseload: replace(caseload, absences={}, appointments=()),
        lambda caseload: {who: frozenset(rows) for who, rows in caseload.absences.items()},
        lambda caseload: Counter(caseload.appointments),
    )
    return all(part(one) == part(other) for part in parts)
