"""Spellings that nobody means are warned of at their cell; others are not."""

from pathlib import Path

import pytest

from scheduler.tables import read_caseload
from scheduler.tables.meant import MOST_COMPARED, closest
from tests.tables.conftest import Tables, problems_of, put, warnings_of


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "words"),
    [
        ("clinic", 2, "value", "EST", "no summer time (did you mean 'America/New_York'?)"),
        ("clinic", 2, "value", "Etc/GMT-5", "lies 5 h ahead of UTC (did you mean 'America/New_York'?)"),
        ("clinic", 2, "value", "Etc/GMT+6", "lies 6 h behind UTC"),
        ("clinic", 2, "value", "MST", "did you mean 'America/Denver'?"),
        ("clinic", 2, "value", "UTC", "did you mean 'Europe/London'?"),
        ("levels", 3, "min_hours_day", "", "it asks for nothing without min_hours_day"),
        ("levels", 3, "min_hours_week", "90", "these are 90 h of care at least, and so perhaps minutes"),
        ("levels", 3, "min_hours_day", "13", "13 h"),
        ("session_types", 4, "minutes", "2", "perhaps a number of hours. Write minutes: 2 h are 120"),
        ("groups", 3, "minutes", "1", "1 h are 60"),
        ("patients", 4, "tags", "Women", "no group asks for 'Women' (did you mean 'women'?)"),
        ("patients", 4, "tags", "wo-men", "did you mean 'women'?"),
        ("patients", 4, "tags", "wonen", "did you mean 'women'?"),
        ("patients", 4, "tags", "women, mat", "this one has a comma"),
        ("groups", 3, "admits", "Op", "did you mean 'op'?"),
        ("groups", 3, "admits", "women, op", "this one has a comma"),
        ("resources", 3, "kind", "office;Hall", "no session type needs 'Hall' (did you mean 'hall'?)"),
        ("groups", 3, "group", "007", "looks like a number or a date"),
        ("groups", 3, "group", "1e5", "looks like a number or a date"),
        ("groups", 3, "group", "mar-1", "looks like a number or a date"),
        ("groups", 3, "group", "3-4", "looks like a number or a date"),
    ],
)
def test_what_nobody_means(
    table: str, row: int, column: str, value: str, words: str, small: Tables, tmp_path: Path
) -> None:
    small[table][row - 2][column] = value
    if column == "group":
        for other in (*small["meetings"], *small["members"]):
            other["group"] = value if other["group"] == "g2" else other["group"]
    small["members"] = [each for each in small["members"] if each["group"] != "g2"]
    told = [str(each) for each in warnings_of(put(small, tmp_path)) if each.row == row]
    assert any(words in line for line in told)


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("clinic", 2, "value", "America/Phoenix"),
        ("clinic", 2, "value", "Japan/../x"),
        ("clinic", 2, "value", "CET"),
        ("patients", 4, "tags", "men"),
        ("patients", 4, "tags", "evening"),
        ("patients", 4, "tags", "women;\u200bmat"),
        ("therapists", 2, "tags", "teens"),
        ("resources", 3, "kind", "office;hallway"),
        ("levels", 3, "min_hours_week", "30"),
    ],
)
def test_what_somebody_may_mean(table: str, row: int, column: str, value: str, small: Tables, tmp_path: Path) -> None:
    small[table][row - 2][column] = value if "/.." not in value else "Europe/Berlin"
    assert warnings_of(put(small, tmp_path)) == ()


@pytest.mark.parametrize("zone", ["localtime", "Factory"])
def test_a_zone_of_no_place_is_refused(zone: str, small: Tables, tmp_path: Path) -> None:
    small["clinic"][0]["value"] = zone
    (problem,) = problems_of(put(small, tmp_path))
    assert "names no place" in problem.says


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d")
def test_every_dash_is_a_dash(dash: str, small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    small["opening_hours"][0]["day"] = f"Mon {dash} FRI"
    small["closures"][0]["date"] = "2026-03-11".replace("-", dash)
    assert read_caseload(put(small, tmp_path)) == expected


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "words"),
    [
        ("opening_hours", 2, "day", "mon,tue,wed,thu,fri", "days are separated by ';'"),
        ("meetings", 3, "start", "9:30,14:00", "times are separated by ';'"),
        ("therapists", 2, "leads", "skills,talk", "this one has a comma"),
        ("session_types", 2, "resources", "hall, office", "several kinds are separated by ';'"),
    ],
)
def test_a_comma_for_a_semicolon_is_told(
    table: str, row: int, column: str, value: str, words: str, small: Tables, tmp_path: Path
) -> None:
    small[table][row - 2][column] = value
    problems = problems_of(put(small, tmp_path))
    assert any(words in str(each) for each in problems if (each.table, each.row, each.column) == (table, row, column))


def test_headings_and_words_may_be_in_any_case_and_notes_are_never_read(small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    small["clinic"][0]["setting"] = "TimeZone"
    small["session_types"][0]["format"] = "GROUP"
    small["patients"][1]["mode"] = "Virtual"
    small["availability"][0]["status"] = "Available"
    shouted = {
        table: [
            {**{column.upper(): cell for column, cell in row.items()}, "Notes": "Paula; 1/2 #N/A \x07"} for row in rows
        ]
        for table, rows in small.items()
    }
    assert read_caseload(put(shouted, tmp_path)) == expected


@pytest.mark.parametrize("hint", ["sep=;\n", "SEP=;\r\n"])
def test_a_line_for_the_spreadsheet_alone_is_no_row(hint: str, small: Tables, tmp_path: Path) -> None:
    put(small, tmp_path)
    expected = read_caseload(tmp_path)
    (tmp_path / "closures.csv").write_text(
        f"{hint}date;start;end;reason;;\n2026-03-11;12:00;14:00;x;;;;\n2026-03-14;;;;\n"
    )
    assert read_caseload(tmp_path) == expected
    (tmp_path / "closures.csv").write_text(f"{hint}date;start\nsoon 1;\n")
    assert [problem.row for problem in problems_of(tmp_path)] == [2]


def test_cells_after_the_header_that_are_blank_are_none(small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    path = tmp_path / "patients.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join((header, *(f"{row},, ,\u00a0" for row in rows))) + "\n")
    assert read_caseload(tmp_path) == expected


@pytest.mark.parametrize("many", [3, MOST_COMPARED + 200])
def test_the_nearest_id_is_found_among_few_and_many(many: int) -> None:
    known = [f"p{number:03d}" for number in range(1, many)] + ["annabel", "Women"]
    assert closest("p001", known) == "p001"
    assert closest("p1", known) == "p001"
    assert closest("P0001", known) == "p001"
    assert closest("anabel", known) == "annabel"
    assert closest("women\u00a0", known) == "Women"
    assert closest("xyzzy", known) == ""


def test_every_id_misspelt_is_told_in_bounded_work(small: Tables, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    patient = small["patients"][2]
    small["patients"] += [{**patient, "patient": f"x{number:04d}a"} for number in range(1000)]
    small["keep_apart"] = [{"patient_a": f"x{number:04d}b", "patient_b": "p1", "scope": ""} for number in range(1000)]
    problems = problems_of(put(small, tmp_path / "x"))
    assert len(problems) == 1000
    assert all(problem.value for problem in problems)
