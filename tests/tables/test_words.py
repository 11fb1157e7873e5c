"""All problems at once, no follow-up noise, and nobody's name or reason in any of them."""

from pathlib import Path

from scheduler.tables.row import PRIVATE_COLUMNS
from tests.tables.conftest import Tables, problems_of, put


def places_of(source: Path) -> set[tuple[str, int, str]]:
    return {(problem.table, problem.row, problem.column) for problem in problems_of(source)}


def test_problems_of_all_tables_come_at_once(small: Tables, tmp_path: Path) -> None:
    small["clinic"][0]["value"] = "Moon"
    small["levels"][0]["min_days_week"] = "6"
    small["therapists"][0]["max_hours_week"] = "lots"
    small["patients"][0]["admitted"] = "soon"
    small["patients"][0]["level"] = "icu"
    small["plans"][0]["patient"] = "p8"
    small["meetings"][0]["start"] = "7:00"
    small["availability"][0]["day"] = "weekdays"
    small["appointments"][1]["resource"] = "blue"
    small["members"][0]["group"] = "g7"
    put(small, tmp_path)
    (tmp_path / "absences.csv").write_text("who,date,wen\n")
    assert places_of(tmp_path) == {
        ("clinic", 2, "value"),
        ("levels", 2, "min_days_week"),
        ("therapists", 2, "max_hours_week"),
        ("patients", 2, "admitted"),
        ("patients", 2, "level"),
        ("plans", 2, "patient"),
        ("meetings", 2, "start"),
        ("availability", 2, "day"),
        ("appointments", 3, "resource"),
        ("members", 2, "group"),
        ("absences", 1, "wen"),
    }


def test_one_row_tells_all_its_cells(small: Tables, tmp_path: Path) -> None:
    small["levels"][0] |= {"from_week": "x", "min_hours_week": "y", "max_days_week": "9", "min_hours_day": "5"}
    columns = {column for _, _, column in places_of(put(small, tmp_path))}
    assert columns == {"from_week", "min_hours_week", "max_days_week", "min_hours_day"}


def test_a_row_with_a_fault_is_still_somebody(small: Tables, tmp_path: Path) -> None:
    small["patients"][0]["admitted"] = "soon"
    small["session_types"][0]["minutes"] = "long"
    small["groups"][1]["mode"] = "remote"
    assert places_of(put(small, tmp_path)) == {
        ("patients", 2, "admitted"),
        ("session_types", 2, "minutes"),
        ("groups", 3, "mode"),
    }


def test_a_table_that_cannot_be_read_is_the_only_problem(small: Tables, tmp_path: Path) -> None:
    for table in ("patients", "therapists", "session_types", "levels", "resources", "groups", "opening_hours", "plans"):
        put(small, tmp_path)
        (tmp_path / f"{table}.csv").write_bytes(b"\xff\xff\xff")
        assert places_of(tmp_path) == {(table, 1, "")}, table


def test_a_shifted_row_shows_no_cell_and_makes_no_noise(small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    path = tmp_path / "patients.csv"
    path.write_text(path.read_text().replace("Paula Private", "Private, Paula"))
    (problem,) = problems_of(tmp_path)
    assert (problem.table, problem.row, problem.column, problem.value) == ("patients", 2, "", "")
    assert "Pri" not in str(problem)


def test_names_and_reasons_are_never_shown(small: Tables, tmp_path: Path) -> None:
    private = "Confidential"
    for rows in small.values():
        for row in rows:
            for column in row:
                row[column] = f"{private}\x07" if column in PRIVATE_COLUMNS else f"?{row[column]}"
    put(small, tmp_path)
    problems = problems_of(tmp_path)
    told = {(problem.table, problem.column) for problem in problems}
    assert {("patients", "name"), ("therapists", "name"), ("absences", "reason"), ("availability", "reason")} <= told
    assert not any(private in str(problem) for problem in problems)


def test_who_is_named_in_place_of_an_id_is_told_by_the_id_alone(small: Tables, tmp_path: Path) -> None:
    small["patients"][1]["primary_therapist"] = "annabel quill"
    small["absences"][0]["who"] = "Petra  Private"
    small["patients"][0]["name"] = small["patients"][1]["name"]
    small["keep_apart"][0]["patient_a"] = small["patients"][1]["name"]
    absence, pair, therapist = sorted(map(str, problems_of(put(small, tmp_path))))
    assert absence == "absences, row 2, column who: this is a name, and not an id. Write the id, 'p3'."
    assert pair.startswith("keep_apart, row 2, column patient_a: this id is not in table patients.")
    assert therapist == "patients, row 3, column primary_therapist: this is a name, and not an id. Write the id, 'ann'."


def test_a_long_cell_is_shown_in_part(small: Tables, tmp_path: Path) -> None:
    small["opening_hours"][0]["day"] = "mon;" * 100 + "mon"
    small["patients"][0]["tags"] = "t" * 40_000
    (days, tags) = problems_of(put(small, tmp_path))
    assert len(days.value) == 60
    assert "longer than 32767" in tags.says
    assert tags.value == ""
