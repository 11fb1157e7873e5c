"""Caseloads drawn from a program are whole, repeatable, of the size asked for, and their weeks can be solved."""

from datetime import date
from pathlib import Path

import pytest

import scheduler
from scheduler.commands.scenario import PROGRAM_NAMES
from scheduler.scenarios import FIRST_WEEK, PROGRAMS, NotDrawn, new_caseload
from scheduler.tables import OPTIONAL_TABLES, TABLES, caseload_of_text, examine_text, read_attendance, write_tables
from scheduler.week.week import week_of


def test_help_knows_the_programs() -> None:
    assert tuple(PROGRAMS) == PROGRAM_NAMES


@pytest.mark.parametrize("patients", [10, 37, 150])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_caseload_of_any_size_has_no_problem(program: str, patients: int) -> None:
    tables = new_caseload(program, patients, seed=5).tables
    caseload, warnings = examine_text(tables)
    assert warnings == ()
    assert len(caseload.patients) == patients
    assert list(tables) == [name for name in TABLES if name in tables]
    assert set(TABLES) - set(tables) <= OPTIONAL_TABLES
    assert all(list(row) == list(TABLES[name]) for name, rows in tables.items() for row in rows)


def test_the_largest_clinic_is_no_problem() -> None:
    assert len(caseload_of_text(new_caseload("taper", 2000).tables).patients) == 2000


def test_the_same_arguments_give_the_same_clinic_and_others_another() -> None:
    first = new_caseload("taper", 30, seed=1)
    assert new_caseload("taper", 30, seed=1) == first
    assert new_caseload("taper", 30, seed=2) != first
    assert new_caseload("taper", 30, seed=1, therapists=4).tables["patients"] != []


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("therapists", [1, 2, 6, 30])
def test_there_are_as_many_therapists_as_are_asked_for_and_every_type_is_led(program: str, therapists: int) -> None:
    caseload = caseload_of_text(new_caseload(program, 40, therapists=therapists).tables)
    assert len(caseload.therapists) == therapists
    led = {name for one in caseload.therapists.values() for name in one.leads}
    assert {name for plans in caseload.plans.values() for name in plans} <= led


def test_fewer_therapists_treat_the_same_patients() -> None:
    drawn = new_caseload("balanced", 40, seed=3).tables
    fewer = new_caseload("balanced", 40, seed=3, therapists=5).tables
    told = ("patient", "level", "admitted", "discharged", "tags", "mode")
    assert [[row[column] for column in told] for row in drawn["patients"]] == [
        [row[column] for column in told] for row in fewer["patients"]
    ]
    of_patients = [row for row in drawn["availability"] if row["who"].startswith("p")]
    assert [row for row in fewer["availability"] if row["who"].startswith("p")] == of_patients


@pytest.mark.parametrize("program", PROGRAMS)
def test_everybody_is_in_care_in_the_week_at_a_level_of_the_program(program: str) -> None:
    monday = date(2027, 3, 1)
    caseload = caseload_of_text(new_caseload(program, 60, monday=monday).tables)
    week = week_of(caseload, monday)
    assert len(week.stays) == 60
    assert all(0 in days for days in week.stays.values())
    assert {row.level for row in caseload.patients.values()} <= {level.level for level in PROGRAMS[program].levels}


def test_levels_follow_the_week_of_the_stay() -> None:
    caseload = caseload_of_text(new_caseload("balanced", 200).tables)
    for patient in caseload.patients.values():
        assert patient.admitted is not None
        weeks = (FIRST_WEEK - patient.admitted).days // 7
        if patient.level == "full":
            assert weeks < 2
        if patient.level == "light":
            assert weeks >= 8


@pytest.mark.parametrize(("patients", "therapists"), [(9, None), (2001, None), (20, 0), (20, 21)])
def test_other_numbers_are_refused(patients: int, therapists: int | None) -> None:
    with pytest.raises(NotDrawn):
        new_caseload("balanced", patients, therapists=therapists)


@pytest.mark.parametrize("program", ["balanced", "taper"])
def test_who_missed_what_is_read_as_attendance(program: str, tmp_path: Path) -> None:
    drawn = new_caseload(program, 40)
    write_tables({**drawn.tables, "attendance": drawn.attendance}, tmp_path)
    caseload = caseload_of_text(drawn.tables)
    found = read_attendance(tmp_path, FIRST_WEEK, caseload)
    absent = {(row["patient"], row["date"]) for row in drawn.attendance if row["attended"] == "no"}
    assert {(one.patient, f"{one.on}") for one in found.missed} == absent
    assert found.warnings == ()


@pytest.mark.parametrize("program", ["balanced", "hybrid", "multiservice", "taper"])
def test_a_week_gives_nearly_everybody_nearly_all_care(program: str) -> None:
    tables = new_caseload(program, 20, seed=1).tables
    week = scheduler.solve_week(
        caseload_of_text(tables), FIRST_WEEK, deterministic=True, time_limit=20, until="care", explain=False
    )
    assert scheduler.verify_week(week.caseload, week.schedule, FIRST_WEEK).is_clean
    patients = week.patients
    assert patients["has_all_care"].mean() >= 0.6
    assert patients["unmet_minutes"].sum() < 0.2 * patients["asked_minutes"].sum()
