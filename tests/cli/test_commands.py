"""Commands: their words, their files and their exit codes, with a solver that answers at once."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import click
import pytest

import cli
from scheduler.caseload import Caseload, LevelLimits
from scheduler.commands.options import AlarmParam, SecondsParam, WeekParam
from scheduler.errors import BadInput, Contradiction, NoScheduleInTime, Problem, ProgramError
from scheduler.explain import Shortfall
from scheduler.planning import plan as planning
from scheduler.schedule import Schedule
from scheduler.search import Budget, Limits, Tier
from scheduler.search import Result as Solved
from scheduler.tables import schedule_csv
from scheduler.week.week import Week
from tests.caseloads import INDIVIDUAL, MONDAY, clinic_with, one_to_one, patient, plan, week
from tests.cli.running import run

NEEDY = LevelLimits("iop", min_minutes_week=90)
CASELOAD = clinic_with(
    patients=[patient("p1"), patient("p2")],
    levels=[NEEDY],
    session_types=[INDIVIDUAL],
    plans=[plan("p1", most=2), plan("p2", most=2)],
)
SCHEDULE = week(
    one_to_one("p1", "mon", "09:00-09:50"),
    one_to_one("p1", "tue", "09:00-09:50"),
    one_to_one("p2", "mon", "10:00-10:50"),
)
UNMET = (Shortfall("p2", "weekly_hours", "", 40, "capacity", "No hour is left."),)
SOLVED = Solved("optimal", SCHEDULE, {"care": Tier(40, 40), "comfort": Tier(90, 90)}, ("p9 has no plan",), 0.5)
PROBLEM = Problem("patients", 3, "level", "x", "no level has this name", "Add it")


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the solver answers, or raises; and a home of its own for the secret."""
    answer: dict[str, Any] = {"result": SOLVED}

    def solve(*_: object) -> Solved:
        if isinstance(answer["result"], Exception):
            raise answer["result"]
        return answer["result"]  # type: ignore[no-any-return]

    def shortfalls(_week: Week, _schedule: Schedule, is_proven: bool, **_how: object) -> tuple[Shortfall, ...]:
        return UNMET if is_proven else (Shortfall("p2", "weekly_hours", "", 40, "open", ""),)

    monkeypatch.setattr(planning, "best_week", solve)
    monkeypatch.setattr(planning, "shortfalls", shortfalls)
    monkeypatch.setattr("scheduler.explain.shortfalls", shortfalls)
    monkeypatch.setattr("scheduler.tables.read_caseload", lambda _: CASELOAD)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return answer


