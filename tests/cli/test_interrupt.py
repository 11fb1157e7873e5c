"""Ctrl-C, TERM and a closed terminal while a week is solved, in a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

# A search that finds its schedule at once and would go on for half a minute.
SEARCHING = """
import sys, time
import cli
from scheduler import tables
from scheduler.planning import plan
from tests.cli import test_commands as known

def best_week(week, budget, tell):
    print("searching", file=sys.stderr, flush=True)
    assert budget.stops[0].wait(30)
    {then}
    return known.SOLVED

plan.best_week = best_week
tables.read_caseload = lambda _: known.CASELOAD
plan.shortfalls = lambda *_, **__: known.UNMET

cli.main(["solve", "x", "--week", "2026-03-05", "--out", sys.argv[1], "--no-page"])
"""


@contextmanager
def searching(out: Path, then: str = "") -> Iterator[subprocess.Popen[str]]:
    """The command at work on its search."""
    command = [sys.executable, "-W", "error", "-c", SEARCHING.format(then=then), str(out)]
    surroundings = {**os.environ, "XDG_CONFIG_HOME": str(out.parent / "home")}
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        assert running.stderr.readline() == "searching\n"
        yield running


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_asks_the_program_to_end_keeps_the_best_week_so_far(sign: signal.Signals, tmp_path: Path) -> None:
    with searching(tmp_path / "plan") as running:
        running.send_signal(sign)
        told, complained = running.communicate(timeout=30)
    assert running.returncode == 0, complained
    assert told.startswith("Week of Monday 2026-03-02: a verified schedule")
    assert (tmp_path / "plan" / "schedule.csv").exists()
    assert complained == "warning: p9 has no plan\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_second_time_gives_up_and_writes_nothing(sign: signal.Signals, tmp_path: Path) -> None:
    then = "print('stopping', file=sys.stderr, flush=True); time.sleep(30)"
    with searching(tmp_path / "plan", then) as running:
        running.send_signal(sign)
        assert running.stderr is not None
        assert running.stderr.readline() == "stopping\n"
        running.send_signal(sign)
        assert running.wait(30) == -sign
    assert not (tmp_path / "plan").exists()


# A week that is solved at once and whose causes would be looked for half a minute.
EXPLAINING = """
import sys
import cli
from scheduler import tables
from scheduler.planning import plan
from tests.cli import test_commands as known

def shortfalls(*_, budget, tell):
    print("explaining", file=sys.stderr, flush=True)
    assert budget.stops[0].wait(30)
    assert not budget.left
    return known.UNMET

plan.best_week = lambda *_: known.SOLVED
plan.shortfalls = shortfalls
tables.read_caseload = lambda _: known.CASELOAD
cli.main(["solve", "x", "--week", "2026-03-05", "--out", sys.argv[1], "--no-page"])
"""


def test_ctrl_c_while_causes_are_looked_for_keeps_what_is_known_of_a_week_that_is_written(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", EXPLAINING, str(tmp_path / "plan")]
    surroundings = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "home")}
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        assert running.stderr.readline() == "explaining\n"
        assert "p2,weekly_hours,,40,open," in (tmp_path / "plan" / "unmet.csv").read_text(encoding="utf-8")
        running.send_signal(signal.SIGINT)
        told, complained = running.communicate(timeout=30)
    assert running.returncode == 0, complained
    assert "No hour is left (capacity)." in told
    assert "p2,weekly_hours,,40,capacity," in (tmp_path / "plan" / "unmet.csv").read_text(encoding="utf-8")


def test_a_terminal_that_is_closed_may_say_so_twice(tmp_path: Path) -> None:
    then = "print('stopping', file=sys.stderr, flush=True); time.sleep(0.5)"
    with searching(tmp_path / "plan", then) as running:
        running.send_signal(signal.SIGHUP)
        assert running.stderr is not None
        assert running.stderr.readline() == "stopping\n"
        running.send_signal(signal.SIGHUP)
        assert running.wait(30) == 0
    assert (tmp_path / "plan" / "schedule.csv").exists()


WAITING = """
import os, time
import cli
from scheduler.planning import starter

def wait(_):
    os.write(2, b"waiting\\n")
    time.sleep(30)

starter.put_starter = wait
cli.main(["init", "x"])
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_other_commands_end_in_order_too(sign: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", WAITING], cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert running.stderr.readline() == "waiting\n"
        running.send_signal(sign)
        assert running.communicate(timeout=30)[1] == "Stopped.\n"
    assert running.returncode == 130


def test_a_program_that_is_to_outlive_its_terminal_does() -> None:
    program = (
        "import os, signal\n"
        "from scheduler.interrupt import stops_interrupt\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "with stops_interrupt():\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "print('still here')\n"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "still here\n"
