"""Commands tell what cannot be, and of what they do not know, in a sentence and before anything is done."""

import csv
from pathlib import Path

import pytest

from tests.cli.running import run

HEADER = "session,date,start,end,session_type,group,meeting,therapists,resources,mode,patients"
GROUP = "20261208.open-circle.1,2026-12-08,16:15,17:00,open_circle,open-circle,1,th1,,in_person,p01;p02"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "folder").exit_code == 0
    return tmp_path / "folder"


def schedule(folder: Path, *rows: str) -> Path:
    path = folder.parent / "schedule.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def add(folder: Path, table: str, **cells: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([cells.get(column, "") for column in header])


def test_check_tries_the_agreements_of_the_week(folder: Path) -> None:
    add(folder, "appointments", patient="p01", session_type="individual", date="2026-12-08", start="22:00")
    assert run("check", folder).exit_code == 0
    assert run("check", folder, "--week", "2026-12-14").exit_code == 0
    result = run("check", folder, "--week", "2026-12-07")
    assert result.exit_code == 1
    assert "appointments, row 3: individual of p01 on 2026-12-08 at 22:00" in result.stdout


def test_check_promises_no_week_that_it_has_not_looked_at(folder: Path) -> None:
    assert (
        run("check", folder)
        .stdout.splitlines()[-1]
        .endswith("With --week, the agreements of a week are tried as well.")
    )
    assert "the week of 2026-12-07 can be solved" in run("check", folder, "--week", "2026-12-09").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--day", "sun", "--start", "10:00"), "outside the opening hours"),
        (("--date", "2026-12-10", "--start", "21:50"), "outside the opening hours"),
        (("--day", "fri", "--start", "8:30", "--therapist", "th2"), "both take time of th2"),
    ],
)
def test_agree_refuses_what_cannot_be_kept(arguments: tuple[str, ...], words: str, folder: Path) -> None:
    asked: tuple[str | Path, ...] = ("agree", folder, "p01", "individual", *arguments)
    before = (folder / "appointments.csv").read_bytes()
    refused = run(*asked)
    assert refused.exit_code == 1
    assert words in refused.stderr
    assert (folder / "appointments.csv").read_bytes() == before
    assert run(*asked, "--anyway").exit_code == 0
    assert (folder / "appointments.csv").read_bytes() != before


@pytest.mark.parametrize(
    ("known", "other", "table"),
    [
        (",open_circle,", ",circle9,", "session_types"),
        (",open-circle,", ",circle9,", "groups"),
        (",th1,", ",th9,", "therapists"),
        (",1,th1,,", ",1,th1,room-z9,", "resources"),
        ("p01;p02", "p01;zz9", "patients"),
    ],
)
def test_what_a_schedule_names_is_looked_up_in_every_command(
    known: str, other: str, table: str, folder: Path, tmp_path: Path
) -> None:
    path = schedule(folder, GROUP.replace(known, other, 1))
    for command in (
        ("export", folder, path, "--out", tmp_path / "calendars", "--secret-file", tmp_path / "secret"),
        ("cancel", folder, path, "20261208.open-circle.1"),
        ("explain", folder, path, "--week", "2026-12-07"),
    ):
        result = run(*command)
        assert result.exit_code == 1, command
        assert f"this id is not in table {table} of the caseload" in result.stderr
    assert run("verify", folder, path, "--week", "2026-12-07").exit_code == 1
    assert run("compare", folder, path, path).exit_code == 0
    assert not (tmp_path / "calendars").exists()


def test_a_schedule_of_another_week_is_one_sentence(folder: Path) -> None:
    path = schedule(folder, GROUP, GROUP.replace("1208", "1209").replace("12-08", "12-09"))
    result = run("verify", folder, path, "--week", "2026-11-23")
    assert result.exit_code == 1
    assert "none of its sessions is in the week of 2026-11-23; the first is in that of 2026-12-07" in result.stderr
    assert "1 problem to mend." in result.stderr


def test_a_schedule_of_another_caseload_is_told_so_beside_what_it_breaks(folder: Path) -> None:
    of_another = schedule(folder, GROUP.replace("open-circle", "book-club"))
    result = run("verify", folder, of_another, "--week", "2026-12-07")
    assert result.exit_code == 1
    assert "looks like the schedule of another caseload: 1 of its 1 groups are not in table groups" in result.stderr
    assert "another caseload" not in run("verify", folder, schedule(folder, GROUP), "--week", "2026-12-07").stderr


def test_a_name_in_the_wrong_column_is_shown_to_nobody(folder: Path) -> None:
    path = schedule(folder, GROUP.replace(",th1,", ",Confidential,").replace("p01;p02", "Confidential"))
    assert "Confidential" not in run("export", folder, path, "--out", folder.parent / "c").stderr
    with (folder / "absences.csv").open("a", encoding="utf-8") as file:
        file.write("Confidential,sick Confidential,mon 1 Confidential,x,y,z,2026-12-08\n")
    (folder / "plans.csv").write_text("patient,session_type\nConfidential,is ill\n", encoding="utf-8")
    (folder / "availability.csv").write_text("who,status,day\np01,grandma ill,busy\n", encoding="utf-8")
    told = run("check", folder).stdout
    assert "plans, row 2, column patient" in told
    for word in ("Confidential", "grandma", "ill'"):
        assert word not in told


def test_solving_says_that_a_table_is_not_read(folder: Path, tmp_path: Path) -> None:
    (folder / "keep_apart.csv").rename(folder / "keep-apart.csv")
    (tmp_path / "secret").write_text("0123456789abcdef" * 4, encoding="utf-8")
    result = run(
        "solve", folder, "--week", "2026-12-07", "--out", tmp_path / "plan", "--time-limit", "2", "--workers", "1",
        "--secret-file", tmp_path / "secret",
    )  # fmt: skip
    assert "keep-apart.csv: this file is not read, and looks like table keep_apart" in result.stderr
