"""The commands that show a week, and what a solved week says in the end."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.caseload import LevelLimits
from scheduler.explain import Shortfall
from scheduler.files.outputs import CalendarLook, Destination
from scheduler.files.recognised import marked_pdf
from scheduler.planning.plan import plan_week
from scheduler.planning.time_shares import Allotted
from scheduler.planning.written import write_week
from scheduler.report.exported import per_day_hint
from scheduler.report.page.known import beside
from scheduler.report.page.seen import SeenWeek
from scheduler.report.solved import solved_lines
from scheduler.search import Limits
from scheduler.tables import schedule_csv, table_csv
from scheduler.week.fingerprint import fingerprint
from scheduler.week.week import week_of
from tests.caseloads import INDIVIDUAL, MONDAY, clinic_with, once, one_to_one, patient, plan, week
from tests.cli.running import run
from tests.report.weeks import LACKS, broken, clinic, seen, sessions

SECRET = b"0123456789abcdef0123456789abcdef"
UNMET = table_csv(
    ("patient", "need", "session_type", "minutes", "cause", "explanation"),
    [
        {
            "patient": lack.patient,
            "need": lack.need,
            "session_type": lack.session_type,
            "minutes": str(lack.minutes),
            "cause": lack.cause,
            "explanation": lack.explanation,
        }
        for lack in LACKS
    ],
)


@pytest.fixture
def plan_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a schedule and what its planning told of it."""
    folder = tmp_path / "plan"
    folder.mkdir()
    monkeypatch.setattr("scheduler.tables.read_caseload", lambda _: clinic())
    (folder / "schedule.csv").write_bytes(schedule_csv(sessions()))
    (folder / "unmet.csv").write_bytes(UNMET)
    told = {
        "fingerprint": fingerprint(week_of(clinic(), MONDAY), sessions()),
        "care": {"value": 170, "bound": 170},
        "comfort": {"value": 30, "bound": 0},
        "warnings": ["appointments, row 3: something is dropped"],
    }
    (folder / "summary.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_a_schedule_becomes_a_page_a_workbook_and_a_value(plan_folder: Path, tmp_path: Path) -> None:
    page, book, value = (tmp_path / f"week{ending}" for ending in (".html", ".xlsx", ".json"))
    result = run("report", "x", plan_folder / "schedule.csv", "--out", page, "--xlsx", book, "--json", value)
    assert result.exit_code == 0, result.output
    assert "no week can give more care than this." in result.stdout
    assert f"Written to {page}." in result.stdout
    assert b"No" not in page.read_bytes()[:15]
    assert book.read_bytes().startswith(b"PK")
    shown = json.loads(value.read_text(encoding="utf-8"))
    assert (shown["week"], shown["names"]) == ("2026-03-02", False)
    assert shown["warnings"] == ["appointments, row 3: something is dropped"]
    assert page.stat().st_mode & 0o077 == 0


def test_a_staff_copy_has_names(plan_folder: Path, tmp_path: Path) -> None:
    result = run("report", "x", plan_folder / "schedule.csv", "--out", tmp_path / "a.html", "--names")
    assert result.exit_code == 0, result.output
    assert "Ada Lovelace" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Say what to write"),
        (("--out", "week.pdf"), "has to end in .html"),
        (("--xlsx", "week.csv"), "has to end in .xlsx"),
        (("--out", "week.html", "--freeze-before", "2026-03-03T10:00"), "needs --previous"),
    ],
)
def test_what_cannot_be_written_is_wrong_usage(plan_folder: Path, options: tuple[str, ...], words: str) -> None:
    result = run("report", "x", plan_folder / "schedule.csv", *options)
    assert result.exit_code == 2
    assert words in result.stderr


def test_an_empty_schedule_needs_its_week_named(plan_folder: Path, tmp_path: Path) -> None:
    (plan_folder / "schedule.csv").write_bytes(schedule_csv(week()))
    place = plan_folder / "schedule.csv"
    refused = run("show", "x", place)
    assert refused.exit_code == 2
    assert "Name it with --week" in refused.stderr
    shown = run("show", "x", place, "--week", "2026-03-04")
    assert shown.exit_code == 0, shown.output
    assert "No session." in shown.stdout
    place.write_text("session\n", encoding="utf-8")
    assert run("report", "x", place, "--out", tmp_path / "a.html").exit_code == 1


