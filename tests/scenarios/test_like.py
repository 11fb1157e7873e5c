"""Caseloads that are grown or shrunk look like the one that they come from, and nobody is recognisable in them."""

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

import scheduler
from scheduler.errors import Problem
from scheduler.scenarios import NotDrawn, like_caseload
from scheduler.scenarios.tables import Tables
from scheduler.tables import TABLES, caseload_of_text, examine_text, read_text

DATA = Path(__file__).parents[2] / "data"
PROGRAMS = ("balanced", "demo", "hybrid", "multiservice", "taper", "tiers")


def errors_and_warnings(tables: Tables) -> tuple[Problem, ...]:
    return examine_text(tables)[1]


def cells(tables: Mapping[str, list[dict[str, str]]]) -> set[str]:
    return {part for rows in tables.values() for row in rows for cell in row.values() for part in cell.split(";")}


@pytest.fixture(scope="module")
def demo() -> Tables:
    return read_text(DATA / "demo")


@pytest.fixture(scope="module")
def thrice(demo: Tables) -> Tables:
    return like_caseload(demo, patients=90, seed=1)


def test_three_times_as_many_patients_have_three_times_as_much_of_all(demo: Tables, thrice: Tables) -> None:
    assert len(thrice["patients"]) == 3 * len(demo["patients"])
    for table in ("therapists", "resources", "groups", "meetings", "plans", "availability"):
        assert len(thrice[table]) == 3 * len(demo[table]), table
    for table in ("opening_hours", "levels", "session_types"):
        assert len(thrice[table]) == len(demo[table])


@pytest.mark.parametrize("column", ["level", "tags", "mode", "travel_minutes", "min_hours_week"])
def test_shares_of_patients_stay_the_same(demo: Tables, thrice: Tables, column: str) -> None:
    before = Counter(row[column] for row in demo["patients"])
    assert Counter(row[column] for row in thrice["patients"]) == {cell: 3 * number for cell, number in before.items()}


def test_the_timetable_keeps_its_days_and_hours(demo: Tables, thrice: Tables) -> None:
    before = Counter((row["day"], row["start"]) for row in demo["meetings"])
    assert Counter((row["day"], row["start"]) for row in thrice["meetings"]) == {
        when: 3 * number for when, number in before.items()
    }


def test_windows_and_plan_of_a_patient_go_together(demo: Tables, thrice: Tables) -> None:
    def patterns(tables: Tables) -> Counter[tuple[object, ...]]:
        return Counter(
            (
                patient["level"],
                patient["tags"],
                patient["travel_minutes"],
                tuple(
                    sorted(
                        (row["party"], row["day"], row["status"])
                        for row in tables["availability"]
                        if row["who"] == patient["patient"]
                    )
                ),
                tuple(
                    sorted(
                        (row["session_type"], row["sessions_min"])
                        for row in tables["plans"]
                        if row["patient"] == patient["patient"]
                    )
                ),
            )
            for patient in tables["patients"]
        )

    assert patterns(thrice) == {pattern: 3 * number for pattern, number in patterns(demo).items()}


def test_nobody_is_recognisable(demo: Tables, thrice: Tables) -> None:
    people = {
        row[column] for table, column in (("patients", "patient"), ("therapists", "therapist")) for row in demo[table]
    }
    text = {row[column] for rows in demo.values() for row in rows for column in ("name", "reason") if row.get(column)}
    made = {
        part
        for table, rows in thrice.items()
        for row in rows
        for column, cell in row.items()
        if column not in {"group", "title"}
        for part in cell.split(";")
    }
    new = {row["patient"] for row in thrice["patients"]} | {row["therapist"] for row in thrice["therapists"]}
    assert text
    assert not text & cells(thrice)
    assert not {
        row[column]
        for rows in thrice.values()
        for row in rows
        for column in ("name", "reason", "notes")
        if row.get(column)
    }
    # An id may be used again, but not for the same person: whoever has it is somebody else's copy.
    assert people & made <= new
    assert all(row["setting"] in {"timezone", "grid_minutes"} for row in thrice["clinic"])


def test_hours_are_moved_and_stays_are_of_others(demo: Tables, thrice: Tables) -> None:
    starts = {row["start"] for row in demo["availability"] if row["start"]}
    assert {row["start"] for row in thrice["availability"]} - starts
    stays = {(row["level"], row["admitted"], row["discharged"]) for row in demo["patients"]}
    assert {(row["level"], row["admitted"], row["discharged"]) for row in thrice["patients"]} <= stays


def test_the_order_of_rows_changes_nothing(demo: Tables, thrice: Tables) -> None:
    chance = random.Random(4)  # noqa: S311 - an order of rows
    mixed = {name: chance.sample(rows, len(rows)) for name, rows in demo.items()}
    assert like_caseload(mixed, patients=90, seed=1) == thrice
    assert like_caseload(demo, patients=90, seed=2) != thrice


@pytest.mark.parametrize("patients", [10, 17, 45, 77, 120])
@pytest.mark.parametrize("program", PROGRAMS)
def test_any_program_grows_and_shrinks_without_a_problem(program: str, patients: int) -> None:
    own = read_text(DATA / program)
    known = {problem.says for problem in errors_and_warnings(own)}
    tables = like_caseload(own, patients=patients, seed=2)
    warnings = errors_and_warnings(tables)
    assert {problem.says for problem in warnings} <= known
    assert len(tables["patients"]) == patients
    assert all(list(row) == list(TABLES[name]) for name, rows in tables.items() for row in rows)


def test_as_many_as_there_are_is_the_default(demo: Tables) -> None:
    tables = like_caseload(demo)
    assert len(tables["patients"]) == len(demo["patients"])
    assert len(tables["therapists"]) == len(demo["therapists"])


def test_there_are_as_many_therapists_as_are_asked_for(demo: Tables) -> None:
    assert len(caseload_of_text(like_caseload(demo, therapists=6)).therapists) == 6
    assert len(caseload_of_text(like_caseload(demo, therapists=12)).therapists) == 12
    with pytest.raises(NotDrawn, match="Take at least"):
        like_caseload(demo, therapists=2)


@pytest.mark.parametrize(("patients", "therapists"), [(9, None), (2001, None), (20, 0), (20, 21)])
def test_other_numbers_are_refused(demo: Tables, patients: int, therapists: int | None) -> None:
    with pytest.raises(NotDrawn):
        like_caseload(demo, patients=patients, therapists=therapists)


def test_demo_three_times_as_large_is_solved(thrice: Tables) -> None:
    week = scheduler.solve_week(
        caseload_of_text(thrice), "2026-11-23", deterministic=True, time_limit=8, until="care", explain=False
    )
    assert scheduler.verify_week(week.caseload, week.schedule, week.week).is_clean
    patients = week.patients
    assert patients["unmet_minutes"].sum() < 0.15 * patients["asked_minutes"].sum()
