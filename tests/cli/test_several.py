"""Several weeks from end to end: one after the other, kept where nothing changed, and told in whole."""

import csv
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import Result

from scheduler.caseload import Absence, Caseload, Closure, LevelLimits, Patient
from scheduler.errors import Contradiction, NoScheduleInTime
from scheduler.planning.plan import PlannedWeek, plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.schedule import Schedule
from scheduler.search import Progress
from scheduler.tables import read_schedule, schedule_csv
from scheduler.times import ALL_DAY
from scheduler.verify import stability, violations
from tests.caseloads import LEVEL, MONDAY, clinic_with, group, meeting_row, patient, plan, therapist, weekly
from tests.cli.quick_solver import TheFridayBefore
from tests.cli.running import run

A_WEEK = timedelta(weeks=1)
MONDAYS = [MONDAY + number * A_WEEK for number in range(4)]


def leaving(who: str, *, admitted: date | None = None, discharged: date | None = None) -> Patient:
    return replace(patient(who), admitted=admitted, discharged=discharged)


# p1 stays on, p2 leaves in the second week, p3 comes in the third, and p4's level tapers after two weeks.
PATIENTS = [
    leaving("p1"),
    leaving("p2", discharged=MONDAYS[1] + timedelta(days=2)),
    leaving("p3", admitted=MONDAYS[2]),
    replace(patient("p4"), level="step", level_since=MONDAY),
]
CASELOAD = clinic_with(
    patients=PATIENTS,
    levels=[
        LevelLimits(LEVEL, min_minutes_week=120, min_minutes_day=60),
        LevelLimits("step", min_minutes_week=120),
        LevelLimits("step", from_week=3, min_minutes_week=0, max_minutes_week=60),
    ],
    therapists=[therapist("t1", "skills"), therapist("t2", "skills")],
    plans=[plan(who.patient, "skills", most=3) for who in PATIENTS],
    groups=[group(meetings_per_week=3)],
    meetings=[meeting_row(days=name, starts="10:00") for name in ("mon", "wed", "fri")],
)
QUICK = ("--time-limit", "5", "--workers", "1", "--alarm", "off")


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Caseload]:
    """The caseload that is read, for tests to change; a home for the secret; and the Friday before the first week."""
    read = {"caseload": CASELOAD}
    monkeypatch.setattr("scheduler.tables.read_caseload", lambda _: read["caseload"])
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("scheduler.commands.solve_weeks.datetime", TheFridayBefore)
    return read


