"""A caseload as frames: the same facts as from files, faults told by their place, and files again."""

from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import pytest

import scheduler
from scheduler.planning.starter import AlreadyThere, put_starter
from scheduler.tables import TABLES, convert

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put_starter(tmp_path / "clinic")
    return tmp_path / "clinic"


@pytest.mark.parametrize("name", ["demo", "hybrid", "taper"])
def test_frames_say_the_same_as_files(name: str) -> None:
    tables = scheduler.read_tables(DATA / name)
    assert list(tables) == list(TABLES)
    assert all(set(TABLES[table]) <= set(frame.columns) for table, frame in tables.items())
    assert scheduler.read_caseload(tables) == scheduler.read_caseload(DATA / name)


def test_a_workbook_gives_the_same_frames_as_a_folder(folder: Path) -> None:
    book = folder.with_suffix(".xlsx")
    convert(folder, book)
    of_folder, of_book = scheduler.read_tables(folder), scheduler.read_tables(str(book))
    for table, frame in of_folder.items():
        pd.testing.assert_frame_equal(frame, of_book[table])


def test_every_cell_is_text_and_a_missing_table_is_empty(folder: Path) -> None:
    (folder / "keep_apart.csv").unlink(missing_ok=True)
    tables = scheduler.read_tables(folder)
    assert tables["keep_apart"].empty
    assert list(tables["keep_apart"].columns) == list(TABLES["keep_apart"])
    assert all(isinstance(cell, str) for frame in tables.values() for cell in frame.to_numpy().flat)


def test_cells_may_be_values_as_good_as_their_text(folder: Path) -> None:
    tables = scheduler.read_tables(folder)
    expected = scheduler.read_caseload(tables)
    patients = tables["patients"].astype(object)
    patients["admitted"] = [date.fromisoformat(cell) if cell else None for cell in patients["admitted"]]
    patients["discharged"] = [datetime.fromisoformat(cell) if cell else pd.NaT for cell in patients["discharged"]]
    patients["travel_minutes"] = [float(cell) if cell else float("nan") for cell in patients["travel_minutes"]]
    types = tables["session_types"].astype(object)
    types["minutes"] = types["minutes"].astype("int64")
    types["counts"] = [cell != "no" for cell in types["counts"]]
    opening = tables["opening_hours"].astype(object)
    opening["start"] = pd.Series([time.fromisoformat(cell) for cell in opening["start"]], dtype=object)
    changed = {**tables, "patients": patients, "session_types": types, "opening_hours": opening}
    assert scheduler.read_caseload(changed) == expected


def test_a_row_may_be_added_with_only_what_it_has_to_say(folder: Path) -> None:
    tables = scheduler.read_tables(folder)
    more = pd.DataFrame([{"patient": "new1", "level": tables["levels"]["level"].iloc[0]}])
    tables["patients"] = pd.concat([tables["patients"], more])
    assert "new1" in scheduler.read_caseload(tables).patients


def test_all_faults_of_frames_are_told_by_table_row_and_column(folder: Path) -> None:
    tables = scheduler.read_tables(folder)
    tables["patients"].loc[5, "level"] = "nowhere"
    tables["session_types"].loc[1, "minutes"] = "long"
    with pytest.raises(scheduler.BadInput) as bad:
        scheduler.read_caseload({**tables, "patient": tables["patients"]})
    places = {(problem.table, problem.row, problem.column) for problem in bad.value.problems}
    assert places == {("patients", 7, "level"), ("session_types", 3, "minutes"), ("patient", 0, "")}
    assert scheduler.check_caseload({**tables, "patient": tables["patients"]}) == bad.value.problems


def test_a_table_that_is_needed_has_to_be_there(folder: Path) -> None:
    tables = scheduler.read_tables(folder)
    del tables["levels"]
    problems = scheduler.check_caseload(tables)
    assert ("levels", "the table is missing") in {(problem.table, problem.says) for problem in problems}


def test_a_check_tells_warnings_of_frames_and_files_alike(folder: Path) -> None:
    tables = scheduler.read_tables(folder)
    assert scheduler.check_caseload(tables) == scheduler.check_caseload(folder) == ()
    tables["groups"].loc[0, "min_size"] = "12"
    tables["groups"].loc[0, "max_size"] = "12"
    scheduler.write_caseload(tables, folder, replace=True)
    problems = scheduler.check_caseload(tables)
    assert {problem.severity for problem in problems} == {"warning"}
    assert problems == scheduler.check_caseload(folder)


def test_what_is_written_is_read_again(folder: Path, tmp_path: Path) -> None:
    tables = scheduler.read_tables(folder)
    tables["patients"].loc[0, "name"] = "=1+1"
    for target in (tmp_path / "copy", tmp_path / "copy.xlsx"):
        scheduler.write_caseload(tables, target)
        assert scheduler.read_caseload(target) == scheduler.read_caseload(tables)
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "copy" / "patients.csv").stat().st_mode & 0o777 == 0o600


def test_nothing_is_replaced_unless_that_is_asked(folder: Path) -> None:
    tables = scheduler.read_tables(folder)
    before = (folder / "patients.csv").read_bytes()
    tables["patients"] = tables["patients"].iloc[1:]
    with pytest.raises(AlreadyThere):
        scheduler.write_caseload(tables, folder)
    assert (folder / "patients.csv").read_bytes() == before
    scheduler.write_caseload(tables, folder, replace=True)
    assert len(scheduler.read_tables(folder)["patients"]) == len(tables["patients"])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("patients.csv", "a;b;c\nx;y;z\n", "row 1 is not the header"),
        ("patients.csv", "patient,level,levell\np1,iop,\n", "there is no column of this name"),
        ("patients.csv", "patient,level\np1,iop,more\n", "more cells than the header"),
        ("patients.csv", b"\xff\xfe\x00", "not text in UTF-8"),
        ("PATIENTS.csv", "patient,level\np1,iop\n", "there twice"),
    ],
)
def test_tables_that_are_no_rows_under_a_header_are_told(
    folder: Path, name: str, content: str | bytes, says: str
) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(scheduler.BadInput, match=says):
        scheduler.read_tables(folder)


def test_a_place_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(scheduler.BadInput, match="there is no table of a caseload in it"):
        scheduler.read_tables(tmp_path)
    with pytest.raises(scheduler.BadInput, match="no such folder"):
        scheduler.read_tables(tmp_path / "nowhere")


def test_only_what_is_offered_is_there() -> None:
    assert set(scheduler.__all__) <= set(dir(scheduler))
    with pytest.raises(AttributeError, match="no attribute 'read_everything'"):
        _ = scheduler.read_everything