def test_changes_since_an_earlier_week_are_shown(plan_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_bytes(schedule_csv(week(*sessions().sessions[1:])))
    value = tmp_path / "a.json"
    result = run("report", "x", plan_folder / "schedule.csv", "--json", value, "--previous", tmp_path / "old.csv")
    assert result.exit_code == 0, result.output
    assert json.loads(value.read_text(encoding="utf-8"))["changes"]


def test_show_is_plain_text_as_wide_as_the_terminal(plan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("80", "160"):
        monkeypatch.setenv("COLUMNS", columns)
        shown = run("show", "x", plan_folder / "schedule.csv", "p1")
        assert shown.exit_code == 0, shown.output
        assert "\x1b" not in shown.stdout
        assert max(map(len, shown.stdout.splitlines())) <= int(columns)
    named = run("show", "x", plan_folder / "schedule.csv", "--day", "2026-03-04", "--names")
    assert "Monday 2 March\n" not in named.stdout
    assert named.stderr.startswith("Staff copy with names")
    assert run("show", "x", plan_folder / "schedule.csv", "zz").exit_code == 2


def test_print_writes_sheets_of_the_week_or_a_day(plan_folder: Path, tmp_path: Path) -> None:
    place = plan_folder / "schedule.csv"
    result = run("print", "x", place, "--out", tmp_path / "paper", "--no-pdf")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "paper" / "board.html").is_file()
    assert "Monday 2 March" in (tmp_path / "paper" / "board.html").read_text(encoding="utf-8")
    result = run("print", "x", place, "--out", tmp_path / "wed", "--day", "2026-03-04", "--no-pdf")
    assert "Monday 2 March</h1>" not in (tmp_path / "wed" / "board.html").read_text(encoding="utf-8")
    other = run("print", "x", place, "--out", tmp_path / "x", "--week", "2026-03-02", "--day", "2026-03-20")
    assert other.exit_code == 2
    assert "is not in the week" in other.stderr


def blank() -> SeenWeek:
    """The week before anybody looked beside its schedule."""
    return replace(seen(), lacks=(), bounds={}, warnings=(), calendars=())


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("summary.json", b"{"),
        ("summary.json", b"[]"),
        ("summary.json", b'{"fingerprint": "other"}'),
        ("unmet.csv", b"patient\np5\n"),
        ("unmet.csv", b"patient,need,session_type,minutes,cause,explanation\np5,weekly_hours,,x,open,\n"),
        ("unmet.csv", UNMET.replace(b"60", b"30")),
    ],
)
def test_what_lies_beside_a_schedule_counts_only_where_it_is_of_it(
    plan_folder: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: bytes
) -> None:
    monkeypatch.setattr("scheduler.explain.shortfalls", lambda *how, **_: (how[2],))
    (plan_folder / file).write_bytes(content)
    found = beside(blank(), plan_folder / "schedule.csv", None)
    is_known = file == "unmet.csv"
    assert found.bounds == ({"care": 170, "comfort": 0} if is_known else {})
    assert [*map(str, found.lacks)] == [str(is_known)]


def test_what_is_told_beside_a_schedule_is_taken(plan_folder: Path) -> None:
    found = beside(blank(), plan_folder, None)
    assert list(found.lacks) == list(LACKS)
    assert found.warnings == ("appointments, row 3: something is dropped",)


def test_a_limit_on_changes_leaves_open_whether_more_care_was_possible(plan_folder: Path) -> None:
    told = json.loads((plan_folder / "summary.json").read_text(encoding="utf-8"))
    told["limit"] = {"care_without": {"value": 100, "bound": 90}}
    (plan_folder / "summary.json").write_text(json.dumps(told), encoding="utf-8")
    assert beside(blank(), plan_folder, None).bounds["care"] == 90


def test_a_planned_week_is_written_to_look_at_and_says_what_to_do_now(tmp_path: Path) -> None:
    caseload = clinic_with(
        patients=[patient("p1")],
        levels=[LevelLimits("iop", min_minutes_week=120)],
        session_types=[INDIVIDUAL],
        plans=[plan("p1", most=3)],
        appointments=[once("p1", "mon", "09:00")],
    )
    planned = plan_week(caseload, MONDAY, Allotted(Limits(seconds=5, workers=1)))
    look = CalendarLook(None, 60, None)
    destination = Destination(tmp_path, tmp_path / "calendars", has_page=True, book=tmp_path / "week.xlsx")
    export = write_week(planned, destination, look, SECRET, datetime(2026, 2, 27, 12, tzinfo=UTC))
    page = (tmp_path / "week.html").read_text(encoding="utf-8")
    assert "Whose calendar is whose" in page
    assert (tmp_path / "week.xlsx").is_file()
    lines = solved_lines(planned, Path("week.xlsx"), destination, export, "session", 200)
    assert "What the week is like for patients" in lines
    steps = lines[lines.index("What to do now") + 1 :]
    assert steps[0] == f"  1. Look at the week: open {tmp_path / 'week.html'} in a browser."
    assert steps[1].startswith("  2. Send these today: p1. Whose file is whose:")
    assert steps[2].startswith("  3. Print it: iop print week.xlsx ")
    lacking = replace(planned, shortfalls=(Shortfall("p1", "weekly_hours", "", 40, "capacity", "No hour is left."),))
    steps = solved_lines(lacking, Path("week.xlsx"), destination, export, "session", 200)
    command = f"iop explain week.xlsx {tmp_path / 'schedule.csv'} --week {MONDAY} --remedies"
    assert f"  2. See what would help those who fall short: {command}" in steps
    unproven = replace(planned.summary.tiers["care"], value=30, bound=0)
    open_week = replace(planned, summary=replace(planned.summary, tiers={"care": unproven}))
    plain = solved_lines(open_week, Path("w"), Destination(tmp_path, tmp_path), export, "day", 60)
    assert plain[plain.index("What to do now") + 1].startswith("  1. A better week may exist")
    assert f"Written to {tmp_path}: schedule.csv, unmet.csv, summary.json." in plain
    sentences = plain[plain.index("What the week is like for patients") : plain.index("What to do now") + 3]
    assert max(len(line) for line in sentences if str(tmp_path) not in line) <= 60