@pytest.fixture
def planning(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The weeks that were planned, in order."""
    weeks: list[date] = []

    def noted(caseload: Caseload, monday: date, *others: Any, **named: Any) -> PlannedWeek:  # noqa: ANN401
        weeks.append(monday)
        return plan_week(caseload, monday, *others, **named)

    monkeypatch.setattr("scheduler.commands.solve_weeks.plan_week", noted)
    return weeks


def solve(out: Path, *options: str | Path, weeks: int = 4, first: date = MONDAY) -> Result:
    return run("solve", "x", "--week", first.isoformat(), "--weeks", str(weeks), "--out", out, *QUICK, *options)


def schedule_of(out: Path, monday: date) -> Schedule:
    return read_schedule(out / monday.isoformat() / "schedule.csv")


def calendar_of(out: Path, who: str) -> Path:
    with (out / "calendars" / "patients.csv").open(encoding="utf-8-sig", newline="") as table:
        return out / "calendars" / next(row["file"] for row in csv.DictReader(table) if row["patient"] == who)


def contents(folder: Path) -> Mapping[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_each_week_is_planned_by_its_own_dates(tmp_path: Path, planning: list[date]) -> None:
    result = solve(tmp_path)
    assert result.exit_code == 0, result.output
    assert planning == MONDAYS
    attending = []
    for monday in MONDAYS:
        folder = tmp_path / monday.isoformat()
        assert {path.name for path in folder.iterdir()} == {
            *("schedule.csv", "unmet.csv", "summary.json", "week.html"),
        }
        schedule = schedule_of(tmp_path, monday)
        assert violations(CASELOAD, monday, schedule) == ()
        assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["week"] == monday.isoformat()
        attending.append({who: sum(who in held.patients for held in schedule.sessions) for who in CASELOAD.patients})
        assert f"Week of Monday {monday}: a verified schedule" in result.stdout
    assert [counts["p1"] >= 2 for counts in attending] == [True] * 4
    assert [counts["p2"] > 0 for counts in attending] == [True, True, False, False]
    assert [counts["p3"] > 0 for counts in attending] == [False, False, True, True]
    assert [counts["p4"] >= 2 for counts in attending] == [True, True, False, False]


def test_all_weeks_are_in_one_calendar_for_each_patient(tmp_path: Path) -> None:
    assert solve(tmp_path, "--calendars", tmp_path / "kept").exit_code == 0
    sessions = [session for monday in MONDAYS for session in schedule_of(tmp_path, monday).sessions]
    table = (tmp_path / "kept" / "patients.csv").read_text(encoding="utf-8-sig").splitlines()
    files = {row.split(",")[0]: row for row in table[1:]}
    assert set(files) == set(CASELOAD.patients)
    events = sum(path.read_bytes().count(b"BEGIN:VEVENT") for path in (tmp_path / "kept" / "patients").glob("*.ics"))
    assert events == sum(len(session.patients) for session in sessions)
    assert len(list((tmp_path / "kept" / "patients").glob("*.ics"))) == 4


def test_a_week_alone_has_a_folder_of_its_own_too(tmp_path: Path) -> None:
    assert solve(tmp_path, weeks=1).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} - {"home"} == {MONDAY.isoformat(), "calendars"}


def test_without_any_change_every_week_stays_as_it_is(tmp_path: Path, planning: list[date]) -> None:
    out = tmp_path / "out"
    solve(out)
    before = contents(out)
    planning.clear()
    again = solve(out)
    assert again.exit_code == 0, again.output
    assert planning == []
    assert contents(out) == before
    assert again.stdout.count("stays as it is") == 4
    # The weeks also go on from where they are.
    assert solve(out, first=MONDAYS[1], weeks=3).stdout.count("stays as it is") == 3


def absent_in(monday: date) -> Callable[[Caseload], Caseload]:
    rows = (Absence("p1", "self", monday, monday + timedelta(days=6), ALL_DAY),)
    return lambda caseload: replace(caseload, absences={"p1": rows})


def test_a_change_in_the_third_week_leaves_the_first_two(
    tmp_path: Path, planning: list[date], tables: dict[str, Caseload]
) -> None:
    out = tmp_path / "out"
    solve(out)
    before, was = contents(out), schedule_of(out, MONDAYS[2])
    planning.clear()
    tables["caseload"] = absent_in(MONDAYS[2])(CASELOAD)
    result = solve(out)
    assert result.exit_code == 0, result.output
    assert planning[0] == MONDAYS[2]
    after = contents(out)
    for monday in MONDAYS[:2]:
        kept = out / monday.isoformat()
        assert {path: after[path] for path in after if kept in path.parents} == {
            path: before[path] for path in before if kept in path.parents
        }
    assert not any("p1" in session.patients for session in schedule_of(out, MONDAYS[2]).sessions)
    # What p1 had in that week is marked as cancelled in the calendar that holds all the weeks.
    had = sum("p1" in session.patients for session in was.sessions)
    assert calendar_of(out, "p1").read_bytes().count(b"STATUS:CANCELLED") == had > 0


def test_each_week_is_as_much_like_the_one_before_as_it_can_be(tmp_path: Path) -> None:
    assert solve(tmp_path).exit_code == 0
    pages = [json.loads((tmp_path / str(monday) / "summary.json").read_text(encoding="utf-8")) for monday in MONDAYS]
    assert "stability" not in pages[0]
    # In the third week p4's hours are cut; stays that begin and end change nothing for the others.
    assert [pages[number]["stability"] for number in (1, 3)] == [{"value": 0, "bound": 0}] * 2


def test_a_week_that_is_planned_again_keeps_its_own_times(
    tmp_path: Path, planning: list[date], tables: dict[str, Caseload]
) -> None:
    solve(tmp_path, weeks=2)
    own = schedule_of(tmp_path, MONDAYS[1])
    planning.clear()
    # The first week loses its Monday, which the second had from it, and must not lose it too.
    monday_closed = replace(CASELOAD, closures=(Closure(MONDAYS[0]),))
    tables["caseload"] = monday_closed
    assert solve(tmp_path, weeks=2).exit_code == 0
    assert planning == MONDAYS[:2]
    assert not any(session.on == MONDAYS[0] for session in schedule_of(tmp_path, MONDAYS[0]).sessions)
    assert stability(monday_closed, MONDAYS[1], own, schedule_of(tmp_path, MONDAYS[1])) == 0


def test_the_first_week_follows_the_one_before_it(tmp_path: Path, planning: list[date]) -> None:
    solve(tmp_path, weeks=1)
    before = tmp_path / str(MONDAY) / "schedule.csv"
    for out, options in ((tmp_path, ()), (tmp_path / "other", ("--previous", before))):
        assert solve(out, *options, weeks=1, first=MONDAYS[1]).exit_code == 0
        page = json.loads((out / str(MONDAYS[1]) / "summary.json").read_text(encoding="utf-8"))
        assert page["changes"]["appointments"] > 0
        assert page["stability"] == {"value": 0, "bound": 0}
    assert planning == [MONDAY, MONDAYS[1], MONDAYS[1]]


def test_a_schedule_of_the_first_week_itself_comes_before_the_one_that_lies_there(tmp_path: Path) -> None:
    solve(tmp_path / "out", weeks=1)
    own = schedule_of(tmp_path / "out", MONDAY)
    # Without its first session, the one that is named has less to be kept than the one in the folder.
    (tmp_path / "named.csv").write_bytes(schedule_csv(Schedule(own.sessions[1:])))
    assert solve(tmp_path / "out", "--previous", tmp_path / "named.csv", weeks=1).exit_code == 0
    page = json.loads((tmp_path / "out" / str(MONDAY) / "summary.json").read_text(encoding="utf-8"))
    assert page["changes"]["appointments"] == sum(len(session.patients) for session in own.sessions[1:])


def test_what_has_happened_in_the_first_week_stays(tmp_path: Path, tables: dict[str, Caseload]) -> None:
    solve(tmp_path, weeks=2)
    so_far = (tmp_path / str(MONDAY) / "schedule.csv").rename(tmp_path / "so_far.csv")
    wednesday = MONDAY + timedelta(days=2)
    happened = [held for held in read_schedule(so_far).sessions if held.on <= wednesday]
    tables["caseload"] = absent_in(MONDAY)(CASELOAD)
    begun = ("--previous", so_far, "--freeze-before", f"{wednesday}T12:00")
    repaired = solve(tmp_path, *begun, weeks=2)
    assert repaired.exit_code == 0, repaired.output
    now = schedule_of(tmp_path, MONDAY).sessions
    assert [held for held in now if held.on <= wednesday] == happened
    assert any("p1" in held.patients for held in happened)
    assert not any("p1" in held.patients for held in now if held.on > wednesday)
    assert solve(tmp_path, *begun, weeks=2).stdout.count("stays as it is") == 2


def test_warnings_tell_their_week(tmp_path: Path, tables: dict[str, Caseload]) -> None:
    agreed = replace(weekly("p1", "tue", "14:00"), row=2)
    tables["caseload"] = replace(
        CASELOAD,
        plans={**CASELOAD.plans, "p1": {**CASELOAD.plans["p1"], "individual": plan("p1", most=1)}},
        therapists={"t1": therapist("t1"), "t2": therapist("t2", "skills")},
        appointments=(agreed,),
        closures=(Closure(MONDAYS[1] + timedelta(days=1)),),
    )
    (tmp_path / "attendance.csv").write_text("date,session,patient,attended,minutes\n2026-01-05,s,p1,no,60\n")
    result = solve(tmp_path / "out", "--attendance", tmp_path, weeks=2)
    assert result.exit_code == 0, result.output
    told = result.stderr.splitlines()
    assert told[0].startswith("warning: attendance: no row is of the week of 2026-02-23")
    assert told[1].startswith("warning, week of 2026-03-09: appointments, row 2: individual of p1 on tue at 14:00 is")


def test_minutes_that_were_missed_are_known_from_the_week_before(tmp_path: Path) -> None:
    solve(tmp_path, weeks=1)
    held = next(session for session in schedule_of(tmp_path, MONDAY).sessions if "p1" in session.patients)
    (tmp_path / "attendance.csv").write_text(
        f"date,session,patient,attended,minutes\n{held.on},{held.session},p1,no,\n"
    )
    assert solve(tmp_path, "--attendance", tmp_path, weeks=1, first=MONDAYS[1]).exit_code == 0
    page = json.loads((tmp_path / str(MONDAYS[1]) / "summary.json").read_text(encoding="utf-8"))
    assert [row["missed"] for row in page["who_makes_up"]] == [60]


def edit(out: Path, change: Callable[[Path], object]) -> None:
    change(out / MONDAYS[1].isoformat())


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "unmet.csv").unlink(),
        lambda folder: (folder / "summary.json").write_text("{", encoding="utf-8"),
        lambda folder: (folder / "summary.json").write_text("{}", encoding="utf-8"),
        lambda folder: (folder / "schedule.csv").write_bytes(
            schedule_csv(Schedule(read_schedule(folder / "schedule.csv").sessions[1:]))
        ),
    ],
    ids=["no table", "no JSON", "no digest", "another schedule"],
)
def test_a_week_that_is_not_whole_is_planned_again(
    change: Callable[[Path], object], tmp_path: Path, planning: list[date]
) -> None:
    solve(tmp_path, weeks=2)
    planning.clear()
    edit(tmp_path, change)
    assert solve(tmp_path, weeks=2).exit_code == 0
    assert planning == [MONDAYS[1]]


def test_attendance_concerns_the_first_week(tmp_path: Path) -> None:
    (tmp_path / "attendance.csv").write_text(
        f"date,session,patient,attended,minutes\n{MONDAY - A_WEEK},20260223.g1.1,p1,no,60\n{MONDAY},s,p1,no,60\n"
    )
    result = solve(tmp_path / "out", "--attendance", tmp_path, weeks=2)
    assert result.exit_code == 0, result.output
    pages = [
        json.loads((tmp_path / "out" / str(monday) / "summary.json").read_text(encoding="utf-8"))
        for monday in MONDAYS[:2]
    ]
    assert pages[0]["who_makes_up"] == [{"patient": "p1", "missed": 60, "asked": 60, "planned": 60}]
    assert ["make_ups" in page for page in pages] == [True, False]
    assert "p1  1 h missed last week  1 h asked for  1 h planned" in result.stdout


def test_wrong_files_of_any_week_are_told_before_anything_is_planned(tmp_path: Path, planning: list[date]) -> None:
    out = tmp_path / "out"
    for monday, line in ((MONDAYS[1], "s1,2026-03-09,nine"), (MONDAYS[3], "s1,2026-03-02,09:00")):
        folder = out / monday.isoformat()
        folder.mkdir(parents=True)
        header = "session,date,start,end,session_type,group,meeting,therapists,resources,mode,patients"
        (folder / "schedule.csv").write_text(f"{header}\n{line},10:00,skills,g1,1,t1,,in_person,p1\n")
    result = solve(out)
    assert result.exit_code == 1
    assert planning == []
    assert f"{out / '2026-03-09' / 'schedule.csv'}, row 2, column start" in result.stderr
    assert "this folder is of the week of 2026-03-23. Move the file away, or correct the dates." in result.stderr


def test_a_place_that_takes_no_files_is_told_before_anything_is_planned(tmp_path: Path, planning: list[date]) -> None:
    (tmp_path / MONDAYS[2].isoformat()).write_text("in the way")
    result = solve(tmp_path)
    assert result.exit_code == 2
    assert planning == []
    assert "is a file" in result.stderr


@pytest.mark.parametrize(("failure", "code"), [(Contradiction(["members, row 2"]), 3), (NoScheduleInTime("late"), 4)])
def test_a_week_that_fails_is_named_and_the_weeks_before_it_are_written(
    failure: Exception, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(caseload: Caseload, monday: date, *others: Any, **named: Any) -> PlannedWeek:  # noqa: ANN401
        if monday == MONDAYS[2]:
            raise failure
        return plan_week(caseload, monday, *others, **named)

    monkeypatch.setattr("scheduler.commands.solve_weeks.plan_week", failing)
    result = solve(tmp_path)
    assert result.exit_code == code
    assert "The week of Monday 2026-03-16 was not planned. Weeks before it are written" in result.stderr
    assert [(tmp_path / str(monday)).exists() for monday in MONDAYS] == [True, True, False, False]


def interrupting(monkeypatch: pytest.MonkeyPatch, interrupt: Callable[[date, Event], None]) -> None:
    """From now on, ``interrupt`` comes before each week is planned."""

    def planned(
        caseload: Caseload,
        monday: date,
        allotted: Allotted,
        heard: Callable[[Progress], None],
        stop: Event,
        **named: Any,  # noqa: ANN401
    ) -> PlannedWeek:
        interrupt(monday, stop)
        return plan_week(caseload, monday, allotted, heard, Event(), **named)

    monkeypatch.setattr("scheduler.commands.solve_weeks.plan_week", planned)


def test_ctrl_c_writes_the_running_week_and_leaves_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_the_second_week(monday: date, stop: Event) -> None:
        if monday == MONDAYS[1]:
            os.kill(os.getpid(), 2)
            assert stop.wait(5)

    with monkeypatch.context() as once:
        interrupting(once, in_the_second_week)
        result = solve(tmp_path)
    assert result.exit_code == 4
    assert "Stopped in the week of 2026-03-09" in result.stderr
    assert "Not planned, and left as they were: 2026-03-16, 2026-03-23." in result.stderr
    assert [(tmp_path / str(monday)).exists() for monday in MONDAYS] == [True, True, False, False]
    # The same command goes on from there.
    again = solve(tmp_path)
    assert again.exit_code == 0
    assert again.stdout.count("stays as it is") == 2


def test_ctrl_c_in_the_last_week_is_like_the_time_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupting(monkeypatch, lambda _, stop: stop.set())
    assert solve(tmp_path, weeks=1).exit_code == 0


@pytest.mark.parametrize(("weeks", "words"), [(0, "1<=x<=52"), (53, "1<=x<=52"), (5, "beyond the last date")])
def test_weeks_that_are_none_are_wrong_usage(weeks: int, words: str, tmp_path: Path) -> None:
    result = solve(tmp_path / "out", weeks=weeks, first=date(9999, 12, 6))
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_deterministic_weeks_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one", "other"):
        assert solve(tmp_path / name, "--deterministic", weeks=2).exit_code == 0
    for monday in MONDAYS[:2]:
        one, other = ((tmp_path / name / str(monday) / "schedule.csv").read_bytes() for name in ("one", "other"))
        assert one == other
