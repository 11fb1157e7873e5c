"""Every single fault of the input is told at its place, in words, and alone."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.tables import read_caseload
from tests.tables.conftest import Tables, problems_of, put


@dataclass(frozen=True)
class Fault:
    """One cell that is changed, what the message must say, and where, if it is not at that cell.

    A fault that is not alone takes something away that other rows name, which are told too.
    """

    table: str
    row: int
    column: str
    value: str
    words: str
    at: tuple[str, int, str] | None = None
    is_alone: bool = True

    def __str__(self) -> str:
        return f"{self.table}-{self.row}-{self.column}-{self.value[:20]}"

    @property
    def place(self) -> tuple[str, int, str]:
        """Table, row and column of the message."""
        return self.at or (self.table, self.row, self.column)


OPEN_AT_NIGHT = (
    ("opening_hours", 2, "day", "mon-sun"),
    ("opening_hours", 2, "start", "0:00"),
    ("opening_hours", 2, "end", "24:00"),
)

FAULTS = (
    # settings
    Fault("clinic", 2, "value", "Europe/Berlim", "did you mean 'Europe/Berlin'?"),
    Fault("clinic", 2, "value", "../../etc/passwd", "no time zone"),
    Fault("clinic", 2, "value", "", "blank"),
    Fault("clinic", 3, "value", "0", "from 1 to 1440"),
    Fault("clinic", 3, "value", "12.5", "not a whole number"),
    Fault("clinic", 3, "setting", "grid_minuts", "did you mean 'grid_minutes'?"),
    Fault("clinic", 3, "setting", "timezone", "row 2", is_alone=False),
    Fault("clinic", 3, "setting", "", "blank"),
    # hours and windows
    Fault("opening_hours", 2, "day", "mon-fry", "no range of days"),
    Fault("opening_hours", 2, "day", "mom", "did you mean 'mon'?"),
    Fault("opening_hours", 2, "day", "mon;mon", "twice"),
    Fault("opening_hours", 2, "day", "mon-wed;tue", "twice"),
    Fault("opening_hours", 2, "day", "mon;;tue", "empty"),
    Fault("opening_hours", 4, "start", "9 am", "not a time of day"),
    Fault("opening_hours", 4, "start", "10:60", "not a time of day"),
    Fault("opening_hours", 4, "end", "24:01", "not a time of day"),
    Fault("opening_hours", 4, "end", "", "blank"),
    Fault("opening_hours", 4, "start", "24:00", "only be an end"),
    Fault("opening_hours", 4, "end", "9:00", "night shift as two rows", ("opening_hours", 4, "end")),
    Fault("opening_hours", 4, "end", "10:00", "no time"),
    Fault("opening_hours", 4, "end", "00:00", "24:00"),
    Fault("closures", 2, "date", "11.03.2026", "not a date"),
    Fault("closures", 2, "date", "2026-02-29", "no such date"),
    Fault("closures", 2, "date", "0026-03-11", "1900"),
    Fault("closures", 2, "end", "", "start is given"),
    Fault("closures", 2, "end", "11:00", "night shift"),
    # levels of care
    Fault("levels", 2, "min_hours_week", "13", "more than the maximum"),
    Fault("levels", 2, "min_days_week", "6", "more than the maximum"),
    Fault("levels", 2, "min_hours_day", "4.5", "more than the maximum"),
    Fault("levels", 2, "max_days_week", "8", "from 0 to 7"),
    Fault("levels", 2, "max_hours_week", "169", "from 0 to 168"),
    Fault("levels", 2, "max_hours_week", "1,5", "decimal point"),
    Fault("levels", 3, "from_week", "1", "row 2"),
    Fault("levels", 4, "from_week", "2", "from_week 1"),
    Fault("levels", 4, "from_week", "0", "out of range"),
    # types of session
    Fault("session_types", 2, "format", "Group", "did you mean 'group'?"),
    Fault("session_types", 2, "max_size", "", "how many patients"),
    Fault("session_types", 2, "max_size", "1", "more than the maximum", ("session_types", 2, "min_size")),
    Fault("session_types", 3, "max_size", "2", "one patient"),
    Fault("session_types", 3, "min_size", "2", "one patient"),
    Fault("session_types", 3, "minutes", "0", "out of range"),
    Fault("session_types", 3, "minutes", "-50", "out of range"),
    Fault("session_types", 3, "minutes", "fifty", "not a whole number"),
    Fault("session_types", 3, "max_per_day", "0", "out of range"),
    Fault("session_types", 3, "counts", "maybe", "neither yes nor no"),
    Fault("session_types", 4, "resources", "studio", "no resource is of the kind 'studio'"),
    Fault("session_types", 5, "session_type", "talk", "row 3", is_alone=False),
    # therapists and resources
    Fault("therapists", 2, "leads", "skills;talkk", "did you mean 'talk'?"),
    Fault("therapists", 2, "therapist", "any", "meaning of its own", is_alone=False),
    Fault("therapists", 2, "name", "x" * 1001, "longer than 1000"),
    Fault("therapists", 2, "name", "Ann\x07abel", "control character"),
    Fault("therapists", 2, "max_hours_day", "25", "from 0 to 24"),
    Fault("resources", 3, "kind", "", "blank"),
    Fault("resources", 3, "capacity", "many", "not a whole number"),
    Fault("resources", 3, "resource", "bob", "therapists", is_alone=False),
    # patients
    Fault("patients", 4, "patient", "p2", "row 3", is_alone=False),
    Fault("patients", 4, "patient", "../p3", "not an id"),
    Fault("patients", 4, "patient", "p 3", "not an id"),
    Fault("patients", 4, "patient", ".p3", "not an id"),
    Fault("patients", 4, "patient", "p" * 65, "longer than 64", is_alone=False),
    Fault("patients", 4, "level", "iopp", "did you mean 'iop'?"),
    Fault("patients", 4, "level", "", "blank"),
    Fault("patients", 4, "level", "#REF!", "formula"),
    Fault("patients", 2, "discharged", "2026-02-01", "before the first"),
    Fault("patients", 2, "min_hours_week", "10.5", "more than the maximum"),
    Fault("patients", 4, "primary_therapist", "carl", "not in table therapists"),
    Fault("patients", 4, "mode", "virtuel", "did you mean 'virtual'?"),
    Fault("patients", 4, "travel_minutes", "1441", "out of range"),
    Fault("patients", 4, "tags", "women;women", "twice"),
    # plans
    Fault("plans", 2, "patient", "p9", "not in table patients"),
    Fault("plans", 5, "session_type", "online;skills", "not in table session_types"),
    Fault("plans", 3, "session_type", "skills", "row 2", is_alone=False),
    Fault("plans", 2, "sessions_min", "4", "more than the maximum"),
    Fault("plans", 2, "every_weeks", "0", "out of range"),
    Fault("plans", 8, "therapist", "primary", "no primary therapist"),
    Fault("plans", 8, "therapist", "carl", "not in table therapists"),
    Fault("plans", 4, "therapist", "ann", "does not lead"),
    Fault("plans", 4, "therapist", "", "the primary therapist, 'ann', does not lead"),
    # groups
    Fault("groups", 3, "group", "g1", "row 2", is_alone=False),
    Fault("groups", 3, "max_size", "0", "out of range"),
    Fault("groups", 2, "min_size", "7", "more than the largest"),
    Fault("groups", 2, "leaders", "3", "only 2", is_alone=False),
    Fault("groups", 2, "therapists", "ann;bob;carl", "not in table therapists"),
    Fault("groups", 3, "therapists", "ann", "nobody", is_alone=False),
    Fault("groups", 2, "meetings_per_day", "0", "out of range"),
    # meetings
    Fault("meetings", 2, "start", "8:30", "outside the opening hours"),
    Fault("meetings", 2, "start", "15:31", "outside the opening hours"),
    Fault("meetings", 5, "day", "sun", "on none of these days"),
    Fault("meetings", 3, "start", "7:00;17:00", "at none of these times"),
    Fault("meetings", 3, "start", "9:30;09:30", "twice"),
    Fault("meetings", 2, "therapists", "ann", "led by 2"),
    Fault("meetings", 4, "therapists", "ann", "not among the therapists"),
    Fault("meetings", 2, "resources", "red", "not of a kind"),
    Fault("meetings", 2, "resources", "blue;blue", "twice"),
    Fault("meetings", 4, "resources", "blue", "virtual group"),
    # availability and absences
    Fault("availability", 2, "who", "p7", "not in table patients, therapists or resources"),
    Fault("availability", 2, "status", "free", "Write available, busy, prefer or avoid"),
    Fault("availability", 2, "end", "6:00", "night shift"),
    Fault("availability", 2, "start", "", "end is given"),
    Fault("availability", 3, "until", "2026-02-28", "before the first"),
    Fault("availability", 4, "party", "family", "only patients"),
    Fault("availability", 4, "day", "", "blank"),
    Fault("absences", 3, "until", "2026-03-12", "before the first"),
    Fault("absences", 3, "end", "12:00", "start is not", ("absences", 3, "start")),
    # agreements
    Fault("keep_apart", 2, "patient_b", "p3", "themselves"),
    Fault("keep_apart", 2, "scope", "week", "Write session or day"),
    Fault("appointments", 2, "day", "", "neither day nor date"),
    Fault("appointments", 2, "day", "mon;tue", "on one day"),
    Fault("appointments", 3, "day", "mon", "both day and date", ("appointments", 3, "date")),
    Fault("appointments", 2, "session_type", "skills", "groups"),
    Fault("appointments", 3, "session_type", "family", "no sessions of this type", is_alone=False),
    Fault("appointments", 2, "start", "23:30", "past midnight"),
    Fault("appointments", 2, "resource", "blu", "did you mean 'blue'?"),
    Fault("appointments", 3, "resource", "red", "virtual patient"),
    Fault("members", 3, "group", "g9", "not in table groups"),
    Fault("members", 2, "status", "yes", "Write in or out"),
    Fault("members", 3, "patient", "p1", "row 2"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_single_fault_is_told_at_its_place_and_nowhere_else(fault: Fault, small: Tables, tmp_path: Path) -> None:
    small[fault.table][fault.row - 2][fault.column] = fault.value
    problems = problems_of(put(small, tmp_path))
    told = [problem for problem in problems if (problem.table, problem.row, problem.column) == fault.place]
    assert len(told) == 1
    assert fault.words in str(told[0])
    assert told[0].severity == "error"
    if fault.at is None and len(fault.value) < 60 and fault.column != "name":
        assert told[0].value == fault.value
    if fault.is_alone:
        assert problems == (told[0],)


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