def test_one_event_a_day_is_suggested_where_sessions_follow_each_other() -> None:
    in_a_row = week(one_to_one("p1", "mon", "09:00-09:50"), one_to_one("p1", "mon", "10:00-10:50"))
    assert per_day_hint(in_a_row)[0].startswith("Think of --per day --pause 15")
    assert per_day_hint(sessions()) == []
    assert per_day_hint(week()) == []


def test_a_broken_schedule_is_shown_with_its_conflicts(plan_folder: Path, tmp_path: Path) -> None:
    (plan_folder / "schedule.csv").write_bytes(schedule_csv(broken()))
    value = tmp_path / "a.json"
    result = run("report", "x", plan_folder / "schedule.csv", "--json", value)
    assert result.exit_code == 0, result.output
    assert "No: it breaks rules in 4 places." in result.stdout
    assert len(json.loads(value.read_text(encoding="utf-8"))["conflicts"]) == 4


@pytest.mark.parametrize("options", [("--xlsx", "week.xls"), ("--xlsx", "week.xlsx", "--weeks", "2")])
def test_a_workbook_is_of_one_week_and_named_as_one(tmp_path: Path, options: tuple[str, ...]) -> None:
    result = run("solve", "x", "--week", "2026-03-02", "--out", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert "--xlsx names a file that ends in .xlsx" in result.stderr


def test_a_workbook_that_cannot_be_written_is_found_before_the_search(tmp_path: Path) -> None:
    (tmp_path / "week.xlsx").mkdir()
    result = run("solve", "x", "--week", "2026-03-02", "--out", tmp_path / "out", "--xlsx", tmp_path / "week.xlsx")
    assert result.exit_code == 1
    assert "week.xlsx cannot be written: it is a folder." in result.stderr


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("report", "--out", "mine.html"), "mine.html"),
        (("report", "--xlsx", "mine.xlsx"), "mine.xlsx"),
        (("report", "--json", "mine.json"), "mine.json"),
        (("print", "--out", "paper", "--no-pdf"), "paper/board.html"),
        (("print", "--out", "paper", "--no-pdf"), "paper/doors.pdf"),
        (("print", "--out", "paper", "--no-pdf"), "paper/attendance.csv"),
    ],
)
def test_a_file_of_somebody_else_is_never_replaced(
    plan_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    command, *others = options
    (tmp_path / "paper").mkdir()
    (tmp_path / name).write_text("somebody's work", encoding="utf-8")
    result = run(command, "x", plan_folder / "schedule.csv", *others)
    assert result.exit_code == 2
    assert f"{name} is there, and iop did not write it" in result.stderr
    assert (tmp_path / name).read_text(encoding="utf-8") == "somebody's work"
    assert len(list((tmp_path / "paper").iterdir())) == ("/" in name)


def test_own_files_are_written_anew_but_no_sheet_that_says_who_came(plan_folder: Path, tmp_path: Path) -> None:
    place, paper = plan_folder / "schedule.csv", tmp_path / "paper"
    report = ("report", "x", place, "--out", tmp_path / "a.html", "--xlsx", tmp_path / "a.xlsx")
    to_print = ("print", "x", place, "--out", paper, "--no-pdf")
    for command in (report, to_print):
        assert run(*command).exit_code == 0
        assert run(*command).exit_code == 0
    (paper / "board.pdf").write_bytes(marked_pdf(b"%PDF of another week"))
    assert run(*to_print).exit_code == 0
    assert not (paper / "board.pdf").exists()
    told = (paper / "attendance.csv").read_text(encoding="utf-8").replace("yes", "no")
    (paper / "attendance.csv").write_text(told, encoding="utf-8")
    result = run(*to_print)
    assert result.exit_code == 2
    assert "attendance.csv is there, and says who came" in result.stderr
    assert (paper / "attendance.csv").read_text(encoding="utf-8") == told
