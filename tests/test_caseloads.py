"""The caseloads of ``data`` keep the promises of their READMEs, and no form of a caseload changes its week."""

import csv
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

import cli
from scheduler.commands.options import WeekParam
from scheduler.files.outputs import CalendarLook, Destination
from scheduler.planning.plan import PlannedWeek, explained, plan_from, write_week
from scheduler.planning.time_shares import Allotted
from scheduler.search import Limits, Progress
from scheduler.tables import TABLES, write_tables

ROOT = Path(__file__).parent.parent
NAMES = ("demo", "taper", "balanced", "tiers", "hybrid", "multiservice")
STARTER = ROOT / "scheduler" / "tables" / "starter"
STARTER_WEEK = "2026-11-23"
SECRET = b"a secret that only the tests know"
UNMET = ("patient", "need", "session_type", "minutes", "cause")

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Story:
    """What the README of a caseload says."""

    name: str
    text: str

    @property
    def folder(self) -> Path:
        """Where its tables are."""
        return ROOT / "data" / self.name

    @property
    def command(self) -> list[str]:
        """The words of its solve command."""
        (line,) = re.findall(r"^    (iop solve .+)$", self.text, flags=re.MULTILINE)
        return shlex.split(line)

    @property
    def monday(self) -> date:
        """The week of its command."""
        return WeekParam().convert(self.command[self.command.index("--week") + 1], None, None)

    def table(self, heading: str) -> Rows:
        """The table below a heading, without backquotes."""
        below = self.text.split(f"## {heading}\n")[1].split("\n## ")[0]
        lines = [line.strip("| ") for line in below.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in re.split(r" ?\| ?", line)] for line in lines]
        return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


STORIES = {name: Story(name, (ROOT / "data" / name / "README.md").read_text(encoding="utf-8")) for name in NAMES}


@pytest.fixture(params=NAMES)
def story(request: pytest.FixtureRequest) -> Story:
    """One caseload after another."""
    return STORIES[request.param]


@cache
def planned(name: str) -> PlannedWeek:
    """The week of a caseload with care proven and its causes; comfort is not waited for, nor, but for the demo, facts.

    A busy machine takes longer and finds the same: it ends where it knows all that it is asked.
    """
    proven, told = Event(), Event()

    def heard(progress: Progress) -> None:
        if progress.tiers["care"].is_proven:
            proven.set()

    allotted = Allotted(Limits(seconds=600, workers=1))
    week = plan_from(STORIES[name].folder, STORIES[name].monday, allotted, heard, proven)
    short = len({lack.patient for lack in week.shortfalls})

    def answered(questions: int, _: int) -> None:
        # What each lacks alone, and beside what is agreed, are the first two questions.
        if name != "demo" and questions == 2 * short:
            told.set()

    return explained(week, allotted, told, tell=answered)


