"""Outputs that are closed or full: what is told there is lost, and nothing else."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest

from scheduler.report.streams import Unfailing, make_unfailing, what_was_lost
from tests.cli import kills

ROOT = Path(__file__).parent.parent.parent
TELLING = "import cli; cli.main(['completion', 'bash'])"
BROKEN = "import cli; cli.main(['check', 'nowhere'])"


def shell(program: str, output: str) -> "subprocess.CompletedProcess[str]":
    """The program with its outputs as the shell is told; its exit code is the last line on the shell's own error."""
    script = f'exec 3>&2; {{ {{ "$@"; echo $? >&3; }} {output}; }} 3>&3'
    return subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, "-W", "error", "-c", program],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("output", ["2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", "2>&1 | true", "| head -n 1"])
@pytest.mark.parametrize(("program", "code"), [(TELLING, "0"), (BROKEN, "1")])
def test_the_exit_code_is_that_of_the_job(program: str, code: str, output: str) -> None:
    lines = shell(program, output).stderr.splitlines()
    assert lines[-1] == code
    assert not any("Traceback" in line or "Exception" in line for line in lines)


def test_what_a_full_output_loses_is_told_on_the_other() -> None:
    told = shell(TELLING, ">/dev/full").stderr.splitlines()
    assert told[0].startswith("Not all could be shown on standard output: No space left on device.")
    assert shell(TELLING, "| true").stderr.splitlines() == ["0"]


def test_a_file_never_takes_the_place_of_an_output_that_was_closed() -> None:
    program = (
        "import os, sys\n"
        "from scheduler.report.streams import make_unfailing\n"
        "make_unfailing()\n"
        "sys.exit(os.open(os.devnull, os.O_RDONLY) < 3 or sys.stdout is None or sys.stderr is None)\n"
    )
    assert shell(program, "<&- >&- 2>&-").stderr == "0\n"


def test_an_output_that_does_not_wait_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with Unfailing(writing, "w") as stream, os.fdopen(reading, "rb") as reader:
        room = 0
        while os.write(writing, b"x" * 4096) == 4096:
            room += 4096
            if room >= 65536 - 4096:
                break
        os.read(reading, room)
        assert stream.write(b"told") == 4
        assert stream.failure is None
        assert b"told" in reader.read1()


def test_after_a_failure_nothing_is_tried_again() -> None:
    with Path("/dev/full").open("wb") as full, Unfailing(full.fileno(), "w", closefd=False) as stream:
        assert stream.write(b"one") == 3
        first = stream.failure
        assert isinstance(first, OSError)
        assert stream.write(b"two") == 3
        assert stream.failure is first


def test_streams_of_others_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    others: list[TextIO] = [io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="ascii")]
    for name, stream in zip(("stdout", "stderr"), others, strict=True):
        monkeypatch.setattr(sys, name, stream)
    make_unfailing()
    assert [sys.stdout, sys.stderr] == others
    sys.stderr.write("ä")
    assert what_was_lost() == ""


def test_a_few_kills_pairs_and_closed_outputs_leave_nothing_mixed_or_lost() -> None:
    command = [sys.executable, "-m", kills.__name__, "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["kills", "pairs", "closed outputs"]
    assert done.stdout.count("2 tried") == 3
    assert done.stdout.count(" 0 faults") == 3
