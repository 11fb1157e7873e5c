"""Tables come back as they were written, and no cell of theirs is run as a formula."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.tables import TABLES, table_csv, write_tables
from scheduler.tables.sheet import tidied
from scheduler.tables.sources import csv_sheet


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "'quoted'", "plain", "two\nlines", "two\rlines", 'a "b", c;d'],
)
def test_no_cell_is_a_formula_and_each_comes_back(cell: str, tmp_path: Path) -> None:
    content = table_csv(("a", "b"), [{"a": cell, "b": "x", "c": "left out"}, {}])
    assert not content.decode().splitlines()[1].startswith(("=", "+", "-", "@"))
    (tmp_path / "t.csv").write_bytes(content)
    assert csv_sheet(tmp_path / "t.csv", "t").lines == (("a", "b"), (cell, "x"), ())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, cell: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(table_csv(("a", "b"), [{"a": cell, "b": "x"}]))
    assert csv_sheet(path, "any").lines[1] == (tidied(cell), "x")


def test_a_workbook_s_cells_are_text(tmp_path: Path) -> None:
    write_tables({"notes": [{"a": "=1+1", "b": "007"}]}, tmp_path / "book.xlsx")
    sheet = load_workbook(tmp_path / "book.xlsx")["notes"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=1+1", "s"), ("007", "s")]
    assert sheet.freeze_panes == "A2"


def test_a_table_without_rows_has_its_header(tmp_path: Path) -> None:
    write_tables({"members": []}, tmp_path)
    assert (tmp_path / "members.csv").read_text() == "group,patient,status\n"


def test_the_columns_are_known() -> None:
    assert len(TABLES) == 17
    assert TABLES["availability"] == {
        "who": True,
        "party": False,
        "day": True,
        "start": False,
        "end": False,
        "status": True,
        "from": False,
        "until": False,
        "reason": False,
    }
