"""What no clinic has is not read or refused, and costs neither minutes nor gigabytes."""

import os
import tracemalloc
from pathlib import Path

import pytest

from scheduler.caseload import Caseload
from scheduler.errors import BadInput, Problem
from scheduler.planning.starter import put_starter
from scheduler.tables import read_caseload, sheet_stream, sources, workbooks
from scheduler.tables.edit.xlsx_package import packed, workbook_of
from scheduler.tables.sheet_stream import LAST_ROW, grid_of
from tests.tables.books import book, with_part_changed
from tests.tables.conftest import Tables, problems_of, put

END = b"</sheetData>"
MOST_BYTES = 100 * 1024 * 1024


@pytest.fixture
def week(small: Tables, tmp_path: Path) -> Path:
    return book(small, tmp_path / "week.xlsx")


def with_rows(path: Path, rows: bytes) -> Path:
    return with_part_changed(path, "patients", lambda part: part.replace(END, rows + END))


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="A1048576" s="1"/></row>',
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>',
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t></t></is></c></row>',
        b"".join(
            b'<row r="%d" s="1"><c r="A%d" s="1"/><c r="XFD%d"/></row>' % (row, row, row) for row in range(9, 20_000)
        ),
        b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"></c></row>' % (row, row) for row in range(9, 20_000)),
        b'<row r="9"><c r="A9"/></row><row r="10"/>' + b'<row r="11"><c r="B11"/></row>',
    ],
    ids=["styled-last-row", "blank-in-the-last-cell", "empty-text", "styled-rows", "styled-rows-of-another", "few"],
)
def test_blank_cells_are_nothing(rows: bytes, week: Path) -> None:
    expected = read_caseload(week)
    with_rows(week, rows)
    tracemalloc.start()
    try:
        assert read_caseload(week) == expected
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()


def test_blank_rows_between_filled_ones_are_counted(week: Path) -> None:
    blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/><c r="B%d"/></row>' % (row, row, row) for row in range(5, 3000))
    text = b'<c r="A3000" t="inlineStr"><is><t>p4</t></is></c>'
    with_rows(week, blank + b'<row r="3000">' + text + b'<c r="B3000" s="1"/></row>')
    (problem,) = problems_of(week)
    assert (problem.row, problem.column) == (3000, "level")


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="2147483647"><c r="A2147483647"/></row>',
        b'<row r="1048577"><c r="A1048577" t="n"><v>1</v></c></row>',
        b'<row r="0"><c r="A0"><v>1</v></c></row>',
        b'<row r="9"><c r="XFE9"><v>1</v></c></row>',
        b'<row r="9"><c r="A9" s="1"/><c><v>1</v></c></row>',
        b'<row r="9"><c r="A9" t="s"><v>77</v></c></row>',
        b'<row r="9"><c r="A9"><v>one</v></c></row>',
        b'<row r="nine"><c r="A9"><v>1</v></c></row>',
        b'<row r="9"><c r="A9"><v>1</v></row>',
    ],
)
def test_what_no_spreadsheet_writes_is_damaged(rows: bytes, week: Path) -> None:
    (problem,) = problems_of(with_rows(week, rows))
    assert (problem.table, problem.row) == ("week.xlsx", 0)
    assert "damaged" in problem.says


@pytest.mark.parametrize(
    ("module", "limit", "rows"),
    [
        (sheet_stream, "MOST_ELEMENTS", b"<row/>" * 5000 + b"<row><c><v>1</v></c></row>"),
        (sheet_stream, "MOST_FILLED", b"<row>" + b"<c><v>1</v></c>" * 900 + b"</row>"),
        (sources, "LARGEST_UNPACKED_BYTES", b"<row>" + b" " * 200_000 + b"</row>"),
    ],
)
def test_more_than_any_clinic_has_is_refused(
    module: object, limit: str, rows: bytes, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, limit, {"MOST_FILLED": 800, "MOST_ELEMENTS": 5000}.get(limit, 90_000))
    assert not isinstance(told_of(week), Problem)
    told = told_of(with_rows(week, rows))
    assert isinstance(told, Problem)
    assert "larger than that of any clinic" in told.says


