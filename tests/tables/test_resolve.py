"""What the small caseload says, with its defaults applied and its references resolved."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.caseload import Absence, Availability, Caseload, Closure, KeepApart, LevelLimits, Plan, TimetableRow
from scheduler.tables import read_caseload
from scheduler.times import ALL_DAY, Window
from tests.tables.conftest import Tables, put


@pytest.fixture
def caseload(small: Tables, tmp_path: Path) -> Caseload:
    return read_caseload(put(small, tmp_path))


def test_clinic_and_its_hours(caseload: Caseload) -> None:
    assert (caseload.clinic.grid_minutes, caseload.clinic.calendar_title) == (10, "Appointment")
    assert caseload.opening == (*[(Window(540, 1020),)] * 5, (Window(600, 720),), ())
    assert caseload.closures == (Closure(date(2026, 3, 11), Window(720, 840)), Closure(date(2026, 3, 14)))


def test_levels_by_week(caseload: Caseload) -> None:
    assert caseload.levels["iop"] == (
        LevelLimits("iop", 1, 540, 750, 3, 5, 120, 240),
        LevelLimits("iop", 5, 360, None, 2, None, 60, None),
    )
    assert caseload.levels["op"] == (LevelLimits("op"),)


def test_types_of_session(caseload: Caseload) -> None:
    talk, skills, family = (caseload.session_types[name] for name in ("talk", "skills", "family"))
    assert (talk.max_size, talk.max_per_day, talk.counts, talk.needs_family) == (1, 1, True, False)
    assert (skills.min_size, skills.max_size, skills.max_per_day, skills.resources) == (2, 8, None, ("hall",))
    assert (family.max_per_day, family.needs_family) == (2, True)
    assert not caseload.session_types["online"].counts


def test_patients(caseload: Caseload) -> None:
    assert caseload.patients["p1"].level_since == date(2026, 3, 2)
    assert caseload.patients["p1"].tags == {"women", "mat"}
    assert caseload.patients["p2"].level_since is None
    assert caseload.patients["p3"].level_since == date(2026, 3, 2)
    assert caseload.patients["p3"].mode == "either"


def test_plans_name_the_therapist(caseload: Caseload) -> None:
    assert caseload.plans["p1"] == {
        "family": Plan("p1", "family", 4, 1, 2, "bob"),
        "skills": Plan("p1", "skills", 1, 2, 3, None),
        "talk": Plan("p1", "talk", 1, 1, 1, "ann"),
    }
    assert caseload.plans["p2"]["online"] == Plan("p2", "online")
    assert caseload.plans["p2"]["talk"].therapist == "bob"
    assert caseload.plans["p3"]["talk"].therapist is None


def test_groups_and_meetings(caseload: Caseload) -> None:
    first, second = caseload.groups["g1"], caseload.groups["g2"]
    assert (first.minutes, first.min_size, first.max_size, first.meetings_per_week) == (90, 2, 6, 2)
    assert (first.therapists, first.leaders, first.title) == (("ann", "bob"), 2, "Morning skills")
    assert (second.minutes, second.meetings_per_week, second.meetings_per_day, second.same_members) == (45, 2, 1, True)
    assert (second.therapists, second.max_size, second.title) == (("bob",), 20, "")
    assert caseload.meetings["g1"] == (
        TimetableRow("g1", (0,), (570,), ("ann", "bob"), ("blue",)),
        TimetableRow("g1", (1, 2), (570, 840), None, None),
    )


def test_identical_meetings_stay_two(small: Tables, tmp_path: Path) -> None:
    small["meetings"].append(dict(small["meetings"][0]))
    caseload = read_caseload(put(small, tmp_path))
    assert len(caseload.meetings["g1"]) == 3
    assert caseload.groups["g1"].meetings_per_week == 3


def test_when_people_can_come(caseload: Caseload) -> None:
    assert caseload.availability["p1"] == (
        Availability("p1", "family", (0, 5, 6), ALL_DAY, "busy", date(2026, 3, 1), date(2026, 3, 31)),
        Availability("p1", "self", (0, 1, 2, 3, 4), Window(480, 1200), "available"),
    )
    assert caseload.availability["ann"][0].window == Window(720, 1440)
    assert caseload.absences["bob"] == (Absence("bob", "self", date(2026, 3, 13), date(2026, 3, 13)),)


def test_agreements(caseload: Caseload) -> None:
    assert caseload.keep_apart == (KeepApart("p1", "p3", "day"),)
    weekly, once = caseload.appointments
    assert (weekly.weekday, weekly.on, weekly.start, weekly.therapist, weekly.resource) == (1, None, 665, None, "red")
    assert (once.weekday, once.on, once.therapist, once.resource) == (None, date(2026, 3, 12), "bob", None)
    assert [(member.group, member.patient, member.status) for member in caseload.members] == [
        ("g1", "p1", "in"),
        ("g1", "p3", "out"),
        ("g2", "p2", "in"),
    ]


def test_letters_of_any_script_make_ids_and_are_compared_composed(small: Tables, tmp_path: Path) -> None:
    small["patients"][1]["patient"] = "Zoe\u0308.हिन्दी-१"
    for table in ("plans", "appointments", "members"):
        for row in small[table]:
            row["patient"] = row["patient"].replace("p2", "Zo\u00eb.हिन्दी-१")
    assert "Zo\u00eb.हिन्दी-१" in read_caseload(put(small, tmp_path)).patients


@pytest.mark.parametrize(("hours", "minutes"), [("0.5", 30), (".25", 15), ("1.675", 101), ("1.674", 100), ("24", 1440)])
def test_hours_are_rounded_to_minutes(hours: str, minutes: int, small: Tables, tmp_path: Path) -> None:
    small["therapists"][0]["max_hours_day"] = hours
    assert read_caseload(put(small, tmp_path)).therapists["ann"].max_minutes_day == minutes
