"""The weeks of a network's clinics: all in one folder, one summary, and a bad one stopping no other."""

import csv
from pathlib import Path

import pytest

from scheduler.errors import BadInput
from scheduler.files.outputs import CalendarLook
from scheduler.search import Limits
from scheduler.studies.child import Failed, answer_to
from scheduler.studies.clinics import (
    ClinicJob,
    Ending,
    PlannedClinic,
    check_out,
    clinic_lines,
    clinics_in,
    exit_code,
    planned_clinic,
    write_clinics,
)
from scheduler.tables import write_tables
from tests.caseloads import MONDAY
from tests.studies.clinic import tiny

LOOK = CalendarLook(None, 60, None)


def job(folder: Path, name: str, caseload: Path) -> ClinicJob:
    limits = Limits(seconds=10, deterministic=True, until="care")
    return ClinicJob(name, caseload, folder / "plans" / name, MONDAY, limits, LOOK, b"x" * 16)


def test_a_clinic_is_a_folder_of_tables_a_workbook_or_a_folder_with_one(tmp_path: Path) -> None:
    write_tables(tiny(), tmp_path / "north")
    write_tables(tiny(), tmp_path / "south.xlsx")
    write_tables(tiny(), tmp_path / "west" / "clinic.xlsx")
    write_tables({"patients": []}, tmp_path / "broken")
    (tmp_path / "empty").mkdir()
    for other in ("read me.txt", "~$south.xlsx", ".hidden.xlsx"):
        (tmp_path / other).write_text("x", encoding="utf-8")
    write_tables(tiny(), tmp_path / "two" / "a.xlsx")
    write_tables(tiny(), tmp_path / "two" / "b.xlsx")
    assert clinics_in(tmp_path) == {
        "broken": tmp_path / "broken",
        "north": tmp_path / "north",
        "south": tmp_path / "south.xlsx",
        "west": tmp_path / "west" / "clinic.xlsx",
    }


def test_a_folder_without_a_clinic_and_two_of_one_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no caseload in it"):
        clinics_in(tmp_path)
    with pytest.raises(BadInput, match="there is no caseload in it"):
        clinics_in(tmp_path / "none")
    write_tables(tiny(), tmp_path / "north")
    write_tables(tiny(), tmp_path / "north.xlsx")
    with pytest.raises(BadInput, match=r"north and north\.xlsx would be planned into the same folder"):
        clinics_in(tmp_path)


def test_each_clinic_gets_all_files_of_a_week_and_a_bad_one_its_reason(tmp_path: Path) -> None:
    write_tables(tiny(), tmp_path / "good")
    bad = tiny()
    bad["patients"][0]["level"] = "none"
    write_tables(bad, tmp_path / "bad")
    endings = {name: answer_to(planned_clinic, job(tmp_path, name, tmp_path / name)) for name in ("good", "bad")}
    good, failed = endings["good"], endings["bad"]
    assert isinstance(good, PlannedClinic)
    assert (good.patients, good.with_all_care, good.unmet, good.at_least) == (3, 2, 50, 50)
    assert {place.name for place in (tmp_path / "plans" / "good").iterdir()} == {
        *("schedule.csv", "unmet.csv", "summary.json", "week.html", "calendars")
    }
    assert b",capacity," in (tmp_path / "plans" / "good" / "unmet.csv").read_bytes()
    assert isinstance(failed, Failed)
    assert "patients, row 2, column level" in failed.says
    assert not (tmp_path / "plans" / "bad").exists()
    both: dict[str, Ending] = {"good": good, "bad": failed}
    assert exit_code(both.values()) == 1
    assert list(clinic_lines(both)) == [
        "1 of 2 clinics have a verified week.",
        "  bad  failed (exit code 1)",
        "  good  2 of 3 patients with all care  50 min unmet, proven",
    ]
    check_out(tmp_path / "plans")
    write_clinics(tmp_path / "plans", both)
    check_out(tmp_path / "plans")
    with (tmp_path / "plans" / "clinics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["clinic"], row["exit_code"], row["care_unmet_hours"]) for row in rows] == [
        ("bad", "1", ""),
        ("good", "0", "0.83"),
    ]


def test_nothing_to_explain_is_written_once(tmp_path: Path) -> None:
    tables = tiny()
    tables["therapists"][0]["max_hours_week"] = "9"
    write_tables(tables, tmp_path / "good")
    planned = planned_clinic(job(tmp_path, "good", tmp_path / "good"))
    assert (planned.unmet, planned.with_all_care) == (0, 3)


def test_what_is_not_proven_is_said_to_be_open() -> None:
    one = PlannedClinic("feasible", 3, 2, 100, 60, 1.0, 1.0, 1.0, ())
    assert list(clinic_lines({"a": one}))[1].endswith("1 h 40 min (100 min) unmet, at least 1 h in every week")
    assert exit_code([one]) == 0
