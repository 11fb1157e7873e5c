"""Planted caseloads: the planted week keeps every rule and leaves no care unmet, and it is as tight as clinics are."""

import csv
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from benchmarks.planted import Planted, Timetable, facts, plant, write
from scheduler.rules import RuleId
from scheduler.schedule import Schedule
from scheduler.times import Window, total_minutes, without
from scheduler.verify import dropped_appointments, score, violations
from scheduler.week.week import week_of

PROJECT = Path(__file__).parents[2]
TIMETABLES: tuple[Timetable, ...] = get_args(Timetable)
EVERY_TABLE = {
    "clinic",
    "opening_hours",
    "closures",
    "levels",
    "session_types",
    "therapists",
    "resources",
    "patients",
    "plans",
    "groups",
    "meetings",
    "availability",
    "keep_apart",
    "absences",
    "appointments",
    "members",
}


@cache
def planted_once(patients: int, seed: int, timetable: Timetable = "fixed", short_percent: int = 0) -> Planted:
    return plant(patients, seed=seed, timetable=timetable, short_percent=short_percent)


def column(planted: Planted, table: str, name: str) -> list[str]:
    return [row[name] for row in planted.tables[table]]


def minutes_led(planted: Planted) -> Counter[str]:
    led: Counter[str] = Counter()
    for session in planted.schedule.sessions:
        for therapist in session.therapists:
            led[therapist] += session.minutes
    return led


def percent_of_hours_led(planted: Planted) -> list[float]:
    led = minutes_led(planted)
    return [led[row["therapist"]] / float(row["max_hours_week"]) / 0.6 for row in planted.tables["therapists"]]


@pytest.mark.parametrize("timetable", TIMETABLES)
@pytest.mark.parametrize(("patients", "seed"), [(10, 1), (30, 1), (45, 4), (60, 1)])
def test_the_planted_week_keeps_every_rule_and_leaves_no_care_unmet(
    patients: int, seed: int, timetable: Timetable
) -> None:
    planted = planted_once(patients, seed, timetable)
    caseload = facts(planted)
    assert len(caseload.patients) == patients
    assert violations(caseload, planted.monday, planted.schedule) == ()
    assert score(caseload, planted.monday, planted.schedule).care == 0


def test_a_planted_week_moved_by_a_quarter_of_an_hour_breaks_rules() -> None:
    planted = planted_once(30, 1)
    moved = Schedule.of(replace(one, start=one.start + 15, end=one.end + 15) for one in planted.schedule.sessions)
    broken = {violation.rule for violation in violations(facts(planted), planted.monday, moved)}
    assert broken >= {RuleId.PATIENT_AVAILABLE, RuleId.GROUP_MEETINGS, RuleId.APPOINTMENT_KEPT}


def test_a_planted_week_without_one_of_its_sessions_leaves_care_unmet() -> None:
    planted = planted_once(30, 1)
    visit = next(one for one in planted.schedule.sessions if one.session_type == "individual")
    fewer = Schedule.of(one for one in planted.schedule.sessions if one != visit)
    assert score(facts(planted), planted.monday, fewer).care >= visit.minutes


@pytest.mark.parametrize("timetable", TIMETABLES)
def test_nobody_and_no_room_is_in_two_sessions_at_once(timetable: Timetable) -> None:
    planted = planted_once(60, 1, timetable)
    buffers = {row["session_type"]: int(row["buffer_minutes"]) for row in planted.tables["session_types"]}
    held: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for session in planted.schedule.sessions:
        for who in (*session.patients, *session.resources):
            held[who, f"{session.on}"].append(session.window)
        for who in session.therapists:
            until = session.end + buffers[session.session_type]
            held[who, f"{session.on}"].append(Window(session.start, until))
    for windows in held.values():
        in_order = sorted(windows)
        assert not any(earlier.overlaps(later) for earlier, later in pairwise(in_order))


@pytest.mark.parametrize("patients", [60, 120, 240])
def test_the_caseload_is_as_tight_as_clinics_are(patients: int) -> None:
    planted = planted_once(patients, patients)
    sizes = dict(zip(column(planted, "groups", "group"), column(planted, "groups", "max_size"), strict=True))
    fill = [len(one.patients) * 100 / int(sizes[one.group]) for one in planted.schedule.sessions if one.group]
    assert 11 <= patients / len(planted.tables["therapists"]) <= 13
    assert all(85 <= percent <= 95 for percent in percent_of_hours_led(planted))
    assert max(minutes_led(planted).values()) <= 30 * 60
    assert min(fill) >= 70
    assert max(fill) == 100


def test_patients_have_little_free_time_beside_what_is_planted() -> None:
    planted = planted_once(120, 1)
    week = week_of(facts(planted), planted.monday)
    free_minutes, days = 0, 0
    for patient, windows in week.on_site.items():
        sessions = [one for one in planted.schedule.sessions if patient in one.patients]
        for day in {one.on.weekday() for one in sessions}:
            that_day = [one.window for one in sessions if one.on.weekday() == day]
            free_minutes += total_minutes(without(windows[day], that_day))
            days += 1
    assert free_minutes / days < 120