@pytest.mark.parametrize(
    ("end", "one"),
    [("sharedStrings", b"<si><t>a</t></si>"), ("styles", b'<xf numFmtId="0"/>'), ("workbook", b"<definedName/>")],
)
def test_parts_without_end_are_refused(end: str, one: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_starter(tmp_path / "week.xlsx")
    workbook = workbook_of(tmp_path / "week.xlsx")
    closing = {"sharedStrings": b"</sst>", "styles": b"</cellXfs>", "workbook": b"</workbook>"}[end]
    part = workbook.parts[f"xl/{end}.xml"].replace(closing, one * 20_000 + closing)
    (tmp_path / "week.xlsx").write_bytes(packed(workbook.with_part(f"xl/{end}.xml", part)))
    monkeypatch.setattr(sheet_stream, "MOST_ELEMENTS", 19_000)
    monkeypatch.setattr(workbooks, "LARGEST_LIST_BYTES", 200_000)
    told = told_of(tmp_path / "week.xlsx")
    assert isinstance(told, Problem)
    assert "larger than that of any clinic" in told.says


def told_of(path: Path) -> Problem | Caseload:
    try:
        return read_caseload(path)
    except BadInput as bad:
        return bad.problems[0]


def test_merged_cells_without_end_are_refused(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_MERGED", 10)
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="B2:B1048576"/>' * 20 + b"</mergeCells>"
    with_part_changed(week, "patients", lambda part: part.replace(END, merged))
    (problem,) = problems_of(week)
    assert "larger than that of any clinic" in problem.says


def test_a_cell_far_beyond_the_header_costs_one(small: Tables, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(9, 500))
    (problem, *others) = problems_of(with_rows(book(small, tmp_path / "week.xlsx"), rows))
    assert (problem.row, len(others)) == (9, 490)
    assert "more cells than the header" in problem.says


def test_a_csv_file_has_as_many_rows_as_a_spreadsheet(
    small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(small, tmp_path)
    path = tmp_path / "closures.csv"
    monkeypatch.setattr(sources, "LAST_ROW", 100)
    path.write_text("date\n2026-03-11\n" + "\n" * 200 + ",,,\n")
    assert len(read_caseload(tmp_path).closures) == 1
    path.write_text("date\n2026-03-11\n" + "\n" * 98 + "2026-03-12\n")
    (problem,) = problems_of(tmp_path)
    assert (problem.table, problem.row) == ("closures", 0)
    assert "larger than that of any clinic" in problem.says


def test_a_pipe_is_no_file(small: Tables, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "week.xlsx")
    (problem,) = problems_of(tmp_path / "week.xlsx")
    assert problem.says == "this is not an ordinary file"
    put(small, tmp_path)
    (tmp_path / "closures.csv").unlink()
    os.mkfifo(tmp_path / "closures.csv")
    (problem,) = problems_of(tmp_path)
    assert problem.says == "this is not an ordinary file"


def test_the_rows_of_a_sheet_may_have_a_prefix() -> None:
    part = (
        b'<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" s="1"/></x:row>'
        b'<x:row r="2"><x:c r="A2" s="1"/></x:row><x:row r="3"><x:c r="B3"><x:v>2</x:v></x:c></x:row>'
        b'<x:row r="4"><x:c r="A4"/></x:row></x:sheetData><x:mergeCells/></x:worksheet>'
    )
    grid = grid_of(part)
    assert {(row, column): cell.text for row, cells in grid.rows.items() for column, cell in cells.items()} == {
        (1, 1): "1",
        (3, 2): "2",
    }
    assert LAST_ROW == 2**20


def test_text_that_looks_like_a_blank_cell_is_kept() -> None:
    part = (
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="A1"/>]]></t></is></c></row></sheetData>'
    )
    assert grid_of(b"<worksheet>" + part + b"</worksheet>").rows[1][1].text == '<c r="A1"/>'
