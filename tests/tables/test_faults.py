"""Every single fault of the input is told at its place, in words, and alone."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tables.conftest import Tables, problems_of, put


@dataclass(frozen=True)
class Fault:
    """One cell that is changed, what the message must say, and where, if it is not at that cell.

    A fault that is not alone takes something away that other rows name, which are told too. One that is not shown has
    a cell that does not look like one of its column and so may be somebody's name.
    """

    table: str
    row: int
    column: str
    value: str
    words: str
    at: tuple[str, int, str] | None = None
    is_alone: bool = True
    is_shown: bool = True

    def __str__(self) -> str:
        return f"{self.table}-{self.row}-{self.column}-{self.value[:20]}"

    @property
    def place(self) -> tuple[str, int, str]:
        """Table, row and column of the message."""
        return self.at or (self.table, self.row, self.column)


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
    Fault("opening_hours", 4, "start", "9 xm", "not a time of day", is_shown=False),
    Fault("opening_hours", 4, "start", "10:60", "not a time of day"),
    Fault("opening_hours", 4, "end", "24:01", "not a time of day"),
    Fault("opening_hours", 4, "end", "", "blank"),
    Fault("opening_hours", 4, "start", "24:00", "only be an end"),
    Fault("opening_hours", 4, "end", "9:00", "night shift as two rows", ("opening_hours", 4, "end")),
    Fault("opening_hours", 4, "end", "10:00", "no time"),
    Fault("opening_hours", 4, "end", "00:00", "24:00"),
    Fault("closures", 2, "date", "11/3/2026", "this may be 2026-03-11 or 2026-11-03"),
    Fault("closures", 2, "date", "31.02.2026", "no such date"),
    Fault("closures", 2, "date", "46090", "not a date"),
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
    Fault("levels", 2, "max_hours_week", "1,500", "decimal point"),
    Fault("levels", 2, "max_hours_week", "540", "as minutes they would be 9 h"),
    Fault("levels", 3, "from_week", "1", "row 2"),
    Fault("levels", 4, "from_week", "2", "from_week 1"),
    Fault("levels", 4, "from_week", "0", "out of range"),
    # types of session
    Fault("session_types", 2, "format", "Groop", "did you mean 'group'?"),
    Fault("session_types", 2, "max_size", "", "how many patients"),
    Fault("session_types", 2, "max_size", "1", "more than the maximum", ("session_types", 2, "min_size")),
    Fault("session_types", 3, "max_size", "2", "one patient"),
    Fault("session_types", 3, "min_size", "2", "one patient"),
    Fault("session_types", 3, "minutes", "0", "out of range"),
    Fault("session_types", 3, "minutes", "-50", "out of range"),
    Fault("session_types", 3, "minutes", "fifty", "not a whole number", is_shown=False),
    Fault("session_types", 3, "minutes", "1.5", "1.5 h are 90 min"),
    Fault("session_types", 3, "max_per_day", "0", "out of range"),
    Fault("session_types", 3, "counts", "maybe", "neither yes nor no", is_shown=False),
    Fault("session_types", 4, "resources", "studio", "no resource is of this kind", is_shown=False),
    Fault("session_types", 5, "session_type", "talk", "row 3", is_alone=False),
    # therapists and resources
    Fault("therapists", 2, "leads", "skills;talkk", "did you mean 'talk'?"),
    Fault("therapists", 2, "therapist", "any", "meaning of its own", is_alone=False),
    Fault("therapists", 2, "name", "x" * 1001, "longer than 1000"),
    Fault("therapists", 2, "name", "Ann\x07abel", "control character"),
    Fault("therapists", 2, "max_hours_day", "25", "from 0 to 24"),
    Fault("resources", 3, "kind", "", "blank"),
    Fault("resources", 3, "capacity", "many", "not a whole number", is_shown=False),
    Fault("resources", 3, "resource", "bob", "therapists", is_alone=False),
    # patients
    Fault("patients", 4, "patient", "p2", "row 3", is_alone=False),
    Fault("patients", 4, "patient", "../p3", "not an id"),
    Fault("patients", 4, "patient", "p 3", "not an id", is_shown=False),
    Fault("patients", 4, "patient", ".p3", "not an id"),
    Fault("patients", 4, "patient", "p" * 65, "longer than 64", is_alone=False),
    Fault("patients", 4, "level", "iopp", "did you mean 'iop'?"),
    Fault("patients", 4, "level", "", "blank"),
    Fault("patients", 4, "level", "#REF!", "formula"),
    Fault("patients", 2, "discharged", "2026-02-01", "before the first"),
    Fault("patients", 2, "min_hours_week", "10.5", "more than the maximum"),
    Fault("patients", 4, "primary_therapist", "carl", "this id is not in table therapists", is_shown=False),
    Fault("patients", 4, "mode", "virtuel", "did you mean 'virtual'?"),
    Fault("patients", 4, "travel_minutes", "1441", "out of range"),
    Fault("patients", 4, "tags", "women;women", "twice", is_shown=False),
    # plans
    Fault("plans", 2, "patient", "p9", "not in table patients"),
    Fault("plans", 5, "session_type", "online;skills", "not in table session_types"),
    Fault("plans", 3, "session_type", "skills", "row 2", is_alone=False),
    Fault("plans", 2, "sessions_min", "4", "more than the maximum"),
    Fault("plans", 2, "every_weeks", "0", "out of range"),
    Fault("plans", 8, "therapist", "primary", "no primary therapist"),
    Fault("plans", 8, "therapist", "carl", "this id is not in table therapists", is_shown=False),
    Fault("plans", 4, "therapist", "ann", "does not lead"),
    Fault("plans", 4, "therapist", "", "the primary therapist, 'ann', does not lead"),
    # groups
    Fault("groups", 3, "group", "g1", "row 2", is_alone=False),
    Fault("groups", 3, "max_size", "0", "out of range"),
    Fault("groups", 2, "min_size", "7", "more than the largest"),
    Fault("groups", 2, "therapists", "ann;bob;carl", "not in table therapists", is_shown=False),
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
    Fault("meetings", 2, "resources", "blue;blue", "twice", is_shown=False),
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
    Fault("keep_apart", 2, "scope", "week", "Write session or day", is_shown=False),
    Fault("appointments", 2, "day", "", "neither day nor date"),
    Fault("appointments", 2, "day", "mon;tue", "on one day"),
    Fault("appointments", 3, "day", "mon", "both day and date", ("appointments", 3, "date")),
    Fault("appointments", 2, "session_type", "skills", "groups"),
    Fault("appointments", 3, "session_type", "family", "no sessions of this type", is_alone=False),
    Fault("appointments", 2, "start", "23:30", "past midnight"),
    Fault("appointments", 2, "resource", "blu", "did you mean 'blue'?"),
    Fault("appointments", 3, "resource", "red", "virtual patient"),
    Fault("members", 3, "group", "g9", "not in table groups"),
    Fault("members", 2, "status", "yes", "Write in or out", is_shown=False),
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
        assert told[0].value == (fault.value if fault.is_shown else "")
    if fault.is_alone:
        assert problems == (told[0],)
