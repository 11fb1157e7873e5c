"""Changes of a caseload, row by row, and what is said where one cannot be made."""

from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.studies.edits import Edit, NotChanged, Tables, changed
from scheduler.tables import caseload_of_text
from tests.studies.clinic import base_of, tiny


def made(*edits: dict[str, Any], seed: int = 1, tables: Tables | None = None) -> Tables:
    return changed(base_of(tables or tiny()), [Edit.model_validate(edit) for edit in edits], seed)


def test_rows_are_added_with_cells_as_tables_have_them() -> None:
    rows = made({"table": "patients", "add": [{"patient": "p4", "level": "iop", "travel_minutes": 20}]})["patients"]
    assert rows[-1] == {"patient": "p4", "level": "iop", "travel_minutes": "20"}
    meeting = made({"table": "groups", "add": [{"group": "g1", "same_members": True, "minutes": 90.0}]})["groups"]
    assert meeting == [{"group": "g1", "same_members": "yes", "minutes": "90"}]


def test_cells_are_changed_where_the_row_is_meant_and_nowhere_else() -> None:
    rows = made({"table": "patients", "where": {"level": ["iop", "op"]}, "set": {"travel_minutes": 15}})["patients"]
    assert [row.get("travel_minutes") for row in rows] == ["15", None, "15"]


def test_a_row_can_be_chosen_by_a_word_of_a_list() -> None:
    tables = tiny()
    tables["patients"][0]["tags"] = "women; mat"
    rows = made({"table": "patients", "has": {"tags": "mat"}, "set": {"level": "php"}}, tables=tables)["patients"]
    assert [row["level"] for row in rows] == ["php", "php", "php"]
    assert tables["patients"][0]["level"] == "iop"


def test_rows_are_removed() -> None:
    tables = made({"table": "plans", "where": {"patient": "p2"}, "remove": True})
    assert [row["patient"] for row in tables["plans"]] == ["p1", "p3"]


def test_who_is_away_is_absent_for_the_whole_week() -> None:
    assert made({"away": "t1"})["absences"] == [{"who": "t1", "date": "2026-03-02", "until": "2026-03-08"}]


def test_another_therapist_shares_patients_groups_and_hours() -> None:
    tables = tiny()
    tables["availability"].append({"who": "t1", "day": "fri", "start": "", "end": "", "status": "busy", "reason": "x"})
    tables["groups"] = [{"group": "g1", "therapists": "t1"}]
    edit = {"another": "t1", "called": "t2", "from": "10:00", "until": "19:00"}
    got = made(edit, tables=tables)
    assert got["therapists"][-1] == {**tables["therapists"][0], "therapist": "t2", "name": ""}
    assert [row["primary_therapist"] for row in got["patients"]] == ["t1", "t2", "t1"]
    assert got["groups"][0]["therapists"] == "t1;t2"
    assert [(row["day"], row["start"], row["end"]) for row in got["availability"] if row["who"] == "t2"] == [
        ("fri", "", ""),
        ("mon-sun", "00:00", "10:00"),
        ("mon-sun", "19:00", "24:00"),
    ]
    assert all(not row.get("reason") for row in got["availability"] if row["who"] == "t2")


def test_who_has_agreed_on_a_therapist_stays_with_them() -> None:
    tables = tiny()
    tables["appointments"] = [{"patient": "p2", "session_type": "individual", "therapist": "t1"}]
    rows = made({"another": "t1", "called": "t2"}, tables=tables)["patients"]
    assert [row["primary_therapist"] for row in rows] == ["t1", "t1", "t2"]


def test_more_patients_are_like_those_there_are_and_nobody_recognises_them() -> None:
    tables = made({"patients": 5, "like": "iop-evening"})
    new = tables["patients"][3:]
    assert [row["patient"] for row in new] == ["new-1", "new-2", "new-3", "new-4", "new-5"]
    assert {row["level"] for row in new} == {"iop"}
    assert all(row["name"] == "" for row in new)
    own = [row for row in tables["availability"] if row["who"].startswith("new-")]
    assert [(row["end"], row["reason"]) for row in own] == [("17:00", "")] * 5
    assert len(caseload_of_text(tables).plans) == 8


def test_the_same_seed_draws_the_same_and_the_first_stay_the_first() -> None:
    def drawn(number: int, seed: int) -> list[dict[str, str]]:
        return made({"patients": number}, seed=seed)["patients"][3:]

    assert drawn(6, 1) == drawn(6, 1)
    assert drawn(9, 1)[:6] == drawn(6, 1)
    assert len({str(drawn(6, seed)) for seed in range(5)}) > 1


@pytest.mark.parametrize(
    ("edit", "says", "fix"),
    [
        ({"table": "patient", "remove": True}, "there is no table 'patient' (did you mean 'patients'?)", "tables are"),
        ({"table": "plans", "set": {"min": 1}}, "table plans has no column 'min'", "Its columns are patient"),
        (
            {"table": "plans", "where": {"patient": "p9"}, "set": {"sessions_min": 1}},
            "it hits no row of table plans",
            "",
        ),
        ({"table": "groups", "remove": True}, "it hits no row of table groups", "take the change out"),
        ({"away": "p8"}, "'p8' is no patient, therapist or resource", "Correct the id"),
        ({"another": "t9", "called": "t2"}, "'t9' is no therapist", "Correct the id"),
        (
            {"patients": 1, "like": "op"},
            "nobody in care in this week is of the kind 'op'",
            "iop, php, mat, any, evening",
        ),
        (
            {"patients": 1, "like": "php-evening"},
            "nobody in care in this week is of the kind 'php-evening'",
            "LEVEL-WHEN",
        ),
    ],
)
def test_a_change_that_cannot_be_made_is_told(edit: dict[str, Any], says: str, fix: str) -> None:
    with pytest.raises(NotChanged) as fault:
        made(edit)
    assert fault.value.says.startswith(says)
    assert fix in fault.value.fix


def test_no_message_shows_what_a_row_was_chosen_by() -> None:
    with pytest.raises(NotChanged) as fault:
        made({"table": "patients", "where": {"name": "Dahlia"}, "remove": True})
    assert "Dahlia" not in str(fault.value)
    assert "name" in str(fault.value)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({}, "it has to say one of add, set, remove"),
        ({"away": "t1", "patients": 1}, "it has to say one of"),
        ({"add": [{"patient": "p4"}]}, "`table` stands with add"),
        ({"away": "t1", "table": "patients"}, "`table` stands with add"),
        ({"patients": 1, "where": {"level": "iop"}}, "`where` and `has` choose rows"),
        ({"another": "t1"}, "`another` needs `called`"),
        ({"away": "t1", "until": "19:00"}, "`from` and `until`"),
        ({"away": "t1", "like": "iop"}, "`like` says of whom"),
    ],
)
def test_what_does_not_go_together_is_refused(edit: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Edit.model_validate(edit)
