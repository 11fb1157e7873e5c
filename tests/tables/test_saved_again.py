"""The workbook of ``iop init`` as LibreOffice saved it again: the same caseload and lists, marked as any other."""

import zipfile
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from scheduler.errors import Problem
from scheduler.schedule import Schedule
from scheduler.tables import TABLES, convert, mark, read_caseload
from scheduler.week.fingerprint import fingerprint
from scheduler.week.week import week_of
from tests.caseloads import MONDAY
from tests.tables.edit.test_write_workbooks import cells, parts, sheet_part
from tests.tables.test_marking import filled, may_differ, without_looks

SAVED = Path(__file__).parent / "saved" / "by_libreoffice.xlsx"
BEFORE = SAVED.parent / "before"


@pytest.fixture(scope="module")
def saved() -> Workbook:
    return load_workbook(SAVED)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    place = tmp_path_factory.mktemp("fresh") / "fresh.xlsx"
    convert(BEFORE, place)
    return load_workbook(place)


def test_it_is_the_same_caseload_and_so_the_same_week() -> None:
    assert read_caseload(SAVED) == read_caseload(BEFORE)
    one, other = (fingerprint(week_of(read_caseload(source), MONDAY), Schedule(())) for source in (SAVED, BEFORE))
    assert one == other


def test_its_cells_come_back(tmp_path: Path) -> None:
    convert(SAVED, tmp_path / "tables")
    for table in BEFORE.iterdir():
        assert (tmp_path / "tables" / table.name).read_bytes() == table.read_bytes()


@pytest.mark.parametrize("table", sorted(path.stem for path in BEFORE.iterdir()))
def test_it_keeps_its_lists_notes_and_formats(table: str, saved: Workbook, fresh: Workbook) -> None:
    def lists(book: Workbook) -> set[str]:
        rules = book[table].data_validations.dataValidation
        return {str(cells) for rule in rules if rule.type == "list" for cells in rule.sqref.ranges}

    assert lists(saved) == lists(fresh)
    assert bool(lists(saved)) == (table not in {"closures", "levels", "resources"})
    assert all(cell.comment for cell in saved[table][1])
    for row in fresh[table].iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, datetime | time):
                assert saved[table][cell.coordinate].value == cell.value


def test_marking_it_changes_looks_and_comments_only(tmp_path: Path) -> None:
    problem = Problem("patients", 2, "level", "x", "no level has this name", "Add it")
    mark(SAVED, [problem], tmp_path / "marked.xlsx")
    before, after = parts(SAVED), parts(tmp_path / "marked.xlsx")
    sheet = sheet_part(SAVED, "patients")
    same = {name for name in before if not may_differ(name, {sheet})}
    assert [name for name in sorted(same) if after[name] != before[name]] == []
    assert without_looks(after[sheet]) == without_looks(before[sheet])
    old, new = cells(SAVED), cells(tmp_path / "marked.xlsx")
    assert all(filled(new, table) == filled(old, table) for table in TABLES)
    comment = load_workbook(tmp_path / "marked.xlsx")["patients"]["C2"].comment
    assert comment
    assert comment.text == "no level has this name. Add it."
    with zipfile.ZipFile(tmp_path / "marked.xlsx") as packed:
        assert packed.testzip() is None
