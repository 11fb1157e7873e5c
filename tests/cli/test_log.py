"""``iop solve --log``: lines that a person can read, nobody's id in them, and the same files as without."""

import io
import re
from pathlib import Path
from threading import Event

import pytest

from scheduler.report.log import SearchLog
from scheduler.report.progress import STOPPING
from scheduler.search import Statistics, Tier
from scheduler.search.statistics import Account, LogEntry
from tests.cli.running import run

COUNTED = ("--week", "2026-11-23", "--deterministic", "--time-limit", "0.5")
CARE = {"care": Tier(90, 30)}


@pytest.fixture(autouse=True)
def clinic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The caseload that everybody starts from."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    assert run("init", tmp_path / "clinic").exit_code == 0
    return tmp_path / "clinic"


def test_the_log_tells_and_changes_nothing(clinic: Path, tmp_path: Path) -> None:
    logged = run("solve", clinic, *COUNTED, "--out", tmp_path / "logged", "--log")
    silent = run("solve", clinic, *COUNTED, "--out", tmp_path / "silent")
    assert logged.exit_code == silent.exit_code == 0, logged.stderr
    assert " s  " not in silent.stderr
    assert logged.stdout.replace("logged", "silent").splitlines()[2:] == silent.stdout.splitlines()[2:]
    for name in ("schedule.csv", "unmet.csv"):
        assert (tmp_path / "logged" / name).read_bytes() == (tmp_path / "silent" / name).read_bytes()
    lines = logged.stderr.splitlines()
    assert re.fullmatch(r" +\d+\.\d s  reading the tables: begins", lines[0])
    assert any(re.search(r"independent check: ends after \d+\.\d s; unmet care ", line) for line in lines)
    assert any(re.search(r"all care at once: [\d,]+ variables$", line) for line in lines)
    table = next(number for number, line in enumerate(lines) if line.startswith("What the "))
    assert lines[table + 1].split() == ["seconds", "tries", "found", "what", "gained"]
    ids = {name for row in (clinic / "patients.csv").read_text().splitlines()[1:] for name in row.split(",")[:1]}
    assert ids
    told = "\n".join(line for line in lines if not line.startswith("warning: "))
    assert not any(re.search(rf"\b{re.escape(who)}\b", told) for who in ids)


def test_each_of_several_weeks_has_its_log(clinic: Path, tmp_path: Path) -> None:
    solved = run("solve", clinic, *COUNTED, "--weeks", "2", "--out", tmp_path / "stay", "--log")
    assert solved.exit_code == 0, solved.stderr
    lines = solved.stderr.splitlines()
    assert [line for line in lines if line.startswith("week ")] == [
        "week 1 of 2 (2026-11-23)",
        "week 2 of 2 (2026-11-30)",
    ]
    assert sum(line.startswith("What the ") for line in lines) == 2
    assert any("as in the earlier week: begins" in line for line in lines)


def test_bad_input_is_told_after_the_log(clinic: Path, tmp_path: Path) -> None:
    (clinic / "patients.csv").write_text("patient\n", encoding="utf-8")
    solved = run("solve", clinic, *COUNTED, "--out", tmp_path / "out", "--log")
    assert solved.exit_code == 1
    assert (
        solved.stderr.index("reading the tables: ends")
        < solved.stderr.index("What the ")
        < solved.stderr.index("level")
    )


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (LogEntry(1.25, "seats", "begins", "", {}), "    1.2 s  seats: begins"),
        (LogEntry(1.25, "seats", "begins", "5 variables", CARE), "    1.2 s  seats: begins, 5 variables"),
        (LogEntry(2, "seats", "goes on", "5 variables", CARE), "    2.0 s  seats: 5 variables"),
        (LogEntry(2, "seats", "goes on", "", CARE), "    2.0 s  seats: unmet care 1 h 30 min (at least 30 min)"),
        (LogEntry(2, "seats", "ends", "", {}, Account(0.5)), "    2.0 s  seats: ends after 0.5 s"),
        (
            LogEntry(2, "seats", "ends", "", CARE, Account(0.5, tries=1)),
            "    2.0 s  seats: ends after 0.5 s, 1 try, 0 found; unmet care 1 h 30 min (at least 30 min)",
        ),
    ],
)
def test_words_of_an_entry(entry: LogEntry, line: str) -> None:
    stream = io.StringIO()
    SearchLog(stream, Event()).heard(entry)
    assert stream.getvalue() == f"{line}\n"


def test_steps_of_a_part_are_told_once_a_second() -> None:
    stream = io.StringIO()
    log = SearchLog(stream, Event())
    for seconds, part in ((0.2, "one"), (0.4, "two"), (1.1, "one"), (1.2, "one"), (1.5, "two")):
        log.heard(LogEntry(seconds, part, "goes on", "", CARE))
    assert [line.split(":")[0] for line in stream.getvalue().splitlines()] == [
        "    0.2 s  one",
        "    0.4 s  two",
        "    1.2 s  one",
        "    1.5 s  two",
    ]


def test_what_is_asked_to_stop_says_so_once() -> None:
    stream, stop = io.StringIO(), Event()
    log = SearchLog(stream, stop)
    log.draw()
    assert stream.getvalue() == ""
    stop.set()
    log.draw()
    log.draw()
    assert stream.getvalue() == f"{STOPPING}\n"


def test_words_of_the_table() -> None:
    stream = io.StringIO()
    statistics = Statistics(now=iter((0.0, 1.0, 3.5, 4.0)).__next__)
    with statistics.part("repair") as account:
        account.tries, account.found = 3, 1
    statistics.start_from({"care": Tier(90, 0), "comfort": Tier(7, 0)})
    statistics.step("repair", lambda: {"care": Tier(0, 0), "comfort": Tier(9, 0)})
    statistics.step("bound", lambda: {"care": Tier(0, 0), "comfort": Tier(9, 4)})
    SearchLog(stream, Event()).close(statistics)
    assert stream.getvalue().splitlines() == [
        "What the 4.0 s were spent on; parts that run side by side are counted each:",
        "  seconds  tries  found  what    gained",
        "      2.5  3      1      repair  unmet care -1 h 30 min",
        "      0.0                bound   bound of comfort +4",
    ]