@pytest.fixture
def week(story: Story) -> PlannedWeek:
    """The week of the caseload."""
    return planned(story.name)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder with everything that is written of the week of a caseload."""

    @cache
    def folder_of(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        look = CalendarLook(None, 60, None)
        write_week(
            planned(name), Destination(folder, folder / "calendars"), look, SECRET, datetime(2026, 11, 1, tzinfo=UTC)
        )
        return folder

    return folder_of


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tables_of(folder: Path) -> dict[str, Rows]:
    return {path.stem: rows_of(path) for path in sorted(folder.glob("*.csv"))}


def test_the_week_is_as_the_readme_expects(story: Story, week: PlannedWeek, written: Callable[[str], Path]) -> None:
    care = week.summary.tiers["care"]
    assert care.value == care.bound
    folder = written(story.name)
    unmet = [{column: row[column] for column in UNMET} for row in rows_of(folder / "unmet.csv")]
    expected = [{column: row[column] for column in UNMET} for row in story.table("Expected shortfalls")]
    assert sorted(unmet, key=by_content) == sorted(expected, key=by_content)
    assert f"the unmet care minutes add up to {care.value}, and no schedule has fewer" in story.text.replace("\n", " ")
    command = ["verify", story.folder, folder / "schedule.csv", "--week", story.monday]
    verified = CliRunner().invoke(cli.main, [str(word) for word in command])
    assert verified.exit_code == 0, verified.output
    assert f"({care.value} min) unmet" in verified.stdout


def by_content(row: Mapping[str, str]) -> list[str]:
    return list(row.values())


def test_the_readme_names_its_own_folder_and_every_table(story: Story) -> None:
    assert story.command[2] == f"data/{story.name}"
    assert story.command[-2:] == ["--out", f"out/{story.name}"]
    told = {row["table"].strip("`") for row in story.table("What each table stands for")}
    assert told == set(tables_of(story.folder))


def test_the_readme_counts_its_patients(story: Story) -> None:
    patients = rows_of(story.folder / "patients.csv")
    (row,) = [row for row in story.table("What each table stands for") if row["table"] == "`patients`"]
    counted = re.search(r"(\d+) (?:people|patients)\b", " ".join(row.values()))
    # Without a number in figures, it is in the title.
    assert counted or story.text.startswith("# demo: thirty patients")
    assert len(patients) == (int(counted[1]) if counted else 30)


def test_no_name_leaves_the_tables(story: Story, written: Callable[[str], Path]) -> None:
    names = {row["name"] for table in ("patients", "therapists") for row in rows_of(story.folder / f"{table}.csv")}
    titles = {row.get("title", "") for row in rows_of(story.folder / "groups.csv")}
    handed_out = [path.read_text(encoding="utf-8") for path in written(story.name).rglob("*") if path.is_file()]
    assert len(handed_out) > 10
    assert [text for text in (names | titles) - {""} for content in handed_out if text in content] == []


def test_the_demo_uses_every_table_and_column() -> None:
    tables = tables_of(STORIES["demo"].folder)
    unused = {
        (table, column)
        for table, columns in TABLES.items()
        for column in columns
        if not any(row[column] for row in tables[table])
    }
    assert unused == set()


def test_the_agreed_hour_on_a_closed_thursday_is_dropped_and_found_elsewhere() -> None:
    for name in ("demo", "hybrid"):
        week = planned(name)
        thursday = week.monday + timedelta(days=3)
        assert str(thursday) in {row["date"] for row in rows_of(STORIES[name].folder / "closures.csv")}
        assert not any(session.on == thursday for session in week.schedule.sessions)
        (warning,) = [words for words in week.summary.warnings if words.startswith("appointments, row")]
        assert "is dropped this week, because the clinic is closed" in warning
        _, session_type, _, who = warning.split()[2:6]
        held = [session for session in week.schedule.sessions if session.patients == (who,)]
        assert session_type in {session.session_type for session in held}


def test_the_tight_case_has_nine_hours_and_not_a_minute_more() -> None:
    week = planned("multiservice")
    counts = {name for name, session_type in week.caseload.session_types.items() if session_type.counts}
    for who, minutes in (("p01", 540), ("p02", 540), ("p03", 540), ("p04", 480)):
        attended = [session for session in week.schedule.sessions if who in session.patients]
        assert sum(session.minutes for session in attended if session.session_type in counts) == minutes


def test_six_hours_are_only_for_adults_who_step_down() -> None:
    week = planned("balanced")
    light = [patient for patient in week.caseload.patients.values() if patient.level == "light"]
    assert light
    for patient in light:
        assert patient.admitted is not None
        assert patient.level_since is not None
        assert patient.admitted < patient.level_since
        assert week.monday - patient.admitted >= timedelta(weeks=8) - timedelta(days=patient.admitted.weekday())


def test_who_works_all_day_has_no_session_in_the_tiers() -> None:
    week = planned("tiers")
    attending = {who for session in week.schedule.sessions for who in session.patients}
    assert set(week.caseload.patients) - attending == {"p01", "p02"}


def turned_round(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """The same tables with their rows and columns from the last to the first."""
    return {
        name: [dict(reversed(row.items())) for row in reversed(rows)] for name, rows in reversed(list(tables.items()))
    }


def test_no_order_and_no_form_of_the_tables_changes_the_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    tables = tables_of(STARTER)
    write_tables(turned_round(tables), tmp_path / "turned")
    write_tables(tables, tmp_path / "week.xlsx")
    schedules = []
    for number, source in enumerate((STARTER, tmp_path / "turned", tmp_path / "week.xlsx")):
        out = tmp_path / f"plan{number}"
        command = ["solve", source, "--week", STARTER_WEEK, "--out", out, "--deterministic", "--time-limit", "0.5"]
        solved = CliRunner().invoke(cli.main, [str(word) for word in command])
        assert solved.exit_code == 0, solved.output
        schedules.append((out / "schedule.csv").read_bytes())
    assert schedules[0].count(b"\n") > 10
    assert schedules == schedules[:1] * 3
