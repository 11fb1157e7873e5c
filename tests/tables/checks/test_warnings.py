"""What is allowed in the tables and never comes true is warned of."""

from pathlib import Path

import pytest

from scheduler.tables import read_caseload
from tests.tables.conftest import Tables, put, warnings_of


def test_a_sound_caseload_is_not_warned_of(small: Tables, tmp_path: Path) -> None:
    assert warnings_of(put(small, tmp_path)) == ()


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "words"),
    [
        ("groups", 3, "therapists", "bob;ann", "'ann' does not lead sessions of the type 'online'"),
        ("meetings", 2, "day", "mon;sun", "on sun the meeting would lie outside"),
        ("meetings", 2, "start", "9:30;15:31", "from 15:31 the meeting would lie outside"),
        ("meetings", 2, "start", "9:30;8:59", "from 08:59 the meeting would lie outside"),
        ("meetings", 5, "day", "fri-sun", "on sun the meeting would lie outside"),
    ],
)
def test_choices_of_no_use_are_told_at_their_place(
    table: str, row: int, column: str, value: str, words: str, small: Tables, tmp_path: Path
) -> None:
    small[table][row - 2][column] = value
    folder = put(small, tmp_path)
    (warning,) = warnings_of(folder)
    assert (warning.table, warning.row, warning.column, warning.value) == (table, row, column, value)
    assert words in str(warning)
    assert warning.severity == "warning"
    assert len(read_caseload(folder).patients) == 3


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (2, "start", "9:00;15:30"),
        (3, "day", "mon-fri"),
        (5, "day", "fri;sat"),
    ],
)
def test_choices_that_are_possible_somewhere_are_silent(
    row: int, column: str, value: str, small: Tables, tmp_path: Path
) -> None:
    small["meetings"][row - 2][column] = value
    assert warnings_of(put(small, tmp_path)) == ()


def test_a_start_that_is_possible_on_one_of_its_days_is_silent(small: Tables, tmp_path: Path) -> None:
    small["meetings"][0] |= {"day": "mon;sat", "start": "9:30;10:30"}
    assert warnings_of(put(small, tmp_path)) == ()


@pytest.mark.parametrize(
    ("row", "changes", "words"),
    [
        (2, {"leaders": "3"}, "it never meets: a meeting needs 3 to lead it, and only 2 of those"),
        (3, {"therapists": "ann"}, "nobody of those who may lead it leads its type"),
    ],
)
def test_a_group_that_too_few_lead_is_no_error(
    row: int, changes: dict[str, str], words: str, small: Tables, tmp_path: Path
) -> None:
    small["groups"][row - 2] |= changes
    for meeting in small["meetings"]:
        meeting["therapists"] = ""
    folder = put(small, tmp_path)
    told = [str(warning) for warning in warnings_of(folder) if (warning.table, warning.row) == ("groups", row)]
    assert any(words in line for line in told)
    assert len(read_caseload(folder).groups) == 2
