"""Child processes: what becomes of a job, of one that kills its process, and of a child whose parent is gone."""

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from scheduler.search import Limits
from scheduler.studies.child import Child, Failed, answer_to, serve
from scheduler.studies.pool import Here, PoolLost, all_done
from scheduler.studies.solving import WeekJob, solved_week
from tests.caseloads import MONDAY
from tests.studies.works import always_die, break_down, die, double, fail, tell_process

PATIENCE = 60.0


def wait_for(done: Callable[[], object], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, what
        time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z")


def test_a_child_does_one_job_after_the_other_and_survives_what_goes_wrong(tmp_path: Path) -> None:
    with Child(double) as child:
        assert [child.do(job) for job in (1, 2)] == [2, 4]
    with Child(die) as child:
        assert child.do(tmp_path / "died") == "done"
    with Child(fail) as child:
        assert child.do(1) == answer_to(fail, 1)
    with Child(always_die) as child:
        failed = child.do(1)
        assert isinstance(failed, Failed)
        assert failed.says.startswith("the process that solved it died, twice")
        assert failed.exit_code == 4


def test_a_child_that_was_ended_does_nothing_any_more() -> None:
    child = Child(double)
    child.end()
    assert isinstance(child.do(1), Failed)


def test_what_goes_wrong_is_told_in_words_without_what_the_job_holds() -> None:
    known = answer_to(fail, 1)
    assert isinstance(known, Failed)
    assert known.says.startswith("No schedule was found in time")
    assert known.exit_code == 4
    defect = answer_to(break_down, 7)
    assert isinstance(defect, Failed)
    assert defect.says.startswith("ZeroDivisionError in break_down, line ")
    assert "error of the program" in defect.says
    assert defect.exit_code == 70


def test_a_child_answers_all_that_comes_and_is_told_when_nothing_more_can() -> None:
    jobs = io.BytesIO(b"".join(pickle.dumps((double, job)) for job in (1, 2)))
    answers, alone = io.BytesIO(), Event()
    serve(jobs, answers, alone.set)
    assert alone.is_set()
    answers.seek(0)
    assert [pickle.load(answers), pickle.load(answers)] == [2, 4]  # noqa: S301 - written right here


def test_a_child_ends_at_once_when_its_parent_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "process"
    lines = (
        "from pathlib import Path",
        "from scheduler.studies.child import Child",
        "from tests.studies.works import tell_process",
        f"Child(tell_process).do(Path({str(told)!r}))",
    )
    parent = subprocess.Popen([sys.executable, "-c", "; ".join(lines)])
    wait_for(lambda: told.exists() and told.read_text(encoding="utf-8"), "the child begins")
    child = int(told.read_text(encoding="utf-8"))
    assert is_running(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_for(lambda: not is_running(child), "the child ends")


def test_all_jobs_are_done_by_few_processes_and_a_stop_ends_them(tmp_path: Path) -> None:
    with Here(double, 2) as pool:
        found = list(all_done(pool, range(7), Event(), lambda: None))
    assert sorted((ended.job, ended.answer) for ended in found) == [(job, 2 * job) for job in range(7)]
    stop, told = Event(), tmp_path / "process"

    def end() -> None:
        wait_for(told.exists, "the job begins")
        stop.set()

    ending = Thread(target=end)
    ending.start()
    with Here(tell_process, 1) as pool_of_one:
        assert list(all_done(pool_of_one, [told], stop, lambda: None)) == []
    ending.join()
    wait_for(lambda: not is_running(int(told.read_text(encoding="utf-8") or "0")), "the child ends")


class Gone:
    """A pool that takes a job and is never heard of again."""

    room = 1
    is_lost = True

    def submit(self, job: int, done: object) -> None:
        """Forgets it."""


def test_a_pool_that_is_lost_is_told() -> None:
    with pytest.raises(PoolLost, match="What is done is kept"):
        list(all_done(Gone(), [1], Event(), lambda: None))


def test_a_child_that_cannot_read_its_tables_says_why() -> None:
    job = WeekJob("k", {"patients": []}, MONDAY, Limits())
    failed = answer_to(solved_week, job)
    assert isinstance(failed, Failed)
    assert "clinic: the table is missing" in failed.says
    assert failed.exit_code == 1