@pytest.mark.parametrize("patients", [10, 30])
@pytest.mark.parametrize("timetable", TIMETABLES)
def test_every_table_of_a_caseload_has_rows(patients: int, timetable: Timetable) -> None:
    planted = planted_once(patients, 1, timetable)
    assert {table for table, rows in planted.tables.items() if rows} == EVERY_TABLE


def test_the_caseload_is_mixed() -> None:
    planted = planted_once(120, 1)
    assert set(column(planted, "patients", "level")) == {"php", "iop", "teen", "taper", "op"}
    assert set(column(planted, "patients", "mode")) == {"", "virtual", "either"}
    assert set(column(planted, "groups", "mode")) == {"", "virtual", "hybrid"}
    assert set(column(planted, "groups", "leaders")) == {"", "2"}
    assert set(column(planted, "groups", "same_members")) == {"", "yes"}
    assert set(column(planted, "groups", "admits")) == {"", "php", "teen", "adolescent", "women", "mat", "spanish"}
    assert set(column(planted, "availability", "status")) == {"available", "busy", "prefer", "avoid"}
    assert set(column(planted, "availability", "party")) == {"", "family"}
    assert set(column(planted, "keep_apart", "scope")) == {"session", "day"}
    assert set(column(planted, "members", "status")) == {"in", "out"}
    assert "any" in column(planted, "plans", "therapist")
    assert "4" in column(planted, "plans", "every_weeks")
    assert any(row["day"] for row in planted.tables["appointments"])
    assert any(row["date"] for row in planted.tables["appointments"])


@pytest.mark.parametrize("patients", [10, 30, 120])
def test_every_patient_in_care_sees_a_therapist_alone(patients: int) -> None:
    planted = planted_once(patients, 1)
    in_care = {patient for one in planted.schedule.sessions for patient in one.patients}
    seen = {one.patients[0] for one in planted.schedule.sessions if one.session_type == "individual"}
    # From thirty patients on, one of them has left before the week.
    assert len(in_care) == patients - (patients >= 30)
    assert seen == in_care


def test_some_weekly_appointments_are_not_due() -> None:
    planted = planted_once(120, 1)
    assert dropped_appointments(facts(planted), planted.monday)


def test_a_fixed_timetable_gives_leaders_and_an_open_one_leaves_them() -> None:
    fixed, leaders_open, all_open = (planted_once(60, 1, timetable) for timetable in TIMETABLES)
    assert all(column(fixed, "meetings", "therapists"))
    assert any(column(fixed, "meetings", "resources"))
    assert all(column(leaders_open, "meetings", "start"))
    assert not any(column(leaders_open, "meetings", "therapists"))
    assert not any(column(leaders_open, "meetings", "resources"))
    assert not any(row[name] for row in all_open.tables["meetings"] for name in row if name != "group")
    assert all(column(all_open, "groups", "meetings_per_week"))
    for planted in (leaders_open, all_open):
        assert all(2 <= len(cell.split(";")) <= 5 for cell in column(planted, "groups", "therapists"))


def test_the_three_timetables_differ_in_groups_and_meetings_only() -> None:
    fixed, *others = (planted_once(45, 2, timetable) for timetable in TIMETABLES)
    for other in others:
        assert other.schedule == fixed.schedule
        assert {table for table in EVERY_TABLE if other.tables[table] != fixed.tables[table]} == {"groups", "meetings"}


@pytest.mark.parametrize("short_percent", [5, 12, 25])
def test_a_short_clinic_lacks_the_same_part_of_every_therapists_hours(short_percent: int) -> None:
    enough, short = (
        column(planted_once(60, 1, short_percent=cut), "therapists", "max_hours_week") for cut in (0, short_percent)
    )
    for before, after in zip(enough, short, strict=True):
        assert float(after) == pytest.approx(float(before) * (100 - short_percent) / 100, abs=0.03)


def test_a_short_clinic_breaks_the_planted_week_in_therapists_hours_alone() -> None:
    planted = planted_once(60, 1, short_percent=25)
    broken = {violation.rule for violation in violations(facts(planted), planted.monday, planted.schedule)}
    assert broken == {RuleId.THERAPIST_HOURS}


def test_the_same_seed_gives_the_same_caseload_and_another_seed_another() -> None:
    assert plant(30, seed=1) == plant(30, seed=1)
    assert plant(30, seed=1) != plant(30, seed=2)


def test_what_is_written_is_the_tables_whatever_the_hash_seed(tmp_path: Path) -> None:
    write(plant(30, seed=1), tmp_path / "here")
    subprocess.run(
        [sys.executable, "-m", "benchmarks.planted", "--patients", "30", "--seed", "1", "--out", tmp_path / "there"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
    )
    for table, rows in plant(30, seed=1).tables.items():
        name = f"{table}.csv"
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()
        with (tmp_path / "here" / name).open(encoding="utf-8", newline="") as file:
            assert list(csv.DictReader(file)) == rows


@pytest.mark.parametrize(("patients", "short_percent"), [(9, 0), (10, -1), (10, 100)])
def test_a_caseload_that_cannot_be_planted_is_refused(patients: int, short_percent: int) -> None:
    with pytest.raises(ValueError, match="at least 10 patients"):
        plant(patients, seed=1, short_percent=short_percent)
