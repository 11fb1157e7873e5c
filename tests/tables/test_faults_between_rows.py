"""Faults that several rows make together are told, and what is just within the limits is none."""

from copy import deepcopy
from pathlib import Path

import pytest

from scheduler.tables import read_caseload
from tests.tables.conftest import Tables, problems_of, put

OPEN_AT_NIGHT = (
    ("opening_hours", 2, "day", "mon-sun"),
    ("opening_hours", 2, "start", "0:00"),
    ("opening_hours", 2, "end", "24:00"),
)


def changed(small: Tables, *changes: tuple[str, int, str, str]) -> Tables:
    tables = deepcopy(small)
    for table, row, column, value in changes:
        tables[table][row - 2][column] = value
    return tables


@pytest.mark.parametrize(
    ("changes", "places", "words"),
    [
        pytest.param(
            [
                ("appointments", 2, "therapist", "ann"),
                ("therapists", 2, "leads", "skills"),
                ("plans", 3, "therapist", "any"),
            ],
            [("appointments", 2, "therapist")],
            "does not lead",
            id="agreed-therapist-does-not-lead",
        ),
        pytest.param(
            [("appointments", 2, "day", ""), ("appointments", 2, "date", "2026-02-01")],
            [("appointments", 2, "date")],
            "begins on 2026-02-02",
            id="agreed-before-the-stay",
        ),
        pytest.param(
            [("appointments", 2, "day", ""), ("appointments", 2, "date", "2026-05-01")],
            [("appointments", 2, "date")],
            "ends on 2026-04-30",
            id="agreed-after-the-stay",
        ),
        pytest.param(
            [
                ("resources", 3, "kind", "desk"),
                ("session_types", 3, "resources", "hall"),
                ("session_types", 5, "resources", "desk"),
            ],
            [("appointments", 2, "resource")],
            "only hall is needed",
            id="agreed-resource-of-another-kind",
        ),
        pytest.param(
            [("patients", 2, "tags", "mat")],
            [("members", 2, "patient")],
            "women",
            id="member-without-the-tag",
        ),
        pytest.param(
            [("members", 4, "patient", "p1")],
            [("members", 4, "patient")] * 2,
            "the patient is in_person and the group is virtual",
            id="member-of-another-mode-without-a-plan",
        ),
        pytest.param(
            [("meetings", 4, "day", "mon"), ("meetings", 4, "start", "11:09")],
            [("meetings", 4, "therapists")],
            "the meeting of row 2",
            id="buffer-of-the-meeting-before-holds-the-therapist",
        ),
        pytest.param(
            [
                *OPEN_AT_NIGHT,
                ("meetings", 2, "start", "22:30"),
                ("meetings", 4, "day", "tue"),
                ("meetings", 4, "start", "0:09"),
            ],
            [("meetings", 4, "therapists")],
            "'bob' is held by the meeting of row 2",
            id="buffer-of-the-evening-before-holds-the-therapist",
        ),
        pytest.param(
            [
                ("meetings", 3, "day", "mon"),
                ("meetings", 3, "start", "10:59"),
                ("meetings", 3, "resources", "blue"),
            ],
            [("meetings", 3, "resources")],
            "'blue' is held by the meeting of row 2",
            id="two-meetings-in-one-room",
        ),
        pytest.param(
            [("groups", 3, "therapists", ""), ("meetings", 4, "therapists", "ann")],
            [("meetings", 4, "therapists")],
            "'ann' does not lead sessions of the type 'online'",
            id="meeting-therapist-does-not-lead",
        ),
        pytest.param(
            [("session_types", 2, "min_size", "5"), ("groups", 2, "max_size", "4")],
            [("groups", 2, "max_size")],
            "the smallest size, 5, is more than the largest, 4",
            id="group-smaller-than-its-type-s-smallest",
        ),
        pytest.param(
            [("session_types", 2, "resources", ""), ("session_types", 3, "resources", "hall")],
            [("appointments", 2, "resource"), ("meetings", 2, "resources")],
            "its session type needs none",
            id="rooms-of-a-type-that-needs-none",
        ),
        pytest.param(
            [("groups", 2, "mode", "hybrid"), ("meetings", 3, "resources", "red")],
            [("meetings", 3, "resources")],
            "only hall is needed",
            id="hybrid-groups-need-rooms",
        ),
        pytest.param(
            [("resources", 3, "kind", "hall;office"), ("meetings", 2, "resources", "blue;red")],
            [("meetings", 2, "resources")],
            "one of each kind",
            id="two-of-one-kind",
        ),
        pytest.param(
            [("therapists", 3, "leads", "skills;talk;online"), ("plans", 4, "therapist", "any")],
            [("plans", 4, "session_type")],
            "no therapist leads",
            id="nobody-leads-the-planned-type",
        ),
        pytest.param(
            [("resources", 3, "capacity", "0")],
            [("appointments", 2, "resource")],
            "room for nobody",
            id="agreed-where-nobody-fits",
        ),
        pytest.param(
            [("therapists", 3, "max_hours_day", "0.82")],
            [("appointments", 3, "therapist")],
            "at most 49 min a day, and the session takes 50 min",
            id="agreed-with-one-who-may-not-lead-so-long-in-a-day",
        ),
        pytest.param(
            [("therapists", 3, "max_hours_week", "0.82")],
            [("appointments", 3, "therapist")],
            "at most 49 min a week",
            id="agreed-with-one-who-may-not-lead-so-long-in-a-week",
        ),
        pytest.param(
            [("patients", 2, "min_hours_week", "0"), ("patients", 2, "max_hours_week", "0.82")],
            [("appointments", 2, "patient")],
            "at most 49 min a week, and the session takes 50 min",
            id="agreed-beyond-what-the-patient-may-have",
        ),
        pytest.param(
            [("groups", 3, "session_type", "talk"), ("members", 4, "status", "out")],
            [("groups", 3, "session_type")],
            "one_to_one",
            id="group-of-a-one-to-one-type",
        ),
    ],
)
def test_faults_between_rows(
    changes: list[tuple[str, int, str, str]],
    places: list[tuple[str, int, str]],
    words: str,
    small: Tables,
    tmp_path: Path,
) -> None:
    problems = problems_of(put(changed(small, *changes), tmp_path))
    assert [(problem.table, problem.row, problem.column) for problem in problems] == places
    assert any(words in str(problem) for problem in problems)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([("meetings", 4, "day", "mon"), ("meetings", 4, "start", "11:10")], id="right-after-the-buffer"),
        pytest.param(
            [
                *OPEN_AT_NIGHT,
                ("meetings", 2, "start", "22:30"),
                ("meetings", 4, "day", "tue"),
                ("meetings", 4, "start", "0:10"),
            ],
            id="right-after-the-buffer-of-the-evening-before",
        ),
        pytest.param(
            [
                *OPEN_AT_NIGHT,
                ("meetings", 2, "day", "sun"),
                ("meetings", 2, "start", "22:30"),
                ("meetings", 4, "day", "mon"),
                ("meetings", 4, "start", "0:00"),
            ],
            id="sunday-night-does-not-reach-into-monday",
        ),
        pytest.param(
            [("meetings", 3, "day", "mon"), ("meetings", 3, "start", "11:00"), ("meetings", 3, "resources", "blue")],
            id="a-room-right-after-another-meeting",
        ),
        pytest.param([("meetings", 2, "start", "15:30")], id="until-closing-time"),
        pytest.param([("meetings", 2, "start", "9:00;7:00")], id="one-of-the-starts-is-possible"),
        pytest.param([("meetings", 2, "start", "12:30")], id="touching-windows-are-one"),
        pytest.param([("appointments", 2, "start", "23:10")], id="until-midnight"),
        pytest.param([("patients", 2, "patient", "p1"), ("clinic", 3, "value", "1440")], id="largest-grid"),
        pytest.param([("levels", 2, "min_hours_week", "12.5")], id="minimum-is-maximum"),
        pytest.param([("opening_hours", 4, "end", "24:00")], id="open-until-midnight"),
        pytest.param([("appointments", 2, "day", ""), ("appointments", 2, "date", "2026-04-30")], id="on-the-last-day"),
        pytest.param([("members", 3, "patient", "p2")], id="out-needs-neither-tags-nor-plan"),
        pytest.param([("session_types", 3, "max_size", "1")], id="one-to-one-of-size-one"),
        pytest.param(
            [("therapists", 3, "max_hours_day", "0.83"), ("therapists", 3, "max_hours_week", "0.83")],
            id="the-agreed-therapist-has-just-that-time",
        ),
        pytest.param(
            [("patients", 2, "min_hours_week", "0"), ("patients", 2, "max_hours_week", "0.83")],
            id="the-agreed-session-is-all-that-the-patient-may-have",
        ),
        pytest.param(
            [
                ("patients", 2, "min_hours_week", "0"),
                ("patients", 2, "max_hours_week", "0"),
                ("session_types", 3, "counts", "no"),
            ],
            id="an-agreed-session-that-does-not-count",
        ),
        pytest.param([("resources", 3, "capacity", "1")], id="the-agreed-room-has-one-place"),
        pytest.param([("groups", 3, "therapists", "bob;ann")], id="a-candidate-who-does-not-lead-is-left-out"),
        pytest.param([("patients", 4, "patient", "p3"), ("patients", 4, "name", "NA")], id="NA-is-a-name"),
    ],
)
def test_just_within_the_limits(changes: list[tuple[str, int, str, str]], small: Tables, tmp_path: Path) -> None:
    assert len(read_caseload(put(changed(small, *changes), tmp_path)).patients) == 3
