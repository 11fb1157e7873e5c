"""The same caseload from CSV files of any spreadsheet and from a workbook; sources that cannot be read."""

import random
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from scheduler.errors import BadInput, Problem
from scheduler.tables import OPTIONAL_TABLES, TABLES, read_caseload, sources, write_tables
from tests.tables.conftest import Tables, problems_of, put


def test_a_workbook_is_the_same_as_a_folder(small: Tables, tmp_path: Path) -> None:
    write_tables(small, tmp_path / "clinic.xlsx")
    assert read_caseload(tmp_path / "clinic.xlsx") == read_caseload(put(small, tmp_path))


def test_neither_the_order_of_rows_nor_of_columns_counts(small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    luck = random.Random(7)  # noqa: S311 - a shuffle, not a secret
    for _ in range(3):
        shuffled = {
            table: [dict(luck.sample(sorted(row.items()), len(row))) for row in luck.sample(rows, len(rows))]
            for table, rows in small.items()
        }
        caseload = read_caseload(put(shuffled, tmp_path))
        assert caseload == expected
        assert list(caseload.patients) == list(expected.patients)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_spreadsheet_s_csv_is_read(end: str, mark: str, separator: str, small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    for table, rows in small.items():
        lines = [list(rows[0]), *(list(row.values()) for row in rows)]
        text = end.join(separator.join(f'"{cell}"' if ";" in cell else cell for cell in line) for line in lines)
        (tmp_path / f"{table}.csv").write_bytes((mark + text + end).encode())
    assert read_caseload(tmp_path) == expected


def test_rows_are_numbered_as_a_spreadsheet_does(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    (tmp_path / "closures.csv").write_text('date,start,end,reason\n\n2026-03-11,,,"two\nlines"\n,,,\nsoon,,,\n')
    assert [(problem.row, problem.value) for problem in problems_of(tmp_path)] == [(5, "")]


def test_blank_rows_of_a_workbook_count_too(small: Tables, tmp_path: Path) -> None:
    source = tmp_path / "clinic.xlsx"
    write_tables(small, source)
    workbook = load_workbook(source)
    workbook["closures"].insert_rows(2, 3)
    workbook["closures"]["A8"] = "soon"
    workbook.save(source)
    assert [(problem.table, problem.row) for problem in problems_of(source)] == [("closures", 8)]


def test_cells_of_a_workbook_may_be_dates_times_and_numbers(small: Tables, tmp_path: Path) -> None:
    for rows in small.values():
        for row in rows:
            row.update({column: "101" for column, cell in row.items() if cell == "p2"})
    small["opening_hours"][2]["end"] = "24:00"
    expected = read_caseload(put(small, tmp_path))
    source = tmp_path / "clinic.xlsx"
    write_tables(small, source)
    workbook = load_workbook(source)
    for sheet in workbook.worksheets:
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                cell.value = _real(str(cell.value or ""))
    workbook["opening_hours"]["C4"] = timedelta(days=1)
    workbook["opening_hours"]["C2"].number_format = "General"
    workbook["opening_hours"]["C2"] = 13 / 24
    workbook["availability"]["E4"] = time(0)
    workbook.create_sheet("notes")["A1"] = "an unknown sheet is nobody's business"
    workbook.save(source)
    assert read_caseload(source) == expected


def _real(text: str) -> str | float | date | time | None:
    """The cell as somebody's spreadsheet would have made it from what was typed."""
    for make in (float, date.fromisoformat, lambda typed: datetime.strptime(typed, "%H:%M").time()):  # noqa: DTZ007
        try:
            return make(text)
        except ValueError:
            continue
    return text or None


def test_optional_tables_and_columns_may_be_missing(small: Tables, tmp_path: Path) -> None:
    kept = {table: rows for table, rows in small.items() if table not in OPTIONAL_TABLES}
    for row in kept["session_types"]:
        del row["resources"]
    caseload = read_caseload(put(kept, tmp_path))
    assert not caseload.groups
    assert not caseload.resources


def test_a_table_s_name_may_be_in_capitals(small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    (tmp_path / "members.csv").rename(tmp_path / "Members.CSV")
    assert read_caseload(tmp_path) == expected
    write_tables({"members": small["members"]}, tmp_path)
    assert [problem.says[:24] for problem in problems_of(tmp_path)] == ["the table is there twice"]


@pytest.mark.parametrize(
    ("file", "content", "place", "words"),
    [
        ("patients.csv", b"\x89PNG\r\n\x1a\n\xff\xfe", ("patients", 1, ""), "not text in UTF-8"),
        ("patients.csv", "patient,level\np1,iop\n".encode("utf-16"), ("patients", 1, ""), "not text in UTF-8"),
        ("patients.csv", "patient,level\np1,iop\n".encode("utf-16-le"), ("patients", 1, ""), "not text in UTF-8"),
        ("patients.csv", b"patient,level\np1,i\xf6p\n", ("patients", 2, ""), "not text in UTF-8"),
        ("closures.csv", b"", ("closures", 1, ""), "row 1 is not the header"),
        ("patients.csv", b"p1,Paula Private,iop\n", ("patients", 1, ""), "row 1 is not the header"),
        ("closures.csv", b"\ndate,start,end\n", ("closures", 1, ""), "row 1 is not the header"),
        ("closures.csv", b'date,reason\n2026-03-11,"ill\n2026-03-12,', ("closures", 2, ""), "quotation mark"),
        ("closures.csv", b"date\n" + b"9" * 200_000, ("closures", 2, "date"), "longer than 32767 characters"),
        ("closures.csv", b'date\n"' + b"9" * 200_000, ("closures", 2, ""), "a cell has no end"),
        ("closures.csv", b"date,reason\n2026-03-11,ill, at home\n", ("closures", 2, ""), "more cells than the header"),
        ("closures.csv", b"date,\n2026-03-11,ill\n", ("closures", 2, ""), "more cells than the header"),
        ("closures.csv", b"date,reasson\n2026-03-11,ill\n", ("closures", 1, "reasson"), "did you mean 'reason'?"),
        ("closures.csv", b"date,date\n2026-03-11,\n", ("closures", 1, "date"), "twice"),
        ("closures.csv", b"reason,end\nill,\n", ("closures", 1, "date"), "the column is missing"),
        ("closures.csv", b"date\n2026-03-11\x00\n", ("closures", 2, "date"), "control character"),
        ("members.csv", b"group,patient,status,from\ng1,p1,in,\n", ("members", 1, "from"), "no column of this name"),
    ],
)
def test_files_that_are_no_tables(
    file: str, content: bytes, place: tuple[str, int, str], words: str, small: Tables, tmp_path: Path
) -> None:
    put(small, tmp_path)
    (tmp_path / file).write_bytes(content)
    problems = problems_of(tmp_path)
    assert [(problem.table, problem.row, problem.column) for problem in problems] == [place]
    assert words in str(problems[0])


def test_sources_that_are_no_caseloads(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("no workbook")
    (tmp_path / "list.pdf").write_text("no table")
    with zipfile.ZipFile(tmp_path / "hollow.xlsx", "w") as hollow:
        hollow.writestr("notes.txt", "no workbook either")
    for name, words in {
        "nowhere": "no such folder or file",
        "nowhere.xlsx": "no such folder or file",
        "notes.xlsx": "not a workbook",
        "hollow.xlsx": "not a workbook",
        "list.pdf": "neither a folder nor a workbook",
    }.items():
        (problem,) = problems_of(tmp_path / name)
        assert (problem.table, problem.row) == (name, 0)
        assert words in str(problem)


def test_a_caseload_without_a_time_zone(small: Tables, tmp_path: Path) -> None:
    del small["clinic"][0]
    (problem,) = problems_of(put(small, tmp_path))
    assert (problem.table, problem.row, problem.column) == ("clinic", 0, "setting")


def test_files_too_large_to_be_tables(small: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(small, tmp_path)
    write_tables(small, tmp_path / "clinic.xlsx")
    (tmp_path / "closures.csv").write_bytes(b"date\n" * 1000)
    monkeypatch.setattr(sources, "LARGEST_FILE_BYTES", 4999)
    monkeypatch.setattr(sources, "LARGEST_UNPACKED_BYTES", 4999)
    assert [(problem.table, problem.row) for problem in problems_of(tmp_path)] == [("closures", 0)]
    assert [problem.table for problem in problems_of(tmp_path / "clinic.xlsx")] == ["clinic.xlsx"]


def test_a_file_that_leads_nowhere(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    (tmp_path / "closures.csv").unlink()
    (tmp_path / "closures.csv").symlink_to(tmp_path / "gone.csv")
    assert [problem.table for problem in problems_of(tmp_path)] == ["closures"]


def test_missing_tables_are_all_told_with_what_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / "patient.csv").write_text("patient,level\n")
    problems = {problem.table: problem.says for problem in problems_of(tmp_path)}
    assert set(problems) == set(TABLES) - OPTIONAL_TABLES
    assert problems["patients"] == "the table is missing (did you mean 'patient'?)"


def test_an_empty_workbook_lacks_every_table(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    assert {problem.table for problem in problems_of(tmp_path / "empty.xlsx")} == set(TABLES) - OPTIONAL_TABLES


ODD_CELLS = (
    "",
    "p1",
    "ann",
    "any",
    "g1",
    "skills",
    "iop",
    "0",
    "-1",
    "24:00",
    "09:00",
    "mon",
    "2026-03-11",
    "#N/A",
    "family",
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10**6), st.sampled_from(ODD_CELLS) | st.text(max_size=8)), min_size=1, max_size=12
    )
)
def test_whatever_stands_in_the_cells_it_is_read_or_refused_in_words(
    changes: list[tuple[int, str]], small: Tables, tmp_path: Path
) -> None:
    tables = {table: [dict(row) for row in rows] for table, rows in small.items()}
    places = [(row, column) for rows in tables.values() for row in rows for column in row]
    for number, cell in changes:
        row, column = places[number % len(places)]
        row[column] = cell.replace("\ud800", "")
    put(tables, tmp_path)
    problems: tuple[Problem, ...] = ()
    try:
        is_read = bool(read_caseload(tmp_path).clinic.timezone)
    except BadInput as bad:
        is_read, problems = False, bad.problems
    assert is_read != bool(problems)
    assert all(problem.table and problem.says and problem.fix for problem in problems)
