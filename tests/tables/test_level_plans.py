"""A level's plan is that of each of its patients who has no own row of the type."""

from pathlib import Path

import pytest

from scheduler.tables import read_caseload
from tests.tables.conftest import Tables, problems_of, put

LEVEL_PLAN = {
    "level": "iop",
    "session_type": "talk",
    "every_weeks": "",
    "sessions_min": "1",
    "sessions_max": "",
    "therapist": "",
}


def test_a_row_stands_for_one_of_each_patient(small: Tables, tmp_path: Path) -> None:
    expected = read_caseload(put(small, tmp_path))
    small["plans"] = [row for row in small["plans"] if (row["patient"], row["session_type"]) != ("p1", "talk")]
    small["level_plans"] = [LEVEL_PLAN, {**LEVEL_PLAN, "level": "op", "session_type": "online", "sessions_min": "3"}]
    caseload = read_caseload(put(small, tmp_path))
    assert caseload == expected
    assert caseload.plans["p1"]["talk"].table == "level_plans"
    assert caseload.plans["p1"]["talk"].row == 2
    assert caseload.plans["p3"]["talk"].table == "plans"


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"level": "iopp"}, "level", "did you mean 'iop'?"),
        ({"session_type": "talks"}, "session_type", "did you mean 'talk'?"),
        ({"therapist": "ann9"}, "therapist", "not in table therapists"),
        ({"session_type": "family"}, "therapist", "of patient p3, "),
        ({"therapist": "Primary"}, "therapist", "patient p3 has no primary therapist"),
        ({"sessions_max": "0"}, "sessions_min", "more than the maximum"),
        ({"level": ""}, "level", "blank"),
    ],
)
def test_faults_are_told_at_their_place(
    changes: dict[str, str], column: str, words: str, small: Tables, tmp_path: Path
) -> None:
    small["level_plans"] = [LEVEL_PLAN | changes]
    small["plans"] = [row for row in small["plans"] if (row["patient"], row["session_type"]) != ("p3", "talk")]
    if changes.get("session_type") == "family":
        small["patients"][2]["primary_therapist"] = "ann"
    (problem,) = problems_of(put(small, tmp_path))
    assert (problem.table, problem.row, problem.column) == ("level_plans", 2, column)
    assert words in str(problem)


def test_a_level_has_one_row_of_a_type(small: Tables, tmp_path: Path) -> None:
    small["level_plans"] = [LEVEL_PLAN, LEVEL_PLAN]
    (problem,) = problems_of(put(small, tmp_path))
    assert "this type of this level has a row already, row 2" in problem.says


@pytest.mark.parametrize(("word", "leader"), [("Any", None), ("PRIMARY", "ann"), ("any", None), ("bob", "bob")])
def test_any_and_primary_may_be_in_any_case(word: str, leader: str | None, small: Tables, tmp_path: Path) -> None:
    small["plans"][1]["therapist"] = word
    assert read_caseload(put(small, tmp_path)).plans["p1"]["talk"].therapist == leader