class TheFridayBefore:
    """A clock that stands before the week of the tests, in which nothing has begun yet."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        """The moment, in that time zone."""
        return datetime(2026, 2, 27, 12, tzinfo=zone)


def refuse(_: Path) -> Caseload:
    raise BadInput([PROBLEM])


@pytest.mark.usefixtures("solver")
def test_solve_writes_every_file_and_tells_the_summary(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    result = run("solve", "x", "--week", "2026-03-05", "--out", out)
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == {
        *("schedule.csv", "unmet.csv", "summary.json", "week.html", "calendars"),
    }
    assert len(list((out / "calendars" / "patients").glob("*.ics"))) == 2
    assert (out / "schedule.csv").read_bytes() == schedule_csv(SCHEDULE)
    assert b"p2,weekly_hours,,40,capacity,No hour is left." in (out / "unmet.csv").read_bytes()
    assert "p2 gets 50 min of 1 h 30 min:" in result.stdout
    assert "1 with all the care that they need," in result.stdout
    assert f"Written to {out}" in result.stdout
    assert result.stderr == "warning: p9 has no plan\n"


@pytest.mark.usefixtures("solver")
def test_the_summary_file_has_what_is_promised(tmp_path: Path) -> None:
    run("solve", "x", "--week", "2026-03-05", "--out", tmp_path)
    page = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert page["status"] == "optimal"
    assert page["week"] == "2026-03-02"
    assert page["care"] == {"value": 40, "bound": 40}
    assert (page["patients"], page["sessions"]) == (2, 3)
    assert (page["patients_with_all_care"], page["patients_with_all_possible_care"]) == (1, 1)
    assert page["warnings"] == ["p9 has no plan"]


@pytest.mark.usefixtures("solver")
def test_everything_that_solve_writes_is_private(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    run("solve", "x", "--week", "2026-03-05", "--out", out)
    for path in (out, *out.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.usefixtures("solver")
def test_calendars_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan", "--calendars", tmp_path / "kept")
    assert result.exit_code == 0
    assert (tmp_path / "kept" / "patients.csv").exists()
    assert not (tmp_path / "plan" / "calendars").exists()


@pytest.mark.parametrize("failing", range(5))
@pytest.mark.usefixtures("solver")
def test_week_and_calendars_are_written_together_or_not_at_all(
    failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.commands.solve_week.datetime", TheFridayBefore)
    command = ("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan", "--calendars", tmp_path / "kept")
    assert run(*command).exit_code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    calls = iter(range(99))
    really = Path.replace

    def replace_until(path: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise OSError(28, "No space left on device")
        return really(path, target)

    monkeypatch.setattr(Path, "replace", replace_until)
    result = run(*command, "--alarm", "5")
    assert result.exit_code == 1
    assert "cannot be written: No space left on device. Nothing was written" in result.stderr
    assert f"What was found is kept in {tmp_path / 'plan-rescued'}" in result.stderr
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    rescued = {path.name: after.pop(path) for path in list(after) if path.parent.name == "plan-rescued"}
    assert after == before
    assert rescued["schedule.csv"] == schedule_csv(SCHEDULE)
    assert set(rescued) == {"schedule.csv", "unmet.csv", "summary.json"}


def test_what_somebody_writes_while_it_is_searched_is_kept_and_so_is_the_week(
    solver: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert run(*command).exit_code == 0

    def edited_meanwhile(*_: object) -> Solved:
        (tmp_path / "plan" / "schedule.csv").write_text("session,date,mine", encoding="utf-8")
        return solver["result"]  # type: ignore[no-any-return]

    monkeypatch.setattr(planning, "best_week", edited_meanwhile)
    result = run(*command)
    assert result.exit_code == 1
    assert "schedule.csv was changed by somebody else meanwhile. Nothing was written" in result.stderr
    assert (tmp_path / "plan" / "schedule.csv").read_text(encoding="utf-8") == "session,date,mine"
    assert (tmp_path / "plan-rescued" / "schedule.csv").read_bytes() == schedule_csv(SCHEDULE)


@pytest.mark.parametrize(
    ("hindrance", "code", "words"),
    [
        (lambda plan: (plan / "schedule.csv").chmod(0o444), 1, "is read-only"),
        (lambda plan: (plan / ".~lock.schedule.csv#").touch(), 1, "is open in a spreadsheet"),
        (lambda plan: (plan / "schedule.csv").write_text("day,what\n"), 2, "iop did not write it"),
        (lambda plan: (plan / "calendars" / "patients.csv").write_text("name\n"), 1, "the columns are not"),
        (lambda plan: next((plan / "calendars" / "patients").iterdir()).write_text(""), 1, "damaged"),
        (lambda plan: next((plan / "calendars" / "patients").iterdir()).chmod(0o400), 1, "is read-only"),
    ],
)
def test_what_would_stop_the_writing_is_told_before_the_search(
    solver: dict[str, Any], tmp_path: Path, hindrance: Callable[[Path], object], code: int, words: str
) -> None:
    command = ("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert run(*command).exit_code == 0
    hindrance(tmp_path / "plan")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    solver["result"] = AssertionError("it was searched")
    result = run(*command)
    assert result.exit_code == code, result.output
    assert words in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("failure", "code", "words"),
    [
        (Contradiction(["appointments, row 2"]), 3, "appointments, row 2"),
        (NoScheduleInTime(), 4, "No schedule was found in time"),
        (BadInput([PROBLEM]), 1, "patients, row 3, column level"),
        (PermissionError(13, "Permission denied", "week.xlsx"), 1, "week.xlsx: Permission denied. Is it open"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_failures_are_words_and_codes_and_leave_nothing(
    solver: dict[str, Any], tmp_path: Path, failure: Exception, code: int, words: str
) -> None:
    solver["result"] = failure
    if isinstance(failure, KeyboardInterrupt):
        solver["result"] = None
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("scheduler.commands.watch.in_background", _interrupted)
            result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    else:
        result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert result.exit_code == code
    assert words in result.stderr
    assert not result.stdout
    assert not (tmp_path / "plan").exists()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_week_that_breaks_a_rule_is_never_written(solver: dict[str, Any], tmp_path: Path) -> None:
    solver["result"] = replace(SOLVED, schedule=week(one_to_one("p1", "mon", "09:00-09:50", therapists="t9")))
    result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert result.exit_code == 70
    assert "the week breaks" in result.stderr
    assert "p1" not in result.stderr
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(
    ("changes", "words", "tiers"),
    [
        (
            {"tiers": {"care": Tier(39, 39), "comfort": Tier(90, 90)}},
            "care was said to be 39 min unmet, but this week has 40 min unmet",
            {"care": (40, 0), "comfort": (90, 0)},
        ),
        (
            {"tiers": {"care": Tier(40, 41), "comfort": Tier(90, 90)}},
            "care was said to be at least 41 min unmet in every week, but this week has 40 min unmet",
            {"care": (40, 0), "comfort": (90, 0)},
        ),
        (
            {"tiers": {"care": Tier(40, 40), "comfort": Tier(90, 91)}},
            "comfort was said to be at least 91 points lost in every week",
            {"care": (40, 40), "comfort": (90, 0)},
        ),
        (
            {"tiers": {"care": Tier(40, 40)}},
            "comfort was not said at all: this week has 90 points lost",
            {"care": (40, 40), "comfort": (90, 0)},
        ),
        (
            {"tiers": {"care": Tier(40, 30), "comfort": Tier(90, 90)}},
            "the week was called optimal, which is not proven",
            {"care": (40, 30), "comfort": (90, 90)},
        ),
    ],
)
def test_a_verified_week_is_written_and_what_is_refuted_of_it_is_withdrawn_loudly(
    solver: dict[str, Any], tmp_path: Path, changes: dict[str, Any], words: str, tiers: dict[str, tuple[int, int]]
) -> None:
    solver["result"] = replace(SOLVED, **changes)
    result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert result.exit_code == 0
    assert words in result.stderr
    assert "please report it" in result.stderr
    assert "p1" not in result.stderr
    assert "best possible" not in result.stdout
    page = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert page["status"] == "feasible"
    assert [said.startswith(words) for said in page["withdrawn"]] == [True]
    assert {name: (page[name]["value"], page[name]["bound"]) for name in tiers} == tiers
    assert (tmp_path / "plan" / "schedule.csv").read_bytes() == schedule_csv(SCHEDULE)
    cause = "capacity" if tiers["care"] == (40, 40) else "open"
    assert f",{cause}," in (tmp_path / "plan" / "unmet.csv").read_text(encoding="utf-8")


def test_until_and_the_time_limit_are_what_the_search_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[Limits] = []

    def solve(_week: Week, budget: Budget, *_: object) -> Solved:
        told.append(budget.limits)
        return SOLVED

    monkeypatch.setattr(planning, "best_week", solve)
    monkeypatch.setattr("scheduler.tables.read_caseload", lambda _: CASELOAD)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    for more in ((), ("--until", "care")):
        result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path, "--time-limit", "40", *more)
        assert result.exit_code == 0, result.output
    assert [limits.until for limits in told] == [None, "care"]
    assert all(30 <= limits.seconds < 40 for limits in told)


@pytest.mark.usefixtures("solver")
def test_nothing_is_withdrawn_of_what_is_so(tmp_path: Path) -> None:
    run("solve", "x", "--week", "2026-03-05", "--out", tmp_path)
    assert "withdrawn" not in json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("solver")
def test_the_week_is_written_before_its_causes_are_known_and_kept_where_they_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[bytes] = []

    def failing(*_: object, **__: object) -> tuple[Shortfall, ...]:
        before.append((tmp_path / "plan" / "unmet.csv").read_bytes())
        raise ProgramError("No cause.")

    monkeypatch.setattr(planning, "shortfalls", failing)
    result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert result.exit_code == 0
    assert "why care is unmet could not be looked into" in result.stderr
    assert b"p2,weekly_hours,,40,open," in before[0]
    assert (tmp_path / "plan" / "unmet.csv").read_bytes() == before[0]
    assert (tmp_path / "plan" / "schedule.csv").read_bytes() == schedule_csv(SCHEDULE)


@pytest.mark.usefixtures("solver")
def test_a_week_whose_causes_cannot_be_written_is_written_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = tmp_path / "plan" / "schedule.csv"

    def changed_meanwhile(*_: object, **__: object) -> tuple[Shortfall, ...]:
        schedule.write_bytes(b"session\r\n")
        return UNMET

    monkeypatch.setattr(planning, "shortfalls", changed_meanwhile)
    result = run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    assert result.exit_code == 0
    assert "warning: the week is written, but its causes are not" in result.stderr
    assert schedule.read_bytes() == b"session\r\n"
    assert b"p2,weekly_hours,,40,open," in (tmp_path / "plan" / "unmet.csv").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "x", "--out", "y"),
        ("solve", "x", "--week", "2026-03-05"),
        ("solve", "x", "--week", "2026-02-30", "--out", "y"),
        ("solve", "x", "--week", "20260305", "--out", "y"),
        ("solve", "x", "--week", "9999-12-31", "--out", "y"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--time-limit", "0"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--time-limit", "nan"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--time-limit", "soon"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--until", "comfort"),
        ("explain", "x", "y", "--week", "2026-03-05", "--time-limit", "0"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--workers", "0"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--seed", "-1"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--alarm", "-5"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--alarm", "10081"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--yesterday", "z"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--freeze-before", "2026-03-05T12:00"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--previous", "z", "--freeze-before", "2026-03-05"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--previous", "z", "--freeze-before", "2026-03-09T00:00"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--previous", "z", "--freeze-before", "2026-03-01T23:59"),
        ("verify", "x", "y", "--week", "2026-03-05", "--previous", "z", "--freeze-before", "noon"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--max-changes", "3"),
        ("solve", "x", "--week", "2026-03-05", "--out", "y", "--previous", "z", "--max-changes", "-1"),
        ("solve", "x", "--week", "2026-03-05", "--weeks", "2", "--out", "y", "--previous", "z", "--max-changes", "1"),
        ("export", "x", "y", "--out", "z", "--per", "week"),
        ("export", "x", "y", "--out", "z", "--pause", "-1"),
        ("export", "x", "y", "--out", "z", "--pause", "241"),
        ("export", "x", "y", "--out", "z", "--for", "everybody"),
        ("verify", "x"),
        ("plan",),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_values_of_options() -> None:
    context = click.Context(cli.main)
    assert WeekParam().convert("2026-03-08", None, context) == MONDAY
    assert WeekParam().convert("2026-03-02", None, context) == MONDAY
    assert WeekParam().convert(MONDAY, None, context) == MONDAY
    assert SecondsParam().convert("2.5", None, context) == 2.5
    assert AlarmParam().convert("OFF", None, context) == AlarmParam.OFF
    assert AlarmParam().convert("10080", None, context) == 10080
    assert AlarmParam().convert(0, None, context) == 0


def test_verify_is_silent_on_a_clean_schedule(
    solver: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert solver
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    result = run("verify", "x", tmp_path / "schedule.csv", "--week", "2026-03-08")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "Every rule holds (23 rules checked).",
        "Care:    40 min unmet.",
        "Comfort: 90 points lost.",
    ]


@pytest.mark.usefixtures("solver")
def test_verify_tells_each_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clash = week(*SCHEDULE.sessions, one_to_one("p2", "tue", "09:30-10:20"))
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: clash)
    result = run("verify", "x", tmp_path / "schedule.csv", "--week", "2026-03-08")
    assert result.exit_code == 1
    assert "  therapist_not_double_booked: " in result.stdout
    assert "Care:    0 min unmet." in result.stdout


def test_the_problems_of_both_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_schedule(*_: object) -> Schedule:
        raise BadInput([Problem("schedule.csv", 4, "start", "9am", "no time", "Write 09:00")])

    monkeypatch.setattr("scheduler.tables.read_caseload", refuse)
    monkeypatch.setattr("scheduler.tables.read_schedule", refuse_schedule)
    for command in (("verify", "--week", "2026-03-05"), ("explain", "--week", "2026-03-05"), ("export", "--out", "y")):
        result = run(command[0], "x", tmp_path / "s.csv", *command[1:])
        assert result.exit_code == 1
        assert "patients, row 3" in result.stderr
        assert "schedule.csv, row 4" in result.stderr


@pytest.mark.usefixtures("solver")
def test_export_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    arguments = ("export", "x", "schedule.csv", "--out", tmp_path, "--alarm", "off", "--only", "p1")
    first, second = run(*arguments), run(*arguments)
    assert first.exit_code == 0, first.output
    assert "1 written, 0 unchanged" in first.stdout
    assert "0 written, 1 unchanged" in second.stdout
    (calendar,) = (tmp_path / "patients").iterdir()
    assert b"VALARM" not in calendar.read_bytes()


@pytest.mark.usefixtures("solver")
def test_export_tells_what_was_cancelled_also_in_a_week_with_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["scheduler.commands.export"], "datetime", TheFridayBefore)
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    assert run("export", "x", "schedule.csv", "--out", tmp_path).exit_code == 0
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: Schedule.of([]))
    silent = run("export", "x", "schedule.csv", "--out", tmp_path)
    told = run("export", "x", "schedule.csv", "--out", tmp_path, "--week", "2026-03-05")
    assert "0 written, 2 unchanged" in silent.stdout
    assert "2 events cancelled" in told.stdout
    assert "1 event cancelled" in told.stdout


@pytest.mark.usefixtures("solver")
@pytest.mark.parametrize(
    ("options", "events"), [((), 2), (("--per", "day"), 2), (("--per", "day", "--pause", "10"), 1)]
)
def test_a_day_can_be_one_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], events: int
) -> None:
    day = week(one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p1", "mon", "10:00-10:50"))
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: day)
    assert run("export", "x", "schedule.csv", "--out", tmp_path, *options).exit_code == 0
    (calendar,) = (tmp_path / "patients").iterdir()
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == events


@pytest.mark.usefixtures("solver")
def test_solve_looks_after_days_as_export_does(tmp_path: Path) -> None:
    for _ in range(2):
        command = ("solve", "x", "--week", "2026-03-05", "--out", tmp_path, "--per", "day", "--pause", "15")
        assert run(*command).exit_code == 0
    table = (tmp_path / "calendars" / "patients.csv").read_text(encoding="utf-8")
    assert table.count(",block 1,") == 3


@pytest.mark.usefixtures("solver")
def test_explain_knows_what_is_proven_only_beside_the_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: SCHEDULE)
    run("solve", "x", "--week", "2026-03-05", "--out", tmp_path / "plan")
    beside = run("explain", "x", tmp_path / "plan" / "schedule.csv", "--week", "2026-03-05")
    elsewhere = run("explain", "x", tmp_path / "schedule.csv", "--week", "2026-03-05")
    assert beside.exit_code == elsewhere.exit_code == 0
    assert "No hour is left (capacity)." in beside.stdout
    assert "the hours of the week (open)." in elsewhere.stdout
    monkeypatch.setattr("scheduler.tables.read_schedule", lambda *_: week(*SCHEDULE.sessions[:2]))
    changed = run("explain", "x", tmp_path / "plan" / "schedule.csv", "--week", "2026-03-05")
    assert "the hours of the week (open)." in changed.stdout
