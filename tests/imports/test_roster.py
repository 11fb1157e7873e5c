"""Rosters become rows: columns guessed once, kept in a file, and nobody who is there is changed."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.errors import BadInput
from scheduler.imports import CannotTake, kind_of, mapping_place, roster_import
from scheduler.imports.mapping import guessed, read_mapping
from scheduler.planning.starter import put_starter
from scheduler.tables import read_caseload
from tests.cli.running import run

HEADINGS = ("MRN", "First Name", "Last Name", "Level of Care", "Admit Date", "Primary Therapist", "DOB", "Insurance")
ROWS = (
    ("p02", "Paula", "Two", "IOP", date(2026, 11, 9), "th1", date(1980, 1, 1), "Acme"),
    ("p17", "Quinn", "Seventeen", "iop", date(2026, 11, 16), "counselor evening", None, "Acme"),
    ("p18", "Rae", "Eighteen", "Intensive", date(2026, 11, 23), "", None, ""),
)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    put_starter(tmp_path / "clinic.xlsx")
    return tmp_path / "clinic.xlsx"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Census of this week"])
    sheet.append([])
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    book.create_sheet("totals")["A1"] = "three"
    book.save(tmp_path / "roster.xlsx")
    return tmp_path / "roster.xlsx"


def test_a_roster_is_taken_over_after_somebody_has_looked(clinic: Path, roster: Path) -> None:
    before = read_caseload(clinic)
    first = run("import", roster, "--into", clinic, "--write")
    assert first.exit_code == 1
    assert "roster.xlsx, row 6, column Level of Care ('Intensive'): levels has no such entry" in first.stderr
    assert 'Add "Intensive" = "..." below [words] in roster.columns.toml' in first.stderr
    assert "guessed, and kept" in first.stdout
    assert "Left out: DOB, Insurance." in first.stdout
    mapping = mapping_place(roster)
    kept = mapping.read_text(encoding="utf-8")
    assert '"MRN" = "patient"' in kept
    assert "header_row = 3" in kept
    mapping.write_text(f'{kept}"Intensive" = "iop"\n', encoding="utf-8")

    dry = run("import", roster, "--into", clinic)
    assert dry.exit_code == 0, dry.output
    assert f"Would add 2 rows to patients of {clinic}: p17, p18." in dry.stdout
    assert "There already, and left as they are: p02." in dry.stdout
    assert read_caseload(clinic) == before

    written = run("import", roster, "--into", clinic, "--write")
    assert written.exit_code == 0, written.output
    after = read_caseload(clinic)
    assert {who: after.patients[who] for who in before.patients} == dict(before.patients)
    new = after.patients["p17"]
    assert (new.name, new.level, new.admitted, new.primary_therapist) == (
        "Quinn Seventeen",
        "iop",
        date(2026, 11, 16),
        "th2",
    )
    assert after.patients["p18"].primary_therapist is None
    assert "Quinn" not in first.output + dry.output + written.output
    assert load_workbook(clinic)["patients"].data_validations.count == 12
    assert "Added 0 rows" in run("import", roster, "--into", clinic, "--write").stdout


def test_nothing_is_written_before_the_mapping_was_there(clinic: Path, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("Staff Name,Hours per week\nCounselor Morning,20\nNora New,12.5\n")
    before = clinic.read_bytes()
    arguments = ("import", tmp_path / "staff.csv", "--into", clinic, "--table", "therapists", "--write")
    first = run(*arguments)
    assert first.exit_code == 0, first.output
    assert "Would add 1 row to therapists" in first.stdout
    assert f"Look at {tmp_path / 'staff.columns.toml'} first" in first.stdout
    assert clinic.read_bytes() == before
    assert "Added 1 row to therapists" in run(*arguments).stdout
    therapist = read_caseload(clinic).therapists["th01"]
    assert (therapist.name, therapist.max_minutes_week) == ("Nora New", 750)


def test_the_caseload_is_that_of_the_choices(clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "iop.toml").write_text('caseload = "clinic.xlsx"')
    (tmp_path / "rooms.csv").write_text("Room,Type,Seats\nroom-z,office,3\n")
    monkeypatch.chdir(tmp_path)
    result = run("import", "rooms.csv", "--table", "resources")
    assert "Would add 1 row to resources of clinic.xlsx: room-z." in result.stdout
    assert clinic.exists()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("Patient ID,Level\np 30,iop\n", "this is not an id"),
        ("Patient ID,Level,Admitted\np30,iop,soon\n", "this is not a date"),
        ("Patient ID,Level\np30,iop\np30,iop\n", "row 2 has this id too"),
        ("Level,Admitted\niop,2026-11-23\n", "none of its columns is patient or name"),
        ("\n", "there is nothing in it"),
        ('Patient ID,Level\n"p30,iop\n', "a quotation mark is missing"),
    ],
)
def test_what_cannot_be_taken_over_is_told(rows: str, says: str, clinic: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(rows)
    with pytest.raises(BadInput, match=says):
        roster_import(tmp_path / "roster.csv", read_caseload(clinic))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("table = patients", "not written as such a file is"),
        ('table = "people"', "Write one of patients, therapists, resources"),
        ('table = "patients"\nheader_row = 0', "this is no row"),
        ('table = "patients"\nwords = 3', "not every line is a text = a text"),
        ('table = "patients"\n[columns]\n"A" = "patent"', "patients has no column patent"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told(page: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "roster.columns.toml").write_text(page)
    with pytest.raises(BadInput, match=says):
        read_mapping(tmp_path / "roster.columns.toml")


def test_the_page_of_a_mapping_is_read_as_it_was(tmp_path: Path) -> None:
    lines = [("a",), ("Patient ID", 'The "Level"', "Name", "Clinician", "Case-Manager", "Program")]
    mapping = guessed("patients", [("all", lines), ("other", [("x", "y")])])
    (tmp_path / "m.toml").write_text(mapping.page("r.xlsx"), encoding="utf-8")
    assert read_mapping(tmp_path / "m.toml") == mapping
    assert (mapping.sheet, mapping.header_row) == ("all", 2)
    assert mapping.columns["Clinician"] == "primary_therapist"
    assert mapping.columns["Case-Manager"] == ""


@pytest.mark.parametrize("ending", [".xls", ".ods", ".numbers", ".pdf", ".docx", ".zip", ".vcs", ".dat"])
def test_other_files_are_named_with_what_to_do(ending: str, tmp_path: Path) -> None:
    place = tmp_path / f"roster{ending}"
    with pytest.raises(CannotTake, match="There is no file"):
        kind_of(place)
    place.write_text("")
    with pytest.raises(CannotTake, match=r"cannot be read\. .*(\.xlsx|\.ics|spreadsheet|Excel)"):
        kind_of(place)


def test_usage_of_calendars(clinic: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text("")
    assert "--who" in run("import", tmp_path / "a.ics", "--into", clinic).stderr
    wrong = ("--who", "th1", "--from", "2026-11-24", "--until", "2026-11-23")
    assert run("import", tmp_path / "a.ics", "--into", clinic, *wrong).exit_code == 2
